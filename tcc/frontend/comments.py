"""``# tcc: ignore[TC701]`` at the end of a line: the warnings of that code on that line are meant.

Only warnings can be silenced. A comment in a string is none, so the text is tokenized, but only when it mentions tcc.
"""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterable, Mapping
from typing import Final

from tcc.diagnostics import Diagnostic, Severity
from tcc.frontend.model import Source

_IGNORE: Final = re.compile(r"#\s*tcc:\s*ignore\[([A-Z0-9,\s]+)\]")


def ignored(source: Source) -> dict[int, frozenset[str]]:
    """The codes that comments silence, by line."""
    if "tcc:" not in source.text:
        return {}
    found: dict[int, frozenset[str]] = {}
    try:
        for token in tokenize.generate_tokens(io.StringIO(source.text).readline):
            match = _IGNORE.search(token.string) if token.type == tokenize.COMMENT else None
            if match is not None:
                found[token.start[0]] = frozenset(code.strip() for code in match[1].split(","))
    except (
        tokenize.TokenError,
        SyntaxError,
    ):  # the parser took it, the tokenizer does not: nothing is silenced
        return {}
    return found


def without_ignored(diagnostics: Iterable[Diagnostic], files: Mapping[str, Source]) -> list[Diagnostic]:
    """The diagnostics, less the warnings that a comment on their line silences. ``files`` are sources by name."""
    comments: dict[str, dict[int, frozenset[str]]] = {}
    kept = []
    for diagnostic in diagnostics:
        if diagnostic.severity is Severity.WARNING:
            file = diagnostic.span.file
            if file not in comments:
                comments[file] = ignored(files[file]) if file in files else {}
            if diagnostic.code in comments[file].get(diagnostic.span.line, ()):
                continue
        kept.append(diagnostic)
    return kept
