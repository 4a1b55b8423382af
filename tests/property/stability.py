"""How much of a golden file an edit of its source changes: ``python -m tests.property.stability``.

Every integer of an example becomes another one, every statement gets a comment and a blank line above it, every local
is renamed where that is one line: each edit alone, and the golden file before and after is compared line by line.
"""

from __future__ import annotations

import difflib
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from tcc.build import build
from tcc.diagnostics import CompileError
from tcc.frontend.model import Source
from tcc.ir.format import format_manifest

ROOT = Path(__file__).parents[2]
EXAMPLES = [ROOT / "examples" / f"{name}.py" for name in ("collatz", "counter", "fizzbuzz", "temperature", "totals")]


class Edit(Struct, frozen=True):
    """One edit of one example, and the lines of the golden file it removed and added."""

    kind: str
    where: str
    removed: int
    added: int
    lines: int
    """How long the golden file is."""

    @property
    def changed(self) -> int:
        """How many lines a reviewer sees changed."""
        return max(self.removed, self.added)


def golden(name: str, text: str) -> str | None:
    """The golden file of a program; ``None`` for an edit that made it no program."""
    try:
        return "".join(format_manifest(one.manifest) for one in build(Source(name, text)).definitions)
    except CompileError:
        return None


def edits(path: Path) -> Iterator[tuple[str, int, str]]:
    """Every edit of a file: its kind, its line and the text after it."""
    lines = path.read_text("utf-8").splitlines(keepends=True)
    inside = False
    for number, line in enumerate(lines):
        inside = inside or line.startswith("class ")
        indent = line[: len(line) - len(line.lstrip())]
        if not inside or not line.strip() or '"""' in line:
            continue
        above, below = "".join(lines[:number]), "".join(lines[number + 1 :])
        yield "comment", number, f"{above}{indent}# because\n{line}{below}"
        yield "blank line", number, f"{above}\n{line}{below}"
        for match in re.finditer(r"(?<![\w.\"'])\d+(?![\w.\"'])", line.partition("#")[0]):
            edited = f"{line[: match.start()]}{int(match[0]) + 17}{line[match.end() :]}"
            yield "integer", number, f"{above}{edited}{below}"


def measure() -> list[Edit]:
    """Every edit of every example."""
    found: list[Edit] = []
    for path in EXAMPLES:
        before = golden(path.name, path.read_text("utf-8"))
        assert before is not None, path
        for kind, line, text in edits(path):
            after = golden(path.name, text)
            if after is None:
                continue
            marks = [
                mark[0]
                for mark in difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0)
                if not mark.startswith(("---", "+++", "@@"))
            ]
            where = f"{path.name}:{line + 1}"
            found.append(Edit(kind, where, marks.count("-"), marks.count("+"), before.count("\n")))
    return found


def report(found: list[Edit]) -> str:
    """A table: for each kind of edit, how many, the mean and the most lines changed."""
    rows = []
    for kind in dict.fromkeys(edit.kind for edit in found):
        changed = [edit.changed for edit in found if edit.kind == kind]
        rows.append(f"| {kind} | {len(changed)} | {sum(changed) / len(changed):.2f} | {max(changed)} |")
    return "\n".join(("| edit | tried | lines changed, mean | most |", "|---|---|---|---|", *rows)) + "\n"


if __name__ == "__main__":
    sys.stdout.write(report(measure()))
