"""The commands on IR: verify, show, assemble, diff, schema, import. As in ``cli``, each calls a library function."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from tcc.cli_shared import add_target

if TYPE_CHECKING:
    from tcc.build import Build
    from tcc.ir.manifest import Manifest

_OK = 0
_WRONG_PROGRAM = 1

Command = Callable[[argparse.Namespace], int]


class Add(Protocol):
    """Adds a command: its name, what runs it, one line about it, an example."""

    def __call__(self, name: str, run: Command, about: str, example: str) -> argparse.ArgumentParser:
        """The parser of the new command."""
        ...


def add_commands(add: Add) -> None:
    """Add the commands on IR to the command line."""
    verify = add("verify", _verify, "say whether a manifest may be installed", "tcc verify counter.json")
    verify.add_argument("files", metavar="MANIFEST", nargs="+", help="a manifest (.json), or - for standard input")
    verify.add_argument("--schema", action="store_true", help="check it against the published JSON Schema as well")

    show = add("show", _show, "print a program's IR as text", "tcc show counter.py --spans")
    show.add_argument("file", metavar="FILE", help="a Python file, a manifest (.json), or - for a manifest on stdin")
    show.add_argument("--name", metavar="NAME", help="the definition to show, by its class or its name")
    show.add_argument("--spans", action="store_true", help="say which source line each id comes from")
    show.add_argument("--no-types", action="store_true", help="leave out what is known of types")

    assemble = add("assemble", _assemble, "turn that text back into a manifest", "tcc show counter.py | tcc assemble")
    assemble.add_argument("file", metavar="TEXT", nargs="?", default="-", help="the text; default: standard input")
    assemble.add_argument("-o", "--output", metavar="PATH", help="a file; else stdout")
    add_target(assemble, "tcc")

    diff = add("diff", _diff, "tell what changed between two programs", "tcc diff counter.json counter.py")
    diff.add_argument("old", metavar="OLD", help="a Python file or a manifest (.json)")
    diff.add_argument("new", metavar="NEW", help="a Python file or a manifest (.json)")
    diff.add_argument("--name", metavar="NAME", help="the definition to compare, by its class or its name")

    schema = add("schema", _schema, "print a JSON Schema of the IR", "tcc schema manifest > manifest.schema.json")
    schema.add_argument("schema", choices=("scalar", "manifest"), help="which one")

    import_ = add("import", _import, "turn an older manifest into one of today's", "tcc import v1.json -o v2.json")
    import_.add_argument("file", metavar="MANIFEST", help="the older manifest, or - for standard input")
    import_.add_argument("-o", "--output", metavar="PATH", help="a file; else stdout")


def add_golden_options(check: argparse.ArgumentParser) -> None:
    """Add what compares a build with a committed manifest."""
    check.add_argument("--golden", metavar="PATH", help="compare with a committed manifest, or a directory of them")
    check.add_argument("--accept", action="store_true", help="write the golden files instead of comparing")


def check_golden(built: Build, options: argparse.Namespace, target: str) -> int:
    """Compare a build with its golden files, or write them; 1 where the program changed."""
    from tcc.diagnostics import render
    from tcc.golden import accept, compare, golden_diagnostics, golden_text

    status = _OK
    for golden in compare(built, Path(options.golden), target, options.file):
        if options.accept:
            accept(golden)
            print(f"{golden.path}: written")
            continue
        if not golden.passes:
            status = _WRONG_PROGRAM
        if options.format == "text":
            sys.stdout.write(golden_text(golden))
        else:
            sys.stdout.write(render(list(golden_diagnostics(golden, options.file)), options.format))
    return status


def _verify(options: argparse.Namespace) -> int:
    from tcc.ir.errors import IrError
    from tcc.ir.manifest import decode_manifest
    from tcc.ir.schema import check_schema
    from tcc.ir.verify import errors, verify

    status = _OK
    for file in options.files:
        source = _read(file)
        found: list[str] = []
        try:
            manifest = decode_manifest(source)
            if options.schema:
                found += [f"error {fault}" for fault in check_schema(source, "manifest")]
            problems = verify(manifest)
        except IrError as error:
            print(f"{file}: error {error}")
            status = _WRONG_PROGRAM
            continue
        found += [f"{problem.severity} at {problem.pointer}: {problem.message}" for problem in problems]
        for line in found:
            print(f"{file}: {line}")
        if len(found) > len(problems) or errors(problems):
            status = _WRONG_PROGRAM
        else:
            count = len(manifest.routes)
            print(f"{file}: {manifest.schema.id}: {count} route{'s' * (count != 1)}, no errors")
    return status


def _show(options: argparse.Namespace) -> int:
    from tcc.ir.text import show_manifest

    manifest = _manifest(options.file, options.name)
    sys.stdout.write(show_manifest(manifest, types=not options.no_types, spans=options.spans))
    return _OK


def _assemble(options: argparse.Namespace) -> int:
    from tcc.backend.targets.build import build_for
    from tcc.ir.text import parse_manifest

    manifest = parse_manifest(_read(options.file).decode())
    _write(build_for(manifest, options.target or "tcc", options.file), options.output)
    return _OK


def _diff(options: argparse.Namespace) -> int:
    from tcc.ir.diff import diff, diff_text

    options.file = options.old  # what an error says of the file is about the one being read
    old = _manifest(options.file, options.name)
    options.file = options.new
    found = diff(old, _manifest(options.file, options.name))
    sys.stdout.write(diff_text(found) or "no change: the two are one program\n")
    return _WRONG_PROGRAM if found.breaking else _OK


def _schema(options: argparse.Namespace) -> int:
    from tcc.ir.schema import schema_text

    sys.stdout.write(schema_text(options.schema))
    return _OK


def _import(options: argparse.Namespace) -> int:
    from tcc.backend.importer import import_manifest
    from tcc.ir.format import format_manifest

    manifest, losses = import_manifest(_read(options.file))
    _write(format_manifest(manifest), options.output)
    for loss in losses:
        print(f"{options.file}: not carried over, at {loss.pointer}: {loss.message}", file=sys.stderr)
    return _WRONG_PROGRAM if losses else _OK


def _manifest(file: str, name: str | None) -> Manifest:
    """The manifest of a Python file, of a manifest file or of standard input."""
    from tcc.backend.install import load_manifests
    from tcc.errors import UsageError
    from tcc.ir.manifest import decode_manifest

    if file == "-":
        return decode_manifest(_read(file))
    manifests = load_manifests(file, name)
    if len(manifests) > 1:
        raise UsageError(f"{file} has several definitions: choose one with --name")
    return manifests[0]


def _read(file: str) -> bytes:
    return sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()


def _write(text: str, output: str | None) -> None:
    from tcc.backend.files import write_atomically

    if output is None or output == "-":
        sys.stdout.buffer.write(text.encode())
    else:
        write_atomically(Path(output), text.encode())
