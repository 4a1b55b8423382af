"""What an op gives for constants, exactly as a host computes it, or that it must be left to run time.

Left to run time are errors, ints that leave 64 bits, and floats that are not finite (JSON has none of them).
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Sequence
from typing import Final, TypeAlias

Plain: TypeAlias = "bool | int | float | str"
_INT: Final = range(-(2**63), 2**63)
_LONGEST: Final = 80
"""How long a folded string may be: a longer one is smaller as the operation that makes it."""


class NotFoldedError(Exception):
    """The operation is left to run time."""


def evaluate(name: str, operands: Sequence[object]) -> Plain:
    """The op ``name`` of constants. Raises NotFoldedError when it is not known, or not to be computed here."""
    rule = _RULES.get((name, len(operands)))
    if rule is None or not all(isinstance(v, bool | int | float | str) for v in operands):
        raise NotFoldedError
    if any(isinstance(v, str) for v in operands) and not _takes_strings(name, operands):
        raise NotFoldedError
    try:
        value = rule(*operands)
    except (ArithmeticError, TypeError, ValueError):
        raise NotFoldedError from None
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        if value not in _INT:
            raise NotFoldedError
    elif isinstance(value, float):
        if not math.isfinite(value):
            raise NotFoldedError
    elif not isinstance(value, str) or len(value) > _LONGEST:
        raise NotFoldedError
    return value


def _takes_strings(name: str, operands: Sequence[object]) -> bool:
    if name in ("eq", "ne", "bool", "not"):
        return True
    return name in _ON_STRINGS and all(isinstance(v, str) for v in operands)


def _shift(left: int, right: int) -> int:
    if not 0 <= right < 64:
        raise NotFoldedError
    return left << right


def _power(left: float, right: float) -> object:
    """Small powers of ints; the rest is the host's to compute."""
    if not (isinstance(left, int) and isinstance(right, int) and 0 <= right <= 64):
        raise NotFoldedError
    return left**right


_ON_STRINGS: Final = frozenset({"len", "concat", "add", "contains", "lt", "le", "gt", "ge"})
_UNARY: Final[dict[str, Callable[..., object]]] = {
    "neg": operator.neg,
    "pos": operator.pos,
    "abs": abs,
    "invert": lambda value: operator.invert(int(value)),
    "not": operator.not_,
    "bool": bool,
    "len": len,
}
_BINARY: Final[dict[str, Callable[..., object]]] = {
    "add": operator.add,
    "concat": operator.add,
    "sub": operator.sub,
    "mul": operator.mul,
    "div": operator.truediv,
    "floordiv": operator.floordiv,
    "mod": operator.mod,
    "pow": _power,
    "lshift": _shift,
    "rshift": operator.rshift,
    "bitand": operator.and_,
    "bitor": operator.or_,
    "bitxor": operator.xor,
    "eq": operator.eq,
    "ne": operator.ne,
    "lt": operator.lt,
    "le": operator.le,
    "gt": operator.gt,
    "ge": operator.ge,
    "contains": lambda text, part: part in text,
}
_RULES: Final[dict[tuple[str, int], Callable[..., object]]] = {
    **{(name, 1): rule for name, rule in _UNARY.items()},
    **{(name, 2): rule for name, rule in _BINARY.items()},
}
