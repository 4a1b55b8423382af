"""The source model: what a publisher's file defines, before anything is lowered.

The frontend gives these; lowering reads them. Function bodies stay gast trees, which carry their own line and
column; ``Span.of`` turns a node into a span of its file.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

import gast
from msgspec import Struct, field

from tcc.diagnostics import Diagnostic, Span


class Source(Struct, frozen=True):
    """One source file: the name shown in messages and its text."""

    name: str
    text: str


class Function(Struct, frozen=True, eq=False):
    """A route (``verb`` set), an undecorated method or a module-level helper (``verb`` None).

    ``node`` is the normalised definition, hints and defaults included; a method's ``self`` is still its first
    parameter. ``queue`` is true for a route marked ``queue=True`` or ``@tc.queue``. ``is_stub``: the body is ``...``.
    ``is_cached``: under ``functools.cache`` or ``lru_cache``, which changes nothing unless the body has effects.
    ``span`` is the ``def`` line's ``def name``.
    """

    name: str
    node: gast.FunctionDef | gast.AsyncFunctionDef
    module: Module
    span: Span
    verb: str | None = None
    is_method: bool = False
    is_static: bool = False
    queue: bool = False
    is_stub: bool = False
    is_cached: bool = False


class Identity(Struct, frozen=True):
    """Who a library or service is. ``link`` is its canonical path."""

    link: str
    version: str


class Class(Struct, frozen=True, eq=False):
    """A library, service or stub class. ``identity`` is None when the file does not fix it.

    ``kind`` is ``library`` or ``service`` (definitions) or ``stub`` (``tc.Library``: someone else's interface).
    ``constants`` are the class-level assignments, name to expression. Members inherited from classes of the same
    program are included. ``opaque`` are the members the compiler cannot see through: properties, nested classes, ….
    """

    name: str
    kind: str
    identity: Identity | None
    dependencies: tuple[str, ...]
    routes: dict[str, Function]
    methods: dict[str, Function]
    constants: dict[str, gast.AST]
    module: Module
    span: Span
    opaque: dict[str, Unknown] = field(default_factory=dict)


class Constant(Struct, frozen=True, eq=False):
    """A module-level assignment ``NAME = <expression>`` bound exactly once in its module and never changed there."""

    name: str
    value: gast.AST
    module: Module
    span: Span


class Instance(Struct, frozen=True, eq=False):
    """A module-level ``b = B(publisher=…, name=…, version=…)``: an instance of a stub or a definition."""

    name: str
    cls: Class
    identity: Identity | None
    dependencies: tuple[str, ...]
    span: Span


class External(Struct, frozen=True):
    """A name of a package the compiler knows, by its dotted path: ``tinychain.op.emit``, ``math.sqrt``."""

    path: str


class Unknown(Struct, frozen=True):
    """A module-level name the compiler cannot see through; ``why`` says so in a few words."""

    why: str
    span: Span


Binding: TypeAlias = "Function | Class | Constant | Instance | External | Module | Unknown"


class Module(Struct, eq=False):
    """A parsed file and what its top-level names mean. Filled in once by discovery, then only read.

    ``names`` resolves a name when it is first asked for, and with it the helper modules it comes from. ``classes``
    are the definitions and stubs of the file itself, in source order. ``diagnostics`` is what discovery has found
    wrong so far, in this file and those it imports: read it last. ``files`` are the sources read so far, by name.
    """

    source: Source
    names: Mapping[str, Binding]
    classes: tuple[Class, ...] = ()
    diagnostics: list[Diagnostic] = field(default_factory=list)
    files: dict[str, Source] = field(default_factory=dict)
