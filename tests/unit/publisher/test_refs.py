from __future__ import annotations

import subprocess
import sys

import pytest

import tinychain as tc
from tinychain.graph import Method, is_read_only, request_of, run
from tinychain.transport import Answer
from tools.generate_values import TARGET, generate


class Math(tc.Library):
    @tc.get
    def zero(self) -> int: ...

    @tc.get
    def half(self, n: int) -> tc.Number: ...

    @tc.get
    def add(self, a: int, b: int = 1) -> float: ...

    @tc.put
    def keep(self, key: str, value: list[int]) -> None: ...

    @tc.post
    def mean(self, values: list[float], weight: float = 1.0) -> dict[str, float]: ...

    @tc.delete
    def drop(self, key: str) -> bool: ...

    @tc.get
    def anything(self): ...


MATH = Math(publisher="acme", name="math", version="1.0.0")
LINK = "/lib/acme/math/1.0.0"


def sent(value: object) -> list[tuple[str, str, bytes]]:
    """The requests of a value, each answered with its number."""
    seen: list[tuple[str, str, bytes]] = []
    steps = run(value, lambda method: (method.op, method.receiver, dict(method.params)))
    try:
        requests = next(steps)
        while True:
            answers = []
            for request in requests:
                seen.append(tuple(request))
                answers.append(Answer(200, str(len(seen)).encode()))
            requests = steps.send(answers)
    except StopIteration:
        return seen


def test_refs_are_typed_by_hint() -> None:
    assert type(MATH.zero()) is tc.Number
    assert type(MATH.half(1)) is tc.Number
    assert type(MATH.add(1)) is tc.Number
    assert type(MATH.mean([1])) is tc.Map
    assert type(MATH.drop("k")) is tc.Bool
    assert type(MATH.anything()) is tc.OpRef
    assert type(MATH.zero() + 1) is tc.Number
    assert type(1 - MATH.zero()) is tc.Number
    assert type(MATH.half(3) < 2) is tc.Bool
    assert type(tc.String("a").upper()[0]) is tc.String
    assert type(tc.Tuple([1])[0:1]) is tc.Tuple


def test_requests() -> None:
    assert sent(MATH.zero()) == [("GET", f"{LINK}/zero", b"")]
    assert sent(MATH.half(3)) == [("GET", f"{LINK}/half?key=3", b"")]
    assert sent(MATH.add(3)) == [("GET", f"{LINK}/add?key=%7B%22a%22%3A3%7D", b"")]
    assert sent(MATH.keep("k", [1])) == [("PUT", f"{LINK}/keep", b'["k",[1]]')]
    assert sent(MATH.mean([1.5], weight=2.0)) == [("POST", f"{LINK}/mean", b'{"values":[1.5],"weight":2.0}')]
    assert sent(MATH.drop("é/x")) == [("DELETE", f"{LINK}/drop?key=%22%C3%A9%2Fx%22", b"")]


def test_a_long_key_travels_in_the_body() -> None:
    request = request_of(MATH.half("x" * 3000)._node)  # type: ignore[arg-type]
    assert request == ("GET", f"{LINK}/half", b'"' + b"x" * 3000 + b'"')


def test_calls_compose_and_shared_ones_run_once() -> None:
    shared = MATH.half(8)
    assert sent(MATH.add(shared, shared)) == [
        ("GET", f"{LINK}/half?key=8", b""),
        ("GET", f"{LINK}/add?key=%7B%22a%22%3A1%2C%22b%22%3A1%7D", b""),
    ]
    assert len(sent([MATH.half(1), {"k": (MATH.half(2), shared, shared)}])) == 3


def test_what_only_reads() -> None:
    assert is_read_only(MATH.add(MATH.half(1), 2))
    assert is_read_only([1, {"k": MATH.half(1) + 1}])
    assert not is_read_only(MATH.half(MATH.drop("k")))
    assert not is_read_only({"k": (MATH.mean([1]),)})
    assert not is_read_only(tc.if_(MATH.half(1), MATH.half(2), MATH.drop("k")))


def test_only_the_chosen_branch_runs() -> None:
    assert sent(tc.if_(MATH.half(1), MATH.half(2), MATH.half(3))) == [
        ("GET", f"{LINK}/half?key=1", b""),
        ("GET", f"{LINK}/half?key=2", b""),
    ]
    assert sent(tc.after(MATH.half(1), MATH.half(2))) == [
        ("GET", f"{LINK}/half?key=1", b""),
        ("GET", f"{LINK}/half?key=2", b""),
    ]


def test_operations_come_after_their_operands() -> None:
    done: list[Method] = []
    steps = run(MATH.half(4) + tc.Number(2), lambda method: done.append(method) or 6)  # type: ignore[func-returns-value]
    assert [request.target for request in next(steps)] == [f"{LINK}/half?key=4"]
    with pytest.raises(StopIteration) as end:
        steps.send([Answer(200, b"4")])
    assert end.value.value == 6
    assert done == [Method("add", 4, {"r": 2})]


def test_a_failed_call_is_its_typed_error() -> None:
    steps = run(MATH.half(MATH.half(4)), lambda _: None)
    next(steps)
    at = b'{"component": "/lib/x", "route": "GET /half", "ids": ["a"], "source": "m.py:3"}'
    with pytest.raises(tc.BadRequest) as caught:
        steps.send([Answer(400, b'{"bad_request": {"message": "no", "at": ' + at + b"}}")])
    assert (caught.value.message, caught.value.source, caught.value.ids) == ("no", "m.py:3", ("a",))
    assert str(caught.value) == "bad_request: no (at m.py:3 /lib/x GET /half)"


@pytest.mark.parametrize(
    ("status", "body", "kind", "text"),
    [
        (404, b"", tc.NotFound, "not_found: the host answered 404"),
        (502, b"<html>", tc.BadGateway, "bad_gateway: the host answered 502: <html>"),
        (302, b"", tc.error.InternalError, "internal_error: the host answered 302"),
        (200, b"<html>", tc.BadGateway, "bad_gateway: the host answered 200 with something that is not JSON"),
        (409, b'{"conflict": "taken"}', tc.Conflict, "conflict: taken"),
        (500, b'{"odd": 1}', tc.InternalError, "internal_error: the host answered 500: {'odd': 1}"),
    ],
)
def test_answers_of_all_kinds(status: int, body: bytes, kind: type[tc.Error], text: str) -> None:
    with pytest.raises(kind) as caught:
        Answer(status, body).value()
    assert str(caught.value) == text


def test_wrong_calls_are_refused_at_once() -> None:
    with pytest.raises(TypeError, match="GET /add: missing a required argument: 'a'"):
        MATH.add()  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="POST /mean: got an unexpected keyword argument 'x'"):
        MATH.mean([1], x=2)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="neither true nor false before tc.execute runs it"):
        bool(MATH.half(1) > 2)
    with pytest.raises(TypeError, match="has no items before"):
        list(tc.Tuple([1]))
    with pytest.raises(RuntimeError, match="there is no backend here: use `with tc.backend"):
        tc.execute(MATH.zero())
    with pytest.raises(ValueError, match="Math needs version"):
        Math(publisher="acme", name="math")


def test_the_refs_are_the_op_table() -> None:
    assert TARGET.read_text(encoding="utf-8") == generate()


def test_importing_tinychain_imports_little() -> None:
    heavy = {"asyncio", "gast", "httpx2", "inspect", "json", "libcst", "msgspec", "tcc", "tinychain.values"}
    code = f"import sys, tinychain; print(*sorted({heavy} & set(sys.modules)))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.split() == []
