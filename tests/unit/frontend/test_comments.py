"""`# tcc: ignore[…]` silences warnings of its line, and nothing else."""

from __future__ import annotations

import pytest

from tcc.diagnostics import Diagnostic, Severity, Span
from tcc.frontend.comments import ignored, without_ignored
from tcc.frontend.model import Source


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("x = 1\n", {}),
        ("x = 1  # tcc: ignore[TC701]\n", {1: {"TC701"}}),
        ("x = 1\ny = 2  #tcc:ignore[TC701, TC702]  because\n", {2: {"TC701", "TC702"}}),
        ("x = '# tcc: ignore[TC701]'\n", {}),
        ("x = 1  # tcc: ignore\n", {}),
        ("x = (  # tcc: ignore[TC701]\n1)", {1: {"TC701"}}),
    ],
)
def test_which_codes_a_comment_names(text: str, found: dict[int, set[str]]) -> None:
    assert ignored(Source("demo.py", text)) == found


def test_only_that_warning_on_that_line_is_silenced() -> None:
    source = Source("demo.py", "while a: pass  # tcc: ignore[TC701]\nwhile b: pass\n")

    def found(code: str, line: int, severity: Severity = Severity.WARNING, file: str = "demo.py") -> Diagnostic:
        return Diagnostic(code, Span(file, line, 0, line, 5), "what", "that", (), severity)

    kept = [
        found("TC701", 2),
        found("TC702", 1),
        found("TC701", 1, Severity.ERROR),
        found("TC701", 1, file="other.py"),
    ]
    assert without_ignored([found("TC701", 1), *kept], {"demo.py": source}) == kept
