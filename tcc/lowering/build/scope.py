"""Lexical scopes and functions, before any of them is built: what a name means, what a function captures and changes.

A nested function is lifted: the locals of its enclosing functions that it reads become parameters, filled in at each
call from the caller's current values, which is what Python's late binding gives. A parameter (or capture) that the
body changes in place is *in-out*: the call also returns its new value.
"""

from __future__ import annotations

from collections.abc import Iterator

import gast
from msgspec import Struct

from tcc.frontend.model import Class, Module
from tcc.frontend.model import Function as SourceFunction
from tcc.lowering.children import children
from tcc.lowering.names import (
    FUNCTIONS,
    MUTATORS,
    free_names,
    local_names,
    parameter_names,
    plain_target_names,
    root,
    target_names,
)


class Closure(Struct, eq=False):
    """A function the compiler can see: a helper, a method, a nested function or a lambda, and the scope it is in."""

    name: str
    node: gast.FunctionDef | gast.AsyncFunctionDef | gast.Lambda
    parent: Scope
    is_method: bool = False

    @property
    def params(self) -> list[str]:
        """Its parameters' names, without ``self``."""
        names = parameter_names(self.node)
        return names[1:] if self.is_method else names


class Scope:
    """The names of one function (or of a module, for ``node`` None) and the functions defined in it."""

    def __init__(
        self,
        module: Module,
        cls: Class | None,
        node: gast.FunctionDef | gast.AsyncFunctionDef | gast.Lambda | None,
        parent: Scope | None,
        self_name: str | None = None,
    ) -> None:
        self.module, self.cls, self.node, self.parent, self.self_name = module, cls, node, parent, self_name
        self.locals = local_names(node) if node is not None else set()
        self.closures: dict[str, Closure] = {}
        if node is not None:
            self._find_closures(node)

    def _find_closures(self, node: gast.AST) -> None:
        """Names bound once, to a ``def`` or a lambda, are functions known by name."""
        if isinstance(node, gast.Lambda):
            return
        counts: dict[str, int] = {}
        found: dict[str, gast.AST] = {}
        for stmt in _own_statements(node.body):
            match stmt:
                case gast.FunctionDef() | gast.AsyncFunctionDef():
                    counts[stmt.name] = counts.get(stmt.name, 0) + 1
                    found[stmt.name] = stmt
                case gast.Assign(targets=[gast.Name() as name], value=gast.Lambda() as value):
                    counts[name.id] = counts.get(name.id, 0) + 1
                    found[name.id] = value
                case gast.Assign():
                    for target in stmt.targets:
                        for other in plain_target_names(target):
                            counts[other] = counts.get(other, 0) + 1
                case gast.AugAssign() | gast.AnnAssign() | gast.For() | gast.AsyncFor():
                    for other in plain_target_names(stmt.target):
                        counts[other] = counts.get(other, 0) + 1
        params = set(parameter_names(node))
        for name, value in found.items():
            if counts[name] == 1 and name not in params:
                self.closures[name] = Closure(name, value, self)

    def closure(self, name: str) -> Closure | None:
        """The function a name stands for, in this scope or an enclosing one."""
        scope: Scope | None = self
        while scope is not None:
            if name in scope.closures:
                return scope.closures[name]
            if name in scope.locals:
                return None
            scope = scope.parent
        return None

    def is_local(self, name: str) -> bool:
        """Whether a name is a local (not a function, nor ``self``) of this or an enclosing function."""
        if name == self.self_name:
            return False
        scope: Scope | None = self
        while scope is not None:
            if name in scope.closures:
                return False
            if name in scope.locals:
                return True
            scope = scope.parent
        return False

    @staticmethod
    def of(closure: Closure) -> Scope:
        """A new scope for a function's own body."""
        parent = closure.parent
        self_name = parameter_names(closure.node)[0] if closure.is_method else parent.self_name
        return Scope(parent.module, parent.cls, closure.node, parent, self_name)


def _own_statements(body: list[gast.AST]) -> Iterator[gast.AST]:
    """The statements of a function at any depth, not those of functions nested in it."""
    for stmt in body:
        yield stmt
        if isinstance(stmt, FUNCTIONS):
            continue
        for field in ("body", "orelse", "finalbody"):
            yield from _own_statements(getattr(stmt, field, []))
        for case in getattr(stmt, "cases", []):
            yield from _own_statements(case.body)


class Functions:
    """What each function captures and changes, found by name over the call graph, to a fixpoint."""

    def __init__(self) -> None:
        self.module_closures: dict[tuple[int, str], Closure] = {}
        self.scopes: dict[Closure, Scope] = {}
        self._captures: dict[Closure, list[str]] = {}
        self._changed: dict[Closure, frozenset[str]] = {}

    def helper(self, function: SourceFunction, cls: Class | None) -> Closure:
        """The closure of a module-level helper or an undecorated method."""
        key = (id(function), function.name)
        known = self.module_closures.get(key)
        if known is None:
            scope = Scope(function.module, cls, None, None)
            method = function.is_method and not function.is_static
            known = self.module_closures[key] = Closure(function.name, function.node, scope, method)
        return known

    def scope(self, closure: Closure) -> Scope:
        """The scope of a function's body, one for each function."""
        known = self.scopes.get(closure)
        if known is None:
            known = self.scopes[closure] = Scope.of(closure)
        return known

    def resolve(self, func: gast.AST, scope: Scope) -> Closure | None:
        """The function that a call's ``func`` names in ``scope``, if the compiler can see it."""
        match func:
            case gast.Name():
                known = scope.closure(func.id)
                if known is not None or scope.is_local(func.id):
                    return known
                found = scope.module.names.get(func.id)
                if isinstance(found, SourceFunction) and found.verb is None:
                    return self.helper(found, None)
            case gast.Attribute(value=gast.Name() as base):
                if scope.cls is not None and base.id in (scope.self_name, scope.cls.name):
                    method = scope.cls.methods.get(func.attr)
                    if method is not None:
                        return self.helper(method, scope.cls)
                if not scope.is_local(base.id):
                    module = scope.module.names.get(base.id)
                    if isinstance(module, Module):
                        found = module.names.get(func.attr)
                        if isinstance(found, SourceFunction) and found.verb is None:
                            return self.helper(found, None)
        return None

    def captures(self, closure: Closure) -> list[str]:
        """The locals of enclosing functions that a function (or what it calls) reads, in order of appearance."""
        known = self._captures.get(closure)
        if known is not None:
            return known
        if closure.parent.node is None:
            self._captures[closure] = []
            return []
        group: dict[Closure, dict[str, None]] = {}
        self._collect(closure, group)
        changing = True
        while changing:
            changing = False
            for member, names in group.items():
                own = self.scope(member).locals
                for callee in self._named(member):
                    for name in group.get(callee, {}):
                        visible = member.parent.is_local(name)
                        if name not in own and visible and name not in names:
                            names[name] = None
                            changing = True
        for member, names in group.items():
            self._captures[member] = list(names)
        return self._captures[closure]

    def _collect(self, closure: Closure, group: dict[Closure, dict[str, None]]) -> None:
        if closure in group:
            return
        group[closure] = {n: None for n in free_names(closure.node) if closure.parent.is_local(n)}
        for callee in self._named(closure):
            if callee.parent.node is not None:
                self._collect(callee, group)

    def _named(self, closure: Closure) -> list[Closure]:
        """The nested functions that a function mentions: its own and those around it."""
        scope = self.scope(closure)
        found = [scope.closure(n) for n in free_names(closure.node)]
        return [c for c in [*found, *scope.closures.values()] if c is not None]

    def changed(self, closure: Closure) -> list[str]:
        """The in-out parameters and captures of a function, in the order of its parameters, captures last."""
        if closure not in self._changed:
            self._solve(closure)
        names = self._changed[closure]
        return [n for n in [*closure.params, *self.captures(closure)] if n in names]

    def _solve(self, closure: Closure) -> None:
        group: dict[Closure, frozenset[str]] = {closure: frozenset()}
        stable = False
        while not stable:
            stable = True
            for member in list(group):
                size = len(group)
                names = self._scan(member, group)
                if names != group[member] or len(group) != size:
                    group[member] = names
                    stable = False
        self._changed.update(group)

    def _scan(self, closure: Closure, group: dict[Closure, frozenset[str]]) -> frozenset[str]:
        scope = self.scope(closure)
        found: set[str] = set()
        rebound: set[str] = set()
        defaults: set[int] = set()
        stack: list[gast.AST] = (
            [closure.node.body] if isinstance(closure.node, gast.Lambda) else list(closure.node.body)
        )
        while stack:
            n = stack.pop()
            match n:
                case gast.FunctionDef() | gast.AsyncFunctionDef() | gast.Lambda():
                    continue
                case gast.Call():
                    if isinstance(n.func, gast.Attribute) and n.func.attr in MUTATORS:
                        name = root(n.func.value)
                        if name is not None:
                            found.add(name)
                    found.update(self._call_changes(n, scope, group))
                case gast.If() if (name := defaulted(n)) is not None:
                    defaults.update(id(s) for s in n.body if isinstance(s, gast.Assign) and _binds_only(s, name))
                case gast.Assign():
                    for target in n.targets:
                        found.update(set(target_names(target)) - set(plain_target_names(target)))
                        if id(n) not in defaults:
                            rebound.update(plain_target_names(target))
                case gast.AugAssign() | gast.AnnAssign() | gast.For() | gast.AsyncFor() | gast.NamedExpr():
                    found.update(set(target_names(n.target)) - set(plain_target_names(n.target)))
                    rebound.update(plain_target_names(n.target))
                case gast.Delete():
                    for target in n.targets:
                        found.update(set(target_names(target)) - set(plain_target_names(target)))
            stack += children(n)
        parameters = {*closure.params, *self.captures(closure)}
        return frozenset((found & parameters) - rebound)

    def _call_changes(self, call: gast.Call, scope: Scope, group: dict[Closure, frozenset[str]]) -> Iterator[str]:
        callee = self.resolve(call.func, scope)
        if callee is None:
            return
        names = self._changed.get(callee)
        if names is None:
            names = group.setdefault(callee, frozenset())
        yield from changed_arguments(callee, names, call)

    def call_changes(self, call: gast.Call, scope: Scope) -> Iterator[str]:
        """The caller's locals that a call changes, through its arguments or the callee's captures."""
        callee = self.resolve(call.func, scope)
        if callee is not None:
            names = self.changed(callee)
            if names:
                yield from changed_arguments(callee, frozenset(names), call)


def defaulted(stmt: gast.If) -> str | None:
    """The name in ``if name is None:``, where Python programs give a parameter its default."""
    match stmt.test:
        case gast.Compare(left=gast.Name(id=name), ops=[gast.Is()], comparators=[gast.Constant(value=None)]):
            return str(name)
        case _:
            return None


def _binds_only(stmt: gast.Assign, name: str) -> bool:
    return len(stmt.targets) == 1 and isinstance(stmt.targets[0], gast.Name) and stmt.targets[0].id == name


def changed_arguments(callee: Closure, names: frozenset[str], call: gast.Call) -> Iterator[str]:
    """The names in the caller that stand behind the callee's in-out parameters and captures."""
    params = callee.params
    for i, arg in enumerate(call.args):
        if i < len(params) and params[i] in names:
            name = root(arg)
            if name is not None:
                yield name
    for keyword in call.keywords:
        if keyword.arg in names:
            name = root(keyword.value)
            if name is not None:
                yield name
    yield from (n for n in names if n not in params)
