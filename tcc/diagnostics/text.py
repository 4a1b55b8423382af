"""Diagnostics for people, in the shape rustc made familiar.

error[TC302]: `word` may not be assigned when it is used here
  --> signs.py:9:16
   |
 7 |         if n > 0:
   |            ----- not assigned when this is false
   :
 9 |         return word
   |                ^^^^
   = help: give `word` a value before the branch or loop that assigns it
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from msgspec import Struct

from tcc.diagnostics.model import Diagnostic, Severity, Span

Lines = Callable[[str], Sequence[str] | None]
"""Gives the lines of a file by the name a span has for it; None when it is not at hand."""

_TAB: Final = 4
_WIDEST: Final = 160
"""Columns of a source line that are shown; of a longer one, the part around the marks."""
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""What could move the cursor, or make text read in another order than it is compiled in."""

_RED, _YELLOW, _BLUE, _BOLD = "1;31", "1;33", "1;34", "1"


class _Mark(Struct, frozen=True):
    """A range of one displayed line that is underlined, in columns of the terminal."""

    start: int
    end: int
    text: str
    primary: bool


def render_text(diagnostics: Iterable[Diagnostic], lines: Lines, *, color: bool = False) -> str:
    """The diagnostics one after the other, and how many there are."""
    found = list(diagnostics)
    paint = _painter(color)
    return "".join(f"{_one(diagnostic, lines, paint)}\n" for diagnostic in found) + _count(found)


def _painter(color: bool) -> Callable[[str, str], str]:
    return (lambda style, text: f"\x1b[{style}m{text}\x1b[0m" if text else "") if color else (lambda _, text: text)


def _one(diagnostic: Diagnostic, lines: Lines, paint: Callable[[str, str], str]) -> str:
    accent = _RED if diagnostic.severity is Severity.ERROR else _YELLOW
    head = paint(accent, f"{diagnostic.severity.value}[{diagnostic.code}]") + paint(
        _BOLD, f": {_safe(diagnostic.message)}"
    )
    spans = [(diagnostic.span, "", True), *((label.span, label.text, False) for label in diagnostic.labels)]
    gutter = len(str(max(span.line for span, _, _ in spans)))
    out = [head]
    files = dict.fromkeys(span.file for span, _, _ in spans)
    for number, file in enumerate(files):
        here = [part for part in spans if part[0].file == file]
        place = diagnostic.span if number == 0 else here[0][0]
        arrow = "-->" if number == 0 else ":::"
        out.append(f"{' ' * gutter}{paint(_BLUE, arrow)} {_safe(file)}:{place.line}:{place.column + 1}")
        out += _excerpt(here, lines(file), gutter, paint, accent)
    out.append(f"{' ' * gutter} {paint(_BLUE, '=')} {paint(_BOLD, 'help')}: {_safe(diagnostic.help)}")
    return "\n".join(out) + "\n"


def _excerpt(
    parts: list[tuple[Span, str, bool]],
    lines: Sequence[str] | None,
    gutter: int,
    paint: Callable[[str, str], str],
    accent: str,
) -> list[str]:
    """The source lines that are marked, in order, with the marks below each."""
    if lines is None:
        return [f"{' ' * gutter} {paint(_BLUE, '|')} {text}" for _, text, _ in parts if text]
    bar = paint(_BLUE, "|")
    out = [f"{' ' * gutter} {bar}"]
    before: int | None = None
    for number in sorted({span.line for span, _, _ in parts}):
        if not 1 <= number <= len(lines):
            continue
        if before is not None and number == before + 2:
            out.append(_numbered(before + 1, _display(lines[before])[0], gutter, paint))
        elif before is not None and number > before + 2:
            out.append(f"{' ' * gutter} {paint(_BLUE, ':')}")
        before = number
        shown, columns = _display(lines[number - 1])
        marks = [_mark(part, columns) for part in parts if part[0].line == number]
        shown, marks = _window(shown, marks)
        out.append(_numbered(number, shown, gutter, paint))
        out += [f"{' ' * gutter} {bar} {row}" for row in _underline(marks, paint, accent)]
    return out


def _numbered(number: int, text: str, gutter: int, paint: Callable[[str, str], str]) -> str:
    return f"{paint(_BLUE, str(number).rjust(gutter))} {paint(_BLUE, '|')} {text}".rstrip()


def _mark(part: tuple[Span, str, bool], columns: list[int]) -> _Mark:
    """The range of a span on its first line; at least one column wide."""
    span, text, primary = part
    last = len(columns) - 1
    start = columns[min(span.column, last)]
    end = columns[min(span.end_column, last)] if span.end_line == span.line else columns[last]
    return _Mark(start, max(end, start + 1), _safe(text), primary)


def _display(line: str) -> tuple[str, list[int]]:
    """A source line as it is shown, and the terminal column of each of its code points and of its end."""
    shown: list[str] = []
    columns = [0]
    for character in line:
        at = columns[-1]
        if character == "\t":
            width = _TAB - at % _TAB
            shown.append(" " * width)
        elif _CONTROL.match(character):
            width = 1
            shown.append("\ufffd")
        else:
            width = _width(character)
            shown.append(character)
        columns.append(at + width)
    return "".join(shown), columns


def _width(character: str) -> int:
    """The columns a character takes in a terminal."""
    if character < "\u0300":
        return 1
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _window(shown: str, marks: list[_Mark]) -> tuple[str, list[_Mark]]:
    """Of a very long line, the part around its first mark."""
    if len(shown) <= _WIDEST:
        return shown, marks
    primary = next((mark for mark in marks if mark.primary), marks[0])
    first = max(primary.start - _WIDEST // 2, 0)
    cut, at = [], 0
    for character in shown:
        if first <= at < first + _WIDEST:
            cut.append(character)
        at += _width(character)
    prefix = "…" if first else ""
    shift = first - len(prefix)
    moved = [
        _Mark(max(mark.start - shift, 0), min(mark.end - shift, _WIDEST + 1), mark.text, mark.primary)
        for mark in marks
        if first <= mark.start < first + _WIDEST
    ]
    return prefix + "".join(cut) + ("…" if at > first + _WIDEST else ""), moved


def _underline(marks: list[_Mark], paint: Callable[[str, str], str], accent: str) -> list[str]:
    """The rows below a source line: all underlines in the first, the label of the last mark beside it, others below."""
    ordered = sorted(marks, key=lambda mark: (mark.start, not mark.primary))
    cells: dict[int, tuple[str, str]] = {}
    for mark in sorted(marks, key=lambda mark: mark.primary):  # a primary mark lies over the others
        for column in range(mark.start, mark.end):
            cells[column] = ("^", accent) if mark.primary else ("-", _BLUE)
    row = _row(cells, paint)
    hanging = [mark for mark in ordered if mark.text]
    end = max(cells, default=0) + 1
    if hanging and hanging[-1].end == end:
        mark = hanging.pop()
        row += f" {paint(accent if mark.primary else _BLUE, mark.text)}"
    rows = [row]
    while hanging:
        mark = hanging.pop()
        bars = {other.start: ("|", accent if other.primary else _BLUE) for other in hanging if other.start < mark.start}
        rows.append(_row({**bars, mark.start: ("|", _BLUE)}, paint))
        label = paint(accent if mark.primary else _BLUE, mark.text)
        bar_row = _row(bars, paint)
        rows.append(bar_row + " " * (mark.start - max(bars, default=-1) - 1) + label)
    return rows


def _row(cells: dict[int, tuple[str, str]], paint: Callable[[str, str], str]) -> str:
    """Cells of a row, each a character and its style; runs of one style are painted together."""
    out, at = [], 0
    columns = sorted(cells)
    index = 0
    while index < len(columns):
        start = columns[index]
        character, style = cells[start]
        stop = start + 1
        index += 1
        while index < len(columns) and columns[index] == stop and cells[stop] == (character, style):
            stop += 1
            index += 1
        out.append(" " * (start - at) + paint(style, character * (stop - start)))
        at = stop
    return "".join(out)


def _safe(text: str) -> str:
    """Text on one line, with nothing in it that steers a terminal."""
    return _CONTROL.sub("\ufffd", " ".join(text.splitlines()) if "\n" in text or "\r" in text else text)


def _count(diagnostics: Sequence[Diagnostic]) -> str:
    errors = sum(diagnostic.severity is Severity.ERROR for diagnostic in diagnostics)
    counts = [
        f"{count} {word}{'' if count == 1 else 's'}"
        for count, word in ((errors, "error"), (len(diagnostics) - errors, "warning"))
        if count
    ]
    return f"{', '.join(counts)}\n" if counts else ""
