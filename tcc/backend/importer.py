"""Older wire forms of a program → today's.

    {"$x/add": [1]}                                         {"$x/add": {"r": 1}}
    {"/state/scalar/value/number/int/64": 7}                7
    {"http://host/lib/a": []}                               {"/state/scalar/value/link": "http://host/lib/a"}
    {"http://host/lib/a": [1]}                              {"/state/scalar/ref/op/get": ["http://host/lib/a", 1]}
    {"/state/scalar/ref/cond": [c, then, else]}             {"/state/scalar/ref/if": [c, then, else]}
    {"http://host/lib/acme/math/1.0.0": {"pi": …}}          a manifest of /lib/acme/math/1.0.0

What today's form has no place for is a ``Loss``: it names the JSON pointer of the node and what it was. In the program
such a node raises ``not_implemented``, so that nothing else of it is lost and nothing runs as something it was not.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from msgspec import Struct, structs

from tcc.ir import names
from tcc.ir.calls import op_candidates, operand_name, takes_operand
from tcc.ir.decode import SPECIAL, is_value, scalar
from tcc.ir.encode import JsonData
from tcc.ir.errors import At, DecodeError, pointer
from tcc.ir.manifest import Alias, Manifest, Route, Target, Value, decode_manifest
from tcc.ir.nodes import Cond, Get, GetOp, If, Post, Scalar
from tcc.ir.optable import op_table
from tcc.ir.rewrite import rebuild, rebuild_form
from tcc.ir.strictjson import JsonValue, Object, parse

_NUMBER: Final = "/state/scalar/value/number"
_REF: Final = "/state/scalar/ref/"
_NOT_IMPLEMENTED: Final = "/state/scalar/error/not_implemented"
_MEMBERS: Final = {
    "manifest": {"schema", "routes", "source_map"},
    "schema": {"id", "version", "dependencies"},
    "route": {"path", "value", "op", "opdef", "params", "returns", "doc"},
}


_Change: TypeAlias = Callable[[JsonValue, At], JsonValue]


class Loss(Struct, frozen=True):
    """Something that could not be carried over: where it stood and what it was."""

    pointer: str
    message: str


def import_manifest(source: str | bytes) -> tuple[Manifest, tuple[Loss, ...]]:
    """The manifest an older document means, and what of it could not be carried over.

    Raises ``DecodeError`` when the document is no strict JSON, or nothing that could be a manifest.
    """
    importer = _Importer()
    document = importer.manifest(parse(source))
    manifest = decode_manifest(json.dumps(_data(document)))
    routes = tuple(structs.replace(route, target=_target(route)) for route in manifest.routes)
    return structs.replace(manifest, routes=routes), tuple(importer.losses)


def import_scalar(source: str | bytes) -> tuple[Scalar, tuple[Loss, ...]]:
    """The same for a scalar alone."""
    importer = _Importer()
    node = scalar(importer.node(parse(source), None), None)
    return modern(node), tuple(importer.losses)


def modern(node: Scalar) -> Scalar:
    """A scalar with today's nodes: ops on values are POSTs with named parameters, conditionals are ``if``."""
    node = rebuild(node, modern)
    match node:
        case Cond(cond, then, or_else):
            return If(cond, then, or_else)
        case Get(subject, key) if subject.startswith("$") and not subject.startswith("$self/"):
            candidates = op_candidates(op_table(), subject.partition("/")[2])
            fitting = [spec for _, spec in candidates if takes_operand(spec, key)]
            operands = {operand_name(spec, key) for spec in fitting}
            if len(operands) == 1:
                operand = operands.pop()
                return Post(subject, ((operand, key),) if operand else ())
    return node


def _target(route: Route) -> Target:
    match route.target:
        case Value(value) if is_value(value):
            return route.target
        case Value(value):  # a constant that is computed is an op today
            return GetOp("key", (("result", modern(value)),))
        case Alias():
            return route.target
        case op:
            return structs.replace(op, form=rebuild_form(op.form, modern))


class _Importer:
    """Rewrites JSON, node by node, so that today's decoder reads it."""

    def __init__(self) -> None:
        self.losses: list[Loss] = []

    # --- manifests ---------------------------------------------------------------------------------------------

    def manifest(self, document: JsonValue) -> JsonValue:
        if not isinstance(document, Object) or not document.members:
            raise DecodeError("expected an object")
        first, body = document.members[0]
        if first.startswith("/") or names.is_absolute(first):
            if len(document) != 1 or not isinstance(body, Object):
                raise DecodeError("expected one library or service with an object of members", (None, first))
            path = first if first.startswith("/") else "/" + first.split("://", 1)[1].partition("/")[2]
            members = [(name, self.node(member, ((None, first), name))) for name, member in body]
            return Object([(path, Object(members))])
        return self.known(
            document, "manifest", None, {"schema": self.schema, "routes": self.routes, "source_map": _as_it_is}
        )

    def schema(self, value: JsonValue, at: At) -> JsonValue:
        return self.known(value, "schema", at, {})

    def routes(self, value: JsonValue, at: At) -> JsonValue:
        if not isinstance(value, list):
            return value
        change = {"value": self.node, "opdef": self.node}
        return [self.known(route, "route", (at, index), change) for index, route in enumerate(value)]

    def known(self, value: JsonValue, kind: str, at: At, change: Mapping[str, _Change]) -> JsonValue:
        """An object without the members today's form does not know, the others changed."""
        if not isinstance(value, Object):
            return value
        members: list[tuple[str, JsonValue]] = []
        for key, member in value:
            if key in _MEMBERS[kind]:
                members.append((key, change.get(key, _as_it_is)(member, (at, key))))
            else:
                self.lose(f"a {kind} has no member {key!r}", (at, key))
        return Object(members)

    # --- scalars -----------------------------------------------------------------------------------------------

    def node(self, value: JsonValue, at: At) -> JsonValue:
        if isinstance(value, list):
            return [self.node(item, (at, index)) for index, item in enumerate(value)]
        if not isinstance(value, Object) or not value.members:
            return value
        first, body = value.members[0]
        here: At = (at, first)
        if not (first.startswith(("/", "$")) or names.is_absolute(first)):
            return Object([(key, self.node(member, (at, key))) for key, member in value])
        rewritten = _rewritten(first, self.inside(body, here), value.members[1:])
        try:
            if first.startswith(_REF) and first not in SPECIAL:
                raise DecodeError(f"there is no {first} in today's form", here)
            scalar(rewritten, at)
        except DecodeError as error:
            self.losses.append(Loss(error.pointer, error.message))
            return Object([(_NOT_IMPLEMENTED, Object([("message", f"not carried over: {error.message}")]))])
        return rewritten

    def inside(self, body: JsonValue, at: At) -> JsonValue:
        """What stands under a first key. An object there only holds scalars; its own first key means nothing."""
        if isinstance(body, Object):
            return Object([(key, self.node(member, (at, key))) for key, member in body])
        return self.node(body, at)

    def lose(self, message: str, at: At) -> None:
        self.losses.append(Loss(pointer(at), message))


def _rewritten(first: str, body: JsonValue, rest: list[tuple[str, JsonValue]]) -> JsonValue:
    """``{first: body, …rest}`` the way today's decoder reads it."""
    if first.startswith(f"{_NUMBER}/") and not rest:
        is_plain = isinstance(body, (bool, int, float))
        is_complex = first.startswith(f"{_NUMBER}/complex") and isinstance(body, list) and len(body) == 2
        if is_plain or is_complex:
            return Object([(_NUMBER, body)])
    if first.startswith(("/", "$")):
        return Object([(first, body), *rest])
    if isinstance(body, list) and len(body) <= 2:
        if not body:
            return Object([("/state/scalar/value/link", first), *rest])
        return Object([(f"{_REF}op/{'get' if len(body) == 1 else 'put'}", [first, *body]), *rest])
    return Object([(f"{_REF}op/post", [first, body]), *rest])


def _as_it_is(value: JsonValue, at: At) -> JsonValue:
    return value


def _data(value: JsonValue) -> JsonData:
    if isinstance(value, list):
        return [_data(item) for item in value]
    if isinstance(value, Object):
        return {key: _data(member) for key, member in value}
    return value
