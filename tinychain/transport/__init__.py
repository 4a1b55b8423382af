"""Where requests go: a kernel in this process or a host over HTTP, behind one small protocol."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from tinychain.error import BadGateway, from_envelope
from tinychain.wire import decode_text


class Answer(NamedTuple):
    """A response.

    Attributes:
        status: its HTTP status.
        body: its body as it came.
        allow: the verbs a 405 names as allowed.
    """

    status: int
    body: bytes = b""
    allow: tuple[str, ...] = ()

    def value(self) -> object:
        """The body as plain Python. Raises the typed ``tinychain.error.Error`` of an answer that is a failure."""
        try:
            body = decode_text(self.body)
        except ValueError:
            if self.status < 300:
                raise BadGateway(f"the host answered {self.status} with something that is not JSON") from None
            body = self.body.decode(errors="replace")
        if self.status >= 300:
            raise from_envelope(self.status, body)
        return body


class Transport(Protocol):
    """Something that answers requests."""

    def send(self, method: str, target: str, body: bytes = b"", *, repeatable: bool = False) -> Answer:
        """Answer one request. Any status is an answer.

        Args:
            method: the verb.
            target: a percent-encoded path with an optional query.
            body: JSON, or nothing.
            repeatable: whether doing it twice is as good as once; a GET always is.

        Raises:
            tinychain.error.Unavailable: the host cannot be reached.
            tinychain.error.Timeout: it does not answer in time.
        """
        ...

    def close(self) -> None:
        """Give back what it holds."""
        ...


class AsyncTransport(Protocol):
    """The same for ``asyncio``."""

    async def send(self, method: str, target: str, body: bytes = b"", *, repeatable: bool = False) -> Answer:
        """Answer one request; see :meth:`Transport.send`."""
        ...

    async def close(self) -> None:
        """Give back what it holds."""
        ...


def allowed(header: str) -> tuple[str, ...]:
    """The verbs of an ``Allow`` header."""
    return tuple(verb.strip() for verb in header.split(",") if verb.strip())
