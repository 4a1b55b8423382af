"""The rules of scope, 5 to 8, and of loops, 12, node by node; every op ref and form on the way is checked in turn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from tcc.ir import names
from tcc.ir.calls import VERB_OF
from tcc.ir.decode import SPECIAL
from tcc.ir.errors import At
from tcc.ir.infer import known_classes
from tcc.ir.names import SELF
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
    OpRef,
    Post,
    PostOp,
    Put,
    PutOp,
    Scalar,
    Tuple,
    While,
)
from tcc.ir.scope import OP_NODES, STATE, Scope, op_params
from tcc.ir.types import class_of
from tcc.ir.verify.callee import check_bound, check_native, check_path, check_sibling, one_of
from tcc.ir.verify.flow import check_flow
from tcc.ir.verify.report import Report

_KEYED_OPS: Final = {"map": "op", "filter": "op", "sort": "key", "min": "key", "max": "key"}


def check_op(report: Report, op: OpDef, around: Scope, at: At, types: Sequence[str] = ("any", "any")) -> None:
    """An op that is called with its own parameters, standing in the scope ``around``.

    ``types`` are those of its key and value.
    """
    scope = Scope(around)
    match op:
        case PostOp(form):
            for name in op_params(op, around):
                scope.param(name)
            check_form(report, form, scope, (at, "/state/scalar/op/post"))
        case GetOp(key, form):
            here = (at, "/state/scalar/op/get")
            _bind_param(report, key, types[0], scope, (here, 0))
            check_form(report, form, scope, (here, 1))
        case PutOp(key, value, form):
            here = (at, "/state/scalar/op/put")
            _bind_param(report, key, types[0], scope, (here, 0))
            _bind_param(report, value, types[1], scope, (here, 1))
            check_form(report, form, scope, (here, 2))
        case DeleteOp(key, form):
            here = (at, "/state/scalar/op/delete")
            _bind_param(report, key, types[0], scope, (here, 0))
            check_form(report, form, scope, (here, 1))


def _bind_param(report: Report, name: str, type_: str, scope: Scope, at: At) -> None:
    if _is_free(report, name, scope, at):
        scope.param(name, type_)


def _is_free(report: Report, name: str, scope: Scope, at: At) -> bool:
    """Whether ``name`` may be bound in ``scope``."""
    if name == SELF:
        report.error("nothing may bind self", at)
    elif name in scope.bindings:
        report.error(f"duplicate id {name!r}", at)
    elif scope.find(name) is not None:
        report.error(f"id {name!r} hides one of the scope around it", at)
    else:
        return True
    return False


def check_form(report: Report, form: Form, scope: Scope, at: At) -> None:
    """A form whose parameters are already in ``scope``, which it shares with nothing else."""
    sound = True
    for index, (name, node) in enumerate(form):
        if _is_free(report, name, scope, (at, index)):
            scope.entry(name, node)
        else:
            sound = False
    if sound:
        check_flow(report, form, at)
    for index, (_, node) in enumerate(form):
        _node(report, node, scope, ((at, index), 1))


def _node(report: Report, node: Scalar, scope: Scope, at: At) -> None:
    match node:
        case IdRef(name):
            _used(report, name, scope, at)
        case Get() | Put() | Post() | Delete():
            _call(report, node, scope, at)
        case GetOp() | PutOp() | PostOp() | DeleteOp():
            check_op(report, node, scope, at)
        case If(cond, then, or_else) | Cond(cond, then, or_else):
            here = (at, "/state/scalar/ref/if" if isinstance(node, If) else "/state/scalar/ref/cond")
            _node(report, cond, scope, (here, 0))
            _condition(report, cond, scope, (here, 0))
            _branch(report, then, scope, (here, 1))
            _branch(report, or_else, scope, (here, 2))
        case While(cond, body, state):
            here = (at, "/state/scalar/ref/while")
            _loop_op(report, cond, (STATE,), scope, (here, 0))
            _loop_op(report, body, (STATE,), scope, (here, 1))
            _node(report, state, scope, (here, 2))
        case ForEach(items, op, item_name, state, stateful):
            here = (at, "/state/scalar/ref/for_each")
            _node(report, items, scope, (here, 0))
            if item_name == SELF or (stateful and item_name == STATE):
                report.error(f"the item cannot be called {item_name!r}", (here, 2))
            _loop_op(report, op, (item_name, STATE) if stateful else (item_name,), scope, (here, 1))
            if stateful:
                _node(report, state, scope, (here, 3))
        case After(when, then):
            here = (at, "/state/scalar/ref/after")
            _node(report, when, scope, (here, 0))
            _node(report, then, scope, (here, 1))
        case Tuple(items):
            for index, item in enumerate(items):
                _node(report, item, scope, (at, index))
        case Map(entries):
            _map(report, entries, scope, at)


def _map(report: Report, entries: tuple[tuple[Scalar, Scalar], ...], scope: Scope, at: At) -> None:
    if all(isinstance(key, str) and names.is_id(key) for key, _ in entries):
        for key, value in entries:
            _node(report, value, scope, (at, str(key)))
        return
    for index, (key, value) in enumerate(entries):
        here = ((at, "/state/scalar/map"), index)
        _node(report, key, scope, (here, 0))
        _node(report, value, scope, (here, 1))


def _used(report: Report, name: str, scope: Scope, at: At) -> None:
    if name != SELF and scope.find(name) is None:
        report.error(f"undefined id {name!r}", at)


def _condition(report: Report, cond: Scalar, scope: Scope, at: At) -> None:
    found = known_classes(cond, scope, report.table)
    if found is not None and "number" not in found:
        report.warning(f"a condition is a number or bool, this is {one_of(found)}", at)


def _branch(report: Report, node: Scalar, scope: Scope, at: At) -> None:
    if isinstance(node, PostOp):
        check_form(report, node.form, Scope(scope), (at, "/state/scalar/op/post"))
    else:
        _node(report, node, scope, at)


def _loop_op(report: Report, op: Scalar, given: tuple[str, ...], scope: Scope, at: At) -> None:
    """An op that the node around it calls with ``given``, which are its own even where the scope has such ids."""
    match op:
        case PostOp(form):
            inner = Scope(scope)
            for name in given:
                inner.param(name)
            check_form(report, form, inner, (at, "/state/scalar/op/post"))
        case IdRef(name):
            _used(report, name, scope, at)
            binding = scope.find(name)
            definition = binding.definition if binding else None
            if isinstance(definition, PostOp) and binding is not None:
                for param in binding.op_params(definition):
                    if param not in given:
                        report.error(f"{name!r} takes {param!r}, and is called here with {', '.join(given)}", at)
            elif definition is not None:
                report.error(f"{name!r} is not a POST op", at)
        case Get() | Put() | Post() | Delete() | If() | Cond() | While() | ForEach() | After() | Link():
            _node(report, op, scope, at)
        case _:
            report.error("expected a POST op, or a ref to one", at)


def _call(report: Report, call: OpRef, scope: Scope, at: At) -> None:
    subject = call.subject
    inner, places = _places(call, at)
    if subject.startswith("$"):
        name, _, suffix = subject[1:].partition("/")
        _used(report, name, scope, at)
        if name == SELF:
            check_sibling(report, f"/{suffix}", VERB_OF[type(call)], call, at, inner)
        elif suffix:
            check_native(report, name, suffix, call, scope, at, inner)
        else:
            check_bound(report, name, call, scope, at, inner)
    else:
        check_path(report, subject, VERB_OF[type(call)], call, at, inner)
    if isinstance(call, Post):
        _post_params(report, call, scope, inner)
    elif isinstance(call, Put):
        _node(report, call.key, scope, places[0])
        _node(report, call.value, scope, places[1])
    else:
        _node(report, call.key, scope, places[0])


def _post_params(report: Report, call: Post, scope: Scope, at: At) -> None:
    op_name = call.subject.rpartition("/")[2] if call.subject.startswith("$") else ""
    given = dict(call.params)
    for name, value in call.params:
        here = (at, name)
        if name == SELF:
            report.error("nothing may bind self", here)
        if op_name == "fold" and name == "op":
            _fold_op(report, value, given, scope, here)
        elif _KEYED_OPS.get(op_name) == name and isinstance(value, OP_NODES):
            _key_op(report, value, scope, here)
        else:
            _node(report, value, scope, here)


def _key_op(report: Report, op: OpDef, scope: Scope, at: At) -> None:
    if not isinstance(op, (GetOp, PostOp)):
        report.error("expected a GET or POST op, or a ref to one", at)
    elif len(params := op_params(op, scope)) > 1:
        report.error(f"called with one item, this op takes {', '.join(params)}", at)
    else:
        check_op(report, op, scope, at)


def _fold_op(report: Report, op: Scalar, given: dict[str, Scalar], scope: Scope, at: At) -> None:
    if not isinstance(op, PostOp):
        if isinstance(op, OP_NODES):
            report.error("expected a POST op, or a ref to one", at)
        else:
            _node(report, op, scope, at)
        return
    item, state = given.get("item_name"), given.get("value")
    inner = Scope(scope)
    if isinstance(state, Map):
        members = [key for key, _ in state.entries if isinstance(key, str)]
    elif class_of(state) is not None:
        members = [STATE]
    else:  # not known before it runs: what is unbound may be a member of the state
        members = [STATE, *op_params(op, scope)]
    for name in (*members, *([item] if isinstance(item, str) else [])):
        inner.param(name)
    check_form(report, op.form, inner, (at, "/state/scalar/op/post"))


def _places(call: OpRef, at: At) -> tuple[At, tuple[At, ...]]:
    """Where the encoder puts what a call passes: the place of its array or object, and of its key and value."""
    subject = call.subject
    short = subject.startswith("$") or (subject.startswith("/") and subject not in SPECIAL)
    if short and not isinstance(call, Delete):
        here: At = (at, subject)
        return here, ((here, 0), (here, 1))
    here = (at, f"/state/scalar/ref/op/{VERB_OF[type(call)].lower()}")
    return (here, 1), ((here, 1), (here, 2))
