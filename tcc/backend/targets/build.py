"""A built manifest → the text a target reads, or diagnostics at the lines that stand in the way."""

from __future__ import annotations

from tcc.backend.targets.encoding import target_data
from tcc.backend.targets.legalise import Obstacle, legalise
from tcc.backend.targets.profile import load_profile
from tcc.diagnostics import CompileError, Diagnostic, Span
from tcc.diagnostics.codes import make
from tcc.ir.format import format_data
from tcc.ir.manifest import Manifest


def build_for(manifest: Manifest, target: str, file: str) -> str:
    """The manifest's file for ``target``, one of ``PROFILES``; ``file`` is where its source stands.

    Raises CompileError with everything the target lacks.
    """
    profile = load_profile(target)
    legal, obstacles = legalise(manifest, profile)
    if obstacles:
        raise CompileError(*dict.fromkeys(_diagnostic(obstacle, manifest, file) for obstacle in obstacles))
    return format_data(target_data(legal, profile))


def _diagnostic(obstacle: Obstacle, manifest: Manifest, file: str) -> Diagnostic:
    line = _line(obstacle, manifest)
    span = Span(file, line, 0, line, 0)
    return make("TC601", span, target=obstacle.target, construct=obstacle.construct, instead=obstacle.help)


def _line(obstacle: Obstacle, manifest: Manifest) -> int:
    routes = dict(manifest.source_map.routes) if manifest.source_map else {}
    source = routes.get(obstacle.route)
    return source.line + dict(source.ids).get(obstacle.id, 0) if source else 1
