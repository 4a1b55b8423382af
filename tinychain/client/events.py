"""Events as a host gives them."""

from __future__ import annotations

from typing import NamedTuple, cast


class Event(NamedTuple):
    """A committed event, with its place in the host's order of commits."""

    sequence: int
    topic: str
    value: object


def decode_events(found: object) -> list[Event]:
    """The answer of ``GET /host/event``."""
    events = cast("list[dict[str, object]]", found)
    return [Event(cast(int, event["sequence"]), cast(str, event["topic"]), event["value"]) for event in events]
