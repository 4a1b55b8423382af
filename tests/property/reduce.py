"""Makes a failing program small: statements and expressions are taken away as long as it still fails.

reduce(program, lambda smaller: bool(compare([smaller]).findings))
"""

from __future__ import annotations

import ast
import copy
import itertools
from collections.abc import Callable, Iterator
from dataclasses import replace

from tests.property.generate import Program

Interesting = Callable[[Program], bool]
Step = Callable[[Program], Iterator[Program]]
"""Gives the programs that are one step smaller."""
Change = Callable[[ast.AST], Iterator[None]]
"""Makes one change after the other at a node, undoing each before the next."""
ATTEMPTS = 1500


def reduce(program: Program, interesting: Interesting) -> Program:
    """A smaller program that is still ``interesting``; hardly any single step makes it smaller."""
    budget = ATTEMPTS
    progress = True
    while progress and budget > 0:
        progress = False
        for step in STEPS:
            at = 0  # where the last one that helped was found: what is before it did not help
            while budget > 0:
                candidate = next(itertools.islice(step(program), at, None), None)
                if candidate is None:
                    break
                at += 1
                if _size(candidate) < _size(program):
                    budget -= 1
                    if _tried(candidate, interesting):
                        program, progress, at = candidate, True, max(0, at - 1)
    return program


def _tried(candidate: Program, interesting: Interesting) -> bool:
    try:
        return interesting(candidate)
    except SyntaxError:  # such as `return` taken out of its function
        return False


def _size(program: Program) -> tuple[int, int, int]:
    nodes = sum(1 for text in (program.helpers, program.route) for _ in ast.walk(ast.parse(text)))
    return (nodes, len(program.helpers) + len(program.route), len(program.calls))


def _fewer_calls(program: Program) -> Iterator[Program]:
    for call in program.calls if len(program.calls) > 1 else ():
        yield replace(program, calls=(call,))


def _without_helpers(program: Program) -> Iterator[Program]:
    if program.helpers:
        yield replace(program, helpers="")
    tree = ast.parse(program.helpers)
    for i in range(len(tree.body)):
        yield replace(program, helpers=ast.unparse(ast.Module(tree.body[:i] + tree.body[i + 1 :], [])))


def _each(change: Change) -> Step:
    """The programs in which ``change`` is made at one node."""

    def candidates(program: Program) -> Iterator[Program]:
        for route in _changed(program.route, change):
            yield replace(program, route=route)
        for helpers in _changed(program.helpers, change):
            yield replace(program, helpers=helpers)

    return candidates


def _fewer_parameters(program: Program) -> Iterator[Program]:
    if len(program.calls) != 1:
        return
    tree = ast.parse(program.route)
    function = tree.body[-1]
    assert isinstance(function, ast.FunctionDef)
    used = {node.id for node in ast.walk(function) if isinstance(node, ast.Name)}
    for arg in function.args.args[1:]:
        if arg.arg not in used:
            function.args.args.remove(arg)
            call = {name: value for name, value in program.calls[0].items() if name != arg.arg}
            yield replace(program, route=ast.unparse(tree), calls=(call,))
            return
        if arg.annotation is not None:
            arg.annotation = None
            yield replace(program, route=ast.unparse(tree))
            return


def _changed(text: str, change: Change) -> Iterator[str]:
    tree = ast.parse(text)
    for index in range(sum(1 for _ in ast.walk(tree))):
        copied = copy.deepcopy(tree)
        node = next(itertools.islice(ast.walk(copied), index, None))
        for _ in change(node):
            yield ast.unparse(ast.fix_missing_locations(copied))


def _lists(node: ast.AST) -> Iterator[list[ast.stmt]]:
    for name in ("body", "orelse"):
        found = getattr(node, name, None)
        if isinstance(found, list):
            yield found


def _delete(node: ast.AST) -> Iterator[None]:
    """A statement goes; a match case goes."""
    for statements in _lists(node):
        for i, statement in enumerate(list(statements)):
            if isinstance(statement, ast.Pass):
                continue
            removed = statements.pop(i)
            if not statements and not isinstance(node, ast.Module) and statements is getattr(node, "body", None):
                statements.append(ast.Pass())
                yield None
                statements.pop()
            else:
                yield None
            statements.insert(i, removed)
    if isinstance(node, ast.Match) and len(node.cases) > 1:
        for i in range(len(node.cases)):
            case = node.cases.pop(i)
            yield None
            node.cases.insert(i, case)


def _flatten(node: ast.AST) -> Iterator[None]:
    """A block takes its statement's place."""
    for statements in _lists(node):
        for i, statement in enumerate(list(statements)):
            inner = list(_lists(statement)) if not isinstance(statement, ast.FunctionDef) else []
            if isinstance(statement, ast.Match):
                inner = [case.body for case in statement.cases]
            for block in inner:
                if block:
                    statements[i : i + 1] = block
                    yield None
                    statements[i : i + len(block)] = [statement]


def _simplify(node: ast.AST) -> Iterator[None]:
    """An expression becomes one of its parts, or a literal; an item of a display or a condition goes."""
    for name, value in ast.iter_fields(node):
        if isinstance(value, ast.expr) and name not in ("func", "annotation", "returns", "target"):
            for smaller in _parts(value):
                setattr(node, name, smaller)
                yield None
            setattr(node, name, value)
        elif isinstance(value, list) and value and all(isinstance(item, ast.expr) for item in value):
            if name in ("decorator_list", "targets", "patterns"):
                continue
            for i, item in enumerate(list(value)):
                for smaller in _parts(item):
                    value[i] = smaller
                    yield None
                value[i] = item
            if isinstance(node, ast.List | ast.Set | ast.Call | ast.BoolOp | ast.Tuple) and len(value) > 1:
                for i in range(len(value)):
                    item = value.pop(i)
                    yield None
                    value.insert(i, item)
            elif isinstance(node, ast.Dict):
                for i in range(len(node.keys)):
                    key, item = node.keys.pop(i), node.values.pop(i)
                    yield None
                    node.keys.insert(i, key)
                    node.values.insert(i, item)
            elif name == "ifs":
                held = list(value)
                value.clear()
                yield None
                value.extend(held)


def _parts(node: ast.expr) -> Iterator[ast.expr]:
    if isinstance(node, ast.Constant | ast.Name):
        if isinstance(node, ast.Constant) and isinstance(node.value, int | str) and node.value not in (0, ""):
            yield ast.Constant(type(node.value)())
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id != "tc":
            yield ast.Constant(0)
        return
    for text in ("0", "''", "[]", "True"):
        yield ast.parse(text, mode="eval").body
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.expr) and not isinstance(getattr(child, "ctx", ast.Load()), ast.Store):
            yield child


STEPS: tuple[Step, ...] = (
    _fewer_calls,
    _without_helpers,
    _each(_delete),
    _each(_flatten),
    _each(_simplify),
    _fewer_parameters,
)
