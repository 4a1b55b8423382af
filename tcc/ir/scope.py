"""Scope in tc-ir: which ids a form binds, which it takes from around it, which are its parameters.

The parameters of a POST op are the ids used in it that nothing binds: not its own form, not a form nested in it, not
a scope around it. An op that stands as a value (bound to an id, passed as a parameter, an item of a tuple) is called
with parameters of its own, so what is unbound in it is *its* parameter and not that of the op around it. A branch of
a conditional and the ops of a loop are called by the node they stand in, with nothing but what that node gives
(``state``, the item); anything else unbound in them belongs to the op around them.
"""

from __future__ import annotations

from typing import Final

from msgspec import UNSET, UnsetType

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

STATE: Final = "state"
"""The id under which a loop passes its state."""

OP_NODES: Final = (GetOp, PutOp, PostOp, DeleteOp)


class Binding:
    """What an id means in a scope: a parameter (perhaps of a declared type) or an entry of a form."""

    __slots__ = ("classes", "node", "params", "scope", "type")

    def __init__(self, scope: Scope, node: Scalar = None, type_: str | None = None, *, is_param: bool = True) -> None:
        self.scope = scope
        self.type = type_
        self.node: Scalar = node
        self.params: tuple[str, ...] | None = None
        self.classes: frozenset[str] | None | UnsetType = UNSET
        if is_param and type_ is None:
            self.type = "any"

    @property
    def definition(self) -> OpDef | None:
        """The op this id is directly bound to."""
        return self.node if isinstance(self.node, OP_NODES) else None

    def op_params(self, op: OpDef) -> tuple[str, ...]:
        """The parameters of the op this id is bound to; found once."""
        if self.params is None:
            self.params = op_params(op, self.scope)
        return self.params


class Scope:
    """The ids a form can use: its own bindings, then those of the scope around it."""

    __slots__ = ("bindings", "parent")

    def __init__(self, parent: Scope | None = None) -> None:
        self.parent = parent
        self.bindings: dict[str, Binding] = {}

    def find(self, name: str) -> Binding | None:
        """The binding of ``name``, the nearest first."""
        scope: Scope | None = self
        while scope is not None:
            if name in scope.bindings:
                return scope.bindings[name]
            scope = scope.parent
        return None

    def param(self, name: str, type_: str | None = None) -> None:
        """Bind a parameter."""
        self.bindings[name] = Binding(self, None, type_)

    def entry(self, name: str, node: Scalar) -> None:
        """Bind an entry of a form."""
        self.bindings[name] = Binding(self, node, is_param=False)


def op_params(op: OpDef, scope: Scope | None) -> tuple[str, ...]:
    """The names an op is called with, in the order of their first use; ``scope`` is the one it stands in."""
    match op:
        case GetOp(key_name=key) | DeleteOp(key_name=key):
            return (key,)
        case PutOp(key_name=key, value_name=value):
            return (key, value)
        case PostOp(form):
            unbound = form_names(form, inner_params=False)
            return tuple([name for name in unbound if name != SELF and (scope is None or scope.find(name) is None)])


def form_names(form: Form, *, inner_params: bool) -> dict[str, None]:
    """The ids a form uses and does not bind itself, in the order of their first use; see ``used_names``."""
    found: dict[str, None] = {}
    _collect_form(form, (), inner_params, found)
    return found


def used_names(node: Scalar, *, inner_params: bool) -> dict[str, None]:
    """The ids a scalar uses and does not bind itself, in the order of their first use.

    ``inner_params`` says whether ids used by a POST op that stands as a value count: they do for dataflow (it
    captures them), they do not for the parameters of the op around it.
    """
    found: dict[str, None] = {}
    _collect(node, inner_params, found)
    return found


def _collect(node: Scalar, inner_params: bool, found: dict[str, None]) -> None:
    match node:
        case IdRef(name):
            found[name] = None
        case Get() | Put() | Post() | Delete():
            if node.subject.startswith("$"):
                found[node.subject[1:].split("/", 1)[0]] = None
            for part in parts(node):
                _collect(part, inner_params, found)
        case PostOp(form):
            if inner_params:
                _collect_form(form, (), inner_params, found)
        case GetOp() | PutOp() | DeleteOp():
            _collect_form(node.form, op_params(node, None), inner_params, found)
        case If(cond, then, or_else) | Cond(cond, then, or_else):
            _collect(cond, inner_params, found)
            for branch in (then, or_else):
                _collect_called(branch, (), inner_params, found)
        case While(cond, body, state):
            _collect_called(cond, (STATE,), inner_params, found)
            _collect_called(body, (STATE,), inner_params, found)
            _collect(state, inner_params, found)
        case ForEach(items, op, item_name, state, stateful):
            _collect(items, inner_params, found)
            _collect_called(op, (item_name, STATE) if stateful else (item_name,), inner_params, found)
            _collect(state, inner_params, found)
        case After(when, then):
            _collect(when, inner_params, found)
            _collect(then, inner_params, found)
        case Tuple(items):
            for item in items:
                _collect(item, inner_params, found)
        case Map(entries):
            for key, value in entries:
                _collect(key, inner_params, found)
                _collect(value, inner_params, found)


def _collect_called(node: Scalar, given: tuple[str, ...], inner_params: bool, found: dict[str, None]) -> None:
    """The ids used by an op that the node around it calls with ``given``."""
    if isinstance(node, PostOp):
        _collect_form(node.form, given, inner_params, found)
    else:
        _collect(node, inner_params, found)


def _collect_form(form: Form, given: tuple[str, ...], inner_params: bool, found: dict[str, None]) -> None:
    own = {*given, *(name for name, _ in form)}
    inner: dict[str, None] = {}
    for _, node in form:
        _collect(node, inner_params, inner)
    for name in inner:
        if name not in own:
            found[name] = None


def parts(node: Get | Put | Post | Delete) -> tuple[Scalar, ...]:
    """The scalars an op ref passes: key, value or parameters."""
    match node:
        case Put(key=key, value=value):
            return (key, value)
        case Post(params=params):
            return tuple([param for _, param in params])
        case _:
            return (node.key,)
