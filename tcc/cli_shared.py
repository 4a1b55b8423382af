"""What the commands of the command line share: exit statuses, options, output files, reports."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TextIO

if TYPE_CHECKING:
    from tcc.diagnostics import Diagnostic
    from tcc.lowering import Options

OK = 0
WRONG_PROGRAM = 1
WRONG_CALL = 2

FORMATS = ("text", "json", "sarif", "github")
TARGETS = ("tcc", "tc-ir-2026-02", "tc-ir-2026-08")

Command = Callable[[argparse.Namespace], int]


class Add(Protocol):
    """Adds a command: its name, what runs it, one line about it, an example."""

    def __call__(self, name: str, run: Command, about: str, example: str) -> argparse.ArgumentParser:
        """The parser of the new command."""
        ...


def lowering(options: argparse.Namespace) -> Options:
    """How the command line asks for lowering."""
    from tcc.lowering import Options

    return Options(optimize=0 if options.unoptimized else 1)


def write(path: Path, text: bytes) -> None:
    """Replace an output file, atomically. Raises UsageError when it cannot be written."""
    from tcc.backend.files import write_atomically
    from tcc.errors import UsageError

    try:
        write_atomically(path, text)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror or error}") from None


def make_directory(path: Path) -> None:
    """Make a directory and its parents. Raises UsageError when that cannot be done."""
    from tcc.errors import UsageError

    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{path} cannot be made: {error.strerror or error}") from None


def report(diagnostics: Sequence[Diagnostic], style: str, stream: TextIO) -> None:
    """Write diagnostics in the chosen format. The machine formats are written even when there is nothing to say."""
    from tcc.diagnostics import render

    if diagnostics or style in ("json", "sarif"):
        stream.write(render(diagnostics, style, color=style == "text" and _wants_color(stream)))


def _wants_color(stream: TextIO) -> bool:
    return stream.isatty() and "NO_COLOR" not in os.environ


def complain(message: str, status: int = WRONG_CALL) -> int:
    """Say what is wrong in one line on standard error, and give the exit status."""
    print(f"tcc: {message}", file=sys.stderr)
    return status


def add_compiler_options(command: argparse.ArgumentParser, *, name: bool = True) -> None:
    """The options of every command that compiles."""
    if name:
        command.add_argument("--name", metavar="NAME", help="the definition to use, by its class or its name")
    command.add_argument(
        "--format", choices=FORMATS, default="text", help="how diagnostics are written (default: text)"
    )
    command.add_argument(
        "-O0", dest="unoptimized", action="store_true", help="do not optimise, for debugging the compiler"
    )


def add_target(command: argparse.ArgumentParser, default: str = "the project's, or tcc") -> None:
    """The option of every command that writes a manifest for a release."""
    command.add_argument("--target", choices=TARGETS, help=f"the release of the IR to write (default: {default})")
