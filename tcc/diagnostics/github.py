"""Diagnostics as workflow commands: GitHub Actions shows them on the lines of a pull request."""

from __future__ import annotations

from collections.abc import Iterable

from tcc.diagnostics.model import Diagnostic, Label


def render_github(diagnostics: Iterable[Diagnostic]) -> str:
    """One ``::error`` or ``::warning`` line for each diagnostic, and a ``::notice`` for each of its labels."""
    lines: list[str] = []
    for diagnostic in diagnostics:
        text = f"{diagnostic.message}\nhelp: {diagnostic.help}"
        lines.append(_command(diagnostic.severity.value, Label(diagnostic.span, text), diagnostic.code))
        lines += [_command("notice", label, diagnostic.code) for label in diagnostic.labels]
    return "".join(f"{line}\n" for line in lines)


def _command(name: str, label: Label, title: str) -> str:
    span = label.span
    place = {"file": span.file, "line": span.line, "endLine": span.end_line}
    if span.line == span.end_line:  # columns mean nothing to GitHub on more than one line
        place |= {"col": span.column + 1, "endColumn": max(span.end_column, span.column + 1)}
    properties = ",".join(f"{key}={_property(str(value))}" for key, value in {**place, "title": title}.items())
    return f"::{name} {properties}::{_data(label.text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
