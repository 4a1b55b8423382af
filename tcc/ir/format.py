"""The text ``tcc build`` writes and teams diff: one form entry a line.

    "opdef": {"/state/scalar/op/post": [
      ["total", {"$price/mul": {"r": {"$count": []}}}],
      ["result", {"$total": []}]
    ]}

A value that fits in what is left of ``WIDTH`` columns stands on one line. One that does not is broken where its
structure is: an object with one member and a binding ``["id", …]`` keep their opening on the line they are on, the
rest puts one item a line, two spaces in. The text is a function of the JSON alone, so equal manifests are equal text.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from json.encoder import encode_basestring
from operator import add
from typing import Final, TypeAlias

import msgspec
from msgspec import Struct

from tcc.ir.encode import JsonData, to_data
from tcc.ir.manifest import (
    Manifest,
    Route,
    RouteSource,
    Schema,
    SourceMap,
    manifest_data,
    route_data,
    schema_data,
    source_map_data,
)
from tcc.ir.nodes import Scalar

WIDTH: Final = 100
_FEW: Final = 8
"""More routes than this never stand on one line in a source map."""
_FLAT: Final = json.JSONEncoder(ensure_ascii=False, allow_nan=False, check_circular=False)
_OPS: Final = tuple(f'"/state/scalar/op/{verb}": ' for verb in ("get", "put", "post", "delete"))

_Measured: TypeAlias = "tuple[str | None, list[str] | None, list[_Measured]]"
"""A value: its text on one line (None: longer than any line, so it has parts), for an object what stands before each
part, and its parts."""
_NOTHING: Final[list[_Measured]] = []


def format_manifest(manifest: Manifest) -> str:
    """The manifest as pretty JSON with a trailing newline. Raises ``EncodeError`` like the encoder."""
    return format_data(manifest_data(manifest))


def format_data(data: Mapping[str, JsonData]) -> str:
    """A manifest's JSON-ready data as the same text."""
    members = [f"  {encode_basestring(key)}: {_top(key, value)}" for key, value in data.items()]
    return "{\n" + ",\n".join(members) + "\n}\n"


def format_route(route: Route) -> str:
    """A route's part of the text, the same wherever it stands in a manifest."""
    return _route(route_data(route, None))


class SourceText(Struct, frozen=True, array_like=True):
    """The lines of a route's ids in a source map: on one line (empty where that is too long), and one a line."""

    flat: str
    broken: str

    def ids(self) -> dict[str, int]:
        """The lines by id."""
        return msgspec.json.decode(self.broken, type=dict[str, int])


def format_ids(source: RouteSource) -> SourceText:
    """A route's part of a source map, the same wherever it stands."""
    measured = _measure(dict(source.ids))
    out: list[str] = []
    _write(measured, 8, 15, 0, False, out)
    return SourceText(measured[0] or "", "".join(out))


def format_parts(
    schema: Schema, routes: Sequence[str], file: str | None, sources: Sequence[tuple[str, int, SourceText]]
) -> str:
    """``format_manifest``, with each route as ``format_route`` gave it.

    ``file`` and ``sources`` are the source map: the titles of routes, their lines, and what ``format_ids`` gave.
    """
    members = [f'  "schema": {_top("schema", schema_data(schema))}']
    members.append('  "routes": ' + ("[\n    " + ",\n    ".join(routes) + "\n  ]" if routes else "[]"))
    if file is not None:
        members.append(f'  "source_map": {_source_map(file, sources)}')
    return "{\n" + ",\n".join(members) + "\n}\n"


def _source_map(file: str, sources: Sequence[tuple[str, int, SourceText]]) -> str:
    if len(sources) <= _FEW:
        routes = [(title, RouteSource(line, tuple(text.ids().items()))) for title, line, text in sources]
        return _top("source_map", source_map_data(SourceMap(file, tuple(routes))))
    out = [f'{{\n    "file": {encode_basestring(file)},\n    "routes": {{']
    for title, line, text in sources:
        head = f"      {encode_basestring(title)}: "
        flat = f'{{"line": {line}, "ids": {text.flat}}}'
        if text.flat and len(head) + len(flat) + (len(out) < len(sources)) <= WIDTH:
            out.append(f"{head}{flat}")
        else:
            out.append(f'{head}{{\n        "line": {line},\n        "ids": {text.broken}\n      }}')
    return out[0] + "\n" + ",\n".join(out[1:]) + "\n    }\n  }"


def format_scalar(node: Scalar) -> str:
    """A scalar as pretty JSON with a trailing newline."""
    return _text(to_data(node), 0, 0, 0) + "\n"


def _top(key: str, value: JsonData) -> str:
    if key == "routes" and isinstance(value, list) and value:
        return "[\n" + ",\n".join(["    " + _route(route) for route in value]) + "\n  ]"
    return _text(value, 2, 4 + len(key) + 2, 1)


def _route(route: JsonData) -> str:
    """A route fits on one line or has a line a member; its own form always has a line an entry."""
    if not isinstance(route, dict):
        raise TypeError("a route is an object")
    if "opdef" not in route and len(flat := _FLAT.encode(route)) + 5 <= WIDTH:
        return flat
    lines = [
        f'      "{key}": ' + _text(value, 6, 6 + len(key) + 4, 1, force=key == "opdef") for key, value in route.items()
    ]
    return "{\n" + ",\n".join(lines) + "\n    }"


def _text(value: JsonData, indent: int, column: int, tail: int, *, force: bool = False) -> str:
    """The text of ``value``. It starts at ``column`` on a line indented by ``indent``; ``tail`` more columns follow it
    on its last line. ``force`` breaks it (and what it hugs) even where it fits."""
    out: list[str] = []
    _write(_measure(value), indent, column, tail, force, out)
    return "".join(out)


def _measure(value: JsonData) -> _Measured:
    """Measure from the leaves up, so that each part is encoded once however deep it is."""
    cls = type(value)
    if cls is str:
        return encode_basestring(value), None, _NOTHING  # type: ignore[arg-type]
    if isinstance(value, dict):
        heads = [f"{encode_basestring(key)}: " for key in value]
        parts = [_measure(member) for member in value.values()]
        texts = _short([part[0] for part in parts])
        if texts is None:
            return None, heads, parts
        return "{" + ", ".join(map(add, heads, texts)) + "}", heads, parts
    if isinstance(value, list):
        parts = [_measure(item) for item in value]
        texts = _short([part[0] for part in parts])
        return None if texts is None else f"[{', '.join(texts)}]", None, parts
    return str(value) if cls is int else _FLAT.encode(value), None, _NOTHING


def _short(texts: list[str | None]) -> list[str] | None:
    """The texts, if each is there and all of them may fit in one line."""
    length = 0
    for text in texts:
        if text is None:
            return None
        length += len(text)
    return None if length > WIDTH else texts  # type: ignore[return-value]


def _write(value: _Measured, indent: int, column: int, tail: int, force: bool, out: list[str]) -> None:
    flat, heads, parts = value
    if flat is not None and (not parts or (not force and len(flat) + column + tail <= WIDTH)):
        out.append(flat)
    elif heads is not None and len(heads) == 1:
        head = "{" + heads[0]
        out.append(head)
        _write(parts[0], indent, column + len(head), tail + 1, force and heads[0] in _OPS, out)
        out.append("}")
    elif heads is not None:
        out.append("{")
        _lines(heads, parts, indent, out)
        out.append("}")
    elif len(parts) >= 2 and not _is_plain(parts[-1]) and all(map(_is_string, parts[:-1])):
        head = "[" + "".join([f"{part[0]}, " for part in parts[:-1]])
        out.append(head)
        _write(parts[-1], indent, column + len(head), tail + 1, force, out)
        out.append("]")
    else:
        out.append("[")
        _lines([""] * len(parts), parts, indent, out)
        out.append("]")


def _is_string(value: _Measured) -> bool:
    return value[0] is not None and value[0].startswith('"')


def _is_plain(value: _Measured) -> bool:
    return value[0] is not None and not value[0].startswith(("{", "["))


def _lines(heads: list[str], parts: list[_Measured], indent: int, out: list[str]) -> None:
    inner = indent + 2
    margin = "\n" + " " * inner
    last = len(parts) - 1
    for index, (head, part) in enumerate(zip(heads, parts, strict=True)):
        out.append(margin + head)
        _write(part, inner, inner + len(head), 0 if index == last else 1, False, out)
        if index != last:
            out.append(",")
    out.append("\n" + " " * indent)
