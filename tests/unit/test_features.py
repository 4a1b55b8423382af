"""docs/features.md names tests that exist."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
NAMED = re.compile(r"`((?:[\w/]+/)?(?:test_\w+\.py))(?:::(\w+))?`|`(tests/[\w/]+/)`")


def test_every_feature_is_shown_by_a_test_that_exists() -> None:
    lines = (ROOT / "docs" / "features.md").read_text().splitlines()
    rows = [line.split("|") for line in lines if line.startswith("|")]
    shown = [row[2] for row in rows[2:] if "not there yet" not in row[2]]
    assert len(shown) > 10
    for cell in shown:
        named = list(NAMED.finditer(cell))
        assert named, f"no test is named in {cell!r}"
        for file, function, folder in (match.groups() for match in named):
            if folder:
                assert any((ROOT / folder).rglob("test_*.py")), folder
                continue
            found = [path for path in (ROOT / "tests").rglob(Path(file).name) if str(path).endswith(file)]
            assert len(found) == 1, file
            assert function is None or f"def {function}(" in found[0].read_text(), function
