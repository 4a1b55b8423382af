"""A server's life: installs over HTTP, kill -9, restart, and a data directory shared with a kernel in this process."""

from __future__ import annotations

from pathlib import Path

import pytest

import tcc
import tinychain as tc
from examples.counter import Counter
from tcc.backend.hosts import open_host
from tests.integration.support import ROOT, by_host, plainly, serving

pytestmark = pytest.mark.native

COUNTER = ROOT / "examples" / "counter.py"
EXPECTED = plainly(Counter, "handle", {"limit": 5})


def test_routes_survive_kill_9(tmp_path: Path) -> None:
    with serving(tmp_path, "--dev") as server:
        assert tcc.install(COUNTER, url=server.url) == ["/service/example-devco/ml/counter/1.0.0"]
        with open_host(url=server.url) as host:
            assert by_host(host, Counter, "handle", {"limit": 5}) == EXPECTED
        server.kill()
    with serving(tmp_path) as server, open_host(url=server.url) as host:
        assert by_host(host, Counter, "handle", {"limit": 5}) == EXPECTED


def test_a_running_server_and_a_kernel_here_share_a_directory(tmp_path: Path) -> None:
    with serving(tmp_path) as server, open_host(url=server.url) as there, open_host(data_dir=tmp_path) as here:
        assert by_host(there, Counter, "handle", {"limit": 5})[0] == "not_found"
        tcc.install(COUNTER, data_dir=tmp_path)
        assert by_host(there, Counter, "handle", {"limit": 5}) == EXPECTED
        assert by_host(here, Counter, "handle", {"limit": 5}) == EXPECTED


def test_a_server_takes_installs_only_when_told_to(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        with pytest.raises(tc.Unauthorized):
            tcc.install(COUNTER, url=server.url)
        with open_host(url=server.url) as host:
            assert host.send("GET", "/service").value() == {}
    assert list(tmp_path.rglob("*.json")) == []


def test_installing_again(tmp_path: Path) -> None:
    tcc.install(COUNTER, data_dir=tmp_path)
    tcc.install(COUNTER, data_dir=tmp_path)
    changed = tmp_path / "changed.py"
    changed.write_text(COUNTER.read_text().replace('"done"', '"finished"'))
    with pytest.raises(tc.Conflict):
        tcc.install(changed, data_dir=tmp_path)
    with open_host(data_dir=tmp_path) as host:
        assert by_host(host, Counter, "handle", {"limit": 5}) == EXPECTED


def test_it_stops_when_asked_to(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        assert server.stop() == 0


def test_a_host_that_is_not_there() -> None:
    with pytest.raises(tc.Unavailable, match=r"http://127\.0\.0\.1:9 cannot be reached"):
        tcc.install(COUNTER, url="http://127.0.0.1:9")
