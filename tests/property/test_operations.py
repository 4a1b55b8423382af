"""Every operation of the kernel agrees with CPython on a sample of operands, wrong ones among them."""

from __future__ import annotations

import pytest

from tests.property.operations import run

pytestmark = pytest.mark.native


def test_operations_agree_with_cpython() -> None:
    calls, mismatches, _ = run(samples=60)
    assert calls > 3000
    assert [f"{m.call}: {m.text}" for m in mismatches] == []
