"""Source text → syntax tree, syntax errors as diagnostics.

CPython's own parser reads the file: it is ten times faster than libcst, knows the position of every node, and
refuses the nesting that overflows libcst's stack. libcst has the last word on what CPython refuses: syntax that
only a later Python takes is reported as that.
"""

from __future__ import annotations

import ast
import gc
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from tcc.diagnostics import CompileError, Diagnostic, Span, codes
from tcc.frontend.lines import split_lines
from tcc.frontend.model import Source

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
            if "\0" in source.text:
                raise ValueError("null byte")
            return ast.parse(source.text)
        except SyntaxError as error:
            raise CompileError(_syntax_error(source, error)) from None
        except (RecursionError, MemoryError):
            raise CompileError(codes.make("TC005", Span(source.name, 1, 0, 1, 0))) from None
        except ValueError as error:  # a null byte, or half a surrogate pair
            raise CompileError(_not_text(source, error)) from None


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
