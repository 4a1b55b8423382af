"""How deep the JSON of a scalar is: a host refuses what is nested too deeply (docs/ir.md, section 3)."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from tcc.ir.nodes import DeleteOp, GetOp, IdRef, Link, Map, Post, PostOp, PutOp, Scalar, Tuple

MOST: Final = 120
"""What the form of a route may have, below the 128 of a whole manifest."""
KEEP: Final = 48
"""A branch deeper than this is moved out of its conditional; an operand deeper than half of it gets an id."""


class Depths:
    """Measures scalars, each once: what is asked for again is kept."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[Scalar, int]] = {}

    def of(self, scalar: Scalar) -> int:
        """The objects and arrays around the innermost value of ``scalar``."""
        if not isinstance(scalar, Struct):
            return 0
        known = self._known.get(id(scalar))
        if known is None:
            known = self._known[id(scalar)] = (scalar, self._measure(scalar))
        return known[1]

    def _measure(self, scalar: Scalar) -> int:
        match scalar:
            case IdRef() | Link():
                return 2
            case Tuple(items):
                return 1 + max(map(self.of, items), default=0)
            case Map(entries):
                return 3 + max((max(self.of(k), self.of(v)) for k, v in entries), default=0)
            case PostOp(form):
                return 3 + self._form(form)
            case GetOp() | PutOp() | DeleteOp():
                return 4 + self._form(scalar.form)
            case Post(_, params):
                return 2 + max((self.of(value) for _, value in params), default=0)
            case Struct():
                return 2 + max(self.of(getattr(scalar, name)) for name in scalar.__struct_fields__)
            case _:
                return 0

    def _form(self, form: tuple[tuple[str, Scalar], ...]) -> int:
        return max((self.of(value) for _, value in form), default=0)
