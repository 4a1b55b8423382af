"""How to lower: the fields become command-line flags where a user needs them."""

from __future__ import annotations

import os

from msgspec import Struct, field

VERIFY_VARIABLE = "TCC_VERIFY"


def _verify_by_default() -> bool:
    return os.environ.get(VERIFY_VARIABLE, "") not in ("", "0")


class Options(Struct, frozen=True):
    """How to lower. ``optimize`` 0 runs no optional pass; ``source_map`` keeps the lines ids come from.

    ``verify`` checks the SSA after every pass; the test suite turns it on with the environment's ``TCC_VERIFY=1``.
    """

    optimize: int = 1
    source_map: bool = True
    verify: bool = field(default_factory=_verify_by_default)
