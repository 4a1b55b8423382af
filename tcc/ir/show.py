"""Manifests and scalars → the text form (see ``text``)."""

from __future__ import annotations

import json
from base64 import b64encode
from typing import Final

from tcc.ir import names
from tcc.ir.infer import known_classes
from tcc.ir.manifest import Alias, Manifest, Param, Route, Value
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
from tcc.ir.optable import op_table
from tcc.ir.scope import STATE, Scope, op_params
from tcc.ir.textsyntax import OPERATORS, is_word, label, quoted
from tcc.ir.types import class_of, parse_type

WIDTH: Final = 100
_STEP: Final = "  "


def show_manifest(manifest: Manifest, *, types: bool = True, spans: bool = False) -> str:
    """A manifest as text. ``types`` annotates entries with what is known of their class, ``spans`` with the line of
    the source each came from, where the manifest has a source map."""
    return _Printer(manifest, types=types, spans=spans).manifest()


def show_scalar(node: Scalar, *, types: bool = True) -> str:
    """A scalar as text, ending with a newline."""
    printer = _Printer(None, types=types, spans=False)
    return printer.scalar(node, Scope(), "") + "\n"


class _Printer:
    def __init__(self, manifest: Manifest | None, *, types: bool, spans: bool) -> None:
        self.program = manifest
        self.types = types
        self.spans = spans
        self.lines: dict[str, int] = {}
        self.file = ""

    # --- manifest ----------------------------------------------------------------------------------------------

    def manifest(self) -> str:
        program = self.program
        if program is None:
            return ""
        schema = program.schema
        lines = [f"library {schema.id} version {schema.version}"]
        lines += [f"depends {dependency}" for dependency in schema.dependencies]
        for route in program.routes:
            lines += ["", self.route(route)]
        if program.source_map is not None:
            lines += ["", f"source {_string(program.source_map.file)} {{"]
            for name, source in program.source_map.routes:
                ids = ", ".join(f"{label(id_)}: {line}" for id_, line in source.ids)
                lines.append(f"{_STEP}{_string(name)}: {source.line} {{{ids}}}")
            lines.append("}")
        return "\n".join(lines) + "\n"

    def route(self, route: Route) -> str:
        self.find_lines(route)
        head = f"route {route.path}"
        scope = Scope()
        if route.params is not None:
            head += "(" + ", ".join(self.param(param, scope) for param in route.params) + ")"
        if route.returns is not None:
            head += f" -> {_type(route.returns)}"
        then = " "
        if route.doc is not None:
            doc = _string(route.doc)
            if len(head) + len(doc) >= WIDTH:
                head, then = f"{head}\n{_STEP}{doc}", "\n"
            else:
                head = f"{head} {doc}"
        match route.target:
            case Value(value):
                body = f"= {self.scalar(value, scope, '')}"
            case Alias(method, path):
                body = f"alias {method} {path}"
            case PostOp(form) if route.params is not None:
                body = f"op {self.block(form, scope, '')}"
            case op:
                body = self.op(op, Scope(), "")
        return head + then + body

    def find_lines(self, route: Route) -> None:
        self.lines = {}
        source_map = self.program.source_map if self.program else None
        if self.spans and source_map is not None:
            self.file = " ".join(source_map.file.split())
            source = dict(source_map.routes).get(f"{route.verb} {route.path}")
            if source is not None:
                self.lines = {name: source.line + line for name, line in source.ids}

    def param(self, param: Param, scope: Scope) -> str:
        text = quoted(param.name)
        scope.param(param.name, param.type if _is_type(param.type) else None)
        if param.type != "any":
            text += f": {_type(param.type)}"
        if param.optional:
            text += f" = {self.scalar(param.default, Scope(), '')}"  # type: ignore[arg-type]
        return text

    # --- forms -------------------------------------------------------------------------------------------------

    def op(self, op: OpDef, around: Scope, margin: str) -> str:
        scope = Scope(around)
        for name in op_params(op, around):
            scope.param(name)
        match op:
            case PostOp(form):
                head = "op"
            case GetOp(key, form):
                head = f"op get({quoted(key)})"
            case PutOp(key, value, form):
                head = f"op put({quoted(key)}, {quoted(value)})"
            case DeleteOp(key, form):
                head = f"op delete({quoted(key)})"
        return f"{head} {self.block(form, scope, margin)}"

    def called(self, node: Scalar, given: tuple[str, ...], around: Scope, margin: str) -> str:
        """An op that its node calls with ``given``, or runs in the scope it stands in."""
        if not isinstance(node, PostOp):
            return self.atom(node, around, margin)
        scope = Scope(around)
        for name in given:
            scope.param(name)
        return f"op {self.block(node.form, scope, margin)}"

    def block(self, form: Form, scope: Scope, margin: str) -> str:
        inner = margin + _STEP
        for name, node in form:
            scope.entry(name, node)
        lines = []
        for name, node in form:
            annotation = self.known(node, scope)
            comment = f"  # {self.file}:{self.lines[name]}" if name in self.lines else ""
            text = self.scalar(node, scope, inner, len(inner) + len(name) + len(annotation) + 3)
            first, newline, rest = text.partition("\n")
            lines.append(f"{inner}{quoted(name)}{annotation} = {first}{comment}{newline}{rest}")
        return "{\n" + "\n".join(lines) + f"\n{margin}}}"

    def known(self, node: Scalar, scope: Scope) -> str:
        if not self.types or class_of(node) is not None:
            return ""
        found = known_classes(node, scope, op_table())
        return f": {next(iter(found))}" if found is not None and len(found) == 1 else ""

    # --- scalars -----------------------------------------------------------------------------------------------

    def atom(self, node: Scalar, scope: Scope, margin: str) -> str:
        """A scalar where only one piece may stand."""
        text = self.scalar(node, scope, margin)
        compound = isinstance(node, (If, Cond, While, ForEach, After)) or _operator(node) is not None
        return f"({text})" if compound else text

    def scalar(self, node: Scalar, scope: Scope, margin: str, column: int = 0) -> str:
        """A scalar as text whose further lines start after ``margin``; its first starts at ``column``."""
        match node:
            case None:
                return "none"
            case bool():
                return "true" if node else "false"
            case int() | float():
                return repr(node)
            case complex():
                return f"complex({node.real!r}, {node.imag!r})"
            case str():
                return _string(node)
            case bytes():
                return f'bytes("{b64encode(node).decode()}")'
            case Link(url):
                return f"<{url}>"
            case Tuple(items):
                return self.items("[", [("", item) for item in items], "]", scope, margin, column)
            case Map(entries):
                return self.map(entries, scope, margin, column)
            case IdRef(name):
                return quoted(name)
            case Get() | Put() | Post() | Delete():
                return self.call(node, scope, margin, column)
            case GetOp() | PutOp() | PostOp() | DeleteOp():
                return self.op(node, scope, margin)
            case If(cond, then, or_else) | Cond(cond, then, or_else):
                word = "if" if isinstance(node, If) else "cond"
                branches = [self.called(branch, (), scope, margin) for branch in (then, or_else)]
                pieces = [f"{word} {self.atom(cond, scope, margin)}", f"then {branches[0]}", f"else {branches[1]}"]
                flat = " ".join(pieces)
                return flat if "\n" in flat or column + len(flat) <= WIDTH else f"\n{margin}{_STEP}".join(pieces)
            case While(cond, body, state):
                ops = [self.called(op, (STATE,), scope, margin) for op in (cond, body)]
                return f"while {ops[0]} do {ops[1]} from {self.atom(state, scope, margin)}"
            case ForEach(items, op, item_name, state, stateful):
                given = (item_name, STATE) if stateful else (item_name,)
                body = self.called(op, given, scope, margin)
                carried = f" from {self.atom(state, scope, margin)}" if stateful else ""
                return f"for {quoted(item_name)} in {self.atom(items, scope, margin)} do {body}{carried}"
            case After(when, then):
                return f"after {self.atom(when, scope, margin)} then {self.atom(then, scope, margin)}"

    def map(self, entries: tuple[tuple[Scalar, Scalar], ...], scope: Scope, margin: str, column: int) -> str:
        if all(isinstance(key, str) and names.is_id(key) for key, _ in entries):
            pairs = [(f"{label(str(key))}: ", value) for key, value in entries]
            return self.items("{", pairs, "}", scope, margin, column)
        pairs = [(f"{self.atom(key, scope, margin)}: ", value) for key, value in entries]
        return self.items("map {", pairs, "}", scope, margin, column)

    def call(self, node: Get | Put | Post | Delete, scope: Scope, margin: str, column: int) -> str:
        subject = node.subject
        match node:
            case Post(params=params):
                operator = _operator(node)
                if operator is not None:
                    return (
                        f"{quoted(subject[1:].partition('/')[0])} {operator} {self.atom(params[0][1], scope, margin)}"
                    )
                pairs = [(f"{label(name)}=", value) for name, value in params]
                return self.items(f"{_post_head(subject)}(", pairs, ")", scope, margin, column)
            case Put(key=key, value=value):
                return self.items(f"put {subject}(", [("", key), ("", value)], ")", scope, margin, column)
            case Get(key=key):
                return self.items(f"get {subject}(", [("", key)], ")", scope, margin, column)
            case Delete(key=key):
                return self.items(f"delete {subject}(", [("", key)], ")", scope, margin, column)

    def items(
        self, opening: str, pairs: list[tuple[str, Scalar]], closing: str, scope: Scope, margin: str, column: int
    ) -> str:
        """Several scalars between brackets, on one line where they fit."""
        if len(pairs) < 2:
            return opening + "".join(head + self.scalar(node, scope, margin) for head, node in pairs) + closing
        inner = margin + _STEP
        # Text without a line break does not depend on the margin, so each item is rendered once for both layouts.
        texts = [head + self.scalar(node, scope, inner, len(inner) + len(head)) for head, node in pairs]
        flat = opening + ", ".join(texts) + closing
        if "\n" not in flat and column + len(flat) <= WIDTH:
            return flat
        return f"{opening}\n" + ",\n".join(inner + text for text in texts) + f"\n{margin}{closing}"


def _operator(node: Scalar) -> str | None:
    """The operator an op ref is written with, if it is."""
    if isinstance(node, Post) and len(node.params) == 1 and node.params[0][0] == "r" and node.subject.startswith("$"):
        name, _, op = node.subject[1:].partition("/")
        if name != names.SELF:
            return OPERATORS.get(op)
    return None


def _post_head(subject: str) -> str:
    """What stands before the parameters of a POST: ``f``, ``x.op`` or ``post`` and the subject."""
    if subject.startswith("$"):
        name, _, op = subject[1:].partition("/")
        if not op:
            return f"`{name}`" if "." in name else quoted(name)
        if is_word(op):
            return f"{quoted(name)}.{op}"
    return f"post {subject}"


def _string(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _is_type(text: str) -> bool:
    try:
        return str(parse_type(text)) == text
    except ValueError:
        return False


def _type(text: str) -> str:
    return text if _is_type(text) else _string(text)
