"""Probes of Python's semantics: small programs that a compiler could get wrong, run in CPython and in the kernel.

A probe is a heading and a Python block in one of the Markdown files here. Its ``run`` is compiled twice, as a route and
as a helper that a route calls; the comments at its end say what it is called with, or that it is refused:

    # run(1, [2])                     a call: same result, error and events as in CPython
    # refused: TC501                  both are refused, with this code alone (or these, in order)
    # refused as route: TC401         (or ``as helper``) one of them is, the other runs
    # bug: why                        known to differ: the test fails when it no longer does
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tcc.build import build
from tcc.diagnostics import CompileError
from tcc.frontend.model import Source
from tests.oracle import cpython
from tests.oracle.kernel import Kernel
from tests.oracle.outcome import difference

FOLDER = Path(__file__).parent
WAYS = ("route", "helper")
_PROBE = re.compile(r"^## ([^\n]+)\n```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_CALL = re.compile(r"^# run(\(.*\))$", re.MULTILINE)
_REFUSED = re.compile(r"^# refused(?: as (\w+))?: (TC\d{3}(?: TC\d{3})*)$", re.MULTILINE)
_BUG = re.compile(r"^# bug(?: as (\w+))?: (.+)$", re.MULTILINE)
_HEAD = """import math

import tinychain as tc

"""
_CLASS = """

@tc.library(publisher="probes", name="{name}", version="1.0.0")
class Probe(tc.define.Library):
    @tc.post
"""


@dataclass(frozen=True)
class Probe:
    """A program: its name, its code, and positional arguments by call."""

    name: str
    code: str
    calls: Sequence[tuple[object, ...]]
    refused: dict[str, str]
    bugs: dict[str, str]


def read(path: Path) -> Iterator[Probe]:
    """The probes of a page: each has a heading of its own."""
    for name, code in _PROBE.findall(path.read_text(encoding="utf-8")):
        yield _probe(f"{path.stem}: {name}", code)


def programs(path: Path) -> Iterator[Probe]:
    """The Python blocks of a page of documentation, by the line they start on."""
    text = path.read_text(encoding="utf-8")
    for match in re.finditer(r"^```python\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        yield _probe(f"{path.stem}: line {text.count(chr(10), 0, match.start()) + 1}", match[1])


def _probe(name: str, code: str) -> Probe:
    calls = [eval(f"tuple{_items(text)}", {"inf": float("inf")}) for text in _CALL.findall(code)]
    return Probe(name, code, calls, _by_way(_REFUSED, code), _by_way(_BUG, code))


def _items(text: str) -> str:
    """``(1, 2)`` as ``([1, 2])``."""
    return f"([{text[1:-1]}])"


def _by_way(pattern: re.Pattern[str], code: str) -> dict[str, str]:
    return {way: text for only, text in pattern.findall(code) for way in ([only] if only else WAYS)}


def source(probe: Probe, way: str) -> str:
    """The library that has the probe's ``run`` as its route, or as a helper that its route calls."""
    tree = ast.parse(probe.code)
    run = next(n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name == "run")
    lines = probe.code.splitlines()
    text = lines[run.lineno - 1 : run.end_lineno]
    rest = lines[: run.lineno - 1] + lines[run.end_lineno :]
    head = _CLASS.format(name=re.sub(r"\W+", "-", f"{probe.name} {way}"))
    if way == "route":
        text[0] = text[0].replace("def run(", "def run(self, " if run.args.args else "def run(self")
        return _HEAD + "\n".join(rest) + head + "\n".join("    " + line for line in text) + "\n"
    names = ", ".join(a.arg for a in run.args.args)
    route = f"    def call(self{', ' * bool(names)}{names}):\n        return run({names})\n"
    return _HEAD + probe.code + head + route


def complaint(probe: Probe, way: str, kernel: Kernel) -> str | None:
    """How the probe differs from what it says and from CPython, or None."""
    text = source(probe, way)
    try:
        definition = build(Source("probe.py", text)).definitions[0]
    except CompileError as error:
        if " ".join(sorted({d.code for d in error.diagnostics})) == probe.refused.get(way):
            return None
        return "refused: " + "; ".join(f"{d.code} line {d.span.line}: {d.message}" for d in error.diagnostics)
    if way in probe.refused:
        return f"compiles, and should be {probe.refused[way]}"
    link = kernel.install(definition.manifest)
    python = cpython.load(text, "Probe")
    route = "run" if way == "route" else "call"
    parameters = [p.name for p in definition.manifest.routes[0].params or ()]
    for given in probe.calls:
        args = dict(zip(parameters, given, strict=False))
        expected = python.call(route, {k: ast.literal_eval(repr(v)) for k, v in args.items()})
        if found := difference(expected, kernel.call(link, route, args, events=True)):
            return f"run{given}: {found}"
    return None
