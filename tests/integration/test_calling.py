"""Calling what is installed: the same code in process, over HTTP and with asyncio; batches; a host that dies midway."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

import tinychain as tc
from tests.integration.support import Server, serving

pytestmark = pytest.mark.native


@tc.library(publisher="acme", name="sums", version="1.0.0")
class Sums(tc.define.Library):
    @tc.get
    def double(self, n: int) -> int:
        return n * 2

    @tc.get
    def divide(self, a: int, b: int = 2) -> float:
        return a / b

    @tc.post
    def shapes(self, pair: tuple[int, int], raw: bytes, names: dict[str, int] | None = None) -> list[object]:
        return [pair[0], raw, names, {1: "one"}, 2j]

    @tc.put
    def keep(self, key: str, value: list[int]) -> int:
        tc.op.emit(key, value)
        return len(value)

    @tc.delete
    def drop(self, key: str) -> str:
        return "dropped " + key

    @tc.post
    def note(self, n: int) -> int:
        tc.op.emit("note", n)
        return n


sums = Sums()


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("data")
    assert tc.define.install(Sums, data_dir=directory).status == 204
    return directory


@pytest.fixture(scope="module")
def server(data_dir: Path) -> Iterator[Server]:
    with serving(data_dir) as server:
        yield server


def values() -> list[object]:
    """One of each kind of call, and some that depend on each other."""
    shared = sums.double(4)
    return [
        sums.double(21),
        sums.divide(1),
        sums.divide(1, b=4),
        sums.shapes((1, 2), b"\x00", names={"a": 1}),
        sums.keep("k", [1, 2]),
        sums.drop("é/ü"),
        sums.divide(sums.double(sums.double(1)), shared),
        {"again": (shared, sums.double(shared))},
    ]


EXPECTED = [42, 0.5, 0.25, [1, b"\x00", {"a": 1}, {1: "one"}, 2j], 2, "dropped é/ü", 0.5, {"again": [8, 16]}]


def test_in_process(data_dir: Path) -> None:
    with tc.backend(tc.KernelHandle.local(data_dir=str(data_dir))):
        assert [tc.execute(value) for value in values()] == EXPECTED


def test_over_http(server: Server) -> None:
    with tc.backend(server.url):
        assert tc.execute(values()) == EXPECTED
    with tc.Client(server.url) as client:
        assert [client.execute(value) for value in values()] == EXPECTED
        with tc.backend(client) as outer, tc.backend(client) as inner:
            assert outer.execute(sums.double(1)) == inner.execute(sums.double(1)) == 2
        with tc.backend(client):  # a client outlives the blocks it is used in
            assert tc.execute(sums.double(2)) == 4


@pytest.mark.parametrize("where", ["in process", "a client", "an asynchronous client", "a URL"])
def test_with_asyncio(where: str, data_dir: Path, server: Server) -> None:
    async def main() -> None:
        target = {
            "in process": lambda: tc.KernelHandle.local(data_dir=str(data_dir)),
            "a client": lambda: tc.Client(server.url),
            "an asynchronous client": lambda: tc.AsyncClient(server.url),
            "a URL": lambda: server.url,
        }[where]()
        async with tc.backend(target):
            assert await asyncio.gather(*map(tc.execute_async, values())) == EXPECTED
            assert await tc.execute_async(values()) == EXPECTED
        if isinstance(target, tc.Client):
            target.close()
        elif isinstance(target, tc.AsyncClient):
            assert await target.get(sums.double.uri, 3) == 6
            await target.close()

    asyncio.run(main())


def test_an_asynchronous_backend_is_awaited(server: Server) -> None:
    async def main() -> None:
        async with tc.AsyncClient(server.url) as client, tc.backend(client):
            with pytest.raises(RuntimeError, match="this backend is asynchronous: await"):
                tc.execute(sums.double(1))

    asyncio.run(main())


def test_operations_on_results(data_dir: Path) -> None:
    class Stub(tc.Library):
        @tc.get
        def double(self, n: int) -> tc.Number: ...

    stub = Stub(publisher="acme", name="sums", version="1.0.0")
    with tc.backend(tc.KernelHandle.local(data_dir=str(data_dir))):
        assert tc.execute(stub.double(3) + 1) == 7
        assert tc.execute(100 // stub.double(3) % 9) == 7
        assert tc.execute(tc.String(tc.String("a,b").split(",")[-1]).upper()) == "B"
        assert tc.execute(tc.Map({"a": [1, 2]}).get("a")) == [1, 2]
        assert tc.execute(tc.String("{{who}}!").render(who=stub.double(1))) == "2!"
        assert tc.execute(tc.if_(stub.double(3) > 5, "large", stub.double("never"))) == "large"  # type: ignore[arg-type]
        with pytest.raises(tc.BadRequest, match="division or modulo by zero"):
            tc.execute(stub.double(3) // 0)


def test_a_client_by_name(server: Server) -> None:
    with tc.Client(server.url) as client:
        there = client.library(publisher="acme", name="sums", version="1.0.0")
        assert there.get("double", 2) == 4
        assert there.get("double", n=3) == 6
        assert there.get("divide", a=1, b=4) == 0.25
        assert there.put("keep", "k", [1]) == 1
        assert there.delete("drop", key="x y") == "dropped x y"
        assert there.post("shapes", pair=(1, 2), raw=b"") == [1, b"", None, {1: "one"}, 2j]
        assert client.healthy()
        last = [*client.events()][-1]
        assert (last.topic, last.value) == ("k", [1])
        assert [*client.events(last.sequence)] == []
        with pytest.raises(TypeError, match="either a key or named parameters"):
            there.get("double", 1, n=2)
        with pytest.raises(tc.MethodNotAllowed, match="does not answer POST; it answers GET"):
            there.post("double")


def test_a_session(server: Server) -> None:
    with tc.Client(server.url) as client:
        before = max((event.sequence for event in client.events()), default=0)
        with client.session() as batch:
            results = [batch.execute(sums.note(n)) if n % 3 else batch.get(sums.double.uri, n) for n in range(10)]
        assert [result.result() for result in results] == [0, 1, 2, 6, 4, 5, 12, 7, 8, 18]
        assert [event.value for event in client.events(before)] == [1, 2, 4, 5, 7, 8]
        session = client.session()
        early = session.execute(sums.double(5))
        assert early.result() == 10
        batch = client.session()
        wrong, right = batch.execute(sums.divide(1, 0)), batch.execute(sums.double(1))
        with pytest.raises(tc.BadRequest, match="division by zero"), batch:
            pass
        assert right.result() == 2
        with pytest.raises(tc.BadRequest, match="division by zero"):
            wrong.result()


def test_following_events(server: Server) -> None:
    with tc.Client(server.url) as client:
        start = max((event.sequence for event in client.events()), default=0)
        client.execute([sums.note(1), sums.note(2)])
        following = client.follow(start, interval=0.01)
        assert [next(following).value for _ in range(2)] == [1, 2]
        client.execute(sums.note(3))
        assert next(following).value == 3

    async def main() -> list[object]:
        seen: list[object] = []
        async with tc.AsyncClient(server.url) as client, asyncio.timeout(10):
            call = asyncio.create_task(asyncio.sleep(0.2))
            call.add_done_callback(lambda _: asyncio.ensure_future(client.execute(sums.note(4))))
            async for event in client.follow(interval=0.01):
                seen.append((event.topic, event.value))
                return seen
        return seen

    assert asyncio.run(main()) == [("note", 4)]


def test_an_asynchronous_session(server: Server) -> None:
    async def main() -> None:
        async with tc.AsyncClient(server.url) as client:
            async with client.session() as batch:
                results = [batch.execute(sums.note(n)) if n % 3 else batch.get(sums.double.uri, n) for n in range(10)]
                with pytest.raises(RuntimeError, match="the batch has not been sent"):
                    results[0].result()
            assert [result.result() for result in results] == [0, 1, 2, 6, 4, 5, 12, 7, 8, 18]

    asyncio.run(main())


def test_a_route_installs_its_library(tmp_path: Path) -> None:
    kernel = tc.KernelHandle.local(data_dir=str(tmp_path))

    @tc.service(publisher="acme", namespace="demo", name="eager", version="1.0.0")
    class Eager(tc.Service):
        @tc.define.get().install(kernel=kernel)
        def one(self) -> int:
            return 1

    class Named(tc.define.Library):
        @tc.define.post(queue=False).install(data_dir=tmp_path)
        def two(self) -> int:
            return 2

    named = Named(publisher="acme", name="named", version="1.0.0")
    with tc.backend(kernel):
        assert tc.execute([Eager().one(), named.two()]) == [1, 2]


def test_a_stub_reaches_an_installed_library(data_dir: Path) -> None:
    @tc.library(publisher="acme", name="user", version="1.0.0", dependencies=[sums])
    class User(tc.define.Library):
        @tc.get
        def quadruple(self, n: int) -> int:
            return sums.double(sums.double(n))

    kernel = tc.KernelHandle.local(data_dir=str(data_dir))
    tc.define.install(User, kernel=kernel)
    with tc.backend(kernel):
        assert tc.execute(User().quadruple(3)) == 12
    assert tc.testing.run(User, "quadruple", dependencies=[Sums], n=3) == (12, [])


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def test_a_host_that_dies_midway(data_dir: Path) -> None:
    """Every call ends in a result or a typed error, none hangs, and no write that may have been done is sent again."""
    address = f"127.0.0.1:{free_port()}"
    outcomes: dict[int, object] = {}

    async def call(client: tc.AsyncClient, n: int) -> None:
        await asyncio.sleep(n / 1000)
        try:
            outcomes[n] = await client.execute(sums.note(n) if n % 2 else sums.double(n))
        except tc.Error as error:
            outcomes[n] = error

    async def main() -> list[tc.client.Event]:
        retry = tc.Retry(attempts=12, base=0.05, longest=1.0)
        async with tc.AsyncClient(f"http://{address}", timeout=10, retry=retry) as client:
            first = await asyncio.to_thread(Server, data_dir, bind=address)
            calls = [asyncio.create_task(call(client, n)) for n in range(200)]
            await asyncio.sleep(0.1)
            first.kill()
            second = await asyncio.to_thread(Server, data_dir, bind=address)
            try:
                async with asyncio.timeout(60):
                    await asyncio.gather(*calls)
                return [event async for event in client.events()]
            finally:
                second.kill()

    events = asyncio.run(main())
    assert sorted(outcomes) == list(range(200))
    failed = {n for n, outcome in outcomes.items() if isinstance(outcome, tc.Error)}
    assert all(isinstance(outcomes[n], tc.Unavailable | tc.Timeout) for n in failed)
    assert all(outcomes[n] == (n if n % 2 else n * 2) for n in range(200) if n not in failed)
    assert {n for n in failed if n % 2 == 0} == set()  # reads are sent again until they succeed
    noted = [event.value for event in events]
    assert noted  # the second host was called
    assert len(noted) == len(set(noted))
    assert not failed & set(noted)
    assert len(failed) < 100
