"""Strict JSON: what two parsers could read differently is refused here, once, for every document the project reads.

Beyond RFC 8259: no duplicate keys, integers are 64-bit signed, floats are finite, strings are Unicode scalar
values (no lone surrogates), containers nest at most ``MAX_DEPTH`` deep. Objects come back as ``Object``, which
keeps the order of their members, because the first key decides what a tc-ir object is.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final, NoReturn, TypeAlias, cast

from tcc.ir.errors import At, DecodeError

MAX_DEPTH: Final = 128
MIN_INT: Final = -(2**63)
MAX_INT: Final = 2**63 - 1


class Object:
    """A JSON object as its members, in the order they were written."""

    __slots__ = ("members",)

    def __init__(self, members: list[tuple[str, JsonValue]]) -> None:
        self.members = members

    def __iter__(self) -> Iterator[tuple[str, JsonValue]]:
        return iter(self.members)

    def __len__(self) -> int:
        return len(self.members)


JsonValue: TypeAlias = "None | bool | int | float | str | list[JsonValue] | Object"


def parse(source: str | bytes) -> JsonValue:
    """The value of a strict JSON document. Raises ``DecodeError``."""
    try:
        text = source.decode("utf-8") if isinstance(source, bytes) else source
    except UnicodeDecodeError as error:
        raise DecodeError(f"not UTF-8: byte {error.start}") from None
    try:
        value = cast(
            JsonValue,
            json.loads(text, object_pairs_hook=Object, parse_int=_int, parse_constant=_refuse_constant),
        )
    except json.JSONDecodeError as error:
        raise DecodeError(f"not JSON: {error.msg}, line {error.lineno} column {error.colno}") from None
    except RecursionError:
        raise DecodeError(_TOO_DEEP) from None
    _check(value, None, 0)
    return value


_TOO_DEEP: Final = f"nested deeper than {MAX_DEPTH} arrays and objects"


def _int(digits: str) -> int:
    # Python refuses to convert very long digit strings; any text this long is out of range anyway.
    return int(digits) if len(digits) <= 20 else MAX_INT + 1


def _refuse_constant(name: str) -> NoReturn:
    raise DecodeError(f"not JSON: {name}")


def _check(value: JsonValue, at: At, depth: int) -> None:
    if isinstance(value, list):
        if depth == MAX_DEPTH:
            raise DecodeError(_TOO_DEEP, at)
        for index, item in enumerate(value):
            _check(item, (at, index), depth + 1)
    elif isinstance(value, Object):
        if depth == MAX_DEPTH:
            raise DecodeError(_TOO_DEEP, at)
        seen: set[str] = set()
        for key, member in value:
            if key in seen:
                raise DecodeError(f"duplicate key {key!r}", (at, key))
            _check_text(key, at)
            seen.add(key)
            _check(member, (at, key), depth + 1)
    elif isinstance(value, str):
        _check_text(value, at)
    elif isinstance(value, int):
        if not MIN_INT <= value <= MAX_INT:
            raise DecodeError("integer out of the 64-bit range", at)
    elif isinstance(value, float) and value - value != 0.0:
        raise DecodeError("number too large for a float", at)


def _check_text(text: str, at: At) -> None:
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            raise DecodeError("a string holds a lone surrogate", at) from None
