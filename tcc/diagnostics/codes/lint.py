"""TC7xx: warnings. They never stop a build; ``# tcc: ignore[TC701]`` at the end of the line silences one."""

from __future__ import annotations

from typing import Final

from tcc.diagnostics.codes.model import Code
from tcc.diagnostics.model import Severity

CODES: Final = (
    Code(
        code="TC701",
        title="loop that may run long",
        message="this loop may run longer than the three seconds a request has",
        help="put `@tc.queue` on the route, or `@tc.{verb}(queue=True)`, so that it runs as a task",
        meaning="The transaction of a request ends after three seconds. A loop whose number of iterations comes from "
        "the request may take longer; a queue runs it one iteration a transaction.",
        severity=Severity.WARNING,
    ),
    Code(
        code="TC702",
        title="unreachable code",
        message="this is never reached",
        help="remove it",
        meaning="Every path to this statement returns, raises, breaks or continues before it.",
        severity=Severity.WARNING,
    ),
    Code(
        code="TC703",
        title="operation that always fails",
        message="this always fails when it runs: {reason}",
        help="change the operands, or raise an error that says what is wrong",
        meaning="The operands are constants, and the operation raises for them in Python and on a host alike.",
        severity=Severity.WARNING,
    ),
)
