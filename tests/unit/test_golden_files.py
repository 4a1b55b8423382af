"""`tcc check --golden`: what a team is told when a program is no longer the one it committed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tcc.cli import main

PROGRAM = """\
import tinychain as tc

@tc.library(publisher="acme", name="prices", version="1.0.0")
class Prices(tc.define.Library):
    @tc.post
    def total(self, price: int, count: int = 1) -> int:
        return price * count
"""
TWO = PROGRAM + PROGRAM.removeprefix("import tinychain as tc\n").replace("prices", "taxes").replace("Prices", "Taxes")


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """A program and its golden file, which is up to date."""
    monkeypatch.chdir(tmp_path)
    source, golden = Path("prices.py"), Path("golden.json")
    source.write_text(PROGRAM)
    assert main(["build", "prices.py", "-o", "golden.json"]) == 0
    return source, golden


def check(capsys: pytest.CaptureFixture[str], *options: str) -> tuple[int, str]:
    status = main(["check", "prices.py", "--golden", "golden.json", *options])
    return status, capsys.readouterr().out.partition("no errors\n")[2]


@pytest.mark.usefixtures("files")
def test_an_unchanged_program_is_up_to_date(capsys: pytest.CaptureFixture[str]) -> None:
    assert check(capsys) == (0, "golden.json: up to date\n")


def test_another_layout_is_the_same_program(files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    source, golden = files
    said = "golden.json: the same program; only layout or line numbers differ (--accept rewrites it)\n"
    written = golden.read_text()
    golden.write_text(json.dumps(json.loads(written)))
    assert check(capsys) == (0, said)
    golden.write_text(written)
    source.write_text("\n\n" + PROGRAM)
    assert check(capsys) == (0, said)


def test_a_change_of_a_body_is_shown(files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    files[0].write_text(PROGRAM.replace("price * count", "price * count + 1"))
    status, said = check(capsys)
    assert status == 1
    assert said.startswith("~ POST /total: body\n")
    assert said.endswith("golden.json: the program has changed, no caller breaks; --accept writes the new one\n")


def test_a_change_that_breaks_callers_says_so(files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    files[0].write_text(PROGRAM.replace("count: int = 1", "count: int"))
    assert check(capsys) == (
        1,
        "POST /total: parameter 'count' has lost its default  breaks callers\n"
        "golden.json: the program has changed, callers break; --accept writes the new one\n",
    )


def test_annotations_stand_at_the_route(files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    files[0].write_text(
        PROGRAM.replace("count: int = 1", "count: int").replace("price: int,", "price: float,").replace("*", "+")
    )
    status = main(["check", "prices.py", "--golden", "golden.json", "--format=github"])
    lines = capsys.readouterr().out.splitlines()
    assert status == 1
    assert [line.partition("::")[2].partition("::")[0].split(",")[0] for line in lines] == ["error file=prices.py"] * 3
    assert all(",line=6," in line for line in lines)
    assert [line.partition("title=")[2][:5] for line in lines] == ["TC802", "TC801", "TC803"]


@pytest.mark.parametrize("content", [None, "{", "[]"])
def test_a_golden_file_that_is_none_is_written_by_accept(
    content: str | None, files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    golden = files[1]
    written = golden.read_text()
    golden.unlink() if content is None else golden.write_text(content)
    status, said = check(capsys)
    assert status == 1
    assert said.endswith("; --accept writes it\n")
    assert check(capsys, "--accept") == (0, "golden.json: written\n")
    assert golden.read_text() == written


def test_several_definitions_have_a_directory(files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    files[0].write_text(TWO)
    assert main(["check", "prices.py", "--golden", "golden.json"]) == 2
    assert "several definitions" in capsys.readouterr().err
    assert main(["check", "prices.py", "--golden", "golden", "--accept"]) == 0
    assert sorted(path.name for path in Path("golden").iterdir()) == ["prices-1.0.0.json", "taxes-1.0.0.json"]
    assert main(["check", "prices.py", "--golden", "golden"]) == 0


def test_a_golden_file_may_be_for_another_target(files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    files[0].write_text(PROGRAM.replace("price * count", "price if price < count else count"))
    older = "--target=tc-ir-2026-08"
    assert check(capsys, older, "--accept") == (0, "golden.json: written\n")
    assert "/gt" in files[1].read_text()
    assert check(capsys, older) == (0, "golden.json: up to date\n")
    assert check(capsys)[0] == 1
