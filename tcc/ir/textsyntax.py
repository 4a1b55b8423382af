"""What the printer and the parser of the text form agree on: keywords, operators, names that need no quotes."""

from __future__ import annotations

import re
from typing import Final

OPERATORS: Final = {
    "add": "+",
    "sub": "-",
    "mul": "*",
    "div": "/",
    "floordiv": "//",
    "mod": "%",
    "pow": "**",
    "eq": "==",
    "ne": "!=",
    "lt": "<",
    "le": "<=",
    "gt": ">",
    "ge": ">=",
    "bitand": "&",
    "bitor": "|",
    "bitxor": "^",
    "lshift": "<<",
    "rshift": ">>",
}
"""Ops of one operand that are written between their operands."""

KEYWORDS: Final = frozenset(
    (
        *("none", "true", "false", "complex", "bytes", "map", "op", "get", "put", "post", "delete"),
        *("if", "cond", "then", "else", "while", "do", "from", "for", "in", "after"),
        *("library", "version", "depends", "route", "alias", "source"),
    )
)


WORD: Final = r"[A-Za-z_][A-Za-z0-9_]*"


def is_word(name: str) -> bool:
    """Whether a name is one plain word."""
    return re.fullmatch(WORD, name) is not None


def is_plain(name: str) -> bool:
    """Whether an Id is written without quotes: words joined by dots, no keyword."""
    return name not in KEYWORDS and all(map(is_word, name.split(".")))


def quoted(name: str) -> str:
    """An Id as it is written; no Id holds a backtick."""
    return name if is_plain(name) else f"`{name}`"


def label(name: str) -> str:
    """An Id that a sign follows, as it is written: there a keyword needs no quotes."""
    return name if name in KEYWORDS else quoted(name)
