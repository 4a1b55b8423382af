"""JSON → scalars (docs/ir.md, sections 2 and 3): the first key of an object decides what it is.

The JSON itself is made strict by ``strictjson``; what is left here is the meaning of each node. Every way of
writing a node that ir.md lists is read; anything else is a ``DecodeError`` with the JSON pointer of the node.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Mapping
from typing import Final

from tcc.ir import names
from tcc.ir.errors import At, DecodeError
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
    OpRef,
    Post,
    PostOp,
    Put,
    PutOp,
    Scalar,
    Tuple,
    While,
)
from tcc.ir.strictjson import JsonValue, Object, parse

_Decoder = Callable[[JsonValue, At], Scalar]


def decode(source: str | bytes) -> Scalar:
    """The scalar a JSON document holds. Raises ``DecodeError`` with the pointer of the offending node."""
    return scalar(parse(source), None)


def scalar(value: JsonValue, at: At) -> Scalar:
    """The scalar at ``at`` in a parsed document."""
    if isinstance(value, list):
        return Tuple(tuple([scalar(item, (at, index)) for index, item in enumerate(value)]))
    if not isinstance(value, Object):
        return value
    first = value.members[0][0] if value.members else ""
    if first.startswith(("/", "$")):
        if len(value) != 1:
            raise DecodeError(f"an object whose first key is {first} has no other key", at)
        body = value.members[0][1]
        decoder = SPECIAL.get(first)
        return decoder(body, (at, first)) if decoder else _applied(first, body, at)
    return Map(_named(value, at))


def _applied(subject: str, body: JsonValue, at: At) -> Scalar:
    """``{subject: body}`` for a subject that is no reserved path: a link value, an id ref or an op ref."""
    here = (at, subject)
    if not names.is_subject(subject):
        raise DecodeError(f"{subject!r} is not a path or $id", here)
    if isinstance(body, Object):
        return Post(subject, _named(body, here))
    if not isinstance(body, list):
        raise DecodeError(f"{subject} takes [], [key], [key, value] or an object of parameters", here)
    match body:
        case []:
            if not subject.startswith("$"):
                return Link(subject)
            if "/" in subject:
                raise DecodeError(f"{subject}: an id ref has no suffix; a GET without a key is [null]", here)
            return IdRef(subject[1:])
        case [key]:
            return Get(subject, scalar(key, (here, 0)))
        case [key, put]:
            return Put(subject, scalar(key, (here, 0)), scalar(put, (here, 1)))
        case _:
            raise DecodeError(f"{subject} takes at most a key and a value, found {len(body)} items", here)


def _named(value: Object, at: At) -> tuple[tuple[str, Scalar], ...]:
    """The members of an object of parameters, or of a map: every key is an Id."""
    return tuple([(ident(key, (at, key)), scalar(member, (at, key))) for key, member in value])


# --- typed values --------------------------------------------------------------------------------------------------


def _none(value: JsonValue, at: At) -> Scalar:
    if value is not None:
        raise DecodeError("expected null", at)
    return None


def _number(value: JsonValue, at: At) -> Scalar:
    if isinstance(value, (int, float)):  # a bool is a number too
        return value
    if isinstance(value, list) and len(value) == 2:
        real, imag = value
        return complex(_part(real, (at, 0)), _part(imag, (at, 1)))
    raise DecodeError("expected a bool, a number or [real, imaginary]", at)


def _part(value: JsonValue, at: At) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise DecodeError("expected a number", at)
    return float(value)


def _string(value: JsonValue, at: At) -> Scalar:
    return text(value, at)


def _link(value: JsonValue, at: At) -> Scalar:
    return Link(link(value, at))


def base64_bytes(value: JsonValue, at: At) -> bytes:
    """The bytes of a base64 string in its one canonical form, or ``DecodeError``."""
    encoded = text(value, at)
    try:
        decoded = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        raise DecodeError("expected standard base64", at) from None
    if base64.b64encode(decoded).decode() != encoded:
        raise DecodeError("base64 is not in its one canonical form", at)
    return decoded


def _tuple(value: JsonValue, at: At) -> Scalar:
    return scalar(_list(value, at), at)


def _map(value: JsonValue, at: At) -> Scalar:
    if isinstance(value, Object):
        return Map(_named(value, at))
    if not isinstance(value, list):
        raise DecodeError("expected an object or a list of [key, value] pairs", at)
    entries: list[tuple[Scalar, Scalar]] = []
    seen: set[object] = set()
    for index, item in enumerate(value):
        here = (at, index)
        key_json, value_json = sized(item, 2, "[key, value]", here)
        key = scalar(key_json, (here, 0))
        _check_key(key, seen, (here, 0))
        entries.append((key, scalar(value_json, (here, 1))))
    return Map(tuple(entries))


def _check_key(key: Scalar, seen: set[object], at: At) -> None:
    if not is_key(key):
        raise DecodeError("a map or an op cannot be the key of a map", at)
    if is_value(key):
        if key in seen:
            raise DecodeError("duplicate key", at)
        seen.add(key)


def is_key(node: Scalar) -> bool:
    """Whether a scalar may stand as a map's key: anything but a map or an op, also inside a tuple."""
    if isinstance(node, Tuple):
        return all(is_key(item) for item in node.items)
    return not isinstance(node, (Map, GetOp, PutOp, PostOp, DeleteOp))


def is_value(node: Scalar) -> bool:
    """Whether a scalar stands for itself: it holds no ref and no op."""
    if isinstance(node, Tuple):
        return all(is_value(item) for item in node.items)
    if isinstance(node, Map):
        return all(is_value(key) and is_value(value) for key, value in node.entries)
    return node is None or isinstance(node, (bool, int, float, complex, str, bytes, Link))


# --- op definitions, long op refs, control refs ----------------------------------------------------------------------


def _get_op(value: JsonValue, at: At) -> Scalar:
    key, body = sized(value, 2, '["key name", form]', at)
    return GetOp(ident(key, (at, 0)), form(body, (at, 1)))


def _put_op(value: JsonValue, at: At) -> Scalar:
    key, put, body = sized(value, 3, '["key name", "value name", form]', at)
    return PutOp(ident(key, (at, 0)), ident(put, (at, 1)), form(body, (at, 2)))


def _post_op(value: JsonValue, at: At) -> Scalar:
    return PostOp(form(value, at))


def _delete_op(value: JsonValue, at: At) -> Scalar:
    key, body = sized(value, 2, '["key name", form]', at)
    return DeleteOp(ident(key, (at, 0)), form(body, (at, 1)))


def form(value: JsonValue, at: At) -> Form:
    """A form: ``[["id", scalar], …]``, not empty, because its last entry is the result."""
    entries: list[tuple[str, Scalar]] = []
    for index, item in enumerate(_list(value, at)):
        here = (at, index)
        name, body = sized(item, 2, '["id", scalar]', here)
        entries.append((ident(name, (here, 0)), scalar(body, (here, 1))))
    if not entries:
        raise DecodeError("a form has at least one entry: the last one is the result", at)
    return tuple(entries)


def _get_ref(value: JsonValue, at: At) -> OpRef:
    subject, key = sized(value, 2, "[subject, key]", at)
    return Get(_subject(subject, (at, 0)), scalar(key, (at, 1)))


def _put_ref(value: JsonValue, at: At) -> OpRef:
    subject, key, put = sized(value, 3, "[subject, key, value]", at)
    return Put(_subject(subject, (at, 0)), scalar(key, (at, 1)), scalar(put, (at, 2)))


def _post_ref(value: JsonValue, at: At) -> OpRef:
    subject, params = sized(value, 2, "[subject, {parameters}]", at)
    if not isinstance(params, Object):
        raise DecodeError("expected an object of parameters", (at, 1))
    return Post(_subject(subject, (at, 0)), _named(params, (at, 1)))


def _delete_ref(value: JsonValue, at: At) -> OpRef:
    subject, key = sized(value, 2, "[subject, key]", at)
    return Delete(_subject(subject, (at, 0)), scalar(key, (at, 1)))


def _if(value: JsonValue, at: At) -> Scalar:
    cond, then, or_else = sized(value, 3, "[cond, then, else]", at)
    return If(scalar(cond, (at, 0)), scalar(then, (at, 1)), scalar(or_else, (at, 2)))


def _cond(value: JsonValue, at: At) -> Scalar:
    cond, then, or_else = sized(value, 3, "[cond, then, else]", at)
    return Cond(scalar(cond, (at, 0)), scalar(then, (at, 1)), scalar(or_else, (at, 2)))


def _while(value: JsonValue, at: At) -> Scalar:
    cond, body, state = sized(value, 3, "[cond op, body op, state]", at)
    return While(scalar(cond, (at, 0)), scalar(body, (at, 1)), scalar(state, (at, 2)))


def _for_each(value: JsonValue, at: At) -> Scalar:
    parts = _list(value, at)
    if len(parts) not in (3, 4):
        raise DecodeError('expected [items, op, "item name"] or [items, op, "item name", state]', at)
    items, op, name = (scalar(parts[0], (at, 0)), scalar(parts[1], (at, 1)), ident(parts[2], (at, 2)))
    if len(parts) == 3:
        return ForEach(items, op, name)
    return ForEach(items, op, name, scalar(parts[3], (at, 3)), stateful=True)


def _after(value: JsonValue, at: At) -> Scalar:
    when, then = sized(value, 2, "[when, then]", at)
    return After(scalar(when, (at, 0)), scalar(then, (at, 1)))


# --- pieces ----------------------------------------------------------------------------------------------------------


def text(value: JsonValue, at: At) -> str:
    """A JSON string, or ``DecodeError``."""
    if not isinstance(value, str):
        raise DecodeError("expected a string", at)
    return value


def ident(value: JsonValue, at: At) -> str:
    """An Id, or ``DecodeError``."""
    if not names.is_id(name := text(value, at)):
        raise DecodeError(f"{name!r} is not an Id", at)
    return name


def link(value: JsonValue, at: At) -> str:
    """A link, or ``DecodeError``."""
    if not names.is_link(url := text(value, at)):
        raise DecodeError(f"{url!r} is not a link", at)
    return url


def _subject(value: JsonValue, at: At) -> str:
    if not names.is_subject(subject := text(value, at)):
        raise DecodeError(f"{subject!r} is not a link, $id or $id/suffix", at)
    return subject


def _list(value: JsonValue, at: At) -> list[JsonValue]:
    if not isinstance(value, list):
        raise DecodeError("expected a list", at)
    return value


def sized(value: JsonValue, size: int, shape: str, at: At) -> list[JsonValue]:
    """A JSON array of exactly ``size`` items, or ``DecodeError`` saying the ``shape`` that was expected."""
    if not isinstance(value, list) or len(value) != size:
        raise DecodeError(f"expected {shape}", at)
    return value


SPECIAL: Final[Mapping[str, _Decoder]] = {
    "/state/scalar/value/none": _none,
    "/state/scalar/value/number": _number,
    "/state/scalar/value/string": _string,
    "/state/scalar/value/link": _link,
    "/state/scalar/value/bytes": base64_bytes,
    "/state/scalar/value/tuple": _tuple,
    "/state/scalar/tuple": _tuple,
    "/state/tuple": _tuple,
    "/state/scalar/map": _map,
    "/state/scalar/op/get": _get_op,
    "/state/scalar/op/put": _put_op,
    "/state/scalar/op/post": _post_op,
    "/state/scalar/op/delete": _delete_op,
    "/state/scalar/ref/op/get": _get_ref,
    "/state/scalar/ref/op/put": _put_ref,
    "/state/scalar/ref/op/post": _post_ref,
    "/state/scalar/ref/op/delete": _delete_ref,
    "/state/scalar/ref/if": _if,
    "/state/scalar/ref/cond": _cond,
    "/state/scalar/ref/while": _while,
    "/state/scalar/ref/for_each": _for_each,
    "/state/scalar/ref/after": _after,
}
"""The reserved paths: as the first key of an object each means its own node, never a link or an op on it."""
