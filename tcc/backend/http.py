"""A TinyChain host over HTTP."""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING, Self

from tcc.backend.hosts import Answer
from tcc.errors import UsageError
from tinychain.error import Unavailable
from tinychain.uri import URI

if TYPE_CHECKING:
    import httpx2

TIMEOUT = 10.0
"""Seconds to wait for an answer. A transaction lives three."""


class HttpHost:
    """Answers from a host at ``url`` (``http://host:port``), with ``token`` as the bearer token.

    No redirect is followed and no proxy is taken from the environment: the token goes to the host that was named.
    """

    def __init__(self, url: str, token: str | None = None) -> None:
        try:
            origin = URI.parse(url.rstrip("/"))
        except ValueError as error:
            raise UsageError(f"{url!r} is not the URL of a host: {error}") from None
        if origin.host is None or origin.canonical() != "/":
            raise UsageError(f"{url!r} is not the URL of a host, such as http://127.0.0.1:8702")
        import httpx2

        self._url = f"{origin.scheme}://{origin.authority()}"
        headers = {} if token is None else {"authorization": f"Bearer {token}"}
        self._client: httpx2.Client = httpx2.Client(headers=headers, timeout=TIMEOUT, trust_env=False)

    def send(self, method: str, target: str, body: bytes = b"") -> Answer:
        """Answer one request."""
        import httpx2

        headers = {"content-type": "application/json"} if body else {}
        try:
            response = self._client.request(method, self._url + target, content=body or None, headers=headers)
        except httpx2.TransportError as error:
            reason = str(error) or type(error).__name__
            raise Unavailable(f"{self._url} cannot be reached: {reason}") from None
        verbs = tuple(verb.strip() for verb in response.headers.get("allow", "").split(",") if verb.strip())
        return Answer(response.status_code, response.content, verbs)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the connections."""
        self._client.close()
