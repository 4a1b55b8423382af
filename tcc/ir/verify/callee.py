"""The rules of what an op ref calls: 10, 11, 13, 14, and the operands that are sure to fail, 16."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from tcc.ir.calls import VERB_OF, named_params, native_call, op_candidates, table_params
from tcc.ir.errors import At
from tcc.ir.infer import known_classes
from tcc.ir.nodes import DeleteOp, GetOp, IdRef, Link, OpRef, Post, PostOp, PutOp
from tcc.ir.scope import Scope, op_params
from tcc.ir.types import class_of, classes, parse_type
from tcc.ir.verify.report import Report

_ROOTS: Final = ("/lib", "/service", "/class", "/state", "/host")
_VERB_OF_OP: Final = {GetOp: "GET", PutOp: "PUT", PostOp: "POST", DeleteOp: "DELETE"}


def check_native(report: Report, name: str, suffix: str, call: OpRef, scope: Scope, at: At, inner: At) -> None:
    """A call of an op on the value of an id: ``$name/suffix``. ``inner`` is the place of what the call passes."""
    known = known_classes(IdRef(name), scope, report.table)
    if known is not None and "link" in known:
        return
    candidates = [] if "/" in suffix else op_candidates(report.table, suffix)
    if not candidates:
        report.error(f"unknown op {suffix!r} on {name!r}", at)
        return
    faults = list(native_call(call, suffix, candidates))
    _report(report, suffix, faults, at, inner)
    if known is not None and not faults:
        _check_types(report, suffix, call, known, scope, at)


def _check_types(report: Report, suffix: str, call: OpRef, known: frozenset[str], scope: Scope, at: At) -> None:
    """Rule 16, for an op on a value of one of the ``known`` classes."""
    specs = [spec for found, spec in op_candidates(report.table, suffix) if found in known or found == "any"]
    if not specs:
        report.warning(f"this always fails: {one_of(known)} has no {suffix}", at)
        return
    params = call.params if isinstance(call, Post) else ()
    for param, value in params:
        found = known_classes(value, scope, report.table)
        if found is None:
            continue
        wanted = [declared for spec in specs if (declared := spec.param(param)) is not None]
        if wanted and not any(_overlaps(declared.type, found) for declared in wanted):
            expects = " or ".join(dict.fromkeys(declared.type for declared in wanted))
            report.warning(f"this always fails: {suffix} expects {expects}, found {one_of(found)}", at)


def check_bound(report: Report, name: str, call: OpRef, scope: Scope, at: At, inner: At) -> None:
    """A call of an id itself."""
    binding = scope.find(name)
    if binding is None:
        return
    op = binding.definition
    if op is None:
        if class_of(binding.node) is not None and binding.type is None and not isinstance(binding.node, Link):
            report.error(f"{name!r} is a plain value and cannot be called", at)
        return
    verb, wanted = VERB_OF[type(call)], _VERB_OF_OP[type(op)]
    if verb != wanted:
        report.error(f"{name!r} is a {wanted} op, called here with {verb}", at)
    elif isinstance(call, Post):
        params = binding.op_params(op)
        _report(report, name, named_params([given for given, _ in call.params], params, params), at, inner)


def check_sibling(report: Report, path: str, verb: str, call: OpRef | None, at: At, inner: At) -> None:
    """A call of a route of this same manifest; an alias has a verb and no ``call``."""
    if report.program is None:
        return
    route = report.routes.get((verb, path))
    if route is None:
        report.error(f"no route {verb} {path} in {report.program.schema.id}", at)
    elif isinstance(call, Post):
        given = [name for name, _ in call.params]
        if route.params is not None:
            required = [param.name for param in route.params if not param.optional]
            known = [param.name for param in route.params]
            _report(report, path, named_params(given, required, known), at, inner)
        elif isinstance(route.target, PostOp):
            params = op_params(route.target, None)
            _report(report, path, named_params(given, params, params), at, inner)


def check_path(report: Report, link: str, verb: str, call: OpRef | None, at: At, inner: At) -> None:
    """A call of a path, the library's own, the kernel's or another library's."""
    absolute = not link.startswith("/")
    path = "/" + link.split("://", 1)[1].partition("/")[2] if absolute else link
    spec = None if absolute else report.table.routes.get(path)
    if spec is not None:
        if spec.verb != verb:
            report.error(f"{path} is called with {spec.verb}, not {verb}", at)
        elif isinstance(call, Post):
            _report(report, path, table_params(spec.params, [name for name, _ in call.params]), at, inner)
        return
    if _under(path, "/state/scalar"):
        report.error(f"unknown op {path}", at)
    elif not absolute and (_under(path, "/state") or _under(path, "/host")):
        return
    elif not any(_under(path, root) for root in _ROOTS):
        report.error(f"{path} is not under {', '.join(_ROOTS)}", at)
    elif report.program is not None:
        own = report.program.schema.id
        if _under(path, own):
            check_sibling(report, path[len(own) :], verb, call, at, inner)
        elif not any(_under(path, dependency) for dependency in report.program.schema.dependencies):
            report.error(f"{path} is not under a declared dependency", at)


def _report(report: Report, what: str, faults: Iterable[tuple[str, str]], at: At, inner: At) -> None:
    """Errors about the parameters of a call: each at the parameter it is about, or at the call if that is missing."""
    for message, param in faults:
        report.error(f"{what}: {message}", (inner, param) if param else at)


def _under(path: str, root: str) -> bool:
    return path == root or path.startswith(f"{root}/")


def _overlaps(type_text: str, found: frozenset[str]) -> bool:
    wanted = classes(parse_type(type_text))
    return wanted is None or bool(wanted & found)


def one_of(found: frozenset[str]) -> str:
    """Classes as a message names them."""
    return " or ".join(sorted(found))
