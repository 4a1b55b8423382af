"""docs/python.md is true: its programs do what they do in CPython or are refused, and its lists are the compiler's."""

from __future__ import annotations

import re

import pytest

from tcc.diagnostics.codes import REGISTRY
from tests.integration.python_page import PAGE, generated
from tests.oracle.kernel import Kernel
from tests.property.semantics import WAYS, Probe, complaint, programs

PROGRAMS = list(programs(PAGE))


@pytest.mark.native
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.name)
def test_program(program: Probe, way: str) -> None:
    assert program.calls or program.refused, "a program of the page is called or refused"
    assert complaint(program, way, Kernel()) is None


def test_the_lists_are_current(request: pytest.FixtureRequest) -> None:
    text = PAGE.read_text(encoding="utf-8")
    if request.config.getoption("--tcc-accept"):
        PAGE.write_text(generated(text), encoding="utf-8")
        return
    assert text == generated(text), "run pytest tests/integration/test_python_page.py --tcc-accept"


def test_the_codes_exist() -> None:
    named = set(re.findall(r"TC\d{3}", PAGE.read_text(encoding="utf-8")))
    assert named <= set(REGISTRY)
    assert len(PROGRAMS) > 10
