"""Simpler branches: what an ``if`` only passes on does not need it.

if not c: A else: B        ⇒   if c: B else: A
x = True if c else False   ⇒   x = c                       (c is a bool)
if c: … c … else: … c …    ⇒   True and False in the arms  (c is a bool)
x = a if c else a          ⇒   x = a
x = a if c else (nothing)  ⇒   x = a                       (nothing reads x where it is nothing)
"""

from __future__ import annotations

from typing import Literal, cast

from tcc.lowering.ssa import Function, Op, Region, Value, count_uses, substitute, walk
from tcc.lowering.types import BOOL, is_number

_NOTHING = frozenset({"const", "undef"})
"""Operations that do nothing unless they are read."""


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
                ops.extend(self.results(op, whole=set(region.results) <= set(op.results)))
            if op.code != "if" or op.results or any(o.code not in _NOTHING for r in op.regions for o in r.ops):
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

    def results(self, op: Op, *, whole: bool) -> list[Op]:
        """Drop the results that need no ``if``; gives the operations that make them instead.

        An ``if`` that gives the ``whole`` of its region's results, and must give some, is left to give all.
        """
        inside = {v for region in op.regions for inner in region.ops for v in inner.results}
        pairs = zip(*[region.results for region in op.regions], strict=True)
        found = [self.choose(op, then, or_else, inside) for then, or_else in pairs]
        if whole and None in found:
            return []
        made: list[Op] = []
        for result, chosen in zip(op.results, found, strict=True):
            match chosen:
                case Value(literal=None):
                    chosen.name = chosen.name or result.name
                    self.same[result] = chosen
                case Value(literal=(literal,)):
                    constant = self.same[result] = Value("", chosen.type, (literal,))
                    made.append(Op("const", [], [constant], op.site, literal))
                case False:
                    made.append(Op("op", [op.operands[0]], [result], op.site, ("not", ())))
        keep = [i for i, chosen in enumerate(found) if chosen is None]
        op.results = [op.results[i] for i in keep]
        for region in op.regions:
            region.results = [region.results[i] for i in keep]
        return made

    def choose(self, op: Op, then: Value, or_else: Value, inside: set[Value]) -> Value | Literal[False] | None:
        """The value that both arms give, False for ``not cond``, or None when the ``if`` must choose."""
        same = self.one_value(then, or_else, strict=op.raises or op.effect)
        if same is not None:
            return same if same not in inside or same.literal is not None else None
        cond = op.operands[0]
        if cond.type == BOOL and then.literal is not None and or_else.literal is not None:
            pair = then.literal[0], or_else.literal[0]
            if pair[0] is True and pair[1] is False:
                return cond
            if pair[0] is False and pair[1] is True:
                return False
        return None

    def one_value(self, then: Value, or_else: Value, *, strict: bool) -> Value | None:
        """The value that both arms give; unless ``strict``, an arm where it is undefined gives any."""
        if then is or_else or (not strict and self.is_undefined(or_else)):
            return then
        if (not strict and self.is_undefined(then)) or (
            then.literal is not None and _alike(then.literal, or_else.literal)
        ):
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
