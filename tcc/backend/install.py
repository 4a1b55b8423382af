"""Installing: what a publisher names, read as manifests, and ``PUT /lib`` or ``PUT /service`` for each."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tcc.errors import InvalidManifest, UsageError
from tcc.ir.manifest import Manifest, decode_manifest, install_package
from tinychain.transport import Transport

if TYPE_CHECKING:
    from tcc.lowering import Options


def load_manifests(
    source: Manifest | str | os.PathLike[str], name: str | None = None, options: Options | None = None
) -> Sequence[Manifest]:
    """The manifests of ``source``: itself, of a manifest file (``.json``), or of a Python file.

    Raises CompileError, IrError, InvalidManifest or UsageError, by what is wrong.
    """
    if isinstance(source, Manifest):
        return [source]
    path = Path(source)
    if path.suffix == ".json":
        return [_read_manifest(path)]
    from tcc.build import build_file, select  # the compiler, which an install of a manifest does without

    built = build_file(path, options)
    return [d.manifest for d in built.definitions] if name is None else [select(built, name).manifest]


def _read_manifest(path: Path) -> Manifest:
    from tcc.ir.verify import errors, verify

    try:
        manifest = decode_manifest(path.read_bytes())
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from None
    # The host verifies too, and has the last word; here every problem is named, and nothing is sent.
    if problems := errors(verify(manifest)):
        raise InvalidManifest(problems)
    return manifest


def install_manifest(manifest: Manifest, host: Transport) -> str:
    """Install ``manifest`` and give its link. Raises ``tinychain.error.Error`` when the host refuses it."""
    link = manifest.schema.id
    root = "/" + link.split("/")[1]
    # The same bytes twice are fine, so this may be sent again when an answer is lost.
    host.send("PUT", root, install_package(manifest), repeatable=True).value()
    return link
