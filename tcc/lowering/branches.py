"""Simpler branches: what an ``if`` only passes on does not need it.

    if not c: A else: B        ⇒   if c: B else: A
    x = True if c else False   ⇒   x = c                       (c is a bool)
    if c: … c … else: … c …    ⇒   True and False in the arms  (c is a bool)
    x = a if c else a          ⇒   x = a
    x = a if c else (nothing)  ⇒   x = a                       (nothing reads x where it is nothing)
"""

from __future__ import annotations

from typing import cast

from tcc.lowering.ssa import Function, Op, Region, Value, count_uses, substitute, walk
from tcc.lowering.types import BOOL, is_number


def branches(functions: list[Function]) -> None:
    """Simplify in all ``functions``."""
    for function in functions:
        simplifier = _Simplifier(count_uses(function.region))
        simplifier.region(function.region)
        substitute(function.region, simplifier.same)


class _Simplifier:
    def __init__(self, uses: dict[Value, int]) -> None:
        self.uses = uses
        self.same: dict[Value, Value] = {}
        self.makers: dict[Value, Op] = {}

    def region(self, region: Region) -> None:
        ops: list[Op] = []
        for op in region.ops:
            op.operands = [self.same.get(v, v) for v in op.operands]
            if op.code == "if":
                self.condition(op)
                if self.uses.get(op.operands[0], 0) > 1:
                    ops.extend(_known_inside(op))
            for inner in op.regions:
                self.region(inner)
            if op.code == "if":
                ops.extend(self.results(op))
            if op.code != "if" or op.results or any(r.ops for r in op.regions):
                ops.append(op)
            self.makers.update((r, op) for r in op.results)
        region.results = [self.same.get(v, v) for v in region.results]
        region.ops[:] = ops

    def condition(self, op: Op) -> None:
        """See through ``not``, and through ``bool`` of a number, which is a condition by itself."""
        while (made := self.makers.get(op.operands[0])) is not None and made.code == "op":
            name, _ = cast("tuple[str, object]", made.attr)
            if name not in ("not", "bool") or not is_number(made.operands[0].type):
                return
            op.operands = [made.operands[0]]
            if name == "not":
                op.regions.reverse()

    def results(self, op: Op) -> list[Op]:
        """Drop the results that need no ``if``; gives the operations that make them instead."""
        cond = op.operands[0]
        inside = {v for region in op.regions for inner in region.ops for v in inner.results}
        keep: list[int] = []
        made: list[Op] = []
        for i, result in enumerate(op.results):
            then, or_else = (r.results[i] for r in op.regions)
            if (same := self.one_value(then, or_else)) is not None:
                if same.literal is not None:
                    same = Value("", same.type, same.literal)
                    made.append(Op("const", [], [same], op.site, same.literal[0]))
                elif same in inside:
                    keep.append(i)
                    continue
                same.name = same.name or result.name
                self.same[result] = same
            elif cond.type == BOOL and then.literal == (True,) and or_else.literal == (False,):
                self.same[result] = cond
            elif cond.type == BOOL and then.literal == (False,) and or_else.literal == (True,):
                made.append(Op("op", [cond], [result], op.site, ("not", ())))
            else:
                keep.append(i)
        op.results = [op.results[i] for i in keep]
        for region in op.regions:
            region.results = [region.results[i] for i in keep]
        return made

    def one_value(self, then: Value, or_else: Value) -> Value | None:
        """The value that both arms give, where one that is undefined gives any."""
        if then is or_else or self.is_undefined(or_else):
            return then
        if self.is_undefined(then) or (then.literal is not None and _alike(then.literal, or_else.literal)):
            return or_else
        return None

    def is_undefined(self, value: Value) -> bool:
        made = self.makers.get(value)
        return made is not None and made.code == "undef"


def _alike(a: tuple[object], b: tuple[object] | None) -> bool:
    """Whether two literals are one constant: ``1`` and ``True`` and ``1.0`` are three."""
    return b is not None and type(a[0]) is type(b[0]) and repr(a[0]) == repr(b[0])


def _known_inside(op: Op) -> list[Op]:
    """Replace the condition inside its own arms; gives the constants that stand for it."""
    cond = op.operands[0]
    made: list[Op] = []
    if cond.type == BOOL and cond.literal is None:
        for region, value in zip(op.regions, (True, False), strict=True):
            if any(cond in o.operands or any(cond in r.results for r in o.regions) for o in walk(region)) or (
                cond in region.results
            ):
                constant = Value("", BOOL, (value,))
                made.append(Op("const", [], [constant], op.site, value))
                substitute(region, {cond: constant})
    return made
