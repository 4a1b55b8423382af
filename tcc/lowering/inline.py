"""Inlining: a helper that is called once, or does a single thing, is written where it is called.

    def double(x): return x * 2              a route that is
    return double(n) + 1             ⇒       return n * 2 + 1

A recursive helper stays one, and so does one whose body would nest deeper than a manifest may. An operation that comes
from a helper reports the line of the call, as an error inside the called helper would.
"""

from __future__ import annotations

from typing import Final

from tcc.lowering.clone import Place, clone_op
from tcc.lowering.ssa import Function, Op, Region, Site, Value, substitute, walk

_TINY: Final = 1
"""How many operations a helper may have that is copied to each of its calls."""
_DEEPEST: Final = 8
"""How deep regions may nest after inlining: a manifest's nesting is capped (docs/ir.md)."""


def inline(functions: list[Function]) -> None:
    """Inline in all ``functions``; those that nothing calls any more leave the list."""
    calls = _calls(functions)
    chosen = {id(f) for f in functions[1:] if _wanted(f, calls.get(id(f), 0))}
    for function in [*functions[1:], functions[0]]:  # callees first, as they were built
        if any(op.code == "call" and id(op.attr) in chosen for op in walk(function.region)):
            same: dict[Value, Value] = {}
            _region(function.region, chosen, same, functions[0].site, 0)
            substitute(function.region, same)
    called = _calls(functions[:1], recurse=True)
    functions[1:] = [f for f in functions[1:] if id(f) in called]


def _calls(functions: list[Function], *, recurse: bool = False) -> dict[int, int]:
    """How many calls of each function there are in ``functions`` (and, with ``recurse``, in those they call)."""
    found: dict[int, int] = {}
    todo = list(functions)
    while todo:
        for op in walk(todo.pop().region):
            if op.code == "call" and isinstance(op.attr, Function):
                if recurse and id(op.attr) not in found:
                    todo.append(op.attr)
                found[id(op.attr)] = found.get(id(op.attr), 0) + 1
    return found


def _wanted(function: Function, calls: int) -> bool:
    if calls != 1 and (calls == 0 or not _tiny(function)):
        return False
    return id(function) not in _calls([function], recurse=True)


def _tiny(function: Function) -> bool:
    ops = [op for op in function.region.ops if op.code not in ("const", "undef")]
    return len(ops) <= _TINY and not any(op.regions for op in ops)


def _depth(region: Region) -> int:
    return max([1 + _depth(r) for op in region.ops for r in op.regions], default=0)


def _region(region: Region, chosen: set[int], same: dict[Value, Value], shown: Site | None, depth: int) -> None:
    ops: list[Op] = []
    for op in region.ops:
        for inner in op.regions:
            _region(inner, chosen, same, shown, depth + 1)
        function = op.attr if op.code == "call" and id(op.attr) in chosen else None
        if isinstance(function, Function) and depth + _depth(function.region) <= _DEEPEST:
            ops.extend(_body(op, function, same, shown))
        else:
            ops.append(op)
    region.ops[:] = ops


def _body(call: Op, function: Function, same: dict[Value, Value], shown: Site | None) -> list[Op]:
    """The operations of a called function for one call; its results become what it computed."""
    values: dict[Value, Value] = dict(zip(function.region.params, call.operands, strict=True))
    ops = [clone_op(op, values, _placed(call, shown)) for op in function.region.ops]
    made = {r for op in ops for r in op.results}
    for result, value in zip(call.results, function.region.results, strict=True):
        found = values.get(value, value)
        if found in made and result.name:
            found.name = result.name
        same[result] = found
    return ops


def _placed(call: Op, shown: Site | None) -> Place:
    """Where an error in an inlined operation is reported: at its own line in the route's text, else at the call."""

    def place(site: Site | None) -> Site | None:
        if site is None or shown is None or call.site is None:
            return site
        own = site.file == shown.file and site.node.lineno >= shown.node.lineno
        return site if own else call.site

    return place
