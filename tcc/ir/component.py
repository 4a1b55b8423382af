"""The identity of a library or service: what a host can install and store."""

from __future__ import annotations

import re
from typing import Final

MAX_SEGMENT_BYTES: Final = 200
"""What common file systems take as one name: an id is also a directory."""

_SHAPES: Final = {
    "lib": ("/lib/<publisher>/<name>/<version>", 3),
    "service": ("/service/<publisher>/<namespace>/<name>/<version>", 4),
}
_UNFIT: Final = re.compile(r"^\.|[\\\x7f-\x9f]")
_NUMBER: Final = "(?:0|[1-9][0-9]*)"
_LIKE_VERSION: Final = re.compile(r"[0-9]+(?:\.[0-9]+)*(?:[-+].*)?", re.DOTALL)
_VERSION: Final = re.compile(rf"({_NUMBER})\.({_NUMBER})\.({_NUMBER})(?:-[0-9A-Za-z.+-]+)?")


def is_version(text: str) -> bool:
    """Whether ``text`` is a version: ``1.2.3`` or ``1.2.3-pre``."""
    match = _VERSION.fullmatch(text)
    return match is not None and all(len(part) <= 20 and int(part) < 2**64 for part in match.groups())


def looks_like_version(text: str) -> bool:
    """Whether ``text`` is meant as a version: numbers with dots between them, perhaps with a suffix."""
    return _LIKE_VERSION.fullmatch(text) is not None


def id_fault(uri: str) -> str | None:
    """What keeps ``uri``, a path, from being the id of something installed; ``None`` when nothing does.

    A canonical id ends in its version, and no other segment looks like one. An id that stops earlier
    (``/lib/<publisher>/<name>``) is unversioned.
    """
    root, *segments = uri[1:].split("/")
    if root not in _SHAPES:
        return f"an id begins with /lib or /service, not /{root}"
    shape, length = _SHAPES[root]
    if not 0 < len(segments) <= length:
        return f"an id has the shape {shape}"
    for segment in segments:
        if len(segment.encode()) > MAX_SEGMENT_BYTES:
            return f"an id segment is longer than {MAX_SEGMENT_BYTES} bytes"
        if _UNFIT.search(segment):
            return f"{segment!r} is not an id segment: no dot in front, no backslash, no control character"
    *parents, last = segments
    for parent in parents:
        if is_version(parent):
            return f"{parent!r} is a version, which only the last segment of {shape} may be"
    if is_version(last) != (len(segments) == length):
        if len(segments) == length:
            return f"{last!r} is not a version like 1.0.0, the last segment of {shape}"
        return f"an id has the shape {shape}"
    return None
