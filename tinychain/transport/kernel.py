"""A kernel in this process, as a transport."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tinychain.error import NotFound
from tinychain.native import require
from tinychain.transport import Answer, allowed

if TYPE_CHECKING:
    from tinychain_local import Backend, KernelHandle, KernelResponse


class KernelTransport:
    """Requests to a ``tc.KernelHandle``, or to a ``tc.Backend``, which has gaps that Python fills."""

    def __init__(self, kernel: KernelHandle | Backend, bearer_token: str | None = None) -> None:
        self._kernel = kernel
        self._request = require("a kernel in this process").KernelRequest
        self._token = bearer_token
        self._headers = [] if bearer_token is None else [("authorization", f"Bearer {bearer_token}")]

    def send(self, method: str, target: str, body: bytes = b"", *, repeatable: bool = False) -> Answer:
        """Answer one request, here or over the egress the kernel is configured with."""
        resolve = getattr(self._kernel, f"resolve_{method.lower()}", None)
        if resolve is None or not target.startswith(("/lib/", "/service/")):
            return _answer(self._kernel.dispatch(self._request(method, target, self._headers, body or None)))
        try:
            return _answer(resolve(target, body=body or None, bearer_token=self._token))
        except ValueError as error:
            raise NotFound(str(error)) from None

    def close(self) -> None:
        """Nothing: the kernel belongs to whoever made it."""


def _answer(response: KernelResponse) -> Answer:
    state = response.body
    text: str = "" if state is None else state.value().to_json()
    allow = tuple(verb for name, value in response.headers if name == "allow" for verb in allowed(value))
    return Answer(int(response.status), text.encode(), allow)
