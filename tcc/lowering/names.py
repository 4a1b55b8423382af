"""Which names a piece of Python binds, reads or changes. Our own scopes: one walk, no metadata.

*Binds* covers assignment in every form and also what compiles to rebinding: a method that changes its receiver, an
item store, and a call that changes one of its arguments.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import gast

from tcc.lowering import tree
from tcc.lowering.children import children, descendants

MUTATORS = frozenset(
    {
        "append", "extend", "insert", "pop", "popitem", "remove", "clear", "update", "setdefault", "add", "discard",
        "sort", "reverse", "intersection_update", "difference_update", "symmetric_difference_update",
    }
)  # fmt: skip

COMPREHENSIONS = (gast.ListComp, gast.SetComp, gast.DictComp, gast.GeneratorExp)
FUNCTIONS = (gast.FunctionDef, gast.AsyncFunctionDef, gast.Lambda)
_NAMING = frozenset({*COMPREHENSIONS, *FUNCTIONS, gast.MatchAs, gast.MatchStar, gast.MatchMapping})

Changes = Callable[[gast.Call], Iterable[str]]
"""Gives the names of the locals that a call changes through its arguments or captures."""


def root(node: gast.AST) -> str | None:
    """The local name a path like ``grid[i][j]`` starts from, or None."""
    while isinstance(node, gast.Subscript):
        node = node.value
    return node.id if isinstance(node, gast.Name) else None


def target_names(target: gast.AST) -> Iterator[str]:
    """The names an assignment target binds (item stores bind the name the path starts from)."""
    match target:
        case gast.Name():
            yield target.id
        case gast.Tuple() | gast.List():
            for item in target.elts:
                yield from target_names(item)
        case gast.Starred():
            yield from target_names(target.value)
        case gast.Subscript():
            name = root(target)
            if name is not None:
                yield name


def plain_target_names(target: gast.AST) -> Iterator[str]:
    """The names an assignment target binds outright: item stores bind none."""
    match target:
        case gast.Name():
            yield target.id
        case gast.Tuple() | gast.List():
            for item in target.elts:
                yield from plain_target_names(item)
        case gast.Starred():
            yield from plain_target_names(target.value)


def pattern_names(pattern: gast.AST) -> Iterator[str]:
    """The names a match pattern captures, in order."""
    for node in gast.walk(pattern):
        match node:
            case gast.MatchAs() | gast.MatchStar():
                if node.name is not None:
                    yield node.name
            case gast.MatchMapping():
                if node.rest is not None:
                    yield node.rest


def expression_binds(node: gast.AST, changes: Changes) -> Iterator[str]:
    """The names that evaluating an expression binds or changes."""
    stack: list[gast.AST] = [node]
    while stack:
        n = stack.pop()
        if isinstance(n, FUNCTIONS):
            continue
        if isinstance(n, gast.NamedExpr):
            yield n.target.id
        elif isinstance(n, gast.Call):
            func = n.func
            if isinstance(func, gast.Attribute) and func.attr in MUTATORS:
                name = root(func.value)
                if name is not None:
                    yield name
            yield from changes(n)
        stack += reversed(children(n))


def statement_binds(stmt: gast.AST, changes: Changes) -> Iterator[str]:
    """The names that a simple statement binds or changes."""
    match stmt:
        case gast.Assign():
            yield from expression_binds(stmt.value, changes)
            for target in stmt.targets:
                yield from target_names(target)
                if not isinstance(target, gast.Name):
                    yield from expression_binds(target, changes)
        case gast.AugAssign() | gast.AnnAssign():
            if stmt.value is not None:
                yield from expression_binds(stmt.value, changes)
                yield from target_names(stmt.target)
        case gast.Delete():
            for target in stmt.targets:
                yield from target_names(target)
        case gast.FunctionDef() | gast.AsyncFunctionDef():
            return
        case _:
            yield from expression_binds(stmt, changes)


class Bindings:
    """What the blocks of one function bind, each computed once."""

    def __init__(self, changes: Changes, also: Callable[[str], Iterable[str]]) -> None:
        self.changes, self.also = changes, also
        self.memo: dict[int, tuple[str, ...]] = {}

    def of_block(self, block: tree.Block) -> tuple[str, ...]:
        """The names a block binds or changes, in order of first appearance."""
        known = self.memo.get(id(block))
        if known is None:
            names: dict[str, None] = {}
            for stmt in block:
                for name in self._of(stmt):
                    names[name] = None
                    for other in self.also(name):
                        names[other] = None
            known = self.memo[id(block)] = tuple(names)
        return known

    def _of(self, stmt: tree.Statement) -> Iterator[str]:
        match stmt:
            case tree.Return():
                if stmt.node.value is not None:
                    yield from expression_binds(stmt.node.value, self.changes)
                yield "%return"
            case tree.Raise():
                pass
            case tree.SetExit():
                yield "%exit"
            case tree.Subject():
                yield from expression_binds(stmt.node, self.changes)
                yield stmt.name
            case tree.Match():
                yield from pattern_names(stmt.pattern)
                if stmt.guard is not None:
                    yield from expression_binds(stmt.guard, self.changes)
                yield stmt.flag
            case tree.If():
                if isinstance(stmt.test, gast.AST):
                    yield from expression_binds(stmt.test, self.changes)
                yield from self.of_block(stmt.then)
                yield from self.of_block(stmt.or_else)
            case tree.While():
                yield from self.of_block(stmt.body)
            case tree.For():
                yield from expression_binds(stmt.node.iter, self.changes)
                yield from target_names(stmt.node.target)
                yield from self.of_block(stmt.body)
            case _:
                yield from statement_binds(stmt, self.changes)


def local_names(node: gast.AST) -> set[str]:
    """The local names of a function: its parameters and every name assigned in its own body."""
    names = set(parameter_names(node))
    if isinstance(node, gast.Lambda):
        return names
    stack: list[gast.AST] = list(node.body)
    while stack:
        n = stack.pop()
        if type(n) is gast.Name:
            if isinstance(n.ctx, (gast.Store, gast.Del)):
                names.add(n.id)
            continue
        if type(n) not in _NAMING:
            stack += children(n)
            continue
        match n:
            case gast.FunctionDef() | gast.AsyncFunctionDef():
                names.add(n.name)
                continue
            case gast.Lambda():
                continue
            case gast.MatchAs() | gast.MatchStar() if n.name is not None:
                names.add(n.name)
            case gast.MatchMapping() if n.rest is not None:
                names.add(n.rest)
            case _ if isinstance(n, COMPREHENSIONS):
                names.update(m.target.id for m in descendants(n) if isinstance(m, gast.NamedExpr))
                stack.append(n.generators[0].iter)
                continue
        stack += children(n)
    return names


def parameter_names(node: gast.AST) -> list[str]:
    """The names of a function's parameters in order, keyword-only ones last."""
    args = node.args
    return [a.id for a in [*args.posonlyargs, *args.args, *args.kwonlyargs]]


def free_names(node: gast.AST) -> list[str]:
    """The names that a function (or lambda) reads or changes but does not bind, in order of appearance."""
    found: dict[str, None] = {}
    _free(node, frozenset(), found)
    return list(found)


def _free(node: gast.AST, bound: frozenset[str], found: dict[str, None]) -> None:
    match node:
        case gast.FunctionDef() | gast.AsyncFunctionDef() | gast.Lambda():
            for default in [*node.args.defaults, *node.args.kw_defaults]:
                if default is not None:
                    _free(default, bound, found)
            inner = bound | local_names(node)
            body = [node.body] if isinstance(node, gast.Lambda) else node.body
            for child in body:
                _free(child, inner, found)
        case _ if isinstance(node, COMPREHENSIONS):
            scope = bound
            for gen in node.generators:
                _free(gen.iter, scope, found)
                scope = scope | set(plain_target_names(gen.target))
                for test in gen.ifs:
                    _free(test, scope, found)
            for part in (node.key, node.value) if isinstance(node, gast.DictComp) else (node.elt,):
                _free(part, scope, found)
        case gast.Name():
            if node.id not in bound:
                found[node.id] = None
        case _:
            for child in _value_children(node):
                _free(child, bound, found)


def _value_children(node: gast.AST) -> Iterator[gast.AST]:
    """The children that are evaluated: annotations are not."""
    if isinstance(node, gast.AnnAssign):
        yield node.target
        if node.value is not None:
            yield node.value
        return
    yield from children(node)
