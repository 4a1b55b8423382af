"""What an operation of Python's means for operands of known types: the types it gives, and how tc-ir writes it."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Final

from msgspec import Struct

from tcc.lowering.ssa import Op, Value
from tcc.lowering.types import ANY, NEVER, Type, join, members


class Mismatch(Exception):  # noqa: N818 - it is no failure of the compiler
    """Python would always raise here: a code of the registry and what its message needs."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        if str(values.get("name", "")).startswith("%"):
            values["name"] = "…"  # a value without a name in the source
        self.code, self.values = code, values


def undefined(operator: str, left: object, right: object | None = None) -> Mismatch:
    """An operator that Python does not define for these types."""
    operands = f"for {left}" if right is None else f"between {left} and {right}"
    if operator in ("in", "not in"):
        return Mismatch("TC401", operator=operator, operands=operands, help=_SEARCHED)
    return Mismatch("TC401", operator=operator, operands=operands)


_SEARCHED: Final = "search a list, tuple, dict, set or range for any value, or a string for a string"


class Rewrite:
    """Collects the operations that take an operation's place."""

    def __init__(self, op: Op) -> None:
        self.op, self.ops = op, list[Op]()

    def apply(
        self,
        name: str,
        params: tuple[str, ...],
        operands: list[Value],
        type_: Type,
        raises: bool,
        result: Value | None = None,
    ) -> Value:
        """A method op on ``operands[0]``."""
        return self.add("op", operands, type_, raises, (name, params), result)

    def free(self, path: str, key: Value, type_: Type, raises: bool, result: Value | None = None) -> Value:
        """A free route with a key."""
        return self.add("free", [key], type_, raises, path, result)

    def const(self, value: object, type_: Type) -> Value:
        """A constant."""
        made = self.add("const", [], type_, False, value)
        made.literal = (value,)
        return made

    def add(
        self, code: str, operands: list[Value], type_: Type, raises: bool, attr: object, result: Value | None = None
    ) -> Value:
        """Any operation with one result."""
        value = result if result is not None else Value()
        value.type = type_
        self.ops.append(Op(code, operands, [value], self.op.site, attr, raises=raises))
        return value

    def same(self, value: Value, result: Value) -> None:
        """The result is the value itself."""
        self.ops.append(Op("same", [value], [result], self.op.site))


Plan = Callable[[Rewrite, Op], None]


class Choice(Struct):
    """The types of the results and the plan that writes the operation."""

    types: tuple[Type, ...]
    plan: Plan


def apply(name: str, *params: str, type: Type, raises: bool = False) -> Choice:  # noqa: A002
    """A choice that is one op on the first operand, the others its parameters in order."""

    def plan(w: Rewrite, op: Op) -> None:
        w.apply(name, params, op.operands, type, raises, op.results[0])

    return Choice((type,), plan)


def constant(value: object, type: Type) -> Choice:  # noqa: A002
    """A choice whose value is known from the types alone."""

    def plan(w: Rewrite, op: Op) -> None:
        made = w.add("const", [], type, False, value, op.results[0])
        made.literal = (value,)

    return Choice((type,), plan)


def same(type: Type) -> Choice:  # noqa: A002
    """A choice that gives its first operand as it is."""

    def plan(w: Rewrite, op: Op) -> None:
        w.same(op.operands[0], op.results[0])

    return Choice((type,), plan)


Outcome = tuple[Type, str, bool]
"""The result's type, the op's name, and whether it can raise."""


def over(rule: Callable[..., Outcome | None], generic: str, *types: Type) -> Outcome | None:
    """Apply a rule for single types to every combination of a union's members; None when none fits."""
    if any(t.kind == "never" for t in types):
        return (NEVER, generic, True)
    if not any(t.kind == "union" for t in types):
        return rule(*types)
    result, name, raises, seen = NEVER, "", False, 0
    for combination in product(*[members(t) for t in types]):
        outcome = rule(*combination) if not any(t.kind == "never" for t in combination) else None
        if outcome is None:
            raises = True
            continue
        seen += 1
        result = join(result, outcome[0])
        name = outcome[1] if name in ("", outcome[1]) else generic
        raises = raises or outcome[2]
    return (result, name, raises) if seen else None


def is_dynamic(t: Type) -> bool:
    """Whether nothing is known of the type."""
    return t.kind in ("any", "object")


def literal(value: Value) -> object:
    """The constant a value is; raises LookupError when it is none."""
    if value.literal is None:
        raise LookupError
    return value.literal[0]


__all__ = [
    "ANY",
    "Choice",
    "Mismatch",
    "Outcome",
    "Plan",
    "Rewrite",
    "apply",
    "constant",
    "is_dynamic",
    "literal",
    "over",
    "same",
]
