"""Running deferred values: ``with tc.backend(kernel): tc.execute(ref)``, or the same with ``async`` and ``await``.

with tc.backend(kernel):                     # a kernel in this process, a tc.Client, or the URL of a host
    total = tc.execute(orders.total("acme"))

async with tc.backend("https://example.com"):
    total = await tc.execute_async(orders.total("acme"))
"""

from __future__ import annotations

import asyncio
from contextvars import ContextVar, Token
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypeAlias, TypeVar, cast, overload

from tinychain.graph import Method, Request, run
from tinychain.ref import Ref
from tinychain.transport import Answer, AsyncTransport, Transport
from tinychain.wire import decode_text, encode_text

if TYPE_CHECKING:
    from tinychain_local import Backend, KernelHandle

    from tinychain.client import AsyncClient, Client

T = TypeVar("T")

Target: TypeAlias = "KernelHandle | Backend | Client | AsyncClient | str"


class Executor:
    """Where deferred values run, for the time of a ``with`` or ``async with`` block; :func:`backend` makes one."""

    def __init__(self, target: Target, bearer_token: str | None = None) -> None:
        self._target = target
        self._token = bearer_token
        self._sync: Transport | None = None
        self._async: AsyncTransport | None = None
        self._entered: list[Token[Executor | None]] = []

    @overload
    def execute(self, value: Ref[T]) -> T: ...
    @overload
    def execute(self, value: T) -> T: ...
    def execute(self, value: object) -> object:
        """Run a deferred value; anything else is its own result. Raises the typed error of a call that fails."""
        if self._sync is None:
            raise RuntimeError("this backend is asynchronous: await tc.execute_async(ref)")
        steps = run(value, apply)
        try:
            requests = next(steps)
            while True:
                requests = steps.send([self._sync.send(*request) for request in requests])
        except StopIteration as end:
            return end.value

    @overload
    async def execute_async(self, value: Ref[T]) -> T: ...
    @overload
    async def execute_async(self, value: T) -> T: ...
    async def execute_async(self, value: object) -> object:
        """Run a deferred value; requests that do not depend on each other are sent together."""
        steps = run(value, apply)
        try:
            requests = next(steps)
            while True:
                requests = steps.send(await asyncio.gather(*map(self._send, requests)))
        except StopIteration as end:
            return end.value

    async def _send(self, request: Request) -> Answer:
        if self._async is not None:
            return await self._async.send(*request)
        if self._sync is None:
            raise RuntimeError("the backend is closed")
        return await asyncio.to_thread(self._sync.send, *request)

    def __enter__(self) -> Self:
        if self._sync is None and self._async is None:
            self._open(asynchronous=False)
        self._entered.append(_CURRENT.set(self))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        _CURRENT.reset(self._entered.pop())
        if not self._entered:
            sync, self._sync, self._async = self._sync, None, None
            if sync is not None and isinstance(self._target, str):
                sync.close()

    async def __aenter__(self) -> Self:
        if self._sync is None and self._async is None:
            self._open(asynchronous=True)
        self._entered.append(_CURRENT.set(self))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        _CURRENT.reset(self._entered.pop())
        if not self._entered:
            there, self._sync, self._async = self._async, None, None
            if there is not None and isinstance(self._target, str):
                await there.close()

    def _open(self, *, asynchronous: bool) -> None:
        target, token = self._target, self._token
        if isinstance(target, str):
            from tinychain.transport.http import AsyncHttpTransport, HttpTransport

            if asynchronous:
                self._async = AsyncHttpTransport(target, token)
            else:
                self._sync = HttpTransport(target, token)
            return
        transport = getattr(target, "transport", None)  # a client; a kernel has none
        if transport is None:
            from tinychain.transport.kernel import KernelTransport

            self._sync = KernelTransport(cast("KernelHandle", target), token)
        elif asyncio.iscoroutinefunction(transport.send):
            self._async = transport
        else:
            self._sync = transport


_CURRENT: ContextVar[Executor | None] = ContextVar("tinychain_backend", default=None)


def backend(target: Target, *, bearer_token: str | None = None) -> Executor:
    """Where :func:`execute` runs deferred values, for the time of a ``with`` or ``async with`` block.

    Args:
        target: a kernel in this process, a ``tc.Client`` or ``tc.AsyncClient``, or the URL of a host.
        bearer_token: the token sent along; a client has its own.
    """
    return Executor(target, bearer_token)


@overload
def execute(value: Ref[T]) -> T: ...
@overload
def execute(value: T) -> T: ...
def execute(value: object) -> object:
    """Run a deferred value in the current backend, to plain Python. Anything else is its own result.

    Raises:
        tinychain.error.Error: a call failed; one class a category, with the place in the program.
        RuntimeError: outside ``with tc.backend(…)``.
    """
    return _current().execute(value)


@overload
async def execute_async(value: Ref[T]) -> T: ...
@overload
async def execute_async(value: T) -> T: ...
async def execute_async(value: object) -> object:
    """:func:`execute` for ``asyncio``; calls that do not depend on each other are made together."""
    return await _current().execute_async(value)


def _current() -> Executor:
    executor = _CURRENT.get()
    if executor is None:
        raise RuntimeError(
            "there is no backend here: use `with tc.backend(kernel):`, or a client or URL for the kernel"
        )
    return executor


def apply(method: Method) -> object:
    """Do an operation on plain values, as the kernel would.

    Raises:
        tinychain.error.Error: the operation failed.
        ImportError: the in-process kernel, which does it, is not installed.
    """
    from tinychain.error import BadRequest
    from tinychain.native import require

    native = require(f"an operation on results (.{method.op})")
    # The parameters get names of their own, so that none is the receiver's.
    params: dict[str, object] = {name: {f"$with.{name}": []} for name in method.params}
    form = [["result", {f"$it/{method.op}": params}]]
    values = {"it": method.receiver} | {f"with.{name}": value for name, value in method.params.items()}
    import json

    try:
        result: str = native._eval(json.dumps({"/state/scalar/op/post": form}), encode_text(values))
    except ValueError as error:
        raise BadRequest(str(error).removeprefix("bad_request: ")) from None
    return decode_text(result)
