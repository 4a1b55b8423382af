"""The meaning of Python's operations by type: one entry a code, in one table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from tcc.lowering.semantics import builtins, items, methods, narrowing, operators
from tcc.lowering.semantics.choice import Choice, Mismatch, Rewrite, same
from tcc.lowering.semantics.functional import filter_, map_
from tcc.lowering.ssa import Op
from tcc.lowering.types import iter_of

__all__ = ["MEANING", "Choice", "Mismatch", "Rewrite"]


def _generator(op: Op) -> Choice:
    return Choice(
        (iter_of(op.operands[0].type.args[0]) if op.operands[0].type.args else op.operands[0].type,),
        same(op.operands[0].type).plan,
    )


def _snapshot(op: Op) -> Choice:
    return same(op.operands[0].type)


MEANING: Final[dict[str, Callable[[Op], Choice]]] = {
    "py.binary": operators.binary,
    "py.augment": operators.augment,
    "py.unary": operators.unary,
    "py.not": operators.negate,
    "py.truth": operators.truth,
    "py.compare": operators.compare,
    "py.is_none": operators.is_none,
    "py.isinstance": items.isinstance_,
    "py.narrow": narrowing.narrow,
    "py.key": items.key,
    "py.item": items.item,
    "py.places": items.places,
    "py.view": items.view,
    "py.slice": items.slice_,
    "py.store": items.store,
    "py.store_slice": items.store_slice,
    "py.delete": items.delete,
    "py.delete_slice": items.delete_slice,
    "py.unpack": items.unpack,
    "py.iter": items.iterate,
    "py.snapshot": _snapshot,
    "py.constant": _snapshot,
    "py.generator": _generator,
    "py.method": methods.method,
    "py.change": methods.change,
    "py.call": builtins.call,
    "py.set_of": builtins.make_set,
    "py.map": map_,
    "py.filter": filter_,
    "py.str": items.text,
    "py.repr": items.shown,
    "py.format": items.formatted,
    "py.concat": items.concatenated,
}
