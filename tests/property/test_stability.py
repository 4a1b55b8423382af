"""Golden files change where the program does: the same bytes from anywhere, and few lines for a small edit."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.property.stability import EXAMPLES, ROOT, golden, measure

BUILD = (
    "import hashlib, sys\n"
    "from tests.property.stability import EXAMPLES, golden\n"
    "text = ''.join(golden(path.name, path.read_text('utf-8')) for path in EXAMPLES)\n"
    "sys.stdout.write(hashlib.sha256(text.encode()).hexdigest())\n"
)


def test_the_same_bytes_for_every_hash_seed() -> None:
    digests = set()
    for seed in ("0", "1", "20261122"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        done = subprocess.run(
            [sys.executable, "-c", BUILD], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
        )
        digests.add(done.stdout)
    assert len(digests) == 1


def test_a_golden_file_holds_no_path_of_this_machine() -> None:
    for example in EXAMPLES:
        text = golden(str(example), example.read_text("utf-8"))
        assert text is not None
        assert str(ROOT) not in text


def test_small_edits_change_few_lines() -> None:
    found = measure()
    assert len(found) > 100
    for edit in found:
        assert edit.changed <= 2, edit
    integers = [edit.changed for edit in found if edit.kind == "integer"]
    assert sum(integers) / len(integers) < 1.2
