"""Helpers, nested functions and lambdas: built once for each way they are called, then called with their captures."""

from __future__ import annotations

import gast
from msgspec import Struct

from tcc.diagnostics import Label, codes
from tcc.frontend.model import External
from tcc.lowering.assign import check_assigned
from tcc.lowering.build import assignment, calls, expressions, statements
from tcc.lowering.build.builder import Builder, Program
from tcc.lowering.build.scope import Closure, defaulted
from tcc.lowering.build.static import CONSTANTS, static
from tcc.lowering.exits import can_fall, structure
from tcc.lowering.names import root
from tcc.lowering.refuse import refusals
from tcc.lowering.ssa import Function, Op, Region, Site, Value


class Parameter(Struct, frozen=True):
    """A declared parameter."""

    name: str
    default: gast.AST | None
    keyword_only: bool = False
    positional_only: bool = False
    hint: gast.AST | None = None


def parameters(node: gast.AST, skip_self: bool = False) -> list[Parameter]:
    """The parameters of a function in order."""
    args = node.args
    plain = [*args.posonlyargs, *args.args]
    defaults: list[gast.AST | None] = [None] * (len(plain) - len(args.defaults)) + list(args.defaults)
    found = [
        Parameter(a.id, d, positional_only=i < len(args.posonlyargs), hint=a.annotation)
        for i, (a, d) in enumerate(zip(plain, defaults, strict=True))
    ]
    if skip_self:
        found = found[1:]
    found += [
        Parameter(a.id, d, keyword_only=True, hint=a.annotation)
        for a, d in zip(args.kwonlyargs, args.kw_defaults, strict=True)
    ]
    return found


def match_arguments(b: Builder, name: str, params: list[Parameter], node: gast.Call) -> dict[str, gast.AST]:
    """Each given parameter's argument, by Python's rules; those left out have a default."""

    def wrong(problem: str, where: gast.AST = node) -> Exception:
        parts = [p.name if p.default is None else f"{p.name}=…" for p in params]
        return b.refuse("TC402", where, name=name, problem=problem, signature=f"{name}({', '.join(parts)})")

    given: dict[str, gast.AST] = {}
    positional = [p for p in params if not p.keyword_only]
    for i, arg in enumerate(node.args):
        if isinstance(arg, gast.Starred):
            raise b.refuse("TC212", arg, star="*")
        if i >= len(positional):
            raise wrong(f"{len(node.args)} positional arguments are given", arg)
        given[positional[i].name] = arg
    known = {p.name: p for p in params if not p.positional_only}
    for keyword in node.keywords:
        if keyword.arg is None:
            raise b.refuse("TC212", node, star="**")
        if keyword.arg not in known:
            raise wrong(f"it has no parameter `{keyword.arg}`", keyword.value)
        if keyword.arg in given:
            raise wrong(f"`{keyword.arg}` is given twice", keyword.value)
        given[keyword.arg] = keyword.value
    for param in params:
        if param.name not in given and param.default is None:
            raise wrong(f"`{param.name}` is missing")
    return given


def invoke(b: Builder, closure: Closure, node: gast.Call, captured: dict[str, str] | None = None) -> Value:
    """Call a function by name: its arguments in source order, then its captures as they are now."""
    args = closure.node.args
    if args.vararg is not None or args.kwarg is not None:
        star, argument = ("*", args.vararg) if args.vararg is not None else ("**", args.kwarg)
        raise b.refuse("TC211", node, name=closure.name, star=star, argument=argument.id)
    params = parameters(closure.node, skip_self=closure.is_method)
    given = match_arguments(b, closure.name, params, node)
    order = [n for p in [*node.args, *[k.value for k in node.keywords]] for n, v in given.items() if v is p]
    values: dict[str, Value] = {}
    statics: dict[str, Closure | External | str] = {}
    for name in order:
        function = _function_argument(b, given[name])
        if function is not None:
            statics[name] = function
        else:
            values[name] = expressions.expression(b, given[name])
    for param in params:
        if param.name not in given and param.default is not None:
            values[param.name] = _default(b, closure, param)
    return _call(b, closure, params, values, statics, given, node, captured or {})


def _default(b: Builder, closure: Closure, param: Parameter) -> Value:
    """A default's value. It is evaluated once in Python, so it may not depend on what changes."""
    default = param.default
    assert default is not None
    if closure.parent.node is not None and any(
        isinstance(n, gast.Name) and closure.parent.is_local(n.id) for n in gast.walk(default)
    ):
        raise b.refuse("TC411", default, name=param.name)
    value = expressions.in_module(b, closure.parent.module, default, "TC507", param.name)
    if param.name in b.program.functions.changed(closure) and isinstance(
        default, (gast.List, gast.Dict, gast.Set, gast.ListComp, gast.DictComp, gast.Call)
    ):
        raise b.refuse("TC507", default, name=param.name)
    return value


def _function_argument(b: Builder, node: gast.AST) -> Closure | External | str | None:
    """The function an argument is, when it is one: a closure, a ``math`` function, or a builtin's name."""
    if isinstance(node, gast.Lambda):
        return Closure("lambda", node, b.scope)
    if isinstance(node, gast.Name) and node.id in b.statics:
        return b.statics[node.id]
    found = static(b, node)
    if isinstance(found, (Closure, External)):
        if isinstance(found, External) and (not found.path.startswith("math.") or found.path in CONSTANTS):
            return None
        return found
    if isinstance(node, gast.Name) and found is None and node.id in calls.BUILTINS and node.id not in b.env:
        return None if b.scope.is_local(node.id) else node.id
    return None


def _call(
    b: Builder,
    closure: Closure,
    params: list[Parameter],
    values: dict[str, Value],
    statics: dict[str, Closure | External | str],
    given: dict[str, gast.AST],
    node: gast.AST,
    captured: dict[str, str],
) -> Value:
    captures = b.program.functions.captures(closure)
    extra: list[tuple[str, str]] = []
    for param, given_function in statics.items():
        if isinstance(given_function, Closure):
            source = given[param]  # a function that was itself given has its captures under hidden names
            hidden = b.static_captures.get(source.id, {}) if isinstance(source, gast.Name) else {}
            captured_there = b.program.functions.captures(given_function)
            extra += [(f"%{param}.{c}", hidden.get(c, c)) for c in captured_there]
    function = build(b.program, closure, statics)
    operands = [values[p.name] for p in params if p.name not in statics]
    for capture in [captured.get(c, c) for c in captures] + [c for _, c in extra]:
        value = b.env.get(capture)
        if value is None:
            raise b.refuse("TC302", node, name=capture)
        operands.append(value)
    names = [p.name for p in params if p.name not in statics] + list(captures) + [n for n, _ in extra]
    result = Value()
    outs = [Value() for _ in function.inout]
    op = Op("call", operands, [result, *outs], b.site(node), function, changes=tuple(function.inout))
    b.ops.append(op)
    for index, out in zip(function.inout, outs, strict=True):
        name = names[index]
        if name in given:
            _write_back(b, given[name], out, op)
        else:
            target = captured.get(name, name)
            target = dict(extra).get(target, target)
            out.name = target.lstrip("%")
            b.env[target] = out
    return result


def _write_back(b: Builder, path: gast.AST, value: Value, call: Op) -> None:
    """Put an in-out argument's new value where the argument came from."""
    match path:
        case gast.Name() if path.id in b.env:
            value.name = path.id
            b.env[path.id] = value
        case gast.Subscript() if root(path) in b.env and not isinstance(path.slice, gast.Slice):
            start = len(b.ops)
            assignment.store(b, path, value, permutes=True)
            call.through += tuple(op.operands[0] for op in b.ops[start:] if op.code == "py.store")
        case _:
            return


def build(program: Program, closure: Closure, statics: dict[str, Closure | External | str]) -> Function:
    """The SSA of a function, built once for each set of functions it is given."""
    key = (closure, *sorted((n, f if isinstance(f, (str, External)) else id(f.node)) for n, f in statics.items()))
    known = program.built.get(key)
    if known is not None:
        return known
    scope = program.functions.scope(closure)
    b = Builder(program, scope)
    params = [p.name for p in parameters(closure.node, skip_self=closure.is_method) if p.name not in statics]
    params += program.functions.captures(closure)
    changed = [n for n in program.functions.changed(closure) if n in params]
    for param, given in statics.items():
        b.statics[param] = given
        if isinstance(given, Closure):
            hidden = {c: f"%{param}.{c}" for c in program.functions.captures(given)}
            b.static_captures[param] = hidden
            params += hidden.values()
            changed += [hidden[c] for c in program.functions.changed(given) if c in hidden]
    region = Region([Value(p.lstrip("%").replace(".", "_")) for p in params], b.ops, [])
    inout = [params.index(n) for n in dict.fromkeys(changed)]
    function = Function(closure.name, region, params, inout, Site(b.file, closure.node))
    program.built[key] = function
    b.env.update(zip(params, region.params, strict=True))
    missing = {
        i: b.emit("py.is_none", [region.params[i]], closure.node) for i in inout if _may_default(closure, params[i])
    }
    result = body(b, closure.node)
    region.results = [result, *[_handed_back(b, missing.get(i), b.env[params[i]], closure.node) for i in inout]]
    program.order.append(function)
    return function


def _may_default(closure: Closure, name: str) -> bool:
    """Whether a function gives a parameter a default under ``if name is None:``."""
    if isinstance(closure.node, gast.Lambda):
        return False
    return any(isinstance(n, gast.If) and defaulted(n) == name for n in gast.walk(closure.node))


def _handed_back(b: Builder, missing: Value | None, final: Value, node: gast.AST) -> Value:
    """The new value of an in-out parameter. One that was None, and got a default, changes nothing of the caller's."""
    if missing is None:
        return final
    return b.choose(missing, lambda: b.const(None), lambda: final, node)


def body(b: Builder, node: gast.AST) -> Value:
    """Build a function's body into ``b``; gives its result."""
    b.node = node
    if isinstance(node, gast.Lambda):
        return expressions.expression(b, node.body)

    def report(where: gast.AST, name: str, binding: gast.AST | None) -> None:
        labels = [] if binding is None else [Label(b.span(binding), "not every path comes through here")]
        b.program.report(codes.make("TC302", b.span(where), *labels, name=name))

    before = len(b.program.diagnostics)
    for refusal in refusals(node, b.file):
        b.program.report(refusal)
    if len(b.program.diagnostics) > before:
        return b.undef()
    check_assigned(node, b.scope.locals, report)
    if len(b.program.diagnostics) > before:
        return b.undef()
    stmts = list(node.body)
    b.falls = can_fall(stmts)
    b.env["%return"] = b.no_result()
    statements.block(b, structure(stmts))
    return b.env["%return"]


def invoke_static(b: Builder, param: str, node: gast.Call) -> Value:
    """Call a function that was given as an argument."""
    function = b.statics[param]
    match function:
        case Closure():
            return invoke(b, function, node, b.static_captures.get(param, {}))
        case External(path=path):
            values, names = calls.arguments(b, node)
            return b.emit("py.call", values, node, (path, len(node.args), names))
        case _:
            return calls.builtin(b, function, node)


def operator(b: Builder, func: gast.AST, arity: int, node: gast.AST, truth: bool = False) -> Value:
    """A function as the op value that ``sort``, ``map`` and the like take: one item in, one value out."""
    item = Value("item")
    if isinstance(func, gast.Lambda) and len(func.args.args) == 1 and arity == 1:
        item.name = func.args.args[0].id
    outer = dict(b.env)
    with b.region([item]) as region:
        if arity == 1:
            args = [item]
        else:
            args = [Value() for _ in range(arity)]
            b.emit_op("py.unpack", [item], args, node, (arity, False, 0))
        if truth and isinstance(func, gast.Constant) and func.value is None:
            result = item
        else:
            result = apply(b, func, args, node)
        region.results = [b.emit("py.truth", [result], node) if truth else result]
        changed = [n for n, v in outer.items() if b.env.get(n) is not v]
    if changed:
        raise b.refuse("TC506", func, name=changed[0])
    value = Value()
    b.ops.append(Op("lambda", [], [value], b.site(node), None, [region]))
    return value


def apply(b: Builder, func: gast.AST, args: list[Value], node: gast.AST) -> Value:
    """Call a function expression with values."""
    if isinstance(func, gast.Lambda):
        return _inline_lambda(b, func, args, node)
    names = [b.hidden("arg") for _ in args]
    for name, value in zip(names, args, strict=True):
        b.env[name] = value
    loads = [gast.Name(id=n, ctx=gast.Load(), annotation=None, type_comment=None) for n in names]
    made = gast.Call(func=func, args=[gast.copy_location(n, node) for n in loads], keywords=[])
    try:
        if isinstance(func, gast.Attribute) and isinstance(func.value, gast.Name) and func.value.id in (
            "str", "int", "float", "dict", "list", "bytes",
        ):  # fmt: skip
            return b.emit("py.method", args, node, (func.attr, len(args) - 1, ()))
        if static(b, func) is None and not isinstance(func, (gast.Name, gast.Attribute)):
            raise b.refuse("TC404", func, found="this")
        return calls.call(b, gast.copy_location(made, node))
    finally:
        for name in names:
            b.env.pop(name, None)


def _inline_lambda(b: Builder, func: gast.Lambda, args: list[Value], node: gast.AST) -> Value:
    params = parameters(func)
    if len(params) < len(args) or any(p.default is None for p in params[len(args) :]):
        signature = f"lambda {', '.join(p.name for p in params)}: …"
        raise b.refuse("TC402", func, name="lambda", problem=f"it is called with {len(args)}", signature=signature)
    saved = {p.name: b.env.get(p.name) for p in params}
    for i, param in enumerate(params):
        b.env[param.name] = args[i] if i < len(args) else expressions.expression(b, param.default)
    result = expressions.expression(b, func.body)
    for name, value in saved.items():
        if value is None:
            b.env.pop(name, None)
        else:
            b.env[name] = value
    return result
