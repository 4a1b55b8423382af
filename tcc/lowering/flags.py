"""Flags: what is known of the few constants that a variable such as the hidden ``exit`` can hold.

    exit = 0                                        done = False
    while exit == 0 and i < n:                      while not done and i < n:
        if xs[i] == x: result = True; exit = 3  ⇒       if xs[i] == x: done = True
        i += 1                                          i += 1
    return result if exit == 3 else False           return True if done else False

Each value gets the set of constants that may reach it through ``if`` and loops (an optimistic fixpoint, as in sparse
conditional constant propagation: Wegman and Zadeck, 1991), less those that the tests around it exclude. A value with
one constant is that constant; an exit with two codes is a bool.
"""

from __future__ import annotations

from collections.abc import Iterator

from tcc.lowering.ssa import Function, Op, Region, Value, count_uses, literal_type, substitute
from tcc.lowering.types import BOOL

_MOST: int = 4
"""How many constants of a value are followed."""
_EXIT = "%exit"
Constant = tuple[type, str]
"""A constant's class and text: ``1``, ``True`` and ``1.0`` are three."""
Known = frozenset[Constant] | None
"""The constants that a value may be; None for anything. A value that nothing reads there may be none."""
Facts = dict[Value, tuple[bool, Constant]]
"""What the tests around an operation say: a value is (or is not) a constant."""


def flags(functions: list[Function]) -> None:
    """Replace what is constant, and make two-valued exits bools, in all ``functions``."""
    for function in functions:
        analysis = _Analysis(function)
        if analysis.variables:
            analysis.solve()
            analysis.replace()
            _Bools(function, analysis).run()


class _Analysis:
    """The constants of every value, and how values flow into each other."""

    def __init__(self, function: Function) -> None:
        self.function = function
        self.known: dict[Value, Known] = {}
        self.literals: dict[Constant, object] = {}
        self.makers: dict[Value, Op] = {}
        self.variables: set[Value] = set()
        self.changed = False
        self.collect(function.region)

    def collect(self, region: Region) -> None:
        """Find what constants define, and what ``if`` and loops pass on."""
        for op in region.ops:
            for result in op.results:
                self.makers[result] = op
            match op.code:
                case "const":
                    constant = _constant(op.attr)
                    self.literals[constant] = op.attr
                    self.known[op.results[0]] = frozenset({constant})
                case "undef":
                    self.known[op.results[0]] = frozenset()
                case "if":
                    self.variables.update(op.results)
                case "while" | "for":
                    first = len(op.operands) - len(op.results)
                    self.variables.update(op.results)
                    for inner in op.regions:
                        self.variables.update(inner.params[first:])
            for inner in op.regions:
                self.collect(inner)

    def solve(self) -> None:
        """To a fixpoint from below."""
        self.known.update(dict.fromkeys(self.variables, frozenset()))
        self.changed = True
        while self.changed:
            self.changed = False
            self.region(self.function.region, {})

    def of(self, value: Value, facts: Facts) -> Known:
        """The constants a value may be where ``facts`` hold."""
        known = self.known.get(value)
        fact = facts.get(value)
        if fact is None or known is None or any(kind is not int for kind, _ in known):  # True == 1
            return known
        holds, constant = fact
        return known & {constant} if holds else known - {constant}

    def grow(self, value: Value, more: Known) -> None:
        known = self.known[value]
        if known is None or (more is not None and more <= known):
            return
        new = None if more is None else known | more
        self.known[value] = None if new is not None and len(new) > _MOST else new
        self.changed = True

    def region(self, region: Region, facts: Facts) -> None:
        for op in region.ops:
            match op.code:
                case "if":
                    for inner, holds in zip(op.regions, (True, False), strict=True):
                        inside = {**facts, **dict(self.facts(op.operands[0], holds))}
                        self.region(inner, inside)
                        for result, value in zip(op.results, inner.results, strict=True):
                            self.grow(result, self.of(value, inside))
                case "while" | "for":
                    self.loop(op, facts)
                case "lambda":
                    self.region(op.regions[0], facts)

    def loop(self, op: Op, facts: Facts) -> None:
        first = len(op.operands) - len(op.results)
        body = op.regions[-1]
        inside = dict(facts)
        if op.code == "while":
            cond = op.regions[0]
            self.region(cond, facts)
            params = dict(zip(cond.params, body.params, strict=True))
            inside.update((params.get(v, v), fact) for v, fact in self.facts(cond.results[0], True))
        self.region(body, inside)
        slots = zip(op.operands[first:], body.results, op.results, strict=True)
        for i, (initial, following, result) in enumerate(slots):
            for value, where in ((initial, facts), (following, inside)):
                known = self.of(value, where)
                self.grow(result, known)
                for inner in op.regions:
                    self.grow(inner.params[first + i], known)

    def facts(self, cond: Value, holds: bool) -> Iterator[tuple[Value, tuple[bool, Constant]]]:
        """What a condition says of values when it is true, or false."""
        op = self.makers.get(cond)
        if op is None:
            return
        if op.code == "if" and holds:  # a and b
            at = op.results.index(cond)
            if op.regions[1].results[at].literal == (False,):
                yield from self.facts(op.operands[0], True)
                yield from self.facts(op.regions[0].results[at], True)
        elif (test := _test(op)) is not None:
            value, constant, equal = test
            yield value, (equal is holds, constant)

    # --- what it is for ---------------------------------------------------------------------------------------------

    def replace(self) -> None:
        """Put constants where only one can be, and decide the tests that only one outcome is left for."""
        made: dict[Constant, Value] = {}
        self.replace_in(self.function.region, {}, made)
        self.function.region.ops[:0] = [Op("const", [], [v], None, self.literals[c]) for c, v in made.items()]

    def replace_in(self, region: Region, facts: Facts, made: dict[Constant, Value]) -> None:
        for op in region.ops:
            test = _test(op)
            if test is not None and (outcome := self.outcome(test, facts)) is not None:
                op.code, op.attr, op.operands = "const", outcome, []
                op.results[0].literal = (outcome,)
                continue
            op.operands = [self.constant(v, facts, made) for v in op.operands]
            for number, inner in enumerate(op.regions):
                inside = {**facts, **self.around(op, number)}
                self.replace_in(inner, inside, made)
                inner.results = [self.constant(v, inside, made) for v in inner.results]
        if region is self.function.region:
            region.results = [self.constant(v, facts, made) for v in region.results]

    def around(self, op: Op, number: int) -> Facts:
        """What holds in a region of an operation because it runs."""
        match op.code:
            case "if":
                return dict(self.facts(op.operands[0], number == 0))
            case "while" if number == 1:
                cond, body = op.regions
                params = dict(zip(cond.params, body.params, strict=True))
                return {params.get(v, v): fact for v, fact in self.facts(cond.results[0], True)}
            case _:
                return {}

    def outcome(self, test: tuple[Value, Constant, bool], facts: Facts) -> bool | None:
        value, constant, equal = test
        known = self.of(value, facts)
        if not known or value not in self.variables or any(kind is not int for kind, _ in known):
            return None
        if constant not in known:
            return not equal
        return equal if len(known) == 1 else None

    def constant(self, value: Value, facts: Facts, made: dict[Constant, Value]) -> Value:
        known = self.of(value, facts) if value in self.variables else None
        if known is None or len(known) != 1:
            return value
        (constant,) = known
        if constant not in made:
            made[constant] = Value("", literal_type(self.literals[constant]), (self.literals[constant],))
        return made[constant]


class _Bools:
    """Makes the exits that have two codes bools: ``done``, or ``going`` where that needs fewer operations."""

    def __init__(self, function: Function, analysis: _Analysis) -> None:
        self.function, self.analysis = function, analysis
        self.parent: dict[Value, Value] = {}
        self.tests: dict[Value, list[Op]] = {}
        self.barred: set[Value] = set()
        self.conditions: dict[Value, int] = {}

    def run(self) -> None:
        region = self.function.region
        self.link(region)
        self.barred.update(region.results)
        groups: dict[Value, list[Value]] = {}
        for value in self.parent:
            groups.setdefault(self.root(value), []).append(value)
        constants = {b: Value("", BOOL, (b,)) for b in (False, True)}
        same: dict[Value, Value] = {}
        leaves: dict[Value, dict[Constant, Value]] = {}
        uses = count_uses(region)
        for members in groups.values():
            codes = self.codes(members)
            if codes is None:
                continue
            stay, leave = codes
            tests = [op for m in members for op in self.tests.get(m, ())]
            going = self.cost(tests, stay, uses) < self.cost(tests, leave, uses)
            for value in members:
                value.type = BOOL
                if value.name == _EXIT:
                    value.name = "%going" if going else "%done"
                leaves[value] = {stay: constants[going], leave: constants[not going]}
            for op in tests:
                self.convert(op, stay if going else leave, same)
        if leaves:
            self.exchange(region, leaves)
            region.ops[:0] = [Op("const", [], [v], None, b) for b, v in constants.items()]
            substitute(region, same)

    def root(self, value: Value) -> Value:
        while (up := self.parent.setdefault(value, value)) is not value:
            value = up
        return value

    def join(self, a: Value, b: Value) -> None:
        if self.flows(a) and self.flows(b):
            self.parent[self.root(a)] = self.root(b)

    def flows(self, value: Value) -> bool:
        """Whether a value is no constant and no placeholder."""
        maker = self.analysis.makers.get(value)
        return value.literal is None and (maker is None or maker.code != "undef")

    def link(self, region: Region) -> None:
        """Group the values that flow into each other; note how else they are used."""
        for op in region.ops:
            for slot in _slots(op):
                for value in slot[1:]:
                    self.join(slot[0], value)
            if _test(op) is not None:
                self.tests.setdefault(op.operands[0], []).append(op)
            elif op.code == "if":
                self.conditions[op.operands[0]] = self.conditions.get(op.operands[0], 0) + 1
                self.barred.add(op.operands[0])
            else:
                self.barred.update(op.operands[: len(op.operands) - len(op.results)] if op.regions else op.operands)
            if op.code == "while":
                self.barred.update(op.regions[0].results)
            if op.code == "lambda":
                self.barred.update(op.regions[0].results)
            for inner in op.regions:
                self.link(inner)

    def codes(self, members: list[Value]) -> tuple[Constant, Constant] | None:
        """The two codes of an exit that is only ever tested for them: the one that stays, and the one that leaves."""
        if not self.barred.isdisjoint(members) or not any(v.name == _EXIT for v in members):
            return None
        known: frozenset[Constant] = frozenset()
        for value in members:
            found = self.analysis.known.get(value) if value in self.analysis.variables else None
            if found is None:
                return None
            known |= found
        zero = _constant(0)
        rest = [c for c in known if c != zero]
        if zero not in known or len(rest) != 1 or rest[0][0] is not int:
            return None
        tested = [t for m in members for op in self.tests.get(m, ()) if (t := _test(op)) is not None]
        return (zero, rest[0]) if all(constant in known for _, constant, _ in tested) else None

    def cost(self, tests: list[Op], true: Constant, uses: dict[Value, int]) -> int:
        """How many tests need a ``not`` when the bool says that the exit is ``true``: conditions of ``if`` do not."""
        found = 0
        for op in tests:
            test = _test(op)
            assert test is not None
            _, constant, equal = test
            result = op.results[0]
            if (constant == true) is not equal and uses.get(result, 0) > self.conditions.get(result, 0):
                found += 1
        return found

    def convert(self, op: Op, true: Constant, same: dict[Value, Value]) -> None:
        test = _test(op)
        assert test is not None
        value, constant, equal = test
        if (constant == true) is equal:
            same[op.results[0]] = value
        else:
            op.operands, op.attr = [value], ("not", ())

    def exchange(self, region: Region, leaves: dict[Value, dict[Constant, Value]]) -> None:
        """Put bools where the codes flow in."""
        for op in region.ops:
            for i, result in enumerate(op.results if op.regions else ()):
                codes = leaves.get(result)
                if codes is None:
                    continue
                first = len(op.operands) - len(op.results)
                if op.code != "if":
                    op.operands[first + i] = self.leaf(op.operands[first + i], codes)
                for inner in op.regions[-1:] if op.code != "if" else op.regions:
                    inner.results[i] = self.leaf(inner.results[i], codes)
            for inner in op.regions:
                self.exchange(inner, leaves)

    @staticmethod
    def leaf(value: Value, codes: dict[Constant, Value]) -> Value:
        return value if value.literal is None else codes[_constant(value.literal[0])]


def _slots(op: Op) -> Iterator[list[Value]]:
    """The values that each result of an ``if`` or loop is made of, itself first."""
    first = len(op.operands) - len(op.results)
    for i, result in enumerate(op.results if op.regions else ()):
        match op.code:
            case "if":
                yield [result, *[r.results[i] for r in op.regions]]
            case "while" | "for":
                params = [r.params[first + i] for r in op.regions]
                yield [result, op.operands[first + i], op.regions[-1].results[i], *params]


def _constant(value: object) -> Constant:
    return type(value), repr(value)


def _test(op: Op) -> tuple[Value, Constant, bool] | None:
    """The value, the int it is compared with, and whether for equality; None for another operation."""
    if op.code != "op" or op.attr not in (("eq", ("r",)), ("ne", ("r",))):
        return None
    value, other = op.operands
    if other.literal is None or type(other.literal[0]) is not int or value.literal is not None:
        return None
    return value, _constant(other.literal[0]), op.attr == ("eq", ("r",))
