"""Loops to SSA. What a loop's body binds and is needed later is carried as explicit state.

A ``for`` that leaves early is a ``while`` over its items; over a ``range`` it counts and no tuple is built.
"""

from __future__ import annotations

from collections.abc import Callable

import gast

from tcc.lowering import tree
from tcc.lowering.build import assignment, expressions, stages
from tcc.lowering.build.builder import Builder, shown
from tcc.lowering.build.views import loop_part
from tcc.lowering.names import MUTATORS, plain_target_names
from tcc.lowering.ssa import Op, Region, Value
from tcc.lowering.tree import Exit

Block = Callable[[Builder, tree.Block], None]


class Carried:
    """The loop-carried names with their initial values and fresh parameters for each region."""

    def __init__(self, b: Builder, names: list[str]) -> None:
        self.b = b
        # A name that only has a method called on it and is bound nowhere is no variable: reading it is refused.
        self.names = [n for n in names if n in b.env or n.startswith("%") or b.scope.is_local(n)]
        self.initial = [b.env[n] if n in b.env else b.undef() for n in self.names]

    def params(self) -> list[Value]:
        """New parameters, one a name."""
        return [Value(shown(n)) for n in self.names]

    def bind(self, values: list[Value]) -> None:
        """Bind the names in the current environment."""
        self.b.env.update(zip(self.names, values, strict=True))

    def enter(self, values: list[Value]) -> None:
        """Bind the names at the start of an iteration: no result has been returned yet, or it would not run."""
        self.bind(values)
        if "%return" in self.names:
            self.b.env["%return"] = self.b.no_result()

    def current(self) -> list[Value]:
        """The values of the names now."""
        return [self.b.env[n] for n in self.names]


def while_(b: Builder, loop: tree.While, block: Block) -> None:
    """Build a ``while``."""
    names = list(b.bindings.of_block(loop.body))
    carried = Carried(b, names)
    cond_params, body_params = carried.params(), carried.params()
    with b.region(cond_params) as cond:
        carried.bind(cond_params)
        cond.results = [_condition(b, loop)]
    with b.region(body_params) as body:
        carried.enter(body_params)
        block(b, loop.body)
        body.results = carried.current()
    _finish(b, "while", carried.initial, [cond, body], carried, loop.node)


def _condition(b: Builder, loop: tree.While) -> Value:
    if loop.test is None and not loop.exits:
        return b.const(True)
    if not loop.exits:
        return expressions.boolean(b, loop.test)
    clear = exit_clear(b, loop.node)
    if loop.test is None:
        return clear
    test = loop.test
    return b.choose(clear, lambda: expressions.boolean(b, test), lambda: b.const(False), loop.node)


def exit_clear(b: Builder, node: gast.AST) -> Value:
    """Whether no exit has been taken."""
    return b.emit("py.compare", [b.env["%exit"], b.const(int(Exit.NONE))], node, "eq")


def _finish(
    b: Builder, code: str, operands: list[Value], regions: list[Region], carried: Carried, node: gast.AST
) -> None:
    results = carried.params()
    op = Op(code, operands, results, b.site(node), None, regions)
    b.ops.append(op)
    carried.bind(results)


def for_(b: Builder, loop: tree.For, block: Block) -> None:
    """Build a ``for``."""
    node = loop.node
    iterable = node.iter
    b.node = iterable
    part = loop_part(node)
    if part is not None and part[0] in b.views and part[1] in b.env:
        _for_view(b, loop, block, part)
        return
    through, iterable = stages.stages_of(b, iterable)
    items = items_of(b, iterable, None if through else loop, counted=bool(loop.exits))
    targets = list(plain_target_names(node.target))
    names = list(dict.fromkeys([*targets, *b.bindings.of_block(loop.body)]))

    def round_of(item: Value) -> None:
        assignment.bind(b, node.target, item)
        block(b, loop.body)

    def body(item: Value) -> None:
        stages.through(b, through, item, names, round_of)

    if loop.exits:
        counted(b, items, names, body, node, _bounds(b, iterable, items), lambda: exit_clear(b, node))
    else:
        each(b, items, names, body, node, "item" if through else item_name(node.target))


def _for_view(b: Builder, loop: tree.For, block: Block, part: tuple[str, str]) -> None:
    """A loop that changes its items: it runs over their places."""
    node = loop.node
    name, base = part
    container = expressions.expression(b, gast.copy_location(_load(base), node.iter))
    by_key = isinstance(node.iter, gast.Call) and isinstance(node.iter.func, gast.Attribute)
    if by_key:
        places = b.emit("py.method", [container], node.iter, ("keys", 0, ()))
    else:
        places = b.emit("py.call", [b.emit("py.places", [container], node.iter)], node.iter, ("range", 1, ()))
    names = list(dict.fromkeys([*plain_target_names(node.target), *b.bindings.of_block([loop])]))

    def body(place: Value) -> None:
        if isinstance(node.target, gast.Tuple):
            assignment.bind(b, node.target.elts[0], place)
        assignment.bind_view(b, name, assignment.place_in(b, base, place, node))
        block(b, loop.body)

    if loop.exits:
        counted(b, places, names, body, node, None, lambda: exit_clear(b, node))
    else:
        each(b, places, names, body, node, "place")


def _load(name: str) -> gast.Name:
    return gast.Name(id=name, ctx=gast.Load(), annotation=None, type_comment=None)


def each(
    b: Builder, items: Value, names: list[str], body: Callable[[Value], None], node: gast.AST, item_name: str
) -> None:
    """A ``for`` over all of ``items``."""
    carried = Carried(b, names)
    item, params = Value(item_name), carried.params()
    with b.region([item, *params]) as region:
        carried.enter(params)
        body(item)
        region.results = carried.current()
    _finish(b, "for", [items, *carried.initial], [region], carried, node)


def counted(
    b: Builder,
    items: Value,
    names: list[str],
    body: Callable[[Value], None],
    node: gast.AST,
    bounds: tuple[Value, Value, int] | None,
    going: Callable[[], Value],
) -> None:
    """A ``while`` over ``items`` that goes on while ``going`` holds."""
    at = b.hidden("at")
    start, stop, step = bounds or (b.const(0), b.emit("py.call", [items], node, ("len", 1, ())), 1)
    b.env[at] = start
    carried = Carried(b, [*names, at])
    cond_params, body_params = carried.params(), carried.params()
    with b.region(cond_params) as cond:
        carried.bind(cond_params)
        more = "lt" if step > 0 else "gt"
        cond.results = [
            b.choose(
                going(),
                lambda: b.emit("py.compare", [b.env[at], stop], node, more),
                lambda: b.const(False),
                node,
            )
        ]
    with b.region(body_params) as region:
        carried.enter(body_params)
        here = b.env[at]
        item = here if bounds else b.emit("py.item", [items, here], node)
        body(item)
        b.env[at] = b.emit("py.binary", [here, b.const(step)], node, "add")
        region.results = carried.current()
    _finish(b, "while", carried.initial, [cond, region], carried, node)
    del b.env[at]


def _bounds(b: Builder, iterable: gast.AST, items: Value) -> tuple[Value, Value, int] | None:
    """Start, stop and step when ``items`` was just built by ``range`` with a constant step."""
    op = b.ops[-1] if b.ops else None
    if op is None or op.code != "py.call" or items not in op.results or op.attr[0] != "range":  # type: ignore[index]
        return None
    args = op.operands
    step = 1
    if len(args) == 3:
        constant = _constant(b, args[2])
        if not isinstance(constant, int) or constant == 0:
            return None
        step = constant
    start = args[0] if len(args) > 1 else b.const(0)
    stop = args[1] if len(args) > 1 else args[0]
    return start, stop, step


def _constant(b: Builder, value: Value) -> object:
    for op in reversed(b.ops):
        if value in op.results:
            if op.code == "const":
                return op.attr
            if op.code == "py.unary" and op.attr == "neg":
                inner = _constant(b, op.operands[0])
                return -inner if isinstance(inner, int) else None
            return None
    return None


def items_of(
    b: Builder, iterable: gast.AST, loop: tree.For | None = None, *, counted: bool = False, unordered: bool = False
) -> Value:
    """What a loop iterates over: something with a length and items by index for one that is ``counted``.

    A loop that only stores at its own index or key may iterate over what it changes.
    """
    value = expressions.expression(b, _listed(iterable))
    changed = _own_stores(iterable, loop) if loop is not None else None
    if changed is not None and changed[0] in b.env:
        value = b.emit("py.snapshot", [value], iterable, changed[1])
    if _is_range(b, value):
        return value
    needs = [n for n, wanted in (("sequence", counted), ("unordered", unordered)) if wanted]
    return b.emit("py.iter", [value], iterable, " ".join(needs))


def _listed(iterable: gast.AST) -> gast.AST:
    """``d.get(k, ())`` as ``d.get(k, [])``: a loop cannot tell them apart, and types can."""
    match iterable:
        case gast.Call(func=gast.Attribute(attr="get"), args=[key, gast.Tuple(elts=[]) as empty], keywords=[]):
            made = gast.copy_location(gast.List(elts=[], ctx=gast.Load()), empty)
            return gast.copy_location(gast.Call(func=iterable.func, args=[key, made], keywords=[]), iterable)
        case _:
            return iterable


def _is_range(b: Builder, value: Value) -> bool:
    op = b.ops[-1] if b.ops else None
    return op is not None and value in op.results and op.code == "py.call" and op.attr[0] == "range"  # type: ignore[index]


def _own_stores(iterable: gast.AST, loop: tree.For) -> tuple[str, str] | None:
    """The name that is iterated over and changed only at the loop's own index or key, and what it must be for that.

    ``for i, x in enumerate(xs): xs[i] = …`` and ``for k in d: d[k] = …`` read each item before it is stored.
    """
    target = loop.node.target
    match iterable:
        case gast.Call(func=gast.Name(id="enumerate"), args=[gast.Name(id=name)], keywords=[]):
            key = target.elts[0] if isinstance(target, gast.Tuple) and len(target.elts) == 2 else None
        case gast.Call(func=gast.Attribute(value=gast.Name(id=name), attr="items"), args=[]):
            key = target.elts[0] if isinstance(target, gast.Tuple) and len(target.elts) == 2 else None
        case gast.Name(id=name) | gast.Call(func=gast.Attribute(value=gast.Name(id=name), attr="keys"), args=[]):
            key = target
        case _:
            return None
    if not isinstance(key, gast.Name):
        return None
    seen = False
    for node in gast.walk(gast.Module(body=loop.node.body, type_ignores=[])):
        match node:
            case gast.Subscript(value=gast.Name(id=base), ctx=gast.Store()) if base == name:
                if not (isinstance(node.slice, gast.Name) and node.slice.id == key.id):
                    return None
                seen = True
            case gast.Name(id=base, ctx=gast.Store()) if base in (name, key.id):
                return None
            case gast.Call(func=gast.Attribute(value=gast.Name(id=base))) if base == name:
                if node.func.attr in MUTATORS:
                    return None
    by_key = not (isinstance(iterable, gast.Call) and isinstance(iterable.func, gast.Name))
    return (name, "map" if by_key else "list") if seen else None


def item_name(target: gast.AST) -> str:
    """What the item of a loop is called."""
    return target.id if isinstance(target, gast.Name) else "item"
