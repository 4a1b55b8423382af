"""The same program is the same bytes: in every run, under every hash seed, on every Python we support.

The Pythons are those found beside the one that runs the tests, under pyenv, and on the PATH; the test's output says
which. Those other than the running one get a throwaway virtual environment with the compiler's dependencies.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bench.routes import library

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted(path for path in (ROOT / "examples").glob("*.py") if path.stem not in ("__init__", "demo"))
MINORS = range(11, 15)
NEEDED = ("gast", "libcst", "msgspec")

BUILD = """
import hashlib, sys
from pathlib import Path
from tcc.build import build_file
from tcc.ir.format import format_manifest
for name in sys.argv[1:]:
    texts = [format_manifest(d.manifest) for d in build_file(name).definitions]
    print(Path(name).name, hashlib.sha256("".join(texts).encode()).hexdigest())
"""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    generated = tmp_path_factory.mktemp("generated") / "generated.py"
    generated.write_text(library(40))
    return [str(path) for path in (generated, *EXAMPLES)]


def digests(python: str | Path, files: list[str], **environment: str) -> list[str]:
    variables = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"} | environment
    run = subprocess.run(
        [str(python), "-c", BUILD, *files], env=variables, cwd="/", capture_output=True, text=True, timeout=300
    )
    assert run.returncode == 0, run.stderr
    return run.stdout.splitlines()


@pytest.fixture(scope="module")
def expected(files: list[str]) -> list[str]:
    found = digests(sys.executable, files, PYTHONHASHSEED="0")
    assert len(found) == len(files)
    assert len({hashlib.sha256(line.split()[1].encode()).digest() for line in found}) == len(files)
    return found


@pytest.mark.parametrize("seed", ["1", "77", "4294967295", "random"])
def test_hash_seeds(files: list[str], expected: list[str], seed: str) -> None:
    assert digests(sys.executable, files, PYTHONHASHSEED=seed) == expected


def pythons() -> dict[str, str]:
    """The Pythons of this machine that the package supports, one of each minor version, but for the running one."""
    found: dict[str, str] = {}
    versions = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"), "versions")
    for minor in MINORS:
        name = f"python3.{minor}"
        candidates = [*sorted(versions.glob(f"3.{minor}.*/bin/{name}")), shutil.which(name)]
        for candidate in filter(None, candidates):
            run = subprocess.run(
                [str(candidate), "-c", "import sys, venv; print(sys.version_info[1])"], capture_output=True
            )
            if run.returncode == 0 and int(run.stdout) == minor != sys.version_info[1]:
                found[f"3.{minor}"] = str(candidate)
                break
    return found


@pytest.mark.parametrize("version", [f"3.{minor}" for minor in MINORS if minor != sys.version_info[1]])
def test_versions(files: list[str], expected: list[str], version: str, tmp_path: Path) -> None:
    python = pythons().get(version)
    if python is None:
        pytest.skip(f"no Python {version} here")
    folder = tmp_path / "venv"
    subprocess.run([python, "-m", "venv", str(folder)], check=True, timeout=120)
    pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    installed = subprocess.run([*pip, "--only-binary=:all:", *NEEDED], capture_output=True, text=True, timeout=300)
    if installed.returncode:
        pytest.skip(f"the compiler's dependencies cannot be installed for Python {version}: no package index?")
    print(f"built with Python {version}: {python}")
    assert digests(folder / "bin" / "python", files) == expected
