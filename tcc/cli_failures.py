"""Failures as people see them: one line or diagnostics, an exit status, and never a traceback."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tcc.cli_shared import WRONG_CALL, WRONG_PROGRAM, complain, report

if TYPE_CHECKING:
    from tinychain.error import Error


def explain(error: Exception, options: argparse.Namespace) -> int:
    """Say what went wrong and give the exit status. Raises what is not a failure anyone could have caused."""
    from tcc.diagnostics import CompileError
    from tcc.errors import InvalidManifest, UsageError
    from tcc.ir.errors import IrError
    from tinychain.error import Error

    if isinstance(error, CompileError):
        style = getattr(options, "format", "text")
        report(error.diagnostics, style, sys.stdout if options.name_of_command == "check" else sys.stderr)
        unreadable = all(diagnostic.code == "TC002" for diagnostic in error.diagnostics)
        return WRONG_CALL if unreadable else WRONG_PROGRAM
    if isinstance(error, IrError):
        return complain(f"{options.file}: not a manifest: {error}", WRONG_PROGRAM)
    if isinstance(error, InvalidManifest):
        for line in str(error).splitlines():
            complain(f"{options.file}: {line}")
        return WRONG_PROGRAM
    if isinstance(error, Error):
        return complain(_located(error), _status_of(error, options))
    if isinstance(error, UsageError | ImportError):
        return complain(str(error))
    if isinstance(error, OSError):
        return complain(f"{error.filename}: {error.strerror}" if error.filename else str(error))
    raise error


def _located(error: Error) -> str:
    """A host's error with the Python line it points at, where that file is at hand."""
    lines = [f"{error.category}: {error.message}"]
    where = " ".join(part for part in (error.route, error.component) if part)
    if error.source:
        lines.append(f"  at {error.source}" + (f", in {where}" if where else ""))
        file, _, number = error.source.rpartition(":")
        try:
            text = Path(file).read_text(encoding="utf-8").splitlines()[int(number) - 1]
        except (OSError, ValueError, IndexError):
            pass
        else:
            lines.append(f"  {number} | {text}")
    elif where:
        lines.append(f"  in {where}")
    return "\n".join(lines)


def _status_of(error: Error, options: argparse.Namespace) -> int:
    """1 where the program is to blame: refused at install, or failing at run time; 2 where the call is."""
    if options.name_of_command == "install":
        return WRONG_PROGRAM if error.status in (400, 409) else WRONG_CALL
    if error.ids or error.status in (408, 500, 501, 502):
        return WRONG_PROGRAM
    return WRONG_CALL
