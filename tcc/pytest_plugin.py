"""The pytest plugin: ``pytest --tcc-golden`` checks a project's golden files, ``pytest --tcc-accept`` writes them.

Which files, ``[tool.tcc.golden]`` in ``pyproject.toml`` says. Each is a test of its own, beside the others.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tcc.golden import Golden


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options of the plugin."""
    group = parser.getgroup("tcc", "TinyChain")
    group.addoption("--tcc-golden", action="store_true", help="check the golden files of [tool.tcc.golden]")
    group.addoption("--tcc-accept", action="store_true", help="write golden files instead of checking them")


def pytest_collection_modifyitems(session: pytest.Session, config: pytest.Config, items: list[pytest.Item]) -> None:
    """Add a test for each golden file, if they are asked for."""
    if not config.getoption("--tcc-golden"):
        return
    from tcc.config import find_config
    from tcc.errors import UsageError

    try:
        project = find_config(config.rootpath)
    except UsageError as error:
        raise pytest.UsageError(str(error)) from None
    for source, golden in project.golden:
        name = f"{source}::golden"
        items.append(GoldenItem.from_parent(session, name=name, source=source, golden=golden, target=project.target))


class GoldenChangedError(Exception):
    """A program is not the one in its golden file; the message is what a person is told."""


class GoldenItem(pytest.Item):
    """One Python file and what it was when its golden file was last accepted."""

    def __init__(
        self, name: str, parent: pytest.Session, *, source: Path, golden: Path, target: str, **kwargs: object
    ) -> None:
        super().__init__(name, parent)
        self.source = source
        self.golden = golden
        self.target = target

    def runtest(self) -> None:
        """Compare, or write with ``--tcc-accept``."""
        from tcc.golden import accept, golden_text

        compared = self.compared()
        if self.config.getoption("--tcc-accept"):
            for golden in compared:
                accept(golden)
        elif failed := [golden for golden in compared if not golden.passes]:
            raise GoldenChangedError("".join(map(golden_text, failed)).replace("--accept", "--tcc-accept"))

    def compared(self) -> tuple[Golden, ...]:
        """What the file builds to, beside its golden files."""
        from tcc.build import build_file
        from tcc.golden import compare

        return compare(build_file(self.source), self.golden, self.target, str(self.source))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: object = None) -> str:
        """What changed, without a traceback; what the compiler says, as it says it elsewhere."""
        from tcc.diagnostics import CompileError, render

        if isinstance(excinfo.value, CompileError):
            return render(excinfo.value.diagnostics, "text")
        if isinstance(excinfo.value, GoldenChangedError):
            return str(excinfo.value)
        return str(super().repr_failure(excinfo))

    def reportinfo(self) -> tuple[os.PathLike[str], int | None, str]:
        """Where it is, for the report."""
        return self.source, 0, self.name
