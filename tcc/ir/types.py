"""The type grammar: what a parameter at the door, a return value or an op takes (docs/ir.md, section 5).

    any none bool int float number complex string bytes link map tuple
    list[T]   tuple[T, U]   map[K, V]   T | U

``int`` refuses bools, ``float`` takes an int too, ``number`` is int, float or complex. A bare ``list`` is a tuple.
``op`` is an op definition: only a sibling route can pass one.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from msgspec import Struct

from tcc.ir.nodes import DeleteOp, GetOp, Link, Map, PostOp, PutOp, Scalar, Tuple

MAX_NESTING: Final = 32
_TOKEN: Final = re.compile(r"\s*([a-z]+|[\[\],|])")
_ARGUMENTS: Final = {"list": 1, "map": 2}
_ATOMS: Final = frozenset(
    ("any", "none", "bool", "int", "float", "number", "complex", "string", "bytes", "link", "map", "tuple", "op")
)
_CLASSES: Final = {
    "bool": "number",
    "int": "number",
    "float": "number",
    "complex": "number",
    "list": "tuple",
}

_WITHIN: Final = {"float": ("int",), "number": ("int", "float", "complex"), "tuple": ("list",)}
"""Types all of whose values are of another by name."""


class Type(Struct, frozen=True):
    """A type: a name and its arguments. A union is ``|`` with its options as arguments."""

    name: str
    args: tuple[Type, ...] = ()

    def __str__(self) -> str:
        if self.name == "|":
            return " | ".join(map(str, self.args))
        return f"{self.name}[{', '.join(map(str, self.args))}]" if self.args else self.name

    @property
    def options(self) -> tuple[Type, ...]:
        """The types this is a union of; itself when it is none."""
        return self.args if self.name == "|" else (self,)


@lru_cache(maxsize=1024)
def parse_type(text: str) -> Type:
    """The type ``text`` denotes. Raises ``ValueError`` saying what is wrong with it."""
    tokens: list[str] = []
    position = 0
    source = text.rstrip(" ")
    while position < len(source):
        match = _TOKEN.match(source, position)
        if match is None:
            raise ValueError(f"{text!r} is not a type: unexpected {source[position:].lstrip()[0]!r}")
        tokens.append(match[1])
        position = match.end()
    tokens.append("")
    parsed, end = _union(text, tokens, 0, 0)
    if tokens[end]:
        raise ValueError(f"{text!r} is not a type: unexpected {tokens[end]!r}")
    return parsed


def _union(text: str, tokens: list[str], start: int, depth: int) -> tuple[Type, int]:
    if depth > MAX_NESTING:
        raise ValueError(f"a type nested deeper than {MAX_NESTING}")
    option, end = _single(text, tokens, start, depth)
    options = [option]
    while tokens[end] == "|":
        option, end = _single(text, tokens, end + 1, depth)
        options.append(option)
    return (options[0] if len(options) == 1 else Type("|", tuple(options))), end


def _single(text: str, tokens: list[str], start: int, depth: int) -> tuple[Type, int]:
    name = tokens[start]
    if name not in _ATOMS and name not in _ARGUMENTS:
        raise ValueError(f"{text!r} is not a type: " + (f"{name!r} is not one" if name else "it ends too early"))
    args: list[Type] = []
    end = start + 1
    if tokens[end] == "[":
        while tokens[end] in ("[", ","):
            arg, end = _union(text, tokens, end + 1, depth + 1)
            args.append(arg)
        if tokens[end] != "]":
            raise ValueError(f"{text!r} is not a type: expected ']'")
        end += 1
        if len(args) != _ARGUMENTS.get(name, len(args) if name == "tuple" else 0):
            raise ValueError(f"{text!r} is not a type: {name} does not take {len(args)} types")
    elif name == "list":
        name = "tuple"
    return Type(name, tuple(args)), end


def classes(wanted: Type) -> frozenset[str] | None:
    """The op-table classes of a type's values (``none`` for none); ``None`` when it can be any."""
    found: set[str] = set()
    for option in wanted.options:
        if option.name == "any":
            return None
        found.add(_CLASSES.get(option.name, option.name))
    return frozenset(found)


def class_of(value: Scalar) -> str | None:
    """The op-table class of a literal; ``None`` for a ref or control node, whose value is not known here."""
    match value:
        case None:
            return "none"
        case bool() | int() | float() | complex():
            return "number"
        case str():
            return "string"
        case bytes():
            return "bytes"
        case Link():
            return "link"
        case Tuple():
            return "tuple"
        case Map():
            return "map"
        case GetOp() | PutOp() | PostOp() | DeleteOp():
            return "op"
        case _:
            return None


def accepts(wanted: Type, value: Scalar) -> bool:
    """Whether a literal value is of a type, as the door checks it."""
    match wanted.name:
        case "any":
            return True
        case "|":
            return any(accepts(option, value) for option in wanted.args)
        case "bool":
            return isinstance(value, bool)
        case "int":
            return isinstance(value, int) and not isinstance(value, bool)
        case "float":
            return isinstance(value, (int, float)) and not isinstance(value, bool)
        case "complex":
            return isinstance(value, complex)
        case "number":
            return isinstance(value, (int, float, complex)) and not isinstance(value, bool)
        case "list":
            return isinstance(value, Tuple) and all(accepts(wanted.args[0], item) for item in value.items)
        case "tuple" if wanted.args:
            return (
                isinstance(value, Tuple)
                and len(value.items) == len(wanted.args)
                and all(map(accepts, wanted.args, value.items))
            )
        case "map" if wanted.args:
            key, item = wanted.args
            return isinstance(value, Map) and all(accepts(key, k) and accepts(item, v) for k, v in value.entries)
        case name:
            return class_of(value) == name


def covers(wide: Type, narrow: Type) -> bool:
    """Whether every value of the type ``narrow`` is one of ``wide``, as far as the grammar tells."""
    if wide.name == "any":
        return True
    if narrow.name == "|":
        return all(covers(wide, option) for option in narrow.args)
    if wide.name == "|":
        return any(covers(option, narrow) for option in wide.args)
    if wide.name == "list":
        items = narrow.args if narrow.name in ("list", "tuple") else ()
        return bool(items) and all(covers(wide.args[0], item) for item in items)
    if wide.name == narrow.name:
        if not wide.args:
            return True
        return len(wide.args) == len(narrow.args) and all(map(covers, wide.args, narrow.args))
    return narrow.name in _WITHIN.get(wide.name, ()) and not wide.args
