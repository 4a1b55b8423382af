"""Control flow spelled as calls: the same nodes native ``if``, ``while`` and ``for`` compile to.

Inside ``tc.testing.run`` they are run, as the compiled route would. Outside a route, ``tc.if_`` and ``tc.after`` of
deferred values are deferred too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, TypeVar, cast

from tinychain._plain import RUN

if TYPE_CHECKING:
    from tinychain.ref import Ref

T = TypeVar("T")
S = TypeVar("S")
I_co = TypeVar("I_co")


def after(when: object, then: T) -> T:
    """``then``, once ``when`` has been resolved; ``when`` may be a tuple of several."""
    if RUN.get() is None:
        from tinychain.graph import after_ref, is_deferred

        if is_deferred(when) or is_deferred(then):
            return cast("T", after_ref(when, then))
    return then


def if_(cond: bool | Ref[bool], then: T | Callable[[], T], or_else: T | Callable[[], T]) -> T:
    """``then`` or ``or_else``, by ``cond``. Either may be a function without parameters; only the chosen one runs."""
    if RUN.get() is None:
        from tinychain.graph import if_ref, is_deferred

        if is_deferred(cond):
            return cast("T", if_ref(cond, then, or_else))
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
