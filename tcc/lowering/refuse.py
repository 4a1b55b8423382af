"""What no body may hold, found before anything is built, so that one mistake is one message.

with open(path) as file:     →   TC202 at `with`, and nothing about `file`
    return file.read()
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import gast

from tcc.diagnostics import Diagnostic, Span, codes
from tcc.lowering.children import children

_STATEMENTS: Final[dict[type, tuple[str, str]]] = {
    gast.Try: ("TC201", "try"),
    gast.TryStar: ("TC201", "try"),
    gast.With: ("TC202", "with"),
    gast.AsyncWith: ("TC202", "async with"),
    gast.Global: ("TC203", "global"),
    gast.Nonlocal: ("TC204", "nonlocal"),
    gast.ClassDef: ("TC206", "class"),
    gast.Import: ("TC207", "import"),
    gast.ImportFrom: ("TC207", "from"),
}
"""Statements that are never compiled: their code, and the word to point at."""

_SUSPECTS: Final = frozenset({*_STATEMENTS, gast.Yield, gast.YieldFrom, gast.Attribute, gast.While})
_FUNCTIONS: Final = (gast.FunctionDef, gast.AsyncFunctionDef, gast.Lambda)


def refusals(function: gast.FunctionDef | gast.AsyncFunctionDef, file: str) -> list[Diagnostic]:
    """The statements and targets of a body that are never compiled. A nested function is asked when it is built."""
    return [found for stmt in function.body for found in _refused(stmt, file)]


def _refused(node: gast.AST, file: str) -> Iterator[Diagnostic]:
    pending = [node]
    while pending:
        node = pending.pop()
        if isinstance(node, _FUNCTIONS):
            continue
        if type(node) not in _SUSPECTS:
            pending += reversed(children(node))
            continue
        match node:
            case gast.Global() | gast.Nonlocal():
                code, word = _STATEMENTS[type(node)]
                yield codes.make(code, _first_word(node, word, file), name=node.names[0])
            case _ if type(node) in _STATEMENTS:
                code, word = _STATEMENTS[type(node)]
                yield codes.make(code, _first_word(node, word, file))
                continue  # whatever is inside goes with it
            case gast.Yield() | gast.YieldFrom():
                yield codes.make("TC205", Span.of(node, file))
            case gast.Attribute(ctx=gast.Store() | gast.Del()):
                yield codes.make("TC210", Span.of(node, file), target=gast.unparse(node).strip())
            case gast.While(test=gast.Constant(value=value)) if value and not _leaves(node.body):
                yield codes.make("TC215", _first_word(node, "while", file))
        pending += reversed(children(node))


def _leaves(body: list[gast.AST], inner: bool = False) -> bool:
    """Whether anything in the body of a loop leaves it. ``inner``: a ``break`` here leaves another loop."""
    for stmt in body:
        match stmt:
            case gast.Return() | gast.Raise() | gast.Assert():
                return True
            case gast.Break() if not inner:
                return True
            case gast.While() | gast.For() | gast.AsyncFor():
                if _leaves(stmt.body, inner=True) or _leaves(stmt.orelse, inner):
                    return True
            case gast.If():
                if _leaves(stmt.body, inner) or _leaves(stmt.orelse, inner):
                    return True
            case gast.Match():
                if any(_leaves(case.body, inner) for case in stmt.cases):
                    return True
            case gast.Try() | gast.TryStar() | gast.With() | gast.AsyncWith():
                return True  # refused by itself
            case gast.Expr(value=gast.Call(func=gast.Attribute(value=gast.Attribute(attr="error")))):
                return True  # tc.error.<category>(…) raises by itself
    return False


def _first_word(node: gast.AST, word: str, file: str) -> Span:
    return Span(file, node.lineno, node.col_offset, node.lineno, node.col_offset + len(word))
