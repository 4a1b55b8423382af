"""Batches: requests that are collected and sent together.

Requests are sent in the order they were added; neighbours that only read are sent at the same time. There is no
transaction around a batch: each request is one of its own, as it would be without, and one that fails does not stop the
others.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from types import TracebackType
from typing import Final, Generic, Protocol, Self, TypeVar, cast, overload

from tinychain.graph import is_read_only
from tinychain.ref import Ref

T = TypeVar("T")

_ABSENT: Final = object()


class _Client(Protocol):
    """What a batch needs of a client. What the methods of an asynchronous one give is awaited."""

    def get(self, route: str, /, key: object = None, **params: object) -> object: ...
    def put(self, route: str, /, key: object, value: object) -> object: ...
    def post(self, route: str, /, **params: object) -> object: ...
    def delete(self, route: str, /, key: object = None, **params: object) -> object: ...
    def execute(self, value: object) -> object: ...


class Pending(Generic[T]):
    """The result of a request in a batch."""

    def __init__(self, flush: Callable[[], None], run: Callable[[], object], *, read_only: bool) -> None:
        self._flush = flush
        self._run = run
        self.read_only = read_only
        self._value: object = _ABSENT
        self.error: BaseException | None = None

    def result(self) -> T:
        """The result, once the batch has been sent; asking a :class:`Session`'s for it sends the batch.

        Raises what the request raised.
        """
        if self._value is _ABSENT and self.error is None:
            self._flush()
        if self.error is not None:
            raise self.error
        return cast("T", self._value)

    def settle(self) -> None:
        """Make the request and keep what becomes of it."""
        try:
            self._value = self._run()
        except Exception as error:  # noqa: BLE001 - it is raised where the result is asked for
            self.error = error

    async def settle_async(self) -> None:
        """Make the request and keep what becomes of it."""
        try:
            self._value = await cast("Awaitable[object]", self._run())
        except Exception as error:  # noqa: BLE001 - it is raised where the result is asked for
            self.error = error


class _Batch:
    """What both kinds of session share: collecting."""

    def __init__(self, client: _Client) -> None:
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
        return self._add(lambda: self._client.execute(value), read_only=is_read_only(value))

    def _send_now(self) -> None:
        raise NotImplementedError

    def _add(self, run: Callable[[], object], *, read_only: bool = False) -> Pending[object]:
        pending: Pending[object] = Pending(self._send_now, run, read_only=read_only)
        self._waiting.append(pending)
        return pending

    def _groups(self) -> Iterator[list[Pending[object]]]:
        """What is waiting, as the groups that may be sent at the same time."""
        waiting, self._waiting = self._waiting, []
        reads: list[Pending[object]] = []
        for pending in waiting:
            if pending.read_only:
                reads.append(pending)
                continue
            if reads:
                yield reads
            yield [pending]
            reads = []
        if reads:
            yield reads


class Session(_Batch):
    """A batch; :meth:`Client.session` makes one. Leaving its block sends it, and raises the first failure."""

    def flush(self) -> None:
        """Send what is waiting. What fails is raised by the results."""
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(max_workers=8) as pool:
            for group in self._groups():
                list(pool.map(Pending.settle, group))

    def _send_now(self) -> None:
        self.flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Send the batch; a block that failed itself sends nothing."""
        waiting = list(self._waiting)
        if error is not None:
            self._waiting.clear()
            return
        self.flush()
        _raise_first(waiting)


class AsyncSession(_Batch):
    """A batch; :meth:`AsyncClient.session` makes one. Leaving its block sends it, and raises the first failure."""

    async def flush(self) -> None:
        """Send what is waiting. What fails is raised by the results."""
        for group in self._groups():
            await asyncio.gather(*(pending.settle_async() for pending in group))

    def _send_now(self) -> None:
        raise RuntimeError("the batch has not been sent: leave its block first, or await its flush()")

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Send the batch; a block that failed itself sends nothing."""
        waiting = list(self._waiting)
        if error is not None:
            self._waiting.clear()
            return
        await self.flush()
        _raise_first(waiting)


def _raise_first(pending: list[Pending[object]]) -> None:
    for request in pending:
        if request.error is not None:
            raise request.error
