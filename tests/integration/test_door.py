"""A route's door is the same in a plain run and in the kernel: what it takes, what it refuses, and in which words."""

from __future__ import annotations

import re
from typing import Any, Optional

import pytest

import tinychain as tc
from tinychain.transport import Answer
from tinychain.transport.kernel import KernelTransport
from tinychain.wire import encode_text

pytestmark = pytest.mark.native


@tc.library(publisher="acme", name="door", version="1.0.0")
class Door(tc.define.Library):
    @tc.post
    def int_(self, x: int):
        return x

    @tc.post
    def float_(self, x: float):
        return x

    @tc.post
    def bool_(self, x: bool):
        return x

    @tc.post
    def str_(self, x: str):
        return x

    @tc.post
    def bytes_(self, x: bytes):
        return x

    @tc.post
    def complex_(self, x: complex):
        return x

    @tc.post
    def none_(self, x: None):
        return x

    @tc.post
    def list_(self, x: list):
        return x

    @tc.post
    def ints(self, x: list[int]):
        return x

    @tc.post
    def pair(self, x: tuple[int, str]):
        return x

    @tc.post
    def many(self, x: tuple[float, ...]):
        return x

    @tc.post
    def dict_(self, x: dict):
        return x

    @tc.post
    def table(self, x: dict[str, list[bool]]):
        return x

    @tc.post
    def maybe(self, x: Optional[int]):  # noqa: UP045 - as people write it
        return x

    @tc.post
    def either(self, x: int | str | None = None):
        return x

    @tc.post
    def wide(self, x: dict[str, int] | str | float | bool):
        return x

    @tc.post
    def anything(self, x: Any):
        return x

    @tc.post
    def untyped(self, x):
        return x

    @tc.post
    def string(self, x: tc.String):
        return x

    @tc.post
    def number(self, x: tc.Number):
        return x


VALUES: list[object] = [
    None,
    True,
    0,
    -5,
    2**63 - 1,
    1.5,
    1e300,
    2j,
    "",
    "text",
    b"",
    b"\x00\xff",
    [],
    [1],
    [1, True],
    [1, "a"],
    ["a", 1],
    [1.5, 2],
    [[1], [2]],
    {},
    {"a": [True]},
    {"a": [1]},
    {"a": 1},
    {"a b": [False]},
    {1: "x"},
]
ROUTES = [name for name in vars(Door) if not name.startswith("_") and isinstance(getattr(Door, name), type(Door.int_))]


def in_python(route: str, args: dict[str, object]) -> object:
    try:
        return tc.testing.run(Door, route, **args)[0]
    except tc.Error as error:
        return error.category, error.message


def in_kernel(transport: KernelTransport, route: str, args: dict[str, object]) -> object:
    answer: Answer = transport.send("POST", str(Door().route(route)), encode_text(args).encode())
    try:
        return answer.value()
    except tc.Error as error:
        return error.category, error.message


def in_order(outcome: object) -> object:
    """A refusal with the members of a union in alphabetical order; anything else as it is."""
    if not isinstance(outcome, tuple):
        return outcome
    category, message = outcome
    return category, re.sub(
        r"(?<=expects ).*(?=, found)", lambda found: " | ".join(sorted(found[0].split(" | "))), message
    )


@pytest.fixture(scope="module")
def transport() -> KernelTransport:
    kernel = tc.KernelHandle.local()
    tc.define.install(Door, kernel=kernel)
    return KernelTransport(kernel)


@pytest.mark.parametrize("route", ROUTES)
def test_door(route: str, transport: KernelTransport) -> None:
    taken = 0
    for args in [{}, {"x": 1, "y": 2}, *({"x": value} for value in VALUES)]:
        expected = in_python(route, args)
        found = in_kernel(transport, route, args)
        assert (type(found), in_order(found)) == (type(expected), in_order(expected)), args
        taken += not isinstance(expected, tuple)
    assert 0 < taken < len(VALUES) or route in ("anything", "untyped")


def test_there_are_routes() -> None:
    assert len(ROUTES) == 20
