"""Select operations: replace what Python means (``py.…``) by tc-ir ops, now that types are known.

What must fail for the types it has is refused here. After it every operation says whether it has an effect, and
whether it can raise.
"""

from __future__ import annotations

from collections.abc import Callable

from tcc.diagnostics import Diagnostic, Span, codes
from tcc.lowering.semantics import MEANING, Mismatch, Rewrite
from tcc.lowering.ssa import Function, Op, Region, Site, Value, substitute, walk

Report = Callable[[Diagnostic], None]


def select(functions: list[Function], report: Report) -> None:
    """Rewrite ``functions`` in place; report what Python would always refuse to run."""
    for function in functions:
        same: dict[Value, Value] = {}
        _region(function.region, same, report)
        substitute(function.region, same)
    mark_effects(functions)


def _region(region: Region, same: dict[Value, Value], report: Report) -> None:
    ops: list[Op] = []
    for op in region.ops:
        for inner in op.regions:
            _region(inner, same, report)
        if not op.code.startswith("py."):
            ops.append(op)
            continue
        try:
            choice = MEANING[op.code](op)
        except Mismatch as mismatch:
            report(diagnose(op.site, mismatch))
            ops.extend(Op("undef", [], [r], op.site) for r in op.results)
            continue
        rewrite = Rewrite(op)
        types = [r.type for r in op.results]
        choice.plan(rewrite, op)
        for result, type_ in zip(op.results, types, strict=True):
            result.type = type_
        for made in rewrite.ops:
            if made.code == "same":
                same[made.results[0]] = made.operands[0]
                if made.operands[0].type.kind == "iter":
                    made.operands[0].type = made.results[0].type  # from here on, what it is on a host: a list
                if not made.operands[0].name:
                    made.operands[0].name = made.results[0].name
            else:
                ops.append(made)
    region.ops[:] = ops


def diagnose(site: Site | None, mismatch: Mismatch) -> Diagnostic:
    """The diagnostic of a mismatch where it happened."""
    if site is None:
        raise AssertionError(f"{mismatch.code} has no place: {mismatch.values}")
    values = {k: str(v) for k, v in mismatch.values.items()}
    return codes.make(mismatch.code, Span.of(site.node, site.file), **values)


def mark_effects(functions: list[Function]) -> None:
    """Set ``effect`` and ``raises`` on control operations and calls, to a fixpoint over recursion."""
    effects = {id(f): (False, False) for f in functions}
    changed = True
    while changed:
        changed = False
        for function in functions:
            found = _mark(function.region, effects)
            if found != effects[id(function)]:
                effects[id(function)] = found
                changed = len(functions) > 1  # else nothing calls it


def _mark(region: Region, effects: dict[int, tuple[bool, bool]]) -> tuple[bool, bool]:
    effect = raises = False
    busy: set[Value] = set()
    for op in region.ops:
        match op.code:
            case "emit" | "route":
                op.effect, op.raises = True, True
            case "error":
                op.raises = True
            case "call":
                found = effects[id(op.attr)]
                op.effect, op.raises = found[0], found[1] or _recursive(op.attr)
            case "lambda":
                op.effect, op.raises = _mark(op.regions[0], effects)
                if op.effect:
                    busy.add(op.results[0])
                continue
            case "op":
                op.effect = op.effect or not busy.isdisjoint(op.operands)
            case _ if op.regions:
                inner_marks = [_mark(r, effects) for r in op.regions]
                op.effect = any(f[0] for f in inner_marks)
                op.raises = any(f[1] for f in inner_marks) or (op.code == "for" and _unsure(op.operands[0]))
        effect = effect or op.effect
        raises = raises or op.raises
    return effect, raises


def _unsure(items: Value) -> bool:
    return items.type.kind in ("any", "object", "union")


def _recursive(function: object) -> bool:
    """Whether a function may call itself: then it may also reach the recursion limit."""
    assert isinstance(function, Function)
    seen: set[int] = set()
    stack = [function]
    while stack:
        for op in walk(stack.pop().region):
            if op.code == "call" and isinstance(op.attr, Function):
                if op.attr is function:
                    return True
                if id(op.attr) not in seen:
                    seen.add(id(op.attr))
                    stack.append(op.attr)
    return False
