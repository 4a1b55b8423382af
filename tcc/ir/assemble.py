"""The text form → manifests and scalars (see ``text``)."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Callable
from typing import Final, NoReturn, TypeVar, cast

from msgspec import UNSET, UnsetType

from tcc.ir import names
from tcc.ir.errors import IrError
from tcc.ir.manifest import VERBS, Alias, Manifest, Param, Route, RouteSource, Schema, SourceMap, Target, Value
from tcc.ir.nodes import (
    After,
    Cond,
    Delete,
    DeleteOp,
    ForEach,
    Form,
    Get,
    GetOp,
    IdRef,
    If,
    Link,
    Map,
    OpDef,
    Post,
    PostOp,
    Put,
    PutOp,
    Scalar,
    Tuple,
    While,
)
from tcc.ir.strictjson import MAX_INT, MIN_INT
from tcc.ir.textsyntax import KEYWORDS, OPERATORS, WORD
from tcc.ir.types import parse_type

MAX_NESTING: Final = 130
"""How deep scalars may stand in each other; deeper ones have no JSON anyway."""

_SPACE: Final = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
_OP_NAME: Final = re.compile(WORD)
_WORD: Final = re.compile(rf"{WORD}(?:\.{WORD})*")
_LINE: Final = re.compile(r"[0-9]{1,10}")
_ANNOTATION: Final = re.compile(r"[^=\n]*")
_QUOTED: Final = re.compile(r"`([^`\n]*)`")
_NUMBER: Final = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_STRING: Final = re.compile(r'"(?:[^"\\\x00-\x1f]|\\.)*"')
_LINK: Final = re.compile(r"<((?:/|https?://)[^\s<>]*)>")
_SUBJECT: Final = re.compile(r"[^\s()]+")
_TYPE: Final = re.compile(r"[a-z]+[a-z \[\],|]*")
_OPERATOR: Final = re.compile("|".join(re.escape(sign) for sign in sorted(OPERATORS.values(), key=len, reverse=True)))
_OP_OF: Final = {sign: op for op, sign in OPERATORS.items()}
_T = TypeVar("_T")


class TextError(IrError):
    """Text that is no program. The message says the line and column."""


def parse_manifest(text: str) -> Manifest:
    """The manifest a text denotes. Raises ``TextError``."""
    return _Parser(text).whole(_Parser.manifest)


def parse_scalar(text: str) -> Scalar:
    """The scalar a text denotes. Raises ``TextError``."""
    return _Parser(text).whole(_Parser.scalar)


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.depth = 0
        self.skip()

    def whole(self, part: Callable[[_Parser], _T]) -> _T:
        """All of the text, as one ``part``."""
        found = part(self)
        if self.at < len(self.text):
            self.fail("expected the end")
        return found

    # --- tokens ------------------------------------------------------------------------------------------------

    def skip(self) -> None:
        match = _SPACE.match(self.text, self.at)
        self.at = match.end() if match else self.at

    def fail(self, message: str) -> NoReturn:
        line = self.text.count("\n", 0, self.at) + 1
        column = self.at - (self.text.rfind("\n", 0, self.at) + 1) + 1
        raise TextError(f"line {line} column {column}: {message}")

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        match = pattern.match(self.text, self.at)
        if match is not None:
            self.at = match.end()
            self.skip()
        return match

    def need(self, pattern: re.Pattern[str], what: str) -> re.Match[str]:
        return self.take(pattern) or self.fail(f"expected {what}")

    def sign(self, sign: str) -> bool:
        """Takes a punctuation mark, if it is next."""
        if self.text.startswith(sign, self.at):
            self.at += len(sign)
            self.skip()
            return True
        return False

    def expect(self, sign: str) -> None:
        if not self.sign(sign):
            self.fail(f"expected {sign!r}")

    def peek_word(self) -> str:
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
        return self.literal(self.need(_STRING, "a string")[0])

    def literal(self, token: str) -> str:
        try:
            return cast(str, json.loads(token))
        except ValueError:
            self.fail(f"{token} is not a JSON string")

    def line(self) -> int:
        number = self.need(_LINE, "a line number")
        return int(number[0])

    # --- manifest ----------------------------------------------------------------------------------------------

    def manifest(self) -> Manifest:
        self.expect_word("library")
        uri = self.need(_SUBJECT, "an id")[0]
        self.expect_word("version")
        version = self.need(_SUBJECT, "a version")[0]
        dependencies: list[str] = []
        while self.word("depends"):
            dependencies.append(self.need(_SUBJECT, "the id of a dependency")[0])
        routes: list[Route] = []
        while self.word("route"):
            routes.append(self.route())
        source_map = self.source_map() if self.word("source") else None
        return Manifest(Schema(uri, version, tuple(dependencies)), tuple(routes), source_map)

    def route(self) -> Route:
        path = self.need(_SUBJECT, "the path of a route")[0]
        params: list[Param] | None = None
        if self.sign("("):
            params = []
            while not self.sign(")"):
                params.append(self.param())
                if not self.sign(","):
                    self.expect(")")
                    break
        returns = self.type() if self.sign("->") else None
        doc = self.string() if self.text.startswith('"', self.at) else None
        return Route(path, self.target(), None if params is None else tuple(params), returns, doc)

    def target(self) -> Target:
        if self.sign("="):
            return Value(self.scalar())
        if self.word("alias"):
            verb = self.peek_word()
            if verb not in VERBS:
                self.fail(f"expected one of {', '.join(VERBS)}")
            self.word(verb)
            return Alias(verb, self.need(_SUBJECT, "a link")[0])
        self.expect_word("op")
        return self.op()

    def param(self) -> Param:
        name = self.name()
        type_ = self.type() if self.sign(":") else "any"
        default: Scalar | UnsetType = self.scalar() if self.sign("=") else UNSET
        return Param(name, type_, default)

    def type(self) -> str:
        if self.text.startswith('"', self.at):
            return self.string()
        # A type ends where none can go on: a comma after a whole type belongs to the parameters.
        match = self.need(_TYPE, "a type")
        text = match[0]
        while True:
            try:
                wanted = text.rstrip(" ,|")
                parse_type(wanted)
            except ValueError:
                shorter = max(text.rfind(mark) for mark in " ,|]")
                if shorter <= 0:
                    self.at = match.start()
                    self.fail(f"{match[0]!r} is not a type")
                text = text[:shorter]
            else:
                self.at = match.start() + len(wanted)
                self.skip()
                return wanted

    def source_map(self) -> SourceMap:
        file = self.string()
        routes: list[tuple[str, RouteSource]] = []
        self.expect("{")
        while not self.sign("}"):
            name = self.string()
            self.expect(":")
            line = self.line()
            self.expect("{")
            ids: list[tuple[str, int]] = []
            while not self.sign("}"):
                id_ = self.label()
                self.expect(":")
                ids.append((id_, self.line()))
                self.sign(",")
            routes.append((name, RouteSource(line, tuple(ids))))
        return SourceMap(file, tuple(routes))

    # --- scalars -----------------------------------------------------------------------------------------------

    def op(self) -> OpDef:
        """What follows the word ``op``."""
        for verb, make in (("get", GetOp), ("delete", DeleteOp)):
            if self.word(verb):
                self.expect("(")
                key = self.name()
                self.expect(")")
                return make(key, self.form())
        if self.word("put"):
            self.expect("(")
            key = self.name()
            self.expect(",")
            value = self.name()
            self.expect(")")
            return PutOp(key, value, self.form())
        return PostOp(self.form())

    def form(self) -> Form:
        self.expect("{")
        entries: list[tuple[str, Scalar]] = []
        while not self.sign("}"):
            name = self.name()
            if self.sign(":"):
                self.need(_ANNOTATION, "a type")
            self.expect("=")
            entries.append((name, self.scalar()))
        if not entries:
            self.fail("a form has at least one entry: the last one is the result")
        return tuple(entries)

    def scalar(self) -> Scalar:
        """Any scalar."""
        for word, make in (("if", If), ("cond", Cond)):
            if self.word(word):
                cond = self.atom()
                self.expect_word("then")
                then = self.atom()
                self.expect_word("else")
                return make(cond, then, self.atom())
        if self.word("while"):
            cond = self.atom()
            self.expect_word("do")
            body = self.atom()
            self.expect_word("from")
            return While(cond, body, self.atom())
        if self.word("for"):
            name = self.name()
            self.expect_word("in")
            items = self.atom()
            self.expect_word("do")
            op = self.atom()
            return (
                ForEach(items, op, name, self.atom(), stateful=True) if self.word("from") else ForEach(items, op, name)
            )
        if self.word("after"):
            when = self.atom()
            self.expect_word("then")
            return After(when, self.atom())
        node = self.atom()
        if isinstance(node, IdRef) and (operator := self.take(_OPERATOR)):
            return Post(f"${node.id}/{_OP_OF[operator[0]]}", (("r", self.atom()),))
        return node

    def atom(self) -> Scalar:
        """A scalar that needs no parentheses to stand among others."""
        self.depth += 1
        if self.depth > MAX_NESTING:
            self.fail(f"nested deeper than {MAX_NESTING}")
        node = self.signed()
        self.depth -= 1
        return node

    def signed(self) -> Scalar:
        """What a sign, a digit or a word starts."""
        if self.sign("("):
            node = self.scalar()
            self.expect(")")
            return node
        if self.sign("["):
            return Tuple(tuple(self.several("]", self.scalar)))
        if self.sign("{"):
            return Map(tuple(self.several("}", lambda: (self.label(), self.after_sign(":")))))
        if link := self.take(_LINK):
            if not names.is_link(link[1]):
                self.fail(f"{link[1]!r} is not a link")
            return Link(link[1])
        if string := self.take(_STRING):
            return self.literal(string[0])
        if number := self.take(_NUMBER):
            return float(number[0]) if number[1] or number[2] else self.integer(number[0])
        return self.worded()

    def integer(self, digits: str) -> int:
        if len(digits) > 20 or not MIN_INT <= int(digits) <= MAX_INT:
            self.fail("integer out of the 64-bit range")
        return int(digits)

    def worded(self) -> Scalar:
        """What starts with a word."""
        for word, value in (("none", None), ("true", True), ("false", False)):
            if self.word(word):
                return value
        if self.word("op"):
            return self.op()
        if self.word("complex"):
            self.expect("(")
            real, imag = self.need(_NUMBER, "a number"), self.after_comma()
            self.expect(")")
            return complex(float(real[0]), float(imag[0]))
        if self.word("bytes"):
            self.expect("(")
            encoded = self.string()
            self.expect(")")
            try:
                return base64.b64decode(encoded, validate=True)
            except (binascii.Error, ValueError):
                self.fail("expected standard base64")
        if self.word("map"):
            self.expect("{")
            return Map(tuple(self.several("}", lambda: (self.atom(), self.after_sign(":")))))
        for verb in ("get", "put", "post", "delete"):
            if self.word(verb):
                return self.applied(verb)
        return self.named()

    def after_comma(self) -> re.Match[str]:
        self.expect(",")
        return self.need(_NUMBER, "a number")

    def after_sign(self, sign: str) -> Scalar:
        self.expect(sign)
        return self.scalar()

    def several(self, closing: str, item: Callable[[], _T]) -> list[_T]:
        items: list[_T] = []
        while not self.sign(closing):
            items.append(item())
            if not self.sign(","):
                self.expect(closing)
                break
        return items

    def applied(self, verb: str) -> Scalar:
        subject = self.need(_SUBJECT, "a subject")[0]
        if not names.is_subject(subject):
            self.fail(f"{subject!r} is not a link, $id or $id/suffix")
        self.expect("(")
        if verb == "post":
            return Post(subject, self.params())
        key = self.scalar()
        if verb == "put":
            self.expect(",")
            put = Put(subject, key, self.scalar())
            self.expect(")")
            return put
        self.expect(")")
        return Get(subject, key) if verb == "get" else Delete(subject, key)

    def params(self) -> tuple[tuple[str, Scalar], ...]:
        """The parameters of a POST, after its opening parenthesis."""
        return tuple(self.several(")", lambda: (self.label(), self.after_sign("="))))

    def named(self) -> Scalar:
        """An id ref, or a POST on an id: ``x``, ``f(…)`` or ``x.op(…)``."""
        is_quoted = self.text.startswith("`", self.at)
        if not is_quoted and not self.peek_word():
            self.fail("expected a value")
        name = self.name()
        if is_quoted and self.sign("."):
            op = self.need(_OP_NAME, "an op")[0]
            self.expect("(")
            return Post(f"${name}/{op}", self.params())
        if not self.sign("("):
            return IdRef(name)
        id_, dot, op = (name, "", "") if is_quoted else name.rpartition(".")
        return Post(f"${id_}/{op}" if dot else f"${name}", self.params())
