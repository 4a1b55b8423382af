"""What can be known of a value's class before it is computed: from literals, declared parameters and the op table."""

from __future__ import annotations

from typing import Final

from msgspec import UnsetType

from tcc.ir.calls import op_candidates, result_type
from tcc.ir.nodes import After, Cond, Delete, Get, IdRef, If, Post, Put, Scalar
from tcc.ir.optable import OpTable
from tcc.ir.scope import Scope
from tcc.ir.types import class_of, classes, parse_type

_MAX_HOPS: Final = 32
"""How many bindings are followed; what is behind more counts as unknown."""


def known_classes(node: Scalar, scope: Scope, table: OpTable, hops: int = 0) -> frozenset[str] | None:
    """The op-table classes a node's value can have, ``None`` when nothing is known. ``none`` is a class here."""
    literal = class_of(node)
    if literal is not None:
        return frozenset((literal,))
    if hops == _MAX_HOPS:
        return None
    match node:
        case IdRef(name):
            binding = scope.find(name)
            if binding is None:
                return None
            if binding.type is not None:
                return classes(parse_type(binding.type))
            if isinstance(binding.classes, UnsetType):
                binding.classes = None  # what a cycle finds
                binding.classes = known_classes(binding.node, binding.scope, table, hops + 1)
            return binding.classes
        case If(_, then, or_else) | Cond(_, then, or_else):
            return _either(_branch(then, scope, table, hops), _branch(or_else, scope, table, hops))
        case After(_, then):
            return known_classes(then, scope, table, hops + 1)
        case Get() | Put() | Post() | Delete():
            return _result(node, scope, table, hops)
        case _:
            return None


def _branch(node: Scalar, scope: Scope, table: OpTable, hops: int) -> frozenset[str] | None:
    found = known_classes(node, scope, table, hops + 1)
    # An op that stands as a branch is run, and its entries are in a scope of their own.
    return None if found is None or "op" in found else found


def _either(left: frozenset[str] | None, right: frozenset[str] | None) -> frozenset[str] | None:
    return None if left is None or right is None else left | right


def _result(call: Get | Put | Post | Delete, scope: Scope, table: OpTable, hops: int) -> frozenset[str] | None:
    subject = call.subject
    if not subject.startswith("$"):
        spec = table.routes.get(subject)
        return None if spec is None else classes(parse_type(spec.result))
    name, _, op = subject[1:].partition("/")
    if not op or "/" in op:
        return None
    on = known_classes(IdRef(name), scope, table, hops + 1)
    result = result_type(op_candidates(table, op), on)
    return None if result is None else classes(parse_type(result))
