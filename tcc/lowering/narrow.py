"""Narrowing: a value that a test has told about is known better where the test holds.

    if x is None:            x in this arm is None
        x = 0
    else:                    and in this one it is not
        x = x + 1

Before inference, each arm of an ``if`` that reads a tested value reads a ``py.narrow`` of it instead, which is the same
value and has a smaller type. This is a part of inference, not an optimisation: what compiles may not depend on ``-O0``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from tcc.lowering.ssa import Function, Op, Region, Value, walk

Fact = tuple[Value, bool, tuple[str, ...]]
"""A value, and that it is (or is not) of one of some kinds."""


def narrow(functions: list[Function]) -> None:
    """Insert what tests say, in all ``functions``."""
    for function in functions:
        if any(op.code in ("py.is_none", "py.isinstance") for op in walk(function.region)):
            _region(function.region, {})


def _region(region: Region, makers: dict[Value, Op]) -> None:
    for op in region.ops:
        makers.update((result, op) for result in op.results)
        for number, inner in enumerate(op.regions):
            if op.code == "if":
                known = {value: (holds, kinds) for value, holds, kinds in _facts(op.operands[0], number == 0, makers)}
                inner.ops[:0] = _narrowed(op, inner, known)
            _region(inner, makers)


def _narrowed(op: Op, region: Region, known: dict[Value, tuple[bool, tuple[str, ...]]]) -> list[Op]:
    """Make a region read narrowed values; gives the operations that narrow."""
    mapping: dict[Value, Value] = {}
    made: list[Op] = []
    for value, fact in known.items():
        if _reads(region, value):
            mapping[value] = Value(value.name)
            made.append(Op("py.narrow", [value], [mapping[value]], op.site, fact))
    if mapping:
        for inner in [region, *[r for o in walk(region) for r in o.regions]]:
            inner.results = [mapping.get(v, v) for v in inner.results]
            for o in inner.ops:
                o.operands = [mapping.get(v, v) for v in o.operands]
                o.through = tuple([mapping.get(v, v) for v in o.through])
    return made


def _reads(region: Region, value: Value) -> bool:
    if value in region.results:
        return True
    return any(value in op.operands or any(value in r.results for r in op.regions) for op in walk(region))


def _facts(cond: Value, holds: bool, makers: dict[Value, Op]) -> Iterator[Fact]:
    """What a condition says when it is true, or false."""
    op = makers.get(cond)
    if op is None:
        return
    match op.code:
        case "py.is_none":
            yield op.operands[0], holds, ("none",)
        case "py.isinstance":
            yield op.operands[0], holds, cast("tuple[str, ...]", op.attr)
        case "py.not":
            yield from _facts(op.operands[0], not holds, makers)
        case "py.truth":
            yield from _facts(op.operands[0], holds, makers)
        case "if":  # ``a and b`` is true, or ``a or b`` is false, when both are
            at = op.results.index(cond)
            then, or_else = (region.results[at] for region in op.regions)
            first = op.operands[0]
            if holds and _is_falsy(or_else, first):
                yield from _facts(first, True, makers)
                yield from _facts(then, True, makers)
            elif not holds and _is_truthy(then, first):
                yield from _facts(first, False, makers)
                yield from _facts(or_else, False, makers)


def _is_falsy(value: Value, cond: Value) -> bool:
    """Whether an arm that runs when ``cond`` is false gives what is false."""
    return value is cond or (value.literal is not None and not value.literal[0])


def _is_truthy(value: Value, cond: Value) -> bool:
    return value is cond or (value.literal is not None and bool(value.literal[0]))
