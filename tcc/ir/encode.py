"""Scalars → JSON (docs/ir.md, sections 2 and 3): the one way each node is written.

The bytes are those of the kernel's encoder: no spaces, no ASCII escapes, floats by ``repr``. A subject or link
that would be read back as something else (a reserved path, an absolute URL) is written in its long form.
"""

from __future__ import annotations

import base64
import json
import math
from typing import Final, TypeAlias

from tcc.ir import names
from tcc.ir.decode import SPECIAL, is_key, is_value
from tcc.ir.errors import At, EncodeError
from tcc.ir.nodes import (
    After,
    Cond,
    Delete,
    DeleteOp,
    ForEach,
    Form,
    Get,
    GetOp,
    IdRef,
    If,
    Link,
    Map,
    Post,
    PostOp,
    Put,
    PutOp,
    Scalar,
    Tuple,
    While,
)
from tcc.ir.strictjson import MAX_DEPTH, MAX_INT, MIN_INT

JsonData: TypeAlias = "None | bool | int | float | str | list[JsonData] | dict[str, JsonData]"
"""JSON as plain Python data, the way ``json.dumps`` takes it."""

_COMPACT: Final = json.JSONEncoder(ensure_ascii=False, allow_nan=False, check_circular=False, separators=(",", ":"))


def encode(node: Scalar) -> bytes:
    """The canonical JSON of a scalar. Raises ``EncodeError`` where it has none."""
    return compact(to_data(node)).encode()


def compact(data: JsonData) -> str:
    """JSON text without spaces, as every document is sent and hashed."""
    return _COMPACT.encode(data)


def to_data(node: Scalar, at: At = None, depth: int = 0) -> JsonData:
    """The scalar as JSON-ready Python data, ``depth`` containers deep in its document at place ``at``."""
    if node is None or isinstance(node, (bool, str, int, float)):
        return plain(node, at)
    if depth >= MAX_DEPTH:
        raise EncodeError(f"nested deeper than {MAX_DEPTH} arrays and objects", at)
    match node:
        case Tuple(items):
            return [to_data(item, (at, index), depth + 1) for index, item in enumerate(items)]
        case Map():
            return _map(node, at, depth)
        case IdRef(name):
            return {f"${_id(name, at)}": []}
        case Get(subject, key):
            if _is_short(subject, at):
                return {subject: _list(at, subject, depth, key)}
            return {"/state/scalar/ref/op/get": [subject, *_list(at, "/state/scalar/ref/op/get", depth, key, start=1)]}
        case Put(subject, key, value):
            if _is_short(subject, at):
                return {subject: _list(at, subject, depth, key, value)}
            long = "/state/scalar/ref/op/put"
            return {long: [subject, *_list(at, long, depth, key, value, start=1)]}
        case Post(subject, params):
            if _is_short(subject, at):
                return {subject: _named(params, (at, subject), depth + 1)}
            long = "/state/scalar/ref/op/post"
            return {long: [subject, _named(params, ((at, long), 1), depth + 2)]}
        case Delete(subject, key):
            _is_short(subject, at)
            long = "/state/scalar/ref/op/delete"
            return {long: [subject, *_list(at, long, depth, key, start=1)]}
        case GetOp(key_name, form):
            path = "/state/scalar/op/get"
            return {path: [_id(key_name, at), _form(form, ((at, path), 1), depth + 2)]}
        case PutOp(key_name, value_name, form):
            path = "/state/scalar/op/put"
            return {path: [_id(key_name, at), _id(value_name, at), _form(form, ((at, path), 2), depth + 2)]}
        case PostOp(form):
            path = "/state/scalar/op/post"
            return {path: _form(form, (at, path), depth + 1)}
        case DeleteOp(key_name, form):
            path = "/state/scalar/op/delete"
            return {path: [_id(key_name, at), _form(form, ((at, path), 1), depth + 2)]}
        case If(cond, then, or_else):
            path = "/state/scalar/ref/if"
            return {path: _list(at, path, depth, cond, then, or_else)}
        case Cond(cond, then, or_else):
            path = "/state/scalar/ref/cond"
            return {path: _list(at, path, depth, cond, then, or_else)}
        case While(cond, body, state):
            path = "/state/scalar/ref/while"
            return {path: _list(at, path, depth, cond, body, state)}
        case ForEach(items, op, item_name, state, stateful):
            path = "/state/scalar/ref/for_each"
            parts = _list(at, path, depth, items, op, _id(item_name, at))
            return {path: [*parts, *_list(at, path, depth, state, start=3)] if stateful else parts}
        case After(when, then):
            path = "/state/scalar/ref/after"
            return {path: _list(at, path, depth, when, then)}
        case Link(url):
            return _link(url, at)
        case bytes():
            return {"/state/scalar/value/bytes": base64.b64encode(node).decode()}
        case complex():
            parts = [plain(node.real, at), plain(node.imag, at)]
            return {"/state/scalar/value/number": parts}
    raise EncodeError(f"{type(node).__name__} is not a tc-ir node", at)


def plain(value: None | bool | int | float | str, at: At) -> JsonData:
    """A value that JSON has itself, checked against the limits of tc-ir."""
    if isinstance(value, str):
        if not value.isascii():
            try:
                value.encode()
            except UnicodeEncodeError:
                raise EncodeError("a string holds a lone surrogate", at) from None
    elif isinstance(value, float):
        if not math.isfinite(value):
            raise EncodeError(f"{value} has no JSON form", at)
    elif value is not None and not MIN_INT <= value <= MAX_INT:
        raise EncodeError("integer out of the 64-bit range", at)
    return value


def _list(at: At, path: str, depth: int, *nodes: Scalar, start: int = 0) -> list[JsonData]:
    """The items of the array under ``path``, whose object is at ``at``; the first has index ``start``."""
    if depth + 1 >= MAX_DEPTH:
        raise EncodeError(f"nested deeper than {MAX_DEPTH} arrays and objects", at)
    here = (at, path)
    return [to_data(node, (here, start + index), depth + 2) for index, node in enumerate(nodes)]


def _form(form: Form, at: At, depth: int) -> JsonData:
    if not form:
        raise EncodeError("a form has at least one entry: the last one is the result", at)
    if depth + 1 >= MAX_DEPTH:
        raise EncodeError(f"nested deeper than {MAX_DEPTH} arrays and objects", at)
    entries: list[JsonData] = []
    for index, (name, node) in enumerate(form):
        here = (at, index)
        entries.append([_id(name, (here, 0)), to_data(node, (here, 1), depth + 2)])
    return entries


def _named(params: tuple[tuple[str, Scalar], ...], at: At, depth: int) -> JsonData:
    if depth >= MAX_DEPTH:
        raise EncodeError(f"nested deeper than {MAX_DEPTH} arrays and objects", at)
    data: dict[str, JsonData] = {}
    for name, node in params:
        if name in data:
            raise EncodeError(f"duplicate parameter {name!r}", (at, name))
        data[_id(name, (at, name))] = to_data(node, (at, name), depth + 1)
    return data


def _map(node: Map, at: At, depth: int) -> JsonData:
    if all(isinstance(key, str) and names.is_id(key) for key, _ in node.entries):
        return _named(tuple([(key, value) for key, value in node.entries if isinstance(key, str)]), at, depth)
    path = "/state/scalar/map"
    if depth + 2 >= MAX_DEPTH:
        raise EncodeError(f"nested deeper than {MAX_DEPTH} arrays and objects", at)
    seen: set[object] = set()
    pairs: list[JsonData] = []
    for index, (key, value) in enumerate(node.entries):
        here = ((at, path), index)
        if not is_key(key):
            raise EncodeError("a map or an op cannot be the key of a map", (here, 0))
        if is_value(key):
            if key in seen:
                raise EncodeError("duplicate key", (here, 0))
            seen.add(key)
        pairs.append([to_data(key, (here, 0), depth + 3), to_data(value, (here, 1), depth + 3)])
    return {path: pairs}


def _link(url: str, at: At) -> JsonData:
    if not names.is_link(url):
        raise EncodeError(f"{url!r} is not a link", at)
    if url.startswith("/") and url not in SPECIAL:
        return {url: []}
    return {"/state/scalar/value/link": url}


def _id(name: str, at: At) -> str:
    if not names.is_id(name):
        raise EncodeError(f"{name!r} is not an Id", at)
    return name


def _is_short(subject: str, at: At) -> bool:
    """Whether an op on ``subject`` can be written ``{subject: …}``; refuses what is no subject."""
    if not names.is_subject(subject):
        raise EncodeError(f"{subject!r} is not a link, $id or $id/suffix", at)
    return subject.startswith("$") or (subject.startswith("/") and subject not in SPECIAL)
