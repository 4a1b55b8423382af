"""The cache of a file on disk: the chunks of its last build and its routes by key. Data only, and checked when read.

An entry that is damaged, of another compiler or not ours at all is as good as none: it is written anew. Files are
replaced whole, so builds that run at once read one of the two versions.
"""

from __future__ import annotations

import contextlib
import os
import sys
from hashlib import blake2b
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct

import tcc
from tcc.backend.files import write_atomically
from tcc.incremental.chunks import Chunk
from tcc.ir.format import SourceText

FOLDER: Final = ".tcc-cache"
_DIGEST: Final = 32


class Entry(Struct, frozen=True, array_like=True):
    """A lowered route: its text in the manifest, its name in the source map, the lines of its ids, and how far its
    ``def`` is below the beginning of its chunk. ``follows`` says whether it depends on other files."""

    text: str
    title: str
    line: int
    ids: SourceText
    follows: bool


class Answer(Struct, frozen=True, array_like=True):
    """What an import was found to be: the file's name and a digest of its text, empty for none."""

    importer: str
    module: tuple[str, ...]
    level: int
    name: str
    digest: bytes


class Index(Struct, frozen=True, array_like=True):
    """All that is kept of a build."""

    chunks: tuple[Chunk, ...]
    entries: dict[bytes, Entry]
    answers: tuple[Answer, ...]


def compiler() -> bytes:
    """A digest of this compiler: its version, its files, and the Python that runs it."""
    root = Path(tcc.__file__).parent
    digest = blake2b(f"{tcc.__version__} {sys.version}".encode(), digest_size=16)
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        for name in sorted(files):
            path = os.path.join(folder, name)
            found = os.stat(path)
            digest.update(f"{path}\0{found.st_size}\0{found.st_mtime_ns}\0".encode())
    return digest.digest()


def place(file: Path, folder: Path | None, salt: bytes) -> Path:
    """Where the cache of ``file`` is, built as ``salt`` says: in ``folder``, or beside the file."""
    name = blake2b(os.fsencode(file.resolve()) + b"\0" + salt, digest_size=8).hexdigest()
    return (folder or file.parent / FOLDER) / f"{file.stem}-{name}.bin"


def load(path: Path, stamp: bytes) -> Index | None:
    """The index at ``path``; None where there is none that this compiler (``stamp``) wrote."""
    try:
        data = path.read_bytes()
    except OSError:
        return None
    head, payload = data[: _DIGEST + len(stamp)], data[_DIGEST + len(stamp) :]
    if head != blake2b(stamp + payload, digest_size=_DIGEST).digest() + stamp:
        return None
    try:
        return msgspec.msgpack.decode(payload, type=Index)
    except msgspec.MsgspecError:
        return None


def save(path: Path, stamp: bytes, index: Index) -> None:
    """Write the index. A cache that cannot be written is no reason to fail."""
    payload = msgspec.msgpack.encode(index)
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        ignore = path.parent / ".gitignore"
        if not ignore.exists():
            write_atomically(ignore, b"*\n")
        write_atomically(path, blake2b(stamp + payload, digest_size=_DIGEST).digest() + stamp + payload)
