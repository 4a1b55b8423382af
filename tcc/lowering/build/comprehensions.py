"""Comprehensions and generator expressions to loops that carry what they collect."""

from __future__ import annotations

from collections.abc import Callable

import gast
from msgspec import Struct

from tcc.lowering.build import assignment, expressions, loops, stages
from tcc.lowering.build.builder import Builder
from tcc.lowering.names import expression_binds, plain_target_names
from tcc.lowering.ssa import Op, Region, Value


def comprehension(b: Builder, node: gast.AST, unordered: bool = False) -> Value:
    """A list, set or dict comprehension, or a generator expression as the items it would give.

    ``unordered`` says that what takes the items does not see their order, so they may come from a set.
    """
    acc = b.hidden("items")
    match node:
        case gast.DictComp():
            b.env[acc] = b.emit("map", [], node)
        case gast.SetComp():
            b.env[acc] = b.emit("py.set_of", [b.emit("list", [], node, "tuple")], node)
        case _:
            b.env[acc] = b.emit("list", [], node, "list")

    def collect() -> None:
        match node:
            case gast.DictComp():
                key = expressions.expression(b, node.key)
                change = [b.env[acc], key, expressions.expression(b, node.value)]
                b.env[acc] = assignment.changing(b, "py.store", change, node)
            case _:
                method = "add" if isinstance(node, gast.SetComp) else "append"
                item = expressions.expression(b, node.elt)
                b.env[acc] = assignment.change_method(b, b.env[acc], method, [item], (), node)[0]

    _loops(b, node, [acc], collect, None, unordered or isinstance(node, gast.SetComp))
    result = b.env.pop(acc)
    return b.emit("py.generator", [result], node) if isinstance(node, gast.GeneratorExp) else result


def is_integer(node: gast.AST) -> bool:
    """Whether an expression is an integer by its form alone, so that a sum of such does not depend on order."""
    match node:
        case gast.Constant(value=int()):
            return True
        case gast.Compare():
            return True
        case gast.BinOp(op=gast.Add() | gast.Sub() | gast.Mult() | gast.FloorDiv() | gast.Mod()):
            return is_integer(node.left) and is_integer(node.right)
        case gast.Call(func=gast.Name(id="len" | "ord" | "int")) | gast.Call(func=gast.Attribute(attr="count")):
            return True
        case gast.Call(func=gast.Name(id="min" | "max" | "abs"), args=args):
            return bool(args) and all(is_integer(a) for a in args)
        case _:
            return False


def decide(b: Builder, node: gast.AST, conjunction: bool) -> Value:
    """``all(…)`` (or ``any(…)``) of a generator expression: stops at the item that decides."""
    going = b.hidden("going")
    b.env[going] = b.const(True)

    def step() -> None:
        found = expressions.boolean(b, node.elt)
        b.env[going] = (
            b.emit("py.call", [found], node, ("bool", 1, ())) if conjunction else b.emit("py.not", [found], node)
        )

    _loops(b, node, [going], step, going, True)
    result = b.env.pop(going)
    return result if conjunction else b.emit("py.not", [result], node)


def first(b: Builder, node: gast.GeneratorExp, default: gast.AST | None, call: gast.Call) -> Value:
    """``next(…, default)`` of a generator expression: stops at its first item. Without a default, none is an error."""
    going, found = b.hidden("going"), b.hidden("first")
    b.env[going] = b.const(True)
    b.env[found] = b.undef() if default is None else expressions.expression(b, default)

    def step() -> None:
        b.env[found] = expressions.expression(b, node.elt)
        b.env[going] = b.const(False)

    _loops(b, node, [found, going], step, going, unordered=False)
    result, missing = b.env.pop(found), b.env.pop(going)
    if default is None:
        with b.region() as raising:
            b.emit_op("error", [b.const("StopIteration")], [], call, "bad_request")
        b.ops.append(Op("if", [missing], [], b.site(call), None, [raising, Region([], [], [])]))
    return result


def _loops(
    b: Builder, node: gast.AST, names: list[str], inner: Callable[[], None], going: str | None, unordered: bool
) -> None:
    binds = expression_binds(node, b.bindings.changes)
    own = {n for gen in node.generators for n in plain_target_names(gen.target)}
    carried = list(dict.fromkeys([*names, *(n for n in binds if n not in own)]))
    shadowed = {n: b.env[n] for n in own if n in b.env}
    _nest(b, _Nest(node, carried, inner, going, unordered), 0)
    for n in own:
        b.env.pop(n, None)
    b.env.update(shadowed)


class _Nest(Struct, frozen=True):
    """The loops of one comprehension: what they carry, what to do inside, and the name that says whether to go on."""

    node: gast.AST
    carried: list[str]
    inner: Callable[[], None]
    going: str | None
    unordered: bool


def _nest(b: Builder, nest: _Nest, depth: int) -> None:
    """The loops from ``depth`` on, and what is inside."""
    if depth == len(nest.node.generators):
        nest.inner()
        return
    gen = nest.node.generators[depth]
    going = nest.going
    through, source = stages.stages_of(b, gen.iter)
    items = loops.items_of(b, source, counted=going is not None, unordered=nest.unordered)

    def round_of(item: Value) -> None:
        assignment.bind(b, gen.target, item)
        _tests(b, nest, depth, list(gen.ifs))

    def body(item: Value) -> None:
        stages.through(b, through, item, nest.carried, round_of)

    if going is None:
        loops.each(b, items, nest.carried, body, nest.node, "item" if through else loops.item_name(gen.target))
    else:
        loops.counted(b, items, nest.carried, body, nest.node, None, lambda: b.env[going])


def _tests(b: Builder, nest: _Nest, depth: int, ifs: list[gast.AST]) -> None:
    if not ifs:
        _nest(b, nest, depth + 1)
        return
    cond = expressions.boolean(b, ifs[0])
    when(b, cond, nest.carried, lambda: _tests(b, nest, depth, ifs[1:]), ifs[0])


def when(b: Builder, cond: Value, names: list[str], then: Callable[[], None], node: gast.AST) -> None:
    """Run ``then`` when ``cond`` holds; ``names`` are what it may bind."""
    before = dict(b.env)
    with b.region() as region:
        then()
        after = b.env
    op = Op("if", [cond], [], b.site(node), None, [region, Region([], [], [])])
    b.merge(op, names, [after, before])
    b.ops.append(op)
