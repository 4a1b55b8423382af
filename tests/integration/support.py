"""Servers, and one route called every way there is: in plain CPython, in process and over HTTP."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

import tinychain as tc
from tcc.backend.call import Door, call, read_events
from tcc.cli import main
from tinychain.route import routes_of
from tinychain.transport import Transport

ROOT = Path(__file__).parents[2]
Outcome = tuple[str, object, list[tuple[str, object]]]
"""``ok`` or an error's category, the result or the error's message, and the events."""


class Server:
    """A ``tcc serve`` process and where it listens."""

    def __init__(self, data_dir: Path, *options: str, bind: str = "127.0.0.1:0") -> None:
        command = [
            sys.executable,
            "-m",
            "tcc.cli",
            "serve",
            "--data-dir",
            str(data_dir),
            "--bind",
            bind,
            *options,
        ]
        self.process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        found = re.search(r"http://\S+", line)
        assert found, f"the server did not start: {line}{self.process.stdout.read()}"
        self.url = found.group()

    def kill(self) -> None:
        """End it as a crash would."""
        self.process.kill()
        self._reap()

    def stop(self) -> int:
        """End it as an operator would; its exit status."""
        self.process.terminate()
        return self._reap()

    def _reap(self) -> int:
        status = self.process.wait(timeout=20)
        assert self.process.stdout is not None
        self.process.stdout.close()
        return status


@contextmanager
def serving(data_dir: Path, *options: str) -> Iterator[Server]:
    """A server on ``data_dir`` while the block runs."""
    server = Server(data_dir, *options)
    try:
        yield server
    finally:
        if server.process.poll() is None:
            server.kill()


def plainly(cls: type[tc.Library | tc.Service], route: str, args: Mapping[str, object]) -> Outcome:
    """A route in plain CPython."""
    try:
        result, events = tc.testing.run(cls, route, **args)
    except tc.Error as error:
        return error.category, error.message, []
    return "ok", result, events


def by_host(host: Transport, cls: type[tc.Library | tc.Service], route: str, args: Mapping[str, object]) -> Outcome:
    """A route of an installed definition, by a kernel."""
    assert cls.identity is not None
    declared = routes_of(cls)[route]
    before = read_events(host)
    door = Door(declared.verb, tuple(declared.signature().parameters))
    try:
        result = call(host, str(cls.identity.child(route)), door, args).value()
    except tc.Error as error:
        return error.category, error.message, []
    events = read_events(host, before[-1][0] if before else 0)
    return "ok", result, [(topic, value) for _, topic, value in events]


class Result(NamedTuple):
    """What a command printed, and its exit status."""

    returncode: int
    stdout: str
    stderr: str


def tcc(*arguments: str, cwd: Path = ROOT, stdin: str = "") -> Result:
    """Run the command line, in this process: the guide's pages run it in processes of its own."""
    streams = [io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2)]
    given = patch("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8"))
    with given, redirect_stdout(streams[0]), redirect_stderr(streams[1]), chdir(cwd):
        try:
            status = main(arguments)
        except SystemExit as end:
            status = int(end.code or 0)
    texts = [stream.buffer.getvalue().decode() for stream in streams]  # type: ignore[attr-defined]
    return Result(status, *texts)
