"""``"…%d…" % values`` of a literal, as the f-string it means."""

from __future__ import annotations

import re
from typing import Final

import gast

from tcc.lowering.build import expressions
from tcc.lowering.build.builder import Builder
from tcc.lowering.ssa import Value

_FIELD: Final = re.compile(r"%(?:\((\w+)\))?([-+ #0]*)(\d*)(?:\.(\d+))?([a-zA-Z%])")
_SIGNATURE: Final = '"…%s…" % values'


def percent(b: Builder, text: str, node: gast.BinOp) -> Value:
    """The formatted text; the fields must fit the values as far as both can be seen."""
    if "%" in _FIELD.sub("", text):
        raise b.refuse("TC402", node.left, name="%", problem="the format has a lone `%`", signature=_SIGNATURE)
    fields = list(_FIELD.finditer(text))
    values = _values(b, node.right, [f for f in fields if f[5] != "%"], node)
    parts: list[Value] = []
    at = 0
    for field in fields:
        if field.start() > at:
            parts.append(b.const(text[at : field.start()], node))
        at = field.end()
        parts.append(b.const("%", node) if field[5] == "%" else _field(b, field, values.pop(0), node))
    if at < len(text):
        parts.append(b.const(text[at:], node))
    if not parts:
        return b.const("", node)
    return parts[0] if len(parts) == 1 else b.emit("py.concat", parts, node)


def _values(b: Builder, right: gast.AST, fields: list[re.Match[str]], node: gast.AST) -> list[Value]:
    """The value of each field, in order."""
    if fields and all(f[1] for f in fields):
        table = expressions.expression(b, right)
        return [b.emit("py.item", [table, b.const(f[1])], node) for f in fields]
    if any(f[1] for f in fields):
        raise b.refuse(
            "TC402", node, name="%", problem="some fields have names and some have not", signature=_SIGNATURE
        )
    if not isinstance(right, gast.Tuple):
        if len(fields) != 1:
            raise b.refuse(
                "TC402", node, name="%", problem=f"{len(fields)} fields take one value", signature=_SIGNATURE
            )
        return [expressions.expression(b, right)]
    if len(right.elts) != len(fields):
        problem = f"{len(fields)} fields take {len(right.elts)} values"
        raise b.refuse("TC402", node, name="%", problem=problem, signature=_SIGNATURE)
    return [expressions.expression(b, e) for e in right.elts]


def _field(b: Builder, field: re.Match[str], value: Value, node: gast.AST) -> Value:
    flags, width, precision, kind = field[2], field[3], field[4], field[5]
    align = "<" if "-" in flags else ">"
    if kind in "sr":
        shown = b.emit("py.str" if kind == "s" else "py.repr", [value], node)
        spec = (f"{align}{width}" if width else "") + (f".{precision}" if precision else "")
        return b.emit("py.format", [shown, b.const(spec)], node) if spec else shown
    if kind in "diu":
        value, kind = b.emit("py.call", [value], node, ("math.trunc", 1, ())), "d"
        if precision:
            raise b.refuse("TC219", node, construct="a precision of `%d`", instead="use an f-string")
        if not flags and not width:
            return b.emit("py.str", [value], node)
    elif kind not in "fFeEgGxXo":
        raise b.refuse("TC219", node, construct=f"the field `%{kind}`", instead="use an f-string")
    sign = "+" if "+" in flags else " " if " " in flags else ""
    fill = "<" if "-" in flags else ""
    zero = "0" if "0" in flags and "-" not in flags else ""
    spec = f"{fill}{sign}{'#' if '#' in flags else ''}{zero}{width}{'.' + precision if precision else ''}{kind}"
    return b.emit("py.format", [value, b.const(spec)], node)
