"""Diagnostics as SARIF 2.1.0, which code hosts and editors show beside the lines."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final
from urllib.parse import quote

import msgspec

from tcc.diagnostics.codes import REGISTRY
from tcc.diagnostics.codes.model import Code
from tcc.diagnostics.model import Diagnostic, Label, Span

SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"


def render_sarif(diagnostics: Iterable[Diagnostic], version: str) -> str:
    """One run of tcc ``version``; its rules are the codes that occur."""
    found = list(diagnostics)
    used = sorted({diagnostic.code for diagnostic in found})
    run = {
        "tool": {"driver": {"name": "tcc", "version": version, "rules": [_rule(REGISTRY[code]) for code in used]}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(diagnostic, used.index(diagnostic.code)) for diagnostic in found],
    }
    document = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return msgspec.json.format(msgspec.json.encode(document)).decode() + "\n"


def _rule(entry: Code) -> dict[str, Any]:
    return {
        "id": entry.code,
        "shortDescription": {"text": entry.title},
        "fullDescription": {"text": entry.meaning},
        "defaultConfiguration": {"level": entry.severity.value},
    }


def _result(diagnostic: Diagnostic, rule: int) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": diagnostic.code,
        "ruleIndex": rule,
        "level": diagnostic.severity.value,
        "message": {"text": f"{diagnostic.message}\nhelp: {diagnostic.help}"},
        "locations": [{"physicalLocation": _place(diagnostic.span)}],
    }
    if diagnostic.labels:
        result["relatedLocations"] = [_related(number, label) for number, label in enumerate(diagnostic.labels)]
    return result


def _related(number: int, label: Label) -> dict[str, Any]:
    return {"id": number, "message": {"text": label.text}, "physicalLocation": _place(label.span)}


def _place(span: Span) -> dict[str, Any]:
    return {
        "artifactLocation": {"uri": quote(span.file.replace("\\", "/"))},
        "region": {
            "startLine": span.line,
            "startColumn": span.column + 1,
            "endLine": span.end_line,
            "endColumn": span.end_column + 1,
        },
    }
