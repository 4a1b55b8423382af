"""The pipeline: a Python file → its manifests. Each stage is one call.

counter.py ──load──▶ source model ──lower──▶ manifest, for each definition
"""

from __future__ import annotations

import os
from collections.abc import Container, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from msgspec import Struct

from tcc.diagnostics import CompileError, Diagnostic, Severity, Span
from tcc.diagnostics.internal import internal_errors
from tcc.errors import UsageError
from tcc.frontend.comments import without_ignored
from tcc.frontend.discover import buildable, load, release
from tcc.frontend.loader import FileLoader, Loader, NoLoader, read
from tcc.frontend.model import Class, Module, Source
from tcc.frontend.parse import paused_collector
from tcc.ir.manifest import Manifest
from tcc.lowering import Options, lower


class Definition(Struct, frozen=True):
    """A class of the file and its manifest."""

    name: str
    manifest: Manifest

    def is_called(self, name: str) -> bool:
        """Whether ``name`` is its class, its link, or the name in its link."""
        link = self.manifest.schema.id
        return name in (self.name, link, link.rsplit("/", 2)[1])


class Build(Struct, frozen=True):
    """Everything a file defines, and what to warn about."""

    definitions: tuple[Definition, ...]
    warnings: tuple[Diagnostic, ...] = ()


def build_file(path: str | os.PathLike[str], options: Options | None = None) -> Build:
    """Build every definition of a file. Raises CompileError with every diagnostic of all of them."""
    return build(read(Path(path)), FileLoader(), options)


@paused_collector()
def build(source: Source, loader: Loader | None = None, options: Options | None = None) -> Build:
    """Build every definition of ``source``; ``loader`` finds the helper modules it imports (none, when left out).

    Raises CompileError with every diagnostic of all definitions.
    """
    module = load_module(source, loader or NoLoader())
    try:
        built, found = lower_module(module, options)
        found += about_module(module)
    finally:
        release(module)
    return Build(tuple(built), settle(without_ignored(found, module.files)))


def load_module(source: Source, loader: Loader) -> Module:
    """The source model of a file. Raises CompileError when it cannot be parsed."""
    with internal_errors(Span(source.name, 1, 0, 1, 0)):
        return load(source, loader)


def lower_module(
    module: Module, options: Options | None = None, skip: Mapping[str, Container[str]] = MappingProxyType({})
) -> tuple[list[Definition], list[Diagnostic]]:
    """Every definition of a module that compiles, and what is wrong with the others.

    ``skip`` are routes to leave out, by the names of their classes.
    """
    built: list[Definition] = []
    found: list[Diagnostic] = []
    for cls in module.classes:
        if cls.kind != "stub" and cls.identity is not None:
            try:
                built.append(_lower(cls, options, skip.get(cls.name, ())))
            except CompileError as error:
                found.extend(error.diagnostics)
    return built, found


def about_module(module: Module) -> list[Diagnostic]:
    """What is wrong beside the routes. To be asked last: lowering resolves names, which may find more."""
    return [*buildable(module), *module.diagnostics]


def build_class(cls: Class, options: Options | None = None) -> Definition:
    """Build one definition of a loaded module, whatever the rest of the module is like. Raises CompileError."""
    try:
        built = _lower(cls, options)
    except CompileError as error:
        settle([*error.diagnostics, *cls.module.diagnostics])
        raise
    settle(cls.module.diagnostics)
    return built


def _lower(cls: Class, options: Options | None, skip: Container[str] = ()) -> Definition:
    with internal_errors(cls.span):
        return Definition(cls.name, lower(cls, options or Options(), skip=skip))


def settle(found: Sequence[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The warnings among ``found``, each once, in source order. Raises CompileError with all if one is an error."""
    unique = sorted(dict.fromkeys(found), key=lambda diagnostic: (diagnostic.span, diagnostic.code))
    if any(diagnostic.severity is Severity.ERROR for diagnostic in unique):
        raise CompileError(*unique)
    return tuple(unique)


def select(built: Build, name: str | None) -> Definition:
    """The definition called ``name``, or the only one. Raises UsageError when that is not exactly one."""
    names = ", ".join(definition.name for definition in built.definitions)
    matching = [d for d in built.definitions if name is None or d.is_called(name)]
    if len(matching) == 1:
        return matching[0]
    if name is None:
        raise UsageError(f"the file has several definitions ({names}): name one of them")
    if matching:
        raise UsageError(f"several definitions are called {name!r}: use the name of a class ({names})")
    raise UsageError(f"no definition is called {name!r}; the file has {names}")
