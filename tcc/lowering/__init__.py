"""Lowering: the source model of a library or service to its manifest.

The pipeline of a route is the list of calls in ``route.lower_route``: structure exits, build SSA, infer types, prove
ownership, select operations, prune, emit.
"""

from __future__ import annotations

from collections.abc import Callable, Container
from functools import partial

from msgspec import Struct

from tcc.diagnostics import CompileError, Diagnostic, Severity
from tcc.frontend.model import Class
from tcc.ir.manifest import Manifest, Route, Schema, SourceMap, Value
from tcc.lowering.options import Options
from tcc.lowering.pipeline import Watch, verified
from tcc.lowering.route import Lowered, lower_route
from tcc.lowering.ssa import Function

__all__ = ["Options", "Stage", "lower", "stages"]


class Stage(Struct, frozen=True):
    """The SSA of a route after one pass, as text."""

    route: str
    name: str
    text: str


def stages(cls: Class, options: Options | None = None, *, spans: bool = False) -> list[Stage]:
    """What every pass makes of every route. Raises CompileError as ``lower`` does."""
    from tcc.lowering.ssa_text import show_ssa

    seen: list[Stage] = []
    lower(cls, options, lambda route, name, ssa: seen.append(Stage(route, name, show_ssa(ssa, spans=spans))))
    return seen


def lower(
    cls: Class,
    options: Options | None = None,
    watch: Callable[[str, str, list[Function]], None] | None = None,
    skip: Container[str] = (),
) -> Manifest:
    """The manifest of a definition. Raises CompileError with every error found in any of its routes.

    ``watch`` is called after each pass with the route's name, the pass's name and the SSA as it is then. The routes
    ``skip`` are left out.
    """
    options = options or Options()
    assert cls.identity is not None
    report: list[Diagnostic] = []
    lowered: list[Lowered | Route | None] = []
    for route in cls.routes.values():
        if route.name in skip:
            continue
        if route.is_stub:
            lowered.append(Route(f"/{route.name}", Value(route.name)))
        else:
            observe: Watch = _ignore if watch is None else partial(watch, route.name)
            lowered.append(lower_route(cls, route, report, options, verified(observe) if options.verify else observe))
    errors = [d for d in report if d.severity is Severity.ERROR]
    if errors:
        raise CompileError(*errors)
    routes = [r.route if isinstance(r, Lowered) else r for r in lowered if r is not None]
    sources = tuple((f"{r.route.verb} {r.route.path}", r.source) for r in lowered if isinstance(r, Lowered))
    schema = Schema(cls.identity.link, cls.identity.version, tuple(cls.dependencies))
    source_map = SourceMap(_base_name(cls.module.source.name), sources) if options.source_map else None
    return Manifest(schema, tuple(routes), source_map)


def _ignore(name: str, functions: list[Function]) -> None:
    """What is called after each pass when nobody watches."""


def _base_name(path: str) -> str:
    """The file's own name: a manifest holds no path of the machine it was built on."""
    return path.replace("\\", "/").rpartition("/")[2]
