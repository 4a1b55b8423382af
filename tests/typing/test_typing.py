"""Type checkers on a publisher's project: what they reveal, and what they refuse. Both mypy (strict) and pyright."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SAMPLE, MISTAKES = HERE / "publisher.py", HERE / "mistakes.py"
Finding = tuple[str, int, str]
"""A file's name, a line from 1, and a message."""


def mypy(*files: Path) -> tuple[list[Finding], list[Finding]]:
    """What mypy refuses, and what it reveals."""
    command = [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", "--hide-error-context", *map(str, files)]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    errors: list[Finding] = []
    revealed: list[Finding] = []
    for line in found.stdout.splitlines():
        parts = re.fullmatch(r"(.+?):(\d+): (error|note): (.*)", line)
        assert parts, line
        name, number, kind, message = parts.groups()
        if kind == "error":
            errors.append((Path(name).name, int(number), message))
        elif message.startswith("Revealed type is"):
            revealed.append((Path(name).name, int(number), message.split('"')[1]))
    return errors, revealed


def pyright(*files: Path) -> tuple[list[Finding], list[Finding]]:
    """What pyright refuses, and what it reveals."""
    command = [sys.executable, "-m", "pyright", "--outputjson", "--pythonpath", sys.executable, *map(str, files)]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    errors: list[Finding] = []
    revealed: list[Finding] = []
    for item in json.loads(found.stdout)["generalDiagnostics"]:
        finding = (Path(item["file"]).name, item["range"]["start"]["line"] + 1, item["message"])
        if item["severity"] == "error":
            errors.append(finding)
        elif (parts := re.fullmatch(r'Type of ".*" is "(.*)"', item["message"], re.DOTALL)) is not None:
            revealed.append((*finding[:2], parts[1]))
    return errors, revealed


def plain(revealed: str) -> str:
    """A revealed type without the modules its names come from."""
    return re.sub(r"\b[\w.]+\.(?=\w)", "", revealed)


@pytest.fixture(scope="module", params=[mypy, pyright], ids=lambda checker: checker.__name__)
def findings(request: pytest.FixtureRequest) -> tuple[list[Finding], list[Finding]]:
    if request.param is pyright:
        pytest.importorskip("pyright")
    found: tuple[list[Finding], list[Finding]] = request.param(SAMPLE, MISTAKES)
    return found


def marked(file: Path, mark: str) -> dict[int, str]:
    lines = enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
    return {number: line.split(mark)[1].strip() for number, line in lines if mark in line}


def test_a_good_project_is_clean(findings: tuple[list[Finding], list[Finding]]) -> None:
    assert [error for error in findings[0] if error[0] == SAMPLE.name] == []


def test_routes_have_their_types(findings: tuple[list[Finding], list[Finding]]) -> None:
    revealed = {line: plain(kind) for name, line, kind in findings[1] if name == SAMPLE.name}
    assert revealed == marked(SAMPLE, "# reveals:")


def test_mistakes_are_found(findings: tuple[list[Finding], list[Finding]]) -> None:
    assert {line for name, line, _ in findings[0] if name == MISTAKES.name} == set(marked(MISTAKES, "# wrong"))
