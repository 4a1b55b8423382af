"""Every ``.golden`` file here: the compiler's output is what the file says. ``--tcc-accept`` rewrites them."""

from __future__ import annotations

import difflib
from pathlib import Path

import pytest

from tests.golden import case

CASES = sorted(Path(__file__).parent.rglob("*.golden"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_golden(path: Path, pytestconfig: pytest.Config) -> None:
    wanted = case.read(path)
    found = case.run(wanted)
    if pytestconfig.getoption("--tcc-accept"):
        case.write(path, found)
        return
    assert wanted.expected, (
        f"{path.name} expects nothing yet: run pytest tests/golden --tcc-accept, and read what it writes"
    )
    assert [*wanted.expected] == [*found.expected], f"{path.name}: other sections than the file has"
    for title, text in wanted.expected.items():
        lines = (text.rstrip("\n").splitlines(), found.expected[title].rstrip("\n").splitlines())
        difference = "\n".join(difflib.unified_diff(*lines, "expected", "found", lineterm="", n=3))
        if difference:
            pytest.fail(
                f"{path.name}, {title}:\n{difference}\n(accept it with pytest tests/golden --tcc-accept)", pytrace=False
            )
