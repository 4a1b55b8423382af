"""Infer types: a forward pass over all functions of a route, repeated until nothing changes.

Each value's type only ever grows in the lattice, so a loop's parameters and a helper's are the join of all that
reaches them. A loop that keeps growing a type is cut off by widening.
"""

from __future__ import annotations

from typing import Final

from tcc.lowering.semantics import MEANING, Mismatch
from tcc.lowering.ssa import Function, Op, Region, Value
from tcc.lowering.types import (
    ANY,
    BOOL,
    BYTES,
    COMPLEX,
    FLOAT,
    INT,
    NEVER,
    NONE,
    OBJECT,
    STR,
    Type,
    has_tuple,
    item_type,
    join,
    join_all,
    list_of,
    map_of,
    tuple_of,
)

_WIDEN_AFTER: Final = 24
_LITERALS: Final[dict[type, Type]] = {
    type(None): NONE, bool: BOOL, int: INT, float: FLOAT, complex: COMPLEX, str: STR, bytes: BYTES,
}  # fmt: skip


def infer(functions: list[Function]) -> None:
    """Set the type of every value of ``functions``. Parameters of the first one keep the types they have."""
    _Inference().run(functions)


class _Inference:
    def __init__(self) -> None:
        self.changed = False
        self.widen = False
        self.lambdas: dict[Value, Region] = {}
        self.seen: dict[Op, list[Type]] = {}

    def run(self, functions: list[Function]) -> None:
        for sweep in range(4 * _WIDEN_AFTER):
            self.changed = False
            self.widen = sweep > _WIDEN_AFTER
            for function in functions:
                self.region(function.region)
            if not self.changed:
                return

    def region(self, region: Region) -> None:
        for op in region.ops:
            self.op(op)

    def grow(self, value: Value, type_: Type) -> None:
        """Raise a value's type to include ``type_``."""
        old = value.type
        if type_ is old or type_ == old:
            return
        new = join(old, type_)
        if new == old:
            return
        if self.widen and old.kind != "never":
            new = OBJECT if has_tuple(new) else ANY
        value.type = new
        self.changed = True

    def op(self, op: Op) -> None:
        match op.code:
            case "const":
                self.grow(op.results[0], _LITERALS[type(op.attr)])
            case "list":
                types = [v.type for v in op.operands]
                self.grow(op.results[0], list_of(join_all(types)) if op.attr == "list" else tuple_of(types))
            case "map":
                keys = join_all([v.type for v in op.operands[::2]])
                self.grow(op.results[0], map_of(keys, join_all([v.type for v in op.operands[1::2]])))
            case "if":
                for region in op.regions:
                    self.region(region)
                for i, result in enumerate(op.results):
                    self.grow(result, op.regions[0].results[i].type)
                    self.grow(result, op.regions[1].results[i].type)
            case "while":
                cond, body = op.regions
                self.carry(op, cond.params, body, op.operands)
                self.carry(op, body.params, body, op.operands)
                self.region(cond)
                self.region(body)
                self.carry(op, op.results, body, op.operands)
            case "for":
                body = op.regions[0]
                self.grow(body.params[0], item_type(op.operands[0].type) or NEVER)
                self.carry(op, body.params[1:], body, op.operands[1:])
                self.region(body)
                self.carry(op, op.results, body, op.operands[1:])
            case "call":
                function = op.attr
                assert isinstance(function, Function)
                for param, value in zip(function.region.params, op.operands, strict=True):
                    self.grow(param, value.type)
                for result, value in zip(op.results, function.region.results, strict=False):
                    self.grow(result, value.type)
            case "lambda":
                self.lambdas[op.results[0]] = op.regions[0]
                self.region(op.regions[0])
                self.grow(op.results[0], Type("op", (op.regions[0].results[0].type,)))
            case "undef" | "emit" | "error" | "route" | "link":
                return
            case _:
                known = [v.type for v in op.operands]
                if self.widen or self.seen.get(op) != known:  # else it means what it meant before
                    self.seen[op] = known
                    self.python(op)

    def carry(self, op: Op, values: list[Value], body: Region, initial: list[Value]) -> None:
        for value, first, following in zip(values, initial, body.results, strict=True):
            self.grow(value, first.type)
            self.grow(value, following.type)

    def python(self, op: Op) -> None:
        for value in op.operands:
            region = self.lambdas.get(value)
            if region is not None:
                self.grow(region.params[0], item_type(op.operands[0].type) or NEVER)
        try:
            choice = MEANING[op.code](op)
        except Mismatch:
            return
        for result, type_ in zip(op.results, choice.types, strict=True):
            self.grow(result, type_)
