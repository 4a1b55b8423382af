"""A ``for`` over a tuple, with an accumulator."""

import tinychain as tc

PRICES = (250, 120, 75, 999, 5)


@tc.library(publisher="example-devco", name="totals", version="1.0.0")
class Totals(tc.define.Library):
    @tc.get
    def above(self, limit: int) -> int:
        """The sum of the prices above ``limit``."""
        total = 0
        for price in PRICES:
            if price > limit:
                total = total + price
        return total

    @tc.post
    def weighted(self, values: list[int], weight: int = 1) -> int:
        """The sum of ``values``, each times its weight: ``weight`` for the first, one more for each next."""
        total = 0
        for value in values:
            total = total + value * weight
            weight = weight + 1
        return total
