"""Expressions to SSA, in Python's order of evaluation."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Final

import gast

from tcc.frontend.model import Class, Constant, External, Instance, Module
from tcc.frontend.model import Function as SourceFunction
from tcc.lowering.build import assignment, calls, comprehensions, percent
from tcc.lowering.build.builder import Builder
from tcc.lowering.build.scope import Closure, Scope
from tcc.lowering.build.static import CONSTANTS, is_self, static
from tcc.lowering.names import COMPREHENSIONS
from tcc.lowering.ssa import Value

INT_MIN, INT_MAX = -(2**63), 2**63 - 1

_BINARY = {
    gast.Add: "add", gast.Sub: "sub", gast.Mult: "mul", gast.Div: "div", gast.FloorDiv: "floordiv", gast.Mod: "mod",
    gast.Pow: "pow", gast.LShift: "lshift", gast.RShift: "rshift", gast.BitAnd: "bitand", gast.BitOr: "bitor",
    gast.BitXor: "bitxor", gast.MatMult: "matmul",
}  # fmt: skip
_UNARY = {gast.USub: "neg", gast.UAdd: "pos", gast.Invert: "invert"}
_COMPARE = {
    gast.Eq: "eq", gast.NotEq: "ne", gast.Lt: "lt", gast.LtE: "le", gast.Gt: "gt", gast.GtE: "ge", gast.In: "in",
    gast.NotIn: "not in",
}  # fmt: skip


def binary_name(op: gast.AST) -> str:
    """The name of a binary operator's op."""
    return _BINARY[type(op)]


def expression(b: Builder, node: gast.AST, wanted: bool = True) -> Value:
    """The value of an expression; ``wanted`` is false for a statement that throws it away."""
    match node:
        case gast.Constant():
            return constant(b, node)
        case gast.Name():
            return name(b, node)
        case gast.BinOp(op=gast.Mod(), left=gast.Constant(value=str() as text)):
            return percent.percent(b, text, node)
        case gast.BinOp():
            left = expression(b, node.left)
            return b.emit("py.binary", [left, expression(b, node.right)], node, _BINARY[type(node.op)])
        case gast.UnaryOp(op=gast.Not()):
            return b.emit("py.not", [boolean(b, node.operand)], node)
        case gast.UnaryOp():
            if isinstance(node.op, gast.USub) and isinstance(node.operand, gast.Constant):
                value = node.operand.value
                if isinstance(value, (int, float)) and not isinstance(value, bool):
                    return constant(b, gast.copy_location(gast.Constant(value=-value, kind=None), node))
            return b.emit("py.unary", [expression(b, node.operand)], node, _UNARY[type(node.op)])
        case gast.BoolOp():
            return bool_op(b, node.values, isinstance(node.op, gast.And), node)
        case gast.Compare():
            return compare(b, node)
        case gast.IfExp():
            cond = boolean(b, node.test)
            return b.choose(cond, lambda: expression(b, node.body), lambda: expression(b, node.orelse), node)
        case gast.Call():
            return calls.call(b, node, wanted)
        case gast.Attribute():
            return attribute(b, node)
        case gast.Subscript():
            return subscript(b, node)
        case gast.List() | gast.Tuple():
            return sequence(b, node, "list" if isinstance(node, gast.List) else "tuple")
        case gast.Set():
            return b.emit("py.set_of", [sequence(b, node, "tuple")], node)
        case gast.Dict():
            return dictionary(b, node)
        case gast.JoinedStr():
            return joined(b, node)
        case gast.NamedExpr():
            value = expression(b, node.value)
            b.env[node.target.id] = value
            return value
        case gast.Await():
            return expression(b, node.value)
        case gast.Lambda():
            raise b.refuse("TC224", node, name="lambda", used="used as a value")
        case gast.Starred():
            raise b.refuse("TC219", node, construct="a star here", instead="write the items, or build the list first")
        case gast.Yield() | gast.YieldFrom():
            raise b.refuse("TC205", node)
        case _ if isinstance(node, COMPREHENSIONS):
            return comprehensions.comprehension(b, node)
        case _:
            raise b.refuse(
                "TC219",
                node,
                construct=f"`{type(node).__name__}`",
                instead="write it with the constructs of docs/python.md",
            )


def boolean(b: Builder, node: gast.AST) -> Value:
    """The truth of an expression, as a condition takes it: a bool or a number."""
    match node:
        case gast.UnaryOp(op=gast.Not()):
            return b.emit("py.not", [boolean(b, node.operand)], node)
        case gast.BoolOp():
            conjunction = isinstance(node.op, gast.And)
            return _short_circuit(b, node.values, conjunction, node)
        case gast.Compare():
            return compare(b, node)
        case _:
            return b.emit("py.truth", [expression(b, node)], node)


def _short_circuit(b: Builder, values: list[gast.AST], conjunction: bool, node: gast.AST) -> Value:
    first = boolean(b, values[0])
    if len(values) == 1:
        return first

    def rest() -> Value:
        return _short_circuit(b, values[1:], conjunction, node)

    def short() -> Value:
        return b.const(not conjunction)

    return b.choose(first, rest, short, node) if conjunction else b.choose(first, short, rest, node)


def bool_op(b: Builder, values: list[gast.AST], conjunction: bool, node: gast.AST) -> Value:
    """``and`` and ``or`` as values: the operand that decided."""
    first = expression(b, values[0])
    if len(values) == 1:
        return first
    cond = b.emit("py.truth", [first], values[0])

    def rest() -> Value:
        return bool_op(b, values[1:], conjunction, node)

    return b.choose(cond, rest, lambda: first, node) if conjunction else b.choose(cond, lambda: first, rest, node)


def compare(b: Builder, node: gast.Compare) -> Value:
    """A comparison; a chain evaluates each operand once and stops at the first that fails."""
    return _chain(b, expression(b, node.left), node.left, list(node.ops), list(node.comparators), node)


def _chain(
    b: Builder, left: Value, left_node: gast.AST, ops: list[gast.AST], rights: list[gast.AST], node: gast.AST
) -> Value:
    right = expression(b, rights[0])
    first = _compare_one(b, left, left_node, ops[0], right, rights[0], node)
    if len(ops) == 1:
        return first
    return b.choose(
        first,
        lambda: _chain(b, right, rights[0], ops[1:], rights[1:], node),
        lambda: b.const(False),
        node,
    )


def _compare_one(
    b: Builder, left: Value, left_node: gast.AST, op: gast.AST, right: Value, right_node: gast.AST, node: gast.AST
) -> Value:
    if isinstance(op, (gast.Is, gast.IsNot)):
        negate = isinstance(op, gast.IsNot)
        for value, other in ((left, right_node), (right, left_node)):
            if isinstance(other, gast.Constant) and other.value is None:
                found = b.emit("py.is_none", [value], node)
                return b.emit("py.not", [found], node) if negate else found
            if isinstance(other, gast.Constant) and isinstance(other.value, bool):
                return _is_bool(b, value, other.value, negate, node)
        operator, replacement = ("is not", "!=") if negate else ("is", "==")
        raise b.refuse("TC214", node, operator=operator, replacement=replacement)
    if not isinstance(op, (gast.In, gast.NotIn)):
        left, right = _view_compared(b, left, right, node), _view_compared(b, right, left, node)
    return b.emit("py.compare", [left, right], node, _COMPARE[type(op)])


def _view_compared(b: Builder, value: Value, other: Value, node: gast.AST) -> Value:
    """A dict's ``keys()`` compare as a set, ``items()`` as a dict (with others as a set), ``values()`` with nothing."""
    match _view_of(b, value):
        case "values":
            raise b.refuse("TC219", node, construct="a comparison of `values()`", instead="compare lists: `list(…)`")
        case "items" if _view_of(b, other) == "items":
            return b.emit("py.call", [value], node, ("dict", 1, ()))
        case "keys" | "items":
            return b.emit("py.set_of", [value], node)
        case _:
            return value


def _view_of(b: Builder, value: Value) -> str | None:
    """Which view of a dict a value was made as, in this block."""
    made = next((op for op in b.ops if op.code == "py.method" and value in op.results), None)
    return str(made.attr[0]) if made is not None else None  # type: ignore[index]


def _is_bool(b: Builder, value: Value, wanted: bool, negate: bool, node: gast.AST) -> Value:
    """``x is True``: a bool, and that one."""
    found = b.choose(
        b.emit("py.isinstance", [value], node, ("bool",)),
        lambda: b.emit("py.compare", [value, b.const(wanted)], node, "eq"),
        lambda: b.const(False),
        node,
    )
    return b.emit("py.not", [found], node) if negate else found


def constant(b: Builder, node: gast.Constant) -> Value:
    """A literal."""
    value = node.value
    if isinstance(value, int) and not isinstance(value, bool) and not INT_MIN <= value <= INT_MAX:
        raise b.refuse("TC213", node, value=value)
    if value is Ellipsis:
        raise b.refuse("TC219", node, construct="`...` as a value", instead="use None")
    return b.const(value, node)


def name(b: Builder, node: gast.Name) -> Value:
    """A name read as a value."""
    known = b.env.get(node.id)
    if known is not None:
        return assignment.read_view(b, node.id, node) if node.id in b.views else known
    found = static(b, node)
    return static_value(b, found, node, node.id)


def static_value(b: Builder, found: object, node: gast.AST, text: str) -> Value:
    """The value of something known at compile time: a module's constant, or a refusal that says what it is."""
    match found:
        case Constant():
            return in_module(b, found.module, found.value, "TC503", text)
        case External(path=path) if path in CONSTANTS:
            return b.const(CONSTANTS[path], node)
        case Closure() | SourceFunction():
            raise b.refuse("TC224", node, name=text, used="used as a value")
        case Class() | Instance() | Module() | External():
            raise b.refuse("TC303", node, name=text, why="it is not a value")
        case None:
            if is_self(b, node):
                raise b.refuse("TC306", node)
            if text in calls.BUILTINS:
                raise b.refuse("TC224", node, name=text, used="used as a value")
            raise b.refuse("TC301", node, name=text, help=spelling(b, text))
        case unknown:
            raise b.refuse("TC303", node, name=text, why=getattr(unknown, "why", "it is not known"))


def spelling(b: Builder, text: str) -> str | None:
    """What to do about a name that nothing has: the name that was probably meant, if there is one."""
    known = [n for n in [*b.env, *b.scope.module.names, *calls.BUILTINS] if not n.startswith("%")]
    close = get_close_matches(text, known, 1, 0.65)
    return f"did you mean `{close[0]}`?" if close else None


def in_module(b: Builder, module: Module, value: gast.AST, code: str, name: str) -> Value:
    """Build a constant expression of a module where it is used; a change of what it gives is refused with ``code``."""
    outer_scope, outer_env, outer_file = b.scope, b.env, b.file
    b.scope, b.env, b.file = Scope(module, outer_scope.cls, None, None), {}, module.source.name
    try:
        made = expression(b, value)
        shared = any(isinstance(n, _CONTAINERS) for n in gast.walk(value))
        return b.emit("py.constant", [made], value, (code, name)) if shared else made
    finally:
        b.scope, b.env, b.file = outer_scope, outer_env, outer_file


_CONTAINERS: Final = (gast.List, gast.Dict, gast.Set, gast.ListComp, gast.DictComp, gast.SetComp, gast.Call)


def attribute(b: Builder, node: gast.Attribute) -> Value:
    """An attribute read: a constant of a module or class, or a number's part."""
    found = static(b, node)
    if found is not None:
        if isinstance(found, gast.AST):
            module = b.scope.cls.module if b.scope.cls else b.scope.module
            return in_module(b, module, found, "TC503", node.attr)
        return static_value(b, found, node, gast.unparse(node).strip())
    if node.attr in ("real", "imag"):
        return b.emit("py.method", [expression(b, node.value)], node, (node.attr, 0, ()))
    if is_self(b, node.value):
        owner = b.scope.cls.name if b.scope.cls else "self"
        raise b.refuse("TC304", node, owner=f"`{owner}`", name=node.attr)
    instead = "values have items and methods: `x[…]`, `x.method(…)`"
    raise b.refuse("TC219", node, construct=f"the attribute `{node.attr}`", instead=instead)


def subscript(b: Builder, node: gast.Subscript) -> Value:
    """``x[i]`` and ``x[a:b:c]``."""
    container = expression(b, node.value)
    if isinstance(node.slice, gast.Slice):
        return b.emit("py.slice", [container, *slice_parts(b, node.slice)], node)
    return b.emit("py.item", [container, expression(b, node.slice)], node)


def slice_parts(b: Builder, node: gast.Slice) -> list[Value]:
    """Start, stop and step; None where left out."""
    return [b.const(None) if p is None else expression(b, p) for p in (node.lower, node.upper, node.step)]


def sequence(b: Builder, node: gast.List | gast.Tuple | gast.Set, kind: str) -> Value:
    """A list or tuple display; stars are spliced in."""
    parts: list[Value] = []
    run: list[Value] = []

    def close() -> None:
        if run:
            parts.append(b.emit("list", list(run), node, kind))
            run.clear()

    for item in node.elts:
        if isinstance(item, gast.Starred):
            close()
            parts.append(b.emit("py.call", [expression(b, item.value)], item, (kind, 1, ())))
        else:
            value = expression(b, item)
            hashed = isinstance(node, gast.Set) and value.literal is None
            run.append(b.emit("py.key", [value], item) if hashed else value)
    if not parts:
        return b.emit("list", run, node, kind)
    close()
    result = parts[0]
    for part in parts[1:]:
        result = b.emit("py.binary", [result, part], node, "add")
    return result


def dictionary(b: Builder, node: gast.Dict) -> Value:
    """A dict display; ``**other`` is merged in order, and so is a key that stands twice: the first keeps its place."""
    result: Value | None = None
    run: list[Value] = []
    seen: set[object] = set()
    for key, value in zip(node.keys, node.values, strict=True):
        named = None if key is None else expression(b, key)
        if named is not None and named.literal is None:
            named = b.emit("py.key", [named], key)
        if named is not None and named.literal is not None and named.literal[0] in seen:
            part = b.emit("map", list(run), node)
            result = part if result is None else b.emit("py.binary", [result, part], node, "bitor")
            run.clear()
            seen.clear()
        if named is None:
            if run or result is None:
                part = b.emit("map", list(run), node)
                run.clear()
                result = part if result is None else b.emit("py.binary", [result, part], node, "bitor")
            result = b.emit("py.binary", [result, expression(b, value)], node, "bitor")
        else:
            run += [named, expression(b, value)]
            if named.literal is not None:
                seen.add(named.literal[0])
    if result is None:
        return b.emit("map", run, node)
    return b.emit("py.binary", [result, b.emit("map", run, node)], node, "bitor") if run else result


def joined(b: Builder, node: gast.JoinedStr) -> Value:
    """An f-string."""
    parts: list[Value] = []
    for part in node.values:
        match part:
            case gast.Constant():
                parts.append(b.const(part.value, part))
            case gast.FormattedValue():
                value = expression(b, part.value)
                if part.conversion == ord("r"):
                    value = b.emit("py.repr", [value], part)
                elif part.conversion == ord("s"):
                    value = b.emit("py.str", [value], part)
                elif part.conversion == ord("a"):
                    raise b.refuse("TC219", part, construct="the conversion `!a`", instead="use `!r`")
                if part.format_spec is None:
                    parts.append(b.emit("py.str", [value], part))
                else:
                    parts.append(b.emit("py.format", [value, joined(b, part.format_spec)], part))
    if not parts:
        return b.const("", node)
    return parts[0] if len(parts) == 1 else b.emit("py.concat", parts, node)
