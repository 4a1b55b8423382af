"""A library without state or events: the same input gives the same output."""

import tinychain as tc


@tc.library(publisher="example-devco", name="fizzbuzz", version="1.0.0")
class FizzBuzz(tc.define.Library):
    @tc.get
    def word(self, n: int) -> str:
        """What a player says for ``n``."""
        if n % 15 == 0:
            return "FizzBuzz"
        elif n % 3 == 0:
            return "Fizz"
        elif n % 5 == 0:
            return "Buzz"
        return str(n)

    @tc.get
    def count(self, limit: int) -> int:
        """How many of 1 to ``limit`` are not said as numbers."""
        words = 0
        n = 1
        while n <= limit:
            if n % 3 == 0 or n % 5 == 0:
                words = words + 1
            n = n + 1
        return words
