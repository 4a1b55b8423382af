"""Scalar values inside a route."""

from __future__ import annotations

from typing import TypeVar

T = TypeVar("T")


def Value(value: T) -> T:  # noqa: N802 - it is a type in TinyChain's terms
    """``value`` as a TinyChain value; in a route's body the plain literal means the same."""
    return value
