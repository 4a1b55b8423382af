"""Calls: of helpers, routes, builtins, ``math``, tinychain's own operations, and methods of values."""

from __future__ import annotations

from typing import Final

import gast

from tcc.frontend.model import Class, External, Identity, Instance, Unknown
from tcc.frontend.model import Function as SourceFunction
from tcc.lowering.build import assignment, comprehensions, expressions, functions, stages
from tcc.lowering.build.builder import Builder
from tcc.lowering.build.scope import Closure
from tcc.lowering.build.static import is_self, static
from tcc.lowering.build.types_named import class_kinds
from tcc.lowering.hints import hint_type
from tcc.lowering.names import MUTATORS
from tcc.lowering.ssa import Op, Value

BUILTINS: Final = frozenset(
    [
        "abs",
        "all",
        "any",
        "ascii",
        "bin",
        "bool",
        "bytes",
        "chr",
        "complex",
        "dict",
        "divmod",
        "enumerate",
        "filter",
        "float",
        "format",
        "frozenset",
        "hex",
        "int",
        "len",
        "list",
        "map",
        "max",
        "min",
        "oct",
        "ord",
        "pow",
        "range",
        "repr",
        "reversed",
        "round",
        "set",
        "sorted",
        "str",
        "sum",
        "tuple",
        "zip",
    ]
)
_ORDERLESS: Final = frozenset({"sorted", "set", "frozenset", "min", "max", "sum"})
"""Builtins whose result does not show the order of the items, without ``key`` (and for ``sum``, of integers)."""
CATEGORIES: Final = frozenset(
    [
        "bad_request",
        "unauthorized",
        "forbidden",
        "not_found",
        "method_not_allowed",
        "timeout",
        "conflict",
        "payload_too_large",
        "too_many_requests",
        "internal_error",
        "not_implemented",
        "bad_gateway",
        "unavailable",
    ]
)
_EXCEPTIONS: Final = frozenset(
    [
        "ArithmeticError",
        "AssertionError",
        "AttributeError",
        "BaseException",
        "BufferError",
        "EOFError",
        "Exception",
        "FloatingPointError",
        "IndexError",
        "KeyError",
        "LookupError",
        "NameError",
        "NotImplementedError",
        "OSError",
        "OverflowError",
        "RecursionError",
        "RuntimeError",
        "StopIteration",
        "TypeError",
        "UnicodeError",
        "ValueError",
        "ZeroDivisionError",
        "TimeoutError",
        "PermissionError",
    ]
)
_NO_BUILTIN: Final[dict[str, str]] = {
    "print": "report with `tc.op.emit(topic, value)`, or return the text",
    "input": "take the value as a parameter of the route",
    "open": "take the data as a parameter of the route",
    "iter": "loop over the value with `for`",
    "next": "index the list, or loop over the value with `for`",
    "type": "use `isinstance(value, …)`",
    "id": "values have no identity: compare with `==`",
    "hash": "compare values with `==`",
    "isinstance": "name builtin types as its second argument: `isinstance(x, (int, str))`",
    "callable": "call the function directly",
    "slice": "write the slice in brackets: `x[a:b]`",
    "bytearray": "use bytes, or a list of ints",
    "memoryview": "slice the bytes",
    "object": "use None or a string as the marker",
    "super": "call the method by its name",
    "vars": "keep the values in a dict",
    "dir": "keep the names in a list",
    "help": "remove the call",
    "exit": "return, or raise an error",
    "quit": "return, or raise an error",
    "hasattr": "keep the values in a dict and test with `in`",
    "issubclass": "test the value with `isinstance`",
    "breakpoint": "remove the call",
}


def call(b: Builder, node: gast.Call, wanted: bool = True) -> Value:
    """The value of a call."""
    func = node.func
    if isinstance(func, gast.Lambda):
        if node.keywords or any(isinstance(a, gast.Starred) for a in node.args):
            return functions.invoke(b, Closure("lambda", func, b.scope), node)
        return functions.apply(b, func, [expressions.expression(b, a) for a in node.args], node)
    if isinstance(func, gast.Name) and func.id in b.statics:
        return functions.invoke_static(b, func.id, node)
    if isinstance(func, gast.Attribute) and isinstance(func.value, gast.Call):
        instance = _made_instance(b, func.value)
        if instance is not None:
            return _dependency(b, instance[0], instance[1], func.attr, node)
    found = static(b, func)
    match found:
        case Closure():
            return functions.invoke(b, found, node)
        case SourceFunction():
            return _route(b, found, node)
        case External():
            return _external(b, found.path, node)
        case Unknown():
            raise b.refuse("TC216", func, name=gast.unparse(func).strip(), why=found.why)
        case Class():
            raise b.refuse("TC216", func, name=found.name, why="an instance of a library is not a value")
        case None:
            pass
        case _:
            raise b.refuse("TC404", func, found=f"`{gast.unparse(func).strip()}`")
    match func:
        case gast.Name():
            if func.id in b.env or b.scope.is_local(func.id):
                raise b.refuse(
                    "TC216",
                    func,
                    name=func.id,
                    why="it is a value, and which function it stands for is not known when it is compiled",
                    help="call each function by its own name: `f(x) if … else g(x)`",
                )
            return builtin(b, func.id, node)
        case gast.Attribute():
            if is_self(b, func.value):
                cls = b.scope.cls
                raise b.refuse("TC304", func, owner=f"`{cls.name if cls else 'self'}`", name=func.attr)
            return method(b, func, node, wanted)
        case _:
            raise b.refuse("TC404", func, found="this")


def arguments(b: Builder, node: gast.Call) -> tuple[list[Value], tuple[str, ...]]:
    """The positional values followed by the keyword values, and the keywords' names."""
    values: list[Value] = []
    for arg in node.args:
        if isinstance(arg, gast.Starred):
            raise b.refuse("TC212", arg, star="*")
        values.append(expressions.expression(b, arg))
    for keyword in node.keywords:
        if keyword.arg is None:
            raise b.refuse("TC212", node, star="**")
        values.append(expressions.expression(b, keyword.value))
    return values, tuple(k.arg for k in node.keywords)


# --- builtins -------------------------------------------------------------------------------------------------------


def builtin(b: Builder, name: str, node: gast.Call) -> Value:
    """A call of a Python builtin."""
    match name:
        case "isinstance":
            if len(node.args) == 2 and not node.keywords:
                kinds = class_kinds(b, node.args[1])
                if kinds is not None:
                    return b.emit("py.isinstance", [expressions.expression(b, node.args[0])], node, kinds)
            raise b.refuse("TC217", node, name=name, instead=_NO_BUILTIN[name])
        case "any" | "all" | "next" if node.args and not node.keywords and stages.stages_of(b, node.args[0])[0]:
            each = stages.generator(b, node.args[0])
            made = gast.Call(func=node.func, args=[each, *node.args[1:]], keywords=[])
            return builtin(b, name, gast.copy_location(made, node))
        case "any" | "all" if len(node.args) == 1 and isinstance(node.args[0], gast.GeneratorExp):
            return comprehensions.decide(b, node.args[0], name == "all")
        case "next" if 1 <= len(node.args) <= 2 and isinstance(node.args[0], gast.GeneratorExp) and not node.keywords:
            return comprehensions.first(b, node.args[0], node.args[1] if len(node.args) > 1 else None, node)
        case "map" | "filter" if len(node.args) >= 2:
            return _map_filter(b, name, node)
        case "sorted" | "min" | "max" if any(k.arg == "key" for k in node.keywords):
            return _keyed(b, name, node)
        case "zip" if len(node.args) == 1 and isinstance(node.args[0], gast.Starred):
            rows = expressions.expression(b, node.args[0].value)
            return b.emit("py.call", [rows], node, ("zip*", 1, ()))
        case "max" | "min" | "print" | "set" if len(node.args) == 1 and isinstance(node.args[0], gast.Starred):
            if name in ("max", "min"):
                only = gast.copy_location(
                    gast.Call(func=node.func, args=[node.args[0].value], keywords=node.keywords), node
                )
                return builtin(b, name, only)
        case "eval" | "exec" | "compile" | "__import__" | "globals" | "locals":
            raise b.refuse("TC208", node, name=name)
        case "getattr" | "setattr" | "delattr":
            raise b.refuse("TC209", node, name=name)
        case "type" if len(node.args) == 1:
            raise b.refuse("TC217", node, name=name, instead=_NO_BUILTIN[name])
    if name in _NO_BUILTIN:
        raise b.refuse("TC217", node, name=name, instead=_NO_BUILTIN[name])
    if name not in BUILTINS:
        if name in _EXCEPTIONS:
            raise b.refuse("TC219", node, construct="an exception as a value", instead=f"raise it: `raise {name}(…)`")
        raise b.refuse("TC301", node.func, name=name, help=expressions.spelling(b, name))
    if name in _ORDERLESS and node.args and isinstance(node.args[0], gast.GeneratorExp):
        orderless = name != "sum" or comprehensions.is_integer(node.args[0].elt)
        items = comprehensions.comprehension(b, node.args[0], unordered=orderless)
        rest, names = arguments(
            b, gast.copy_location(gast.Call(func=node.func, args=node.args[1:], keywords=node.keywords), node)
        )
        return b.emit("py.call", [items, *rest], node, (name, len(node.args), names))
    values, names = arguments(b, node)
    return b.emit("py.call", values, node, (name, len(node.args), names))


def _map_filter(b: Builder, name: str, node: gast.Call) -> Value:
    func, *sources = node.args
    if node.keywords or (name == "filter" and len(sources) != 1):
        raise b.refuse("TC402", node, name=name, problem="it takes no keywords", signature=f"{name}(function, items)")
    if any(isinstance(s, gast.Starred) for s in sources):
        raise b.refuse("TC212", node, star="*")
    items = [expressions.expression(b, s) for s in sources]
    if name == "filter":
        lam = functions.operator(b, func, 1, node, truth=True)
        return b.emit("py.filter", [items[0], lam], node)
    if len(items) == 1:
        return b.emit("py.map", [items[0], functions.operator(b, func, 1, node)], node)
    pairs = b.emit("py.call", items, node, ("zip", len(items), ()))
    return b.emit("py.map", [pairs, functions.operator(b, func, len(items), node)], node)


def _keyed(b: Builder, name: str, node: gast.Call) -> Value:
    key = next(k.value for k in node.keywords if k.arg == "key")
    rest = [k for k in node.keywords if k.arg != "key"]
    plain = gast.copy_location(gast.Call(func=node.func, args=node.args, keywords=rest), node)
    if isinstance(key, gast.Constant) and key.value is None:
        return builtin(b, name, plain)
    values, names = arguments(b, plain)
    if len(node.args) > 1:
        values = [b.emit("list", values[: len(node.args)], node, "tuple"), *values[len(node.args) :]]
    lam = functions.operator(b, key, 1, node)
    return b.emit("py.call", [*values, lam], node, (name, 1, (*names, "key")))


# --- methods --------------------------------------------------------------------------------------------------------


def method(b: Builder, func: gast.Attribute, node: gast.Call, wanted: bool) -> Value:
    """A method of a value. One that changes its receiver rebinds the name the receiver came from."""
    name = func.attr
    if name == "sort" and not node.args:
        return _sort(b, func, node)
    if name == "format" and isinstance(func.value, gast.Constant) and isinstance(func.value.value, str):
        return _str_format(b, func.value, node)
    if name not in MUTATORS:
        if name == "fromkeys" and isinstance(func.value, gast.Name) and func.value.id == "dict":
            values, names = arguments(b, node)
            return b.emit("py.call", values, node, ("dict.fromkeys", len(node.args), names))
        if (
            isinstance(func.value, gast.Name)
            and func.value.id in ("str", "int", "float", "dict", "list", "bytes")
            and (func.value.id not in b.env)
        ):
            return _unbound(b, func, node)
        receiver = expressions.expression(b, func.value)
        values, names = arguments(b, node)
        return b.emit("py.method", [receiver, *values], node, (name, len(node.args), names))
    wants = wanted and name not in (
        "append",
        "extend",
        "insert",
        "add",
        "discard",
        "remove",
        "clear",
        "update",
        "reverse",
    )

    path = assignment.path_of(b, func.value)
    made = expressions.expression(b, func.value) if path is None else None
    values, names = arguments(b, node)

    def change(container: Value) -> tuple[Value, Value]:
        return assignment.change_method(b, container, name, values, names, node)

    result: Value | None = None
    if made is not None:
        _, result = change(made)
    elif path is not None:
        result = assignment.change_at(b, path, change)
    if not wants or result is None:
        return b.const(None, node)
    return result


def _sort(b: Builder, func: gast.Attribute, node: gast.Call) -> Value:
    key = next((k.value for k in node.keywords if k.arg == "key"), None)
    rest = [k for k in node.keywords if k.arg != "key"]
    path = assignment.path_of(b, func.value)
    receiver = expressions.expression(b, func.value) if path is None else None
    values, names = arguments(b, gast.copy_location(gast.Call(func=func, args=[], keywords=rest), node))
    if key is not None and not (isinstance(key, gast.Constant) and key.value is None):
        values, names = [*values, functions.operator(b, key, 1, node)], (*names, "key")

    def change(container: Value) -> tuple[Value, Value]:
        return assignment.change_method(b, container, "sort", values, names, node)

    if receiver is not None:
        change(receiver)
    elif path is not None:
        assignment.change_at(b, path, change)
    return b.const(None, node)


def _unbound(b: Builder, func: gast.Attribute, node: gast.Call) -> Value:
    """``str.upper(x)``: the method of the first argument."""
    if not node.args:
        raise b.refuse("TC402", node, name=func.attr, problem="it needs a receiver", signature=f"{func.attr}(self, …)")
    values, names = arguments(b, node)
    return b.emit("py.method", values, node, (func.attr, len(node.args) - 1, names))


def _str_format(b: Builder, text: gast.Constant, node: gast.Call) -> Value:
    """``"…{}…".format(…)`` of a literal, as the f-string it means."""
    import string

    parts: list[Value] = []
    automatic = 0
    try:
        pieces = list(string.Formatter().parse(text.value))
    except ValueError as error:
        raise b.refuse("TC402", node, name="format", problem=str(error), signature="str.format(*args)") from error
    positional = [expressions.expression(b, a) for a in node.args if not isinstance(a, gast.Starred)]
    named = {k.arg: expressions.expression(b, k.value) for k in node.keywords if k.arg is not None}
    for literal, field, spec, conversion in pieces:
        if literal:
            parts.append(b.const(literal, node))
        if field is None:
            continue
        if field == "":
            field, automatic = str(automatic), automatic + 1
        try:
            value = positional[int(field)] if field.isdigit() else named[field]
        except (IndexError, KeyError):
            raise b.refuse(
                "TC402", node, name="format", problem=f"nothing fills `{{{field}}}`", signature="str.format(*args)"
            ) from None
        if spec and "{" in spec:
            raise b.refuse("TC219", node, construct="a nested field", instead="use an f-string")
        if conversion == "r":
            value = b.emit("py.repr", [value], node)
        parts.append(b.emit("py.format", [value, b.const(spec)], node) if spec else b.emit("py.str", [value], node))
    return b.emit("py.concat", parts, node) if parts else b.const("", node)


# --- tinychain and math ---------------------------------------------------------------------------------------------


def _external(b: Builder, path: str, node: gast.Call) -> Value:
    package, _, name = path.partition(".")
    if path == "math.prod" and node.args:
        return _product(b, node)
    if package == "math":
        values, names = arguments(b, node)
        return b.emit("py.call", values, node, (path, len(node.args), names))
    if package == "tinychain":
        return _tinychain(b, name, path, node)
    if path == "functools.reduce":
        return _reduce(b, node)
    raise b.refuse("TC220", node.func, name=path, package=package)


def _product(b: Builder, node: gast.Call) -> Value:
    """``math.prod(items, start=1)``."""
    from tcc.lowering.build import loops

    if len(node.args) != 1 or any(k.arg != "start" for k in node.keywords):
        signature = "math.prod(items, *, start=1)"
        raise b.refuse("TC402", node, name="math.prod", problem="its arguments do not fit", signature=signature)
    items = b.emit("py.iter", [expressions.expression(b, node.args[0])], node)
    acc = b.hidden("result")
    b.env[acc] = expressions.expression(b, node.keywords[0].value) if node.keywords else b.const(1)

    def body(item: Value) -> None:
        b.env[acc] = b.emit("py.binary", [b.env[acc], item], node, "mul")

    loops.each(b, items, [acc], body, node, "item")
    return b.env.pop(acc)


def _reduce(b: Builder, node: gast.Call) -> Value:
    from tcc.lowering.build import loops

    if len(node.args) != 3:
        raise b.refuse(
            "TC219", node, construct="`reduce` without an initial value", instead="give it one: `reduce(f, items, 0)`"
        )
    func, source, initial = node.args
    items = b.emit("py.iter", [expressions.expression(b, source)], node)
    acc = b.hidden("result")
    b.env[acc] = expressions.expression(b, initial)

    def body(item: Value) -> None:
        b.env[acc] = functions.apply(b, func, [b.env[acc], item], node)

    loops.each(b, items, [acc], body, node, "item")
    return b.env.pop(acc)


def _tinychain(b: Builder, name: str, path: str, node: gast.Call) -> Value:
    values, names = arguments(b, node)

    def take(*params: str) -> list[Value]:
        if len(values) != len(params) or any(n not in params for n in names):
            signature = f"tc.{name}({', '.join(params)})"
            problem = f"it takes {len(params)} argument{'s' if len(params) != 1 else ''}"
            raise b.refuse("TC402", node, name=f"tc.{name}", problem=problem, signature=signature)
        given = dict(zip(params, values[: len(node.args)], strict=False))
        given.update(zip(names, values[len(node.args) :], strict=True))
        return [given[p] for p in params]

    match name.split("."):
        case ["op", "emit"]:
            b.emit_op("emit", take("topic", "value"), [], node)
            return b.const(None, node)
        case ["op", "result"]:
            return take("value")[0]
        case ["scalar", "Value"] | ["after"]:
            return take("value")[0] if name != "after" else take("when", "then")[1]
        case ["error", category] if category in CATEGORIES:
            message = b.emit("py.str", take("message"), node)
            b.emit_op("error", [message], [], node, category)
            return b.undef()
        case _:
            raise b.refuse("TC220", node.func, name=path.replace("tinychain", "tc", 1), package="tinychain")


def raise_(b: Builder, stmt: gast.Raise) -> None:
    """``raise``: a category of ours, or a builtin exception, which is a ``bad_request`` with its message."""
    exc = stmt.exc
    if exc is None:
        raise b.refuse("TC221", stmt, what="", help="raise an error with a message: `raise ValueError(…)`")
    func, args = (exc.func, exc.args) if isinstance(exc, gast.Call) else (exc, [])
    found = static(b, func)
    name = gast.unparse(func).strip()
    match found:
        case External(path=path) if path.startswith("tinychain.error.") and path.split(".")[-1] in CATEGORIES:
            category = path.split(".")[-1]
        case None if isinstance(func, gast.Name) and func.id in _EXCEPTIONS and func.id not in b.env:
            category = "not_implemented" if func.id == "NotImplementedError" else "bad_request"
        case Unknown() if isinstance(func, gast.Name) and "exception" in found.why:
            category = "bad_request"
        case _:
            raise b.refuse("TC221", stmt, what=name)
    if len(args) > 1 or (isinstance(exc, gast.Call) and exc.keywords and not args):
        raise b.refuse("TC221", stmt, what=name, help="give the error one message; build it with an f-string")
    message = b.emit("py.str", [expressions.expression(b, args[0])], stmt) if args else b.const(name, stmt)
    b.emit_op("error", [message], [], stmt, category)


# --- routes ---------------------------------------------------------------------------------------------------------


def _route(b: Builder, function: SourceFunction, node: gast.Call) -> Value:
    """A sibling's route, or a dependency's through its stub."""
    func = node.func
    if isinstance(func, gast.Attribute) and is_self(b, func.value):
        return _call_route(b, function, f"$self/{function.name}", node)
    instance = static(b, func.value) if isinstance(func, gast.Attribute) else None
    if isinstance(instance, Instance):
        identity = instance.identity or instance.cls.identity
        return _dependency(b, instance.cls, identity, function.name, node)
    cls = b.scope.cls
    raise b.refuse(
        "TC216", func, name=function.name, why=f"it is a route of {cls.name if cls else 'a class'}: call it on `self`"
    )


def _made_instance(b: Builder, made: gast.Call) -> tuple[Class, Identity | None] | None:
    found = static(b, made.func)
    return (found, found.identity) if isinstance(found, Class) and found.kind == "stub" else None


def _dependency(b: Builder, cls: Class, identity: Identity | None, name: str, node: gast.Call) -> Value:
    function = cls.routes.get(name)
    if function is None:
        raise b.refuse("TC304", node.func, owner=f"`{cls.name}`", name=name)
    if identity is None:
        raise b.refuse("TC216", node.func, name=name, why=f"`{cls.name}` has no publisher, name and version")
    own = b.program.cls
    if own.identity is not None and identity.link == own.identity.link:
        return _call_route(b, function, f"$self/{name}", node)
    if identity.link not in own.dependencies:
        raise b.refuse(
            "TC216",
            node.func,
            name=name,
            why=f"{identity.link} is not a dependency of {own.name}",
            help=f'add it to the dependencies of `{own.name}`: `dependencies=["{identity.link}"]`',
        )
    return _call_route(b, function, f"{identity.link}/{name}", node)


def _call_route(b: Builder, function: SourceFunction, subject: str, node: gast.Call) -> Value:
    params = functions.parameters(function.node, skip_self=not function.is_static)
    given = functions.match_arguments(b, function.name, params, node)
    verb = function.verb or "GET"
    values: list[Value] = []
    names: list[str] = []
    for param in params:
        if param.name in given:
            values.append(expressions.expression(b, given[param.name]))
            names.append(param.name)
    result = Value(function.name)
    if function.node.returns is not None:
        result.type = hint_type(function.node.returns, function.module)
    b.ops.append(Op("route", values, [result], b.site(node), (verb, subject, tuple(names), len(params))))
    return result
