"""Scope in tc-ir: which ids a form binds, which it takes from around it, which are its parameters.

The parameters of a POST op are the ids used in it that nothing binds: not its own form, not a form nested in it, not
a scope around it. An op that stands as a value (bound to an id, passed as a parameter, an item of a tuple) is called
with parameters of its own, so what is unbound in it is *its* parameter and not that of the op around it. A branch of
a conditional and the ops of a loop are called by the node they stand in, with nothing but what that node gives
(``state``, the item); anything else unbound in them belongs to the op around them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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
            unbound = dict.fromkeys(form_names(form, inner_params=False))
            return tuple(name for name in unbound if name != SELF and (scope is None or scope.find(name) is None))


def form_names(form: Form, *, inner_params: bool) -> Iterator[str]:
    """The ids a form uses and does not bind itself; see ``used_names``."""
    own = {name for name, _ in form}
    for _, node in form:
        for name in used_names(node, inner_params=inner_params):
            if name not in own:
                yield name


def used_names(node: Scalar, *, inner_params: bool) -> Iterator[str]:
    """The ids a scalar uses and does not bind itself, repeats included.

    ``inner_params`` says whether ids used by a POST op that stands as a value count: they do for dataflow (it
    captures them), they do not for the parameters of the op around it.
    """
    match node:
        case IdRef(name):
            yield name
        case Get() | Put() | Post() | Delete():
            if node.subject.startswith("$"):
                yield node.subject[1:].split("/", 1)[0]
            for part in parts(node):
                yield from used_names(part, inner_params=inner_params)
        case PostOp(form):
            if inner_params:
                yield from form_names(form, inner_params=True)
        case GetOp() | PutOp() | DeleteOp():
            own = op_params(node, None)
            yield from _without(form_names(node.form, inner_params=inner_params), own)
        case If(cond, then, or_else) | Cond(cond, then, or_else):
            yield from used_names(cond, inner_params=inner_params)
            for branch in (then, or_else):
                yield from _called(branch, (), inner_params)
        case While(cond, body, state):
            yield from _called(cond, (STATE,), inner_params)
            yield from _called(body, (STATE,), inner_params)
            yield from used_names(state, inner_params=inner_params)
        case ForEach(items, op, item_name, state, stateful):
            yield from used_names(items, inner_params=inner_params)
            yield from _called(op, (item_name, STATE) if stateful else (item_name,), inner_params)
            yield from used_names(state, inner_params=inner_params)
        case After(when, then):
            yield from used_names(when, inner_params=inner_params)
            yield from used_names(then, inner_params=inner_params)
        case Tuple(items):
            for item in items:
                yield from used_names(item, inner_params=inner_params)
        case Map(entries):
            for key, value in entries:
                yield from used_names(key, inner_params=inner_params)
                yield from used_names(value, inner_params=inner_params)


def _called(node: Scalar, given: tuple[str, ...], inner_params: bool) -> Iterator[str]:
    """The ids used by an op that the node around it calls with ``given``."""
    if isinstance(node, PostOp):
        return _without(form_names(node.form, inner_params=inner_params), given)
    return used_names(node, inner_params=inner_params)


def _without(used: Iterable[str], bound: tuple[str, ...]) -> Iterator[str]:
    return (name for name in used if name not in bound)


def parts(node: Get | Put | Post | Delete) -> tuple[Scalar, ...]:
    """The scalars an op ref passes: key, value or parameters."""
    match node:
        case Put(key=key, value=value):
            return (key, value)
        case Post(params=params):
            return tuple([param for _, param in params])
        case _:
            return (node.key,)
