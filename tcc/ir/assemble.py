"""The text form → scalars (see ``text``)."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from typing import Final, TypeVar

from tcc.ir import names
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
from tcc.ir.scanner import STRING, SUBJECT, Scanner
from tcc.ir.strictjson import MAX_INT, MIN_INT
from tcc.ir.textsyntax import OPERATORS, WORD

MAX_NESTING: Final = 130
"""How deep scalars may stand in each other; deeper ones have no JSON anyway."""

_OP_NAME: Final = re.compile(WORD)
_ANNOTATION: Final = re.compile(r"[^=\n]*")
_NUMBER: Final = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_LINK: Final = re.compile(r"<((?:/|https?://)[^\s<>]*)>")
_OPERATOR: Final = re.compile("|".join(re.escape(sign) for sign in sorted(OPERATORS.values(), key=len, reverse=True)))
_OP_OF: Final = {sign: op for op, sign in OPERATORS.items()}
_T = TypeVar("_T")


def parse_scalar(text: str) -> Scalar:
    """The scalar a text denotes. Raises ``TextError``."""
    return ScalarParser(text).whole(ScalarParser.scalar)


class ScalarParser(Scanner):
    """Recursive descent over scalars, forms and ops."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.depth = 0

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
        """``{id = scalar …}``."""
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
        if string := self.take(STRING):
            return self.literal(string[0])
        if number := self.take(_NUMBER):
            return float(number[0]) if number[1] or number[2] else self.integer(number[0])
        return self.worded()

    def integer(self, digits: str) -> int:
        """The integer of its digits, within 64 bits."""
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
        """A number after a comma."""
        self.expect(",")
        return self.need(_NUMBER, "a number")

    def after_sign(self, sign: str) -> Scalar:
        """A scalar after a sign."""
        self.expect(sign)
        return self.scalar()

    def several(self, closing: str, item: Callable[[], _T]) -> list[_T]:
        """Items with commas between them, up to the closing sign."""
        items: list[_T] = []
        while not self.sign(closing):
            items.append(item())
            if not self.sign(","):
                self.expect(closing)
                break
        return items

    def applied(self, verb: str) -> Scalar:
        """What follows the verb of an op ref."""
        subject = self.need(SUBJECT, "a subject")[0]
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
