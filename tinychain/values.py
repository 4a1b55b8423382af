"""The typed refs, one for each class of value on the wire."""

from __future__ import annotations

from tinychain.ref import Ref


class Json(Ref[object]):
    """Any value."""

    __slots__ = ()


class Number(Ref["int | float"]):
    """An int, a float or a complex number."""

    __slots__ = ()


class Bool(Number):
    """A truth value, which is a number as in Python."""

    __slots__ = ()


class String(Ref[str]):
    """Text."""

    __slots__ = ()


class Bytes(Ref[bytes]):
    """Binary data."""

    __slots__ = ()


class Tuple(Ref["list[object]"]):
    """A sequence: Python's lists and tuples."""

    __slots__ = ()


class Map(Ref["dict[str, object]"]):
    """A map: Python's dict."""

    __slots__ = ()


class Link(Ref[str]):
    """A link."""

    __slots__ = ()
