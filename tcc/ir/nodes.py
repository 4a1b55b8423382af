"""tc-ir as data: the scalars a program is made of (docs/ir.md, sections 1 to 3).

Plain values are plain Python: ``None``, ``bool``, ``int``, ``float``, ``complex``, ``str`` and ``bytes``.
Everything else is one frozen struct here. A *form* is an ordered sequence of ``(id, scalar)`` entries whose
last entry is the result.
"""

from __future__ import annotations

from typing import TypeAlias

from msgspec import Struct


class Node(Struct, frozen=True, gc=False):
    """What is not a plain value. Nodes hold only what was made before them, so the collector need not look at them."""


class Link(Node, frozen=True):
    """A link as a value: a path, or an absolute ``http(s)://host[:port]/path``."""

    url: str


class Tuple(Node, frozen=True):
    """An ordered sequence of scalars; Python lists and tuples are both this."""

    items: tuple[Scalar, ...]


class Map(Node, frozen=True):
    """A map in insertion order. Keys are values; a map whose keys are all Ids is written as an object."""

    entries: tuple[tuple[Scalar, Scalar], ...]


class IdRef(Node, frozen=True):
    """``{"$id": []}``: the value bound to ``id`` (written without its ``$``)."""

    id: str


class Get(Node, frozen=True):
    """A GET OpRef. ``subject`` is a link, ``$id`` or ``$id/suffix``; no key is ``None``."""

    subject: str
    key: Scalar = None


class Put(Node, frozen=True):
    """A PUT OpRef."""

    subject: str
    key: Scalar
    value: Scalar


class Post(Node, frozen=True):
    """A POST OpRef; ``params`` keep the order they were written in."""

    subject: str
    params: tuple[tuple[str, Scalar], ...] = ()


class Delete(Node, frozen=True):
    """A DELETE OpRef."""

    subject: str
    key: Scalar = None


class GetOp(Node, frozen=True):
    """A GET OpDef: a form with one named key."""

    key_name: str
    form: Form


class PutOp(Node, frozen=True):
    """A PUT OpDef: a form with a named key and a named value."""

    key_name: str
    value_name: str
    form: Form


class PostOp(Node, frozen=True):
    """A POST OpDef: its parameters are the free ids of its form."""

    form: Form


class DeleteOp(Node, frozen=True):
    """A DELETE OpDef: a form with one named key."""

    key_name: str
    form: Form


class If(Node, frozen=True):
    """``TCRef::If``: resolve ``cond``, then only the chosen branch."""

    cond: Scalar
    then: Scalar
    or_else: Scalar


class Cond(Node, frozen=True):
    """``cond``, the conditional of the 2026 releases; decoded in every profile."""

    cond: Scalar
    then: Scalar
    or_else: Scalar


class While(Node, frozen=True):
    """``TCRef::While``: call ``cond`` with ``{state}``; while true, ``body`` gives the next state."""

    cond: Scalar
    body: Scalar
    state: Scalar


class ForEach(Node, frozen=True):
    """``TCRef::ForEach``: run ``op`` for each item; carries ``state`` when ``stateful``."""

    items: Scalar
    op: Scalar
    item_name: str
    state: Scalar = None
    stateful: bool = False


class After(Node, frozen=True):
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
