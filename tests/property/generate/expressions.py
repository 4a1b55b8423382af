"""Expressions of a type, as source text. Every compound one is in parentheses; ``ast.unparse`` takes them off again."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tests.property.generate.choose import Choose
from tests.property.generate.scope import (
    ANY,
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
    Helper,
    Scope,
)

WORDS = ("''", "'a'", "'b'", "'key'", "'Hello, World'", "'x y  z'", "'été'", "'a,b,,c'", "'12'", "'it\\'s'", "'ß🙂'")
KEYS = ("'a'", "'b'", "'key'", "''")
FLOATS = ("0.0", "1.0", "0.5", "2.5", "-1.25", "0.1", "1e3", "3.14159", "-0.0", "100.0")
SPECS = ("", ":5", ":<6", ":>6", ":^7", ":05d", ":,", ":+d", ":x", ":b", ":#o", ":*^9", ":_")
FLOAT_SPECS = ("", ":.2f", ":8.3f", ":+.1f", ":,.2f", ":.0f", ":e", ":.3g", ":%", ":>10.1f", ":g")
STR_SPECS = ("", ":5", ":>6", ":^7", ":.2", ":*<5", "!r")
SORTS = ("", ", reverse=True", ", key=lambda v: (v % 3, -v)", ", key=abs")
FORMATTED = ((INT, SPECS), (STR, STR_SPECS), (FLOAT, FLOAT_SPECS), (INTS, ("", "!r")), (BOOL, ("",)))
LITERALS: dict[str, Sequence[str]] = {
    INT: ("0", "1", "2", "3", "-1", "7", "10", "-4", "255", "1000"),
    FLOAT: FLOATS,
    BOOL: ("True", "False"),
    STR: WORDS,
    INTS: ("[]", "[1, 2, 3]", "[0]", "[5, -2, 9, 5]"),
    STRS: ("[]", "['a', 'b']", "['key']"),
    GRID: ("[]", "[[0, 1], [2, 3]]", "[[]]", "[[1], [2, 3]]"),
    COUNTS: ("{}", "{'a': 1, 'b': 2}", "{'key': 7}"),
    GROUPS: ("{}", "{'a': [1], 'b': []}"),
    PAIR: ("(0, 'a')", "(3, '')"),
    MAYBE: ("None", "4"),
    ANY: ("None", "1", "'a'"),
}


class Expressions:
    """Writes expressions; every method gives the text of one."""

    def __init__(self, choose: Choose, sharing: int = 3) -> None:
        self.choose = choose
        self.sharing = sharing
        self._deep = 0
        self._makers: dict[str, Callable[[Scope], str]] = {
            INT: self.int_,
            FLOAT: self.float_,
            BOOL: self.bool_,
            STR: self.str_,
            INTS: self.ints,
            STRS: self.strs,
            GRID: self.grid,
            COUNTS: self.counts,
            GROUPS: self.groups,
            PAIR: self.pair,
            MAYBE: self.maybe,
            ANY: self.any_,
        }

    def of(self, type_: str, s: Scope) -> str:
        """An expression of ``type_``. A container may be one that a variable holds."""
        s.budget.left -= 1
        known = s.of(type_)
        if known and (s.budget.left < 0 or self.choose.chance(50 if self._deep else 30)):
            return self.choose.pick(known)
        if self._deep > 2 or s.budget.left < 0:
            return self._leaf(type_)
        self._deep += 1
        try:
            if self.choose.chance(12) and (call := self.call(type_, s)):
                return call
            if self.choose.chance(6):
                return f"({self.of(type_, s)} if {self.bool_(s)} else {self.of(type_, s)})"
            return self._makers[type_](s)
        finally:
            self._deep -= 1

    def _leaf(self, type_: str) -> str:
        """A literal."""
        return self.choose.pick(LITERALS[type_])

    def fresh(self, type_: str, s: Scope) -> str:
        """An expression of ``type_``; a container is a new one, in all its depth."""
        if type_ not in MUTABLE:
            return self.of(type_, s)
        known = s.of(type_)
        if known and self.choose.chance(25):
            name = self.choose.pick(known)
            copies = {
                GRID: f"[row[:] for row in {name}]",
                COUNTS: f"dict({name})",
                GROUPS: f"{{k: v[:] for k, v in {name}.items()}}",
            }
            return copies.get(type_) or self.choose.pick([f"{name}[:]", f"list({name})", f"{name}.copy()"])
        return self._makers[type_](s)

    def bounded(self, type_: str, s: Scope) -> str:
        """A new value whose size does not grow with that of the variables, for loops."""
        text = self.fresh(type_, s)
        match type_:
            case "int":
                return self.choose.pick([f"(({text}) % 1000)", f"(({text}) % 97 - 40)", f"max(-999, min(999, {text}))"])
            case "str" | "list[int]" | "list[str]":
                return f"({text})[:{self.choose.pick([4, 8, 3])}]"
            case "list[list[int]]":
                return f"[row[:3] for row in ({text})[:3]]"
            case "float":
                return f"max(-1e6, min(1e6, {text}))"
            case "dict[str, list[int]]":
                return f"{{k: v[:3] for k, v in ({text}).items()}}"
        return text

    def call(self, type_: str, s: Scope) -> str | None:
        """A call of a helper that gives ``type_``, if there is one."""
        fitting = [h for h in s.helpers if h.returns == type_ and not (h.mutates and type_ in MUTABLE and s.loops)]
        return self.call_of(self.choose.pick(fitting), s) if fitting else None

    def call_of(self, helper: Helper, s: Scope) -> str:
        """A call of ``helper``, by position or name, its defaults left out or not."""
        given = len(helper.params) - (self.choose.below(helper.defaults + 1) if helper.defaults else 0)
        named_from = self.choose.below(given + 1) if self.choose.chance(30) else given
        args = []
        for index, (name, type_) in enumerate(helper.params[:given]):
            if helper.small and index == 0:
                text = f"({self.of(INT, s)}) % {self.choose.pick([4, 6, 3])}"
            elif helper.mutates and type_ in MUTABLE and not self.choose.chance(self.sharing):
                text = self.fresh(type_, s)
            else:
                text = self.bounded(type_, s) if type_ in (INT, STR) else self.of(type_, s)
            args.append(f"{name}={text}" if index >= named_from else text)
        return f"{helper.name}({', '.join(args)})"

    # --- numbers -----------------------------------------------------------------------------------------------------

    def int_(self, s: Scope) -> str:
        """An int, mostly small."""
        c = self.choose
        if c.chance(30):
            return self._leaf(INT)

        def x() -> str:
            return self.of(INT, s)

        options: list[Callable[[], str]] = [
            lambda: f"({x()} + {x()})",
            lambda: f"({x()} - {x()})",
            lambda: f"({x()} * {c.pick(['2', '3', '-1', '10'])})",
            lambda: f"({x()} // {c.pick(['2', '3', '-2', '7'])})",
            lambda: f"({x()} % {c.pick(['2', '5', '-3', '10'])})",
            lambda: f"(-{x()})",
            lambda: f"abs({x()})",
            lambda: f"len({self.of(c.pick([INTS, STR, COUNTS, STRS, GRID]), s)})",
            lambda: f"{c.pick(['min', 'max'])}({x()}, {x()})",
            lambda: f"sum({self.of(INTS, s)})",
            lambda: self.item(s),
            lambda: f"({self.of(COUNTS, s)}).get({self.key(s)}, {x()})",
            lambda: f"({x()} {c.pick(['&', '|', '^'])} {x()})",
            lambda: f"(({x()}) % 100 << {c.pick(['1', '2', '5'])})",
            lambda: f"({x()} >> {c.pick(['1', '3'])})",
            lambda: f"(({x()}) % 9) ** {c.pick(['2', '3', '0'])}",
            lambda: f"({self.of(STR, s)}).{c.pick(['count', 'find'])}({c.pick(WORDS[1:4])})",
            lambda: f"({self.of(INTS, s)}).count({x()})",
            lambda: f"{c.pick(['max', 'min'])}({self.of(INTS, s)}, default={x()})",
            lambda: f"sum({self.generator(INT, s)})",
            lambda: f"({self.bool_(s)} + {self.bool_(s)})",
            lambda: f"divmod({x()}, {c.pick(['3', '-4', '10'])})[{c.pick(['0', '1'])}]",
            lambda: f"round({self.of(FLOAT, s)})",
            lambda: f"int({self.of(FLOAT, s)})",
            lambda: f"(lambda v: {self.under(s, 'v', INT)})({x()})",
            lambda: f"({self.of(PAIR, s)})[0]",
            lambda: f"(({self.of(MAYBE, s)}) or {x()})",
            lambda: f"min({self.of(STRS, s)} or ['z'], key=len).count('a')",
            lambda: f"sum(map(lambda v: {self.under(s, 'v', INT)}, {self.of(INTS, s)}))",
            lambda: f"({x()} {c.pick(['and', 'or'])} {x()})",
            lambda: f"({x()} // ({x()} or 1))",
            lambda: f"({x()} % ({x()} or 5))",
            lambda: f"int({self.bool_(s)})",
            lambda: f"sum(len(row) for row in {self.of(GRID, s)})",
            lambda: f"ord(({self.of(STR, s)})[:1] or 'q')",
            lambda: f"math.{c.pick(['floor', 'ceil', 'trunc'])}({self.of(FLOAT, s)})",
            lambda: f"math.gcd({x()}, {x()})",
            lambda: f"math.isqrt(abs({x()}))",
            lambda: f"len(set({self.of(c.pick([INTS, STR, STRS]), s)}))",
            lambda: f"[{x()}, {x()}, {x()}][{c.pick(['0', '-1', '1'])}]",
            lambda: f"{{'a': {x()}, 'b': {x()}}}[{c.pick(KEYS[:2])}]",
            lambda: f"sum([{x()}] + {self.of(INTS, s)}, {x()})",
        ]
        if c.chance(3):
            return c.pick(
                [
                    f"({x()} // {x()})",
                    f"({self.of(INTS, s)})[{x()}]",
                    f"({self.of(COUNTS, s)})[{self.key(s)}]",
                    f"({self.of(INTS, s)}).index({x()})",
                    f"int({self.of(STR, s)})",
                    f"({x()} * {x()})",
                    f"max({self.of(INTS, s)})",
                ]
            )
        return c.pick(options)()

    def item(self, s: Scope) -> str:
        """An item of a list of ints, in range."""
        lists = s.of(INTS)
        if not lists:
            return "1"
        name = self.choose.pick(lists)
        return self.choose.pick(
            [
                f"({name}[{self.of(INT, s)} % len({name})] if {name} else 0)",
                f"({name}[-1] if {name} else -1)",
                f"({name}[0] if len({name}) > 0 else {self.of(INT, s)})",
            ]
        )

    def float_(self, s: Scope) -> str:
        """A float, finite."""
        c = self.choose
        if c.chance(40):
            return self._leaf(FLOAT)

        def x() -> str:
            return self.of(FLOAT, s)

        options: list[Callable[[], str]] = [
            lambda: f"({x()} + {self.of(c.pick([FLOAT, INT]), s)})",
            lambda: f"({x()} - {x()})",
            lambda: f"({self.of(INT, s)} * {x()})",
            lambda: f"({self.of(INT, s)} / {c.pick(['2', '3', '7', '-8'])})",
            lambda: f"float({self.of(INT, s)})",
            lambda: f"round({x()}, {c.pick(['1', '2', '0', '-1'])})",
            lambda: f"abs({x()})",
            lambda: f"({x()} // {c.pick(['2', '0.5', '-3'])})",
            lambda: f"({x()} % {c.pick(['2', '0.7', '-3'])})",
            lambda: f"max({x()}, {x()})",
            lambda: f"sum({self.of(INTS, s)}, {c.pick(FLOATS)})",
            lambda: f"({x()} if {self.bool_(s)} else {x()})",
            lambda: f"(abs({self.of(INT, s)}) % 50) ** 0.5",
            lambda: f"math.sqrt(abs({x()}))",
            lambda: f"sum([{x()}, {x()}, 0.1])",
            lambda: f"({x()} * {x()} if abs({x()}) < 1e9 else 0.0)",
        ]
        return c.pick(options)()

    def maybe(self, s: Scope) -> str:
        """An int or None."""
        c = self.choose
        return c.pick(
            [
                "None",
                self.of(INT, s),
                f"({self.of(INT, s)} if {self.bool_(s)} else None)",
                f"({self.of(COUNTS, s)}).get({self.key(s)})",
                f"next(({self.generator_body(INT, s)}), None)",
            ]
        )

    # --- truth -------------------------------------------------------------------------------------------------------

    def bool_(self, s: Scope) -> str:
        """A bool."""
        c = self.choose
        s.budget.left -= 1
        known = s.of(BOOL)
        if s.budget.left < 0:
            return c.pick([*known, "True", "False"])

        def x() -> str:
            return self.of(INT, s)

        def compare() -> str:
            return c.pick(["<", ">", "==", "<=", ">=", "!="])

        options: list[Callable[[], str]] = [
            lambda: c.pick([*known, "True", "False"]),
            lambda: f"({x()} {compare()} {x()})",
            lambda: f"({x()} {compare()} {x()})",
            lambda: f"({x()} {c.pick(['<', '<='])} {x()} {c.pick(['<', '<='])} {x()})",
            lambda: f"({x()} % {c.pick(['2', '3'])} == 0)",
            lambda: f"({self.bool_(s)} and {self.bool_(s)})",
            lambda: f"({self.bool_(s)} or {self.bool_(s)})",
            lambda: f"(not {self.bool_(s)})",
            lambda: f"({x()} in {self.of(INTS, s)})",
            lambda: f"({self.key(s)} {c.pick(['in', 'not in'])} {self.of(COUNTS, s)})",
            lambda: f"({self.of(STR, s)} {compare()} {self.of(STR, s)})",
            lambda: f"({c.pick(WORDS)} in {self.of(STR, s)})",
            lambda: f"({self.of(INTS, s)} {compare()} {self.of(INTS, s)})",
            lambda: f"{c.pick(['any', 'all'])}({self.generator(BOOL, s)})",
            lambda: f"bool({self.of(c.pick([INT, STR, INTS, FLOAT, COUNTS]), s)})",
            lambda: f"({self.of(STR, s)}).{c.pick(['isdigit', 'isalpha', 'isupper', 'islower', 'isalnum'])}()",
            lambda: f"({self.of(STR, s)}).{c.pick(['startswith', 'endswith'])}({c.pick(WORDS)})",
            lambda: f"({self.of(FLOAT, s)} {compare()} {self.of(c.pick([FLOAT, INT]), s)})",
            lambda: f"({self.place(s)} is {c.pick(['', 'not '])}None)",
            lambda: (
                f"isinstance({self.of(c.pick([INT, STR, MAYBE]), s)}, {c.pick(['int', 'str', 'bool', '(int, str)'])})"
            ),
            lambda: f"({self.of(PAIR, s)} {compare()} {self.of(PAIR, s)})",
            lambda: f"(not {self.of(c.pick([INTS, STR, COUNTS]), s)})",
            lambda: f"({x()} in ({x()}, {x()}, {x()}))",
            lambda: f"({self.of(GRID, s)} == {self.of(GRID, s)})",
            lambda: f"({self.of(COUNTS, s)} != {self.of(COUNTS, s)})",
            lambda: f"({x()} in {{{x()}, {x()}}})",
        ]
        return c.pick(options)()

    def place(self, s: Scope) -> str:
        """An int or None that is no literal: what may stand before ``is None``."""
        return self.choose.pick([*s.of(MAYBE), f"({self.of(COUNTS, s)}).get({self.key(s)})"])

    # --- strings -----------------------------------------------------------------------------------------------------

    def key(self, s: Scope) -> str:
        """A dict key."""
        return self.choose.pick([*KEYS, *s.of(STR)])

    def str_(self, s: Scope) -> str:
        """A string, mostly short."""
        c = self.choose
        if c.chance(30):
            return self._leaf(STR)

        def x() -> str:
            return self.of(STR, s)

        options: list[Callable[[], str]] = [
            lambda: f"({x()} + {x()})",
            lambda: f"str({self.of(c.pick([INT, FLOAT, BOOL, INTS, COUNTS, MAYBE]), s)})",
            lambda: self.fstring(s),
            lambda: self.fstring(s),
            lambda: f"({x()}).{c.pick(['upper', 'lower', 'title', 'strip', 'capitalize', 'swapcase', 'lstrip'])}()",
            lambda: f"({x()})[{c.pick(['1:', ':2', '::-1', '-3:', '::2', '1:-1', '5:1:-1'])}]",
            lambda: f"({x()} * {c.pick(['2', '0', '3', '-1'])})",
            lambda: f"({x()}).replace({c.pick(WORDS[1:4])}, {c.pick(WORDS)})",
            lambda: f"{c.pick(WORDS[:4])}.join({self.of(STRS, s)})",
            lambda: f"''.join({self.generator(STR, s)})",
            lambda: f"({self.of(STRS, s)} or ['none'])[{c.pick(['0', '-1'])}]",
            lambda: f"({self.of(PAIR, s)})[1]",
            lambda: f"({x()}).{c.pick(['rjust', 'ljust', 'center', 'zfill'])}({c.pick(['5', '8'])})",
            lambda: f"({x()} or {x()})",
            lambda: f"repr({self.of(c.pick([STR, FLOAT, STRS, INT]), s)})",
            lambda: f"chr(97 + ({self.of(INT, s)}) % 26)",
            lambda: f"({x()}).partition({c.pick(WORDS[1:4])})[{c.pick(['0', '2', '1'])}]",
            lambda: f"min({x()}, {x()})",
            lambda: f"max({self.of(STRS, s)} or ['m'], key=lambda v: (len(v), v))",
        ]
        return c.pick(options)()

    def fstring(self, s: Scope) -> str:
        """An f-string with one to three values, most with a format."""
        c = self.choose
        parts = []
        for _ in range(1 + c.below(3)):
            type_, specs = c.pick(
                [(INT, SPECS), (STR, STR_SPECS), (FLOAT, FLOAT_SPECS), (INTS, ("", "!r")), (BOOL, ("",))]
            )
            value = self.of(type_, s)
            if any(mark in value for mark in "'\"\\{}"):  # not inside an f-string, before Python 3.12
                value = c.pick([*s.of(type_), "7"])
                specs = specs if value != "7" else SPECS
            parts.append(f"{{({value}){c.pick(specs)}}}")
        return "f'" + c.pick(["", "v=", "{{}} "]) + c.pick([" ", "-", ", "]).join(parts) + "'"

    # --- containers --------------------------------------------------------------------------------------------------

    def ints(self, s: Scope) -> str:
        """A new list of ints."""
        c = self.choose

        def x() -> str:
            return self.of(INT, s)

        if c.chance(15):
            return self._leaf(INTS)
        options: list[Callable[[], str]] = [
            lambda: f"[{x()}, {x()}, {x()}]",
            lambda: f"[{x()}]",
            lambda: f"list(range({c.pick(['5', '1, 4', '6, 0, -2', '0'])}))",
            lambda: self.comprehension(INT, s),
            lambda: self.comprehension(INT, s),
            lambda: f"sorted({self.of(INTS, s)}{c.pick(SORTS)})",
            lambda: f"({self.of(INTS, s)} + {self.of(INTS, s)})",
            lambda: f"({self.of(INTS, s)})[{c.pick(['1:', ':2', '::-1', '-2:', '::2', ':-1'])}]",
            lambda: f"[*{self.of(INTS, s)}, {x()}]",
            lambda: f"[{x()}] * {c.pick(['3', '2', '0'])}",
            lambda: f"list(({self.of(COUNTS, s)}).values())",
            lambda: f"list(map(lambda v: {self.under(s, 'v', INT)}, {self.of(INTS, s)}))",
            lambda: f"list(filter(lambda v: {self.under(s, 'v', INT, BOOL)}, {self.of(INTS, s)}))",
            lambda: f"[cell for row in {self.of(GRID, s)} for cell in row]",
            lambda: f"list(reversed({self.of(INTS, s)}))",
            lambda: f"sorted(set({self.of(INTS, s)}))",
            lambda: f"[({self.of(PAIR, s)})[0], *range({c.pick(['2', '0'])})]",
            lambda: f"[int(ch) for ch in {self.of(STR, s)} if ch.isdecimal() and ch.isascii()]",
            lambda: f"[a * b for a, b in zip({self.of(INTS, s)}, {self.of(INTS, s)})]",
        ]
        return c.pick(options)()

    def strs(self, s: Scope) -> str:
        """A new list of strings."""
        c = self.choose
        if c.chance(25):
            return self._leaf(STRS)
        options: list[Callable[[], str]] = [
            lambda: f"[{self.of(STR, s)}, {self.of(STR, s)}]",
            lambda: f"({self.of(STR, s)}).split({c.pick(['', repr(','), repr(' '), repr('a')])})",
            lambda: self.comprehension(STR, s),
            lambda: f"{c.pick(['list', 'sorted'])}({self.of(COUNTS, s)})",
            lambda: f"list({self.of(STR, s)})",
            lambda: f"sorted({self.of(STRS, s)}, key=lambda v: (len(v), v))",
            lambda: f"({self.of(STRS, s)} + [{self.of(STR, s)}])",
            lambda: f"[k for k, v in sorted(({self.of(COUNTS, s)}).items(), key=lambda kv: (-kv[1], kv[0]))]",
        ]
        return c.pick(options)()

    def grid(self, s: Scope) -> str:
        """A new list of rows."""
        c = self.choose
        if c.chance(30):
            return self._leaf(GRID)
        inner = f"{c.pick(['i * j', 'i - j', '0', 'int(i == j)'])}"
        options: list[Callable[[], str]] = [
            lambda: f"[[{inner} for j in range({c.pick(['2', '3'])})] for i in range({c.pick(['2', '3'])})]",
            lambda: f"[[{self.of(INT, s)}] * {c.pick(['2', '3'])} for _ in range({c.pick(['2', '3'])})]",
            lambda: f"[list(col) for col in zip(*{self.of(GRID, s)})]",
            lambda: f"[row[::-1] for row in {self.of(GRID, s)}]",
            lambda: f"[{self.fresh(INTS, s)}, {self.fresh(INTS, s)}]",
            lambda: f"[[v for v in row if v % 2] for row in {self.of(GRID, s)}]",
        ]
        return c.pick(options)()

    def counts(self, s: Scope) -> str:
        """A new dict from strings to ints."""
        c = self.choose
        if c.chance(25):
            return self._leaf(COUNTS)
        options: list[Callable[[], str]] = [
            lambda: f"{{{self.key(s)}: {self.of(INT, s)}, {self.key(s)}: {self.of(INT, s)}}}",
            lambda: f"{{**{self.of(COUNTS, s)}, {self.key(s)}: {self.of(INT, s)}}}",
            lambda: f"{{w: len(w) for w in {self.of(STRS, s)}}}",
            lambda: f"dict(zip({self.of(STRS, s)}, {self.of(INTS, s)}))",
            lambda: f"{{k: v + 1 for k, v in ({self.of(COUNTS, s)}).items() if v > {self.of(INT, s)}}}",
            lambda: f"{{str(v): v for v in {self.of(INTS, s)}}}",
            lambda: f"dict(sorted(({self.of(COUNTS, s)}).items()))",
        ]
        return c.pick(options)()

    def groups(self, s: Scope) -> str:
        """A new dict from strings to lists of ints."""
        c = self.choose
        return c.pick(
            [
                "{}",
                f"{{'a': [], 'b': {self.fresh(INTS, s)}}}",
                f"{{k: [v] for k, v in ({self.of(COUNTS, s)}).items()}}",
                f"{{w: [len(w), {self.of(INT, s)}] for w in {self.of(STRS, s)}}}",
            ]
        )

    def pair(self, s: Scope) -> str:
        """A tuple of an int and a string."""
        return f"({self.of(INT, s)}, {self.of(STR, s)})"

    def any_(self, s: Scope) -> str:
        """Anything."""
        return self.of(self.choose.pick([INT, STR, INTS, BOOL, PAIR, COUNTS, MAYBE]), s)

    # --- comprehensions ----------------------------------------------------------------------------------------------

    def source(self, s: Scope) -> tuple[str, dict[str, str]]:
        """What a comprehension or loop goes over: ``for`` targets with the iterable, and the targets' types."""
        c = self.choose
        a, b, d = s.fresh("e"), s.fresh("e"), s.fresh("e")
        options: list[Callable[[], tuple[str, dict[str, str]]]] = [
            lambda: (f"{a} in {self.of(INTS, s)}", {a: INT}),
            lambda: (f"{a} in range({c.pick(['3', '5', '1, 4', '4, 0, -1', '0'])})", {a: INT}),
            lambda: (f"{a} in ({self.of(STR, s)})[:6]", {a: STR}),
            lambda: (f"{a}, {b} in enumerate({self.of(INTS, s)})", {a: INT, b: INT}),
            lambda: (f"{a}, {b} in ({self.of(COUNTS, s)}).items()", {a: STR, b: INT}),
            lambda: (f"{a}, {b} in zip({self.of(INTS, s)}, {self.of(STRS, s)})", {a: INT, b: STR}),
            lambda: (f"{a} in {self.of(STRS, s)}", {a: STR}),
            lambda: (f"{a} in {self.of(COUNTS, s)}", {a: STR}),
            lambda: (f"{a} in reversed({self.of(INTS, s)})", {a: INT}),
            lambda: (f"{a} in sorted({self.of(INTS, s)})", {a: INT}),
            lambda: (f"{a} in range(len({self.of(INTS, s)}))", {a: INT}),
            lambda: (
                f"{a}, ({b}, {d}) in enumerate(zip({self.of(INTS, s)}, {self.of(STR, s)}), 1)",
                {a: INT, b: INT, d: STR},
            ),
            lambda: (f"{a} in {self.of(GRID, s)}", {a: INTS}),
            lambda: (f"{a} in ({self.of(INT, s)}, {self.of(INT, s)})", {a: INT}),
            lambda: (f"{a}, {b} in ({self.of(PAIR, s)}, {self.of(PAIR, s)})", {a: INT, b: STR}),
        ]
        return c.pick(options)()

    def generator_body(self, type_: str, s: Scope) -> str:
        """``element for … in … if …``."""
        c = self.choose
        inner = s.fork(nested=True)
        text = ""
        for _ in range(2 if c.chance(15) else 1):
            targets, types = self.source(inner)
            for name, of in types.items():
                inner.bind(name, of, fixed=True)
            text += f" for {targets}"
            if c.chance(30):
                text += f" if {self.bool_(inner)}"
        return self.of(type_, inner) + text

    def generator(self, type_: str, s: Scope) -> str:
        """What goes into ``sum``, ``any``, ``join`` …: a generator expression or a list of one."""
        body = self.generator_body(type_, s)
        return f"[{body}]" if self.choose.chance(20) else body

    def comprehension(self, type_: str, s: Scope) -> str:
        """A list comprehension."""
        return f"[{self.generator_body(type_, s)}]"

    def under(self, s: Scope, name: str, type_: str, result: str = INT) -> str:
        """An expression in which ``name`` is bound as well: a lambda's body."""
        inner = s.fork(nested=True)
        inner.bind(name, type_, fixed=True)
        inner.budget.left -= 2
        if self.choose.chance(50):
            return self.choose.pick([name, f"-{name}", f"{name} * 2"]) if result == INT else f"{name} > 1"
        return self.of(result, inner)
