"""``ast`` → gast, one tree for every Python version, columns in code points.

    ast.arg(arg="n", annotation=…)    →   gast.Name(id="n", ctx=gast.Param(), annotation=…)

The nodes are those ``gast.ast_to_gast`` makes, made in half the time and without recursion, so that a chain of a
thousand ``elif`` or ``+`` is no deeper than any other tree. Contexts and operators have no fields and are shared.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any, Final

import gast

from tcc.frontend.lines import code_points, split_lines
from tcc.frontend.model import Source


def normalise(tree: ast.AST, source: Source) -> gast.AST:
    """The gast form of a part of ``source``."""
    root = _MAKERS[type(tree)](tree)
    pending = [root]
    while pending:
        fields = pending.pop().__dict__
        for name, value in fields.items():
            cls = type(value)
            if cls in _MAKERS:
                child = fields[name] = _MAKERS[cls](value)
                pending.append(child)
            elif cls in _SHARED:
                fields[name] = _SHARED[cls]
            elif cls is list:
                made = []
                for item in value:
                    cls = type(item)
                    if cls in _MAKERS:
                        item = _MAKERS[cls](item)
                        pending.append(item)
                    elif cls in _SHARED:
                        item = _SHARED[cls]
                    made.append(item)
                fields[name] = made
    if not source.text.isascii():
        _count_code_points(root, split_lines(source.text))
    return root


_Maker = Callable[[Any], Any]
"""Makes the gast node of a node; its children are still those of ``ast``."""


def _plain(cls: type[Any], missing: dict[str, Any]) -> _Maker:
    new: Callable[[type[Any]], Any] = ast.AST.__new__

    def make(node: Any) -> Any:
        made = new(cls)
        made.__dict__.update(missing)
        made.__dict__.update(node.__dict__)
        return made

    return make


def _with_list(cls: type[Any], field: str) -> _Maker:
    """Like ``_plain``, for a list-valued field that older Pythons' nodes do not have."""
    new: Callable[[type[Any]], Any] = ast.AST.__new__

    def make(node: Any) -> Any:
        made = new(cls)
        made.__dict__[field] = []
        made.__dict__.update(node.__dict__)
        return made

    return make


def _argument(node: ast.arg) -> Any:
    return ast.copy_location(gast.Name(node.arg, gast.Param(), node.annotation, node.type_comment), node)


def _handler(node: ast.ExceptHandler) -> Any:
    name = None if node.name is None else gast.Name(node.name, gast.Store(), None, None)
    return ast.copy_location(gast.ExceptHandler(node.type, name, node.body), node)


def _classes() -> list[tuple[type[ast.AST], type[Any]]]:
    """The node classes that ``ast`` and gast both have."""
    both = [(old, getattr(gast, name, old)) for name, old in vars(ast).items()]
    return [(old, new) for old, new in both if isinstance(old, type) and issubclass(old, ast.AST) and old is not new]


_FIELDLESS: Final = (ast.expr_context, ast.operator, ast.unaryop, ast.boolop, ast.cmpop)

_SHARED: Final[dict[type[Any], Any]] = {old: new() for old, new in _classes() if issubclass(old, _FIELDLESS)}

_MAKERS: Final[dict[type[Any], _Maker]] = {
    **{old: _plain(new, {}) for old, new in _classes() if old not in _SHARED},
    ast.Name: _plain(gast.Name, {"annotation": None, "type_comment": None}),
    ast.FunctionDef: _with_list(gast.FunctionDef, "type_params"),
    ast.AsyncFunctionDef: _with_list(gast.AsyncFunctionDef, "type_params"),
    ast.ClassDef: _with_list(gast.ClassDef, "type_params"),
    ast.arg: _argument,
    ast.ExceptHandler: _handler,
}


def _count_code_points(root: gast.AST, lines: list[str]) -> None:
    for node in gast.walk(root):
        line = getattr(node, "lineno", None)
        if line is not None:
            node.col_offset = code_points(lines[line - 1], node.col_offset)
            node.end_col_offset = code_points(lines[node.end_lineno - 1], node.end_col_offset)
