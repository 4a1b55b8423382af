"""Definite assignment, forward on Python's own statements: a local is read only where every path has bound it.

Python would raise ``UnboundLocalError`` on the path that has not; that path is refused here, and shown.
"""

from __future__ import annotations

from collections.abc import Callable

import gast

from tcc.lowering.children import children
from tcc.lowering.names import (
    COMPREHENSIONS,
    FUNCTIONS,
    free_names,
    parameter_names,
    pattern_names,
    plain_target_names,
)

State = frozenset[str] | None
"""The names that are bound on every path to here; None where no path leads."""

Report = Callable[[gast.AST, str, gast.AST | None], None]
"""Takes the reading node, the name and the binding that does not cover it, if any."""


def check_assigned(node: gast.FunctionDef | gast.AsyncFunctionDef, local: set[str], report: Report) -> None:
    """Report every read of a local of ``node`` that some path reaches before the name is bound.

    ``local`` are the function's local names.
    """
    _Checker(node, local, report).function()


class _Checker:
    def __init__(self, node: gast.FunctionDef | gast.AsyncFunctionDef, local: set[str], report: Report) -> None:
        self.node, self.locals, self.report = node, local, report
        self.bindings: dict[str, gast.AST] = {}
        self.loops: list[tuple[list[State], list[State]]] = []
        self.reported: set[str] = set()
        self.nested: dict[str, list[str]] = {}

    def function(self) -> None:
        self.block(self.node.body, frozenset(parameter_names(self.node)))

    def block(self, stmts: list[gast.AST], state: State) -> State:
        for stmt in stmts:
            state = self.statement(stmt, state)
        return state

    def statement(self, stmt: gast.AST, state: State) -> State:
        match stmt:
            case gast.If():
                state = self.expression(stmt.test, state)
                return _meet(self.block(stmt.body, state), self.block(stmt.orelse, state))
            case gast.While():
                return self.while_(stmt, state)
            case gast.For() | gast.AsyncFor():
                return self.for_(stmt, state)
            case gast.Match():
                return self.match_(stmt, state)
            case gast.Return() | gast.Raise():
                for child in children(stmt):
                    state = self.expression(child, state)
                return None
            case gast.Break():
                if self.loops:
                    self.loops[-1][0].append(state)
                return None
            case gast.Continue():
                if self.loops:
                    self.loops[-1][1].append(state)
                return None
            case gast.Assign():
                state = self.expression(stmt.value, state)
                for target in stmt.targets:
                    state = self.target(target, state)
                return state
            case gast.AugAssign():
                if isinstance(stmt.target, gast.Name):
                    self.read(stmt.target, stmt.target.id, state)
                state = self.expression(stmt.value, state)
                return self.target(stmt.target, state)
            case gast.AnnAssign():
                if stmt.value is None:
                    return state
                return self.target(stmt.target, self.expression(stmt.value, state))
            case gast.Delete():
                for target in stmt.targets:
                    if isinstance(target, gast.Name):
                        self.read(target, target.id, state)
                        state = None if state is None else state - {target.id}
                    else:
                        state = self.expression(target, state)
                return state
            case gast.FunctionDef() | gast.AsyncFunctionDef():
                for default in [*stmt.args.defaults, *stmt.args.kw_defaults]:
                    if default is not None:
                        state = self.expression(default, state)
                self.nested[stmt.name] = free_names(stmt)
                return self.bind(stmt.name, stmt, state)
            case _:
                return self.expression(stmt, state)

    def while_(self, stmt: gast.While, state: State) -> State:
        head = self.expression(stmt.test, state)
        breaks, _ = self.loop_body(stmt.body, head)
        endless = isinstance(stmt.test, gast.Constant) and bool(stmt.test.value)
        ended = None if endless else self.block(stmt.orelse, head)
        return _meet(ended, *breaks)

    def for_(self, stmt: gast.For | gast.AsyncFor, state: State) -> State:
        head = self.expression(stmt.iter, state)
        breaks, end = self.loop_body(stmt.body, self.target(stmt.target, head))
        after = end if _never_empty(stmt.iter) else head
        return _meet(self.block(stmt.orelse, after), *breaks)

    def loop_body(self, body: list[gast.AST], state: State) -> tuple[list[State], State]:
        """Gives the states at its breaks, and the state at the end of an iteration."""
        self.loops.append(([], []))
        end = self.block(body, state)
        breaks, continues = self.loops.pop()
        return breaks, _meet(end, *continues)

    def match_(self, stmt: gast.Match, state: State) -> State:
        state = self.expression(stmt.subject, state)
        result: State = None
        for case in stmt.cases:
            inside = state
            for name in pattern_names(case.pattern):
                inside = self.bind(name, case.pattern, inside)
            if case.guard is not None:
                inside = self.expression(case.guard, inside)
            result = _meet(result, self.block(case.body, inside))
            if case.guard is None and isinstance(case.pattern, gast.MatchAs) and case.pattern.pattern is None:
                return result
        return _meet(result, state)

    def target(self, target: gast.AST, state: State) -> State:
        for name in plain_target_names(target):
            state = self.bind(name, target, state)
        if not isinstance(target, gast.Name):
            self.expression(target, state)
        return state

    def bind(self, name: str, node: gast.AST, state: State) -> State:
        self.bindings.setdefault(name, node)
        return None if state is None else state | {name}

    def expression(self, node: gast.AST, state: State) -> State:
        """Check the reads of an expression; gives the state after it (walrus targets are bound)."""
        match node:
            case gast.Name():
                if isinstance(node.ctx, gast.Load):
                    self.read(node, node.id, state)
                return state
            case gast.Constant():
                return state
            case gast.NamedExpr():
                return self.bind(node.target.id, node, self.expression(node.value, state))
            case gast.BoolOp():
                first = self.expression(node.values[0], state)
                inner = first
                for value in node.values[1:]:
                    inner = self.expression(value, inner)
                return first
            case gast.IfExp():
                state = self.expression(node.test, state)
                return _meet(self.expression(node.body, state), self.expression(node.orelse, state))
            case gast.Call() if isinstance(node.func, gast.Name) and node.func.id in self.nested:
                for name in self.nested[node.func.id]:
                    if name in self.locals and name not in self.nested:
                        self.read(node, name, state)
            case _ if isinstance(node, FUNCTIONS):
                return state
            case _ if isinstance(node, COMPREHENSIONS):
                return self.comprehension(node, state)
        for child in children(node):
            state = self.expression(child, state)
        return state

    def comprehension(self, node: gast.AST, state: State) -> State:
        own: set[str] = set()
        for gen in node.generators:
            own.update(plain_target_names(gen.target))
        outer = state
        state = self.expression(node.generators[0].iter, state)
        inside = None if state is None else state | own
        for i, gen in enumerate(node.generators):
            if i:
                inside = self.expression(gen.iter, inside)
            for test in gen.ifs:
                inside = self.expression(test, inside)
        parts = (node.key, node.value) if isinstance(node, gast.DictComp) else (node.elt,)
        for part in parts:
            inside = self.expression(part, inside)
        return outer if state is None else state

    def read(self, node: gast.AST, name: str, state: State) -> None:
        if state is None or name in state or name not in self.locals or name in self.reported:
            return
        self.reported.add(name)
        self.report(node, name, self.bindings.get(name))


def _meet(*states: State) -> State:
    result: State = None
    for state in states:
        if state is not None:
            result = state if result is None else result & state
    return result


def _never_empty(node: gast.AST) -> bool:
    """Whether iterating certainly gives at least one item."""
    match node:
        case gast.Tuple() | gast.List():
            return any(not isinstance(e, gast.Starred) for e in node.elts)
        case gast.Constant(value=str() as text):
            return bool(text)
        case gast.Call(func=gast.Name(id="range"), args=args) if not node.keywords:
            values = [a.value for a in args if isinstance(a, gast.Constant) and isinstance(a.value, int)]
            return len(values) == len(args) and bool(values) and values[-1:] != [0] and len(range(*values)) > 0
        case _:
            return False
