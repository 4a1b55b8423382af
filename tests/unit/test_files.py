"""Output files are complete or untouched."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from tcc.backend.files import write_atomically


def test_it_replaces_and_leaves_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / "out.json"
    write_atomically(file, b"one")
    write_atomically(file, b"two")
    assert file.read_bytes() == b"two"
    assert [path.name for path in tmp_path.iterdir()] == ["out.json"]


def test_permissions_stay(tmp_path: Path) -> None:
    file = tmp_path / "out.json"
    file.write_bytes(b"")
    file.chmod(0o640)
    write_atomically(file, b"x")
    assert stat.S_IMODE(file.stat().st_mode) == 0o640


def test_a_link_keeps_pointing(tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_bytes(b"old")
    link.symlink_to(target)
    write_atomically(link, b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"


def test_a_failure_leaves_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "out.json"
    file.write_bytes(b"old")

    def fail(*_: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="no space left"):
        write_atomically(file, b"new")
    assert file.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["out.json"]


def test_a_directory_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_atomically(tmp_path / "absent" / "out.json", b"x")


def test_a_device_is_written_to() -> None:
    write_atomically(Path(os.devnull), b"x")
    assert Path(os.devnull).exists()
