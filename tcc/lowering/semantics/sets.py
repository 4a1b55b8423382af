"""Sets. A host has none, so a set is a map from each item to None; only what does not show its order is compiled."""

from __future__ import annotations

from tcc.lowering.semantics.choice import Rewrite
from tcc.lowering.ssa import Op, Region, Value
from tcc.lowering.types import BOOL, NONE, OP, Type, list_of


def from_items(w: Rewrite, items: Value, type_: Type, result: Value | None = None) -> Value:
    """The set of the items of an iterable."""
    none = w.const(None, NONE)
    return w.add("post", [items, none], type_, True, ("/state/scalar/map/from_keys", ("keys", "value")), result)


def keys(w: Rewrite, value: Value, result: Value | None = None) -> Value:
    """The items of a set, as a list."""
    return w.apply("keys", (), [value], list_of(value.type.args[0]), False, result)


def combine(w: Rewrite, op: Op) -> None:
    """``a | b``, ``a & b``, ``a - b``, ``a ^ b``."""
    name, (a, b), result = str(op.attr), op.operands, op.results[0]
    match name:
        case "bitor":
            w.apply("merge", ("r",), [a, b], result.type, False, result)
        case "bitand":
            from_items(w, _kept(w, a, b, negate=False), result.type, result)
        case "sub":
            from_items(w, _kept(w, a, b, negate=True), result.type, result)
        case _:
            left = from_items(w, _kept(w, a, b, negate=True), result.type)
            right = from_items(w, _kept(w, b, a, negate=True), result.type)
            w.apply("merge", ("r",), [left, right], result.type, False, result)


def subset(w: Rewrite, a: Value, b: Value, result: Value) -> None:
    """Whether every item of ``a`` is in ``b``."""
    left = _kept(w, a, b, negate=True)
    w.apply("not", (), [left], BOOL, False, result)


def _kept(w: Rewrite, a: Value, b: Value, negate: bool) -> Value:
    """The items of ``a`` that are (or are not) in ``b``."""
    item = Value("item", a.type.args[0])
    inner = Rewrite(w.op)
    found = inner.apply("contains", ("r",), [b, item], BOOL, False)
    if negate:
        found = inner.apply("not", (), [found], BOOL, False)
    chosen = Value("", OP)
    w.ops.append(Op("lambda", [], [chosen], w.op.site, None, [Region([item], inner.ops, [found])]))
    return w.apply("filter", ("op",), [keys(w, a), chosen], list_of(a.type.args[0]), False)
