"""Control flow spelled as calls: the same nodes native ``if``, ``while`` and ``for`` compile to.

Inside ``tc.testing.run`` they are run, as the compiled route would.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

T = TypeVar("T")
S = TypeVar("S")
I_co = TypeVar("I_co")


def after(when: object, then: T) -> T:
    """``then``, once ``when`` has been resolved; ``when`` may be a tuple of several."""
    return then


def if_(cond: bool, then: T | Callable[[], T], or_else: T | Callable[[], T]) -> T:
    """``then`` or ``or_else``, by ``cond``. Either may be a function without parameters; only the chosen one runs."""
    branch = then if cond else or_else
    return branch() if callable(branch) else branch


def while_loop(cond: Callable[[S], bool], body: Callable[[S], S], state: S) -> S:
    """``state``, replaced by ``body(state)`` for as long as ``cond(state)`` is true."""
    while cond(state):
        state = body(state)
    return state


def for_each(items: Iterable[I_co], op: Callable[[I_co], T], item_name: str = "item") -> T | None:
    """Run ``op`` for each item in order; the last result, or None when there is none."""
    last: T | None = None
    for item in items:
        last = op(item)
    return last
