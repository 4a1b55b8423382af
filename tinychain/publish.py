"""Compiling and installing definitions from Python: ``tc.define.compile`` and ``install``, ``tc.autograph.install``."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from tinychain.component import Component, dependencies_of, is_definition
from tinychain.source import source_of
from tinychain.transport import Answer, Transport

if TYPE_CHECKING:
    from tinychain_local import Backend, KernelHandle

    from tcc.ir.manifest import Manifest
    from tcc.lowering import Options


def compile(definition: Component | type[Component], *, options: Options | None = None) -> Manifest:  # noqa: A001
    """The manifest of a definition, the same that ``tcc build`` makes of its file.

    Args:
        definition: a library or service, or a class whose decorator gives it an identity.
        options: how to lower; the defaults when left out.

    Raises:
        tcc.diagnostics.CompileError: the program is refused.
        ValueError: it has no identity, or Python does not have its source.
        TypeError: it is a stub.
    """
    from msgspec.structs import replace

    from tcc.build import build_class, settle
    from tcc.diagnostics import CompileError, render
    from tcc.frontend.discover import load
    from tcc.frontend.loader import FileLoader, read
    from tcc.frontend.model import Identity, Source

    cls = definition if isinstance(definition, type) else type(definition)
    instance = cls.__new__(cls) if isinstance(definition, type) else definition
    if not is_definition(cls):
        raise TypeError(f"{cls.__name__} is a stub of something that is installed elsewhere: it has nothing to compile")
    identity = Component.id(instance).canonical()
    file, text = source_of(cls)
    source = read(Path(shown(file))) if text is None else Source(shown(file), text)
    try:
        module = load(source, FileLoader())
        found = next((found for found in module.classes if found.name == cls.__name__), None)
        if found is None:
            settle(module.diagnostics)
            raise ValueError(f"{cls.__name__} cannot be recognised in {source.name} as a library or service")
        named = Identity(identity, identity.rsplit("/", 1)[1])
        return build_class(replace(found, identity=named, dependencies=dependencies_of(instance)), options).manifest
    except CompileError as error:
        # A notebook shows the exception: let it show the lines as well.
        error.add_note(render(error.diagnostics, sources={source.name: source.text}))
        raise


def install(
    definition: Component | type[Component],
    *,
    kernel: KernelHandle | Backend | None = None,
    data_dir: str | os.PathLike[str] | None = None,
    remote: str | None = None,
    bearer_token: str | None = None,
    options: Options | None = None,
) -> Answer:
    """Compile a definition and install it.

    Args:
        definition: a library or service, or a class whose decorator gives it an identity.
        kernel: a kernel in this process to install it through.
        data_dir: the data directory, where no kernel is given.
        remote: the URL of a host to install it on instead.
        bearer_token: a token that allows it; ``TC_BEARER_TOKEN`` of the environment when left out.
        options: how to lower; the defaults when left out.

    Returns:
        The host's answer; its ``status`` is 204.

    Raises:
        tcc.diagnostics.CompileError: the program is refused.
        tinychain.error.Error: the host refuses it.
        ValueError: no place to install to, or two; or see :func:`compile`.
    """
    from tcc.ir.manifest import install_package

    package = install_package(compile(definition, options=options))
    with closing(destination(kernel, data_dir, remote, bearer_token)) as host:
        root = "/" + _link(definition).split("/")[1]
        answer = host.send("PUT", root, package, repeatable=True)
        answer.value()
        return answer


def _link(definition: Component | type[Component]) -> str:
    return Component.id(definition.__new__(definition) if isinstance(definition, type) else definition).canonical()


def destination(
    kernel: KernelHandle | Backend | None,
    data_dir: str | os.PathLike[str] | None,
    remote: str | None,
    token: str | None,
) -> Transport:
    """Where something is installed. Raises ValueError when no place is given, or two.

    The token is ``TC_BEARER_TOKEN`` of the environment when none is given.
    """
    from tinychain.native import require
    from tinychain.transport.kernel import KernelTransport

    token = token or os.environ.get("TC_BEARER_TOKEN")
    if remote is not None:
        if kernel is not None or data_dir is not None:
            raise ValueError("give either remote= or a kernel and its data_dir, not both")
        from tinychain.transport.http import HttpTransport

        return HttpTransport(remote, token)
    if kernel is None:
        if data_dir is None:
            raise ValueError("give the place to install to: kernel=, data_dir= or remote=")
        kernel = require("tc.define.install").KernelHandle.local(data_dir=os.fspath(data_dir))
    return KernelTransport(kernel, token)


def shown(file: str) -> str:
    """A file's name as messages show it: relative to the working directory where it is below it."""
    try:
        return str(Path(file).resolve().relative_to(Path.cwd()))
    except ValueError:
        return file
