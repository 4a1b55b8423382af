"""What is wrong with a call of ``tcc``, as opposed to with a program."""

from __future__ import annotations


class UsageError(ValueError):
    """The arguments do not fit each other, or what they name is not there. The message is one sentence."""
