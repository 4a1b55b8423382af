"""What a WASM install sends; that the kernel runs it is the kernel's own test."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from pathlib import Path

import pytest

import tinychain as tc
from tests.integration.support import ROOT

pytestmark = pytest.mark.native

SCHEMA = {"id": "/lib/example-devco/example/0.1.0", "version": "0.1.0", "dependencies": []}
MODULE = b"\0asm\1\0\0\0"


class Example(tc.Library):
    @tc.get
    def hello(self) -> tc.String: ...


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    schema, module = tmp_path / "schema.json", tmp_path / "hello.wasm"
    schema.write_text(json.dumps(SCHEMA))
    module.write_bytes(MODULE)
    return schema, module


def test_the_package(files: tuple[Path, Path]) -> None:
    from tinychain.wasm import package

    schema, module = files
    stub = Example(publisher="example-devco", name="example", version="0.1.0")
    bodies = [json.loads(package(described, module)) for described in (schema, str(schema), SCHEMA, stub)]
    artifact = {"path": "/lib/wasm", "content_type": "application/wasm", "bytes": base64.b64encode(MODULE).decode()}
    assert bodies == [{"schema": SCHEMA, "artifacts": [artifact]}] * 4


def test_the_script_refuses_in_one_line(files: tuple[Path, Path], tmp_path: Path) -> None:
    script = [sys.executable, str(ROOT / "bin" / "install_wasm.py"), str(files[0]), str(tmp_path / "absent.wasm")]
    found = subprocess.run(
        [*script, "--data-dir", str(tmp_path / "data"), "--bearer-token", "t"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (found.returncode, found.stdout) == (1, "")
    assert found.stderr.startswith("install_wasm.py: [Errno 2] No such file or directory")
    assert found.stderr.count("\n") == 1
