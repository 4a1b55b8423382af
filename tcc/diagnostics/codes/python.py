"""TC2xx: Python that is not compiled."""

from __future__ import annotations

from typing import Final

from tcc.diagnostics.codes.examples import program
from tcc.diagnostics.codes.model import Code

CODES: Final = (
    Code(
        code="TC201",
        title="try",
        message="`try` is not compiled: an error ends the request and goes to the caller",
        help="test before the operation that may fail, for example `if key in table:` or `if divisor != 0:`",
        meaning="A host answers a failed request with the error's category and message, and keeps none of its changes. "
        "Nothing in a route can catch an error, so it must test for what it can handle.",
        bad=program("""
            @tc.get
            def ratio(self, n: int) -> float:
                try:
                    return 100 / n
                except ZeroDivisionError:
                    return 0.0
            """),
        good=program("""
            @tc.get
            def ratio(self, n: int) -> float:
                if n == 0:
                    return 0.0
                return 100 / n
            """),
    ),
    Code(
        code="TC202",
        title="with",
        message="`with` is not compiled: a route has no files, locks or other resources to close",
        help="remove the `with` and keep the statements inside it",
        meaning="A route works on values. What it starts, the host ends with the transaction.",
        bad=program("""
            @tc.get
            def size(self) -> int:
                with open("numbers.txt") as file:
                    return len(file.read())
            """),
        good=program("""
            @tc.get
            def size(self, text: str) -> int:
                return len(text)
            """),
    ),
    Code(
        code="TC203",
        title="global",
        message="`global` is not compiled: a module's variables do not live on between requests",
        help="take `{name}` as a parameter and return its new value",
        meaning="Module constants are folded into the program when it is compiled. State that lasts is kept in "
        "collections under /state.",
        bad=program(
            """
            @tc.get
            def next(self) -> int:
                return raise_limit()
            """,
            before="""
            LIMIT = 3

            def raise_limit() -> int:
                global LIMIT
                LIMIT = LIMIT + 1
                return LIMIT
            """,
        ),
        good=program(
            """
            @tc.get
            def next(self) -> int:
                return raised(LIMIT)
            """,
            before="""
            LIMIT = 3

            def raised(limit: int) -> int:
                return limit + 1
            """,
        ),
    ),
    Code(
        code="TC204",
        title="nonlocal",
        message="`nonlocal` is not compiled: a nested function sees the values around it, and cannot rebind them",
        help="return the new value of `{name}` and assign it where the function is called",
        meaning="A nested function captures values when it is called, as an OpRef captures its arguments.",
        bad=program("""
            @tc.get
            def twice(self, n: int) -> int:
                total = 0

                def add() -> None:
                    nonlocal total
                    total += n

                add()
                add()
                return total
            """),
        good=program("""
            @tc.get
            def twice(self, n: int) -> int:
                total = 0

                def added(total: int) -> int:
                    return total + n

                total = added(total)
                return added(total)
            """),
    ),
    Code(
        code="TC205",
        title="yield",
        message="`yield` is not compiled: a function here returns one value",
        help="collect the items in a list and return it, or use a generator expression where it is consumed",
        meaning="Generators stop in the middle and go on later. A route and its helpers run to their result.",
        bad=program(
            """
            @tc.get
            def count(self, limit: int) -> int:
                return sum(evens(limit))
            """,
            before="""
            def evens(limit: int):
                for n in range(limit):
                    if n % 2 == 0:
                        yield n
            """,
        ),
        good=program("""
            @tc.get
            def count(self, limit: int) -> int:
                return sum(n for n in range(limit) if n % 2 == 0)
            """),
    ),
    Code(
        code="TC206",
        title="class in a body",
        message="a class cannot be defined in the body of a function",
        help="use a dict or a tuple for the record, and helper functions for its methods",
        meaning="Values are numbers, strings, bytes, lists, tuples and dicts; a program has no classes of its own.",
        bad=program("""
            @tc.get
            def origin(self) -> int:
                class Point:
                    x = 0
                return Point.x
            """),
        good=program("""
            @tc.get
            def origin(self) -> int:
                point = {"x": 0}
                return point["x"]
            """),
    ),
    Code(
        code="TC207",
        title="import in a body",
        message="`import` is not compiled in the body of a function",
        help="move the import to the top of the file",
        meaning="Imports are followed when the file is compiled, so they stand at the top level.",
        bad=program("""
            @tc.get
            def root(self, n: float) -> float:
                import math
                return math.sqrt(n)
            """),
        good=program(
            """
            @tc.get
            def root(self, n: float) -> float:
                return math.sqrt(n)
            """,
            before="""
            import math
            """,
        ),
    ),
    Code(
        code="TC208",
        title="code made at run time",
        message="`{name}` runs code that is not known when the file is compiled",
        help="write what it computes in Python, for example as a dict from names to values",
        meaning="A program is compiled and checked once, when it is installed; no Python runs on the host.",
        bad=program("""
            @tc.get
            def calculate(self, formula: str) -> int:
                return eval(formula)
            """),
        good=program("""
            @tc.get
            def calculate(self, name: str, a: int, b: int) -> int:
                if name == "sum":
                    return a + b
                return a - b
            """),
    ),
    Code(
        code="TC209",
        title="computed attribute",
        message="`{name}` with a computed name cannot be compiled",
        help="write the attribute with a dot, or keep the values in a dict and look the name up there",
        meaning="What a name means is decided when the file is compiled, so it must stand in the source.",
        bad=program("""
            SMALL = 1
            LARGE = 10

            @tc.get
            def size(self, name: str) -> int:
                return getattr(self, name)
            """),
        good=program("""
            SIZES = {"SMALL": 1, "LARGE": 10}

            @tc.get
            def size(self, name: str) -> int:
                return self.SIZES[name]
            """),
    ),
    Code(
        code="TC210",
        title="attribute injection",
        message="`{target}` cannot be assigned: values and libraries have no attributes to set",
        help="use a local variable or an item of a dict",
        meaning="A request leaves nothing behind on `self`, and values are numbers, strings, lists and dicts.",
        bad=program("""
            @tc.get
            def count(self, n: int) -> int:
                self.total = n + 1
                return self.total
            """),
        good=program("""
            @tc.get
            def count(self, n: int) -> int:
                total = n + 1
                return total
            """),
    ),
    Code(
        code="TC211",
        title="variable parameters",
        message="`{name}` takes `{star}{argument}`, whose number is not known when it is compiled",
        help="take one list or dict instead",
        meaning="A function is compiled once, with a fixed list of parameters.",
        bad=program(
            """
            @tc.get
            def three(self) -> int:
                return total(1, 2)
            """,
            before="""
            def total(*numbers: int) -> int:
                return sum(numbers)
            """,
        ),
        good=program(
            """
            @tc.get
            def three(self) -> int:
                return total([1, 2])
            """,
            before="""
            def total(numbers: list[int]) -> int:
                return sum(numbers)
            """,
        ),
    ),
    Code(
        code="TC212",
        title="variable arguments",
        message="the arguments that `{star}` passes here are not known when the call is compiled",
        help="pass each argument by itself, or let the function take one list or dict",
        meaning="Every argument of a call is matched with a parameter when it is compiled.",
        bad=program(
            """
            @tc.post
            def size(self, sides: list[int]) -> int:
                return area(*sides)
            """,
            before="""
            def area(width: int, height: int) -> int:
                return width * height
            """,
        ),
        good=program(
            """
            @tc.post
            def size(self, sides: list[int]) -> int:
                return area(sides[0], sides[1])
            """,
            before="""
            def area(width: int, height: int) -> int:
                return width * height
            """,
        ),
    ),
    Code(
        code="TC213",
        title="integer over 64 bits",
        message="the integer {value} does not fit in 64 bits",
        help="keep integers between -9223372036854775808 and 9223372036854775807, or write a float: 1e30",
        meaning="Integers are 64-bit signed on every host. An operation that leaves that range fails with "
        "`integer overflow` when it runs; a literal beyond it is refused here.",
        bad=program("""
            @tc.get
            def big(self, n: int) -> int:
                return n + 10000000000000000000000
            """),
        good=program("""
            @tc.get
            def big(self, n: float) -> float:
                return n + 1e22
            """),
    ),
    Code(
        code="TC214",
        title="is on values",
        message="`{operator}` compares identity, which values do not have",
        help="compare with `{replacement}`; `is` is for None, True and False only",
        meaning="Two equal values are the same value on a host: there are no object identities to compare.",
        bad=program("""
            @tc.get
            def is_admin(self, name: str) -> bool:
                return name is "admin"
            """),
        good=program("""
            @tc.get
            def is_admin(self, name: str) -> bool:
                return name == "admin"
            """),
    ),
    Code(
        code="TC215",
        title="loop without an exit",
        message="this loop never ends: its condition is always true and nothing leaves it",
        help="add a `break` or `return` under a condition, or loop while a condition holds",
        meaning="A request has a time limit, so a loop that cannot end is a mistake.",
        bad=program("""
            @tc.get
            def forever(self) -> int:
                n = 0
                while True:
                    n += 1
            """),
        good=program("""
            @tc.get
            def forever(self) -> int:
                n = 0
                while True:
                    n += 1
                    if n == 100:
                        return n
            """),
    ),
    Code(
        code="TC216",
        title="call of a function the compiler cannot see",
        message="`{name}` cannot be called here: {why}",
        help="write what it does as a helper function in this file or in a plain module beside it",
        meaning="Every function a route calls is compiled with it: helpers of this file or of modules beside it, "
        "nested functions, methods, builtins, `math` and tinychain's own operations.",
        bad=program(
            """
            @tc.get
            def roll(self) -> int:
                return random.randint(1, 6)
            """,
            before="""
            import random
            """,
        ),
        good=program("""
            @tc.get
            def roll(self, seed: int) -> int:
                return (seed * 1103515245 + 12345) % 2147483648 % 6 + 1
            """),
    ),
    Code(
        code="TC217",
        title="builtin that is not compiled",
        message="the builtin `{name}` is not compiled",
        help="{instead}",
        meaning="Builtins that work on values are compiled; those that read input, open files or inspect Python "
        "itself have no meaning on a host.",
        bad=program("""
            @tc.get
            def hello(self) -> str:
                return input()
            """),
        good=program("""
            @tc.get
            def hello(self, name: str) -> str:
                return name
            """),
    ),
    Code(
        code="TC218",
        title="order of a set",
        message="the order of a set would show here, and it differs from run to run",
        help="sort it: `sorted({name})`",
        meaning="Python's sets have no defined order. A program that means the same on every host may test, count and "
        "combine sets, and list them sorted.",
        bad=program("""
            @tc.post
            def unique(self, words: list[str]) -> list[str]:
                return list(set(words))
            """),
        good=program("""
            @tc.post
            def unique(self, words: list[str]) -> list[str]:
                return sorted(set(words))
            """),
    ),
    Code(
        code="TC219",
        title="syntax that is not compiled",
        message="{construct} is not compiled",
        help="{instead}",
        meaning="The construct has no counterpart on a host. The help line says what to write in its place.",
        bad=program("""
            @tc.get
            def parity(self, n: int):
                return "even" if n % 2 == 0 else ...
            """),
        good=program("""
            @tc.get
            def parity(self, n: int):
                return "even" if n % 2 == 0 else None
            """),
    ),
    Code(
        code="TC220",
        title="unknown member of a package",
        message="`{name}` is not compiled: the compiler knows no operation of that name",
        help="use a builtin or another operation of `{package}`; `docs/python.md` lists them",
        meaning="The names of `math` and `tinychain` that stand for an operation of the host are compiled.",
        bad=program(
            """
            @tc.get
            def gamma(self, n: float) -> float:
                return math.lgamma(n)
            """,
            before="""
            import math
            """,
        ),
        good=program(
            """
            @tc.get
            def gamma(self, n: float) -> float:
                return math.log(n)
            """,
            before="""
            import math
            """,
        ),
    ),
    Code(
        code="TC221",
        title="raise of something else",
        message="`raise {what}` is not compiled",
        help='raise one of tinychain\'s errors, for example `raise tc.error.bad_request("…")`, or a builtin exception',
        meaning="An error has a category and a message. `tc.error.…` gives any category; Python's builtin exceptions "
        "become `bad_request` with their message.",
        bad=program("""
            @tc.get
            def fail(self, n: int) -> int:
                if n < 0:
                    raise self.negative(n)
                return n

            def negative(self, n: int) -> int:
                return n
            """),
        good=program("""
            @tc.get
            def fail(self, n: int) -> int:
                if n < 0:
                    raise ValueError("negative")
                return n
            """),
    ),
    Code(
        code="TC222",
        title="pattern that is not compiled",
        message="this pattern is not compiled: {why}",
        help="match literals, sequences, mappings and names, and test the rest in a guard: `case x if …`",
        meaning="Patterns of literals, sequences, mappings, captures, alternatives and guards are compiled. A class "
        "pattern looks into objects of Python's.",
        bad=program("""
            @tc.get
            def kind(self, n: int) -> str:
                match n:
                    case complex(real=0):
                        return "imaginary"
                return "other"
            """),
        good=program("""
            @tc.get
            def kind(self, n: int) -> str:
                match n:
                    case 0:
                        return "zero"
                return "other"
            """),
    ),
    Code(
        code="TC223",
        title="decorated function in a body",
        message="a decorator on a nested function is not compiled",
        help="remove the decorator, or call the function that it would call",
        meaning="A decorator is Python that runs when the function is defined; no Python runs on the host.",
        bad=program(
            """
            @tc.get
            def four(self) -> int:
                @twice
                def two() -> int:
                    return 2
                return two() * 2
            """,
            before="""
            def twice(f):
                return f
            """,
        ),
        good=program("""
            @tc.get
            def four(self) -> int:
                def two() -> int:
                    return 2
                return two() * 2
            """),
    ),
    Code(
        code="TC224",
        title="function as a value",
        message="the function `{name}` cannot be {used} here",
        help="call it, or pass it as the function of `map`, `filter`, `sorted`, `min` or `max`",
        meaning="A function is compiled where it is called. It can be handed to the operations that take one, but it "
        "cannot be stored, compared or sent to a caller.",
        bad=program(
            """
            @tc.get
            def pick(self) -> int:
                table = [double]
                return len(table)
            """,
            before="""
            def double(n: int) -> int:
                return n * 2
            """,
        ),
        good=program(
            """
            @tc.get
            def pick(self) -> int:
                table = [double(1)]
                return len(table)
            """,
            before="""
            def double(n: int) -> int:
                return n * 2
            """,
        ),
    ),
    Code(
        code="TC225",
        title="iterator kept for later",
        message="this {what} would run later than where it is written, and here it runs at once",
        help="make a list of it, `[… for …]` or `list(…)`, or use it in the expression where it is consumed",
        meaning="Python runs a generator expression, `map` or `filter` when something takes its items, with the values "
        "that names have then. Here it runs where it is written, so it may not be kept until that could show.",
        bad=program(
            """
            @tc.get
            def total(self, n: int) -> int:
                squares = (i * n for i in range(n))
                n = 0
                return sum(squares)
            """
        ),
        good=program(
            """
            @tc.get
            def total(self, n: int) -> int:
                squares = [i * n for i in range(n)]
                n = 0
                return sum(squares)
            """
        ),
    ),
    Code(
        code="TC226",
        title="iterator used twice",
        message="`{name}` gives its items only once, and is used again here",
        help="make a list of it where it is made: `list(…)`",
        meaning="What `zip`, `enumerate`, `reversed`, `map` and `filter` give is empty after something has taken its "
        "items. Here it is a list, so it may be used only once.",
        bad=program(
            """
            @tc.get
            def both(self, xs: list[int], ys: list[int]) -> int:
                pairs = zip(xs, ys)
                return sum(x * y for x, y in pairs) + sum(x for x, y in pairs)
            """
        ),
        good=program(
            """
            @tc.get
            def both(self, xs: list[int], ys: list[int]) -> int:
                pairs = list(zip(xs, ys))
                return sum(x * y for x, y in pairs) + sum(x for x, y in pairs)
            """
        ),
    ),
)
