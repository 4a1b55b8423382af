"""TC3xx: names and definite assignment."""

from __future__ import annotations

from typing import Final

from tcc.diagnostics.codes.examples import program
from tcc.diagnostics.codes.model import Code

CODES: Final = (
    Code(
        code="TC301",
        title="unknown name",
        message="nothing is called `{name}` here",
        help="check the spelling, or define it before it is used",
        meaning="The name is no parameter, no local variable, nothing of the module's top level and no builtin.",
        bad=program("""
            @tc.get
            def double(self, number: int) -> int:
                return nunber * 2
            """),
        good=program("""
            @tc.get
            def double(self, number: int) -> int:
                return number * 2
            """),
    ),
    Code(
        code="TC302",
        title="possibly unassigned name",
        message="`{name}` may not be assigned when it is used here",
        help="give `{name}` a value before the branch or loop that assigns it",
        meaning="On at least one path through the function the name is read before anything is assigned to it; Python "
        "would raise UnboundLocalError there. A loop may run zero times, and an `if` without `else` may be skipped.",
        bad=program("""
            @tc.get
            def sign(self, n: int) -> str:
                if n > 0:
                    word = "positive"
                return word
            """),
        good=program("""
            @tc.get
            def sign(self, n: int) -> str:
                word = "not positive"
                if n > 0:
                    word = "positive"
                return word
            """),
    ),
    Code(
        code="TC303",
        title="name the compiler cannot see through",
        message="`{name}` cannot be used here: {why}",
        help="make it a constant that is bound once, or compute it in a helper function",
        meaning="A module's constants are folded into the program when it is compiled, so each must be one expression "
        "that is bound once and not changed afterwards.",
        bad=program(
            """
            @tc.get
            def scale(self, n: int) -> int:
                return n * RATE
            """,
            before="""
            RATE = 2
            RATE = 3
            """,
        ),
        good=program(
            """
            @tc.get
            def scale(self, n: int) -> int:
                return n * RATE
            """,
            before="""
            RATE = 3
            """,
        ),
    ),
    Code(
        code="TC304",
        title="unknown member",
        message="{owner} has no member `{name}`",
        help="define it in the class, or check the spelling",
        meaning="`self.name` means a route, a method or a constant of the class, its base classes included.",
        bad=program("""
            LIMIT = 3

            @tc.get
            def top(self) -> int:
                return self.LIMITS
            """),
        good=program("""
            LIMIT = 3

            @tc.get
            def top(self) -> int:
                return self.LIMIT
            """),
    ),
    Code(
        code="TC306",
        title="self as a value",
        message="`self` can only be used with a dot here",
        help="pass what is needed of it: `self.name`, or the result of a route",
        meaning="`self` is the library or service that runs; it is not a value that can be stored or returned.",
        bad=program("""
            @tc.get
            def me(self) -> int:
                this = [self]
                return len(this)
            """),
        good=program("""
            LIMIT = 3

            @tc.get
            def me(self) -> int:
                this = [self.LIMIT]
                return len(this)
            """),
    ),
)
