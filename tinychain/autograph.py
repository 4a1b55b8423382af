"""Native ``if``, ``while`` and ``for`` in routes: compiled when a definition is installed."""

from __future__ import annotations

from tinychain.publish import compile, install  # noqa: A004 - read as tc.autograph.compile

__all__ = ["compile", "install"]
