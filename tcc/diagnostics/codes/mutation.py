"""TC5xx: mutation and aliases.

A change of a list or dict compiles to rebinding the name it was changed through. That means the same only where no
other name can see the object, so every other case is refused, with both places shown.
"""

from __future__ import annotations

from typing import Final

from tcc.diagnostics.codes.examples import program
from tcc.diagnostics.codes.model import Code

CODES: Final = (
    Code(
        code="TC501",
        title="change seen through another name",
        message="this changes `{name}`, and `{other}` is the same object",
        help="make `{other}` a copy: `list({name})`, `dict({name})`",
        meaning="Two names of one list or dict would both show the change in Python. Values are copied on a host, so "
        "only one of them would.",
        bad=program("""
            @tc.get
            def sizes(self) -> int:
                first = [1]
                second = first
                first.append(2)
                return len(second)
            """),
        good=program("""
            @tc.get
            def sizes(self) -> int:
                first = [1]
                second = list(first)
                first.append(2)
                return len(second)
            """),
    ),
    Code(
        code="TC502",
        title="change of an argument",
        message="this changes `{name}`, which the caller of `{function}` still sees",
        help="change a copy and return it: `{name} = list({name})`",
        meaning="Arguments are passed by value on a host. A helper that changes its argument in place for its caller "
        "to "
        "see must return the changed value instead.",
    ),
    Code(
        code="TC503",
        title="change of a constant",
        message="this changes `{name}`, which is a constant of the {owner}",
        help="copy it into a local variable and change that",
        meaning="Constants are folded into the program: every request sees the value that stands in the source.",
        bad=program(
            """
            @tc.get
            def add(self, n: int) -> int:
                SEEN.append(n)
                return len(SEEN)
            """,
            before="""
            SEEN = [1]
            """,
        ),
        good=program(
            """
            @tc.get
            def add(self, n: int) -> int:
                seen = list(SEEN)
                seen.append(n)
                return len(seen)
            """,
            before="""
            SEEN = [1]
            """,
        ),
    ),
    Code(
        code="TC504",
        title="change during iteration",
        message="this changes `{name}` while a loop iterates over it",
        help="iterate over a copy: `for … in list({name}):`",
        meaning="Python's loop would see the change, skip items or fail. On a host a loop runs over the value it began "
        "with.",
        bad=program("""
            @tc.get
            def grow(self) -> int:
                items = [1, 2, 3]
                for item in items:
                    if item == 2:
                        items.remove(item)
                return len(items)
            """),
        good=program("""
            @tc.get
            def grow(self) -> int:
                items = [1, 2, 3]
                for item in list(items):
                    if item == 2:
                        items.remove(item)
                return len(items)
            """),
    ),
    Code(
        code="TC505",
        title="shared rows",
        message="the items of `{name}` are one object, so this would change all of them",
        help="make each item by itself: `[[0] * columns for _ in range(rows)]`",
        meaning="`[[0]] * n` repeats one inner list n times; changing it through any row changes every row.",
        bad=program("""
            @tc.get
            def corner(self) -> int:
                grid = [[0] * 3] * 3
                grid[0][0] = 1
                return grid[2][0]
            """),
        good=program("""
            @tc.get
            def corner(self) -> int:
                grid = [[0] * 3 for _ in range(3)]
                grid[0][0] = 1
                return grid[2][0]
            """),
    ),
    Code(
        code="TC506",
        title="change of a captured name",
        message="this changes `{name}`, which belongs to the function around this one",
        help="take it as a parameter and return the changed value",
        meaning="A nested function captures the values around it; changing one there would not be seen outside.",
    ),
    Code(
        code="TC507",
        title="change of a default",
        message="this changes the default value of `{name}`, which Python keeps from call to call",
        help="use None as the default and make a new list or dict in the body",
        meaning="A default is evaluated once. Python would show one call's change to the next; a host would not.",
        bad=program(
            """
            @tc.get
            def count(self) -> int:
                return add(1) + add(2)
            """,
            before="""
            def add(n: int, seen: list[int] = []) -> int:
                seen.append(n)
                return len(seen)
            """,
        ),
        good=program(
            """
            @tc.get
            def count(self) -> int:
                return add(1, []) + add(2, [])
            """,
            before="""
            def add(n: int, seen: list[int]) -> int:
                return len(seen + [n])
            """,
        ),
    ),
    Code(
        code="TC508",
        title="change of a part",
        message="this changes `{name}`, which is also part of `{other}`",
        help="change it through `{other}`, or put the changed value back: `{other}[…] = {name}`",
        meaning="An item taken out of a list or dict is the same object in Python, and a copy on a host.",
        bad=program("""
            @tc.get
            def stairs(self, height: int):
                steps, row = [], []
                for i in range(height):
                    row.append(i)
                    steps.append(row)
                return steps
            """),
        good=program("""
            @tc.get
            def stairs(self, height: int):
                steps, row = [], []
                for i in range(height):
                    row.append(i)
                    steps.append(list(row))
                return steps
            """),
    ),
    Code(
        code="TC509",
        title="item moved while a name stands for it",
        message="this may move the items of `{name}`, and `{other}` still stands for one of them",
        help="take `{other}` out of `{name}` again after this, or finish with it before",
        meaning="A name of an item that is changed in place is compiled as the item's place in its container, so the "
        "item must stay there for as long as the name is used.",
        bad=program("""
            @tc.post
            def drop(self, rows: list[list[int]]):
                last = rows[1]
                rows.pop(0)
                last.append(0)
                return rows
            """),
        good=program("""
            @tc.post
            def drop(self, rows: list[list[int]]):
                rows.pop(0)
                last = rows[0]
                last.append(0)
                return rows
            """),
    ),
)
