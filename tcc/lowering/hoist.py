"""Loop-invariant motion: what a loop would compute alike in every iteration is computed once, before it.

    while i < n:                        primes = [2, 3, 5]
        if i in [2, 3, 5]: …        ⇒   while i < n:
        i += 1                              if i in primes: …

An operation moves when all it reads is defined outside the loop, and when it is sure to run or costs nothing to run
for no iteration at all: it is cheap, cannot raise, and makes no number that could overflow. The condition of a
``while`` runs at least once, so what comes first in it moves even if it may raise. What would be written inside its
only user stays: it would need an id of its own before the loop.
"""

from __future__ import annotations

from typing import Final, cast

from tcc.lowering.ssa import Function, Op, Region, Value, count_uses, walk

_CHEAP: Final = frozenset({"len", "eq", "ne", "lt", "le", "gt", "ge", "not", "bool", "is_none"})
_SMALL: Final = 4
"""How many items a sequence may have that is written out before a loop."""


def hoist(functions: list[Function]) -> None:
    """Move what is invariant out of loops, in all ``functions``."""
    for function in functions:
        if any(op.code in ("while", "for") for op in walk(function.region)):
            _Hoister(function).region(function.region)


class _Hoister:
    def __init__(self, function: Function) -> None:
        self.uses = count_uses(function.region)
        self.subjects = {op.operands[0] for op in walk(function.region) if op.code == "op"}
        self.constants = {v for op in walk(function.region) if op.code == "const" for v in op.results}

    def region(self, region: Region) -> None:
        ops: list[Op] = []
        for op in region.ops:
            for inner in op.regions:
                self.region(inner)
            if op.code in ("while", "for"):
                inside = _defined(op)
                for number, inner in enumerate(op.regions):
                    ops.extend(self.invariant(inner, inside, certain=op.code == "while" and number == 0))
            ops.append(op)
        region.ops[:] = ops

    def invariant(self, region: Region, inside: set[Value], *, certain: bool) -> list[Op]:
        """Take the operations out of a loop's region that can run before the loop."""
        moved: list[Op] = []
        kept: list[Op] = []
        for op in region.ops:
            stays = any(v in inside and v not in self.constants for v in op.operands)
            if not stays and self.has_entry(op) and ((certain and _pure(op)) or _free(op)):
                moved.extend(o for o in kept if o.code == "const" and o.results[0] in op.operands)
                kept = [o for o in kept if o not in moved]
                moved.append(op)
                inside.difference_update(op.results)
            else:
                kept.append(op)
                certain = certain and not (op.raises or op.effect)
        region.ops[:] = kept
        return moved

    def has_entry(self, op: Op) -> bool:
        """Whether an operation has an id of its own wherever it stands."""
        if len(op.results) != 1:
            return False
        value = op.results[0]
        named = bool(value.name) and not value.name.startswith("%")
        return named or value in self.subjects or self.uses.get(value, 0) > 1


def _defined(op: Op) -> set[Value]:
    found: set[Value] = set()
    for region in op.regions:
        found.update(region.params)
        for inner in walk(region):
            found.update(inner.results)
            for nested in inner.regions:
                found.update(nested.params)
    return found


def _pure(op: Op) -> bool:
    return op.code in ("op", "free", "list") and not op.effect


def _free(op: Op) -> bool:
    """Whether running an operation for nothing costs nothing and cannot be seen."""
    if op.raises or op.effect:
        return False
    if op.code == "list":
        return 0 < len(op.operands) <= _SMALL
    return op.code == "op" and cast("tuple[str, object]", op.attr)[0] in _CHEAP
