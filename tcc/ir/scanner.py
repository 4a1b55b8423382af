"""The text form, token by token: what both its parsers are made of."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Final, NoReturn, TypeVar, cast

from tcc.ir import names
from tcc.ir.errors import IrError
from tcc.ir.textsyntax import KEYWORDS, WORD

SUBJECT: Final = re.compile(r"[^\s()]+")
"""A path, a link or ``$id/suffix`` as it stands: no Id holds a space or a parenthesis."""

_SPACE: Final = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
_WORD: Final = re.compile(rf"{WORD}(?:\.{WORD})*")
_QUOTED: Final = re.compile(r"`([^`\n]*)`")
STRING: Final = re.compile(r'"(?:[^"\\\x00-\x1f]|\\.)*"')
_S = TypeVar("_S", bound="Scanner")
_T = TypeVar("_T")


class TextError(IrError):
    """Text that is no program. The message says the line and column."""


class Scanner:
    """A text and a place in it, always behind white space and comments."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.skip()

    def whole(self: _S, part: Callable[[_S], _T]) -> _T:
        """All of the text, as one ``part``."""
        found = part(self)
        if self.at < len(self.text):
            self.fail("expected the end")
        return found

    def skip(self) -> None:
        """Go on behind white space and comments."""
        match = _SPACE.match(self.text, self.at)
        self.at = match.end() if match else self.at

    def fail(self, message: str) -> NoReturn:
        """Refuse the text here."""
        line = self.text.count("\n", 0, self.at) + 1
        column = self.at - (self.text.rfind("\n", 0, self.at) + 1) + 1
        raise TextError(f"line {line} column {column}: {message}")

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Take what a pattern matches, if it is next."""
        match = pattern.match(self.text, self.at)
        if match is not None:
            self.at = match.end()
            self.skip()
        return match

    def need(self, pattern: re.Pattern[str], what: str) -> re.Match[str]:
        """Take what a pattern matches, or refuse the text."""
        return self.take(pattern) or self.fail(f"expected {what}")

    def sign(self, sign: str) -> bool:
        """Takes a punctuation mark, if it is next."""
        if self.text.startswith(sign, self.at):
            self.at += len(sign)
            self.skip()
            return True
        return False

    def expect(self, sign: str) -> None:
        """Take a punctuation mark, or refuse the text."""
        if not self.sign(sign):
            self.fail(f"expected {sign!r}")

    def peek_word(self) -> str:
        """The word that is next; empty when none is."""
        match = _WORD.match(self.text, self.at)
        return match[0] if match else ""

    def word(self, word: str) -> bool:
        """Takes a keyword, if it is next."""
        if self.peek_word() != word:
            return False
        self.at += len(word)
        self.skip()
        return True

    def expect_word(self, word: str) -> None:
        """Take a keyword, or refuse the text."""
        if not self.word(word):
            self.fail(f"expected {word!r}")

    def name(self) -> str:
        """An Id, quoted or not; a keyword is quoted."""
        if (word := self.peek_word()) in KEYWORDS:
            self.fail(f"{word!r} is a keyword; write `{word}`")
        return self.label()

    def label(self) -> str:
        """An Id that a sign follows, so that it may be a keyword."""
        start = self.at
        found = self.take(_QUOTED) or self.take(_WORD)
        if found is None:
            self.fail("expected an id")
        name = found[0].strip("`")
        if not names.is_id(name):
            self.at = start
            self.fail(f"{name!r} is not an Id")
        return name

    def string(self) -> str:
        """Take a JSON string."""
        return self.literal(self.need(STRING, "a string")[0])

    def literal(self, token: str) -> str:
        """What a JSON string says."""
        try:
            return cast(str, json.loads(token))
        except ValueError:
            self.fail(f"{token} is not a JSON string")
