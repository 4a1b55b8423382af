"""What a project says of itself, under ``[tool.tcc]`` in its ``pyproject.toml``.

[tool.tcc]
target = "tc-ir-2026-08"              # what `build` and `check` write for, unless told otherwise

[tool.tcc.golden]                     # what `tcc check` and `pytest --tcc-golden` compare, and with what
"src/prices.py" = "golden/prices.json"

[tool.tcc.lint]                       # ignore, warning or error
TC701 = "error"
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final, Literal, TypeAlias

import msgspec
from msgspec import Struct, structs

from tcc.backend.targets.profile import DEFAULT, PROFILES
from tcc.diagnostics import Diagnostic, Severity
from tcc.diagnostics.codes import REGISTRY
from tcc.errors import UsageError

Level: TypeAlias = Literal["ignore", "warning", "error"]

_FILE: Final = "pyproject.toml"


class _Table(Struct, frozen=True, forbid_unknown_fields=True):
    target: str = DEFAULT
    golden: dict[str, str] = {}
    lint: dict[str, Level] = {}


class Config(Struct, frozen=True):
    """The settings of a project; paths are from where the process is."""

    target: str = DEFAULT
    golden: tuple[tuple[Path, Path], ...] = ()
    """Python files and their golden files."""
    lint: Mapping[str, Level] = {}

    def settled(self, warnings: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
        """The warnings at the levels this project gives them; some may be errors now."""
        return tuple(
            structs.replace(warning, severity=Severity(level))
            for warning in warnings
            if (level := self.lint.get(warning.code, "warning")) != "ignore"
        )


def find_config(start: Path) -> Config:
    """The settings of the nearest project at or above ``start``, the defaults where there is none.

    Raises UsageError, naming the file, when its settings are not what they should be.
    """
    directory = start.resolve()
    for place in (directory, *directory.parents):
        file = place / _FILE
        if file.is_file():
            return _read(file)
    return Config()


def _read(file: Path) -> Config:
    shown = os.path.relpath(file)
    try:
        tool = tomllib.loads(file.read_text("utf-8")).get("tool", {}).get("tcc", {})
        table = msgspec.convert(tool, _Table)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise UsageError(f"{shown}: [tool.tcc]: {error}") from None
    if table.target not in PROFILES:
        raise UsageError(f"{shown}: [tool.tcc]: target {table.target!r} is not one of {', '.join(PROFILES)}")
    for code in table.lint:
        if code not in REGISTRY or REGISTRY[code].severity is not Severity.WARNING:
            raise UsageError(f"{shown}: [tool.tcc.lint]: {code} is no warning; those are TC7xx")
    root = Path(os.path.relpath(file.parent))
    golden = tuple((root / source, root / golden) for source, golden in table.golden.items())
    return Config(table.target, golden, table.lint)
