"""A bug of the compiler is a diagnostic, not a traceback."""

from __future__ import annotations

import pytest

from tcc.diagnostics import CompileError, Span
from tcc.diagnostics.codes import make
from tcc.diagnostics.internal import internal_errors

HERE = Span("demo.py", 3, 4, 3, 9)


def caught(error: BaseException) -> CompileError:
    with pytest.raises(CompileError) as info, internal_errors(HERE):
        raise error
    return info.value


def test_a_bug_says_what_failed_and_what_to_report() -> None:
    (found,) = caught(KeyError("x")).diagnostics
    assert found.code == "TC900"
    assert found.span == HERE
    assert "KeyError" in found.message
    assert "test_internal.py" in found.message
    assert "report it" in found.help


def test_the_cause_is_kept_for_whoever_asks() -> None:
    error = ZeroDivisionError("division by zero")
    assert caught(error).__cause__ is error


def test_nesting_beyond_the_stack_is_the_programs_matter() -> None:
    assert [found.code for found in caught(RecursionError()).diagnostics] == ["TC005"]


def test_a_refusal_passes_unchanged() -> None:
    refusal = CompileError(make("TC101", HERE))
    assert caught(refusal) is refusal


def test_an_interrupt_passes_unchanged() -> None:
    with pytest.raises(KeyboardInterrupt), internal_errors(HERE):
        raise KeyboardInterrupt


def test_the_traceback_is_shown_on_demand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TCC_TRACEBACK", "1")
    with pytest.raises(KeyError), internal_errors(HERE):
        raise KeyError("x")
