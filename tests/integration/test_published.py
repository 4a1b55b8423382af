"""The published description's Python, run as it is printed there; docs/features.md says which test shows what."""

from __future__ import annotations

import linecache
from pathlib import Path

import pytest

import tinychain as tc
from tests.integration.support import ROOT

pytestmark = pytest.mark.native

HEALTH = """
import tinychain as tc

kernel = tc.KernelHandle.local(data_dir="path/to/data")
health = kernel.dispatch(tc.KernelRequest("GET", tc.uri.healthz(), None, None))
print(health.status())  # 200 when the kernel is wired correctly
"""

ECHO = """
import tinychain as tc
import pathlib

class Echo(tc.define.Library):
    @tc.define.get
    def hello(self) -> tc.String:
        ...

echo = Echo(publisher="example-devco", name="echo", version="0.1.0")
ref = echo.hello()   # tc.String (deferred)
"""

INSTALL = """
resp = tc.define.install(echo, kernel=kernel, data_dir=pathlib.Path("..."))
assert resp.status == 204
"""

EXECUTE = """
with tc.backend(kernel):
    assert tc.execute(ref) == "hello"
"""

COUNTER = """\
import tinychain as tc

@tc.service(publisher="example-devco", namespace="ml", name="counter", version="1.0.0")
class Counter(tc.Service):

    @tc.define.get
    def handle(self, limit: int):
        step = tc.scalar.Value(0)
        while step < limit:
            if step % 2 == 0:
                tc.op.emit("even", step)
            else:
                tc.op.emit("odd", step)
            step = step + 1
        return tc.op.result("done")
"""

ENQUEUE = """
import tinychain as tc

base_url = "http://localhost:8702"
trainer = tc.uri.service(
    publisher="publisher",
    namespace="ml",
    name="trainer",
    version="1.0.0",
)
job = requests.post(
    f"{base_url}{trainer}/enqueue",
    json={
        "model": "resnet50",
        "dataset": tc.uri.state(
            namespace="media",
            path=("images",),
        ),
        "epochs": 50,
    },
).json()
print("queued training job", job["task_id"])
"""

READ = """
base_url = "http://localhost:8702"
table = tc.uri.state(
    namespace="demo",
    path=("users",),
)
entry = requests.get(f"{base_url}{table}/user:123").json()
name = entry["name"]
"""


def run(monkeypatch: pytest.MonkeyPatch, scope: dict[str, object], *blocks: str) -> None:
    """Execute blocks one after the other, as the cells of a notebook."""
    for number, block in enumerate(blocks):
        name = f"<block {number} of {id(scope)}>"
        monkeypatch.setitem(linecache.cache, name, (len(block), None, block.splitlines(keepends=True), name))
        exec(compile(block, name, "exec"), scope)


def test_health(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    run(monkeypatch, {}, HEALTH)
    assert capsys.readouterr().out == "200\n"
    backend = tc.Backend(None, None, data_dir="path/to/data")
    assert backend.healthz().status == 200


def test_echo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    scope: dict[str, object] = {"kernel": tc.KernelHandle.local(data_dir="...")}
    run(monkeypatch, scope, ECHO, INSTALL, EXECUTE)
    assert isinstance(scope["ref"], tc.String)


def test_the_counter_is_the_one_that_is_printed() -> None:
    assert (ROOT / "examples" / "counter.py").read_text() == COUNTER


def test_counter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scope: dict[str, object] = {}
    run(monkeypatch, scope, COUNTER)
    counter = scope["Counter"]
    assert isinstance(counter, type)
    assert issubclass(counter, tc.Service)
    kernel = tc.KernelHandle.local(data_dir=str(tmp_path))
    assert tc.autograph.install(counter, kernel=kernel).status == 204
    with tc.backend(kernel):
        assert tc.execute(counter().handle(3)) == "done"


class Requests:
    """Stands in for `requests`, and shows what would be sent."""

    def __init__(self, answer: object) -> None:
        self.answer = answer
        self.sent: list[tuple[str, object]] = []

    def get(self, url: str) -> Requests:
        self.sent.append((url, None))
        return self

    def post(self, url: str, json: object) -> Requests:
        self.sent.append((url, json))
        return self

    def json(self) -> object:
        return self.answer


def test_addresses_in_requests(monkeypatch: pytest.MonkeyPatch) -> None:
    import json

    requests = Requests({"task_id": "t", "name": "Ada"})
    scope: dict[str, object] = {"requests": requests}
    run(monkeypatch, scope, ENQUEUE, READ)
    sent = [(url, json.dumps(body)) for url, body in requests.sent]
    assert sent == [
        (
            "http://localhost:8702/service/publisher/ml/trainer/1.0.0/enqueue",
            '{"model": "resnet50", "dataset": "/state/media/images", "epochs": 50}',
        ),
        ("http://localhost:8702/state/demo/users/user:123", "null"),
    ]
    assert scope["name"] == "Ada"
