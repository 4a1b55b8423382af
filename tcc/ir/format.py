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
from collections.abc import Iterator, Mapping
from typing import Final

from tcc.ir.encode import JsonData, to_data
from tcc.ir.manifest import Manifest, manifest_data
from tcc.ir.nodes import Scalar

WIDTH: Final = 100
_FLAT: Final = json.JSONEncoder(ensure_ascii=False, allow_nan=False, check_circular=False)
_OPS: Final = tuple(f"/state/scalar/op/{verb}" for verb in ("get", "put", "post", "delete"))


def format_manifest(manifest: Manifest) -> str:
    """The manifest as pretty JSON with a trailing newline. Raises ``EncodeError`` like the encoder."""
    return format_data(manifest_data(manifest))


def format_data(data: Mapping[str, JsonData]) -> str:
    """A manifest's JSON-ready data as the same text."""
    members = [f"  {_FLAT.encode(key)}: {_top(key, value)}" for key, value in data.items()]
    return "{\n" + ",\n".join(members) + "\n}\n"


def format_scalar(node: Scalar) -> str:
    """A scalar as pretty JSON with a trailing newline."""
    return "".join(_text(to_data(node), 0, 0, 0)) + "\n"


def _top(key: str, value: JsonData) -> str:
    if key == "routes" and isinstance(value, list) and value:
        return "[\n" + ",\n".join("    " + _route(route) for route in value) + "\n  ]"
    return "".join(_text(value, 2, 4 + len(key) + 2, 1))


def _route(route: JsonData) -> str:
    """A route fits on one line or has a line a member; its own form always has a line an entry."""
    if not isinstance(route, dict):
        raise TypeError("a route is an object")
    if "opdef" not in route and len(flat := _FLAT.encode(route)) + 5 <= WIDTH:
        return flat
    lines = [f'      "{key}": ' + "".join(_member(key, value)) for key, value in route.items()]
    return "{\n" + ",\n".join(lines) + "\n    }"


def _member(key: str, value: JsonData) -> Iterator[str]:
    column = 6 + len(key) + 4
    return _text(value, 6, column, 1, force=key == "opdef")


def _text(value: JsonData, indent: int, column: int, tail: int, *, force: bool = False) -> Iterator[str]:
    """The pieces of ``value``'s text. It starts at ``column`` on a line indented by ``indent``; ``tail`` more columns
    follow it on its last line. ``force`` breaks it (and what it hugs) even where it fits."""
    if not isinstance(value, (dict, list)) or not value:
        yield _FLAT.encode(value)
        return
    if not force and len(flat := _FLAT.encode(value)) + column + tail <= WIDTH:
        yield flat
        return
    if isinstance(value, dict):
        if len(value) == 1:
            [(key, member)] = value.items()
            head = f"{{{_FLAT.encode(key)}: "
            yield head
            yield from _text(member, indent, column + len(head), tail + 1, force=force and key in _OPS)
            yield "}"
            return
        heads = [f"{_FLAT.encode(key)}: " for key in value]
        yield "{"
        yield from _lines(heads, list(value.values()), indent)
        yield "}"
        return
    if len(value) >= 2 and isinstance(value[-1], (dict, list)) and all(isinstance(item, str) for item in value[:-1]):
        head = "[" + ", ".join(_FLAT.encode(item) for item in value[:-1]) + ", "
        yield head
        yield from _text(value[-1], indent, column + len(head), tail + 1, force=force)
        yield "]"
        return
    yield "["
    yield from _lines([""] * len(value), value, indent)
    yield "]"


def _lines(heads: list[str], values: list[JsonData], indent: int) -> Iterator[str]:
    inner = indent + 2
    margin = "\n" + " " * inner
    last = len(values) - 1
    for index, (head, value) in enumerate(zip(heads, values, strict=True)):
        yield margin + head
        yield from _text(value, inner, inner + len(head), 0 if index == last else 1)
        if index != last:
            yield ","
    yield "\n" + " " * indent
