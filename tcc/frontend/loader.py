"""Where source text comes from: the file to compile, and the plain helper modules beside it."""

from __future__ import annotations

import io
import tokenize
from pathlib import Path
from typing import Protocol

from tcc.diagnostics import CompileError, Span, codes
from tcc.frontend.model import Source


class Loader(Protocol):
    """Finds the source of a module that another one imports."""

    def find(self, importer: Source, module: tuple[str, ...], level: int) -> Source | None:
        """The source of ``module`` as ``importer`` would import it; None when it is not a plain file it can see.

        ``level`` is the number of leading dots of a relative import. An empty ``module`` is the package itself.
        """


class NoLoader:
    """Finds nothing: for source text that stands alone."""

    def find(self, importer: Source, module: tuple[str, ...], level: int) -> Source | None:
        """None, whatever is asked for."""
        return None


class FileLoader:
    """Finds modules as files beside the importing file, as Python would when that file is run or imported."""

    def find(self, importer: Source, module: tuple[str, ...], level: int) -> Source | None:
        """The file of ``module``, or None. Raises CompileError when the file exists and cannot be read."""
        for root in _roots(Path(importer.name).parent, level):
            base = root.joinpath(*module)
            candidates = (
                (base / "__init__.py",) if not module else (base.with_name(f"{base.name}.py"), base / "__init__.py")
            )
            for path in candidates:
                if path.is_file():
                    return read(path)
        return None


def _roots(folder: Path, level: int) -> list[Path]:
    """Where an import may start from: one folder for a relative import, else the folder and its packages' parents."""
    if level:
        for _ in range(level - 1):
            folder = folder.parent if folder.name not in ("", "..") else folder / ".."
        return [folder]
    roots = [folder]
    while (folder / "__init__.py").is_file() and folder.resolve().parent != folder.resolve():
        folder = folder.parent if folder.name not in ("", "..") else folder / ".."
        roots.append(folder)
    return roots


def read(path: Path) -> Source:
    """The text of a Python file, decoded as Python does, lines ended by ``\\n``.

    Raises CompileError (TC002, TC003) when it cannot be read or is not text.
    """
    name = str(path)
    start = Span(name, 1, 0, 1, 0)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise CompileError(codes.make("TC002", start, file=name, reason=error.strerror or str(error))) from error
    encoding = "utf-8"
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        text = io.TextIOWrapper(io.BytesIO(data), encoding).read()
    except (SyntaxError, UnicodeError, LookupError) as error:
        raise CompileError(codes.make("TC003", start, encoding="UTF-8", reason=str(error))) from error
    return Source(name, text)
