"""Libraries that call dependencies on another host: two real processes, with and without what it takes."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

tinychain_local = pytest.importorskip("tinychain_local")

from tests.integration.kernel_support import HostProcess, InProcess, host, manifest, route  # noqa: E402

pytestmark = pytest.mark.native

A, B = "/lib/acme/a/1.0.0", "/lib/acme/b/1.0.0"
LOOP = {"/state/scalar/op/post": [["again", {"$state/add": {"r": 1}}]]}
FOREVER = {"/state/scalar/op/post": [["yes", {"$state/ge": {"r": 0}}]]}

GREETER = manifest(
    [
        route(
            "/hello",
            "get",
            [["text", {"$template/render": {"name": {"$key": []}}}], ["template", "Hello, {{name}}!"]],
            params=[{"name": "name", "type": "string"}],
        ),
        route("/sum", "post", [["r", {"$a/add": {"r": {"$b": []}}}]]),
        route("/fail", "post", [["r", {"$x/div": {"r": 0}}]]),
        route("/forever", "post", [["r", {"/state/scalar/ref/while": [FOREVER, LOOP, 0]}]]),
        route("/who", "post", [["r", {"/host/auth/context": [None]}]]),
    ],
    B,
)
# The result comes last in a form.
GREETER["routes"][0]["opdef"]["/state/scalar/op/get"][1].reverse()  # type: ignore[index]

CALLER = manifest(
    [
        route("/from_b", "get", [["r", {f"{B}/hello": [{"$key": []}]}]], params=[{"name": "name", "type": "string"}]),
        route("/sum", "post", [["r", {f"{B}/sum": {"a": {"$x": []}, "b": 1}}]]),
        route("/fail", "post", [["r", {f"{B}/fail": {"x": 1}}]]),
        route("/forever", "post", [["r", {f"{B}/forever": {}}]]),
        route("/missing", "post", [["r", {f"{B}/nothing": {}}]]),
        route("/who", "post", [["r", {f"{B}/who": {}}]]),
    ],
    A,
    [B],
)
SCHEMA = json.dumps(CALLER["schema"])


@pytest.fixture
def there(tmp_path: Path) -> Iterator[HostProcess]:
    """A host that serves B."""
    with host(tmp_path / "b", dev=True) as process:
        assert process.send("PUT", "/lib", json.dumps(GREETER)).status == 204
        yield process


def kernel(there: HostProcess, root: str = B, **settings: float) -> tinychain_local.KernelHandle:
    """A kernel that serves A and has a route to the other host."""
    handle = tinychain_local.KernelHandle.with_library_schema_and_dependency_route(
        SCHEMA, root, there.address, **settings
    )
    assert InProcess(handle)("PUT", "/lib", json.dumps(CALLER)).status == 204
    return handle


def test_a_dependency_on_another_host(there: HostProcess) -> None:
    handle = kernel(there)
    here = InProcess(handle)
    assert here("GET", f"{A}/from_b?name=World").body == "Hello, World!"
    assert here("POST", f"{A}/sum", '{"x": 41}').body == 42
    body = handle.resolve_get(f"{B}/hello", '"World"').body
    assert body is not None
    assert body.value().to_json() == '"Hello, World!"'
    body = handle.resolve_post(f"{B}/sum", '{"a": 1, "b": 2}').body
    assert body is not None
    assert body.value().to_json() == "3"


def test_awkward_keys_arrive_whole(there: HostProcess) -> None:
    here = InProcess(kernel(there))
    for name in ["", "a b&c=d?e#f/g%h+i", "käse 🧀", "x" * 10_000]:
        answer = here("GET", f"{A}/from_b", json.dumps(name))
        assert answer.body == f"Hello, {name}!"


def test_errors_come_back_as_they_are(there: HostProcess) -> None:
    here = InProcess(kernel(there))
    failed = here("POST", f"{A}/fail")
    assert failed.status == 400
    assert "division by zero" in failed.error[1]
    assert here("POST", f"{A}/missing").status == 404
    there.end()
    gone = here("POST", f"{A}/sum", '{"x": 1}')
    assert gone.status == 502
    assert there.address in gone.error[1]


def test_another_hosts_time_is_ones_own(there: HostProcess) -> None:
    here = InProcess(kernel(there, request_ttl_secs=0.5))
    started = time.monotonic()
    answer = here("POST", f"{A}/forever")
    assert answer.status == 408
    assert time.monotonic() - started < 0.7


def test_without_a_route(there: HostProcess) -> None:
    handle = kernel(there, "/lib/acme/other/1.0.0")
    answer = InProcess(handle)("GET", f"{A}/from_b?name=World")
    assert answer.status == 404
    assert "no route" in answer.error[1]
    with pytest.raises(ValueError, match="no dependency route"):
        handle.resolve_get(f"{B}/hello", '"World"')


def test_without_declaring_it(there: HostProcess) -> None:
    contents = manifest(CALLER["routes"], A)  # type: ignore[arg-type]
    handle = tinychain_local.KernelHandle.with_library_schema_and_dependency_route(
        json.dumps(contents["schema"]), B, there.address
    )
    here = InProcess(handle)
    answer = here("PUT", "/lib", json.dumps(contents))
    assert answer.status == 400
    assert "not under a declared dependency" in answer.error[1]
    # One that is told at run time what to call is refused then.
    called = manifest([route("/call", "post", [["r", {"$there": {"a": 1, "b": 2}}]])], A)
    assert here("PUT", "/lib", json.dumps(called)).status == 204
    assert here("POST", f"{A}/call", json.dumps({"there": {"/state/scalar/value/link": f"{B}/sum"}})).status == 403
    with pytest.raises(ValueError, match="declare"):
        handle.resolve_get(f"{B}/hello", '"World"')


def test_the_token_travels(there: HostProcess, tmp_path: Path) -> None:
    public, secret = tinychain_local.token_keygen()
    admin = ("http://admin.example", "admin", public)
    now = int(time.time())
    token = tinychain_local.token_mint(secret, admin[0], "admin", {A: 0o300}, now - 1, now + 60)
    handle = tinychain_local.KernelHandle.with_library_schema_and_dependency_route_rjwt(
        SCHEMA, B, there.address, *admin
    )
    here = InProcess(handle)
    bearer = {"authorization": f"Bearer {token}"}
    assert here("PUT", "/lib", json.dumps(CALLER), bearer).status == 204
    assert here("GET", f"{A}/from_b?name=World", None, bearer).body == "Hello, World!"
    # A token that does not verify is refused here, and goes nowhere.
    assert handle.resolve_get(f"{B}/hello", '"World"', token[:-8] + "AAAAAAA=").status == 401
    assert handle.resolve_get(f"{B}/hello", '"World"', token).status == 200


def test_a_host_signs_its_calls(tmp_path: Path) -> None:
    now = int(time.time())
    admin_public, admin_secret = tinychain_local.token_keygen()
    host_public, host_secret = tinychain_local.token_keygen()
    admin = ("http://admin.example", "admin", admin_public)
    here = ("http://a.example", "host", host_public)
    token = tinychain_local.token_mint(
        admin_secret, admin[0], "admin", {A: 0o200, B: 0o200, f"{A}/who": 0o100}, now - 1, now + 60
    )
    bearer = {"authorization": f"Bearer {token}"}
    with host(tmp_path / "b", keys=[admin, here]) as b:
        assert b.send("PUT", "/lib", json.dumps(GREETER), bearer).status == 204
        identity = (here[0], here[1], host_secret)
        with host(tmp_path / "a", keys=[admin], routes=[(B, b.address)], identity=identity) as a:
            assert a.send("PUT", "/lib", json.dumps(CALLER), bearer).status == 204
            seen = a.send("POST", f"{A}/who", "{}", bearer).body
    assert isinstance(seen, dict)
    assert seen["principal"] == {"host": admin[0], "actor_id": "admin"}
    # The caller's own grants, and the one thing the host added.
    assert seen["claims"][-1] == [{f"{B}/who": []}, 0o100]
    assert len(seen["claims"]) == 4


def test_hosts_that_call_each_other_forever(tmp_path: Path) -> None:
    addresses = []
    for _ in range(2):
        with socket.create_server(("127.0.0.1", 0)) as free:
            addresses.append(f"127.0.0.1:{free.getsockname()[1]}")
    ping, pong = (
        manifest([route("/call", "post", [["r", {f"{to}/call": {}}]])], at, [to]) for at, to in [(A, B), (B, A)]
    )
    with (
        host(tmp_path / "a", bind=addresses[0], routes=[(B, addresses[1])], dev=True) as a,
        host(tmp_path / "b", bind=addresses[1], routes=[(A, addresses[0])], dev=True) as b,
    ):
        assert a.send("PUT", "/lib", json.dumps(ping)).status == 204
        assert b.send("PUT", "/lib", json.dumps(pong)).status == 204
        answer = a.send("POST", f"{A}/call")
        assert answer.status == 400
        assert "hosts call each other" in answer.error[1]
        assert a.send("GET", "/healthz").status == b.send("GET", "/healthz").status == 200


@pytest.mark.parametrize(
    "authority", ["127.0.0.1", "http://127.0.0.1:80", "user@127.0.0.1:80", "127.0.0.1:80/x", "0x7f.1:80"]
)
def test_an_authority_is_host_and_port(authority: str) -> None:
    with pytest.raises(ValueError, match="not host:port"):
        tinychain_local.KernelHandle.with_library_schema_and_dependency_route(SCHEMA, B, authority)
