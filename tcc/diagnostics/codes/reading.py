"""TC0xx: reading the file."""

from __future__ import annotations

from typing import Final

from tcc.diagnostics.codes.examples import program
from tcc.diagnostics.codes.model import Code

CODES: Final = (
    Code(
        code="TC001",
        title="the file is not Python",
        message="this is not valid Python: {reason}",
        help="fix the syntax at this place; the real mistake may stand just before it",
        meaning="The file must be valid Python before it can be compiled. The message is the one Python itself gives.",
        bad=program("""
            def double(self, n: int) -> int
                return n * 2
            """),
        good=program("""
            @tc.get
            def double(self, n: int) -> int:
                return n * 2
            """),
    ),
    Code(
        code="TC002",
        title="the file cannot be read",
        message="{file} cannot be read: {reason}",
        help="check the path and its permissions",
        meaning="The file does not exist, is a directory, or may not be read.",
    ),
    Code(
        code="TC003",
        title="the file is not text",
        message="the file is not {encoding} text: {reason}",
        help="save the file as UTF-8",
        meaning="Python source is UTF-8 text unless its first lines declare another encoding.",
    ),
    Code(
        code="TC004",
        title="the syntax needs a newer Python",
        message="this syntax is not in Python {version}, which runs the compiler: {reason}",
        help="run tcc with a newer Python, or write it without the newer syntax",
        meaning="The file is valid in a later version of Python than the one that runs the compiler.",
    ),
    Code(
        code="TC005",
        title="the program is nested too deeply",
        message="the code here is nested too deeply to compile",
        help="split it: give parts of the expression names, or move inner blocks into helper functions",
        meaning="Expressions and blocks may be nested a few hundred levels deep, far beyond what people write by hand.",
    ),
)
