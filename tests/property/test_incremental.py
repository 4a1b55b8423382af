"""A build with the cache writes what a build without it writes, byte for byte, whatever was edited before."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from bench.routes import library
from tcc.build import build, build_file
from tcc.diagnostics import CompileError
from tcc.frontend.model import Source
from tcc.incremental.build import Outcome, build_texts
from tcc.ir.format import format_manifest
from tcc.lowering import Options
from tests.corpus import harness

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted(path for path in (ROOT / "examples").glob("*.py") if path.stem not in ("__init__", "demo"))
SEEDS = range(6)
EDITS = 12


def corpus(seed: int) -> str:
    """A library of corpus functions: helpers, and routes that call them."""
    pick = random.Random(seed)
    cases = list(harness.cases([pick.choice(sorted({case.topic for case in harness.cases()}))]))
    chosen = [case for case in pick.sample(cases, min(12, len(cases))) if compiles(case)]
    text = Path(chosen[0].module.__file__ or "").read_text(encoding="utf-8").split("\nCASES")[0]
    parts = ["import tinychain as tc", text]
    routes = []
    for case in chosen:
        source = harness.helper_source(case)
        routes.append(source[source.index("    @tc.post") :].replace("def run(", f"def run_{case.name}("))
    head = '@tc.library(publisher="corpus", name="some", version="1.0.0")\nclass Some(tc.define.Library):\n'
    return "\n\n".join([*parts, head + "\n".join(dict.fromkeys(routes))])


def compiles(case: harness.Case) -> bool:
    try:
        build(Source("x.py", harness.helper_source(case)))
    except CompileError:
        return False
    return True


def edited(text: str, chosen: random.Random) -> str:
    """The text after one edit of the kind that people (or a slip of the hand) make."""
    lines = text.split("\n")
    at = chosen.randrange(len(lines))
    match chosen.randrange(9):
        case 0:
            lines.insert(at, "")
        case 1:
            lines.insert(at, "    # a remark")
        case 2:
            del lines[at]
        case 3:
            lines.insert(at, lines[at])
        case 4:
            other = chosen.randrange(len(lines))
            lines[at], lines[other] = lines[other], lines[at]
        case 5:
            numbers = [i for i, line in enumerate(lines) if " 1" in line]
            if numbers:
                i = chosen.choice(numbers)
                lines[i] = lines[i].replace(" 1", f" {chosen.randrange(2, 9)}", 1)
        case 6:
            names = [i for i, line in enumerate(lines) if line.lstrip().startswith("def ")]
            if names:
                i = chosen.choice(names)
                lines[i] = lines[i].replace("def ", f"def x{chosen.randrange(99)}_", 1)
        case 7:
            names = [i for i, line in enumerate(lines) if line.startswith("    @tc.")]
            if names:
                first = chosen.choice(names)
                last = next((i for i in names if i > first), len(lines))
                block = lines[first:last]
                lines[first:last] = [] if chosen.random() < 0.5 else [*block, *block]
        case 8:
            lines.insert(at, chosen.choice(['"""', "(", "        return 1", "    global x", "LIMIT = 7", "x = 'é'"]))
    return "\n".join(lines)


def with_cache(path: Path) -> Outcome | tuple[object, ...]:
    try:
        return build_texts(path, Options())
    except CompileError as error:
        return error.diagnostics


def compare(path: Path) -> bool:
    """Whether the file compiles; fails where the two builds differ."""
    found = with_cache(path)
    try:
        built = build_file(path)
    except CompileError as error:
        expected = error.diagnostics
    else:
        expected = ()
    if expected:
        assert found == expected
        return False
    assert isinstance(found, Outcome)
    assert [text.text for text in found.texts] == [format_manifest(d.manifest) for d in built.definitions]
    assert found.warnings == built.warnings
    return True


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("kind", ["generated", "corpus", "example"])
def test_edits(tmp_path: Path, kind: str, seed: int) -> None:
    chosen = random.Random(f"{kind} {seed}")
    if kind == "generated":
        good = library(40, seed)
    elif kind == "corpus":
        good = corpus(seed)
    else:
        good = chosen.choice(EXAMPLES).read_text(encoding="utf-8")
    path = tmp_path / "edited.py"
    path.write_text(good, encoding="utf-8")
    assert compare(path)
    for _ in range(EDITS):
        text = good
        for _ in range(chosen.choice((1, 1, 1, 2, 3))):
            text = edited(text, chosen)
        path.write_text(text, encoding="utf-8")
        if compare(path):
            good = text
