"""tcc: compiles Python definitions of TinyChain libraries and services to IR manifests, and installs them.

    import tcc

    tcc.check("counter.py")                            # every diagnostic; empty when it compiles
    manifest = tcc.compile("counter.py")
    tcc.install(manifest, data_dir="data")             # or url="http://host:port", token=…

The command line (``tcc --help``) is a thin shell over these functions. Importing this package imports nothing else: the
compiler is loaded by the first call.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence
    from pathlib import Path

    from tcc.diagnostics import Diagnostic
    from tcc.ir.manifest import Manifest
    from tcc.lowering import Options

    StrPath = str | os.PathLike[str]

__version__ = "0.1.0"

__all__ = ["check", "compile", "install"]


def compile(path: StrPath, *, name: str | None = None, options: Options | None = None) -> Manifest:  # noqa: A001
    """Compile a file's definition. The file is parsed, never imported.

    Args:
        path: a Python file.
        name: which definition, where the file has several: its class, its name or its link.
        options: how to lower; the defaults when left out.

    Raises:
        tcc.diagnostics.CompileError: the program is refused; holds every diagnostic.
        tcc.errors.UsageError: there are several definitions and no ``name``, or none of that name.
    """
    from tcc.build import build_file, select

    return select(build_file(path, options), name).manifest


def check(path: StrPath, *, options: Options | None = None) -> tuple[Diagnostic, ...]:
    """Every error and warning of a file, in source order; empty when there is none."""
    from tcc.build import build_file
    from tcc.diagnostics import CompileError

    try:
        return build_file(path, options).warnings
    except CompileError as error:
        return error.diagnostics


def install(
    source: Manifest | StrPath,
    *,
    data_dir: str | Path | None = None,
    url: str | None = None,
    token: str | None = None,
    name: str | None = None,
    options: Options | None = None,
) -> Sequence[str]:
    """Install a manifest, a manifest file or a Python file's definitions, in a data directory or on a host.

    Args:
        source: what to install; the name of a manifest file ends in ``.json``.
        data_dir: the data directory of a kernel on this machine.
        url: the host to install on instead.
        token: the bearer token for ``url``.
        name: which definition of a Python file; all of them when left out.
        options: how to lower a Python file.

    Returns:
        The links that were installed.

    Raises:
        tcc.diagnostics.CompileError: the program is refused.
        tcc.ir.errors.IrError: the manifest is malformed.
        tcc.errors.InvalidManifest: it may not be installed.
        tinychain.error.Error: the kernel refused it.
        tcc.errors.UsageError: the arguments contradict each other.
    """
    from tcc.backend.hosts import open_host
    from tcc.backend.install import install_manifest, load_manifests

    manifests = load_manifests(source, name, options)
    with open_host(data_dir=data_dir, url=url, token=token) as host:
        return [install_manifest(manifest, host) for manifest in manifests]
