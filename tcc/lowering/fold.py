"""Constant folding and branch pruning: what is known when compiling is computed then.

    limit = 60 * 60            limit = 3600
    if DEBUG:           ⇒      total = 1
        log(total)
    total = 1

An operation that would raise, or whose result is not a finite number within 64 bits, is left to run time. An item of a
sequence that was just written out is that item: helpers that return tuples leave nothing of them once inlined.
"""

from __future__ import annotations

from typing import cast

from tcc.lowering.evaluate import NotFoldedError, evaluate
from tcc.lowering.ssa import Function, Op, Region, Value, literal_type, substitute


def fold(functions: list[Function]) -> None:
    """Fold in all ``functions``."""
    for function in functions:
        folder = _Folder()
        folder.region(function.region)
        substitute(function.region, folder.same)


class _Folder:
    def __init__(self) -> None:
        self.same: dict[Value, Value] = {}
        self.items: dict[Value, list[Value]] = {}

    def region(self, region: Region) -> None:
        """Fold a region's operations in order; what they fold to is known to those that follow."""
        ops: list[Op] = []
        for op in region.ops:
            op.operands = [self.same.get(v, v) for v in op.operands]
            self.op(op, ops)
        region.results = [self.same.get(v, v) for v in region.results]
        region.ops[:] = ops

    def op(self, op: Op, ops: list[Op]) -> None:
        """Fold one operation; what is left of it goes to ``ops``."""
        match op.code:
            case "if" if op.operands[0].literal is not None:
                taken = op.regions[0 if op.operands[0].literal[0] else 1]
                self.region(taken)
                ops.extend(taken.ops)
                self.same.update(zip(op.results, taken.results, strict=True))
                return
            case "while":
                self.region(op.regions[0])
                test = op.regions[0]
                if test.results[0].literal == (False,) and not any(o.raises or o.effect for o in test.ops):
                    self.same.update(zip(op.results, op.operands, strict=True))
                    return
                self.region(op.regions[1])
            case "op":
                if self.compute(op):
                    return
            case _:
                for inner in op.regions:
                    self.region(inner)
        if op.code == "list":
            self.items[op.results[0]] = op.operands
        ops.append(op)

    def compute(self, op: Op) -> bool:
        """Compute an op; true when it is an operand, so that nothing of it is left."""
        name, _ = cast("tuple[str, tuple[str, ...]]", op.attr)
        items = self.items.get(op.operands[0])
        if items is not None:
            return self.of_items(op, name, items)
        if any(v.literal is None for v in op.operands):
            return False
        try:
            value = evaluate(name, [v.literal[0] for v in op.operands if v.literal is not None])
        except NotFoldedError:
            return False
        self.constant(op, value)
        return False

    def of_items(self, op: Op, name: str, items: list[Value]) -> bool:
        """An op on a sequence that is written out: its length, or one of its items."""
        if name == "len":
            self.constant(op, len(items))
        elif name == "get" and len(op.operands) == 2 and op.operands[1].literal is not None:
            index = op.operands[1].literal[0]
            if isinstance(index, int) and -len(items) <= index < len(items):
                item = items[index]
                if not item.name and item.literal is None:
                    item.name = op.results[0].name
                self.same[op.results[0]] = item
                return True
        return False

    @staticmethod
    def constant(op: Op, value: bool | int | float | str) -> None:
        """Turn an operation into a constant."""
        result = op.results[0]
        op.code, op.attr, op.operands, op.raises = "const", value, [], False
        result.literal, result.type = (value,), literal_type(value)
