"""Tokens end to end: keys, minting, who may install, and what a program is told of its caller."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

tinychain_local = pytest.importorskip("tinychain_local")

from tests.integration.kernel_support import InProcess, host, manifest, route  # noqa: E402

pytestmark = pytest.mark.native

HOST = "http://127.0.0.1:8702"
MATH = "/lib/acme/math/1.0.0"
WRITE = 0o200
ROUTES = [
    {"path": "/hello", "value": "hello"},
    route("/who", "post", [["r", {"/host/auth/context": [None]}]]),
]
SCHEMA = json.dumps({"id": "/lib/acme/app/1.0.0", "version": "1.0.0", "dependencies": []})


class Actor:
    """A key pair and the tokens it signs."""

    def __init__(self, name: str = "admin", host: str = HOST, algorithm: str = "EdDSA") -> None:
        self.name, self.host = name, host
        self.public, self.secret = tinychain_local.token_keygen(algorithm)

    @property
    def key(self) -> tuple[str, str, str]:
        return self.host, self.name, self.public

    def token(self, grants: dict[str, int], lifetime: int = 60, parent: str | None = None) -> str:
        now = int(time.time())
        issued, expires = (now - 1, now + lifetime) if lifetime > 0 else (now - 100, now + lifetime)
        return tinychain_local.token_mint(self.secret, self.host, self.name, grants, issued, expires, parent)


def bearer(token: str) -> dict[str, str]:
    """The header that carries a token."""
    return {"Authorization": f"Bearer {token}"}


@pytest.fixture(params=["EdDSA", "FN-DSA-512"])
def admin(request: pytest.FixtureRequest) -> Actor:
    """An administrator with a key of either algorithm."""
    return Actor(algorithm=request.param)


def kernel(admin: Actor, data_dir: Path | None = None) -> InProcess:
    """A kernel that trusts the administrator."""
    host, name, public = admin.key
    handle = tinychain_local.KernelHandle.with_library_schema_rjwt(SCHEMA, host, name, public, data_dir)
    return InProcess(handle)


def test_installing_needs_write_on_exactly_the_id(admin: Actor, tmp_path: Path) -> None:
    send = kernel(admin, tmp_path)
    body = json.dumps(manifest(ROUTES))
    assert send("PUT", "/lib", body).status == 401
    refused = {
        "/lib/acme/math": WRITE,
        "/lib/acme/math/1.0.1": WRITE,
        f"{MATH}/hello": WRITE,
        "/lib": WRITE,
        "/": 0o777,
        MATH: 0o577,
    }
    for link, mask in refused.items():
        answer = send("PUT", "/lib", body, bearer(admin.token({link: mask})))
        assert answer.status == 403, link
        assert MATH in answer.error[1]
    assert list(tmp_path.glob("lib/*")) == []
    assert send("PUT", "/lib", body, bearer(admin.token({"/lib/acme/x/1.0.0": WRITE, MATH: WRITE}))).status == 204
    assert send("GET", "/lib/acme/math").body == {"1.0.0": False}


def test_tokens_that_are_no_good(admin: Actor, tmp_path: Path) -> None:
    send = kernel(admin, tmp_path)
    body = json.dumps(manifest(ROUTES))
    good = admin.token({MATH: WRITE})
    stranger = Actor(algorithm="EdDSA")
    for token, says in {
        stranger.token({MATH: WRITE}): "",
        Actor("mallory").token({MATH: WRITE}): "mallory",
        admin.token({MATH: WRITE}, lifetime=-1): "expired",
        good[:-8]: "",
        good[: len(good) // 2]: "malformed",
        "test-token": "malformed",
    }.items():
        answer = send("PUT", "/lib", body, bearer(token))
        assert answer.status == 401, token
        assert says in answer.error[1]
        # It is refused for anything, so that its bearer notices.
        assert send("GET", "/healthz", None, bearer(token)).status == 401
    for value in ["", "Bearer", f"Basic {good}", good]:
        assert send("PUT", "/lib", body, {"Authorization": value}).status == 401, value
    assert send("GET", "/healthz").status == 200
    assert send("PUT", "/lib", body, bearer(good)).status == 204


def test_a_program_is_told_who_calls_it(admin: Actor) -> None:
    send = kernel(admin)
    assert send("PUT", "/lib", json.dumps(manifest(ROUTES)), bearer(admin.token({MATH: WRITE}))).status == 204
    assert send("POST", f"{MATH}/who").body == {"principal": None, "claims": []}
    answer = send("POST", f"{MATH}/who", None, bearer(admin.token({f"{MATH}/who": 0o100})))
    assert answer.body == {"principal": {"host": HOST, "actor_id": "admin"}, "claims": [[{f"{MATH}/who": []}, 0o100]]}


def test_the_public_key(admin: Actor) -> None:
    send = kernel(admin)
    assert send("GET", '/host/public_key?key="admin"').body == admin.public
    assert send("GET", '/host/public_key?key="nobody"').status == 404
    assert send("GET", "/host/public_key").status == 400
    assert send("GET", "/host/public_key?key=admin").status == 400


def test_chains(admin: Actor) -> None:
    algorithm = "EdDSA" if len(admin.public) < 100 else "FN-DSA-512"
    host = Actor("host", "http://127.0.0.1:8703", algorithm)
    root = admin.token({MATH: WRITE})
    child = host.token({f"{MATH}/who": 0o100}, 30, root)
    links = json.loads(tinychain_local.token_verify(child, [admin.key, host.key]))
    assert [(link["actor_id"], link["custom"]) for link in links] == [
        ("admin", {MATH: WRITE}),
        ("host", {f"{MATH}/who": 0o100}),
    ]
    with pytest.raises(ValueError, match="no key is configured"):
        tinychain_local.token_verify(child, [admin.key])
    with pytest.raises(ValueError, match="outlive"):
        tinychain_local.token_verify(host.token({}, 61, root), [admin.key, host.key])
    other = Actor("host", "http://127.0.0.1:8703", "FN-DSA-512" if algorithm == "EdDSA" else "EdDSA")
    with pytest.raises(ValueError, match="algorithm"):
        tinychain_local.token_verify(other.token({}, 30, root), [admin.key, other.key])


def test_keys_and_claims_are_checked() -> None:
    public, secret = tinychain_local.token_keygen()
    assert tinychain_local.token_public_key(secret) == public
    with pytest.raises(ValueError, match="algorithm"):
        tinychain_local.token_keygen("RS256")
    with pytest.raises(ValueError, match="secret key"):
        tinychain_local.token_mint("AAAA", HOST, "admin", {}, 1, 2)
    with pytest.raises(ValueError, match="expires"):
        tinychain_local.token_mint(secret, HOST, "admin", {}, 2, 2)
    with pytest.raises(ValueError, match="link"):
        tinychain_local.token_mint(secret, HOST, "admin", {"lib": WRITE}, 1, 2)
    with pytest.raises(ValueError, match="public key"):
        tinychain_local.KernelHandle.with_library_schema_rjwt(SCHEMA, HOST, "admin", "AAAA")


def test_a_host_with_a_key_takes_installs_over_http(admin: Actor, tmp_path: Path) -> None:
    body = json.dumps(manifest(ROUTES))
    # Not even one for development takes any without a token, once it has a key.
    with host(tmp_path, keys=[admin.key], dev=True) as server:
        refused = server.send("PUT", "/lib", body)
        assert refused.status == 401
        assert refused.headers["www-authenticate"] == "Bearer"
        assert server.send("PUT", "/lib", body, bearer(admin.token({"/lib/acme/math/2.0.0": WRITE}))).status == 403
        assert server.send("PUT", "/lib", body, bearer(admin.token({MATH: WRITE}))).status == 204
        assert server.send("GET", f"{MATH}/hello").body == "hello"
        # Refused before its body is read.
        assert server.send("PUT", "/lib", "x" * (2 << 20)).status == 401


def test_a_kernel_without_keys_reads_no_token(tmp_path: Path) -> None:
    send = InProcess(tinychain_local.KernelHandle.local(tmp_path))
    assert send("PUT", "/lib", json.dumps(manifest(ROUTES)), bearer("test-token")).status == 204
    assert send("POST", f"{MATH}/who", None, bearer("test-token")).body == {"principal": None, "claims": []}
