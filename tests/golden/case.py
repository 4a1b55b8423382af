"""Reading, running and rewriting golden cases; README.md says what is in one."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from tcc.build import Build, build
from tcc.diagnostics import CompileError, render
from tcc.frontend.model import Source
from tcc.ir.format import format_manifest
from tcc.lowering import Options

_MARK = "=== "
_CALLS = "calls"


@dataclass(frozen=True)
class Case:
    """A golden file in parts: the description, its sources, calls, and what is expected, by section title and in order."""

    about: str
    sources: dict[str, str]
    expected: dict[str, str]
    calls: str = ""


class _Sources:
    """Finds a module among a case's sources."""

    def __init__(self, sources: dict[str, str]) -> None:
        self.sources = sources

    def find(self, importer: Source, module: tuple[str, ...], level: int) -> Source | None:
        """The source section that stands for ``module``."""
        name = "/".join(module) + ".py"
        return Source(name, self.sources[name]) if name in self.sources else None


def read(path: Path) -> Case:
    """Parse a golden file."""
    about, *parts = f"\n{path.read_text(encoding='utf-8')}".split(f"\n{_MARK}")
    sections: dict[str, str] = {title: text for title, _, text in (part.partition("\n") for part in parts)}
    sources = {title: text for title, text in sections.items() if title.endswith(".py")}
    assert sources, f"{path.name} has no source: a section is '{_MARK}name.py'"
    calls = sections.pop(_CALLS, "")
    expected = {title: text for title, text in sections.items() if title not in sources}
    return Case(about.lstrip("\n"), sources, expected, calls)


def write(path: Path, case: Case) -> None:
    """Write a golden file."""
    sections = {**case.sources, **({_CALLS: case.calls} if case.calls else {}), **case.expected}
    parts = [f"{_MARK}{title}\n{text.rstrip(chr(10))}\n" for title, text in sections.items()]
    path.write_text("\n".join([case.about.rstrip("\n") + "\n", *parts]), encoding="utf-8")


def calls(case: Case) -> Iterator[tuple[str, dict[str, object]]]:
    """The routes to call and their arguments: ``total(n=3)`` on a line of its own."""
    for line in case.calls.splitlines():
        if line.strip():
            call = ast.parse(line.strip(), mode="eval").body
            assert isinstance(call, ast.Call) and isinstance(call.func, ast.Name), line
            yield call.func.id, {k.arg: ast.literal_eval(k.value) for k in call.keywords if k.arg is not None}


def run(case: Case) -> Case:
    """The case with what the compiler makes of it now in place of what is expected."""
    expected: dict[str, str] = {}
    if any(title.endswith("-O0") for title in case.expected):
        expected |= _outputs(case, Options(optimize=0), " -O0")
    if not case.expected or any(not title.endswith("-O0") for title in case.expected):
        expected = _outputs(case, Options(), "") | expected
    return replace(case, expected=expected)


def built(case: Case, options: Options) -> Build:
    """What the compiler builds of the case. Raises CompileError."""
    name, text = next(iter(case.sources.items()))
    return build(Source(name, text.rstrip("\n") + "\n"), _Sources(case.sources), options)


def _outputs(case: Case, options: Options, suffix: str) -> dict[str, str]:
    try:
        found = built(case, options)
    except CompileError as error:
        return {f"diagnostics{suffix}": render(error.diagnostics, "text", sources=case.sources)}
    several = len(found.definitions) > 1
    outputs = {
        "manifest" + (f" {d.name}" if several else "") + suffix: format_manifest(d.manifest) for d in found.definitions
    }
    if found.warnings:
        outputs[f"warnings{suffix}"] = render(found.warnings, "text", sources=case.sources)
    return outputs
