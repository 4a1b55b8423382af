"""Values of the constant expressions that say who a library is: strings, tuples, f-strings, names of constants."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import TypeAlias

Folded: TypeAlias = "str | int | bool | None | tuple[Folded, ...] | dict[Folded, Folded]"

_DEEPEST = 50


class NotConstant(Exception):  # noqa: N818 - not an error by itself
    """``node`` is what has no value before the program runs."""

    def __init__(self, node: ast.expr) -> None:
        super().__init__(ast.dump(node))
        self.node = node


def fold(node: ast.expr, lookup: Callable[[ast.expr], Folded], depth: int = 0) -> Folded:
    """The value of ``node``; ``lookup`` gives that of names, attributes and calls, or raises NotConstant."""
    if depth > _DEEPEST:
        raise NotConstant(node)

    def inner(part: ast.expr) -> Folded:
        return fold(part, lookup, depth + 1)

    match node:
        case ast.Constant(value=str() | int() | None as value):
            return value
        case ast.Tuple(elts=items) | ast.List(elts=items) | ast.Set(elts=items):
            return tuple(value for item in items for value in _items(item, inner))
        case ast.Dict(keys=keys, values=values) if None not in keys:
            return {inner(key): inner(value) for key, value in zip(keys, values, strict=True) if key is not None}
        case ast.JoinedStr(values=parts):
            return "".join(_formatted(part, inner) for part in parts)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            match inner(left), inner(right):
                case (str() as a, str() as b):
                    return a + b
                case (tuple() as c, tuple() as d):
                    return c + d
        case ast.Subscript(value=value, slice=index):
            container, key = inner(value), inner(index)
            try:
                return container[key]  # type: ignore[index]
            except (TypeError, LookupError):
                raise NotConstant(node) from None
        case ast.Name() | ast.Attribute() | ast.Call():
            return lookup(node)
    raise NotConstant(node)


def _items(node: ast.expr, inner: Callable[[ast.expr], Folded]) -> tuple[Folded, ...]:
    if not isinstance(node, ast.Starred):
        return (inner(node),)
    value = inner(node.value)
    if not isinstance(value, tuple):
        raise NotConstant(node)
    return value


def _formatted(node: ast.expr, inner: Callable[[ast.expr], Folded]) -> str:
    match node:
        case ast.Constant(value=str() as text):
            return text
        case ast.FormattedValue(value=value, conversion=-1, format_spec=None):
            folded = inner(value)
            if isinstance(folded, str | int):
                return str(folded)
    raise NotConstant(node)
