"""The manifest (docs/ir.md, section 5): what ``tcc build`` writes and a kernel installs.

    {"schema": {"id": "/lib/acme/math/1.0.0", "version": "1.0.0", "dependencies": []},
     "routes": [{"path": "/sum", "opdef": {"/state/scalar/op/post": [["result", …]]}}]}

``decode_manifest`` reads every form a kernel accepts: the manifest itself, an install package that carries it as
an artifact, the compact form ``{"/lib/…": {"member": scalar}}`` and a bare schema.
"""

from __future__ import annotations

import base64
from typing import Final, Literal, TypeAlias

from msgspec import UNSET, Struct, UnsetType

from tcc.ir import names
from tcc.ir.decode import base64_bytes, ident, link, scalar, text
from tcc.ir.encode import JsonData, compact, to_data
from tcc.ir.errors import At, DecodeError, EncodeError
from tcc.ir.nodes import DeleteOp, GetOp, OpDef, PostOp, PutOp, Scalar
from tcc.ir.strictjson import JsonValue, Object, parse

Verb: TypeAlias = Literal["GET", "PUT", "POST", "DELETE"]

VERBS: Final[tuple[Verb, ...]] = ("GET", "PUT", "POST", "DELETE")
IR_ARTIFACT: Final = "application/tinychain+json"
_ROOTS: Final = ("lib", "service", "class")


class Schema(Struct, frozen=True):
    """Who a library or service is, and which others it may call."""

    id: str
    version: str
    dependencies: tuple[str, ...] = ()


class Param(Struct, frozen=True):
    """A parameter at the door: its type in the type grammar, and its default when it may be left out."""

    name: str
    type: str = "any"
    default: Scalar | UnsetType = UNSET

    @property
    def optional(self) -> bool:
        """Whether a caller may leave it out."""
        return self.default is not UNSET


class Alias(Struct, frozen=True):
    """A route that is another one: ``{"method": "GET", "path": "/lib/…/x"}``."""

    method: Verb
    path: str


class Value(Struct, frozen=True):
    """A route that is a constant, answered to GET."""

    value: Scalar


Target: TypeAlias = Value | Alias | OpDef


class Route(Struct, frozen=True):
    """One route: where it is and what it does. ``params`` is ``None`` when the manifest does not declare the door."""

    path: str
    target: Target
    params: tuple[Param, ...] | None = None
    returns: str | None = None
    doc: str | None = None

    @property
    def verb(self) -> Verb:
        """The verb this route answers."""
        match self.target:
            case Alias(method=method):
                return method
            case PutOp():
                return "PUT"
            case PostOp():
                return "POST"
            case DeleteOp():
                return "DELETE"
            case _:
                return "GET"


class RouteSource(Struct, frozen=True):
    """Where a route stands in its source: its ``def`` line, and the line of each id relative to it."""

    line: int
    ids: tuple[tuple[str, int], ...] = ()


class SourceMap(Struct, frozen=True):
    """Where a manifest came from; routes by ``"<VERB> <path>"``. It never changes behaviour."""

    file: str
    routes: tuple[tuple[str, RouteSource], ...] = ()


class Manifest(Struct, frozen=True):
    """A library or service, complete."""

    schema: Schema
    routes: tuple[Route, ...] = ()
    source_map: SourceMap | None = None


# --- reading -------------------------------------------------------------------------------------------------------


def decode_manifest(source: str | bytes) -> Manifest:
    """The manifest a JSON document holds, in any of its forms. Raises ``DecodeError`` with a JSON pointer."""
    return _manifest(parse(source))


def _manifest(document: JsonValue) -> Manifest:
    members = _object(document, None)
    first = next(iter(members), "")
    if first.startswith("/"):
        return _compact_form(members)
    if "artifacts" in members:
        return _package(members)
    if "id" in members:
        return Manifest(_schema(document, None))
    _only(members, {"schema", "routes", "source_map"}, None)
    source_map = members.get("source_map")
    return Manifest(
        _schema(_required(members, "schema", None), (None, "schema")),
        tuple(
            [
                _route(item, ((None, "routes"), index))
                for index, item in enumerate(_array(members.get("routes", []), (None, "routes")))
            ]
        ),
        None if source_map is None else _source_map(source_map, (None, "source_map")),
    )


def _compact_form(members: dict[str, JsonValue]) -> Manifest:
    if len(members) != 1:
        raise DecodeError("the compact form has one key, the id of the library or service")
    [(uri, body)] = members.items()
    at: At = (None, uri)
    if not is_component(uri):
        raise DecodeError(f"{uri!r} is not the id of a library or service", at)
    routes = [_member(ident(name, (at, name)), scalar(value, (at, name))) for name, value in _object(body, at).items()]
    return Manifest(Schema(uri, uri.rsplit("/", 1)[1]), tuple(routes))


def _member(name: str, node: Scalar) -> Route:
    return Route(f"/{name}", node if isinstance(node, (GetOp, PutOp, PostOp, DeleteOp)) else Value(node))


def _package(members: dict[str, JsonValue]) -> Manifest:
    _only(members, {"schema", "artifacts"}, None)
    schema = _schema(_required(members, "schema", None), (None, "schema"))
    at: At = (None, "artifacts")
    artifacts = _array(members["artifacts"], at)
    if len(artifacts) != 1:
        raise DecodeError(f"expected one artifact, found {len(artifacts)}", at)
    here: At = (at, 0)
    artifact = _object(artifacts[0], here)
    _only(artifact, {"path", "content_type", "bytes"}, here)
    link(_required(artifact, "path", here), (here, "path"))
    content_type = text(_required(artifact, "content_type", here), (here, "content_type"))
    if content_type != IR_ARTIFACT:
        raise DecodeError(f"{content_type} holds no IR; expected {IR_ARTIFACT}", (here, "content_type"))
    content = base64_bytes(_required(artifact, "bytes", here), (here, "bytes"))
    try:
        manifest = decode_manifest(content)
    except DecodeError as error:
        raise DecodeError(f"in the artifact, {error}", (here, "bytes")) from None
    if manifest.schema != schema:
        raise DecodeError("the artifact is for another schema", (here, "bytes"))
    return manifest


def _schema(value: JsonValue, at: At) -> Schema:
    members = _object(value, at)
    _only(members, {"id", "version", "dependencies"}, at)
    uri = text(_required(members, "id", at), (at, "id"))
    if not is_component(uri):
        raise DecodeError(f"{uri!r} is not the id of a library or service", (at, "id"))
    version = ident(_required(members, "version", at), (at, "version"))
    dependencies: list[str] = []
    for index, item in enumerate(_array(members.get("dependencies", []), (at, "dependencies"))):
        here = ((at, "dependencies"), index)
        if not is_component(dependency := text(item, here)):
            raise DecodeError(f"{dependency!r} is not the id of a library or service", here)
        dependencies.append(dependency)
    return Schema(uri, version, tuple(dependencies))


def is_component(uri: str) -> bool:
    """Whether ``uri`` is a path under ``/lib``, ``/service`` or ``/class``."""
    segments = uri.split("/")
    return names.is_path(uri) and len(segments) > 2 and segments[1] in _ROOTS


def _route(value: JsonValue, at: At) -> Route:
    members = _object(value, at)
    _only(members, {"path", "value", "op", "opdef", "params", "returns", "doc"}, at)
    path = text(_required(members, "path", at), (at, "path"))
    if not names.is_path(path) or path == "/":
        raise DecodeError(f"{path!r} is not the path of a route", (at, "path"))
    targets = [key for key in ("value", "op", "opdef") if key in members]
    if len(targets) != 1:
        raise DecodeError("a route has exactly one of value, op and opdef", at)
    params = members.get("params")
    return Route(
        path,
        _target(targets[0], members[targets[0]], (at, targets[0])),
        None
        if "params" not in members
        else tuple([_param(item, ((at, "params"), i)) for i, item in enumerate(_array(params, (at, "params")))]),
        text(members["returns"], (at, "returns")) if "returns" in members else None,
        text(members["doc"], (at, "doc")) if "doc" in members else None,
    )


def _target(kind: str, value: JsonValue, at: At) -> Target:
    if kind == "op":
        members = _object(value, at)
        _only(members, {"method", "path"}, at)
        method = text(_required(members, "method", at), (at, "method"))
        if method not in VERBS:
            raise DecodeError(f"{method!r} is not one of {', '.join(VERBS)}", (at, "method"))
        return Alias(method, link(_required(members, "path", at), (at, "path")))
    node = scalar(value, at)
    if kind == "value":
        return Value(node)
    if not isinstance(node, (GetOp, PutOp, PostOp, DeleteOp)):
        raise DecodeError("expected an op definition", at)
    return node


def _param(value: JsonValue, at: At) -> Param:
    members = _object(value, at)
    _only(members, {"name", "type", "default"}, at)
    return Param(
        ident(_required(members, "name", at), (at, "name")),
        text(members.get("type", "any"), (at, "type")),
        scalar(members["default"], (at, "default")) if "default" in members else UNSET,
    )


def _source_map(value: JsonValue, at: At) -> SourceMap:
    members = _object(value, at)
    _only(members, {"file", "routes"}, at)
    here: At = (at, "routes")
    routes = _object(members.get("routes", Object([])), here)
    return SourceMap(
        text(_required(members, "file", at), (at, "file")),
        tuple([(name, _route_source(item, (here, name))) for name, item in routes.items()]),
    )


def _route_source(value: JsonValue, at: At) -> RouteSource:
    members = _object(value, at)
    _only(members, {"line", "ids"}, at)
    here: At = (at, "ids")
    ids = _object(members.get("ids", Object([])), here)
    return RouteSource(
        _line(_required(members, "line", at), (at, "line")),
        tuple([(ident(name, (here, name)), _line(line, (here, name))) for name, line in ids.items()]),
    )


def _line(value: JsonValue, at: At) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**32:
        raise DecodeError("expected a line number", at)
    return value


def _object(value: JsonValue, at: At) -> dict[str, JsonValue]:
    if not isinstance(value, Object):
        raise DecodeError("expected an object", at)
    return dict(value.members)


def _array(value: JsonValue, at: At) -> list[JsonValue]:
    if not isinstance(value, list):
        raise DecodeError("expected a list", at)
    return value


def _required(members: dict[str, JsonValue], key: str, at: At) -> JsonValue:
    if key not in members:
        raise DecodeError(f"missing {key}", at)
    return members[key]


def _only(members: dict[str, JsonValue], known: set[str], at: At) -> None:
    for key in members:
        if key not in known:
            raise DecodeError(f"unknown member {key!r}", (at, key))


# --- writing -------------------------------------------------------------------------------------------------------


def manifest_data(manifest: Manifest) -> dict[str, JsonData]:
    """The manifest as JSON-ready Python data, members in the order they are always written."""
    data: dict[str, JsonData] = {
        "schema": schema_data(manifest.schema),
        "routes": [route_data(route, ((None, "routes"), index)) for index, route in enumerate(manifest.routes)],
    }
    if manifest.source_map is not None:
        data["source_map"] = source_map_data(manifest.source_map)
    return data


def schema_data(schema: Schema) -> JsonData:
    """The ``schema`` member."""
    return {"id": schema.id, "version": schema.version, "dependencies": list(schema.dependencies)}


def source_map_data(source_map: SourceMap) -> JsonData:
    """The ``source_map`` member."""
    return {"file": source_map.file, "routes": {name: source_data(source) for name, source in source_map.routes}}


def source_data(source: RouteSource) -> JsonData:
    """One route of the ``source_map`` member."""
    return {"line": source.line, "ids": dict(source.ids)}


def encode_manifest(manifest: Manifest) -> bytes:
    """The manifest as compact JSON. Raises ``EncodeError`` where a scalar has no JSON form."""
    return compact(manifest_data(manifest)).encode()


def install_package(manifest: Manifest) -> bytes:
    """The body of ``PUT /lib`` or ``PUT /service``: the schema and the manifest as an artifact."""
    data = manifest_data(manifest)
    artifact: JsonData = {
        "path": "/lib/ir",
        "content_type": IR_ARTIFACT,
        "bytes": base64.b64encode(compact(data).encode()).decode(),
    }
    return compact({"schema": data["schema"], "artifacts": [artifact]}).encode()


def route_data(route: Route, at: At) -> JsonData:
    """One route of the ``routes`` member, at a place of its document."""
    data: dict[str, JsonData] = {"path": route.path}
    match route.target:
        case Value(value):
            data["value"] = to_data(value, (at, "value"), 3)
        case Alias(method, path):
            data["op"] = {"method": method, "path": path}
        case opdef:
            data["opdef"] = to_data(opdef, (at, "opdef"), 3)
    if route.params is not None:
        data["params"] = [_param_data(param, ((at, "params"), index)) for index, param in enumerate(route.params)]
    if route.returns is not None:
        data["returns"] = route.returns
    if route.doc is not None:
        data["doc"] = route.doc
    return data


def _param_data(param: Param, at: At) -> JsonData:
    if not names.is_id(param.name):
        raise EncodeError(f"{param.name!r} is not an Id", (at, "name"))
    data: dict[str, JsonData] = {"name": param.name, "type": param.type}
    if not isinstance(param.default, UnsetType):
        data["default"] = to_data(param.default, (at, "default"), 5)
    return data
