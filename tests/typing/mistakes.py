"""Mistakes a type checker finds before anything runs: both checkers must refuse every line that is marked."""

from __future__ import annotations

import tinychain as tc
from tests.typing.publisher import Basket, Words, basket, prices, words

basket.size("3")  # wrong
basket.size()  # wrong
basket.size(1, 2, 3)  # wrong
basket.size(1, least=2)  # wrong
basket.fill("tea")  # wrong
basket.absent()  # wrong
words.shout(1)  # wrong
prices.of(item=2)  # wrong
prices.quote(["a"], discount="much")  # wrong
prices.of("tea") + "1"  # wrong
tc.execute(words.shout("a")) + 1  # wrong
Words(publisher="acme", name=1, version="1.0.0")  # wrong
Basket(publisher="acme", name="basket", version="1.0.0", colour="red")  # wrong
tc.uri.library(publisher="acme", name="words")  # wrong
tc.get(queue="yes")  # wrong
tc.error.bad_request(404)  # wrong
