"""Common subexpressions: what was computed before, on every path to here, is not computed again.

    if xs[i] > xs[j]:               a = xs[i]; b = xs[j]
        return xs[i] - xs[j]   ⇒    if a > b:
                                        return a - b

Values never change, so two operations that are the same on the same values have the same result, or raise the same
error: then the first has raised it already. Operations with effects stay.
"""

from __future__ import annotations

from tcc.lowering.ssa import Function, Op, Region, Value, substitute

_PURE = frozenset({"op", "free", "post", "list", "map", "call"})
Key = tuple[object, ...]


def cse(functions: list[Function]) -> None:
    """Compute common subexpressions once, in all ``functions``."""
    for function in functions:
        same: dict[Value, Value] = {}
        _region(function.region, {}, same)
        substitute(function.region, same)


def _region(region: Region, outer: dict[Key, Op], same: dict[Value, Value]) -> None:
    """``outer`` are the operations that have run before this region does."""
    known = dict(outer)
    ops: list[Op] = []
    for op in region.ops:
        op.operands = [same.get(v, v) for v in op.operands]
        for inner in op.regions:
            _region(inner, known, same)
        key = _key(op)
        first = None if key is None else known.setdefault(key, op)
        if first is None or first is op:
            ops.append(op)
            continue
        for kept, dropped in zip(first.results, op.results, strict=True):
            kept.name = kept.name or dropped.name
            same[dropped] = kept
    region.ops[:] = ops


def _key(op: Op) -> Key | None:
    """What makes two operations the same, or None for one that must stay."""
    if op.code not in _PURE or op.effect or not op.operands:
        return None
    attr = id(op.attr) if isinstance(op.attr, Function) else op.attr
    return op.code, attr, tuple([_operand(v) for v in op.operands]), tuple([r.type for r in op.results])


def _operand(value: Value) -> object:
    """A value as part of a key: constants are the same when they are equal and of one class."""
    if value.literal is None:
        return value
    return type(value.literal[0]), repr(value.literal[0])
