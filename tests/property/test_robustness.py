"""A slice of the robustness campaign, and that it notices what it looks for."""

from __future__ import annotations

import os
import time

import pytest

from tcc.diagnostics import CompileError, Diagnostic, Span
from tests.property.robustness import check
from tests.property.robustness.__main__ import Child
from tests.property.robustness.texts import generated, text

GOOD = """\
import tinychain as tc

@tc.library(publisher="example-devco", name="demo", version="1.0.0")
class Demo(tc.define.Library):
    @tc.get
    def hello(self): return "hello"
"""


@pytest.mark.parametrize("first", range(0, 400, 40))
def test_broken_programs_are_refused_or_compiled(first: int) -> None:
    for seed in range(first, first + 40):
        assert check.complaint(text(seed)) is None, text(seed)


def test_arbitrary_syntax_is_refused_or_compiled() -> None:
    for whole in generated(20, seed=0):
        assert check.complaint(whole) is None, whole


def test_texts_are_repeatable() -> None:
    assert [text(seed) for seed in range(20)] == [text(seed) for seed in range(20)]


def test_a_good_program_is_fine() -> None:
    assert check.complaint(GOOD) is None


@pytest.mark.parametrize(
    ("found", "complaint"),
    [
        (ZeroDivisionError("oops"), "ZeroDivisionError: oops"),
        (CompileError(), "refused without a diagnostic"),
        (CompileError(Diagnostic("TC900", Span("fuzz.py", 1, 0, 1, 1), "a bug", "report it")), "a bug"),
        (CompileError(Diagnostic("TC998", Span("fuzz.py", 1, 0, 1, 1), "what", "that")), "TC998 is not registered"),
    ],
)
def test_what_the_check_notices(monkeypatch: pytest.MonkeyPatch, found: Exception, complaint: str) -> None:
    def build(source: object) -> None:
        raise found

    monkeypatch.setattr(check, "build", build)
    assert (check.complaint(GOOD) or "").splitlines()[0] == complaint


def _misbehave(whole: str) -> str | None:
    if whole == "die":
        os._exit(3)
    if whole == "hang":
        time.sleep(60)
    return None


def test_a_crash_and_a_hang_are_findings_like_any_other() -> None:
    child = Child(_misbehave, patience=0.5)
    try:
        assert child.complaint("fine") is None
        assert child.complaint("die") == "the compiler died with status 3"
        assert child.complaint("fine") is None
        assert child.complaint("hang") == "no answer within 0 s"
        assert child.complaint("fine") is None
    finally:
        child.stop()
