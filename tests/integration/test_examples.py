"""The examples mean the same in CPython, in process and over HTTP: results, events, order, and errors' messages."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest

import tcc
import tinychain as tc
from examples.collatz import Collatz
from examples.counter import Counter
from examples.fizzbuzz import FizzBuzz
from examples.temperature import Thermostat
from examples.totals import Totals
from tcc.backend.hosts import open_host
from tests.integration.support import Server, by_host, plainly, serving
from tinychain.transport import Transport

pytestmark = pytest.mark.native

Definition = type[tc.Library | tc.Service]

LIMITS = [*range(-1, 51)]
CASES: list[tuple[Definition, str, list[dict[str, object]]]] = [
    (Counter, "handle", [{"limit": limit} for limit in LIMITS]),
    (FizzBuzz, "word", [{"n": n} for n in LIMITS]),
    (FizzBuzz, "count", [{"limit": limit} for limit in LIMITS]),
    (Totals, "above", [{"limit": limit} for limit in (-1, 0, 4, 5, 75, 120, 998, 999, 1000)]),
    (
        Totals,
        "weighted",
        [
            {"values": []},
            {"values": [5]},
            {"values": [1, 2, 3]},
            {"values": [1, -2], "weight": -7},
            {"values": [1, "x"]},
        ],
    ),
    (Thermostat, "target", [{"wanted": wanted} for wanted in (-1, 4, 5, 6, 29, 30, 31, 50)]),
    (Thermostat, "heat", [{"now": now, "wanted": wanted} for now in (-1, 5, 29, 40) for wanted in (-1, 7, 50)]),
    (Collatz, "next", [{"n": n} for n in LIMITS]),
    (Collatz, "steps", [{"n": n} for n in LIMITS]),
]
WRONG: list[tuple[Definition, str, dict[str, object]]] = [
    (Counter, "handle", {}),
    (Counter, "handle", {"limit": "3"}),
    (Counter, "handle", {"limit": True}),
    (Counter, "handle", {"limit": 1.0}),
    (Thermostat, "heat", {"now": 1}),
    (Thermostat, "heat", {"now": 1, "wanted": 2, "more": 3}),
    (Collatz, "steps", {"n": 2**63 - 1}),
]


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("data")
    for cls in {cls: None for cls, _, _ in CASES}:
        tcc.install(inspect.getfile(cls), data_dir=directory)
    return directory


@pytest.fixture(scope="module")
def server(data_dir: Path) -> Iterator[Server]:
    with serving(data_dir) as server:
        yield server


@pytest.fixture(scope="module", params=["in process", "over HTTP"])
def host(request: pytest.FixtureRequest, data_dir: Path) -> Iterator[Transport]:
    url = request.getfixturevalue("server").url if request.param == "over HTTP" else None
    with open_host(data_dir=None if url else data_dir, url=url) as host:
        yield host


@pytest.mark.parametrize(("cls", "route", "inputs"), CASES, ids=lambda value: getattr(value, "__name__", None))
def test_same_result_and_events(host: Transport, cls: Definition, route: str, inputs: list[dict[str, object]]) -> None:
    for args in inputs:
        assert by_host(host, cls, route, args) == plainly(cls, route, args), args


@pytest.mark.parametrize(("cls", "route", "args"), WRONG, ids=lambda value: getattr(value, "__name__", None))
def test_same_refusals(host: Transport, cls: Definition, route: str, args: dict[str, object]) -> None:
    expected = plainly(cls, route, args)
    assert expected[0] == "bad_request"
    assert by_host(host, cls, route, args) == expected


def test_every_example_is_tested() -> None:
    tested = {Path(inspect.getfile(cls)).stem for cls, _, _ in CASES}
    assert tested == {path.stem for path in Path(inspect.getfile(Counter)).parent.glob("*.py")} - {"__init__", "demo"}
