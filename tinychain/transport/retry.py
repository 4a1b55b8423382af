"""When a request may be sent again, and how long to wait before.

A request that never reached the host, and one the host says it has not started on (429), may always be repeated. One
that may have been carried out is repeated only when doing it twice is as good as once.
"""

from __future__ import annotations

import random
from enum import Enum
from typing import NamedTuple


class Failure(Enum):
    """How far a request that failed got."""

    UNSENT = "it never reached the host"
    REFUSED = "the host answered that it has not started on it"
    UNKNOWN = "it may have been carried out"


class Retry(NamedTuple):
    """How often to try, and the pauses between: ``base * 2**n`` seconds at most, chosen at random up to ``longest``."""

    attempts: int = 4
    base: float = 0.1
    longest: float = 2.0

    def pause(self, attempt: int, failure: Failure, *, repeatable: bool, asked: float | None = None) -> float | None:
        """Seconds to wait before trying again after attempt number ``attempt`` (from 1); None to give up.

        ``asked`` is the pause the host asked for.
        """
        if attempt >= self.attempts or (failure is Failure.UNKNOWN and not repeatable):
            return None
        if asked is not None:
            return asked if asked <= self.longest else None
        # Full jitter: clients that failed together do not come back together.
        return random.uniform(0, min(self.longest, self.base * 2 ** (attempt - 1)))


NEVER = Retry(attempts=1)
"""Send once."""
