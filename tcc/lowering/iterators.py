"""Iterators: what Python runs lazily and once is a list here, so it may not be kept until that could be seen.

    pairs = zip(xs, ys)               squares = (x * x for x in xs)
    first = list(pairs)               xs.append(1)
    again = list(pairs)     TC226     return sum(squares)             TC225

A generator expression is consumed by the expression it stands in. A ``map`` or ``filter`` may have a name, and is
consumed by the next statement. Any other iterator is used once, and not in a loop that it does not start in.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from msgspec import Struct

from tcc.diagnostics import Diagnostic, Label, Span, codes
from tcc.lowering.ssa import Function, Op, Region, Site, Value, walk
from tcc.lowering.types import members

Report = Callable[[Diagnostic], None]
_LAZY: Final = ("py.map", "py.filter")
_QUIET: Final = frozenset({"const", "undef", "lambda", *_LAZY})
"""Operations after which a ``map`` is still at its start."""
_ACTIVE: Final = frozenset({"emit", "route", "error"})


class _Use(Struct, frozen=True):
    """A use of a value: the operation (None for a region's result), the region, and whether a loop goes round it."""

    op: Op | None
    region: Region
    repeated: bool


def check_iterators(functions: list[Function], report: Report) -> None:
    """Report every iterator that is kept where Python would show that it is one."""
    for function in functions:
        _Checker(function, report).run()


def _is_active(op: Op) -> bool:
    """Whether an operation's regions, or a function they call, emit, call a route or raise."""
    seen: set[int] = set()
    stack = [inner for region in op.regions for inner in walk(region)]
    while stack:
        found = stack.pop()
        if found.code in _ACTIVE:
            return True
        if found.code == "call" and isinstance(found.attr, Function) and id(found.attr) not in seen:
            seen.add(id(found.attr))
            stack.extend(walk(found.attr.region))
    return False


def _takes_turns(op: Op | None) -> bool:
    """Whether an operation takes the items one by one, with something between them, or not all of them."""
    if op is None or op.code in (*_LAZY, "py.iter"):
        return True
    return (
        op.code == "py.call" and isinstance(op.attr, tuple) and op.attr[0] in ("zip", "enumerate", "next", "any", "all")
    )


class _Checker:
    def __init__(self, function: Function, report: Report) -> None:
        self.function, self.report = function, report
        self.uses: dict[Value, list[_Use]] = {}
        self.depth: dict[Value, int] = {}
        self.made: dict[Value, tuple[Op | None, Region]] = {}

    def run(self) -> None:
        for param in self.function.region.params:
            self.made[param], self.depth[param] = (None, self.function.region), 0
        self.index(self.function.region, 0)
        for value, (op, region) in self.made.items():
            if any(m.kind == "iter" for m in members(value.type)):
                self.check(value, op, region)

    def index(self, region: Region, loops: int) -> None:
        """Note where values are made and used; ``loops`` are how many loops are around."""
        for op in region.ops:
            for operand in op.operands:
                self.use(operand, _Use(op, region, loops > self.depth.get(operand, 0)))
            for inner in op.regions:
                within = loops + (op.code in ("while", "for", "lambda"))
                for param in inner.params:
                    self.made[param], self.depth[param] = (None, inner), within
                self.index(inner, within)
            for result in op.results:
                self.made[result], self.depth[result] = (op, region), loops
        for result in region.results:
            self.use(result, _Use(None, region, loops > self.depth.get(result, 0)))

    def use(self, value: Value, use: _Use) -> None:
        """Note one use."""
        self.uses.setdefault(value, []).append(use)

    def check(self, value: Value, op: Op | None, region: Region) -> None:
        """Check one iterator: where it came from decides how long it may be kept."""
        uses = self.uses.get(value, [])
        if op is not None and op.code == "py.iter":
            return
        if op is not None and op.code == "py.generator":
            kept = value.name or not all(use.op is not None and use.op.code.startswith("py.") for use in uses)
            if kept or (self.shows(op) and any(_takes_turns(use.op) for use in uses)):
                self.tell("TC225", op.site, None, what="generator expression")
        elif (
            op is not None
            and op.code in _LAZY
            and (
                (value.name and not self.next_to(op, region, uses))
                or (self.shows(op) and any(_takes_turns(use.op) for use in uses))
            )
        ):
            self.tell("TC225", op.site, None, what=f"`{op.code[3:]}`")
        elif len(uses) > 1 or any(use.repeated for use in uses):
            second = uses[-1]
            at = second.op.site if second.op is not None else op.site if op is not None else self.function.site
            self.tell("TC226", at, op, name=value.name or "this iterator")

    def next_to(self, op: Op, region: Region, uses: list[_Use]) -> bool:
        """Whether nothing happens between a ``map`` and its only use, and its function has no effect."""
        if len(uses) != 1 or uses[0].region is not region:
            return False
        start = region.ops.index(op) + 1
        end = region.ops.index(uses[0].op) if uses[0].op is not None else len(region.ops)
        if any(between.code not in _QUIET for between in region.ops[start:end]):
            return False
        return not self.shows(op)

    def shows(self, op: Op) -> bool:
        """Whether what an iterator does for each item can be told from outside: an effect, or an error it chooses."""
        makers = [self.made.get(value, (None, self.function.region))[0] for value in op.operands]
        return any(maker is not None and _is_active(maker) for maker in makers)

    def tell(self, code: str, site: Site | None, made: Op | None, **values: str) -> None:
        """Report one."""
        if site is None:
            raise AssertionError(code)
        labels = (
            [] if made is None or made.site is None else [Label(Span.of(made.site.node, made.site.file), "made here")]
        )
        self.report(codes.make(code, Span.of(site.node, site.file), *labels, **values))
