"""tc-ir as data: the scalars a program is made of (docs/ir.md, sections 1 to 3).

Plain values are plain Python: ``None``, ``bool``, ``int``, ``float``, ``complex``, ``str`` and ``bytes``.
Everything else is one frozen struct here. A *form* is an ordered sequence of ``(id, scalar)`` entries whose
last entry is the result.
"""

from __future__ import annotations

from typing import TypeAlias

from msgspec import Struct


class Link(Struct, frozen=True):
    """A link as a value: a path, or an absolute ``http(s)://host[:port]/path``."""

    url: str


class Tuple(Struct, frozen=True):
    """An ordered sequence of scalars; Python lists and tuples are both this."""

    items: tuple[Scalar, ...]


class Map(Struct, frozen=True):
    """A map in insertion order. Keys are values; a map whose keys are all Ids is written as an object."""

    entries: tuple[tuple[Scalar, Scalar], ...]


class IdRef(Struct, frozen=True):
    """``{"$id": []}``: the value bound to ``id`` (written without its ``$``)."""

    id: str


class Get(Struct, frozen=True):
    """A GET OpRef. ``subject`` is a link, ``$id`` or ``$id/suffix``; no key is ``None``."""

    subject: str
    key: Scalar = None


class Put(Struct, frozen=True):
    """A PUT OpRef."""

    subject: str
    key: Scalar
    value: Scalar


class Post(Struct, frozen=True):
    """A POST OpRef; ``params`` keep the order they were written in."""

    subject: str
    params: tuple[tuple[str, Scalar], ...] = ()


class Delete(Struct, frozen=True):
    """A DELETE OpRef."""

    subject: str
    key: Scalar = None


class GetOp(Struct, frozen=True):
    """A GET OpDef: a form with one named key."""

    key_name: str
    form: Form


class PutOp(Struct, frozen=True):
    """A PUT OpDef: a form with a named key and a named value."""

    key_name: str
    value_name: str
    form: Form


class PostOp(Struct, frozen=True):
    """A POST OpDef: its parameters are the free ids of its form."""

    form: Form


class DeleteOp(Struct, frozen=True):
    """A DELETE OpDef: a form with one named key."""

    key_name: str
    form: Form


class If(Struct, frozen=True):
    """``TCRef::If``: resolve ``cond``, then only the chosen branch."""

    cond: Scalar
    then: Scalar
    or_else: Scalar


class Cond(Struct, frozen=True):
    """``cond``, the conditional of the 2026 releases; decoded in every profile."""

    cond: Scalar
    then: Scalar
    or_else: Scalar


class While(Struct, frozen=True):
    """``TCRef::While``: call ``cond`` with ``{state}``; while true, ``body`` gives the next state."""

    cond: Scalar
    body: Scalar
    state: Scalar


class ForEach(Struct, frozen=True):
    """``TCRef::ForEach``: run ``op`` for each item; carries ``state`` when ``stateful``."""

    items: Scalar
    op: Scalar
    item_name: str
    state: Scalar = None
    stateful: bool = False


class After(Struct, frozen=True):
    """``TCRef::After``: resolve ``when``, then ``then``."""

    when: Scalar
    then: Scalar


OpRef: TypeAlias = Get | Put | Post | Delete
OpDef: TypeAlias = GetOp | PutOp | PostOp | DeleteOp
Control: TypeAlias = If | Cond | While | ForEach | After
Scalar: TypeAlias = (
    "None | bool | int | float | complex | str | bytes | Link | Tuple | Map | IdRef | OpRef | OpDef | Control"
)
Form: TypeAlias = tuple[tuple[str, Scalar], ...]
