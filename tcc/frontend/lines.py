"""The lines of a source text, and columns in code points instead of UTF-8 bytes."""

from __future__ import annotations

import ast
import re
from functools import lru_cache
from typing import Final

from tcc.diagnostics import Span
from tcc.frontend.model import Source

_NEWLINE: Final = re.compile(r"\r\n|\r|\n")


@lru_cache(maxsize=4)
def split_lines(text: str) -> list[str]:
    """The lines of a source text, without their ends, as Python's tokenizer divides them: not at form feeds."""
    return _NEWLINE.split(text)


def code_points(line: str, offset: int) -> int:
    """The column in code points of a column in UTF-8 bytes."""
    return offset if line.isascii() else len(line.encode()[:offset].decode(errors="ignore"))


def span_of(node: ast.AST, source: Source) -> Span:
    """Where an ``ast`` node of ``source`` stands. Use ``Span.of`` for a gast node: its columns are converted."""
    span = Span.of(node, source.name)
    if source.text.isascii():
        return span
    lines = split_lines(source.text)
    column = code_points(lines[span.line - 1], span.column)
    end_column = code_points(lines[span.end_line - 1], span.end_column)
    return Span(source.name, span.line, column, span.end_line, end_column)
