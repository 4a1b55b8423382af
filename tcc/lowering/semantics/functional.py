"""``map`` and ``filter``: an op as a value, applied to each item in turn."""

from __future__ import annotations

from tcc.lowering.semantics.builtins import _inside as inside
from tcc.lowering.semantics.builtins import _source as source
from tcc.lowering.semantics.choice import Choice, Rewrite
from tcc.lowering.ssa import Op
from tcc.lowering.types import iter_of


def map_(op: Op) -> Choice:
    """``map(f, items)``; the lambda's own type was inferred from the items."""
    inside(op.operands[0].type)
    type_ = iter_of(op.operands[1].type.args[0]) if op.operands[1].type.args else iter_of(op.operands[1].type)

    def plan(w: Rewrite, op: Op) -> None:
        w.apply("map", ("op",), [source(w, op.operands[0]), op.operands[1]], type_, True, op.results[0])

    return Choice((type_,), plan)


def filter_(op: Op) -> Choice:
    """``filter(f, items)``."""
    type_ = iter_of(inside(op.operands[0].type))

    def plan(w: Rewrite, op: Op) -> None:
        w.apply("filter", ("op",), [source(w, op.operands[0]), op.operands[1]], type_, True, op.results[0])

    return Choice((type_,), plan)
