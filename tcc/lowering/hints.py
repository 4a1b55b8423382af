"""Hints to types: of the lattice for inference, and in the manifest's type grammar for the door."""

from __future__ import annotations

from typing import Final

import gast

from tcc.frontend.model import External, Module
from tcc.lowering import types
from tcc.lowering.types import Type

_BUILTIN: Final[dict[str, Type]] = {
    "int": types.INT, "float": types.NUMBER, "bool": types.BOOL, "complex": types.NUMERIC,
    "str": types.STR, "bytes": types.BYTES, "None": types.NONE, "object": types.ANY,
    "list": types.list_of(types.ANY), "tuple": types.vtuple_of(types.ANY), "dict": types.map_of(types.ANY, types.ANY),
}  # fmt: skip
_TINYCHAIN: Final[dict[str, Type]] = {
    "String": types.STR, "Number": types.NUMERIC, "Bool": types.BOOL,
    "Tuple": types.list_of(types.ANY), "Map": types.map_of(types.ANY, types.ANY), "Link": types.LINK, "Json": types.ANY,
    "Int": types.INT, "Float": types.NUMBER, "Bytes": types.BYTES, "Value": types.ANY,
    "Scalar": types.ANY, "State": types.ANY,
    "OpRef": types.ANY,
}  # fmt: skip


class UnknownHint(Exception):  # noqa: N818 - it is no failure of the compiler
    """A hint that names no type; carries the node."""

    def __init__(self, node: gast.AST) -> None:
        super().__init__(gast.unparse(node).strip())
        self.node = node


def hint_type(node: gast.AST | None, module: Module) -> Type:
    """The type a hint means to inference; ``any`` where it says nothing usable."""
    if node is None:
        return types.ANY
    try:
        return parse_hint(node, module)
    except UnknownHint:
        return types.ANY


def parse_hint(node: gast.AST, module: Module) -> Type:
    """The type a hint means. Raises ``UnknownHint``."""
    match node:
        case gast.Constant(value=None):
            return types.NONE
        case gast.Constant(value=str() as text):
            try:
                return parse_hint(gast.parse(text, mode="eval").body, module)
            except SyntaxError:
                raise UnknownHint(node) from None
        case gast.BinOp(op=gast.BitOr()):
            return types.join(parse_hint(node.left, module), parse_hint(node.right, module))
        case gast.Subscript():
            return _generic(_name(node.value, module), node, module)
        case gast.Name() | gast.Attribute():
            return _plain(_name(node, module), node, module)
        case _:
            raise UnknownHint(node)


def _name(node: gast.AST, module: Module) -> str:
    """The builtin's or package's dotted name of a type expression."""
    match node:
        case gast.Name():
            found = module.names.get(node.id)
            if isinstance(found, External):
                return found.path
            return str(node.id)
        case gast.Attribute():
            return f"{_name(node.value, module)}.{node.attr}"
        case _:
            raise UnknownHint(node)


def _plain(name: str, node: gast.AST, module: Module) -> Type:
    package, _, last = name.rpartition(".")
    if package == "" and last in _BUILTIN:
        return _BUILTIN[last]
    if package.startswith("tinychain") and last in _TINYCHAIN:
        return _TINYCHAIN[last]
    if package in ("typing", "typing_extensions", "collections.abc"):
        if last == "Any":
            return types.ANY
        if last in ("List", "Tuple", "Sequence", "Iterable"):
            return types.list_of(types.ANY)
        if last in ("Dict", "Mapping"):
            return types.map_of(types.ANY, types.ANY)
    raise UnknownHint(node)


def _generic(name: str, node: gast.Subscript, module: Module) -> Type:
    last = name.rpartition(".")[2]
    args = list(node.slice.elts) if isinstance(node.slice, gast.Tuple) else [node.slice]
    match last:
        case "Optional":
            return types.join(parse_hint(args[0], module), types.NONE)
        case "Union":
            return types.join_all([parse_hint(a, module) for a in args])
        case "list" | "List" | "Sequence" | "Iterable" | "Collection":
            return types.list_of(parse_hint(args[0], module))
        case "dict" | "Dict" | "Mapping" if len(args) == 2:
            return types.map_of(parse_hint(args[0], module), parse_hint(args[1], module))
        case "tuple" | "Tuple":
            if len(args) == 2 and isinstance(args[1], gast.Constant) and args[1].value is Ellipsis:
                return types.vtuple_of(parse_hint(args[0], module))
            return types.tuple_of([parse_hint(a, module) for a in args])
        case "Annotated" | "Final" | "ClassVar":
            return parse_hint(args[0], module)
        case "Literal":
            return types.join_all([_literal(a) for a in args])
        case _:
            raise UnknownHint(node)


def _literal(node: gast.AST) -> Type:
    match node:
        case gast.Constant(value=bool()):
            return types.BOOL
        case gast.Constant(value=int()):
            return types.INT
        case gast.Constant(value=str()):
            return types.STR
        case gast.Constant(value=None):
            return types.NONE
        case _:
            raise UnknownHint(node)


def door_type(node: gast.AST | None, module: Module) -> str:
    """A hint in the manifest's type grammar (docs/ir.md, section 5). Raises ``UnknownHint``."""
    if node is None:
        return "any"
    return _written(parse_hint(node, module))


def _written(t: Type) -> str:
    match t.kind:
        case "str":
            return "string"
        case "union" if t == types.NUMBER:
            return "float"
        case "union" if {m.kind for m in t.args} == {"int", "float", "complex"}:
            return "number"
        case "union":
            rest = [m for m in t.args if m.kind not in ("int", "float")]
            both = len(t.args) - len(rest) == 2
            return " | ".join(["float", *map(_written, rest)] if both else [_written(m) for m in t.args])
        case "list" if t.args[0] == types.ANY:
            return "tuple"
        case "vtuple" if t.args[0] == types.ANY:
            return "tuple"
        case "tuple":
            return f"tuple[{', '.join(map(_written, t.args))}]"
        case "list" | "vtuple":
            return f"list[{_written(t.args[0])}]"
        case "map" if t.args == (types.ANY, types.ANY):
            return "map"
        case "map":
            return f"map[{_written(t.args[0])}, {_written(t.args[1])}]"
        case kind:
            return kind
