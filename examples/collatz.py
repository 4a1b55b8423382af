"""A library whose routes call each other: ``self.other(x)``."""

import tinychain as tc


@tc.library(publisher="example-devco", name="collatz", version="1.0.0")
class Collatz(tc.define.Library):
    @tc.get
    def next(self, n: int) -> int:
        """The number after ``n``."""
        if n % 2 == 0:
            return n // 2
        return 3 * n + 1

    @tc.get
    def steps(self, n: int) -> int:
        """How many steps lead from ``n`` to 1; a number below 1 never gets there."""
        if n < 1:
            tc.error.bad_request("n must be at least 1")
        count = 0
        while n != 1:
            n = self.next(n)
            count = count + 1
        return count
