"""A profile: which nodes, ops and encodings a release of tc-ir has (docs/ir.md, section 7)."""

from __future__ import annotations

from functools import cache
from typing import Final, Literal

import msgspec
from msgspec import Struct

PROFILES: Final = ("tcc", "tc-ir-2026-02", "tc-ir-2026-08")
DEFAULT: Final = "tcc"


class Profile(Struct, frozen=True, forbid_unknown_fields=True):
    """One release. ``ops`` are the ops on values it has, ``None`` for all of the op table."""

    name: str
    doc: str
    conditional: Literal["if", "cond", "if_or_cond"]
    """``if`` with any branch, ``cond`` with any branch, or ``if`` for scalars and ``cond`` for two ops."""
    after: bool
    carried_for_each: bool
    """Whether ``for_each`` carries a state; if not, a loop that does is a ``fold`` over a map."""
    captures: bool
    """Whether the ops of a loop see the ids around them; if not, the state carries what they use."""
    self: bool
    typed_state_maps: bool
    """Whether the first state of a loop, if it is a map, is written ``{"/state/scalar/map": {…}}``."""
    string_concat: bool
    ops: frozenset[str] | None

    def has(self, op: str) -> bool:
        """Whether values have the op."""
        return self.ops is None or op in self.ops


@cache
def load_profile(name: str) -> Profile:
    """The profile called ``name``. Raises ``KeyError`` for one that does not exist."""
    if name not in PROFILES:
        raise KeyError(name)
    from importlib.resources import files  # 10 ms to import

    source = files("tcc.backend.targets").joinpath(f"{name}.json").read_bytes()
    return msgspec.json.decode(source, type=Profile)
