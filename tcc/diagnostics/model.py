"""One diagnostic model for every renderer."""

from __future__ import annotations

from enum import Enum

from msgspec import Struct


class Severity(Enum):
    """How bad it is: an error stops the build, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


class Span(Struct, frozen=True, order=True):
    """A range of a source file: lines from 1, columns from 0 in code points, end exclusive."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int

    @classmethod
    def of(cls, node: object, file: str) -> Span:
        """The span of a gast node that came from ``file``."""
        return cls(file, node.lineno, node.col_offset, node.end_lineno, node.end_col_offset)  # type: ignore[attr-defined]


class Label(Struct, frozen=True):
    """A second place that matters, and what it is ("first assigned here")."""

    span: Span
    text: str


class Diagnostic(Struct, frozen=True):
    """A message: a stable code, a place, one plain sentence, and what to do about it."""

    code: str
    span: Span
    message: str
    help: str
    labels: tuple[Label, ...] = ()
    severity: Severity = Severity.ERROR


class CompileError(Exception):
    """A program was refused; ``diagnostics`` holds every reason, in source order."""

    def __init__(self, *diagnostics: Diagnostic) -> None:
        super().__init__("\n".join(f"{d.code}: {d.message}" for d in diagnostics))
        self.diagnostics = diagnostics
