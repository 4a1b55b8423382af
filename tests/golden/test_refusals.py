"""Every program of ``refusals/`` is refused with exactly what stands under its lines. ``--tcc-accept`` rewrites them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.golden.refusals import Refusal, annotated, read

PAGES = sorted((Path(__file__).parent / "refusals").glob("*.md"))
CASES = [(page, refusal) for page in PAGES for refusal in read(page)]


@pytest.mark.parametrize(("page", "refusal"), CASES, ids=[f"{p.stem}: {r.name}" for p, r in CASES])
def test_refused(page: Path, refusal: Refusal, pytestconfig: pytest.Config) -> None:
    found = annotated(refusal)
    if pytestconfig.getoption("--tcc-accept"):
        page.write_text(page.read_text(encoding="utf-8").replace(refusal.written, found), encoding="utf-8")
        return
    assert found == refusal.written
    assert "TC" in found, "it is not refused"
