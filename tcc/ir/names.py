"""The grammar of names in tc-ir (docs/ir.md, section 1): Ids, paths, links and the subjects of ops."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

SELF: Final = "self"
"""The id that always means the library or service being executed; nothing may bind it."""

_WHITESPACE: Final = "\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"  # beyond U+0020, Unicode White_Space
_ID: Final = re.compile(rf"(?!.*\.\.)[^\x00-\x20{_WHITESPACE}/~$`&|=^{{}}<>'\"?:@#()]+", re.DOTALL)
_ABSOLUTE: Final = re.compile(
    r"https?://(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])(?::(?P<port>[0-9]{1,5}))?(?P<path>/.*)",
    re.DOTALL,
)


@lru_cache(maxsize=4096)
def is_id(text: str) -> bool:
    """Whether ``text`` is an Id."""
    return _ID.fullmatch(text) is not None


def is_path(text: str) -> bool:
    """Whether ``text`` is a path: ``/``, or ``/seg/seg…`` with every segment an Id."""
    return text == "/" or (text.startswith("/") and all(map(is_id, text[1:].split("/"))))


def is_absolute(text: str) -> bool:
    """Whether ``text`` is an absolute link: ``http(s)://host[:port]/path``."""
    match = _ABSOLUTE.fullmatch(text)
    return match is not None and int(match["port"] or "0") <= 65535 and is_path(match["path"])


def is_link(text: str) -> bool:
    """Whether ``text`` is a link: a path or an absolute link."""
    return is_path(text) or is_absolute(text)


def is_scoped(text: str) -> bool:
    """Whether ``text`` is a subject in scope: ``$id`` or ``$id/suffix/path``."""
    return text.startswith("$") and all(map(is_id, text[1:].split("/")))


def is_subject(text: str) -> bool:
    """Whether an op can be applied to ``text``: a link, ``$id`` or ``$id/suffix/path``."""
    return is_scoped(text) if text.startswith("$") else is_link(text)
