from __future__ import annotations

import pytest

import tinychain as tc
from examples.collatz import Collatz
from examples.counter import Counter
from examples.temperature import Thermostat
from examples.totals import Totals


class Echo(tc.Library):
    @tc.get
    def shout(self, text: str) -> tc.String: ...


ECHO = Echo(publisher="acme", name="echo", version="1.0.0")


@tc.library(publisher="acme", name="echo", version="1.0.0")
class EchoHere(tc.define.Library):
    @tc.get
    def shout(self, text: str) -> str:
        return text.upper() + "!"


@tc.library(publisher="acme", name="user", version="1.0.0", dependencies=[ECHO])
class User(tc.define.Library):
    @tc.get
    def greet(self, name: str = "you") -> str:
        return f"Hello, {ECHO.shout(name)}"

    @tc.post
    def types(self, pair: tuple[int, int], maybe: int | None = None, ratio: float = 1.0, names: list[str] = []):  # noqa: B006
        tc.op.emit("pair", pair)
        return (pair, maybe, ratio, names, {"k": (1,)})

    @tc.put
    def keep(self, key: str, value: int) -> None:
        tc.op.emit(key, value)

    @tc.post
    def fail(self, how: str):
        if how == "key":
            return {}["x"]
        if how == "index":
            return [][0]
        if how == "zero":
            return 1 // 0
        if how == "int":
            return int("x")
        if how == "conflict":
            raise tc.error.conflict("taken")
        if how == "big":
            return 2**63
        if how == "nan":
            return float("nan")
        if how == "set":
            return {1}
        return self.fail(how)


def test_the_counter() -> None:
    assert tc.testing.run(Counter, "handle", limit=3) == ("done", [("even", 0), ("odd", 1), ("even", 2)])
    assert tc.testing.run(Counter(), "/handle", limit=-1) == ("done", [])


def test_siblings_helpers_and_defaults() -> None:
    assert tc.testing.run(Collatz, "steps", n=27) == (111, [])
    assert tc.testing.run(Thermostat, "heat", now=29, wanted=99) == (1, [("degree", 30)])
    assert tc.testing.run(Totals, "weighted", values=[1, 2, 3]) == (14, [])


def test_dependencies_are_given() -> None:
    assert tc.testing.run(User, "greet", dependencies=[EchoHere], name="World") == ("Hello, WORLD!", [])
    assert tc.testing.run(User, "greet", dependencies=[EchoHere()]) == ("Hello, YOU!", [])
    with pytest.raises(tc.NotFound, match=r"/lib/acme/echo/1\.0\.0 is not here: give tc.testing.run its definition"):
        tc.testing.run(User, "greet")


def test_results_and_events_are_what_a_caller_gets() -> None:
    result, events = tc.testing.run(User, "types", pair=[1, 2])
    assert result == [[1, 2], None, 1.0, [], {"k": [1]}]
    assert events == [("pair", [1, 2])]
    assert tc.testing.run(User, "keep", key="k", value=3) == (None, [("k", 3)])


@pytest.mark.parametrize(
    ("args", "message"),
    [
        ({"pair": [1]}, "'pair' expects tuple[int, int], found tuple"),
        ({"pair": [1, True]}, "'pair' expects tuple[int, int], found tuple"),
        ({"pair": [1, 2], "maybe": "x"}, "'maybe' expects int | none, found string"),
        ({"pair": [1, 2], "ratio": True}, "'ratio' expects float, found bool"),
        ({"pair": [1, 2], "names": [1]}, "'names' expects list[string], found tuple"),
        ({"pair": [1, 2], "names": None}, "missing parameter 'names'"),
        ({"pair": [1, 2], "more": 1}, "unknown parameter 'more'; it takes pair, maybe, ratio, names"),
        ({}, "missing parameter 'pair'"),
        ({"pair": {1}}, "a set is not a TinyChain value"),
    ],
)
def test_the_door(args: dict[str, object], message: str) -> None:
    with pytest.raises(tc.BadRequest) as caught:
        tc.testing.run(User, "types", **args)
    assert caught.value.message == message


@pytest.mark.parametrize(
    ("how", "message"),
    [
        ("key", "key not found: 'x'"),
        ("index", "list index out of range"),
        ("zero", "integer division or modulo by zero"),
        ("int", "invalid literal for int() with base 10: 'x'"),
        ("big", "integer overflow"),
        ("nan", "a result cannot hold nan"),
        ("set", "a set is not a TinyChain value"),
        ("recursion", "maximum recursion depth exceeded"),
    ],
)
def test_failures_are_the_kernels(how: str, message: str) -> None:
    with pytest.raises(tc.BadRequest) as caught:
        tc.testing.run(User, "fail", how=how)
    assert caught.value.message == message


def test_errors_a_route_raises() -> None:
    with pytest.raises(tc.Conflict, match="conflict: taken"):
        tc.testing.run(User, "fail", how="conflict")
    with pytest.raises(tc.NotFound, match="User has no route /absent; it has /greet, /types, /keep, /fail"):
        tc.testing.run(User, "absent")


def test_nothing_is_recorded_outside_a_run() -> None:
    with pytest.raises(tc.Conflict):
        tc.testing.run(User, "fail", how="conflict")
    assert isinstance(tc.op.emit("x", 1), tc.Ref)
