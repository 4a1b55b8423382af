"""Lowering: the source model of a library or service to its manifest.

The pipeline of a route is the list of calls in ``route.lower_route``: structure exits, build SSA, infer types, prove
ownership, select operations, prune, emit.
"""

from __future__ import annotations

from msgspec import Struct

from tcc.diagnostics import CompileError, Diagnostic, Severity
from tcc.frontend.model import Class
from tcc.ir.manifest import Manifest, Route, Schema, SourceMap, Value
from tcc.lowering.route import Lowered, lower_route

__all__ = ["Options", "lower"]


class Options(Struct, frozen=True):
    """How to lower. ``optimize`` 0 runs no optional pass; ``source_map`` keeps the lines ids come from."""

    optimize: int = 1
    source_map: bool = True


def lower(cls: Class, options: Options | None = None) -> Manifest:
    """The manifest of a definition. Raises CompileError with every error found in any of its routes."""
    options = options or Options()
    assert cls.identity is not None
    report: list[Diagnostic] = []
    lowered: list[Lowered | Route | None] = []
    for route in cls.routes.values():
        if route.is_stub:
            lowered.append(Route(f"/{route.name}", Value(route.name)))
        else:
            lowered.append(lower_route(cls, route, report))
    errors = [d for d in report if d.severity is Severity.ERROR]
    if errors:
        raise CompileError(*errors)
    routes = [r.route if isinstance(r, Lowered) else r for r in lowered if r is not None]
    sources = tuple((f"{r.route.verb} {r.route.path}", r.source) for r in lowered if isinstance(r, Lowered))
    schema = Schema(cls.identity.link, cls.identity.version, tuple(cls.dependencies))
    source_map = SourceMap(_base_name(cls.module.source.name), sources) if options.source_map else None
    return Manifest(schema, tuple(routes), source_map)


def _base_name(path: str) -> str:
    """The file's own name: a manifest holds no path of the machine it was built on."""
    return path.replace("\\", "/").rpartition("/")[2]
