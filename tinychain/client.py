"""HTTP clients: ``tc.Client``, and its ``asyncio`` twin ``tc.AsyncClient``.

with tc.Client("http://127.0.0.1:8702") as client:
    counter = client.service(publisher="example-devco", namespace="ml", name="counter", version="1.0.0")
    counter.get("handle", 3)
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from types import TracebackType
from typing import Final, Generic, NamedTuple, Self, TypeVar, cast, overload

from tinychain import uri as uris
from tinychain.graph import Call, Request, named_query, request_of
from tinychain.ref import Ref
from tinychain.transport.http import TIMEOUT, AsyncHttpTransport, HttpTransport
from tinychain.transport.retry import Retry
from tinychain.uri import URI

T = TypeVar("T")

_ABSENT: Final = object()


class Event(NamedTuple):
    """A committed event, with its place in the host's order of commits."""

    sequence: int
    topic: str
    value: object


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
        return self._send(_read("GET", route, key, params))

    def put(self, route: str, /, key: object, value: object) -> object:
        """PUT ``value`` at ``key`` of a route."""
        return self._send(request_of(Call("PUT", _path(route), key=key, value=value)))

    def post(self, route: str, /, **params: object) -> object:
        """POST to a route, with its named parameters."""
        return self._send(request_of(Call("POST", _path(route), params=params)))

    def delete(self, route: str, /, key: object = None, **params: object) -> object:
        """DELETE a key of a route."""
        return self._send(_read("DELETE", route, key, params))

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
        return iter(_events(self._send(Request("GET", f"/host/event?since={since}"))))

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


class Pending(Generic[T]):
    """The result of a request in a batch."""

    def __init__(self, session: Session, run: Callable[[], object], *, read_only: bool) -> None:
        self._session = session
        self._run = run
        self.read_only = read_only
        self._value: object = _ABSENT
        self.error: BaseException | None = None

    def result(self) -> T:
        """The result, once the batch has been sent; asking for it sends the batch. Raises what the request raised."""
        if self._value is _ABSENT and self.error is None:
            self._session.flush()
        if self.error is not None:
            raise self.error
        return cast("T", self._value)

    def settle(self) -> None:
        """Make the request and keep what becomes of it."""
        try:
            self._value = self._run()
        except Exception as error:  # noqa: BLE001 - it is raised where the result is asked for
            self.error = error


class Session:
    """A batch of requests to one host; :meth:`Client.session` makes one.

    Requests are sent in the order they were added; neighbours that only read are sent together. There is no transaction
    around them: each is one of its own, as it would be without a session.
    """

    def __init__(self, client: Client) -> None:
        self._client = client
        self._waiting: list[Pending[object]] = []

    def get(self, route: str, /, key: object = None, **params: object) -> Pending[object]:
        """GET a route."""
        return self._add(lambda: self._client.get(route, key, **params), read_only=True)

    def put(self, route: str, /, key: object, value: object) -> Pending[object]:
        """PUT to a route."""
        return self._add(lambda: self._client.put(route, key, value))

    def post(self, route: str, /, **params: object) -> Pending[object]:
        """POST to a route."""
        return self._add(lambda: self._client.post(route, **params))

    def delete(self, route: str, /, key: object = None, **params: object) -> Pending[object]:
        """DELETE a key of a route."""
        return self._add(lambda: self._client.delete(route, key, **params))

    @overload
    def execute(self, value: Ref[T]) -> Pending[T]: ...
    @overload
    def execute(self, value: T) -> Pending[T]: ...
    def execute(self, value: object) -> object:
        """Run a deferred value."""
        node = value._node if isinstance(value, Ref) else None
        read_only = isinstance(node, Call) and node.verb == "GET"
        return self._add(lambda: self._client.execute(value), read_only=read_only)

    def flush(self) -> None:
        """Send what is waiting. What fails is raised by the results."""
        from concurrent.futures import ThreadPoolExecutor

        waiting, self._waiting = self._waiting, []
        with ThreadPoolExecutor(max_workers=8) as pool:
            reads: list[Pending[object]] = []
            for pending in waiting:
                if pending.read_only:
                    reads.append(pending)
                    continue
                list(pool.map(Pending.settle, reads))
                reads = []
                pending.settle()
            list(pool.map(Pending.settle, reads))

    def _add(self, run: Callable[[], object], *, read_only: bool = False) -> Pending[object]:
        pending: Pending[object] = Pending(self, run, read_only=read_only)
        self._waiting.append(pending)
        return pending

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Send the batch; raise the first failure. A block that failed itself sends nothing."""
        if error is not None:
            self._waiting.clear()
            return
        waiting = self._waiting
        self.flush()
        for pending in waiting:
            if pending.error is not None:
                raise pending.error


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
        return await self._send(_read("GET", route, key, params))

    async def put(self, route: str, /, key: object, value: object) -> object:
        """PUT ``value`` at ``key`` of a route."""
        return await self._send(request_of(Call("PUT", _path(route), key=key, value=value)))

    async def post(self, route: str, /, **params: object) -> object:
        """POST to a route, with its named parameters."""
        return await self._send(request_of(Call("POST", _path(route), params=params)))

    async def delete(self, route: str, /, key: object = None, **params: object) -> object:
        """DELETE a key of a route."""
        return await self._send(_read("DELETE", route, key, params))

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

    async def events(self, since: int = 0) -> AsyncIterator[Event]:
        """The events the host has committed after sequence number ``since`` and still remembers, oldest first."""
        for event in _events(await self._send(Request("GET", f"/host/event?since={since}"))):
            yield event

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


def _path(route: str) -> str:
    return URI.parse(route).canonical()


def _read(verb: str, route: str, key: object, params: Mapping[str, object]) -> Request:
    """A GET or DELETE with its key, or with named parameters, which the host makes a key of."""
    if params and key is not None:
        raise TypeError("give either a key or named parameters")
    request = request_of(Call(verb, _path(route), key=key))
    return request._replace(target=f"{request.target}?{named_query(params)}") if params else request


def _events(found: object) -> list[Event]:
    events = cast("list[dict[str, object]]", found)
    return [Event(cast(int, event["sequence"]), cast(str, event["topic"]), event["value"]) for event in events]
