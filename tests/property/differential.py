"""Generated programs in CPython and in the kernel, at every level of optimisation. Many programs share one install."""

from __future__ import annotations

import ast
import copy
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from tcc.build import build
from tcc.diagnostics import CompileError
from tcc.frontend.model import Source
from tcc.ir.manifest import Manifest
from tcc.lowering import Options
from tests.oracle import cpython
from tests.oracle.kernel import Kernel
from tests.oracle.outcome import Failed, difference
from tests.property.generate import Program, module_source
from tests.property.limit import limit

LEVELS = {"-O0": Options(optimize=0, verify=True), "all passes": Options(verify=True)}
BUG = "TC900"
SECONDS = 60
"""How long building and running one batch may take before it counts as hanging."""


@dataclass(frozen=True)
class Finding:
    """A program whose two outcomes differ, or that the compiler or kernel does not survive."""

    program: Program
    level: str
    kind: str
    text: str
    args: dict[str, object] | None = None


@dataclass
class Result:
    """What a run came to."""

    programs: int = 0
    calls: int = 0
    failing_calls: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def add(self, other: Result) -> None:
        """Take in another run."""
        self.programs += other.programs
        self.calls += other.calls
        self.failing_calls += other.failing_calls
        self.refused += other.refused
        self.examples = {**other.examples, **self.examples}
        self.findings += other.findings


def compare(programs: Sequence[Program], levels: Sequence[str] = tuple(LEVELS)) -> Result:
    """Run ``programs`` both ways."""
    result = Result(programs=len(programs))
    for level in levels:
        kept = list(programs)
        manifest = None
        while kept and manifest is None:
            try:
                manifest = _build(kept, level)
            except CompileError as error:
                refused = _owners(kept, error)
                if not refused:
                    result.findings.append(Finding(kept[0], level, "crash", f"a diagnostic without a place: {error}"))
                    break
                for name, (code, message) in refused.items():
                    result.refused[code] += level == levels[0]
                    result.examples.setdefault(code, f"{name}: {message}")
                kept = [p for p in kept if p.name not in refused]
            except Exception as error:  # noqa: BLE001 - a crash is a finding
                if len(kept) == 1:
                    text = f"{type(error).__name__}: {error}"
                    result.findings.append(Finding(kept[0], level, "crash", text))
                    break
                half = len(kept) // 2
                for part in (kept[:half], kept[half:]):
                    found = compare(part, (level,))
                    found.programs = 0
                    result.add(found)
                break
        if manifest is not None:
            _run(kept, level, manifest, result)
    return result


def _build(programs: Sequence[Program], level: str) -> Manifest:
    try:
        with limit(SECONDS):
            built = build(Source("generated.py", module_source(programs)), options=LEVELS[level])
    except CompileError as error:
        for diagnostic in error.diagnostics:
            if diagnostic.code == BUG:
                raise RuntimeError(diagnostic.message) from error.__cause__
        raise
    return built.definitions[0].manifest


def _owners(programs: Sequence[Program], error: CompileError) -> dict[str, tuple[str, str]]:
    """Whose lines the diagnostics are in, and the first one of each."""
    tree = ast.parse(module_source(programs))
    functions = [node for top in tree.body for node in (top.body if isinstance(top, ast.ClassDef) else [top])]
    owners: dict[str, tuple[str, str]] = {}
    for found in error.diagnostics:
        for node in functions:
            if isinstance(node, ast.FunctionDef) and node.lineno - 1 <= found.span.line <= (node.end_lineno or 0):
                owners.setdefault(node.name.partition("_h")[0], (found.code, found.message))
    return owners


def _run(programs: Sequence[Program], level: str, manifest: Manifest, result: Result) -> None:
    kernel = Kernel()
    try:
        link = kernel.install(manifest)
    except AssertionError as error:
        if len(programs) == 1:
            result.findings.append(Finding(programs[0], level, "install", str(error)))
            return
        half = len(programs) // 2
        for part in (programs[:half], programs[half:]):
            result.findings += compare(part, (level,)).findings
        return
    python = cpython.load(module_source(programs), "Generated")
    for program in programs:
        for args in program.calls:
            expected = python.call(program.name, copy.deepcopy(args))
            with limit(SECONDS):
                found = kernel.call(link, program.name, args, events=True)
            result.calls += 1
            result.failing_calls += isinstance(expected, Failed)
            if text := difference(expected, found):
                result.findings.append(Finding(program, level, "difference", text, args))
                break


__all__ = ["LEVELS", "Finding", "Result", "compare"]
