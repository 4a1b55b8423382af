"""The client for ``asyncio``."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from types import TracebackType
from typing import Self, TypeVar, overload

from tinychain import uri as uris
from tinychain.client.events import Event, decode_events
from tinychain.client.requests import post, put, read
from tinychain.client.session import AsyncSession
from tinychain.graph import Request
from tinychain.ref import Ref
from tinychain.transport.http import TIMEOUT, AsyncHttpTransport
from tinychain.transport.retry import Retry
from tinychain.uri import URI

T = TypeVar("T")


class AsyncClient:
    """:class:`Client` for ``asyncio``: the same methods, awaited; ``asyncio.gather`` runs several together."""

    def __init__(
        self, url: str, *, token: str | None = None, timeout: float = TIMEOUT, retry: Retry | None = None
    ) -> None:
        self.transport = AsyncHttpTransport(url, token, timeout=timeout, retry=retry)

    @property
    def url(self) -> str:
        """The host, as ``http(s)://host[:port]``."""
        return self.transport.url

    async def get(self, route: str, /, key: object = None, **params: object) -> object:
        """GET a route, with its key or its named parameters."""
        return await self._send(read("GET", route, key, params))

    async def put(self, route: str, /, key: object, value: object) -> object:
        """PUT ``value`` at ``key`` of a route."""
        return await self._send(put(route, key, value))

    async def post(self, route: str, /, **params: object) -> object:
        """POST to a route, with its named parameters."""
        return await self._send(post(route, params))

    async def delete(self, route: str, /, key: object = None, **params: object) -> object:
        """DELETE a key of a route."""
        return await self._send(read("DELETE", route, key, params))

    @overload
    async def execute(self, value: Ref[T]) -> T: ...
    @overload
    async def execute(self, value: T) -> T: ...
    async def execute(self, value: object) -> object:
        """Run a deferred value here."""
        from tinychain.execution import backend

        async with backend(self) as here:
            return await here.execute_async(value)

    def library(self, *, publisher: str, name: str, version: str) -> AsyncRemote:
        """A library of this host, by its identity."""
        return AsyncRemote(self, uris.library(publisher=publisher, name=name, version=version))

    def service(self, *, publisher: str, namespace: str, name: str, version: str) -> AsyncRemote:
        """A service of this host, by its identity."""
        return AsyncRemote(self, uris.service(publisher=publisher, namespace=namespace, name=name, version=version))

    def session(self) -> AsyncSession:
        """A batch: requests are collected, and sent when the block ends."""
        return AsyncSession(self)

    async def events(self, since: int = 0) -> AsyncIterator[Event]:
        """The events the host has committed after sequence number ``since`` and still remembers, oldest first."""
        for event in decode_events(await self._send(Request("GET", f"/host/event?since={since}"))):
            yield event

    async def follow(self, since: int | None = None, *, interval: float = 0.5) -> AsyncIterator[Event]:
        """Events as they are committed, for as long as they are asked for.

        Args:
            since: the sequence number to go on from; None for those from now on.
            interval: seconds between asking the host, which does not push them.
        """
        if since is None:
            since = max([event.sequence async for event in self.events()], default=0)
        while True:
            async for event in self.events(since):
                since = event.sequence
                yield event
            await asyncio.sleep(interval)

    async def healthy(self) -> bool:
        """Whether the host answers, and says that it is well."""
        return (await self.transport.send("GET", uris.healthz())).status == 200

    async def close(self) -> None:
        """Close the connections."""
        await self.transport.close()

    async def _send(self, request: Request) -> object:
        return (await self.transport.send(*request)).value()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    def __repr__(self) -> str:
        return f"<AsyncClient {self.url}>"


class AsyncRemote:
    """:class:`Remote` for ``asyncio``."""

    def __init__(self, client: AsyncClient, uri: URI) -> None:
        self.client = client
        self.uri = uri

    async def get(self, route: str, /, key: object = None, **params: object) -> object:
        """GET a route."""
        return await self.client.get(self.uri.child(route), key, **params)

    async def put(self, route: str, /, key: object, value: object) -> object:
        """PUT to a route."""
        return await self.client.put(self.uri.child(route), key, value)

    async def post(self, route: str, /, **params: object) -> object:
        """POST to a route."""
        return await self.client.post(self.uri.child(route), **params)

    async def delete(self, route: str, /, key: object = None, **params: object) -> object:
        """DELETE at a route."""
        return await self.client.delete(self.uri.child(route), key, **params)

    async def enqueue(self, /, **params: object) -> object:
        """Queue work: POST to the route ``enqueue``."""
        return await self.post("enqueue", **params)

    def __repr__(self) -> str:
        return f"<{self.uri} at {self.client.url}>"
