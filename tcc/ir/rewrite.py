"""Rebuilding a scalar from changed parts: what every pass over tc-ir is made of."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import structs

from tcc.ir.nodes import (
    After,
    Cond,
    Delete,
    DeleteOp,
    ForEach,
    Form,
    Get,
    GetOp,
    If,
    Map,
    Post,
    PostOp,
    Put,
    PutOp,
    Scalar,
    Tuple,
    While,
)


def rebuild(node: Scalar, change: Callable[[Scalar], Scalar]) -> Scalar:
    """The same node with ``change`` applied to each scalar directly in it, the entries of a form included."""
    match node:
        case Tuple(items):
            return Tuple(tuple([change(item) for item in items]))
        case Map(entries):
            return Map(tuple([(change(key), change(value)) for key, value in entries]))
        case Get(subject, key):
            return Get(subject, change(key))
        case Put(subject, key, value):
            return Put(subject, change(key), change(value))
        case Post(subject, params):
            return Post(subject, tuple([(name, change(param)) for name, param in params]))
        case Delete(subject, key):
            return Delete(subject, change(key))
        case GetOp() | PutOp() | PostOp() | DeleteOp():
            return structs.replace(node, form=rebuild_form(node.form, change))
        case If(cond, then, or_else):
            return If(change(cond), change(then), change(or_else))
        case Cond(cond, then, or_else):
            return Cond(change(cond), change(then), change(or_else))
        case While(cond, body, state):
            return While(change(cond), change(body), change(state))
        case ForEach(items, op, item_name, state, stateful):
            return ForEach(change(items), change(op), item_name, change(state) if stateful else None, stateful)
        case After(when, then):
            return After(change(when), change(then))
        case _:
            return node


def rebuild_form(form: Form, change: Callable[[Scalar], Scalar]) -> Form:
    """The same form with ``change`` applied to each entry's scalar."""
    return tuple([(name, change(node)) for name, node in form])
