"""The renderers by the names the command line has for them."""

from __future__ import annotations

import re
import tokenize
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from tcc.diagnostics.model import Diagnostic

FORMATS: Final = ("text", "json", "sarif", "github")

_NEWLINE: Final = re.compile(r"\r\n|\r|\n")


def render(
    diagnostics: Iterable[Diagnostic],
    style: str = "text",
    *,
    color: bool = False,
    sources: Mapping[str, str] | None = None,
) -> str:
    """The diagnostics in one of ``FORMATS``.

    ``sources`` are texts by file name, for those that are not files; every other file is read again, to show its
    lines. ``color`` concerns the text alone. Raises ValueError for an unknown style.
    """
    if style == "text":
        from tcc.diagnostics.text import render_text

        return render_text(diagnostics, _Files(sources or {}), color=color)
    if style == "json":
        from tcc.diagnostics.json import render_json

        return render_json(diagnostics)
    if style == "sarif":
        from tcc import __version__
        from tcc.diagnostics.sarif import render_sarif

        return render_sarif(diagnostics, __version__)
    if style == "github":
        from tcc.diagnostics.github import render_github

        return render_github(diagnostics)
    raise ValueError(f"no format {style!r}: choose one of {', '.join(FORMATS)}")


class _Files:
    """The lines of files, each read once."""

    def __init__(self, sources: Mapping[str, str]) -> None:
        self._lines: dict[str, Sequence[str] | None] = {name: _NEWLINE.split(text) for name, text in sources.items()}

    def __call__(self, name: str) -> Sequence[str] | None:
        if name not in self._lines:
            try:
                with tokenize.open(name) as file:
                    self._lines[name] = _NEWLINE.split(file.read())
            except (OSError, SyntaxError, ValueError, LookupError):
                self._lines[name] = None
        return self._lines[name]
