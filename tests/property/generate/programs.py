"""Whole programs: helpers, a route, and the inputs it is called with."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tests.property.generate.choose import Choose
from tests.property.generate.scope import (
    BOOL,
    COUNTS,
    FLOAT,
    GRID,
    GROUPS,
    INT,
    INTS,
    MAYBE,
    MUTABLE,
    PAIR,
    STR,
    STRS,
    TYPES,
    Budget,
    Helper,
    Scope,
)
from tests.property.generate.statements import Lines, Statements, indent

VALUES: dict[str, Sequence[object]] = {
    INT: (0, 1, 5, -3, 12, 13, 1000, 77),
    FLOAT: (0.0, 1.5, -2.25, 0.1, 1e10),
    BOOL: (False, True),
    STR: ("", "a", "abc", "Hello, World", "été ß", "12", "a,b"),
    INTS: ([], [1], [3, 1, 2], [5, 5, -1, 0, 8], [0, 0]),
    STRS: ([], ["a"], ["b", "key", ""], ["x", "x", "yy"]),
    GRID: ([], [[1, 2], [3, 4]], [[]], [[0], [5]]),
    COUNTS: ({}, {"a": 1}, {"b": 2, "a": 0, "key": -4}),
    GROUPS: ({}, {"a": [1, 2]}, {"b": [], "key": [3]}),
    PAIR: ([0, "a"], [3, ""], [-1, "key"]),
    MAYBE: (None, 0, 3, 12),
}
HINTS = {GRID: "list[list[int]]", PAIR: "tuple[int, str]"}


@dataclass(frozen=True)
class Program:
    """Helpers, the methods and the route as source, and the calls to compare."""

    name: str
    helpers: str
    route: str
    calls: tuple[dict[str, object], ...]


def module_source(programs: Sequence[Program], name: str = "generated") -> str:
    """One file with all ``programs``, each a route of the class ``Generated``."""
    helpers = "\n\n".join(p.helpers for p in programs if p.helpers)
    routes = "\n\n".join("\n".join(indent(p.route.splitlines())) for p in programs)
    return (
        f"import math\nimport tinychain as tc\n\n{helpers}\n\n"
        f'@tc.service(publisher="tests", namespace="property", name="{name}", version="1.0.0")\n'
        f"class Generated(tc.Service):\n\n{routes}\n"
    )


def make_program(choose: Choose, name: str) -> Program:
    """A program from ``choose``'s choices. Names at module level begin with ``name``."""
    return _Maker(choose, name).program()


class _Maker:
    def __init__(self, choose: Choose, name: str) -> None:
        self.choose = choose
        self.name = name
        self.statements = Statements(choose, sharing=40 if choose.chance(15) else 2)
        self.helpers: list[Helper] = []

    def program(self) -> Program:
        texts = [_normal(self.helper()) for _ in range(self.choose.below(4))]
        methods = [_normal(self.method()) for _ in range(self.choose.below(3) - 1)]
        params = [(f"p{i}", self.choose.pick(TYPES)) for i in range(self.choose.below(4))]
        route = self.route(params)
        calls = tuple({n: self.choose.pick(VALUES[t]) for n, t in params} for _ in range(4 if params else 1))
        return Program(self.name, "\n\n".join(texts), "\n\n".join([*methods, _normal(route)]), calls)

    def method(self) -> Lines:
        """An undecorated method, called as ``self.name(…)``."""
        lines = self.helper()
        helper = self.helpers.pop()
        self.helpers.append(replace(helper, name=f"self.{helper.name}"))
        head = next(i for i, line in enumerate(lines) if line.startswith("def "))
        lines[head] = lines[head].replace("(", "(self, ", 1)
        body = [line.replace(f"{helper.name}(n", f"self.{helper.name}(n") for line in lines[head + 1 :]]
        return [*lines[: head + 1], *body]

    def route(self, params: list[tuple[str, str]]) -> Lines:
        scope = Scope(Budget(80 + self.choose.below(200)), helpers=list(self.helpers), returns="object")
        hinted = self.choose.chance(70)
        for param, type_ in params:
            # A request arrives by value, so its containers are the program's own.
            scope.bind(param, type_, owned=True)
        body = [line for _ in range(1 + self.choose.below(4)) for line in self.statements.assign(scope)]
        body += self.statements.block(scope, 9, 3)
        if not scope.ended:
            body += [f"return {{{', '.join(f'{v!r}: {v}' for v in scope.vars)}}}"]
        arguments = [f"{n}: {HINTS.get(t, t)}" if hinted else n for n, t in params]
        return ["@tc.post", f"def {self.name}({', '.join(['self', *arguments])}):", *indent(body)]

    def helper(self) -> Lines:
        c = self.choose
        name = f"{self.name}_h{len(self.helpers)}"
        kind = c.below(5)
        returns = c.pick([INT, STR, INTS, BOOL, PAIR, COUNTS])
        if kind == 3:
            return self.recursive(name, c.pick([INT, STR, INTS]))
        params = tuple((f"a{i}", c.pick([INT, STR, INTS, COUNTS])) for i in range(1 + c.below(3)))
        scope = Scope(Budget(12 + c.below(25)), helpers=list(self.helpers), returns=returns, nested=True)
        mutates = kind == 4
        for param, type_ in params:
            scope.bind(param, type_, owned=mutates)
        if kind == 0:
            body = [f"return {self.statements.e.fresh(returns, scope)}"]
        else:
            body = self.statements.block(scope, 4, 2)
            if not scope.ended:
                body.append(f"return {self.statements.e.fresh(returns, scope)}")
        defaults = 1 if params[-1][1] in (INT, STR) and c.chance(30) else 0
        self.helpers.append(
            Helper(name, params, returns, defaults, mutates=mutates and any(t in MUTABLE for _, t in params))
        )
        return self._definition(name, params, returns, body, defaults)

    def recursive(self, name: str, returns: str) -> Lines:
        """Recursion on a counter that goes down."""
        c = self.choose
        params = (("n", INT), ("a1", returns))
        scope = Scope(Budget(14), helpers=list(self.helpers), returns=returns, nested=True)
        scope.bind("n", INT, fixed=True)
        scope.bind("a1", returns, fixed=True)
        e = self.statements.e
        lines = ["if n <= 0:", *indent([f"return {e.fresh(returns, scope) if c.chance(50) else 'a1'}"])]
        if c.chance(40):
            lines += self.statements.block(scope, 2, 1)
        if scope.ended:
            lines = [*lines[:2]]
        steps = {
            INT: f"(a1 + {c.pick(['n', '1', '2 * n'])}) % 1000",
            STR: f"(a1 + {c.pick(['str(n)', repr('x')])})[-6:]",
            INTS: "(a1 + [n])[-6:]",
        }
        call = f"{name}(n - 1, {steps[returns]})"
        ends = {
            INT: [f"return {call}", f"return n + {call}", f"return {call} - {name}(n - 2, a1)"],
            STR: [f"return {call}", f"return str(n) + {call}", f"return ({call} + {name}(n - 2, a1))[:20]"],
            INTS: [f"return {call}", f"return [n] + {call}", f"return ({call} + {name}(n - 2, a1))[:20]"],
        }[returns]
        lines.append(c.pick(ends))
        self.helpers.append(Helper(name, params, returns, small=True))
        return self._definition(name, params, returns, lines, 0)

    def _definition(
        self, name: str, params: Sequence[tuple[str, str]], returns: str, body: Lines, defaults: int
    ) -> Lines:
        hinted = self.choose.chance(50)
        arguments = [f"{n}: {t}" if hinted else n for n, t in params]
        if defaults:
            arguments[-1] += "=3" if params[-1][1] == INT else "='d'"
        arrow = f" -> {returns}" if hinted else ""
        return [f"def {name}({', '.join(arguments)}){arrow}:", *indent(body)]


def _normal(lines: Lines) -> str:
    """The source without needless parentheses."""
    return ast.unparse(ast.parse("\n".join(lines)))


__all__ = ["Program", "make_program", "module_source"]
