"""What docs/python.md lists is what the compiler takes: each name is tried in a program of its own.

y = x.upper()            compiled: `upper` is listed under str
y = x.translate("a")     refused, whatever it is called with: not listed
"""

from __future__ import annotations

import builtins
import math
import re
from collections.abc import Iterable
from pathlib import Path

from tcc.build import build
from tcc.diagnostics import CompileError
from tcc.frontend.model import Source

PAGE = Path(__file__).parents[2] / "docs" / "python.md"
_SECTION = re.compile(r"(<!-- generated: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
_ARGUMENTS = (
    "", "1", "'a'", "1.5", "xs", "['a']", "'a', 'b'", "1, 2", "1, 'a'", "'a', 1", "1.5, 2.5", "{'a': 1}", "s", "b'a'",
    "b'a', b'b'", "1, 2, 3", "int, xs", "lambda n: n, xs", "x for x in xs", "xs, xs", "1, int",
)  # fmt: skip
_RECEIVERS = {
    "str": "'text'", "bytes": "b'text'", "list": "[1, 2]", "tuple": "(1, 2)", "dict": "{'a': 1}", "set": "{1, 2}",
    "int": "7", "float": "1.5", "complex": "(1 + 2j)", "range": "range(3)",
}  # fmt: skip
_PROGRAM = """\
import math
import tinychain as tc

@tc.library(publisher="example-devco", name="tried", version="1.0.0")
class Tried(tc.define.Library):
    @tc.post
    def run(self, xs: list[int]):
        s = set(xs)
        x = {receiver}
        {statement}
        return None
"""


def _compiles(statement: str, receiver: str = "None") -> bool:
    try:
        build(Source("tried.py", _PROGRAM.format(statement=statement, receiver=receiver)))
    except CompileError:
        return False
    return True


def _callable_as(call: str, receiver: str = "None") -> bool:
    """``list(…)`` is for iterators, which nothing may keep."""
    calls = [f"{call}({arguments})" for arguments in _ARGUMENTS]
    return any(_compiles(f"y = {text}", receiver) for text in [*calls, *[f"list({c})" for c in calls]])


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names) or "none"


def builtin_functions() -> str:
    """The builtins that can be called."""
    names = [n for n in dir(builtins) if n.islower() and not n.startswith("_") and callable(getattr(builtins, n))]
    return _listed(n for n in names if _callable_as(n)) + ".\n"


def math_functions() -> str:
    """The functions and constants of math."""
    names = [n for n in dir(math) if not n.startswith("_")]
    functions = [n for n in names if callable(getattr(math, n)) and _callable_as(f"math.{n}")]
    constants = [n for n in names if not callable(getattr(math, n)) and _compiles(f"y = math.{n}")]
    return f"{_listed(functions)}; the constants {_listed(constants)}.\n"


def methods() -> str:
    """The methods of each builtin type."""
    lines = ["| on | methods |", "|---|---|"]
    for kind, receiver in _RECEIVERS.items():
        names = [n for n in dir(getattr(builtins, kind)) if not n.startswith("_")]
        found = [n for n in names if _callable_as(f"x.{n}", receiver) or _compiles(f"y = x.{n}", receiver)]
        lines.append(f"| `{kind}` | {_listed(found)} |")
    return "\n".join(lines) + "\n"


_GENERATED = {"builtins": builtin_functions, "math": math_functions, "methods": methods}


def generated(text: str) -> str:
    """The page with its generated sections as they should be."""
    return _SECTION.sub(lambda m: f"{m[1]}{_GENERATED[m[2]]()}{m[3]}", text)
