"""Source text → source model: the libraries, services and stubs a file defines. Nothing is imported or run."""

from __future__ import annotations

import ast

from tcc.diagnostics import Diagnostic, Label, Span, codes
from tcc.frontend.loader import Loader, NoLoader
from tcc.frontend.model import Class, Module, Source
from tcc.frontend.names import Names, Program
from tcc.frontend.parse import paused_collector

_IDENTITY = frozenset({"TC104", "TC105", "TC106", "TC107", "TC108", "TC120"})


def load(source: Source, loader: Loader | None = None) -> Module:
    """The module of ``source``; ``loader`` finds the helper modules it imports (none, when left out).

    What is wrong with its definitions is in the module's ``diagnostics``; reading goes on past each of them.
    Raises CompileError when the text cannot be parsed at all.
    """
    with paused_collector():  # trees are large and hold no garbage: a third of the time
        return _load(Program(loader or NoLoader()), source)


def _load(program: Program, source: Source) -> Module:
    module = program.module(source)
    names = module.names
    assert isinstance(names, Names)
    definitions = [
        b.value for bounds in names.bindings.bound.values() for b in bounds if isinstance(b.value, ast.ClassDef)
    ]
    definitions.sort(key=lambda node: node.lineno)
    built = [names.builder.build(node) for node in definitions]
    module.classes = tuple(cls for cls in built if isinstance(cls, Class))
    for name, attribute in names.bindings.attributes:
        if isinstance(names.get(name), Class):
            program.report("TC121", module, attribute, name=name, attribute=attribute.attr)
    return module


def release(module: Module) -> None:
    """Let go of what a loaded module holds; it is of no use afterwards.

    Its trees are freed at once: in the cycles of the source model only the collector would find them, on a long walk.
    """
    module.classes = ()
    if isinstance(module.names, Names):
        module.names.program.release()


def buildable(module: Module) -> list[Diagnostic]:
    """What keeps a loaded file from being built as it stands: no routes, no identity, one identity twice."""
    definitions = [cls for cls in module.classes if cls.kind != "stub"]
    found: list[Diagnostic] = []
    reported = any(diagnostic.code in _IDENTITY for diagnostic in module.diagnostics)
    if not any(cls.routes for cls in definitions) and not module.diagnostics:
        found.append(codes.make("TC101", Span(module.source.name, 1, 0, 1, 0)))
    first: dict[str, Class] = {}
    for cls in definitions:
        if cls.identity is not None:
            other = first.setdefault(cls.identity.link, cls)
            if other is not cls:
                label = Label(other.span, "this one has it first")
                found.append(codes.make("TC122", cls.span, label, link=cls.identity.link))
        elif cls.routes and not reported and not _is_base(cls, module):
            found.append(codes.make("TC123", cls.span, name=cls.name))
    return found


def _is_base(cls: Class, module: Module) -> bool:
    """Whether another class of the file inherits from ``cls``, which then needs no identity of its own."""
    routes = {id(route) for route in cls.routes.values()}
    return any(other is not cls and routes & {id(route) for route in other.routes.values()} for other in module.classes)
