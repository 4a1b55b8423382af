"""The registry: every entry is whole, and its two programs do what it says."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

from tcc.build import build
from tcc.diagnostics import CompileError, Diagnostic, Severity, render
from tcc.diagnostics.codes import REGISTRY, Code
from tcc.diagnostics.explain import document, explain
from tcc.frontend import Source

ROOT = Path(__file__).parents[3]
ENTRIES = list(REGISTRY.values())
SHOWN = [entry for entry in ENTRIES if entry.bad]
NOT_SHOWN = {
    "TC002": "needs a file that cannot be read: test_loader",
    "TC003": "needs a file that is not text: test_loader",
    "TC004": "depends on the Python that runs the compiler: test_parse",
    "TC005": "needs a very large program: test_parse",
    "TC502": "not reported yet",
    "TC506": "not reported yet",
    "TC601": "needs another target than the default: test_cli_ir",
    "TC701": "not reported yet",
    "TC702": "not reported yet",
    "TC703": "not reported yet",
    "TC801": "needs a golden file: test_golden_files",
    "TC802": "needs a golden file: test_golden_files",
    "TC803": "needs a golden file: test_golden_files",
    "TC804": "needs a golden file: test_golden_files",
    "TC900": "needs a bug: test_internal",
}

PENDING: set[str] = set()
"""Codes that the compiler does not report yet."""


def diagnostics(text: str) -> list[Diagnostic]:
    """Everything the compiler says of a program."""
    try:
        return list(build(Source("demo.py", text)).warnings)
    except CompileError as error:
        return list(error.diagnostics)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.code)
def test_an_entry_is_whole(entry: Code) -> None:
    assert re.fullmatch(r"TC\d{3}", entry.code)
    assert entry.meaning.endswith(".")
    assert bool(entry.bad) == bool(entry.good)
    for sentence in (entry.title, entry.message, entry.help):
        assert sentence.strip() == sentence != ""
        assert not sentence.endswith(".")
        for _, name, spec, _ in string.Formatter().parse(sentence):
            assert name is None or (name.isidentifier() and not spec)


def test_codes_are_in_order_and_each_is_registered_once() -> None:
    assert list(REGISTRY) == sorted(REGISTRY)
    defined = re.findall(
        r'^        code="(TC\d+)"',
        "".join(path.read_text() for path in (ROOT / "tcc/diagnostics/codes").glob("*.py")),
        re.MULTILINE,
    )
    assert sorted(defined) == list(REGISTRY)


def test_every_code_the_compiler_uses_is_registered() -> None:
    used = {
        code
        for path in (ROOT / "tcc").rglob("*.py")
        if "codes" not in path.parts
        for code in re.findall(r'"(TC\d{3})"', path.read_text())
    }
    assert used <= set(REGISTRY)


def test_every_code_has_an_example_or_a_reason_why_not() -> None:
    assert {entry.code for entry in ENTRIES if not entry.bad} == set(NOT_SHOWN)


@pytest.mark.parametrize("entry", SHOWN, ids=lambda entry: entry.code)
def test_the_failing_example_fails_with_exactly_that_code(entry: Code, request: pytest.FixtureRequest) -> None:
    if entry.code in PENDING:
        request.applymarker(pytest.mark.xfail(strict=True, reason="not reported yet"))
    found = diagnostics(entry.bad)
    assert [diagnostic.code for diagnostic in found] == [entry.code]
    assert found[0].severity is entry.severity
    text = render(found, sources={"demo.py": entry.bad})
    snapshot = Path(__file__).parent / "examples" / f"{entry.code}.txt"
    if request.config.getoption("--tcc-accept"):
        snapshot.parent.mkdir(exist_ok=True)
        snapshot.write_text(text)
    assert text == snapshot.read_text(), "message, span or help changed: run with --tcc-accept and read the result"


@pytest.mark.parametrize("entry", SHOWN, ids=lambda entry: entry.code)
def test_the_fixed_example_compiles_without_a_word(entry: Code) -> None:
    assert diagnostics(entry.good) == []


def test_only_warnings_are_in_the_hundred_of_warnings() -> None:
    assert {entry.code for entry in ENTRIES if entry.severity is Severity.WARNING} == {
        entry.code for entry in ENTRIES if entry.code.startswith("TC7")
    }


def test_explain_shows_the_meaning_and_both_programs() -> None:
    text = explain("TC201")
    assert text.startswith("TC201: try (error)\n\n")
    assert "        try:\n" in text
    assert "if n == 0:" in text


def test_explain_does_not_know_other_codes() -> None:
    with pytest.raises(KeyError):
        explain("TC999")


def test_the_page_of_errors_is_current(request: pytest.FixtureRequest) -> None:
    page = ROOT / "docs" / "errors.md"
    if request.config.getoption("--tcc-accept"):
        page.write_text(document())
    assert page.read_text() == document(), "run python -m tcc.diagnostics.explain > docs/errors.md"
