"""What each route depends on, by name: its key is a digest of the texts of all of it.

A route depends on its own text, on its class's header and other statements, and on every chunk of the file that one of
its words could mean, or one of theirs: a helper by its name, any other statement by any word in it. Words are taken
from the text, comments and strings included, so more is found than is meant, never less.
"""

from __future__ import annotations

import keyword
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from typing import Final

from tcc.incremental.chunks import Chunk

_WORD: Final = re.compile(r"[^\W\d]\w*")
_HIDDEN: Final = re.compile(r"\\[xuUN0-7\n]|\w['\"][\s\\]*[rRuUbBfF]{0,2}['\"]\w")
"""Where a string, which may be a hint, can spell a name that does not stand in the text."""
_KEYWORDS: Final = frozenset(keyword.kwlist)


def words(text: str) -> frozenset[str]:
    """The names that may stand in a text, written as Python reads them."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return frozenset(_WORD.findall(text))


class Dependencies:
    """Finds what the functions of a file depend on."""

    def __init__(self, chunks: Sequence[Chunk]) -> None:
        self.chunks = chunks
        self.words = [words(chunk.text) for chunk in chunks]
        self.binders: dict[str, list[int]] = {}
        self.classes: dict[str, list[int]] = {}
        self.starts: list[int] = []
        line = 0
        for index, chunk in enumerate(chunks):
            self.starts.append(line)
            line += chunk.lines
            if chunk.owner:
                self.classes.setdefault(chunk.owner, []).append(index)
            if chunk.kind == "function":
                self.binders.setdefault(chunk.name, []).append(index)
            elif chunk.kind == "rest":
                bound = {"*"} if "*" in chunk.text and "import" in chunk.text else set()
                for word in (self.words[index] | bound) - _KEYWORDS:
                    self.binders.setdefault(word, []).append(index)
        self.everywhere = self.binders.get("*", [])
        self.named = frozenset([*self.binders, *self.classes])
        self.found: dict[int, frozenset[int]] = {}
        self.frames: dict[str, frozenset[int]] = {}

    def of(self, index: int) -> frozenset[int]:
        """The chunks that the function ``index`` depends on, itself included."""
        known = self.found.get(index)
        if known is None:
            known = self.found[index] = self.reached(index)
        return known

    def follows(self, index: int) -> bool:
        """Whether the function ``index`` depends on what other files hold."""
        return any(self.chunks[part].follows for part in self.of(index))

    def bases(self) -> set[str]:
        """The classes that the bases of another may mean: it may inherit their routes."""
        pending = [name for chunk in self.chunks if chunk.kind == "header" for name in chunk.name.split()]
        seen: set[str] = set()
        while pending:
            name = pending.pop()
            if name not in seen:
                seen.add(name)
                parts = [i for i in self.binders.get(name, ()) if self.chunks[i].kind == "rest"]
                pending += [word for i in parts for word in self.words[i] & self.named]
        return seen & self.classes.keys()

    def reached(self, index: int) -> frozenset[int]:
        """What the words of a function may mean, and theirs, and those of its class's other statements."""
        owner = self.chunks[index].owner
        return self.closed([index], owner, self.frame(owner))

    def frame(self, owner: str) -> frozenset[int]:
        """What every function of a class depends on: the class without its functions, and what that depends on."""
        known = self.frames.get(owner)
        if known is None:
            statements = [i for i in self.classes.get(owner, ()) if self.chunks[i].kind in ("header", "member")]
            known = self.frames[owner] = self.closed([*self.everywhere, *statements], owner)
        return known

    def closed(self, pending: list[int], owner: str, found: frozenset[int] = frozenset()) -> frozenset[int]:
        """``found``, the chunks ``pending`` and all that those depend on, for a function of the class ``owner``."""
        reached = set(found)
        while pending:
            part = pending.pop()
            if part not in reached:
                reached.add(part)
                pending += self.direct(part, owner)
        return frozenset(reached)

    def direct(self, index: int, owner: str) -> Iterable[int]:
        """The chunks that the words of a chunk may mean, for a function of the class ``owner``."""
        if self.chunks[index].kind != "gap" and _HIDDEN.search(self.chunks[index].text):
            return [i for i, chunk in enumerate(self.chunks) if chunk.kind != "gap"]
        found: list[int] = []
        for word in self.words[index] & self.named:
            found += self.binders.get(word, ())
            if word != owner:
                found += self.classes.get(word, ())
        return found


def keys(dependencies: Dependencies, functions: Iterable[int]) -> dict[int, bytes]:
    """The key of each of the functions."""
    chunks = dependencies.chunks
    digests = [blake2b(repr((c.kind, c.name, c.owner, c.text)).encode(), digest_size=16).digest() for c in chunks]
    found: dict[int, bytes] = {}
    for index in functions:
        digest = blake2b(digests[index], digest_size=16)
        start = dependencies.starts[index]
        for part in sorted(dependencies.of(index)):
            if part != index:
                # the source map says how far below the route a helper's lines are
                below = part > index and (chunks[part].kind == "function" or "lambda" in chunks[part].text)
                distance = dependencies.starts[part] - start if below else 0
                digest.update(digests[part] + distance.to_bytes(4, "big"))
        found[index] = digest.digest()
    return found


def changes(old: Dependencies, new: Dependencies, owner: str, name: str) -> str:
    """Why a function was built again: what it depends on that is new, gone or different, in the order of the file."""
    before, after = _texts(old, owner, name), _texts(new, owner, name)
    if not before:
        return "it is new"
    if before.get((owner, name)) != after.get((owner, name)):
        return "it changed"
    found = []
    for label in [*after, *[label for label in before if label not in after]]:
        if before.get(label) != after.get(label):
            what = "changed" if label in before and label in after else "is new" if label in after else "is gone"
            found.append(f"{'.'.join(filter(None, label))} {what}")
    return ", ".join(found) or "another file or a place in this one changed"


def _texts(dependencies: Dependencies, owner: str, name: str) -> Mapping[tuple[str, str], str]:
    chunks = dependencies.chunks
    index = next((i for i, c in enumerate(chunks) if (c.kind, c.owner, c.name) == ("function", owner, name)), None)
    if index is None:
        return {}
    found: dict[tuple[str, str], str] = {}
    for part in sorted(dependencies.of(index)):
        chunk = chunks[part]
        label = (chunk.owner, chunk.name) if chunk.kind == "function" else ("", _first_line(chunk.text))
        found[label] = found.get(label, "") + chunk.text
    return found


def _first_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.strip().startswith("#")]
    return f"`{lines[0]}`" if lines else "a comment"
