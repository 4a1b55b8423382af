"""Generated programs mean what they mean in CPython, at -O0 and with all passes. ``make campaign`` runs many more."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from tests.property.campaign import show
from tests.property.differential import compare
from tests.property.generate import Program, programs, random_program

pytestmark = pytest.mark.native


def test_many_programs_agree() -> None:
    for first in range(0, 80, 40):
        result = compare([random_program(seed) for seed in range(first, first + 40)])
        assert [show(finding, smallest=True) for finding in result.findings] == []
        assert sum(result.refused.values()) <= 16


@given(programs())
@settings(max_examples=30)
def test_programs_agree(program: Program) -> None:
    result = compare([program])
    assert [(finding.level, finding.kind, finding.text) for finding in result.findings] == []
