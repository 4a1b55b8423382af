"""Tokens made from Python and the command line, hosts that take them, and calls to a dependency on another host."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import tinychain as tc
from tests.integration.support import ROOT, serving, tcc

pytestmark = pytest.mark.native

HOST, ACTOR = "http://127.0.0.1:8702", "example-admin"


@tc.library(publisher="acme", name="b", version="1.0.0")
class B(tc.define.Library):
    @tc.get
    def hello(self, name: str) -> str:
        return "Hello, " + name + "!"


class BStub(tc.Library):
    @tc.get
    def hello(self, name: str) -> tc.String: ...


b = BStub(publisher="acme", name="b", version="1.0.0")


@tc.library(publisher="acme", name="a", version="1.0.0", dependencies=[b])
class A(tc.define.Library):
    @tc.get
    def from_b(self, name: str) -> str:
        return b.hello(name)


def test_a_token_allows_installing_what_it_names(tmp_path: Path) -> None:
    keys = tc.auth.keygen()
    token = tc.auth.mint(keys.secret, host=HOST, actor=ACTOR, install=[A])
    with serving(tmp_path, "--trust", HOST, ACTOR, keys.public) as server:
        with pytest.raises(tc.Unauthorized):
            tc.define.install(A, remote=server.url)
        with pytest.raises(tc.Forbidden):
            tc.define.install(B, remote=server.url, bearer_token=token)
        forged = tc.auth.mint(tc.auth.keygen().secret, host=HOST, actor=ACTOR, install=[A])
        with pytest.raises(tc.Unauthorized):
            tc.define.install(A, remote=server.url, bearer_token=forged)
        expired = tc.auth.mint(keys.secret, host=HOST, actor=ACTOR, install=[A], issued_at=1_700_000_000)
        with pytest.raises(tc.Unauthorized):
            tc.define.install(A, remote=server.url, bearer_token=expired)
        assert tc.define.install(A, remote=server.url, bearer_token=token).status == 204


def test_what_a_token_says() -> None:
    keys = tc.auth.keygen()
    token = tc.auth.mint(keys.secret, host=HOST, actor=ACTOR, install=[A], grants={"/lib/x": 0o500}, issued_at=1000)
    trusted = tc.auth.Trusted(HOST, ACTOR, keys.public)
    (claims,) = tc.auth.verify(token, [trusted], now=2000)
    assert (claims["iat"], claims["exp"], claims["actor_id"]) == (1000, 4600, ACTOR)
    assert claims["custom"] == {"/lib/acme/a/1.0.0": 0o200, "/lib/x": 0o500}
    with pytest.raises(ValueError, match=r"."):
        tc.auth.verify(token, [trusted])
    with pytest.raises(ValueError, match="a token grants something"):
        tc.auth.mint(keys.secret, host=HOST, actor=ACTOR)
    assert tc.auth.public_key(keys.secret) == keys.public


def test_the_command_makes_a_token_and_keeps_its_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = tmp_path / "admin.key"
    arguments = ("token", "--host", HOST, "--actor", ACTOR, "--key", str(key), "--lib", "/lib/acme/b/1.0.0")
    first, second = tcc(*arguments), tcc(*arguments)
    assert (first.returncode, first.stderr) == (0, "")
    assert key.stat().st_mode & 0o777 == 0o600
    variables = dict(re.findall(r"export (\w+)='?([^'\n]+)'?", first.stdout))
    assert [*variables] == ["TC_BEARER_TOKEN", "TC_TOKEN_HOST", "TC_ACTOR_ID", "TC_PUBLIC_KEY_B64"]
    assert variables["TC_PUBLIC_KEY_B64"] in second.stdout
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    file = tmp_path / "b.py"
    file.write_text(
        'import tinychain as tc\n\n@tc.library(publisher="acme", name="b", version="1.0.0")\n'
        "class B(tc.define.Library):\n    @tc.get\n    def hello(self, name: str) -> str:\n        return name\n"
    )
    with serving(tmp_path / "data") as server:
        found = tcc("install", str(file), "--url", server.url)
        assert (found.returncode, found.stdout) == (0, "installed /lib/acme/b/1.0.0\n"), found.stderr
        monkeypatch.delenv("TC_BEARER_TOKEN")
        assert tcc("install", str(file), "--url", server.url).returncode == 2
    key.chmod(0o644)
    found = tcc(*arguments)
    assert found.returncode == 2
    assert found.stderr == (
        f"tcc: {key} can be read by others than its owner: chmod 600 it, and think about making a new key\n"
    )


def test_a_token_of_nothing() -> None:
    found = tcc("token", "--host", HOST, "--actor", ACTOR)
    assert (found.returncode, found.stdout) == (2, "")
    assert found.stderr == "tcc: a token allows something: name it with --lib or --service\n"


def test_a_dependency_on_another_host(tmp_path: Path) -> None:
    """The published example: a local library that calls a remote one, and the remote one through the same kernel."""
    with serving(tmp_path / "there", "--dev") as server:
        tc.define.install(B, remote=server.url)
        remote = BStub(publisher="acme", name="b", version="1.0.0", authority=server.url)
        a = A()
        kernel = tc.kernel.for_library(a, data_dir=tmp_path / "here", dependency=remote)
        assert tc.define.install(a, kernel=kernel).status == 204
        with tc.backend(kernel):
            a_ref = a.from_b("World")
            b_ref = remote.hello("World")
            assert tc.execute(a_ref) == "Hello, World!"
            assert tc.execute(b_ref) == "Hello, World!"
    closed = tc.kernel.for_library(a, data_dir=tmp_path / "here")
    with tc.backend(closed), pytest.raises(tc.Error):
        tc.execute(a.from_b("World"))


def test_a_served_dependency(tmp_path: Path) -> None:
    tc.define.install(B, data_dir=tmp_path / "there")
    tc.define.install(A, data_dir=tmp_path / "here")
    with serving(tmp_path / "there") as there:
        authority = there.url.removeprefix("http://")
        with serving(tmp_path / "here", "--route", f"/lib/acme/b/1.0.0={authority}") as here, tc.backend(here.url):
            assert tc.execute(A().from_b("World")) == "Hello, World!"


def test_for_library_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError, match="/lib/acme/b/1.0.0 has no authority"):
        tc.kernel.for_library(A(), dependency=b)
    monkeypatch.setenv("TC_ACTOR_ID", ACTOR)
    with pytest.raises(ValueError, match="needs all of TC_TOKEN_HOST, TC_ACTOR_ID, TC_PUBLIC_KEY_B64"):
        tc.kernel.for_library(A())


def test_a_shell_can_evaluate_the_token() -> None:
    command = f"{sys.executable} -m tcc.cli token --host {HOST} --actor {ACTOR} --lib /lib/a/b/1.0.0"
    code = f"eval $({command}); echo $TC_ACTOR_ID"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    found = subprocess.run(["sh", "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert found.stdout == f"{ACTOR}\n"
