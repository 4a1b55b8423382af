"""The guide and the README do what they say: their Python runs, and their commands print what is shown."""

from __future__ import annotations

import linecache
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.support import ROOT, serving

pytestmark = pytest.mark.native

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs" / "guide").glob("*.md"))]
BLOCK = re.compile(r"^```(\w+)(?: title=\"([\w.]+)\")?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty directory to work in, with `tcc` and the directory's own modules at hand."""
    (tmp_path / "bin").mkdir()
    command = tmp_path / "bin" / "tcc"
    command.write_text(f"#!{sys.executable}\nimport sys\nfrom tcc.cli import main\nsys.exit(main())\n")
    command.chmod(0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"), prepend=":")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    before = set(sys.modules)
    yield tmp_path
    for name in set(sys.modules) - before:
        if str(getattr(sys.modules[name], "__file__", "")).startswith(str(tmp_path)):
            del sys.modules[name]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_page(page: Path, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = page.read_text(encoding="utf-8")
    with serving(place / "data", "--dev") as server:
        scope: dict[str, object] = {"__name__": "__main__", "server_url": server.url}
        for number, block in enumerate(BLOCK.finditer(text)):
            language, title, body = block.groups()
            if language == "console":
                check_commands(body)
            elif language == "python" and title:
                Path(title).write_text(body, encoding="utf-8")
            elif language == "python":
                line = text.count("\n", 0, block.start()) + 1
                run(body, f"<{page.name} {number}>", line, scope, monkeypatch)


def run(body: str, name: str, line: int, scope: dict[str, object], monkeypatch: pytest.MonkeyPatch) -> None:
    """Execute a block as a notebook would: Python can find its source, on the lines it has in the page."""
    source = "\n" * line + body
    monkeypatch.setitem(linecache.cache, name, (len(source), None, source.splitlines(keepends=True), name))
    exec(compile(source, name, "exec"), scope)


def check_commands(body: str) -> None:
    """Run each `$ command` and compare what it prints with the lines below it."""
    for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
        command, _, expected = part.partition("\n")
        shell = shutil.which("sh")
        assert shell is not None
        found = subprocess.run([shell, "-c", command], capture_output=True, text=True, check=False)
        assert found.stdout + found.stderr == expected, command


def test_every_page_is_in_the_guide() -> None:
    assert len(PAGES) > 5
