"""Plain Python ⇄ the wire's JSON: typed values are unwrapped on the way in and written where JSON has no such value."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping
from typing import Protocol, runtime_checkable

_TUPLES = frozenset({"/state/scalar/tuple", "/state/tuple", "/state/scalar/value/tuple"})
_PLAIN = frozenset({"/state/scalar/value/none", "/state/scalar/value/string", "/state/scalar/value/link"})
_NUMBER = "/state/scalar/value/number"
_BYTES = "/state/scalar/value/bytes"
_MAP = "/state/scalar/map"
_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))
_ID = re.compile(r"(?!.*\.\.)[^\x00-\x20\s/~$`&|=^{}<>'\"?:@#()]+", re.DOTALL)


@runtime_checkable
class _Handle(Protocol):
    def value(self) -> object: ...


@runtime_checkable
class _State(Protocol):
    def to_json(self) -> str: ...


def decode_text(text: str | bytes) -> object:
    """A JSON document as plain Python. Empty text is None. Raises ValueError when it is not JSON."""
    return unwrap(json.loads(text)) if text.strip() else None


def decode_body(body: object) -> object:
    """The body of a kernel's response as plain Python: a state handle, JSON text, or nothing."""
    if isinstance(body, _Handle):
        body = body.value()
    if isinstance(body, _State):
        body = body.to_json()
    if body is None:
        return None
    if isinstance(body, str | bytes):
        return decode_text(body)
    raise TypeError(f"expected a response body, found {type(body).__name__}")


def unwrap(value: object) -> object:
    """Decoded JSON with its typed values replaced by what they are: bytes, complex numbers, maps with any keys, …"""
    if isinstance(value, list):
        return [unwrap(item) for item in value]
    if not isinstance(value, dict):
        return value
    if len(value) == 1:
        ((key, inner),) = value.items()
        if key.startswith("/"):
            return _typed(key, inner)
    return {key: unwrap(item) for key, item in value.items()}


def _typed(key: str, inner: object) -> object:
    if key in _TUPLES or key in _PLAIN:
        return unwrap(inner)
    if key == _NUMBER:
        if isinstance(inner, list) and len(inner) == 2:
            return complex(float(inner[0]), float(inner[1]))
        return inner
    if key == _BYTES and isinstance(inner, str):
        return base64.b64decode(inner)
    if key == _MAP:
        if isinstance(inner, list):
            return {_hashable(unwrap(name)): unwrap(item) for name, item in inner}
        return {name: unwrap(item) for name, item in inner.items()} if isinstance(inner, dict) else inner
    if inner == []:
        return key
    return {key: unwrap(inner)}


def _hashable(key: object) -> object:
    return tuple(map(_hashable, key)) if isinstance(key, list) else key


def wrap(value: object) -> object:
    """Plain Python as JSON-ready data; bytes, complex numbers and maps with other keys than Ids become typed values.

    Raises:
        TypeError: ``value`` has no wire form.
    """
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, list | tuple | range):
        return [wrap(item) for item in value]
    if isinstance(value, Mapping):
        if all(isinstance(key, str) and _ID.fullmatch(key) for key in value):
            return {str(key): wrap(item) for key, item in value.items()}
        return {_MAP: [[wrap(key), wrap(item)] for key, item in value.items()]}
    if isinstance(value, bytes):
        return {_BYTES: base64.b64encode(value).decode()}
    if isinstance(value, complex):
        return {_NUMBER: [value.real, value.imag]}
    raise TypeError(f"a {type(value).__name__} has no TinyChain form")


def encode_text(value: object) -> str:
    """Plain Python as a JSON document. Raises TypeError or ValueError where it has no wire form."""
    return _ENCODER.encode(wrap(value))
