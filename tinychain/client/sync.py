"""The client for threads."""

from __future__ import annotations

import time
from collections.abc import Iterator
from types import TracebackType
from typing import Self, TypeVar, overload

from tinychain import uri as uris
from tinychain.client.events import Event, decode_events
from tinychain.client.requests import post, put, read
from tinychain.client.session import Session
from tinychain.graph import Request
from tinychain.ref import Ref
from tinychain.transport.http import TIMEOUT, HttpTransport
from tinychain.transport.retry import Retry
from tinychain.uri import URI

T = TypeVar("T")


class Client:
    """A host over HTTP. Safe to share between threads; keeps its connections; a context manager.

    Every method raises the typed error of a call that fails: :class:`tc.BadRequest`, :class:`tc.NotFound`, …

    Args:
        url: the host, ``http://host:port``.
        token: the bearer token to send.
        timeout: seconds to wait for an answer.
        retry: how often to try; requests are sent again only where that is safe (see ``tinychain.transport.retry``).

    Raises:
        ValueError: ``url`` is not the URL of a host.
    """

    def __init__(
        self, url: str, *, token: str | None = None, timeout: float = TIMEOUT, retry: Retry | None = None
    ) -> None:
        self.transport = HttpTransport(url, token, timeout=timeout, retry=retry)

    @property
    def url(self) -> str:
        """The host, as ``http(s)://host[:port]``."""
        return self.transport.url

    def get(self, route: str, /, key: object = None, **params: object) -> object:
        """GET a route, with its key or its named parameters."""
        return self._send(read("GET", route, key, params))

    def put(self, route: str, /, key: object, value: object) -> object:
        """PUT ``value`` at ``key`` of a route."""
        return self._send(put(route, key, value))

    def post(self, route: str, /, **params: object) -> object:
        """POST to a route, with its named parameters."""
        return self._send(post(route, params))

    def delete(self, route: str, /, key: object = None, **params: object) -> object:
        """DELETE a key of a route."""
        return self._send(read("DELETE", route, key, params))

    @overload
    def execute(self, value: Ref[T]) -> T: ...
    @overload
    def execute(self, value: T) -> T: ...
    def execute(self, value: object) -> object:
        """Run a deferred value here."""
        from tinychain.execution import backend

        with backend(self) as here:
            return here.execute(value)

    def library(self, *, publisher: str, name: str, version: str) -> Remote:
        """A library of this host, by its identity."""
        return Remote(self, uris.library(publisher=publisher, name=name, version=version))

    def service(self, *, publisher: str, namespace: str, name: str, version: str) -> Remote:
        """A service of this host, by its identity."""
        return Remote(self, uris.service(publisher=publisher, namespace=namespace, name=name, version=version))

    def session(self) -> Session:
        """A batch: requests are collected, and sent when the block ends or a result is asked for."""
        return Session(self)

    def events(self, since: int = 0) -> Iterator[Event]:
        """The events the host has committed after sequence number ``since`` and still remembers, oldest first."""
        return iter(decode_events(self._send(Request("GET", f"/host/event?since={since}"))))

    def follow(self, since: int | None = None, *, interval: float = 0.5) -> Iterator[Event]:
        """Events as they are committed, for as long as they are asked for.

        Args:
            since: the sequence number to go on from; None for those from now on.
            interval: seconds between asking the host, which does not push them.
        """
        last = max((event.sequence for event in self.events()), default=0) if since is None else since
        while True:
            for event in self.events(last):
                last = event.sequence
                yield event
            time.sleep(interval)

    def healthy(self) -> bool:
        """Whether the host answers, and says that it is well."""
        return self.transport.send("GET", uris.healthz()).status == 200

    def close(self) -> None:
        """Close the connections."""
        self.transport.close()

    def _send(self, request: Request) -> object:
        return self.transport.send(*request).value()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Client {self.url}>"


class Remote:
    """A library or service of a host, called by the names of its routes."""

    def __init__(self, client: Client, uri: URI) -> None:
        self.client = client
        self.uri = uri

    def get(self, route: str, /, key: object = None, **params: object) -> object:
        """GET a route."""
        return self.client.get(self.uri.child(route), key, **params)

    def put(self, route: str, /, key: object, value: object) -> object:
        """PUT to a route."""
        return self.client.put(self.uri.child(route), key, value)

    def post(self, route: str, /, **params: object) -> object:
        """POST to a route."""
        return self.client.post(self.uri.child(route), **params)

    def delete(self, route: str, /, key: object = None, **params: object) -> object:
        """DELETE at a route."""
        return self.client.delete(self.uri.child(route), key, **params)

    def enqueue(self, /, **params: object) -> object:
        """Queue work: POST to the route ``enqueue``."""
        return self.post("enqueue", **params)

    def __repr__(self) -> str:
        return f"<{self.uri} at {self.client.url}>"
