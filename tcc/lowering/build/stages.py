"""Loops over ``map`` and ``filter``, which Python runs item by item, between the rounds of the loop.

for y in map(f, filter(g, xs)):          for x in xs:
    use(y)                         ⇒         if g(x):
                                                 y = f(x)
                                                 use(y)
"""

from __future__ import annotations

from collections.abc import Callable

import gast
from msgspec import Struct

from tcc.lowering.build import comprehensions, functions
from tcc.lowering.build.builder import Builder
from tcc.lowering.ssa import Value


class Stage(Struct, frozen=True):
    """A ``map`` or ``filter`` around what a loop runs over."""

    kind: str
    function: gast.AST
    node: gast.AST


def stages_of(b: Builder, iterable: gast.AST) -> tuple[list[Stage], gast.AST]:
    """The stages an item goes through, in order, and what is really iterated over."""
    match iterable:
        case gast.Call(func=gast.Name(id="map" | "filter" as kind), args=[function, source], keywords=[]) if (
            kind not in b.env and not b.scope.is_local(kind) and not isinstance(source, gast.Starred)
        ):
            inner, source = stages_of(b, source)
            return [*inner, Stage(kind, function, iterable)], source
        case _:
            return [], iterable


def generator(b: Builder, iterable: gast.AST) -> gast.GeneratorExp:
    """A ``map`` or ``filter`` as the generator expression that gives its items."""
    name = b.hidden("item")
    target = gast.Name(id=name, ctx=gast.Store(), annotation=None, type_comment=None)
    item = gast.Name(id=name, ctx=gast.Load(), annotation=None, type_comment=None)
    loop = gast.comprehension(target=target, iter=iterable, ifs=[], is_async=0)
    made = gast.GeneratorExp(elt=gast.copy_location(item, iterable), generators=[loop])
    return gast.copy_location(made, iterable)


def through(b: Builder, stages: list[Stage], item: Value, names: list[str], then: Callable[[Value], None]) -> None:
    """Take one item through the stages and do ``then`` with what comes out; ``names`` are what that may bind."""
    if not stages:
        then(item)
        return
    stage, *rest = stages
    if stage.kind == "map":
        through(b, rest, _called(b, stage, item), names, then)
        return
    keeps = isinstance(stage.function, gast.Constant) and stage.function.value is None
    found = b.emit("py.truth", [item if keeps else _called(b, stage, item)], stage.node)
    comprehensions.when(b, found, names, lambda: through(b, rest, item, names, then), stage.node)


def _called(b: Builder, stage: Stage, item: Value) -> Value:
    before = dict(b.env)
    result = functions.apply(b, stage.function, [item], stage.node)
    changed = [name for name, value in before.items() if b.env.get(name) is not value]
    if changed:
        raise b.refuse("TC506", stage.function, name=changed[0])
    return result
