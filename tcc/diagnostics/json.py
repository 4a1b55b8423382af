"""Diagnostics for programs: one JSON document. Lines and columns count from 1, in code points, the end exclusive."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from tcc.diagnostics.model import Diagnostic, Span


def render_json(diagnostics: Iterable[Diagnostic]) -> str:
    """``{"diagnostics": […]}``, two spaces deep."""
    document = {"version": 1, "diagnostics": [_one(diagnostic) for diagnostic in diagnostics]}
    return msgspec.json.format(msgspec.json.encode(document)).decode() + "\n"


def _one(diagnostic: Diagnostic) -> dict[str, Any]:
    return {
        "code": diagnostic.code,
        "severity": diagnostic.severity.value,
        "message": diagnostic.message,
        "help": diagnostic.help,
        **_place(diagnostic.span),
        "labels": [{"text": label.text, **_place(label.span)} for label in diagnostic.labels],
    }


def _place(span: Span) -> dict[str, Any]:
    return {
        "file": span.file,
        "start": {"line": span.line, "column": span.column + 1},
        "end": {"line": span.end_line, "column": span.end_column + 1},
    }
