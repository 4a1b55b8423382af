"""Remove what is never needed: dead operations, unused results of ``if``, loop state that only feeds itself.

Needed are the results of the function and every operation that has an effect or may raise (Python would have raised
there, used or not). Everything else is needed only by what is needed; loop state is solved with the rest of the graph,
so a name that a loop carries for nobody disappears.
"""

from __future__ import annotations

from typing import Final

from tcc.lowering.ssa import Function, Op, Region, Value, walk

GONE: Final = -1
"""The index of an in-out parameter that is only handed back: what was given is never read."""


def prune_all(functions: list[Function]) -> None:
    """Prune functions in place, and the parameters that they never read, here and where they are called."""
    pending = True
    while pending:
        for function in functions:
            _Pruner(function).run()
        pending = False
        for function in functions[1:]:
            pending = _drop_parameters(function, functions) or pending


def _drop_parameters(function: Function, functions: list[Function]) -> bool:
    """Drop what a helper never reads; true when something was. What computed it may then be dead, too."""
    read = {v for op in walk(function.region) for v in [*op.operands, *[r for g in op.regions for r in g.results]]}
    read.update(function.region.results)
    keep = [i for i, p in enumerate(function.region.params) if p in read]
    if len(keep) == len(function.region.params):
        return False
    function.inout = [keep.index(i) if i in keep else GONE for i in function.inout]
    function.params = [function.params[i] for i in keep]
    function.region.params = [function.region.params[i] for i in keep]
    for caller in functions:
        for op in walk(caller.region):
            if op.code == "call" and op.attr is function:
                op.operands = [op.operands[i] for i in keep]
                op.changes = tuple([i for i in function.inout if i != GONE])
    return True


class _Pruner:
    def __init__(self, function: Function) -> None:
        self.function = function
        self.defined: dict[Value, tuple[Op, int]] = {}
        self.parameters: dict[Value, tuple[Op, int]] = {}
        self.parents: dict[int, Op | None] = {}
        self.live: set[Value] = set()
        self.live_ops: set[int] = set()
        self.stack: list[Value] = []

    def run(self) -> None:
        self.index(self.function.region, None)
        for value in self.function.region.results:
            self.need(value)
        self.roots(self.function.region)
        while self.stack:
            self.spread(self.stack.pop())
        self.sweep(self.function.region)

    def index(self, region: Region, parent: Op | None) -> None:
        for op in region.ops:
            self.parents[id(op)] = parent
            for i, result in enumerate(op.results):
                self.defined[result] = (op, i)
            for inner in op.regions:
                first = 1 if op.code == "for" else 0
                for i, param in enumerate(inner.params):
                    self.parameters[param] = (op, i - first)
                self.index(inner, op)

    def roots(self, region: Region) -> None:
        for op in region.ops:
            if (not op.regions and (op.effect or op.raises)) or (
                op.code == "for" and op.raises and op.operands[0].type.kind in ("any", "object", "union")
            ):
                self.keep(op)
            if op.code != "lambda":
                for inner in op.regions:
                    self.roots(inner)

    def need(self, value: Value) -> None:
        if value not in self.live:
            self.live.add(value)
            self.stack.append(value)

    def keep(self, op: Op) -> None:
        """An operation is needed, and so is what decides whether it runs."""
        if id(op) in self.live_ops:
            return
        self.live_ops.add(id(op))
        match op.code:
            case "if":
                self.need(op.operands[0])
            case "while":
                self.need(op.regions[0].results[0])
            case "for":
                self.need(op.operands[0])
            case "lambda":
                self.need(op.regions[0].results[0])
                self.roots(op.regions[0])
            case _:
                for operand in op.operands:
                    self.need(operand)
        parent = self.parents[id(op)]
        if parent is not None:
            self.keep(parent)

    def spread(self, value: Value) -> None:
        found = self.defined.get(value)
        if found is not None:
            op, index = found
            self.keep(op)
            match op.code:
                case "if":
                    for region in op.regions:
                        self.need(region.results[index])
                case "while" | "for":
                    self.slot(op, index)
            return
        parameter = self.parameters.get(value)
        if parameter is not None:
            op, index = parameter
            self.keep(op)
            if op.code in ("while", "for") and index >= 0:
                self.slot(op, index)

    def slot(self, op: Op, index: int) -> None:
        """Everything that makes up one piece of a loop's state."""
        first = 1 if op.code == "for" else 0
        self.need(op.operands[first + index])
        self.need(op.results[index])
        self.need(op.regions[-1].results[index])
        for region in op.regions:
            self.need(region.params[first + index])

    def sweep(self, region: Region) -> None:
        kept = [op for op in region.ops if id(op) in self.live_ops]
        for op in kept:
            if op.code == "if":
                keep = [i for i, r in enumerate(op.results) if r in self.live]
                op.results = [op.results[i] for i in keep]
                for inner in op.regions:
                    inner.results = [inner.results[i] for i in keep]
            elif op.code in ("while", "for"):
                self.shrink(op)
            for inner in op.regions:
                self.sweep(inner)
        region.ops[:] = kept

    def shrink(self, op: Op) -> None:
        first = 1 if op.code == "for" else 0
        keep = [i for i, r in enumerate(op.results) if r in self.live]
        op.results = [op.results[i] for i in keep]
        op.operands = op.operands[:first] + [op.operands[first + i] for i in keep]
        for inner in op.regions:
            inner.params = inner.params[:first] + [inner.params[first + i] for i in keep]
        op.regions[-1].results = [op.regions[-1].results[i] for i in keep]
