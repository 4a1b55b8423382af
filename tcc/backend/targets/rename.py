"""Renaming the free ids of a form."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import structs

from tcc.ir.nodes import Delete, ForEach, Form, Get, IdRef, Map, Post, PostOp, Put, Scalar, While
from tcc.ir.rewrite import rebuild, rebuild_form
from tcc.ir.scope import STATE


def rename_form(form: Form, names: Mapping[str, str]) -> Form:
    """The form with every use of the ids in ``names`` under its new name. Ids are unique in a route, so none of them
    is bound in the form; what a loop gives its ops is their own and keeps its name."""
    return rebuild_form(form, lambda node: rename(node, names)) if names else form


def rename(node: Scalar, names: Mapping[str, str]) -> Scalar:
    """The scalar with the same ids renamed."""
    match node:
        case IdRef(name):
            return IdRef(names.get(name, name))
        case While(cond, body, state):
            own = {name: new for name, new in names.items() if name != STATE}
            return While(_called(cond, names, own), _called(body, names, own), rename(state, names))
        case ForEach(items, op, item_name, state, stateful):
            given = (item_name, STATE) if stateful else (item_name,)
            own = {name: new for name, new in names.items() if name not in given}
            return structs.replace(
                node, items=rename(items, names), op=_called(op, names, own), state=rename(state, names)
            )
        case Post(subject, params) if subject.endswith("/fold"):
            own = {name: new for name, new in names.items() if name not in _fold_params(node)}
            return Post(
                _subject(subject, names),
                tuple(
                    (name, _called(param, names, own) if name == "op" else rename(param, names))
                    for name, param in params
                ),
            )
        case Get() | Put() | Post() | Delete():
            renamed = structs.replace(node, subject=_subject(node.subject, names))
            return rebuild(renamed, lambda part: rename(part, names))
        case _:
            return rebuild(node, lambda part: rename(part, names))


def _called(op: Scalar, names: Mapping[str, str], own: Mapping[str, str]) -> Scalar:
    return rename(op, own if isinstance(op, PostOp) else names)


def _fold_params(fold: Post) -> tuple[str, ...]:
    params = dict(fold.params)
    state, item = params.get("value"), params.get("item_name")
    members = [str(key) for key, _ in state.entries] if isinstance(state, Map) else [STATE]
    return (*members, *([item] if isinstance(item, str) else []))


def _subject(subject: str, names: Mapping[str, str]) -> str:
    if not subject.startswith("$"):
        return subject
    name, slash, suffix = subject[1:].partition("/")
    return f"${names.get(name, name)}{slash}{suffix}"
