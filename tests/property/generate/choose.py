"""Where a generator's choices come from. Choice 0 is always the simplest, so that shrinking goes there."""

from __future__ import annotations

import random
from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import TypeVar

from hypothesis import strategies as st

T = TypeVar("T")


class Choose(ABC):
    """A source of choices."""

    @abstractmethod
    def below(self, n: int) -> int:
        """A number from 0 to n - 1."""

    def pick(self, options: Sequence[T]) -> T:
        """One of ``options``; put the simplest first."""
        return options[self.below(len(options))]

    def chance(self, percent: int) -> bool:
        """True in so many cases of a hundred."""
        return self.below(100) >= 100 - percent


class Rolled(Choose):
    """From a seeded generator."""

    def __init__(self, rolls: random.Random) -> None:
        self._random = rolls.random

    def below(self, n: int) -> int:
        return int(self._random() * n)


class Drawn(Choose):
    """From hypothesis."""

    def __init__(self, draw: st.DrawFn) -> None:
        self._draw = draw

    def below(self, n: int) -> int:
        return self._draw(st.integers(0, n - 1))
