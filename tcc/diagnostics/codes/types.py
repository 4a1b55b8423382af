"""TC4xx: types."""

from __future__ import annotations

from typing import Final

from tcc.diagnostics.codes.examples import program
from tcc.diagnostics.codes.model import Code

CODES: Final = (
    Code(
        code="TC401",
        title="operator between these types",
        message="`{operator}` is not defined {operands}",
        help="convert one of them, for example with `str(…)` or `int(…)`",
        meaning="Python would raise TypeError here whenever the line runs.",
        bad=program("""
            @tc.get
            def label(self, n: int) -> str:
                return "item " + n
            """),
        good=program("""
            @tc.get
            def label(self, n: int) -> str:
                return "item " + str(n)
            """),
    ),
    Code(
        code="TC402",
        title="arguments of a call",
        message="this call of `{name}` does not fit it: {problem}",
        help="`{name}` is `{signature}`",
        meaning="The arguments are matched with the parameters when the call is compiled, by Python's rules.",
        bad=program(
            """
            @tc.get
            def square(self, side: int) -> int:
                return area(side)
            """,
            before="""
            def area(width: int, height: int) -> int:
                return width * height
            """,
        ),
        good=program(
            """
            @tc.get
            def square(self, side: int) -> int:
                return area(side, side)
            """,
            before="""
            def area(width: int, height: int) -> int:
                return width * height
            """,
        ),
    ),
    Code(
        code="TC403",
        title="not iterable",
        message="{found} cannot be iterated over",
        help="iterate over a list, tuple, dict, string or `range(…)`",
        meaning="Python would raise TypeError here whenever the line runs.",
        bad=program("""
            @tc.get
            def count(self, n: int) -> int:
                total = 0
                for i in n:
                    total += i
                return total
            """),
        good=program("""
            @tc.get
            def count(self, n: int) -> int:
                total = 0
                for i in range(n):
                    total += i
                return total
            """),
    ),
    Code(
        code="TC404",
        title="not callable",
        message="{found} cannot be called",
        help="put an operator before the parentheses, or remove them",
        meaning="Python would raise TypeError here whenever the line runs.",
        bad=program("""
            @tc.get
            def area(self, width: int, height: int) -> int:
                return (width + 1)(height + 1)
            """),
        good=program("""
            @tc.get
            def area(self, width: int, height: int) -> int:
                return (width + 1) * (height + 1)
            """),
    ),
    Code(
        code="TC405",
        title="unknown method",
        message="{found} has no method `{method}`",
        help="{instead}",
        meaning="The methods of numbers, strings, bytes, lists, tuples and dicts that are compiled are listed in "
        "`docs/python.md`.",
        bad=program("""
            @tc.get
            def shout(self, name: str) -> str:
                return name.uppercase()
            """),
        good=program("""
            @tc.get
            def shout(self, name: str) -> str:
                return name.upper()
            """),
    ),
    Code(
        code="TC406",
        title="no items",
        message="{found} has no items to take with `[…]`",
        help="index a list, tuple, dict, string or bytes",
        meaning="Python would raise TypeError here whenever the line runs.",
        bad=program("""
            @tc.get
            def digit(self, n: int) -> int:
                return n[0]
            """),
        good=program("""
            @tc.get
            def digit(self, n: int) -> int:
                return int(str(n)[0])
            """),
    ),
    Code(
        code="TC407",
        title="unknown type",
        message="`{hint}` is not a type the compiler knows",
        help="use int, float, bool, complex, str, bytes, None, list[…], tuple[…], dict[…], or a `tc.…` type",
        meaning="Hints of a route are checked when it is called, so they must name types of values.",
        bad=program(
            """
            @tc.get
            def net(self, gross: decimal.Decimal) -> float:
                return gross / 1.2
            """,
            before="""
            import decimal
            """,
        ),
        good=program("""
            @tc.get
            def net(self, gross: float) -> float:
                return gross / 1.2
            """),
    ),
    Code(
        code="TC408",
        title="result of another type",
        message="this returns {found}, and the hint says {wanted}",
        help="return {wanted}, or change the hint",
        meaning="A route's return hint is part of its interface, and callers rely on it.",
        bad=program("""
            @tc.get
            def size(self, name: str) -> int:
                return name + "!"
            """),
        good=program("""
            @tc.get
            def size(self, name: str) -> str:
                return name + "!"
            """),
    ),
    Code(
        code="TC409",
        title="unpacking another number of values",
        message="{found} values are unpacked into {wanted} names",
        help="write as many names as there are values, or gather the rest with `*rest`",
        meaning="Python would raise ValueError here whenever the line runs.",
        bad=program("""
            @tc.get
            def first(self) -> int:
                a, b = (1, 2, 3)
                return a + b
            """),
        good=program("""
            @tc.get
            def first(self) -> int:
                a, b, c = (1, 2, 3)
                return a + b + c
            """),
    ),
    Code(
        code="TC410",
        title="route without a body",
        message="the route `{name}` has no body",
        help="write its body; only a `tc.define.Library` route that returns tc.String may be `...`, and gives its name",
        meaning="`...` is the body of a stub's route: the interface of a library that is installed elsewhere. In a "
        "definition it stands for the route's own name, so it fits a String result only.",
        bad=program("""
            @tc.get
            def size(self) -> int:
                ...
            """),
        good=program("""
            @tc.get
            def size(self) -> int:
                return 3
            """),
    ),
    Code(
        code="TC411",
        title="default that is not constant",
        message="the default of `{name}` is not a constant",
        help="use None as the default and compute the value in the body",
        meaning="Defaults are part of a route's interface: they are filled in before the route runs.",
        bad=program(
            """
            @tc.get
            def roll(self, sides: int = random.randint(2, 6)) -> int:
                return sides
            """,
            before="""
            import random
            """,
        ),
        good=program("""
            @tc.get
            def roll(self, sides: int = 6) -> int:
                return sides
            """),
    ),
    Code(
        code="TC412",
        title="list compared with tuple",
        message="a list may meet a tuple in this comparison of {left} with {right}",
        help="make both the same: `list(…)` or `tuple(…)` around one side",
        meaning="Python never finds a list and a tuple equal, but they are one type on the wire, so a host could not "
        "tell them apart here.",
        bad=program("""
            @tc.post
            def known(self, pairs: list[tuple[int, int]], pair: list[list[int]]) -> bool:
                return pairs == pair
            """),
        good=program("""
            @tc.post
            def known(self, pairs: list[list[int]], pair: list[list[int]]) -> bool:
                return pairs == pair
            """),
    ),
    Code(
        code="TC413",
        title="index or key of the wrong type",
        message="{key} cannot be an index or a key of {found}",
        help="index a list with an int, and a dict with a number, string or tuple",
        meaning="Python would raise TypeError here whenever the line runs: a list takes ints and slices, and what can "
        "be changed, such as a list or dict, cannot be a key.",
        bad=program("""
            @tc.get
            def ages(self, name: str) -> dict[str, int]:
                known = {}
                known[[name]] = 1
                return known
            """),
        good=program("""
            @tc.get
            def ages(self, name: str) -> dict[str, int]:
                known = {}
                known[name] = 1
                return known
            """),
    ),
    Code(
        code="TC414",
        title="text of a value that is not told apart",
        message="the text of {found} cannot be made here",
        help="build the text from its parts, for example with an f-string or `join`",
        meaning="Python writes a tuple, a list, a set and a range differently, and a host keeps the first two as one "
        "type and has no other.",
        bad=program("""
            @tc.get
            def show(self, x: int) -> str:
                return str((x, x + 1))
            """),
        good=program("""
            @tc.get
            def show(self, x: int) -> str:
                return f"({x}, {x + 1})"
            """),
    ),
    Code(
        code="TC415",
        title="result that is not JSON",
        message="a route cannot return {found}",
        help="return a list: `sorted(…)` or `list(…)`",
        meaning="A caller gets JSON, which has no sets, ranges or iterators.",
        bad=program("""
            @tc.get
            def digits(self, text: str):
                return {c for c in text if c.isdigit()}
            """),
        good=program("""
            @tc.get
            def digits(self, text: str):
                return sorted({c for c in text if c.isdigit()})
            """),
    ),
    Code(
        code="TC416",
        title="change of a value that does not change",
        message="the items of {found} cannot be changed",
        help='make a list of it, change that, and make it whole again: `"".join(…)` or `tuple(…)`',
        meaning="Python would raise TypeError here whenever the line runs: strings, bytes, tuples and ranges do not "
        "change.",
        bad=program("""
            @tc.get
            def blank(self, text: str) -> str:
                text[0] = " "
                return text
            """),
        good=program("""
            @tc.get
            def blank(self, text: str) -> str:
                return " " + text[1:]
            """),
    ),
)
