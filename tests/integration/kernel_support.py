"""Manifests written by hand, and requests sent to a kernel in this process or to a host over HTTP."""

from __future__ import annotations

import base64
import http.client
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, Protocol
from urllib.parse import quote

import tinychain_local

GET = "/state/scalar/op/get"
POST = "/state/scalar/op/post"
EVENT = "/host/event"


class Answer(NamedTuple):
    """A status, the body as Python (None when there is none), and the headers."""

    status: int
    body: object
    headers: dict[str, str]

    @property
    def error(self) -> tuple[str, str]:
        """The category and the message of a failure."""
        assert isinstance(self.body, dict), self
        [(category, details)] = self.body.items()
        return category, details["message"]


class Sender(Protocol):
    """Anything that answers requests."""

    def __call__(
        self, method: str, path: str, body: str | bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer: ...


class InProcess:
    """Requests to a kernel in this process."""

    def __init__(self, kernel: tinychain_local.KernelHandle) -> None:
        self.kernel = kernel

    def __call__(
        self, method: str, path: str, body: str | bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        response = self.kernel.dispatch(tinychain_local.KernelRequest(method, path, headers, body))
        value = None if response.body is None else json.loads(response.body.value().to_json())
        return Answer(int(response.status), value, dict(response.headers))


class OverHttp:
    """Requests to a host, each over its own connection."""

    def __init__(self, address: str) -> None:
        self.address = address

    def __call__(
        self, method: str, path: str, body: str | bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        connection = http.client.HTTPConnection(self.address, timeout=30)
        try:
            connection.request(method, path, body, dict(headers or {}))
            response = connection.getresponse()
            text = response.read()
            headers = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, json.loads(text) if text else None, headers)
        finally:
            connection.close()


class HostProcess:
    """A process that serves a data directory, as ``tcc serve`` does."""

    def __init__(self, data_dir: Path, *, bind: str = "127.0.0.1:0", **settings: object) -> None:
        # A process started in the background inherits an ignored SIGINT: Python's own handler is put back.
        program = (
            "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
            f"import tinychain_local as t; t.serve({str(data_dir)!r}, {bind!r}, **{settings!r})"
        )
        self.process = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line.startswith("listening on http://"), line
        self.address = line.split("//")[1].strip()
        self.send = OverHttp(self.address)

    def end(self) -> None:
        """Kill it, as a crash would."""
        self.process.kill()
        self.process.wait(timeout=20)
        assert self.process.stdout is not None
        self.process.stdout.close()


@contextmanager
def host(data_dir: Path, *, bind: str = "127.0.0.1:0", **settings: object) -> Iterator[HostProcess]:
    """A host on ``data_dir`` while the block runs, with the settings of ``tinychain_local.serve``."""
    process = HostProcess(data_dir, bind=bind, **settings)
    try:
        yield process
    finally:
        process.end()


def opdef(verb: str, form: list[object]) -> dict[str, object]:
    """An OpDef of ``form``; a GET's key is called ``key``."""
    return {POST: form} if verb == "post" else {GET: ["key", form]}


def route(path: str, verb: str, form: list[object], **members: object) -> dict[str, object]:
    """A route whose body is an OpDef."""
    return {"path": path, "opdef": opdef(verb, form), **members}


def manifest(
    routes: list[dict[str, object]], component: str = "/lib/acme/math/1.0.0", dependencies: list[str] | None = None
) -> dict[str, object]:
    """A manifest with ``routes``."""
    version = component.rsplit("/", 1)[1]
    return {"schema": {"id": component, "version": version, "dependencies": dependencies or []}, "routes": routes}


def package(contents: dict[str, object]) -> str:
    """A manifest as an install package."""
    source = base64.b64encode(json.dumps(contents).encode()).decode()
    artifact = {"path": "/lib/ir", "content_type": "application/tinychain+json", "bytes": source}
    return json.dumps({"schema": contents["schema"], "artifacts": [artifact]})


def key(value: object) -> str:
    """``?key=…``."""
    return "?key=" + quote(json.dumps(value), safe="")
