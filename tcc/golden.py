"""Golden files: manifests a team commits and reviews, and what a build says against them.

for golden in compare(built, Path("golden"), "tcc", "counter.py"):
    golden.state      # same · layout · changed · missing · unreadable
    golden.diff       # what changed, interface apart from bodies
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal, TypeAlias

from msgspec import Struct

from tcc.backend.files import write_atomically
from tcc.backend.targets.build import build_for
from tcc.build import Build
from tcc.diagnostics import Diagnostic, Span
from tcc.diagnostics.codes import make
from tcc.errors import UsageError
from tcc.ir.diff import ManifestDiff, diff, diff_text
from tcc.ir.errors import IrError
from tcc.ir.manifest import Manifest, decode_manifest

State: TypeAlias = Literal["same", "layout", "changed", "missing", "unreadable"]


class Golden(Struct, frozen=True):
    """One definition beside its golden file. ``layout``: the same program, written differently or on other lines."""

    path: Path
    text: str
    """What the file should hold."""
    state: State
    manifest: Manifest
    diff: ManifestDiff | None = None
    reason: str = ""

    @property
    def passes(self) -> bool:
        """Whether the program is the one in the golden file."""
        return self.state in ("same", "layout")


def compare(built: Build, where: Path, target: str, source: str) -> tuple[Golden, ...]:
    """Every definition of a build beside its golden file: ``where`` itself, or a file a definition in it, if it is a
    directory.

    Raises CompileError for what ``target`` cannot express, and UsageError for several definitions and one file.
    """
    manifests = [definition.manifest for definition in built.definitions]
    if len(manifests) > 1 and where.suffix == ".json":
        raise UsageError(f"{source} has several definitions: compare them with a directory of golden files")
    in_directory = where.is_dir() or len(manifests) > 1
    files = [where / file_name(manifest) if in_directory else where for manifest in manifests]
    texts = [build_for(manifest, target, source) for manifest in manifests]
    return tuple(_compare(*one) for one in zip(manifests, texts, files, strict=True))


def file_name(manifest: Manifest) -> str:
    """The name of a definition's file in a directory: ``counter-1.0.0.json``."""
    return f"{manifest.schema.id.rsplit('/', 2)[1]}-{manifest.schema.version}.json"


def accept(golden: Golden) -> None:
    """Write what the golden file should hold. Raises OSError."""
    golden.path.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(golden.path, golden.text.encode())


def _compare(manifest: Manifest, text: str, path: Path) -> Golden:
    if not path.exists():
        return Golden(path, text, "missing", manifest, reason="there is no such golden file yet")
    found = path.read_bytes()
    if found == text.encode():
        return Golden(path, text, "same", manifest)
    try:
        old = decode_manifest(found)
    except IrError as error:
        return Golden(path, text, "unreadable", manifest, reason=f"not a manifest: {error}")
    changes = diff(old, decode_manifest(text))
    return Golden(path, text, "layout" if changes.same_program else "changed", manifest, changes)


def golden_text(golden: Golden) -> str:
    """What a person is told about a golden file; ends with a newline."""
    match golden.state:
        case "same":
            return f"{golden.path}: up to date\n"
        case "layout":
            return f"{golden.path}: the same program; only layout or line numbers differ (--accept rewrites it)\n"
        case "missing" | "unreadable":
            return f"{golden.path}: {golden.reason}; --accept writes it\n"
    found = golden.diff or ManifestDiff((), ())
    breaking = "callers break" if found.breaking else "no caller breaks"
    return f"{diff_text(found)}{golden.path}: the program has changed, {breaking}; --accept writes the new one\n"


def golden_diagnostics(golden: Golden, source: str) -> Iterator[Diagnostic]:
    """The same as diagnostics at the routes that changed, for machines."""
    if golden.state in ("missing", "unreadable"):
        yield make("TC804", _span(golden.manifest, "", source), golden=str(golden.path), reason=golden.reason)
    if golden.diff is None:
        return
    for change in golden.diff.interface:
        code = "TC801" if change.breaking else "TC802"
        yield make(code, _span(golden.manifest, change.where, source), route=change.where, change=change.message)
    for body in golden.diff.bodies:
        yield make("TC803", _span(golden.manifest, body.where, source), route=body.where)


def _span(manifest: Manifest, route: str, source: str) -> Span:
    routes = dict(manifest.source_map.routes) if manifest.source_map else {}
    line = routes[route].line if route in routes else 1
    return Span(source, line, 0, line, 0)
