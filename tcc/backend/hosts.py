"""Where requests go: a kernel in this process, or a host over HTTP, behind one small protocol."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from msgspec import Struct

from tcc.errors import UsageError


class Answer(Struct, frozen=True):
    """A response: its status, and its body as it came."""

    status: int
    body: bytes = b""
    allow: tuple[str, ...] = ()
    """The verbs a 405 names as allowed."""


class Host(Protocol):
    """Something that answers TinyChain requests. A context manager: leaving it gives back what it holds."""

    def send(self, method: str, target: str, body: bytes = b"") -> Answer:
        """Answer one request; ``target`` is a percent-encoded path with an optional query.

        Raises tinychain.error.Unavailable when the host cannot be reached. Any status is an answer.
        """
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


def open_host(*, data_dir: str | Path | None = None, url: str | None = None, token: str | None = None) -> Host:
    """The host of a data directory, or of a URL.

    Raises:
        UsageError: neither or both are given, or the URL is not one.
        ImportError: the in-process kernel is not installed.
    """
    if (data_dir is None) == (url is None):
        raise UsageError("give either a data directory or a URL")
    if url is not None:
        from tcc.backend.http import HttpHost

        return HttpHost(url, token)
    from tcc.backend.kernel import KernelHost

    assert data_dir is not None
    return KernelHost(Path(data_dir), token)
