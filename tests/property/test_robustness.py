"""The compiler survives any text: what hypothesmith writes, and real programs that were damaged."""

from __future__ import annotations

import random
import textwrap
import warnings

import pytest
from hypothesis import given, settings

from tests.property.robustness import Tally, mutated

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import hypothesmith

BODY = """import tinychain as tc

@tc.library(publisher="tests", name="robust", version="1.0.0")
class Robust(tc.define.Library):
    @tc.post
    def run(self, a, b):
{body}
"""


def test_damaged_programs_end_with_a_manifest_or_a_diagnostic() -> None:
    rolls = random.Random(1)
    tally = Tally()
    for _ in range(400):
        tally.try_(mutated(rolls))
    assert tally.crashes == []
    assert tally.refused


@pytest.mark.filterwarnings("ignore")
@given(hypothesmith.from_node())
@settings(max_examples=100)
def test_any_module_ends_with_a_manifest_or_a_diagnostic(text: str) -> None:
    tally = Tally()
    tally.try_(text)
    tally.try_(BODY.format(body=textwrap.indent(text, "        ")))
    assert tally.crashes == []
