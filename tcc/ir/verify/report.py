"""What the verifier finds, and what it knows of the program while it looks."""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct

from tcc.ir.errors import At, pointer
from tcc.ir.manifest import Manifest, Route
from tcc.ir.optable import op_table

Severity: TypeAlias = Literal["error", "warning"]


class Problem(Struct, frozen=True):
    """One finding: the JSON pointer of the node, what is wrong with it, and whether it refuses the manifest."""

    pointer: str
    message: str
    severity: Severity = "error"


class Report:
    """The findings of one run, with the program they are about; ``program`` is ``None`` for an op that stands alone."""

    def __init__(self, program: Manifest | None) -> None:
        self.program = program
        self.table = op_table()
        self.routes: dict[tuple[str, str], Route] = {}
        """The routes of the program by verb and path."""
        self.problems: list[Problem] = []

    def error(self, message: str, at: At) -> None:
        """A finding that refuses the manifest."""
        self.problems.append(Problem(pointer(at), message))

    def warning(self, message: str, at: At) -> None:
        """A finding that does not."""
        self.problems.append(Problem(pointer(at), message, "warning"))
