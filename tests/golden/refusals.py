"""Programs that are refused, with what is said of them written under the line that causes it.

    def run(self, n):
        with open(n) as file:
      # ^^^^ TC202 `with` is not compiled: …
      #      help: remove the `with` and keep the statements inside it

``run`` is a route of a library; everything else in a block stands in the module. Carets are an error's own span, dashes
a second place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tcc.build import build
from tcc.diagnostics import CompileError, Diagnostic, Span
from tcc.frontend.model import Source

_BLOCK = re.compile(r"^## ([^\n]+)\n```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_NOTE = re.compile(r"^ *# *(?:\^+|-+|help:)")
_HEAD = ["import math", "import tinychain as tc"]
_CLASS = [
    '@tc.library(publisher="example-devco", name="refused", version="1.0.0")',
    "class Refused(tc.define.Library):",
    "    @tc.post",
]


@dataclass(frozen=True)
class Refusal:
    """A named block of a page: the program, and the block as it is written."""

    name: str
    lines: tuple[str, ...]
    written: str


def read(path: Path) -> Iterator[Refusal]:
    """The blocks of a page."""
    for match in _BLOCK.finditer(path.read_text(encoding="utf-8")):
        name, written = match.groups()
        yield Refusal(name, tuple(line for line in written.splitlines() if not _NOTE.match(line)), written)


def annotated(refusal: Refusal) -> str:
    """The block with what the compiler says now."""
    start = next(i for i, line in enumerate(refusal.lines) if re.match(r"(async )?def run\(", line))
    before = [*_HEAD, *refusal.lines[:start], *_CLASS]
    route = [f"    {line}" if line else line for line in refusal.lines[start:]]
    notes: dict[int, list[str]] = {}
    for diagnostic in _diagnostics("\n".join([*before, *route]) + "\n"):
        for span, mark, text in _notes(diagnostic):
            inside = span.line > len(before)
            line = span.line - len(before) + start if inside else span.line - len(_HEAD)
            column = span.column - 4 if inside else span.column
            length = max(1, span.end_column - span.column if span.end_line == span.line else 3)
            notes.setdefault(line, []).extend(_note(column, mark * length, text))
    found: list[str] = []
    for number, written in enumerate(refusal.lines, start=1):
        found += [written, *notes.pop(number, [])]
    assert not notes, f"said of lines that are not in the block: {notes}"
    return "\n".join(found) + "\n"


def _diagnostics(text: str) -> list[Diagnostic]:
    try:
        build(Source("refused.py", text))
    except CompileError as error:
        return list(error.diagnostics)
    return []


def _notes(diagnostic: Diagnostic) -> Iterator[tuple[Span, str, list[str]]]:
    yield diagnostic.span, "^", [f"{diagnostic.code} {diagnostic.message}", f"help: {diagnostic.help}"]
    for label in diagnostic.labels:
        yield label.span, "-", [label.text]


def _note(column: int, marks: str, texts: list[str]) -> Iterator[str]:
    first, *rest = texts
    start = " " * (column - 2) + "# " if column >= 2 else "#" + " " * max(0, column - 1)
    yield f"{start}{marks} {first}"
    for text in rest:
        yield f"{start}{' ' * len(marks)} {text}"
