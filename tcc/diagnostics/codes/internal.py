"""TC9xx: errors of the compiler itself."""

from __future__ import annotations

from typing import Final

from tcc.diagnostics.codes.model import Code

CODES: Final = (
    Code(
        code="TC900",
        title="a bug in the compiler",
        message="tcc itself failed here: {error}",
        help="this is a bug of tcc and not of your program: please report it with this message, the output of "
        "`tcc version`, the file, and the traceback that `TCC_TRACEBACK=1` prints",
        meaning="The compiler reached a state its authors thought impossible. Nothing was written or installed. "
        "The message names the place in the compiler; setting TCC_TRACEBACK=1 shows the whole traceback.",
    ),
)
