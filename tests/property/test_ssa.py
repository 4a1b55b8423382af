"""Every pass gives valid SSA for valid SSA: the verifier runs after each of them and never complains."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tcc.build import build
from tcc.diagnostics import CompileError
from tcc.frontend.model import Source
from tcc.lowering import Options
from tests.corpus.harness import Case, cases, helper_source, route_source
from tests.property.generate import module_source, random_program

BUG = "TC900"


def verified(source: str) -> list[str]:
    """What the compiler says of its own bugs, at both levels."""
    found: list[str] = []
    for level in (0, 1):
        try:
            build(Source("demo.py", source), options=Options(optimize=level, verify=True))
        except CompileError as error:
            found += [d.message for d in error.diagnostics if d.code == BUG]
    return found


@pytest.mark.parametrize("as_source", [helper_source, route_source])
def test_the_corpus(as_source: Callable[[Case], str | None]) -> None:
    broken = {case.id: found for case in cases() if (source := as_source(case)) and (found := verified(source))}
    assert broken == {}


def test_generated_programs() -> None:
    broken = {seed: found for seed in range(40) if (found := verified(module_source([random_program(seed)])))}
    assert broken == {}
