"""The registry of codes: one entry a kind of diagnostic, one file a hundred.

To add a kind: add a ``Code`` to the file of its hundred. Its documentation, ``tcc explain``, the SARIF rules and the
test of its examples follow from the entry. A code is never given a second meaning.
"""

from __future__ import annotations

from typing import Final

from tcc.diagnostics.codes import golden, internal, lint, mutation, names, python, reading, structure, targets, types
from tcc.diagnostics.codes.model import Code
from tcc.diagnostics.model import Diagnostic, Label, Severity, Span

__all__ = ["REGISTRY", "Code", "Severity", "make"]

_FILES: Final = (reading, structure, python, names, types, mutation, targets, lint, golden, internal)

REGISTRY: Final[dict[str, Code]] = {entry.code: entry for file in _FILES for entry in file.CODES}


def make(code: str, span: Span, *labels: Label, help: str | None = None, **values: str) -> Diagnostic:  # noqa: A002
    """The diagnostic ``code`` at ``span``, its templates filled with ``values``.

    ``help`` replaces the entry's own help where a more exact one is known. Raises KeyError for an unknown code or
    a value the templates need and did not get: both are bugs of the caller.
    """
    entry = REGISTRY[code]
    return Diagnostic(
        code=code,
        span=span,
        message=entry.message.format_map(values),
        help=entry.help.format_map(values) if help is None else help,
        labels=labels,
        severity=entry.severity,
    )
