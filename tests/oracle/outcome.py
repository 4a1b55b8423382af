"""What a call came to, and how two outcomes differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Answered:
    """A value, and the events that were committed with it."""

    value: object
    events: Sequence[tuple[str, object]] = ()


@dataclass(frozen=True)
class Failed:
    """An error: its message, and whether the program chose that message itself (``raise ValueError("…")``)."""

    message: str
    chosen: bool = False


Outcome = Answered | Failed


def difference(expected: Outcome, found: Outcome) -> str | None:
    """The first way in which ``found`` is not ``expected``, or None.

    Values are compared as JSON that tells ints, floats and bools apart, and maps in their order. Failures agree
    whatever they say, except where the program itself chose the message.
    """
    match expected, found:
        case Failed(), Failed():
            if expected.chosen and expected.message not in found.message:
                return f"the error says {found.message!r}, not {expected.message!r}"
            return None
        case Answered(), Answered():
            where = first_difference(expected.value, found.value, "result")
            return where or first_difference(list(expected.events), list(found.events), "events")
        case Answered(), Failed():
            return f"fails with {found.message!r}, where CPython gives {expected.value!r}"
        case Failed(), Answered():
            return f"gives {found.value!r}, where CPython fails with {expected.message!r}"
    raise TypeError("not outcomes")


def first_difference(expected: object, found: object, where: str) -> str | None:
    """The first place where two plain values are not the same, or None. A tuple is the list of its items."""
    if isinstance(expected, list | tuple) and isinstance(found, list | tuple):
        if len(expected) != len(found):
            return f"{where}: {found!r}, not {expected!r}"
        pairs = enumerate(zip(expected, found, strict=True))
        return next((text for i, (e, f) in pairs if (text := first_difference(e, f, f"{where}[{i}]"))), None)
    if isinstance(expected, Mapping) and isinstance(found, Mapping):
        keys = first_difference(list(expected), list(found), f"the keys of {where}")
        both = zip(expected.items(), found.values(), strict=True) if keys is None else ()
        return keys or next((text for (k, e), f in both if (text := first_difference(e, f, f"{where}[{k!r}]"))), None)
    same = type(expected) is type(found) and (
        repr(expected) == repr(found) if isinstance(expected, float | complex) else expected == found
    )
    return None if same else f"{where}: {found!r}, not {expected!r}"
