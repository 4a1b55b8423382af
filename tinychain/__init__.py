"""TinyChain for Python: write libraries and services in plain Python, call them in process or over HTTP.

    import tinychain as tc

    @tc.service(publisher="acme", namespace="demo", name="greeter", version="1.0.0")
    class Greeter(tc.Service):
        @tc.get
        def greet(self, name: str) -> str:
            return "Hello, " + name + "!"

``tcc build`` compiles it, ``tcc install`` installs it, ``tc.testing.run(Greeter, "greet", name="World")`` tests it.
Importing this package is cheap: the kernel, the compiler and the HTTP client are imported when first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from tinychain import define, error, op, scalar, uri
from tinychain.component import Library, Service, library, service
from tinychain.control import after, for_each, if_, while_loop
from tinychain.error import (
    BadGateway,
    BadRequest,
    Conflict,
    Error,
    Forbidden,
    InternalError,
    MethodNotAllowed,
    NotFound,
    PayloadTooLarge,
    Timeout,
    TooManyRequests,
    Unauthorized,
    Unavailable,
    Unimplemented,
)
from tinychain.ref import OpRef, Ref
from tinychain.route import delete, get, post, put, queue
from tinychain.uri import URI

if TYPE_CHECKING:
    from tinychain_local import (
        Backend,
        Collection,
        KernelHandle,
        KernelRequest,
        KernelResponse,
        Scalar,
        State,
        StateHandle,
        Value,
    )

    from tinychain import auth, autograph, client, kernel, testing, wasm
    from tinychain.client import AsyncClient, Client
    from tinychain.execution import backend, execute, execute_async
    from tinychain.transport.retry import Retry
    from tinychain.values import Bool, Bytes, Json, Link, Map, Number, String, Tuple

__version__ = "0.1.0"

_LAZY_MODULES = frozenset({"auth", "autograph", "client", "kernel", "testing", "wasm", "wire"})
_LAZY = {
    "AsyncClient": "client",
    "Client": "client",
    "Retry": "transport.retry",
    "backend": "execution",
    "execute": "execution",
    "execute_async": "execution",
    **dict.fromkeys(("Bool", "Bytes", "Json", "Link", "Map", "Number", "String", "Tuple"), "values"),
}

__all__ = [
    "URI",
    "AsyncClient",
    "Backend",
    "BadGateway",
    "BadRequest",
    "Bool",
    "Bytes",
    "Client",
    "Collection",
    "Conflict",
    "Error",
    "Forbidden",
    "InternalError",
    "Json",
    "KernelHandle",
    "KernelRequest",
    "KernelResponse",
    "Library",
    "Link",
    "Map",
    "MethodNotAllowed",
    "NotFound",
    "Number",
    "OpRef",
    "PayloadTooLarge",
    "Ref",
    "Retry",
    "Scalar",
    "Service",
    "State",
    "StateHandle",
    "String",
    "Timeout",
    "TooManyRequests",
    "Tuple",
    "Unauthorized",
    "Unavailable",
    "Unimplemented",
    "Value",
    "after",
    "auth",
    "autograph",
    "backend",
    "client",
    "define",
    "delete",
    "error",
    "execute",
    "execute_async",
    "for_each",
    "get",
    "if_",
    "kernel",
    "library",
    "op",
    "post",
    "put",
    "queue",
    "scalar",
    "service",
    "testing",
    "uri",
    "wasm",
    "while_loop",
]


def __getattr__(name: str) -> object:
    """What is imported on first use: submodules, and the kernel of ``tinychain_local``."""
    if name in _LAZY_MODULES:
        return import_module(f"tinychain.{name}")
    if name in _LAZY:
        found: object = getattr(import_module(f"tinychain.{_LAZY[name]}"), name)
        globals()[name] = found
        return found
    from tinychain.native import NAMES, require

    if name in NAMES:
        return getattr(require(f"tc.{name}"), name)
    raise AttributeError(f"module 'tinychain' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
