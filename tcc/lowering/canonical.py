"""Canonical operators: a constant stands on the right, and a negated comparison is the opposite one.

2 * x + 1         ⇒   x * 2 + 1       a constant that is asked something needs an id of its own, an argument does not
not (a < b)       ⇒   a >= b          (not of floats: every comparison with nan is false)
"""

from __future__ import annotations

from typing import Final, cast

from tcc.lowering.ssa import Function, Op, Region, Value, count_uses
from tcc.lowering.types import members

_MIRRORED: Final = {
    "add": "add", "mul": "mul", "bitand": "bitand", "bitor": "bitor", "bitxor": "bitxor",
    "eq": "eq", "ne": "ne", "lt": "gt", "gt": "lt", "le": "ge", "ge": "le",
}  # fmt: skip
_OPPOSITE: Final = {"eq": "ne", "ne": "eq", "lt": "ge", "ge": "lt", "gt": "le", "le": "gt"}
_ORDERED: Final = frozenset({"bool", "int", "str"})
"""Kinds of which exactly one of ``a < b`` and ``a >= b`` holds."""


def canonical(functions: list[Function]) -> None:
    """Write operators one way, in all ``functions``."""
    for function in functions:
        _region(function.region, {}, count_uses(function.region))


def _region(region: Region, makers: dict[Value, Op], uses: dict[Value, int]) -> None:
    for op in region.ops:
        if op.code == "op":
            _mirror(op)
            _oppose(op, makers, uses)
            makers[op.results[0]] = op
        for inner in op.regions:
            _region(inner, makers, uses)


def _mirror(op: Op) -> None:
    name, params = cast("tuple[str, tuple[str, ...]]", op.attr)
    if params != ("r",) or name not in _MIRRORED:
        return
    left, right = op.operands
    if left.literal is not None and isinstance(left.literal[0], int | float) and right.literal is None:
        op.attr, op.operands = (_MIRRORED[name], params), [right, left]


def _oppose(op: Op, makers: dict[Value, Op], uses: dict[Value, int]) -> None:
    made = makers.get(op.operands[0])
    if op.attr != ("not", ()) or made is None or uses.get(made.results[0]) != 1:
        return
    name, params = cast("tuple[str, tuple[str, ...]]", made.attr)
    if name not in _OPPOSITE or params != ("r",):
        return
    if name in ("eq", "ne") or all(m.kind in _ORDERED for v in made.operands for m in members(v.type)):
        op.attr, op.operands, op.raises = (_OPPOSITE[name], params), list(made.operands), made.raises
