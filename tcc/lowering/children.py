"""The nodes under a gast node, for the walks over a body: what ``gast.iter_child_nodes`` gives, in a fifth of its time.

    n + 1   →   [Name("n"), Constant(1)]

Contexts and operators are left out: they have nothing under them, and the node they belong to says what they are.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any, Final

import gast

_WITHOUT_NODES: Final = frozenset(
    {
        "arg", "asname", "attr", "conversion", "ctx", "id", "is_async", "kind", "kwd_attrs", "level", "module", "name",
        "names", "op", "ops", "rest", "simple", "str", "tag", "type_comment", "type_ignores",
    }
)  # fmt: skip
"""Fields that hold no node, or only a context or an operator."""

_FIELDS: Final[dict[type[Any], tuple[str, ...]]] = {
    **{
        cls: tuple([field for field in cls._fields if field not in _WITHOUT_NODES])
        for module in (ast, gast)
        for cls in vars(module).values()
        if isinstance(cls, type) and issubclass(cls, ast.AST)
    },
    gast.Constant: (),
    gast.MatchSingleton: (),
    gast.ExceptHandler: ("type", "name", "body"),
    gast.Import: ("names",),
    gast.ImportFrom: ("names",),
}
_WITH_GAPS: Final = frozenset({gast.arguments, gast.Dict})
"""Nodes whose lists hold None: for a parameter without a default, and for ``**other``."""


def children(node: gast.AST) -> list[gast.AST]:
    """The nodes directly under ``node``, in the order of its fields."""
    found: list[gast.AST] = []
    cls: type[Any] = type(node)
    for field in _FIELDS[cls]:
        value = getattr(node, field, None)
        if value is None:
            continue
        if type(value) is list:
            found += value
        else:
            found.append(value)
    return [child for child in found if child is not None] if cls in _WITH_GAPS else found


def descendants(node: gast.AST) -> Iterator[gast.AST]:
    """``node`` and every node under it."""
    pending = [node]
    while pending:
        node = pending.pop()
        yield node
        pending += children(node)
