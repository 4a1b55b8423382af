"""The same source in CPython, with one change: an int that leaves 64 bits is an error, as the contract has it.

total = a * b        ->     total = _int64(a * b)
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

import tinychain as tc
from tests.oracle.outcome import Answered, Failed, Outcome
from tinychain.component import Component

_run = cast("Callable[..., tuple[object, list[tuple[str, object]]]]", tc.testing.run)
LOW, HIGH = -(2**63), 2**63


def _int64(value: object) -> object:
    if isinstance(value, int) and not LOW <= value < HIGH:
        raise OverflowError("integer overflow")
    return value


class _Guard(ast.NodeTransformer):
    """Wraps every expression that can make a new int."""

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        return self._wrap(node)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.AST:
        return self._wrap(node)

    def visit_Call(self, node: ast.Call) -> ast.AST:
        return self._wrap(node)

    def visit_AugAssign(self, node: ast.AugAssign) -> list[ast.stmt]:
        """The target's new value is looked at once more, in a statement of its own, where that has no effect."""
        self.generic_visit(node)
        if any(isinstance(n, ast.Call | ast.NamedExpr) for n in ast.walk(node.target)):
            return [node]
        again = ast.parse(f"_int64({ast.unparse(node.target)})").body
        return [node, *again]

    def _wrap(self, node: ast.expr) -> ast.AST:
        self.generic_visit(node)
        return ast.copy_location(ast.Call(ast.Name("_int64", ast.Load()), [node], []), node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        """Bodies only: decorators and hints stay what they are."""
        node.body = [new for old in node.body for new in _listed(self.visit(old))]
        return node

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        node.body = [new for old in node.body for new in _listed(self.visit(old))]
        return node

    def visit_MatchValue(self, node: ast.MatchValue) -> ast.AST:
        """A pattern is not an expression: ``-1`` stays."""
        return node


def _listed(found: ast.AST | list[ast.stmt]) -> list[ast.stmt]:
    return found if isinstance(found, list) else [cast(ast.stmt, found)]


@dataclass(frozen=True)
class Program:
    """A definition in CPython."""

    definition: type[Component]

    def call(self, route: str, args: dict[str, object]) -> Outcome:
        """Call a route as a kernel would: parameters checked, the result as a caller gets it."""
        try:
            value, events = _run(self.definition, route, **args)
        except tc.Error as error:
            cause = error.__cause__ or error
            return Failed(error.message, chosen=type(cause) is ValueError and _raised_by_program(cause))
        except Exception as error:  # noqa: BLE001 - whatever CPython raises is the expectation
            return Failed(f"{type(error).__name__}: {error}")
        return Answered(value, events)


def _raised_by_program(error: BaseException) -> bool:
    """Whether a ``raise`` statement of the program made it: its last frame is the program's own."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None or trace.tb_frame.f_code.co_filename != FILE:
        return False
    lines: list[str] = trace.tb_frame.f_globals["_LINES"]
    return lines[trace.tb_lineno - 1].lstrip().startswith("raise ")


FILE = "<program>"


def load(source: str, name: str | None = None) -> Program:
    """Run a module's source and give its definition called ``name``, or the only one it has."""
    tree = ast.fix_missing_locations(_Guard().visit(ast.parse(source)))
    text = ast.unparse(tree)
    namespace: dict[str, object] = {"__name__": "program", "_int64": _int64, "_LINES": text.splitlines()}
    exec(compile(text, FILE, "exec"), namespace)
    if name is None:
        name = next(n for n, v in namespace.items() if isinstance(v, type) and issubclass(v, Component))
    return Program(cast(type[Component], namespace[name]))
