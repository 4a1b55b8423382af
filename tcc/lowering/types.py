"""The type lattice: what is known of a value at compile time.

``never`` is the bottom. There are two tops: ``any`` is a value that came from JSON, so no Python tuple is inside it;
``object`` may hold anything. Lists and tuples are one thing on the wire (docs/ir.md), so where Python tells them
apart only the types here can, and ``object`` is refused where it would matter.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

MAX_DEPTH = 5
MAX_UNION = 6


class Type(Struct, frozen=True, gc=False):
    """A type: a kind and its arguments (``list``, ``vtuple``, ``set``, ``iter`` 1, ``map`` 2, ``tuple``, ``union`` n).

    ``vtuple`` is Python's ``tuple[T, ...]``; ``iter`` is a one-shot iterator such as ``zip(…)`` gives.
    """

    kind: str
    args: tuple[Type, ...] = ()

    def __str__(self) -> str:
        """As a person would write it; an empty container's is its name alone."""
        name = {"none": "None", "map": "dict", "iter": "iterator"}.get(self.kind, self.kind)
        match self.kind:
            case "union":
                return " | ".join(str(t) for t in self.args)
            case "vtuple":
                return f"tuple[{self.args[0]}, ...]"
            case "map" | "list" | "set" | "iter" if self.args[0].kind == "never":
                return name
            case _ if self.args or self.kind == "tuple":
                return f"{name}[{', '.join(str(t) for t in self.args)}]"
            case _:
                return name


NEVER = Type("never")
NONE = Type("none")
BOOL = Type("bool")
INT = Type("int")
FLOAT = Type("float")
COMPLEX = Type("complex")
STR = Type("str")
BYTES = Type("bytes")
LINK = Type("link")
OP = Type("op")
RANGE = Type("range")
ANY = Type("any")
OBJECT = Type("object")
NUMBER = Type("union", (INT, FLOAT))
NUMERIC = Type("union", (INT, FLOAT, COMPLEX))

_RANK = {"bool": 0, "int": 1, "float": 2, "complex": 3}
_TUPLES = ("tuple", "vtuple")
_PLAIN = frozenset({"never", "none", "bool", "int", "float", "complex", "str", "bytes", "link", "range", "op"})


def list_of(item: Type) -> Type:
    """``list[item]``, cut off at the depth the lattice keeps."""
    return _bounded("list", (item,))


def vtuple_of(item: Type) -> Type:
    """``tuple[item, ...]``."""
    return _bounded("vtuple", (item,))


def tuple_of(items: Iterable[Type]) -> Type:
    """``tuple[items…]``; a long one is kept as ``tuple[join, ...]``."""
    args = tuple(items)
    return _bounded("tuple", args) if len(args) <= 16 else vtuple_of(join_all(args))


def map_of(key: Type, value: Type) -> Type:
    """``dict[key, value]``."""
    return _bounded("map", (key, value))


def set_of(item: Type) -> Type:
    """``set[item]``."""
    return _bounded("set", (item,))


def iter_of(item: Type) -> Type:
    """A one-shot iterator over ``item``."""
    return _bounded("iter", (item,))


def _bounded(kind: str, args: tuple[Type, ...]) -> Type:
    return Type(kind, tuple([_cut(a, MAX_DEPTH - 1) if a.args else a for a in args]))


def _cut(t: Type, depth: int) -> Type:
    if not t.args:
        return t
    if depth == 0:
        return OBJECT if has_tuple(t) else ANY
    args = tuple([_cut(a, depth if t.kind == "union" else depth - 1) for a in t.args])
    return t if args == t.args else (union(args) if t.kind == "union" else Type(t.kind, args))


def members(t: Type) -> tuple[Type, ...]:
    """The members of a union, or the type alone."""
    return t.args if t.kind == "union" else (t,)


def union(types: Iterable[Type]) -> Type:
    """The join of several types."""
    return join_all(types)


def join_all(types: Iterable[Type]) -> Type:
    """The least type above all of ``types``; ``never`` for none."""
    result = NEVER
    for t in types:
        result = join(result, t)
    return result


def join(a: Type, b: Type) -> Type:
    """The least type of the lattice above both."""
    if a is b or a == b or b.kind == "never":
        return a
    if a.kind == "never":
        return b
    if a.kind == "object" or b.kind == "object":
        return OBJECT
    merged: list[Type] = list(members(a))
    if ANY in merged or ANY in members(b):
        return _with_any([*merged, *members(b)])
    for t in members(b):
        for i, other in enumerate(merged):
            together = _merge(other, t)
            if together is not None:
                merged[i] = together
                break
        else:
            merged.append(t)
    if len(merged) == 1:
        return merged[0]
    if len(merged) > MAX_UNION:
        return OBJECT if any(has_tuple(t) for t in merged) else ANY
    return Type("union", tuple(sorted(merged, key=_order)))


def _with_any(types: list[Type]) -> Type:
    """``any`` takes in every type without tuples; those that may hold one stay beside it."""
    rest = join_all([t for t in types if has_tuple(t)])
    if rest.kind in ("never", "object"):
        return ANY if rest.kind == "never" else OBJECT
    parts = members(rest)
    return OBJECT if len(parts) >= MAX_UNION else Type("union", (*parts, ANY))


def _order(t: Type) -> tuple[int, str]:
    return (_RANK.get(t.kind, 9), t.kind)


def _merge(a: Type, b: Type) -> Type | None:
    """One member standing for both, or None when they stay apart."""
    if a == b:
        return a
    if a.kind == b.kind:
        if a.kind == "tuple" and len(a.args) != len(b.args):
            return vtuple_of(join_all(a.args + b.args))
        return _bounded(a.kind, tuple(join(x, y) for x, y in zip(a.args, b.args, strict=True)))
    if a.kind in _TUPLES and b.kind in _TUPLES:
        return vtuple_of(join_all(a.args + b.args))
    return None


def has_tuple(t: Type) -> bool:
    """Whether a Python tuple may be in a value of this type, at any depth."""
    return t.kind == "object" or t.kind in _TUPLES or any(has_tuple(a) for a in t.args)


def is_number(t: Type) -> bool:
    """Whether every value of the type is a number (bools included) and there is one."""
    return t.kind in _RANK or (t.kind == "union" and all(a.kind in _RANK for a in t.args))


def is_plain(t: Type) -> bool:
    """Whether the type is known and holds no container that a program could change in place."""
    return t.kind in _PLAIN or (t.kind == "union" and all(m.kind in _PLAIN for m in t.args))


def number_join(a: Type, b: Type) -> Type:
    """The type of ``a + b`` for two number kinds: at least ``int``."""
    top = max(_RANK[a.kind], _RANK[b.kind], 1)
    return (INT, INT, FLOAT, COMPLEX)[top]


def item_type(t: Type) -> Type | None:
    """What iterating over ``t`` gives, or None when ``t`` cannot be iterated."""
    match t.kind:
        case "list" | "vtuple" | "set" | "iter":
            return t.args[0]
        case "tuple":
            return join_all(t.args)
        case "map":
            return t.args[0]
        case "str":
            return STR
        case "bytes" | "range":
            return INT
        case "any" | "object" | "never":
            return t
        case "union":
            known = [i for m in t.args if (i := item_type(m)) is not None]
            return join_all(known) if known else None
        case _:
            return None


def remove_none(t: Type) -> Type:
    """``t`` without ``None``, for what follows a test."""
    return join_all([m for m in members(t) if m.kind != "none"])
