"""What a generated program may use at a point: variables with types, helpers, and how much may still be written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

INT, FLOAT, BOOL, STR = "int", "float", "bool", "str"
INTS, STRS, GRID = "list[int]", "list[str]", "list[list[int]]"
COUNTS, GROUPS = "dict[str, int]", "dict[str, list[int]]"
PAIR, MAYBE, ANY = "tuple[int, str]", "int | None", "object"

MUTABLE = (INTS, STRS, GRID, COUNTS, GROUPS)
TYPES = (INT, STR, INTS, BOOL, FLOAT, COUNTS, STRS, GRID, PAIR, MAYBE, GROUPS)


@dataclass(frozen=True)
class Var:
    """A variable. An owned one is a container that no other name can see; a fixed one is not assigned again."""

    type: str
    owned: bool = False
    fixed: bool = False


@dataclass(frozen=True)
class Helper:
    """A function that can be called. ``small`` names parameters that bound a recursion; ``mutates`` its first one."""

    name: str
    params: tuple[tuple[str, str], ...]
    returns: str
    defaults: int = 0
    small: bool = False
    mutates: bool = False


@dataclass
class Budget:
    """Shared by every scope of a program: what is left to write, and the next number for a name."""

    left: int
    names: int = 0


@dataclass
class Scope:
    """The names at a point. ``ended`` is set after a statement that never falls through."""

    budget: Budget
    vars: dict[str, Var] = field(default_factory=dict)
    helpers: list[Helper] = field(default_factory=list)
    returns: str = ANY
    loops: int = 0
    can_break: bool = False
    ended: bool = False
    nested: bool = False

    def fork(self, **changes: object) -> Scope:
        """A scope for a nested block, which starts with this one's names."""
        return replace(self, vars=dict(self.vars), helpers=list(self.helpers), **changes)  # type: ignore[arg-type]

    def join(self, arms: Iterable[Scope]) -> None:
        """After a branch: what every arm that falls through has assigned."""
        open_arms = [arm for arm in arms if not arm.ended]
        if not open_arms:
            self.ended = True
            return
        first, *others = open_arms
        self.vars = {
            name: _joined([var, *(arm.vars[name] for arm in others)])
            for name, var in first.vars.items()
            if all(name in arm.vars for arm in others)
        }

    def leave(self, body: Scope) -> None:
        """After a loop: its names are gone, and what it made of ours stays."""
        self.vars = {name: _joined([var, body.vars.get(name, var)]) for name, var in self.vars.items()}

    def fresh(self, letter: str) -> str:
        """A new name."""
        self.budget.names += 1
        return f"{letter}{self.budget.names}"

    def of(self, *types: str) -> list[str]:
        """The variables of these types."""
        return [name for name, var in self.vars.items() if var.type in types]

    def assignable(self, *types: str) -> list[str]:
        """The variables of these types that may be assigned."""
        return [name for name in self.of(*types) if not self.vars[name].fixed]

    def owned(self, *types: str) -> list[str]:
        """The containers of these types that may be mutated."""
        return [name for name in self.assignable(*types) if self.vars[name].owned]

    def bind(self, name: str, type_: str, *, owned: bool = False, fixed: bool = False) -> None:
        """A variable is assigned here."""
        self.vars[name] = Var(type_, owned and type_ in MUTABLE, fixed)

    def fix(self, names: Iterable[str]) -> None:
        """These variables are not to be assigned again."""
        for name in names:
            self.vars[name] = replace(self.vars[name], fixed=True)

    def disown(self, name: str) -> None:
        """Another name can see this container now."""
        self.vars[name] = replace(self.vars[name], owned=False)


def _joined(found: list[Var]) -> Var:
    types = {var.type for var in found}
    owned, fixed = all(var.owned for var in found), any(var.fixed for var in found)
    if len(types) == 1:
        return Var(found[0].type, owned, fixed)
    return Var(MAYBE if types == {INT, MAYBE} else ANY, False, fixed)
