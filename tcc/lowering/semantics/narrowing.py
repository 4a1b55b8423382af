"""What is left of a type after a test: ``x is None``, ``isinstance(x, …)``, or that they failed."""

from __future__ import annotations

from typing import Final, cast

from tcc.lowering.semantics.choice import Choice, same
from tcc.lowering.ssa import Op
from tcc.lowering.types import (
    ANY,
    BOOL,
    BYTES,
    COMPLEX,
    FLOAT,
    INT,
    NONE,
    OBJECT,
    STR,
    Type,
    join_all,
    list_of,
    map_of,
    members,
    set_of,
    vtuple_of,
)

_INSTANCES: Final = {"int": ("int", "bool"), "tuple": ("tuple", "vtuple")}
"""The kinds whose values are instances of a class, where it is not just the kind of its name."""
_PLAIN: Final = {
    "none": NONE, "bool": BOOL, "int": join_all([BOOL, INT]), "float": FLOAT, "complex": COMPLEX,
    "str": STR, "bytes": BYTES,
}  # fmt: skip


def narrow(op: Op) -> Choice:
    """A value after a test; ``attr`` is whether it is of one of some kinds, and the kinds."""
    holds, kinds = cast("tuple[bool, tuple[str, ...]]", op.attr)
    return same(narrowed(op.operands[0].type, kinds, holds=holds))


def narrowed(type_: Type, kinds: tuple[str, ...], *, holds: bool) -> Type:
    """What a type is when its values are known to be (or not to be) of one of ``kinds``."""
    found = {kind for name in kinds for kind in _INSTANCES.get(name, (name,))}
    left: list[Type] = []
    for member in members(type_):
        if member.kind in ("any", "object"):
            left += [_opened(member, kind) for kind in kinds] if holds else [member]
        elif (member.kind in found) is holds or member.kind == "never":
            left.append(member)
    return join_all(left)


def _opened(top: Type, kind: str) -> Type:
    """The values of a kind among those of which nothing was known. None of ``any`` are tuples or sets."""
    match kind:
        case "list":
            return list_of(top)
        case "map":
            return map_of(top, top)
        case "tuple" if top == OBJECT:
            return vtuple_of(top)
        case "set" if top == OBJECT:
            return set_of(top)
        case "tuple" | "set":
            return join_all([])
        case _:
            return _PLAIN.get(kind, ANY)
