"""Which statements of a module bind or change each of its top-level names, before anything is resolved."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from enum import Enum
from typing import TypeAlias

from msgspec import Struct


class When(Enum):
    """Under what a binding stands: always bound, in a script only, for type checkers only, or perhaps never."""

    ALWAYS = "always"
    SCRIPT = "only when the file runs as a script"
    TYPING = "only for type checkers"
    MAYBE = "only under a condition"


_HARMLESS = frozenset({"print", "len", "repr"})

Binder: TypeAlias = (
    "ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Import | ast.ImportFrom | ast.expr | None"
)


class Bound(Struct, frozen=True, eq=False):
    """One binding of a name.

    ``value`` is the definition, the import, or the expression that is assigned; None where the value is not one
    expression (a loop's target, an unpacked call). ``at`` is where to point. ``alias`` is the imported name.
    """

    value: Binder
    at: ast.AST
    when: When
    alias: ast.alias | None = None


class Bindings(Struct, eq=False):
    """What a module's top level does with names, in source order."""

    bound: dict[str, list[Bound]]
    changed: dict[str, ast.AST]
    """Names whose value the module changes after binding it, and where: ``TABLE[0] = 1``, ``TABLE.append(2)``."""
    stars: list[ast.ImportFrom]
    attributes: list[tuple[str, ast.Attribute]]
    """``Name.attribute = …``, by the name."""


def scan(tree: ast.Module, text: str) -> Bindings:
    """The bindings of a module's top level. ``text`` is its source, to skip searches for what it does not contain."""
    scanner = _Scanner()
    scanner.block(tree.body, When.ALWAYS)
    if "global" in text:
        scanner.globals(tree)
    if ":=" in text:
        scanner.walruses(tree)
    scanner.spread()
    return Bindings(scanner.bound, scanner.changed, scanner.stars, scanner.attributes)


class _Scanner:
    def __init__(self) -> None:
        self.bound: dict[str, list[Bound]] = {}
        self.changed: dict[str, ast.AST] = {}
        self.stars: list[ast.ImportFrom] = []
        self.attributes: list[tuple[str, ast.Attribute]] = []

    def bind(self, name: str, bound: Bound) -> None:
        self.bound.setdefault(name, []).append(bound)

    def block(self, statements: Iterable[ast.stmt], when: When) -> None:
        for statement in statements:
            self.statement(statement, when)

    def statement(self, node: ast.stmt, when: When) -> None:
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                self.bind(node.name, Bound(node, node, when))
            case ast.Import():
                for alias in node.names:
                    self.bind(alias.asname or alias.name.partition(".")[0], Bound(node, node, when, alias))
            case ast.ImportFrom():
                for alias in node.names:
                    if alias.name == "*":
                        self.stars.append(node)
                    else:
                        self.bind(alias.asname or alias.name, Bound(node, node, when, alias))
            case ast.Assign():
                for target in node.targets:
                    self.target(target, node.value, when)
            case ast.AnnAssign():
                if node.value is not None:
                    self.target(node.target, node.value, when)
            case ast.AugAssign():
                self.target(node.target, None, when)
                if isinstance(node.target, ast.Name):
                    self.changed.setdefault(node.target.id, node)
            case ast.For() | ast.AsyncFor():
                self.target(node.target, None, when)
                self.block([*node.body, *node.orelse], _within(when, When.MAYBE))
            case ast.While():
                self.block([*node.body, *node.orelse], _within(when, When.MAYBE))
            case ast.If():
                self.block(node.body, _within(when, _guard(node.test)))
                self.block(node.orelse, _within(when, When.MAYBE))
            case ast.With() | ast.AsyncWith():
                for item in node.items:
                    if item.optional_vars is not None:
                        self.target(item.optional_vars, None, when)
                self.block(node.body, when)
            case ast.Try() | ast.TryStar():
                self.block([*node.body, *node.orelse, *node.finalbody], when)
                for handler in node.handlers:
                    self.block(handler.body, _within(when, When.MAYBE))
            case ast.Match():
                for case in node.cases:
                    for part in ast.walk(case.pattern):
                        name = getattr(part, "name", None) or getattr(part, "rest", None)
                        if name is not None:
                            self.bind(name, Bound(None, node, when))
                    self.block(case.body, _within(when, When.MAYBE))
            case ast.Delete():
                for target in node.targets:
                    self.target(target, None, when)
            case ast.Expr(value=ast.Call() as call) if when is not When.SCRIPT:
                self.call(call)
            case _:
                pass

    def target(self, target: ast.expr, value: ast.expr | None, when: When) -> None:
        """An assignment to ``target``; ``value`` is None where it is not one expression."""
        match target:
            case ast.Name():
                self.bind(target.id, Bound(value, target, when))
            case ast.Starred():
                self.target(target.value, None, when)
            case ast.Tuple() | ast.List():
                for item, part in zip(target.elts, _parts(target.elts, value), strict=True):
                    self.target(item, part, when)
            case ast.Attribute(value=ast.Name(id=name)):
                self.attributes.append((name, target))
                self.changed.setdefault(name, target)
            case ast.Attribute() | ast.Subscript():
                root = _root(target)
                if root is not None:
                    self.changed.setdefault(root, target)

    def call(self, call: ast.Call) -> None:
        """A call as a statement: it may change the object it is called on, and its arguments."""
        if isinstance(call.func, ast.Name) and call.func.id in _HARMLESS:
            return
        for part in (call.func.value if isinstance(call.func, ast.Attribute) else None, *call.args):
            root = part and _root(part)
            if root:
                self.changed.setdefault(root, call)

    def globals(self, tree: ast.Module) -> None:
        """Names a function rebinds through ``global``."""
        for node in ast.walk(tree):
            if isinstance(node, ast.Global):
                for name in node.names:
                    self.changed.setdefault(name, node)

    def walruses(self, tree: ast.Module) -> None:
        """Names the top level binds inside an expression."""
        for node in _outside_functions(tree):
            if isinstance(node, ast.NamedExpr):
                self.bind(node.target.id, Bound(None, node, When.MAYBE))

    def spread(self) -> None:
        """What is changed under one name is changed under every name it was reached from."""
        pending = list(self.changed)
        while pending:
            name = pending.pop()
            for bound in self.bound.get(name, ()):
                if isinstance(bound.value, ast.expr):
                    for node in ast.walk(bound.value):
                        if isinstance(node, ast.Name) and node.id not in self.changed:
                            self.changed[node.id] = self.changed[name]
                            pending.append(node.id)


def _within(outer: When, inner: When) -> When:
    return inner if outer is When.ALWAYS else outer if inner is When.ALWAYS or outer is inner else When.MAYBE


def _guard(test: ast.expr) -> When:
    match test:
        case (
            ast.Compare(left=ast.Name(id="__name__"), ops=[ast.Eq()], comparators=[ast.Constant(value="__main__")])
            | ast.Compare(left=ast.Constant(value="__main__"), ops=[ast.Eq()], comparators=[ast.Name(id="__name__")])
        ):
            return When.SCRIPT
        case ast.Name(id="TYPE_CHECKING") | ast.Attribute(attr="TYPE_CHECKING"):
            return When.TYPING
        case ast.Constant(value=True):
            return When.ALWAYS
    return When.MAYBE


def _parts(targets: list[ast.expr], value: ast.expr | None) -> list[ast.expr | None]:
    """The expressions that unpacking ``value`` assigns to ``targets``, where they can be told apart."""
    match value:
        case ast.Tuple(elts=parts) | ast.List(elts=parts) if len(parts) == len(targets):
            if not any(isinstance(item, ast.Starred) for item in (*targets, *parts)):
                return [*parts]
    return [None] * len(targets)


def _root(node: ast.expr) -> str | None:
    """The name a chain of attributes, items and calls begins with."""
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Starred | ast.Call):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else None


def _outside_functions(tree: ast.AST) -> Iterator[ast.AST]:
    """Every node that runs when the module is imported, class bodies and functions' bodies left out."""
    pending: list[ast.AST] = [tree]
    while pending:
        node = pending.pop()
        yield node
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
            pending.extend(ast.iter_child_nodes(node))
