"""Reading files, and the helper modules beside them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tcc.diagnostics import CompileError
from tcc.frontend import FileLoader, Function, Module, Source, Unknown, load, read


def write(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def refused(path: Path) -> str:
    with pytest.raises(CompileError) as info:
        read(path)
    (found,) = info.value.diagnostics
    assert found.span.file == str(path)
    return found.code


def test_a_file_is_read_as_python_reads_it(tmp_path: Path) -> None:
    file = tmp_path / "demo.py"
    file.write_bytes("\ufeffx = 'ö'\r\ny = 2\r".encode())
    assert read(file) == Source(str(file), "x = 'ö'\ny = 2\n")
    file.write_bytes(b"# coding: latin-1\nx = '\xf6'\n")
    assert read(file).text == "# coding: latin-1\nx = 'ö'\n"


def test_what_cannot_be_read(tmp_path: Path) -> None:
    assert refused(tmp_path / "missing.py") == "TC002"
    assert refused(tmp_path) == "TC002"


@pytest.mark.parametrize("data", [b"x = '\xff'\n", b"# coding: nonsense\n", b"\xef\xbb\xbf# coding: latin-1\n"])
def test_what_is_no_text(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "demo.py").write_bytes(data)
    assert refused(tmp_path / "demo.py") == "TC003"


@pytest.mark.parametrize(
    ("name", "statement", "bound"),
    [
        ("main.py", "from helpers import f", "f"),
        ("main.py", "from package import f", "f"),
        ("main.py", "from package.inner import f", "f"),
        ("main.py", "from package import inner", "inner"),
        ("main.py", "import package.inner as inner", "inner"),
        ("main.py", "import package", "package"),
        ("package/main.py", "from .inner import f", "f"),
        ("package/main.py", "from . import inner", "inner"),
        ("package/main.py", "from . import f", "f"),
        ("package/main.py", "from .. import helpers", "helpers"),
        ("package/main.py", "from package.inner import f", "f"),
        ("package/deep/main.py", "from ..inner import f", "f"),
        ("package/deep/main.py", "from helpers import f", "f"),
    ],
)
def test_modules_are_found_where_python_finds_them(tmp_path: Path, name: str, statement: str, bound: str) -> None:
    helper = "def f(x): return x\n"
    write(
        tmp_path,
        {
            "helpers.py": helper,
            "package/__init__.py": helper,
            "package/inner.py": helper,
            "package/deep/__init__.py": "",
            name: statement,
        },
    )
    found = load(read(tmp_path / name), FileLoader()).names[bound]
    assert isinstance(found, Module if bound in ("inner", "package", "helpers") else Function)


@pytest.mark.parametrize(
    "statement", ["import json", "from os import path", "from .nothing import x", "from . import x"]
)
def test_other_modules_are_not_followed(tmp_path: Path, statement: str) -> None:
    write(tmp_path, {"main.py": statement + " as bound\n"})
    assert isinstance(load(read(tmp_path / "main.py"), FileLoader()).names["bound"], Unknown)


def test_nothing_is_imported_or_run(tmp_path: Path) -> None:
    write(
        tmp_path,
        {"main.py": "from helpers import f\nraise SystemExit(1)\n", "helpers.py": "1 / 0\ndef f(): return 1\n"},
    )
    assert isinstance(load(read(tmp_path / "main.py"), FileLoader()).names["f"], Function)


def test_a_helper_that_cannot_be_read_is_reported(tmp_path: Path) -> None:
    write(tmp_path, {"main.py": "from helpers import f\n"})
    (tmp_path / "helpers.py").write_bytes(b"\xff\xff")
    found = load(read(tmp_path / "main.py"), FileLoader())
    assert isinstance(found.names["f"], Unknown)
    assert [diagnostic.code for diagnostic in found.diagnostics] == ["TC003"]
