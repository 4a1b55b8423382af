"""A file as chunks: its top-level statements, with each member of a class apart. Together they are the whole text.

    LIMIT = 3                   rest
    class Counter(tc.Service):  header   of Counter
        version = "1.0.0"       member   of Counter
        @tc.get                 function of Counter
        def handle(self): …

A text that differs from a known one in a few statements is divided without parsing the others: a statement begins
where no bracket or string is open and at a known indentation, so what it is does not depend on what stands before it.
"""

from __future__ import annotations

import ast
import warnings
from collections.abc import Sequence
from typing import Final, Literal, TypeAlias

from msgspec import Struct

from tcc.frontend.names import KNOWN_PACKAGES

Kind: TypeAlias = Literal["rest", "header", "member", "function", "gap"]

_UNUSUAL: Final = ("\r", "\f", "\0")
"""Characters that the parser and this module could count differently."""


class Chunk(Struct, frozen=True, array_like=True):
    """Whole lines of a file.

    ``name`` is that of a function, or the bases of a class. ``owner`` is the class it is in or begins, ``indent`` how
    far in it stands. ``follows`` says whether it imports something that the compiler reads.
    """

    text: str
    kind: Kind
    name: str = ""
    owner: str = ""
    indent: int = 0
    follows: bool = False

    @property
    def lines(self) -> int:
        """How many lines it has."""
        return self.text.count("\n") + (not self.text.endswith("\n"))


class UnsplittableError(Exception):
    """The file cannot be divided at line ends."""


def split(text: str, tree: ast.Module) -> tuple[Chunk, ...]:
    """The chunks of a parsed text. Raises UnsplittableError."""
    if any(character in text for character in _UNUSUAL):
        raise UnsplittableError
    return _unique(_Splitter(text, 0).top(tree.body))


def splice(known: Sequence[Chunk], text: str) -> tuple[Chunk, ...] | None:
    """The chunks of ``text``, which differs little from a text that has the chunks ``known``.

    None where that cannot be told without parsing all of it, or where the new text has a syntax error.
    """
    start, first = 0, 0
    while first < len(known) and text.startswith(known[first].text, start):
        start += len(known[first].text)
        first += 1
    end, last = len(text), len(known)
    while last > first and text.endswith(known[last - 1].text, start, end):
        last -= 1
        end -= len(known[last].text)
    if first == last and start == end:
        return tuple(known)
    middle = text[start:end]
    if any(character in middle for character in (*_UNUSUAL, "\t")) or (start and text[start - 1] != "\n"):
        return None
    if end < len(text) and (not middle.endswith("\n") and middle):
        return None
    made = _parsed(known, first, last, middle)
    if made is None:
        return None
    try:
        return _unique([*known[:first], *made, *known[last:]])
    except UnsplittableError:
        return None


def _parsed(known: Sequence[Chunk], first: int, last: int, middle: str) -> list[Chunk] | None:
    """The chunks of the text that takes the place of ``known[first:last]``."""
    replaced = known[first:last] or known[max(first - 1, 0) : first + 1]
    owners = {chunk.owner for chunk in replaced}
    if len(owners) != 1 or any(chunk.kind == "header" for chunk in replaced):
        return None
    [owner] = owners
    if not owner:
        try:
            return _Splitter(middle, 0).top(_statements(middle))
        except (SyntaxError, UnsplittableError):
            return None
    indents = {chunk.indent for chunk in known if chunk.owner == owner and chunk.kind != "header"}
    if len(indents) != 1:
        return None
    try:
        tree = _statements("class _:\n" + middle)
    except SyntaxError:
        return None
    match tree:
        case [ast.ClassDef(body=body)] if all({node.col_offset} == indents for node in body):
            try:
                splitter = _Splitter(middle, 1)
                return splitter.members(body, owner) + splitter.gap(owner, *indents)
            except UnsplittableError:
                return None
    return None


def _statements(text: str) -> list[ast.stmt]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return ast.parse(text).body
        except (RecursionError, MemoryError, ValueError):
            raise SyntaxError("too deep, or no text") from None


def _unique(chunks: list[Chunk]) -> tuple[Chunk, ...]:
    headers = [chunk.owner for chunk in chunks if chunk.kind == "header"]
    if len(set(headers)) < len(headers):
        raise UnsplittableError
    return tuple(chunks)


class _Splitter:
    """Cuts a text after the last line of each statement; comments and blank lines go with what follows them."""

    def __init__(self, text: str, shift: int) -> None:
        """``shift`` is how many lines the parser saw before the text."""
        self.lines = _lines(text)
        self.shift = shift
        self.taken = 0

    def top(self, body: list[ast.stmt]) -> list[Chunk]:
        """The chunks of a module's statements, and of what follows the last one."""
        made: list[Chunk] = []
        for node in body:
            match node:
                case ast.ClassDef():
                    made.append(self.cut(node, _start(node.body[0]) - 1, "header", _bases(node), node.name))
                    made += self.members(node.body, node.name)
                case ast.FunctionDef() | ast.AsyncFunctionDef():
                    made.append(self.cut(node, _end(node), "function", node.name))
                case _:
                    made.append(self.cut(node, _end(node), "rest", follows=_follows(node)))
        return made + self.gap("", 0)

    def gap(self, owner: str, indent: int) -> list[Chunk]:
        """What follows the last statement, if anything."""
        rest = "".join(self.lines[self.taken :])
        return [Chunk(rest, "gap", "", owner, indent)] if rest else []

    def members(self, body: list[ast.stmt], owner: str) -> list[Chunk]:
        """The chunks of a class's body."""
        return [
            self.cut(node, _end(node), "function", node.name, owner)
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            else self.cut(node, _end(node), "member", owner=owner, follows=_follows(node))
            for node in body
        ]

    def cut(
        self, node: ast.stmt, end: int, kind: Kind, name: str = "", owner: str = "", follows: bool = False
    ) -> Chunk:
        """The lines up to ``end``. Raises UnsplittableError where two statements share a line."""
        end -= self.shift
        if _start(node) - self.shift <= self.taken or end < _start(node) - self.shift:
            raise UnsplittableError
        text = "".join(self.lines[self.taken : end])
        self.taken = end
        return Chunk(text, kind, name, owner, node.col_offset, follows)


def _lines(text: str) -> list[str]:
    *whole, last = text.split("\n")
    return [f"{line}\n" for line in whole] + ([last] if last else [])


def _start(node: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min([node.lineno, *[decorator.lineno for decorator in decorators]])


def _bases(node: ast.ClassDef) -> str:
    """The plain names a class derives from; ``tc.Service`` is none: it is no class of the file."""
    bases = [base.value if isinstance(base, ast.Subscript) else base for base in node.bases]
    return " ".join([base.id for base in bases if isinstance(base, ast.Name)])


def _end(node: ast.stmt) -> int:
    assert node.end_lineno is not None
    return node.end_lineno


def _follows(node: ast.stmt) -> bool:
    """Whether a statement imports a module that may be a file beside this one."""
    for part in ast.walk(node):
        match part:
            case ast.Import(names=names):
                if not all(_is_known(alias.name) for alias in names):
                    return True
            case ast.ImportFrom(module=module, level=level):
                if level or not _is_known(module or ""):
                    return True
    return False


def _is_known(dotted: str) -> bool:
    return any(dotted == package or dotted.startswith(f"{package}.") for package in KNOWN_PACKAGES)
