"""Running a route's body as ordinary Python: the recorder ``tc.op.emit`` writes to while ``tc.testing.run`` is on."""

from __future__ import annotations

from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tinychain.component import Component

Event = tuple[str, object]
"""A topic and a value, as a subscriber would get them."""


class Recorder:
    """One plain run: the events so far, and the definitions that answer calls to dependencies, by canonical path."""

    __slots__ = ("events", "providers")

    def __init__(self, providers: dict[str, Component]) -> None:
        self.events: list[Event] = []
        self.providers = providers


RUN: ContextVar[Recorder | None] = ContextVar("tinychain_plain_run", default=None)
"""Set inside ``tc.testing.run`` only."""


def plain(value: object) -> object:
    """``value`` as a caller gets it: a snapshot in which every sequence is a list and every mapping a dict.

    Raises:
        BadRequest: ``value`` has no wire form, such as a set, a NaN or an int beyond 64 bits.
    """
    from tinychain.error import BadRequest

    if value is None or isinstance(value, bool | str | bytes):
        return value
    if isinstance(value, int):
        if not -(2**63) <= value < 2**63:
            raise BadRequest("integer overflow")
        return value
    if isinstance(value, float):
        if value != value or value in (float("inf"), float("-inf")):
            raise BadRequest(f"a result cannot hold {value!r}")
        return value
    if isinstance(value, complex):
        return value
    if isinstance(value, list | tuple | range):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {plain_key(key): plain(item) for key, item in value.items()}
    raise BadRequest(f"a {type(value).__name__} is not a TinyChain value")


def plain_key(key: object) -> object:
    """A map's key as a caller gets it."""
    return tuple(plain_key(item) for item in key) if isinstance(key, tuple) else plain(key)
