"""Builtin classes named in source, as ``isinstance`` and class patterns take them."""

from __future__ import annotations

from typing import Final

import gast

from tcc.frontend.model import External
from tcc.lowering.build.builder import Builder
from tcc.lowering.build.static import static

KINDS: Final[dict[str, str]] = {
    "bool": "bool", "int": "int", "float": "float", "complex": "complex", "str": "str", "bytes": "bytes",
    "list": "list", "tuple": "tuple", "dict": "map", "set": "set",
}  # fmt: skip


def class_kinds(b: Builder, node: gast.AST) -> tuple[str, ...] | None:
    """The type kinds a class expression (``int``, ``(int, float)``, ``int | str``) names, or None."""
    match node:
        case gast.Name() if node.id in KINDS and node.id not in b.env and not b.scope.is_local(node.id):
            return (KINDS[node.id],)
        case gast.Tuple():
            parts = [class_kinds(b, e) for e in node.elts]
            return None if None in parts else tuple(k for p in parts if p for k in p)
        case gast.BinOp(op=gast.BitOr()):
            left, right = class_kinds(b, node.left), class_kinds(b, node.right)
            return None if left is None or right is None else left + right
        case gast.Constant(value=None) | gast.Call(func=gast.Name(id="type"), args=[gast.Constant(value=None)]):
            return ("none",)
        case _:
            match static(b, node):
                case External(path="types.NoneType"):
                    return ("none",)
                case External(path="numbers.Number"):
                    return ("bool", "int", "float", "complex")
            return None
