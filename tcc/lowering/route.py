"""Lower one route: its source to SSA, through the passes, to an OpDef and the parameters at its door."""

from __future__ import annotations

from typing import Final

import gast
from msgspec import UNSET, Struct, UnsetType

from tcc.diagnostics import Diagnostic, Span, codes
from tcc.frontend.model import Class
from tcc.frontend.model import Function as SourceFunction
from tcc.ir.manifest import Param, Route, RouteSource
from tcc.ir.nodes import DeleteOp, Get, GetOp, IdRef, Map, OpDef, Post, PostOp, PutOp, Scalar, Tuple
from tcc.lowering.build import functions
from tcc.lowering.build.builder import Builder, Program
from tcc.lowering.build.scope import Closure, Scope
from tcc.lowering.depth import MOST, Depths
from tcc.lowering.emit import Emitter, Entry
from tcc.lowering.hints import UnknownHint, door_type, hint_type
from tcc.lowering.options import Options
from tcc.lowering.pipeline import Watch, improve, understand
from tcc.lowering.ssa import Function, Region, Site, Value
from tcc.lowering.types import members

_KEY: Final = "key"


class Lowered(Struct, frozen=True):
    """A route's manifest entry, where it came from, and its warnings."""

    route: Route
    source: RouteSource


def lower_route(
    cls: Class, source: SourceFunction, report: list[Diagnostic], options: Options, watch: Watch
) -> Lowered | None:
    """Lower a route of ``cls``; problems go to ``report``, and a route that has an error gives None."""
    params = door(source, report)
    program = Program(cls)
    main = build_route(program, source)
    compiled = [main, *program.order]
    understand(compiled, program.report, watch)
    if not program.diagnostics:
        _check_result(main, program)
        _check_hint(main, source, program)
    report.extend(program.diagnostics)
    if params is None or program.diagnostics:
        return None
    improve(compiled, options, watch)
    opdef, lines = emit_route(source, main, compiled[1:])
    if Depths().of(opdef) > MOST:
        report.append(codes.make("TC005", source.span))
        return None
    line = source.span.line
    ids = tuple((name, at - line) for name, at in lines.items())
    returns = _returns(source, report)
    doc = gast.get_docstring(source.node)
    target = Route(
        f"/{source.name}", opdef, params, returns, doc.strip().splitlines()[0] if doc and doc.strip() else None
    )
    return Lowered(target, RouteSource(line, ids))


def build_route(program: Program, source: SourceFunction) -> Function:
    """A route's SSA before any pass. Its parameters have the types of their hints."""
    closure = Closure(source.name, source.node, Scope(source.module, program.cls, None, None), not source.is_static)
    scope = program.functions.scope(closure)
    b = Builder(program, scope)
    declared = functions.parameters(source.node, skip_self=not source.is_static)
    region = Region([Value(p.name, hint_type(p.hint, source.module)) for p in declared], b.ops, [])
    b.env.update({p.name: v for p, v in zip(declared, region.params, strict=True)})
    region.results = [functions.body(b, source.node)]
    return Function(source.name, region, [p.name for p in declared], [], Site(b.file, source.node))


def door(source: SourceFunction, report: list[Diagnostic]) -> tuple[Param, ...] | None:
    """The parameters a caller gives, with their types and defaults."""
    found: list[Param] = []
    failed = False
    file = source.module.source.name
    for param in functions.parameters(source.node, skip_self=not source.is_static):
        try:
            type_ = door_type(param.hint, source.module)
        except UnknownHint as unknown:
            report.append(codes.make("TC407", Span.of(unknown.node, file), hint=str(unknown)))
            failed = True
            continue
        default: Scalar | UnsetType = UNSET
        if param.default is not None:
            try:
                default = constant(param.default)
            except ValueError:
                report.append(codes.make("TC411", Span.of(param.default, file), name=param.name))
                failed = True
                continue
        found.append(Param(param.name, type_, default))
    return None if failed else tuple(found)


def constant(node: gast.AST) -> Scalar:
    """A literal as a scalar. Raises ValueError when the expression is no literal."""
    match node:
        case gast.Constant(value=None | bool() | int() | float() | str() | bytes() as value):
            return value
        case gast.UnaryOp(op=gast.USub(), operand=gast.Constant(value=int() | float() as value)):
            return -value
        case gast.List() | gast.Tuple():
            return Tuple(tuple([constant(e) for e in node.elts]))
        case gast.Dict():
            return Map(tuple([(constant(k), constant(v)) for k, v in zip(node.keys, node.values, strict=True)]))
        case _:
            raise ValueError(node)


def _returns(source: SourceFunction, report: list[Diagnostic]) -> str | None:
    hint = source.node.returns
    if hint is None:
        return None
    try:
        return door_type(hint, source.module)
    except UnknownHint as unknown:
        report.append(codes.make("TC407", Span.of(unknown.node, source.module.source.name), hint=str(unknown)))
        return None


def _check_result(main: Function, program: Program) -> None:
    """A caller gets JSON: sets, ranges and iterators have none."""
    result = main.region.results[0]
    bad = next((m for m in members(result.type) if m.kind in ("set", "range", "iter", "op")), None)
    if bad is not None and main.site is not None:
        node = next((n for n in gast.walk(main.site.node) if isinstance(n, gast.Return) and n.value is not None), None)
        program.report(codes.make("TC415", Span.of(node or main.site.node, main.site.file), found=str(bad)))


def _check_hint(main: Function, source: SourceFunction, program: Program) -> None:
    """A result that can never be what the hint says is a mistake in one of them."""
    if source.node.returns is None:
        return
    result, wanted = main.region.results[0].type, hint_type(source.node.returns, source.module)
    accepted = {kind for m in members(wanted) for kind in _ACCEPTS.get(m.kind, (m.kind,))}
    found = {m.kind for m in members(result)}
    if "any" in accepted or not found.isdisjoint(accepted | {"any", "object", "never"}):
        return
    node = next((n for n in gast.walk(source.node) if isinstance(n, gast.Return)), source.node)
    file = source.module.source.name
    program.report(codes.make("TC408", Span.of(node, file), found=str(result), wanted=str(wanted)))


_ACCEPTS: Final = {
    "float": ("float", "int", "bool"),
    "int": ("int", "bool"),
    "list": ("list", "tuple", "vtuple"),
    "tuple": ("list", "tuple", "vtuple"),
    "vtuple": ("list", "tuple", "vtuple"),
    "link": ("link", "str"),
}


def emit_route(source: SourceFunction, main: Function, helpers: list[Function]) -> tuple[OpDef, dict[str, int]]:
    """The OpDef of a route and the line of each of its ids."""
    names = main.params
    emitter = Emitter()
    verb = source.verb or "GET"
    for param in main.region.params:
        emitter.home[param] = id(main.region)
    ids = [emitter.fresh(n) for n in names]
    key_id = emitter.fresh(_KEY) if verb in ("GET", "DELETE") and len(names) != 1 else _KEY
    used = used_functions(main)
    for helper in helpers:
        if id(helper) in used:
            emitter.declare(helper)
    emitter.analyse(main.region)
    opening: list[Entry] = []
    single = verb in ("GET", "DELETE") and len(names) == 1
    for param, name in zip(main.region.params, ids, strict=True):
        emitter.bind(param, IdRef(name), frozenset())
        declared = param.name
        if verb in ("GET", "DELETE") and not single:
            opening.append(Entry(name, Post(f"${key_id}/get", (("i", declared),)), None))
        elif verb == "POST" and name != declared:
            opening.append(Entry(name, IdRef(declared), None))
    definitions = [emitter.function(h) for h in helpers if id(h) in used]
    form = emitter.region(main.region, lambda: emitter.result(main.region.results))
    form = (*[(e.id, e.scalar) for e in opening if e.id in _mentioned(form)], *definitions, *form)
    lines = {  # those of a helper above the route or in another file have none: an error there shows its call
        name: site.node.lineno
        for name, site in emitter.sites.items()
        if site.file == source.module.source.name and site.node.lineno >= source.span.line
    }
    match verb:
        case "POST":
            return PostOp(form), lines
        case "PUT":
            key, value = ids
            return PutOp(key, value, form), lines
        case "DELETE":
            return DeleteOp(ids[0] if single else key_id, form), lines
        case _:
            return GetOp(ids[0] if single else key_id, form), lines


def used_functions(main: Function) -> set[int]:
    """The helpers that are still called after pruning."""
    from tcc.lowering.ssa import walk

    found: set[int] = set()
    stack = [main]
    while stack:
        for op in walk(stack.pop().region):
            if op.code == "call" and isinstance(op.attr, Function) and id(op.attr) not in found:
                found.add(id(op.attr))
                stack.append(op.attr)
    return found


def _mentioned(form: tuple[tuple[str, Scalar], ...]) -> set[str]:
    """The ids a form refers to, anywhere in it."""
    found: set[str] = set()
    stack: list[object] = [form]
    while stack:
        item = stack.pop()
        match item:
            case IdRef():
                found.add(item.id)
            case tuple():
                stack.extend(item)
            case Get() | Post():
                if item.subject.startswith("$"):
                    found.add(item.subject[1:].partition("/")[0])
                stack.extend(getattr(item, f) for f in item.__struct_fields__)
            case Struct():
                stack.extend(getattr(item, f) for f in item.__struct_fields__)
    return found
