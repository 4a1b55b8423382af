"""Typed structured SSA: functions, regions, operations and values.

A function is a region. ``if``, ``while`` and ``for`` are operations with nested regions and explicit operands and
results; a region may read any value defined before it in an enclosing region. Every value is defined once.

Codes before ``select`` (Python's meaning, picked by type later) start with ``py.``; after it only these are left:

====================  =============================================================================================
``const``             ``attr`` is the Python constant
``list`` ``map``      a literal sequence (Python lists and tuples) or map (operands: key, value, key, value …)
``op``                ``attr`` = (op name, parameter names); operands: subject, then one a parameter
``free``              a free route; ``attr`` = its path; operands: the key
``error``             raises; ``attr`` = the category; operands: message
``emit``              an event; operands: topic, value
``route``             ``attr`` = (verb, subject, parameter names); operands: what the verb takes
``call``              ``attr`` = the Function; operands: its arguments; results: its value, then its in-out parameters
``lambda``            an op as a value: one region
``if``                operands: condition; regions: then, else
``while``             operands: initial values; regions: condition(params) → bool, body(params) → next values
``for``               operands: items, initial values; region: body(item, params…) → next values
``undef``             a placeholder that is never read
====================  =============================================================================================
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, TypeAlias, cast

import gast
from msgspec import Struct, field

from tcc.lowering.types import BOOL, BYTES, COMPLEX, FLOAT, INT, NEVER, NONE, STR, Type

ConstValue: TypeAlias = "None | bool | int | float | complex | str | bytes"


class Value(Struct, eq=False, gc=False):
    """A value: the source name it stands for, its type, refined by inference, and, boxed, its constant.

    The name is empty for a temporary and starts with ``%`` for what has no name in the source; ``alias`` is a second
    name that the source gave it.
    """

    name: str = ""
    type: Type = NEVER
    literal: tuple[object] | None = None
    alias: str = ""


class Site(Struct, frozen=True, gc=False):
    """Where in the source an operation comes from."""

    file: str
    node: gast.AST


class Region(Struct, eq=False):
    """Straight-line operations with parameters and results."""

    params: list[Value]
    ops: list[Op]
    results: list[Value]


class Op(Struct, eq=False):
    """An operation. ``attr`` is what the code says it is; ``effect`` and ``raises`` are set by ``select``.

    ``changes`` are the operands whose object Python changes in place (each has a result that is its new value);
    ``through`` are the containers around it, which are rebuilt right after and so may still hold the old one.
    """

    code: str
    operands: list[Value]
    results: list[Value]
    site: Site | None
    attr: object = None
    regions: list[Region] = field(default_factory=list)
    effect: bool = False
    raises: bool = False
    changes: tuple[int, ...] = ()
    through: tuple[Value, ...] = ()

    @property
    def result(self) -> Value:
        """The single result."""
        return self.results[0]


def called(op: Op) -> tuple[str, int, tuple[str, ...]]:
    """What a call's ``attr`` holds: the name, how many arguments are positional, the keywords' names."""
    return cast("tuple[str, int, tuple[str, ...]]", op.attr)


def applied(op: Op) -> tuple[str, tuple[str, ...]]:
    """What an ``op``'s or free POST's ``attr`` holds: its name (or path) and the names of its parameters."""
    return cast("tuple[str, tuple[str, ...]]", op.attr)


def routed(op: Op) -> tuple[str, str, tuple[str, ...], int]:
    """What a ``route``'s ``attr`` holds: verb, subject, the names of what is given, how many parameters it declares."""
    return cast("tuple[str, str, tuple[str, ...], int]", op.attr)


def unpacked(op: Op) -> tuple[int, bool, int]:
    """What an unpacking's ``attr`` holds: how many targets before a star, whether there is one, how many after."""
    return cast("tuple[int, bool, int]", op.attr)


class Function(Struct, eq=False):
    """A route's body or a helper. ``region.results`` is the value, then the in-out parameters in order.

    ``params`` are named in order (captures last); ``inout`` are the indices of parameters whose new value is returned.
    """

    name: str
    region: Region
    params: list[str]
    inout: list[int]
    site: Site | None = None
    captures: int = 0


def walk(region: Region) -> Iterator[Op]:
    """Every operation of a region and of the regions nested in it, in order."""
    for op in region.ops:
        yield op
        for inner in op.regions:
            yield from walk(inner)


_LITERALS: Final[dict[type, Type]] = {
    type(None): NONE, bool: BOOL, int: INT, float: FLOAT, complex: COMPLEX, str: STR, bytes: BYTES,
}  # fmt: skip


def literal_type(value: object) -> Type:
    """The type of a constant."""
    return _LITERALS[type(value)]


def count_uses(region: Region) -> dict[Value, int]:
    """How often each value is an operand or a region's result, in a region and those nested in it."""
    found: dict[Value, int] = {}
    results = [region.results]
    for op in walk(region):
        for value in op.operands:
            found[value] = found.get(value, 0) + 1
        results += [inner.results for inner in op.regions]
    for values in results:
        for value in values:
            found[value] = found.get(value, 0) + 1
    return found


def substitute(region: Region, mapping: dict[Value, Value]) -> None:
    """Replace uses of values throughout a region, in place."""
    if not mapping:
        return

    def resolve(value: Value) -> Value:
        while value in mapping:
            value = mapping[value]
        return value

    for op in walk(region):
        op.operands = [resolve(v) for v in op.operands]
        for inner in op.regions:
            inner.results = [resolve(v) for v in inner.results]
    region.results = [resolve(v) for v in region.results]
