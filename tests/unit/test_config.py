"""``[tool.tcc]`` in pyproject.toml: what it sets, and what it says to settings that are none."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import pytest

from tcc.cli import main
from tcc.config import Config, find_config
from tcc.diagnostics import Severity, Span
from tcc.diagnostics.codes import make
from tcc.errors import UsageError

PROGRAM = """\
import tinychain as tc

@tc.library(publisher="acme", name="NAME", version="1.0.0")
class Prices(tc.define.Library):
    @tc.post
    def larger(self, a: int, b: int) -> int:
        return a if a > b else b
"""
SETTINGS = """\
[tool.tcc]
target = "tc-ir-2026-08"

[tool.tcc.golden]
"src/one.py" = "golden/one.json"
"src/two.py" = "golden/two.json"
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "pyproject.toml").write_text(SETTINGS)
    (tmp_path / "src").mkdir()
    for name in ("one", "two"):
        (tmp_path / "src" / f"{name}.py").write_text(PROGRAM.replace("NAME", name))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_nearest_project_is_found_from_below(project: Path) -> None:
    config = find_config(project / "src")
    assert config.target == "tc-ir-2026-08"
    assert config.golden[0] == (Path("src/one.py"), Path("golden/one.json"))


def test_without_a_project_there_are_defaults(tmp_path: Path) -> None:
    assert find_config(tmp_path) == Config()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[tool.tcc", "[tool.tcc]: "),
        ("[tool.tcc]\ntraget = 'tcc'", "unknown field `traget`"),
        ("[tool.tcc]\ntarget = 'tc-ir-1999'", "target 'tc-ir-1999' is not one of tcc, tc-ir-2026-02, tc-ir-2026-08"),
        ("[tool.tcc]\ngolden = ['a.py']", "Expected `object`, got `array`"),
        ("[tool.tcc.lint]\nTC701 = 'loud'", "Invalid enum value 'loud'"),
        ("[tool.tcc.lint]\nTC201 = 'ignore'", "TC201 is no warning; those are TC7xx"),
    ],
)
def test_settings_that_are_none_are_named(text: str, said: str, project: Path) -> None:
    (project / "pyproject.toml").write_text(text)
    with pytest.raises(UsageError) as refusal:
        find_config(project)
    assert said in str(refusal.value)
    assert str(refusal.value).startswith("pyproject.toml: [tool.tcc")
    assert main(["build", "src/one.py"]) == 2


def test_lint_levels_change_what_a_warning_is() -> None:
    warnings = [make(code, Span("a.py", 1, 0, 1, 0)) for code in ("TC702",)]
    assert [w.severity for w in Config().settled(warnings)] == [Severity.WARNING]
    assert [w.severity for w in Config(lint={"TC702": "error"}).settled(warnings)] == [Severity.ERROR]
    assert Config(lint={"TC702": "ignore"}).settled(warnings) == ()


def test_check_without_a_file_checks_every_golden_file(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 1
    assert capsys.readouterr().out.count("there is no such golden file yet") == 2
    assert main(["check", "--accept"]) == 0
    capsys.readouterr()
    assert main(["check"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "/lib/acme/one/1.0.0: 1 route, no errors",
        "golden/one.json: up to date",
        "/lib/acme/two/1.0.0: 1 route, no errors",
        "golden/two.json: up to date",
    ]
    (project / "src" / "one.py").write_text("import os; def")
    assert main(["check"]) == 1
    assert "golden/two.json: up to date" in capsys.readouterr().out


def test_check_without_a_file_or_a_project_is_a_wrong_call(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["check"]) == 2
    assert "[tool.tcc.golden]" in capsys.readouterr().err


def run_pytest(project: Path, *options: str) -> tuple[int, str]:
    installed = any(entry.name == "tcc" for entry in entry_points(group="pytest11"))
    plugin = [] if installed else ["-p", "tcc.pytest_plugin"]
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *plugin, *options]
    quiet = {name: value for name, value in os.environ.items() if name not in ("CI", "BUILD_NUMBER")}
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False, env=quiet)
    return done.returncode, done.stdout + done.stderr


def test_the_pytest_plugin_checks_and_accepts(project: Path) -> None:
    (project / "test_something.py").write_text("def test_something() -> None: pass\n")
    assert run_pytest(project)[0] == 0
    assert not (project / "golden").exists()
    status, said = run_pytest(project, "--tcc-golden")
    assert (status, said.count("there is no such golden file yet; --tcc-accept writes it")) == (1, 2)
    assert run_pytest(project, "--tcc-golden", "--tcc-accept")[0] == 0
    status, said = run_pytest(project, "--tcc-golden")
    assert status == 0
    assert "3 passed" in said
    source = project / "src" / "two.py"
    source.write_text(source.read_text().replace("b: int", "b: float"))
    status, said = run_pytest(project, "--tcc-golden")
    assert status == 1
    assert "1 failed, 2 passed" in said
    assert "POST /larger: parameter 'b' takes float, took int" in said
    assert "Traceback" not in said
