"""Every renderer on the same diagnostics; the snapshots are files beside this one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tcc.diagnostics import FORMATS, Diagnostic, Label, Severity, Span, render

HERE = Path(__file__).parent / "snapshots"
SUFFIXES = {"text": "txt", "json": "json", "sarif": "sarif", "github": "github"}

SIGNS = """\
def sign(n):
\tif n > 0:
\t\tword = "好的 ok"; x = y
\treturn word, wörd
"""
OTHER = "\n".join(f"line {number}" for number in range(1, 21))


def at(line: int, column: int, end_column: int, file: str = "signs.py", end_line: int | None = None) -> Span:
    return Span(file, line, column, end_line or line, end_column)


SAMPLE = [
    Diagnostic(
        "TC302",
        at(4, 8, 12),
        "`word` may not be assigned when it is used here",
        "give `word` a value before the branch",
        (Label(at(2, 4, 9), "not assigned when this is false"),),
    ),
    Diagnostic(
        "TC501",
        at(3, 22, 23),
        "this changes `x`, and `y` is the same object",
        "copy it",
        (Label(at(3, 2, 6), "first named here"), Label(at(3, 18, 19), "`y` names it too")),
    ),
    Diagnostic(
        "TC701",
        at(9, 5, 0, "a b,c.py", end_line=11),
        "100% of this: may run\nlong",
        "put `@tc.queue` on it",
        (Label(at(2, 0, 4, "a b,c.py"), "in this"), Label(at(1, 0, 3, "gone.py"), "called from here")),
        Severity.WARNING,
    ),
]
SOURCES = {"signs.py": SIGNS, "a b,c.py": OTHER}


def check(name: str, text: str, request: pytest.FixtureRequest) -> None:
    snapshot = HERE / name
    if request.config.getoption("--tcc-accept"):
        HERE.mkdir(exist_ok=True)
        snapshot.write_text(text)
    assert text == snapshot.read_text(), "run with --tcc-accept and read the result"


@pytest.mark.parametrize("style", FORMATS)
def test_each_format_of_the_sample(style: str, request: pytest.FixtureRequest) -> None:
    check(f"sample.{SUFFIXES[style]}", render(SAMPLE, style, sources=SOURCES), request)


def test_colours(request: pytest.FixtureRequest) -> None:
    check("sample.ansi", render(SAMPLE, color=True, sources=SOURCES), request)


def test_colours_change_nothing_else() -> None:
    import re

    plain = re.sub(r"\x1b\[[0-9;]*m", "", render(SAMPLE, color=True, sources=SOURCES))
    assert plain == render(SAMPLE, sources=SOURCES)


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(ValueError, match="choose one of text, json, sarif, github"):
        render(SAMPLE, "xml")


def test_nothing_to_say() -> None:
    assert render([]) == ""
    assert json.loads(render([], "json")) == {"version": 1, "diagnostics": []}
    assert json.loads(render([], "sarif"))["runs"][0]["results"] == []
    assert render([], "github") == ""


def test_the_lines_of_a_file_are_read_from_it(tmp_path: Path) -> None:
    file = tmp_path / "signs.py"
    file.write_text(SIGNS)
    text = render([Diagnostic("TC301", at(4, 8, 12, str(file)), "what", "that")])
    assert "4 |     return word, wörd\n  |            ^^^^\n" in text


def test_carets_stand_under_tabs_and_wide_characters() -> None:
    text = render([Diagnostic("TC301", at(3, 22, 23), "what", "that")], sources=SOURCES)
    line, carets = text.splitlines()[3:5]
    # 好的 are two columns each, so the caret stands two columns further than the code point does
    assert carets.index("^") == line.index("y", 10) + 2


def test_a_very_long_line_is_cut_around_the_mark() -> None:
    source = "x = [" + ", ".join(str(n) for n in range(2000)) + "]"
    column = source.index(" 1000,") + 1
    text = render([Diagnostic("TC301", at(1, column, column + 4), "what", "that")], sources={"signs.py": source})
    line, carets = text.splitlines()[3:5]
    assert len(line) < 200
    assert line[carets.index("^") : carets.rindex("^") + 1] == "1000"
    assert line.endswith("…")


def test_a_source_cannot_steer_the_terminal() -> None:
    hostile = "x = '\x1b[2J\u202e'"
    found = Diagnostic("TC301", at(1, 0, 1), "bad \x1b[31m name", "no\x07 bell")
    assert "\x1b" not in render([found], sources={"signs.py": hostile})
    assert "\u202e" not in render([found], sources={"signs.py": hostile})
    assert "\x07" not in render([found], sources={"signs.py": hostile})


@pytest.mark.parametrize("style", FORMATS)
@pytest.mark.parametrize("span", [at(99, 5, 6), at(1, 500, 501), at(4, 3, 1), Span("signs.py", 4, 2, 1, 0)])
def test_a_span_outside_the_file_is_no_crash(style: str, span: Span) -> None:
    assert "what" in render([Diagnostic("TC301", span, "what", "that")], style, sources=SOURCES)
