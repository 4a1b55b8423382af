"""The text form → manifests (see ``text``)."""

from __future__ import annotations

import re
from typing import Final

from msgspec import UNSET, UnsetType

from tcc.ir.assemble import ScalarParser
from tcc.ir.manifest import VERBS, Alias, Manifest, Param, Route, RouteSource, Schema, SourceMap, Target, Value
from tcc.ir.nodes import Scalar
from tcc.ir.scanner import SUBJECT
from tcc.ir.types import parse_type

_LINE: Final = re.compile(r"[0-9]{1,10}")
_TYPE: Final = re.compile(r"[a-z]+[a-z \[\],|]*")


def parse_manifest(text: str) -> Manifest:
    """The manifest a text denotes. Raises ``TextError``."""
    return ManifestParser(text).whole(ManifestParser.manifest)


class ManifestParser(ScalarParser):
    """Recursive descent over what stands around the scalars."""

    def manifest(self) -> Manifest:
        """The whole of it."""
        self.expect_word("library")
        uri = self.need(SUBJECT, "an id")[0]
        self.expect_word("version")
        version = self.need(SUBJECT, "a version")[0]
        dependencies: list[str] = []
        while self.word("depends"):
            dependencies.append(self.need(SUBJECT, "the id of a dependency")[0])
        routes: list[Route] = []
        while self.word("route"):
            routes.append(self.route())
        source_map = self.source_map() if self.word("source") else None
        return Manifest(Schema(uri, version, tuple(dependencies)), tuple(routes), source_map)

    def route(self) -> Route:
        """What follows the word ``route``."""
        path = self.need(SUBJECT, "the path of a route")[0]
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
        """What a route does."""
        if self.sign("="):
            return Value(self.scalar())
        if self.word("alias"):
            verb = self.peek_word()
            if verb not in VERBS:
                self.fail(f"expected one of {', '.join(VERBS)}")
            self.word(verb)
            return Alias(verb, self.need(SUBJECT, "a link")[0])
        self.expect_word("op")
        return self.op()

    def param(self) -> Param:
        """A parameter at the door."""
        name = self.name()
        type_ = self.type() if self.sign(":") else "any"
        default: Scalar | UnsetType = self.scalar() if self.sign("=") else UNSET
        return Param(name, type_, default)

    def type(self) -> str:
        """A type, or a string that is none and stands where one should."""
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
        """What follows the word ``source``."""
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

    def line(self) -> int:
        """A line number."""
        number = self.need(_LINE, "a line number")
        return int(number[0])
