"""The verifier of the SSA: it runs after every pass in tests, and a pass that breaks a rule is a bug of that pass.

Rules, at every stage:

1. A value is defined once: as a parameter of one region or a result of one operation, in one function.
2. An operand or a region's result is defined before it, in its region or in one around it. The regions of one operation
   do not see each other's values.
3. An operation stands in one place, and so does a region.
4. The code is known (``ssa`` lists them), and its operands, results, regions and ``attr`` are as many as it takes:
   ``const``, ``undef``, ``link``: no operand, one result. ``list``, ``map`` (in pairs): one result.
   ``op``, ``post``, ``route``: one name a parameter, one result. ``free``: one operand, one result.
   ``error``: one operand, no result. ``emit``: two operands, no result.
   ``if``: a condition; two regions without parameters; as many results of each as of the operation.
   ``while``: n operands, n results; a condition region (n → 1) and a body region (n → n).
   ``for``: 1 + n operands, n results; a body region (1 + n → n). ``lambda``: one region (1 → 1), one result.
   ``call``: a function of this route; its parameters as operands; its value and then its in-out parameters as results.
   Other operations have no regions.
5. A function names each of its parameters; its results are its value, then its in-out parameters.
6. A value's ``literal`` is that of the ``const`` which defines it, and it has one only then; a constant that a program
   can hold: no int beyond 64 bits.
7. ``changes`` are operands, and an operation that changes some has a result for each.

After ``select``:

8. No ``py.`` code is left.
9. An ``op`` is in the op table, on some class, with at least these parameters; so is the route of a ``free``, ``post``.
10. What happens inside shows outside: ``effect`` and ``raises`` of an operation in a nested region, or in a called
    function, are set on the operation around it (not on a ``lambda``: they show where it is called).
    ``error`` raises; ``emit`` and ``route`` have an effect.
11. A condition may be a bool or a number (where a test has narrowed a value, its type may still be wider).

Not rules: that types are exact, or not ``never`` on values that exist (code that can never run has such values); that
``undef`` is never read (definite assignment is proved on the source); that every result is used.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, cast

from tcc.ir.optable import op_table
from tcc.lowering.ssa import Function, Op, Region, Value
from tcc.lowering.types import Type, is_number, members

_NO_OPERANDS: Final = frozenset({"const", "undef", "link"})
_INT: Final = range(-(2**63), 2**63)


class InvalidSsaError(Exception):
    """A rule is broken: says which, where, and after which pass."""


def verify_ssa(functions: Sequence[Function], stage: str = "", *, selected: bool = False) -> None:
    """Check ``functions``, all those of a route. Raises InvalidSsaError at the first broken rule."""
    known = {id(f) for f in functions}
    owners: dict[Value, str] = {}
    seen: set[int] = set()
    for function in functions:
        _Verifier(function, known, owners, seen, stage, selected=selected).run()


class _Verifier:
    def __init__(
        self,
        function: Function,
        functions: set[int],
        owners: dict[Value, str],
        seen: set[int],
        stage: str,
        *,
        selected: bool,
    ) -> None:
        self.function, self.functions, self.owners, self.seen = function, functions, owners, seen
        self.stage, self.selected = stage, selected
        self.literals: set[Value] = set()

    def run(self) -> None:
        function = self.function
        region = function.region
        if len(function.params) != len(region.params):
            self.fail(5, None, f"{len(function.params)} names for {len(region.params)} parameters")
        if len(region.results) != 1 + len(function.inout):
            self.fail(5, None, f"{len(region.results)} results with {len(function.inout)} in-out parameters")
        if any(not -1 <= i < len(region.params) for i in function.inout):
            self.fail(5, None, "an in-out parameter that is none")
        self.region(region, None, set())

    def fail(self, rule: int, op: Op | None, problem: str) -> None:
        where = f" in {op.code}" if op is not None else ""
        if op is not None and op.site is not None:
            where += f" ({op.site.file}:{getattr(op.site.node, 'lineno', '?')})"
        after = f" after {self.stage}" if self.stage else ""
        raise InvalidSsaError(f"{self.function.name}{where}{after}: {problem} (rule {rule})")

    # --- definitions and uses ---------------------------------------------------------------------------------------

    def region(self, region: Region, parent: Op | None, visible: set[Value]) -> None:
        """Check a region; ``visible`` are the values of the regions around it."""
        self.once(region, parent)
        for param in region.params:
            self.define(param, parent, visible)
            self.literal(param, parent)
        for op in region.ops:
            self.once(op, op)
            self.use(op.operands, op, visible)
            self.shape(op)
            for inner in op.regions:
                self.region(inner, op, set(visible))
            if self.selected:
                self.meaning(op)
            for result in op.results:
                self.define(result, op, visible)
                self.literal(result, op)
        self.use(region.results, parent, visible)

    def once(self, thing: Op | Region, op: Op | None) -> None:
        if id(thing) in self.seen:
            self.fail(3, op, f"{'a region' if isinstance(thing, Region) else 'an operation'} stands in two places")
        self.seen.add(id(thing))

    def define(self, value: Value, op: Op | None, visible: set[Value]) -> None:
        owner = self.owners.setdefault(value, self.function.name)
        if value in visible or owner is not self.function.name:
            self.fail(1, op, f"{value.name or 'a value'} is defined twice")
        visible.add(value)

    def use(self, values: Sequence[Value], op: Op | None, visible: set[Value]) -> None:
        for value in values:
            if value not in visible:
                self.fail(2, op, f"{value.name or 'a value'} is used where it is not defined")

    def literal(self, value: Value, op: Op | None) -> None:
        constant = op.attr if op is not None and op.code == "const" and value in op.results else None
        is_constant = op is not None and op.code == "const" and value in op.results
        if is_constant and value.literal is not None and repr(value.literal[0]) != repr(constant):
            self.fail(6, op, f"the literal {value.literal[0]!r} of the constant {constant!r}")
        if not is_constant and value.literal is not None:
            self.fail(6, op, f"{value.name or 'a value'} has a literal and is no constant")

    # --- shapes -----------------------------------------------------------------------------------------------------

    def shape(self, op: Op) -> None:
        operands, results = len(op.operands), len(op.results)
        if op.regions and op.code not in ("if", "while", "for", "lambda"):
            self.fail(4, op, "it has regions")
        for i in op.changes:
            if not 0 <= i < operands:
                self.fail(7, op, "it changes what is no operand")
        if len(op.changes) > results:
            self.fail(7, op, f"it changes {len(op.changes)} operands and has {results} results")
        match op.code:
            case "if" | "while" | "for" | "lambda":
                self.nested(op)
            case "call":
                self.call(op)
            case code if code in _NO_OPERANDS:
                self.count(op, operands, 0, "operands")
                self.count(op, results, 1, "results")
                if code == "const":
                    self.constant(op)
            case "list" | "map":
                self.count(op, results, 1, "results")
                if op.code == "map" and operands % 2:
                    self.fail(4, op, "a key without a value")
                if op.code == "list" and op.attr not in ("list", "tuple"):
                    self.fail(4, op, f"a {op.attr!r}")
            case "op" | "post":
                match op.attr:
                    case (str(), tuple() as params):
                        self.count(op, operands, len(params) + (op.code == "op"), "operands")
                    case _:
                        self.fail(4, op, f"no name and parameters: {op.attr!r}")
                self.count(op, results, 1, "results")
            case "free":
                self.count(op, operands, 1, "operands")
                self.count(op, results, 1, "results")
            case "route":
                match op.attr:
                    case (str(), str(), tuple() as params, int()):
                        self.count(op, operands, len(params), "operands")
                    case _:
                        self.fail(4, op, f"no verb, subject and parameters: {op.attr!r}")
                self.count(op, results, 1, "results")
            case "error" | "emit":
                self.count(op, operands, 1 if op.code == "error" else 2, "operands")
                self.count(op, results, 0, "results")
            case code if code.startswith("py."):
                if self.selected:
                    self.fail(8, op, "it is left after select")
            case _:
                self.fail(4, op, "the code is not known")

    def count(self, op: Op, found: int, wanted: int, what: str) -> None:
        if found != wanted:
            self.fail(4, op, f"{found} {what}, not {wanted}")

    def constant(self, op: Op) -> None:
        value = op.attr
        if not isinstance(value, None | bool | int | float | complex | str | bytes):
            self.fail(6, op, f"{value!r} is no constant")
        if isinstance(value, int) and value not in _INT:
            self.fail(6, op, f"{value} is beyond 64 bits")

    def nested(self, op: Op) -> None:
        operands, results = len(op.operands), len(op.results)
        shapes = [(len(r.params), len(r.results)) for r in op.regions]
        match op.code:
            case "if":
                self.count(op, operands, 1, "operands")
                wanted = [(0, results)] * 2
            case "while":
                self.count(op, operands, results, "operands")
                wanted = [(results, 1), (results, results)]
            case "for":
                self.count(op, operands, 1 + results, "operands")
                wanted = [(1 + results, results)]
            case _:
                self.count(op, operands, 0, "operands")
                self.count(op, results, 1, "results")
                wanted = [(1, 1)]
        if shapes != wanted:
            self.fail(4, op, f"regions (parameters, results) {shapes}, not {wanted}")

    def call(self, op: Op) -> None:
        function = op.attr
        if not isinstance(function, Function) or id(function) not in self.functions:
            self.fail(4, op, "it calls what is no function of this route")
            return
        self.count(op, len(op.operands), len(function.region.params), "operands")
        self.count(op, len(op.results), 1 + len(function.inout), "results")

    # --- meaning ----------------------------------------------------------------------------------------------------

    def meaning(self, op: Op) -> None:
        match op.code:
            case "op":
                self.known_op(op)
            case "free" | "post":
                path = op.attr if isinstance(op.attr, str) else cast("tuple[str, object]", op.attr)[0]
                if path not in op_table().routes:
                    self.fail(9, op, f"no route {path}")
            case "error" if not op.raises:
                self.fail(10, op, "it does not raise")
            case "emit" | "route" if not op.effect:
                self.fail(10, op, "it has no effect")
            case "if" if not _may_decide(op.operands[0].type):
                self.fail(11, op, f"the condition is {op.operands[0].type}")
            case "while" if not _may_decide(op.regions[0].results[0].type):
                self.fail(11, op, f"the condition is {op.regions[0].results[0].type}")
        inside = [o for region in op.regions for o in region.ops if o.code != "lambda"]
        if op.code == "call":
            assert isinstance(op.attr, Function)
            inside = [o for o in op.attr.region.ops if o.code != "lambda"]
        for flag in ("effect", "raises"):
            if op.code != "lambda" and not getattr(op, flag) and any(getattr(o, flag) for o in inside):
                self.fail(10, op, f"`{flag}` of what is inside it is not set on it")

    def known_op(self, op: Op) -> None:
        name, params = cast("tuple[str, tuple[str, ...]]", op.attr)
        table = op_table()
        specs = [table.op(cls, name) for cls in table.classes_with(name)]
        if not any(s.variadic or all(s.param(p) for p in params) for s in specs if s is not None):
            self.fail(9, op, f"no op {name}({', '.join(params)})")


def _may_decide(condition: Type) -> bool:
    return any(m.kind in ("never", "any", "object") or is_number(m) for m in members(condition))
