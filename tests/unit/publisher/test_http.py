"""What the HTTP transports send again and what they never do, against a host that misbehaves on purpose."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator

import pytest

import tinychain as tc
from tinychain.transport import Answer
from tinychain.transport.http import AsyncHttpTransport, HttpTransport
from tinychain.transport.retry import NEVER, Failure, Retry

FAST = Retry(base=0.001, longest=0.01)
OK = b"HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 1\r\n\r\n1"
DROP = b""
BUSY = b"HTTP/1.1 429 Too Many Requests\r\nretry-after: 0\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
LATER = b"HTTP/1.1 429 Too Many Requests\r\nretry-after: 60\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
DOWN = b"HTTP/1.1 503 Service Unavailable\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
MOVED = b"HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:9/\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"


class Host:
    """Answers each request with the next line of its script, then closes the connection; None answers nothing."""

    def __init__(self) -> None:
        self.script: list[bytes | None] = []
        self.requests: list[bytes] = []
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.socket.getsockname()[1]}"
        self.held: list[socket.socket] = []
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            self.requests.append(self._read(connection).split(b"\r\n", 1)[0])
            answer = self.script.pop(0)
            if answer is None:
                self.held.append(connection)
                continue
            if answer:
                connection.sendall(answer)
            connection.close()

    @staticmethod
    def _read(connection: socket.socket) -> bytes:
        """A whole request: a connection that is closed on what was not read takes its answer with it."""
        request = connection.recv(65536)
        while request and b"\r\n\r\n" not in request:
            request += connection.recv(65536)
        head, _, body = request.partition(b"\r\n\r\n")
        lengths = [line.split(b":")[1] for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")]
        missing = int(lengths[0]) - len(body) if lengths else 0
        while missing > 0:
            missing -= len(connection.recv(65536))
        return request

    def close(self) -> None:
        """Stop; what is held is let go."""
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()
        for connection in self.held:
            connection.close()
        self.thread.join(5)


@pytest.fixture
def host() -> Iterator[Host]:
    host = Host()
    yield host
    host.close()


Send = Callable[..., Answer]


def sync_send(url: str, *request: str, timeout: float = 5, retry: Retry = FAST, repeatable: bool = False) -> Answer:
    transport = HttpTransport(url, "token", timeout=timeout, retry=retry)
    try:
        return transport.send(*request, repeatable=repeatable)
    finally:
        transport.close()


def async_send(url: str, *request: str, timeout: float = 5, retry: Retry = FAST, repeatable: bool = False) -> Answer:
    async def run() -> Answer:
        transport = AsyncHttpTransport(url, "token", timeout=timeout, retry=retry)
        try:
            return await transport.send(*request, repeatable=repeatable)
        finally:
            await transport.close()

    return asyncio.run(run())


@pytest.fixture(params=[sync_send, async_send], ids=["sync", "async"])
def send(request: pytest.FixtureRequest) -> Send:
    found: Send = request.param
    return found


def test_a_read_is_sent_again(host: Host, send: Send) -> None:
    host.script = [DROP, DOWN, BUSY, OK]
    assert send(host.url, "GET", "/healthz").value() == 1
    assert host.requests == [b"GET /healthz HTTP/1.1"] * 4


def test_a_write_that_may_have_been_done_is_not(host: Host, send: Send) -> None:
    host.script = [DROP, OK]
    with pytest.raises(tc.Unavailable, match="broke off: .*; the request may have been carried out"):
        send(host.url, "POST", "/lib/x")
    assert len(host.requests) == 1


def test_a_write_the_host_has_not_started_on_is(host: Host, send: Send) -> None:
    host.script = [BUSY, OK]
    assert send(host.url, "POST", "/lib/x").value() == 1
    host.script = [DOWN]
    with pytest.raises(tc.Unavailable, match="the host answered 503"):
        send(host.url, "POST", "/lib/x").value()


def test_a_write_that_is_repeatable_is(host: Host, send: Send) -> None:
    host.script = [DROP, OK]
    assert send(host.url, "PUT", "/lib", repeatable=True).value() == 1


def test_it_gives_up(host: Host, send: Send) -> None:
    host.script = [DROP] * 4
    with pytest.raises(tc.Unavailable):
        send(host.url, "GET", "/healthz")
    host.script = [LATER]
    with pytest.raises(tc.TooManyRequests):
        send(host.url, "GET", "/healthz").value()
    host.script = [DROP]
    with pytest.raises(tc.Unavailable):
        send(host.url, "GET", "/healthz", retry=NEVER)
    assert len(host.requests) == 6


def test_it_does_not_wait_for_ever(host: Host, send: Send) -> None:
    host.script = [None]
    with pytest.raises(tc.Timeout, match=r"did not answer within 0\.2 s; the request may have been carried out"):
        send(host.url, "POST", "/lib/x", timeout=0.2)


def test_redirects_are_not_followed(host: Host, send: Send) -> None:
    host.script = [MOVED]
    assert send(host.url, "GET", "/healthz").status == 302
    assert len(host.requests) == 1


def test_a_host_that_is_not_there(send: Send) -> None:
    with pytest.raises(tc.Unavailable, match=r"http://127\.0\.0\.1:9 cannot be reached"):
        send("http://127.0.0.1:9", "POST", "/lib/x")


@pytest.mark.parametrize("url", ["", "h:1", "/lib", "http://h/lib", "ftp://h", "http://u@h", "http://h?x"])
def test_what_is_not_the_url_of_a_host(url: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        tc.Client(url)


def test_pauses_grow_and_are_random() -> None:
    retry = Retry(attempts=4, base=1.0, longest=3.0)
    pauses = [retry.pause(attempt, Failure.UNSENT, repeatable=False) for attempt in (1, 2, 3)]
    assert all(pause is not None and 0 <= pause <= most for pause, most in zip(pauses, (1, 2, 3), strict=True))
    assert retry.pause(4, Failure.UNSENT, repeatable=True) is None
    assert retry.pause(1, Failure.UNKNOWN, repeatable=False) is None
    assert retry.pause(1, Failure.REFUSED, repeatable=False, asked=2.5) == 2.5
    assert retry.pause(1, Failure.REFUSED, repeatable=True, asked=4.0) is None
