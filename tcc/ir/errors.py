"""What goes wrong when IR is read or written, and where: every error names the JSON pointer of the offender."""

from __future__ import annotations

from typing import TypeAlias

At: TypeAlias = tuple["At", str | int] | None
"""A place in a JSON document: the place of its parent and the key or index below it; ``None`` is the root."""


def pointer(at: At) -> str:
    """The JSON pointer (RFC 6901) of a place."""
    steps: list[str] = []
    while at is not None:
        at, step = at
        steps.append(str(step).replace("~", "~0").replace("/", "~1"))
    return "".join(f"/{step}" for step in reversed(steps))


class IrError(ValueError):
    """IR that cannot be read or written. ``pointer`` is the JSON pointer of the offending node."""

    def __init__(self, message: str, at: At = None) -> None:
        self.message = message
        self.pointer = pointer(at)
        super().__init__(f"at {self.pointer}: {message}" if self.pointer else message)


class DecodeError(IrError):
    """JSON that is not tc-ir."""


class EncodeError(IrError):
    """A node that has no JSON form: an integer beyond 64 bits, NaN, an Id that is not one, …"""
