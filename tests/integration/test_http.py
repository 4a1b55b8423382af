"""The HTTP host: crashes, signals, and clients that do not play by the rules."""

from __future__ import annotations

import http.client
import json
import re
import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

pytest.importorskip("tinychain_local")

from tests.integration.kernel_support import HostProcess, host, manifest, route

pytestmark = pytest.mark.native

MATH = "/lib/acme/math/1.0.0"
MANIFEST = json.dumps(manifest([{"path": "/hello", "value": "hello"}, route("/echo", "post", [["r", {"$x": []}]])]))


@pytest.fixture
def server(tmp_path: Path) -> Iterator[HostProcess]:
    """A host with the math library."""
    with host(tmp_path, dev=True) as process:
        assert process.send("PUT", "/lib", MANIFEST).status == 204
        yield process


def serves(server: HostProcess) -> bool:
    """Whether what was installed is served as before."""
    return server.send("GET", f"{MATH}/hello").body == "hello"


def raw(server: HostProcess, request: bytes) -> bytes:
    """Everything the host says to these bytes, until it closes the connection."""
    address, port = server.address.rsplit(":", 1)
    with socket.create_connection((address, int(port)), timeout=20) as connection:
        connection.sendall(request)
        connection.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: connection.recv(1 << 16), b""))


def test_what_is_installed_survives_kill_9(tmp_path: Path) -> None:
    with host(tmp_path, dev=True) as first:
        assert first.send("PUT", "/lib", MANIFEST).status == 204
        assert serves(first)
    with host(tmp_path) as second:
        assert serves(second)
        assert second.send("POST", f"{MATH}/echo", '{"x": [1, {"a": null}]}').body == [1, {"a": None}]


@pytest.mark.parametrize(("sent", "status"), [(signal.SIGTERM, 0), (signal.SIGINT, -signal.SIGINT)])
def test_it_stops_gracefully(server: HostProcess, sent: signal.Signals, status: int) -> None:
    # A connection that is open but idle does not keep the host from stopping.
    with closing(http.client.HTTPConnection(server.address)) as idle:
        idle.request("GET", "/healthz")
        assert idle.getresponse().read()
        server.process.send_signal(sent)
        assert server.process.wait(timeout=10) == status


def test_a_host_without_a_key_takes_no_installs(tmp_path: Path) -> None:
    with host(tmp_path) as server:
        answer = server.send("PUT", "/lib", MANIFEST)
        assert answer.status == 401
        category, message = answer.error
        assert category == "unauthorized"
        assert "--dev" in message
        assert server.send("GET", "/lib").body == {}
    assert not (tmp_path / "lib").exists()


def test_one_connection_many_requests(server: HostProcess) -> None:
    with closing(http.client.HTTPConnection(server.address)) as connection:
        for value in range(50):
            connection.request("POST", f"{MATH}/echo", json.dumps({"x": value}))
            assert json.loads(connection.getresponse().read()) == value


def test_pipelined_requests_are_answered_in_order(server: HostProcess) -> None:
    bodies = [json.dumps({"x": value}) for value in range(20)]
    requests = "".join(f"POST {MATH}/echo HTTP/1.1\r\nHost: h\r\nContent-Length: {len(b)}\r\n\r\n{b}" for b in bodies)
    answers = raw(server, requests.encode())
    assert re.findall(rb"\r\n\r\n(\d+)", answers) == [str(value).encode() for value in range(20)]


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"\r\n\r\n",
        b"hello\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET /lib HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        b"GET /lib HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
        b"POST /lib HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"GET /li\x00b HTTP/1.1\r\n\r\n",
        b"GET " + b"/a" * 100_000 + b" HTTP/1.1\r\n\r\n",
        b"GET /lib HTTP/1.1\r\n" + b"x: y\r\n" * 5_000 + b"\r\n",
        b"GET /lib HTTP/1.1\r\nx: " + b"y" * 200_000 + b"\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 500,
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"[" * (2 << 20),
    ],
    ids=lambda request: repr(request[:24]),
)
def test_what_is_not_http_is_refused(server: HostProcess, request_bytes: bytes) -> None:
    try:
        answer = raw(server, request_bytes)
    except OSError:
        answer = b""
    assert b" 200 " not in answer.split(b"\r\n", 1)[0]
    assert serves(server)


def test_a_body_that_is_too_large(server: HostProcess) -> None:
    answer = server.send("POST", f"{MATH}/echo", json.dumps({"x": "y" * (1 << 20)}))
    assert answer.status == 413
    assert answer.error[0] == "payload_too_large"
    # Announced only: refused before a byte of it is sent.
    announced = f"POST {MATH}/echo HTTP/1.1\r\nHost: h\r\nContent-Length: 99999999999\r\n\r\n"
    assert b" 413 " in raw(server, announced.encode())
    # Not announced: cut off where the limit is.
    chunk = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
    chunked = f"POST {MATH}/echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n".encode() + chunk * 17
    assert b" 413 " in raw(server, chunked + b"0\r\n\r\n")
    assert serves(server)


@pytest.mark.parametrize("body", ["[" * (2 << 20), MANIFEST[: len(MANIFEST) // 2], "{}", '{"schema": 1}'])
def test_a_bad_install_leaves_the_host_serving(server: HostProcess, body: str) -> None:
    answer = server.send("PUT", "/lib", body)
    assert answer.status == 400
    assert serves(server)
    assert server.send("GET", "/lib/acme").body == {"math": True}


def test_clients_that_vanish(server: HostProcess) -> None:
    address, port = server.address.rsplit(":", 1)
    for sent in [b"", b"GET /he", f"POST {MATH}/echo HTTP/1.1\r\nContent-Length: 100\r\n\r\n{{".encode()] * 50:
        connection = socket.create_connection((address, int(port)))
        connection.sendall(sent)
        connection.close()
    assert serves(server)


def test_many_at_once(server: HostProcess) -> None:
    failures = []

    def client(number: int) -> None:
        for value in range(25):
            sent = [number, value]
            if server.send("POST", f"{MATH}/echo", json.dumps({"x": sent})).body != sent:
                failures.append(sent)

    threads = [threading.Thread(target=client, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_paths_are_decoded_once(server: HostProcess) -> None:
    assert server.send("GET", "/lib/acme/math/1%2E0%2E0/hello").body == "hello"
    for path in ["/lib/acme%2Fmath/1.0.0/hello", "/lib/acme/%2e%2e/acme/math/1.0.0/hello", "//lib/acme"]:
        assert server.send("GET", path).status == 400, path
