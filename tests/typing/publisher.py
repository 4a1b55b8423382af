"""A publisher's project as a type checker sees it: no errors, and the types it reveals for routes.

A comment that reveals a type is what both checkers must say of the expression on its line.
"""

# The body of a stub's route is `...`; mypy wants to be told that it is meant.
# mypy: disable-error-code="empty-body"

from __future__ import annotations

from typing import reveal_type

import tinychain as tc


class Prices(tc.Library):
    """Somebody else's library, as a stub."""

    @tc.get
    def of(self, item: str) -> tc.Number: ...

    @tc.post
    def quote(self, items: list[str], discount: float = 0.0) -> dict[str, float]: ...


prices = Prices(publisher="acme", name="prices", version="1.0.0")


def clamp(value: int, low: int, high: int) -> int:
    """A helper."""
    return low if value < low else high if value > high else value


@tc.service(publisher="acme", namespace="shop", name="basket", version="1.0.0", dependencies=[prices])
class Basket(tc.Service):
    """A definition."""

    @tc.get
    def size(self, wanted: int, most: int = 10) -> int:
        """A route with a default."""
        step = tc.scalar.Value(0)
        while step < wanted:
            tc.op.emit("step", step)
            step = step + 1
        return tc.op.result(clamp(step, 0, most))

    @tc.post(queue=True)
    def fill(self, items: list[str]) -> bool:
        """A route that calls a sibling and fails by hand."""
        if not items:
            raise tc.error.bad_request("nothing to fill it with")
        return self.size(len(items)) > 0

    @tc.put
    def keep(self, key: str, value: dict[str, int]) -> None:
        """A route without a result."""
        tc.op.emit(key, value)


@tc.library(publisher="acme", name="words", version="1.0.0")
class Words(tc.define.Library):
    """A library."""

    @tc.define.get
    def shout(self, text: str) -> str:
        """One word."""
        return text.upper()


basket = Basket()
words = Words()

with tc.backend("http://localhost:8702") as here:
    reveal_type(basket.size(3))  # reveals: int
    reveal_type(tc.execute(basket.size(3, most=4)))  # reveals: int
    reveal_type(tc.execute(prices.of("tea")))  # reveals: int | float
    reveal_type(prices.of("tea") + 1)  # reveals: Number
    reveal_type(prices.of("tea") > 1)  # reveals: Bool
    reveal_type(tc.execute(words.shout("a")))  # reveals: str
    reveal_type(prices.quote(["tea"], discount=0.5))  # reveals: dict[str, float]
    reveal_type(tc.String("a").upper().split())  # reveals: Tuple
    reveal_type(tc.testing.run(Basket, "size", wanted=1))  # reveals: tuple[object, list[tuple[str, object]]]

with tc.Client("http://localhost:8702", token="t") as client:
    reveal_type(client.execute(words.shout("a")))  # reveals: str
    there = client.service(publisher="acme", namespace="shop", name="basket", version="1.0.0")
    there.post("fill", items=["tea"])


async def main() -> None:
    """The asynchronous twin."""
    async with tc.backend(tc.AsyncClient("http://localhost:8702")):
        reveal_type(await tc.execute_async(basket.size(1)))  # reveals: int


reveal_type(Basket.size.verb)  # reveals: str
reveal_type(words.id())  # reveals: URI
kernel = tc.KernelHandle.local(data_dir="data")
tc.define.install(words, kernel=kernel)
