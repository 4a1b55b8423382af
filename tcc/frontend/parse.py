"""Source text → syntax tree: syntax errors as diagnostics, bodies as gast with columns in code points.

CPython's own parser reads the file: it is ten times faster than libcst, knows the position of every node, and
refuses the nesting that overflows libcst's stack. libcst has the last word on what CPython refuses: syntax that
only a later Python takes is reported as that. A function becomes gast when something first asks for it.
"""

from __future__ import annotations

import ast
import gc
import re
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import gast

from tcc.diagnostics import CompileError, Diagnostic, Span, codes
from tcc.frontend.model import Source

_NEWLINE: Final = re.compile(r"\r\n|\r|\n")
_DEEPEST_LIBCST: Final = 100
"""Brackets open at once that libcst's recursive parser is trusted with."""


@contextmanager
def paused_collector() -> Iterator[None]:
    """Keep the cyclic collector from walking a tree while it is being built: up to half of the time of a parse."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def parse(source: Source) -> ast.Module:
    """The syntax tree of ``source``, its columns in UTF-8 bytes, as CPython counts them.

    Raises CompileError: TC001 for a syntax error, TC004 where a later Python would take it, TC005 for deep nesting.
    """
    with paused_collector(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # invalid escapes and the like are a linter's business
        try:
            return ast.parse(source.text)
        except SyntaxError as error:
            raise CompileError(_syntax_error(source, error)) from None
        except (RecursionError, MemoryError):
            raise CompileError(codes.make("TC005", Span(source.name, 1, 0, 1, 0))) from None
        except ValueError as error:  # a null byte, or half a surrogate pair
            raise CompileError(_not_text(source, error)) from None


def normalise(tree: ast.AST, source: Source) -> gast.AST:
    """The gast form of a part of ``source``, its columns in code points.

    Raises CompileError (TC005) when the part is nested too deeply.
    """
    try:
        with paused_collector():
            node = gast.ast_to_gast(tree)
    except RecursionError:
        raise CompileError(codes.make("TC005", span_of(tree, source))) from None
    if not source.text.isascii():
        _count_code_points(node, split_lines(source.text))
    return node


def span_of(node: ast.AST, source: Source) -> Span:
    """Where an ``ast`` node of ``source`` stands. Use ``Span.of`` for a gast node: its columns are converted."""
    span = Span.of(node, source.name)
    if not source.text.isascii():
        lines = split_lines(source.text)
        column = _code_points(lines[span.line - 1], span.column)
        end_column = _code_points(lines[span.end_line - 1], span.end_column)
        return Span(source.name, span.line, column, span.end_line, end_column)
    return span


def split_lines(text: str) -> list[str]:
    """The lines of a source text, without their ends, as Python's tokenizer divides them: not at form feeds."""
    return _NEWLINE.split(text)


def _code_points(line: str, offset: int) -> int:
    """The column in code points of a column in UTF-8 bytes."""
    return offset if line.isascii() else len(line.encode()[:offset].decode(errors="ignore"))


def _count_code_points(root: gast.AST, lines: list[str]) -> None:
    for node in gast.walk(root):
        if getattr(node, "lineno", None) is not None:
            node.col_offset = _code_points(lines[node.lineno - 1], node.col_offset)
            node.end_col_offset = _code_points(lines[node.end_lineno - 1], node.end_col_offset)


def _syntax_error(source: Source, error: SyntaxError) -> Diagnostic:
    """What CPython says, where it says it; or that a later Python would take the file."""
    lines = split_lines(source.text)
    line = min(max(error.lineno or 1, 1), len(lines))
    column = min(max((error.offset or 1) - 1, 0), len(lines[line - 1]))
    end_line, end_column = error.end_lineno or line, (error.end_offset or 0) - 1
    if not line <= end_line <= len(lines) or (end_line == line and end_column <= column):
        end_line, end_column = line, min(column + 1, len(lines[line - 1]))
    span = Span(source.name, line, column, end_line, min(max(end_column, 0), len(lines[end_line - 1])))
    reason = error.msg.rstrip(".")
    if _libcst_takes(source.text):
        return codes.make("TC004", span, version=f"{sys.version_info[0]}.{sys.version_info[1]}", reason=reason)
    return codes.make("TC001", span, reason=reason)


def _not_text(source: Source, error: ValueError) -> Diagnostic:
    lines = split_lines(source.text)
    for number, line in enumerate(lines, 1):
        for column, character in enumerate(line):
            if character == "\0" or "\ud800" <= character <= "\udfff":
                reason = f"the character U+{ord(character):04X} may not stand in source text"
                return codes.make("TC001", Span(source.name, number, column, number, column + 1), reason=reason)
    return codes.make("TC001", Span(source.name, 1, 0, 1, 0), reason=str(error))


def _libcst_takes(text: str) -> bool:
    """Whether libcst, which knows later grammars than the Python that runs it, parses the text."""
    depth = deepest = 0
    for character in text:
        if character in "([{":
            depth += 1
            deepest = max(deepest, depth)
        elif character in ")]}":
            depth = max(depth - 1, 0)
    if deepest > _DEEPEST_LIBCST:
        return False
    import libcst

    try:
        libcst.parse_module(text)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # noqa: BLE001 - PyO3's panic is no Exception; any failure at all means "no"
        return False
    return True
