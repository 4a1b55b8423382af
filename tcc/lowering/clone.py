"""Copies of regions, for passes that put one body in several places."""

from __future__ import annotations

from collections.abc import Callable

from tcc.lowering.ssa import Op, Region, Site, Value

Place = Callable[[Site | None], Site | None]


def clone_region(region: Region, values: dict[Value, Value], place: Place) -> Region:
    """A copy of a region. ``values`` maps what it reads and is given its new values; ``place`` maps each site."""
    params = [clone_value(v, values) for v in region.params]
    ops = [clone_op(op, values, place) for op in region.ops]
    return Region(params, ops, [values.get(v, v) for v in region.results])


def clone_op(op: Op, values: dict[Value, Value], place: Place) -> Op:
    """A copy of an operation, its regions included."""
    operands = [values.get(v, v) for v in op.operands]
    regions = [clone_region(r, values, place) for r in op.regions]
    results = [clone_value(v, values) for v in op.results]
    return Op(op.code, operands, results, place(op.site), op.attr, regions, op.effect, op.raises, op.changes)


def clone_value(value: Value, values: dict[Value, Value]) -> Value:
    """A new value like ``value``, noted in ``values``."""
    made = values[value] = Value(value.name, value.type, value.literal)
    return made
