"""A TinyChain host over HTTP, for threads and for ``asyncio``.

No redirect is followed and no proxy is taken from the environment: the token goes to the host that was named and to no
other. Connections are kept and shared.
"""

from __future__ import annotations

import asyncio
import time

import httpx2

from tinychain.error import Error, Timeout, Unavailable
from tinychain.transport import Answer, allowed
from tinychain.transport.retry import Failure, Retry
from tinychain.uri import URI

TIMEOUT = 10.0
"""Seconds to wait for an answer by default. A transaction lives three."""


class HttpTransport:
    """Requests to the host at ``url`` (``http://host:port``). Safe to share between threads.

    Raises:
        ValueError: ``url`` is not the URL of a host.
    """

    def __init__(
        self, url: str, token: str | None = None, *, timeout: float = TIMEOUT, retry: Retry | None = None
    ) -> None:
        self.url = origin(url)
        self._retry = retry or Retry()
        self._timeout = timeout
        self._client = httpx2.Client(headers=_headers(token), timeout=timeout, trust_env=False)

    def send(self, method: str, target: str, body: bytes = b"", *, repeatable: bool = False) -> Answer:
        """Answer one request, sent again where that is safe."""
        attempt = 0
        while True:
            attempt += 1
            try:
                response = self._client.request(method, self.url + target, content=body or None, headers=_content(body))
            except httpx2.TransportError as error:
                failure, found = _classify(error, self.url, self._timeout)
                pause = self._retry.pause(attempt, failure, repeatable=repeatable or method == "GET")
                if pause is None:
                    raise found from error
            else:
                pause = _asked_again(response, self._retry, attempt, repeatable=repeatable or method == "GET")
                if pause is None:
                    return _answer(response)
            time.sleep(pause)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()


class AsyncHttpTransport:
    """:class:`HttpTransport` for ``asyncio``."""

    def __init__(
        self, url: str, token: str | None = None, *, timeout: float = TIMEOUT, retry: Retry | None = None
    ) -> None:
        self.url = origin(url)
        self._retry = retry or Retry()
        self._timeout = timeout
        self._client = httpx2.AsyncClient(headers=_headers(token), timeout=timeout, trust_env=False)

    async def send(self, method: str, target: str, body: bytes = b"", *, repeatable: bool = False) -> Answer:
        """Answer one request, sent again where that is safe."""
        attempt = 0
        while True:
            attempt += 1
            try:
                response = await self._client.request(
                    method, self.url + target, content=body or None, headers=_content(body)
                )
            except httpx2.TransportError as error:
                failure, found = _classify(error, self.url, self._timeout)
                pause = self._retry.pause(attempt, failure, repeatable=repeatable or method == "GET")
                if pause is None:
                    raise found from error
            else:
                pause = _asked_again(response, self._retry, attempt, repeatable=repeatable or method == "GET")
                if pause is None:
                    return _answer(response)
            await asyncio.sleep(pause)

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()


def origin(url: str) -> str:
    """``url`` as ``http(s)://host[:port]``. Raises ValueError when it is anything else."""
    found = URI.parse(url.rstrip("/") or url)
    if found.host is None or found.canonical() != "/":
        raise ValueError(f"{url!r} is not the URL of a host, such as http://127.0.0.1:8702")
    return f"{found.scheme}://{found.authority()}"


def _headers(token: str | None) -> dict[str, str]:
    return {} if token is None else {"authorization": f"Bearer {token}"}


def _content(body: bytes) -> dict[str, str]:
    return {"content-type": "application/json"} if body else {}


def _classify(error: httpx2.TransportError, url: str, timeout: float) -> tuple[Failure, Error]:
    """How far the request got, and the error to raise if it is not sent again."""
    reason = str(error) or type(error).__name__
    if isinstance(error, httpx2.ConnectError | httpx2.ConnectTimeout | httpx2.PoolTimeout):
        return Failure.UNSENT, Unavailable(f"{url} cannot be reached: {reason}")
    if isinstance(error, httpx2.TimeoutException):
        return Failure.UNKNOWN, Timeout(
            f"{url} did not answer within {timeout:g} s; the request may have been carried out"
        )
    return Failure.UNKNOWN, Unavailable(f"{url} broke off: {reason}; the request may have been carried out")


def _asked_again(response: httpx2.Response, retry: Retry, attempt: int, *, repeatable: bool) -> float | None:
    """The pause before sending again, for the answers that ask for it; None when this is the answer."""
    if response.status_code not in (429, 503):
        return None
    failure = Failure.REFUSED if response.status_code == 429 else Failure.UNKNOWN
    after = response.headers.get("retry-after", "")
    return retry.pause(attempt, failure, repeatable=repeatable, asked=float(after) if after.isdecimal() else None)


def _answer(response: httpx2.Response) -> Answer:
    return Answer(response.status_code, response.content, allowed(response.headers.get("allow", "")))
