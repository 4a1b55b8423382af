"""The statement tree between Python and SSA: blocks without ``break``, ``continue`` or early ``return``.

``exits`` makes it. Statements that only bind names or have effects stay gast nodes; everything that decides where
control goes is one of the structs below, and every block ends by falling through its last statement.
"""

from __future__ import annotations

from enum import IntEnum
from typing import TypeAlias

import gast
from msgspec import Struct


class Exit(IntEnum):
    """The values of a function's ``exit`` variable: why the statements that follow are skipped."""

    NONE = 0
    BREAK = 1
    CONTINUE = 2
    RETURN = 3


class Return(Struct, eq=False):
    """Set the function's result. Nothing that matters follows it."""

    node: gast.Return


class Raise(Struct, eq=False):
    """Raise; nothing follows it."""

    node: gast.Raise


class SetExit(Struct, eq=False):
    """Set the ``exit`` variable."""

    code: Exit


class ExitIs(Struct, eq=False):
    """A test: is the ``exit`` variable this code?"""

    code: Exit


class Flag(Struct, eq=False):
    """A test: the value a ``Match`` bound."""

    name: str


class Subject(Struct, eq=False):
    """Bind a match subject to a hidden name."""

    name: str
    node: gast.AST


class Match(Struct, eq=False):
    """Try one pattern on a hidden subject: binds its captures, and ``flag`` to whether it (and its guard) matched."""

    flag: str
    subject: str
    pattern: gast.AST
    guard: gast.AST | None


class If(Struct, eq=False):
    """Run one of two blocks."""

    test: gast.AST | ExitIs | Flag
    then: Block
    or_else: Block
    node: gast.AST


class While(Struct, eq=False):
    """Run ``body`` while ``test`` holds (None: always) and, when ``exits``, while the ``exit`` variable is clear."""

    test: gast.AST | None
    body: Block
    exits: bool
    node: gast.AST


class For(Struct, eq=False):
    """Run ``body`` for each item; ``exits`` as for ``While``."""

    node: gast.For | gast.AsyncFor
    body: Block
    exits: bool


Statement: TypeAlias = "gast.AST | Return | Raise | SetExit | Subject | Match | If | While | For"
Block: TypeAlias = "list[Statement]"
