"""The rules of a manifest and its routes: 1 to 4, and what a route's parameters bind."""

from __future__ import annotations

from msgspec import UnsetType

from tcc.ir.component import id_fault, is_version, looks_like_version
from tcc.ir.decode import is_value
from tcc.ir.errors import At
from tcc.ir.manifest import Alias, Manifest, Param, Route, Schema, Value
from tcc.ir.names import SELF
from tcc.ir.nodes import DeleteOp, GetOp, PostOp, PutOp
from tcc.ir.scope import Scope
from tcc.ir.types import accepts, parse_type
from tcc.ir.verify.callee import check_path
from tcc.ir.verify.report import Report
from tcc.ir.verify.walk import check_form, check_op


def check_manifest(report: Report, program: Manifest) -> None:
    """Every rule, for a whole manifest."""
    _check_identity(report, program.schema)
    for index, route in enumerate(program.routes):
        if report.routes.setdefault((route.verb, route.path), route) is not route:
            report.error(f"duplicate route: {route.verb} {route.path}", ((None, "routes"), index))
    for index, route in enumerate(program.routes):
        _route(report, route, ((None, "routes"), index))


def _check_identity(report: Report, schema: Schema) -> None:
    at: At = (None, "schema")
    last = schema.id.rsplit("/", 1)[1]
    if looks_like_version(last) and last != schema.version:
        report.error(f"the id says version {last}, the schema {schema.version}", (at, "version"))
    elif fault := id_fault(schema.id):
        report.error(fault, (at, "id"))
    elif not is_version(schema.version):
        report.error(f"{schema.version!r} is not a version like 1.0.0", (at, "version"))


def _route(report: Report, route: Route, at: At) -> None:
    scope = Scope()
    _door(report, route, at, scope)
    match route.target:
        case Value(value):
            if not is_value(value):
                report.error("a value route holds a plain value; write an opdef", (at, "value"))
        case Alias(path=path):
            here = ((at, "op"), "path")
            check_path(report, path, route.target.method, None, here, here)
        case PostOp(form) if route.params is not None:
            check_form(report, form, scope, ((at, "opdef"), "/state/scalar/op/post"))
        case op:
            check_op(report, op, Scope(), (at, "opdef"), _input_types(route))


def _door(report: Report, route: Route, at: At, scope: Scope) -> None:
    if route.returns is not None:
        _type(report, route.returns, (at, "returns"))
    params = route.params or ()
    if isinstance(route.target, PutOp) and route.params is not None and len(params) != 2:
        report.error(f"a PUT route has two parameters, the key and the value; found {len(params)}", (at, "params"))
    for index, param in enumerate(params):
        here = ((at, "params"), index)
        if param.name == SELF:
            report.error("nothing may bind self", here)
        elif param.name in scope.bindings:
            report.error(f"duplicate parameter {param.name!r}", here)
        scope.param(param.name, param.type if _param_type(report, param, here) else None)


def _param_type(report: Report, param: Param, at: At) -> bool:
    if not _type(report, param.type, (at, "type")):
        return False
    default = param.default
    if not isinstance(default, UnsetType) and not (is_value(default) and accepts(parse_type(param.type), default)):
        report.error(f"the default of {param.name!r} is not of type {param.type}", (at, "default"))
    return True


def _type(report: Report, text: str, at: At) -> bool:
    try:
        parse_type(text)
    except ValueError as fault:
        report.error(str(fault), at)
        return False
    return True


def _input_types(route: Route) -> tuple[str, str]:
    """The declared types of the key and value of an op, where the door declares just those."""
    types = [param.type if _is_type(param.type) else "any" for param in route.params or ()]
    match route.target, types:
        case GetOp() | DeleteOp(), [key]:
            return key, "any"
        case PutOp(), [key, value]:
            return key, value
    return "any", "any"


def _is_type(text: str) -> bool:
    try:
        parse_type(text)
    except ValueError:
        return False
    return True
