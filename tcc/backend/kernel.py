"""The kernel in this process, on a data directory."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Self

from tcc.backend.hosts import Answer
from tcc.errors import UsageError
from tinychain.native import require


class KernelHost:
    """Answers from a kernel in this process. Raises ImportError, saying what to install, where there is none."""

    def __init__(self, data_dir: Path, token: str | None = None) -> None:
        native = require("a data directory")
        if data_dir.exists() and not data_dir.is_dir():
            raise UsageError(f"{data_dir} is not a directory")
        try:
            self._kernel = native.KernelHandle.local(data_dir=str(data_dir))
        except OSError as error:
            raise UsageError(f"the data directory {data_dir} cannot be opened: {error}") from None
        self._request = native.KernelRequest
        self._headers = [] if token is None else [("authorization", f"Bearer {token}")]

    def send(self, method: str, target: str, body: bytes = b"") -> Answer:
        """Answer one request."""
        response = self._kernel.dispatch(self._request(method, target, self._headers, body or None))
        state = response.body
        text: str = "" if state is None else state.value().to_json()
        allow = [value for name, value in response.headers if name == "allow"]
        verbs = tuple(verb.strip() for value in allow for verb in value.split(","))
        return Answer(int(response.status), text.encode(), verbs)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing to give back: the kernel goes with its handle."""


def serve(data_dir: Path, bind: str, *, dev: bool = False) -> None:
    """Serve a data directory over HTTP until interrupted.

    Raises:
        UsageError: the address cannot be listened on, or the directory cannot be opened.
        ImportError: the in-process kernel is not installed.
    """
    native = require("serving")
    try:
        native.serve(str(data_dir), bind, dev)
    except (OSError, ValueError) as error:
        raise UsageError(f"cannot serve {data_dir} at {bind}: {error}") from None
