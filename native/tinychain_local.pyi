"""The TinyChain kernel in this process, and the HTTP host.

A request is answered by the same code whichever way it arrives: ``KernelHandle.dispatch`` here, or HTTP.
"""

from collections.abc import Callable, Mapping, Sequence
from os import PathLike
from typing import final

__version__: str

_Headers = Mapping[str, str] | Sequence[tuple[str, str]]
_Body = StateHandle | State | str | bytes

class Status(int):
    """An HTTP status code: an int; calling it gives the same int."""

    def __call__(self) -> int: ...

class State:
    """A state of the host, as JSON. ValueError when ``json`` is not JSON."""

    def __new__(cls, json: str | bytes) -> State: ...
    def to_json(self) -> str:
        """The state as JSON text."""

@final
class Value(State):
    """A state that is a value: none, a bool, a number, a string, bytes, a link, a tuple or a map of values."""

    def __new__(cls, json: str | bytes) -> Value: ...

@final
class Scalar(State):
    """A state that is a scalar: a value, a ref or an op."""

    def __new__(cls, json: str | bytes) -> Scalar: ...

@final
class Collection(State):
    """A state that is a collection: a b-tree or a table."""

    def __new__(cls, json: str | bytes) -> Collection: ...

@final
class Tensor(State):
    """A state that is a tensor."""

    def __new__(cls, json: str | bytes) -> Tensor: ...

@final
class StateHandle:
    """A handle on a state, as a request's or a response's body."""

    def __new__(cls, value: State | str | bytes) -> StateHandle: ...
    def value(self) -> State:
        """The state."""

@final
class KernelRequest:
    """A request to a kernel.

    ``path`` may be anything whose ``str()`` is a path with an optional query, a ``tc.URI`` say. ``body`` is a handle, a state,
    or JSON as ``str`` or ``bytes``.
    """

    def __new__(cls, method: str, path: object, headers: _Headers | None = None, body: _Body | None = None) -> KernelRequest: ...
    @property
    def method(self) -> str: ...
    @property
    def path(self) -> str: ...
    @property
    def headers(self) -> list[tuple[str, str]]: ...
    @property
    def body(self) -> StateHandle | None:
        """The body, or None when it is empty or no JSON."""

@final
class KernelResponse:
    """A kernel's answer."""

    def __new__(cls, status: int, headers: _Headers | None = None, body: _Body | None = None) -> KernelResponse: ...
    @property
    def status(self) -> Status: ...
    @property
    def headers(self) -> list[tuple[str, str]]:
        """Header names in lower case, and their values."""
    @property
    def body(self) -> StateHandle | None:
        """The body, or None when there is none. One that is not JSON (metrics) is a JSON string."""

@final
class KernelHandle:
    """A kernel in this process.

    It serves what is installed in its data directory, like every other kernel that has the same directory open; without
    one, what is installed lasts as long as the handle. A handle cannot be used after a fork: RuntimeError.
    """

    @staticmethod
    def local(
        data_dir: str | PathLike[str] | None = None,
        request_ttl_secs: float | None = None,
        max_request_bytes_unauth: int | None = None,
    ) -> KernelHandle:
        """A kernel on ``data_dir`` (OSError when it cannot be used), or one in memory."""
    @staticmethod
    def with_library_schema(
        schema_json: str,
        data_dir: str | PathLike[str] | None = None,
        request_ttl_secs: float | None = None,
        max_request_bytes_unauth: int | None = None,
    ) -> KernelHandle:
        """A kernel that starts with the library of ``schema_json``, which gets its routes by an install."""
    @staticmethod
    def with_library_schema_rjwt(
        schema_json: str,
        token_host: str,
        actor_id: str,
        public_key_b64: str,
        data_dir: str | PathLike[str] | None = None,
        request_ttl_secs: float | None = None,
        max_request_bytes_unauth: int | None = None,
    ) -> KernelHandle:
        """One that also trusts tokens signed by ``actor_id`` of ``token_host``."""
    @staticmethod
    def with_library_schema_and_dependency_route(
        schema_json: str,
        dependency_root: str,
        authority: str,
        data_dir: str | PathLike[str] | None = None,
        request_ttl_secs: float | None = None,
        max_request_bytes_unauth: int | None = None,
    ) -> KernelHandle:
        """One that also may call ``dependency_root`` at ``authority`` (``host:port``)."""
    @staticmethod
    def with_library_schema_and_dependency_route_rjwt(
        schema_json: str,
        dependency_root: str,
        authority: str,
        token_host: str,
        actor_id: str,
        public_key_b64: str,
        data_dir: str | PathLike[str] | None = None,
        request_ttl_secs: float | None = None,
        max_request_bytes_unauth: int | None = None,
    ) -> KernelHandle:
        """Both: a trusted key and a dependency route."""
    def dispatch(self, request: KernelRequest) -> KernelResponse:
        """Answer a request."""
    def resolve_get(self, path: object, body: _Body | None = None, bearer_token: str | None = None) -> KernelResponse:
        """GET ``path``, with the key as body. ValueError when this kernel may not reach it."""
    def resolve_put(self, path: object, body: _Body | None = None, bearer_token: str | None = None) -> KernelResponse:
        """PUT to ``path``. ValueError when this kernel may not reach it."""
    def resolve_post(self, path: object, body: _Body | None = None, bearer_token: str | None = None) -> KernelResponse:
        """POST to ``path``, with the parameters as body. ValueError when this kernel may not reach it."""
    def resolve_delete(self, path: object, body: _Body | None = None, bearer_token: str | None = None) -> KernelResponse:
        """DELETE ``path``, with the key as body. ValueError when this kernel may not reach it."""

_Handler = Callable[[KernelRequest], KernelResponse]

@final
class Backend:
    """A kernel, and callables for what it does not serve itself."""

    def __new__(
        cls,
        lib: _Handler | None = None,
        service: _Handler | None = None,
        metrics: _Handler | None = None,
        data_dir: str | PathLike[str] | None = None,
    ) -> Backend: ...
    def healthz(self) -> KernelResponse:
        """The kernel's own answer to ``GET /healthz``."""
    def dispatch(self, request: KernelRequest) -> KernelResponse:
        """The kernel's answer, or the callable's when the kernel has nothing at that path."""

def serve(
    data_dir: str | PathLike[str],
    bind: str = "127.0.0.1:8702",
    dev: bool = False,
    on_listen: Callable[[str], object] | None = None,
    *,
    keys: Sequence[tuple[str, str, str]] = ...,
    routes: Sequence[tuple[str, str]] = ...,
    identity: tuple[str, str, str] | None = None,
) -> None:
    """Serve ``data_dir`` over HTTP until SIGTERM, or SIGINT, which then is raised as KeyboardInterrupt.

    ``bind`` is ``host:port``; port 0 takes a free one. With ``dev`` the host takes installs without a token; never use that
    where strangers can connect. ``on_listen`` is called with ``host:port`` once connections are accepted; without it the
    address is printed.

    ``keys`` are trusted: (host, actor, public key in base64); with any, installs need a token signed with one. ``routes`` say
    where dependencies are served: (dependency root, ``host:port``). ``identity`` is (host, actor, secret key) to sign calls
    to other hosts with. OSError when the directory or the address cannot be used.
    """

def token_keygen(algorithm: str = "EdDSA") -> tuple[str, str]:
    """A new key pair, (public, secret), each in base64, for the algorithm ``EdDSA`` or ``FN-DSA-512``."""

def token_public_key(secret_key: str) -> str:
    """The public key of a secret key, both in base64."""

def token_mint(
    secret_key: str,
    host: str,
    actor: str,
    grants: Mapping[str, int],
    issued_at: int,
    expires_at: int,
    parent: str | None = None,
) -> str:
    """A token of ``actor`` at ``host`` that grants a mask of permission bits on each link. ValueError when it makes no sense."""

def token_verify(token: str, keys: Sequence[tuple[str, str, str]], now: int | None = None) -> str:
    """The chain of a token as JSON, the root first, once every link is verified. ValueError says why it is not accepted."""

def verify_manifest(manifest: bytes) -> None:
    """Decode and verify a manifest as an install would, without installing it. ValueError says where and what is wrong."""

def _canonical(document: bytes) -> str:
    """The canonical text of the scalar a JSON document holds. Raises ValueError saying where and why it holds none."""

def _eval(op: str, args: str) -> str:
    """Run the POST op of ``op`` (JSON) with the parameters of ``args`` (a JSON object); the result as JSON. For tests."""
