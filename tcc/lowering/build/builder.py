"""The state of building one function: its region so far, what each name is bound to, and how to report a problem."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

import gast

from tcc.diagnostics import Diagnostic, Label, Span, codes
from tcc.frontend.model import Class, External
from tcc.lowering.build.scope import Closure, Functions, Scope
from tcc.lowering.build.views import bound_with, find_views
from tcc.lowering.names import Bindings
from tcc.lowering.ssa import Function, Op, Region, Site, Value
from tcc.lowering.types import ANY, Type

Env = dict[str, Value]


class Refused(Exception):  # noqa: N818 - it is no failure of the compiler
    """A construct was refused; carries the diagnostic up to the statement it is in."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


class Program:
    """One route being compiled: its functions, built on first call, and everything found wrong."""

    def __init__(self, cls: Class) -> None:
        self.cls = cls
        self.functions = Functions()
        self.built: dict[tuple[object, ...], Function] = {}
        self.order: list[Function] = []
        self.diagnostics: dict[Diagnostic, None] = {}
        self.hidden = 0

    def report(self, diagnostic: Diagnostic) -> None:
        """Keep a diagnostic; the same one twice is one."""
        self.diagnostics[diagnostic] = None


class Builder:
    """Builds the SSA of one function. Operations go to the end of the innermost open region."""

    def __init__(self, program: Program, scope: Scope) -> None:
        self.program, self.scope = program, scope
        self.file = scope.module.source.name
        self.ops: list[Op] = []
        self.env: Env = {}
        self.statics: dict[str, Closure | External | str] = {}
        self.static_captures: dict[str, dict[str, str]] = {}
        self.views = find_views(scope.node, scope.locals) if scope.node is not None else {}
        changes = partial(program.functions.call_changes, scope=scope)
        self.bindings = Bindings(changes, partial(bound_with, self.views))
        self.node: gast.AST | None = None
        self.falls = False

    # --- emitting ---------------------------------------------------------------------------------------------------

    def emit(
        self, code: str, operands: list[Value], node: gast.AST | None, attr: object = None, name: str = ""
    ) -> Value:
        """Append an operation with one result."""
        value = Value(name)
        self.ops.append(Op(code, operands, [value], self.site(node), attr))
        return value

    def emit_op(
        self, code: str, operands: list[Value], results: list[Value], node: gast.AST | None, attr: object = None
    ) -> Op:
        """Append an operation with any number of results."""
        op = Op(code, operands, results, self.site(node), attr)
        self.ops.append(op)
        return op

    def site(self, node: gast.AST | None) -> Site | None:
        """Where ``node`` is, or the statement being built."""
        node = node if node is not None and hasattr(node, "lineno") else self.node
        return None if node is None else Site(self.file, node)

    def const(self, value: object, node: gast.AST | None = None) -> Value:
        """A constant."""
        made = self.emit("const", [], node, value)
        made.literal = (value,)
        return made

    def undef(self) -> Value:
        """A placeholder for a name that is not bound on this path and is not read after it."""
        return self.emit("undef", [], None)

    def no_result(self) -> Value:
        """The function's result before any ``return``: None if its body can end without one."""
        return self.const(None) if self.falls else self.undef()

    def hidden(self, what: str) -> str:
        """A fresh name that no Python name can be."""
        self.program.hidden += 1
        return f"%{what}{self.program.hidden}"

    @contextmanager
    def region(self, params: list[Value] | None = None) -> Iterator[Region]:
        """Build a nested region; names bound in it are forgotten after it."""
        outer_ops, outer_env = self.ops, self.env
        region = Region(params or [], [], [])
        self.ops, self.env = region.ops, dict(outer_env)
        try:
            yield region
        finally:
            self.ops, self.env = outer_ops, outer_env

    def choose(
        self,
        cond: Value,
        then: Callable[[], Value],
        or_else: Callable[[], Value],
        node: gast.AST | None,
        name: str = "",
    ) -> Value:
        """An ``if`` with one value; names its arms bind (a walrus) are merged like a statement's."""
        names: dict[str, None] = {}
        arms: list[Region] = []
        envs: list[Env] = []
        for arm in (then, or_else):
            before = self.env
            with self.region() as region:
                region.results = [arm()]
                envs.append(self.env)
                names.update((n, None) for n, v in self.env.items() if before.get(n) is not v)
            arms.append(region)
        result = Value(name)
        op = Op("if", [cond], [result], self.site(node), None, arms)
        self.merge(op, list(names), envs)
        self.ops.append(op)
        return result

    def merge(self, op: Op, names: list[str], envs: list[Env]) -> None:
        """Give an ``if`` a result for each name that differs between its arms, and bind the names to them."""
        for name in names:
            values = [env.get(name) for env in envs]
            if values[0] is values[1]:
                if values[0] is not None:
                    self.env[name] = values[0]
                continue
            for i, value in enumerate(values):
                if value is None:
                    value = Value()
                    op.regions[i].ops.append(Op("undef", [], [value], op.site))
                op.regions[i].results.append(value)
            result = Value(shown(name))
            op.results.append(result)
            self.env[name] = result

    # --- reporting --------------------------------------------------------------------------------------------------

    def span(self, node: gast.AST) -> Span:
        """The span of a node of this function's file."""
        return Span.of(node, self.file)

    def refuse(
        self,
        code: str,
        node: gast.AST,
        *labels: Label,
        help: str | None = None,  # noqa: A002 - what a diagnostic calls it
        **values: object,
    ) -> Refused:
        """The exception that refuses ``node`` with a registered code."""
        texts = {name: str(value) for name, value in values.items()}
        return Refused(codes.make(code, self.span(node), *labels, help=help, **texts))

    def warn(self, code: str, node: gast.AST, **values: str) -> None:
        """Report a lint about ``node`` and go on."""
        self.program.report(codes.make(code, self.span(node), **values))


def shown(name: str) -> str:
    """The name of a value bound to a (possibly hidden) name: hidden ones keep their ``%`` and lose their number."""
    if not name.startswith("%"):
        return name
    base = name.rstrip("0123456789.")
    return {"%return": "%result"}.get(base, base)


def typed(value: Value, type_: Type = ANY) -> Value:
    """``value`` with a type it has from outside."""
    value.type = type_
    return value
