"""The host a command talks to: a kernel in this process on a data directory, or one over HTTP."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tcc.errors import UsageError
from tinychain.transport import Transport


@contextmanager
def open_host(
    *, data_dir: str | Path | None = None, url: str | None = None, token: str | None = None
) -> Iterator[Transport]:
    """The host of a data directory, or of a URL, for the time of a block.

    Raises:
        UsageError: neither or both are given, the URL is not one, or the directory cannot be opened.
        ImportError: the in-process kernel is not installed.
    """
    if (data_dir is None) == (url is None):
        raise UsageError("give either a data directory or a URL")
    host = _remote(url, token) if url is not None else _local(Path(data_dir or "."), token)
    try:
        yield host
    finally:
        host.close()


def _remote(url: str, token: str | None) -> Transport:
    from tinychain.transport.http import HttpTransport

    try:
        return HttpTransport(url, token)
    except ValueError as error:
        raise UsageError(f"{url!r} is not the URL of a host: {error}") from None


def _local(data_dir: Path, token: str | None) -> Transport:
    from tinychain.native import require
    from tinychain.transport.kernel import KernelTransport

    if data_dir.exists() and not data_dir.is_dir():
        raise UsageError(f"{data_dir} is not a directory")
    native = require("a data directory")
    try:
        kernel = native.KernelHandle.local(data_dir=str(data_dir))
    except OSError as error:
        raise UsageError(f"the data directory {data_dir} cannot be opened: {error}") from None
    return KernelTransport(kernel, token)


def serve(
    data_dir: Path,
    bind: str,
    *,
    dev: bool = False,
    trusted: Sequence[tuple[str, str, str]] = (),
    routes: Sequence[tuple[str, str]] = (),
) -> None:
    """Serve a data directory over HTTP until interrupted.

    Args:
        data_dir: what is served; made when it is not there.
        bind: ``host:port``; port 0 is a free one.
        dev: whether anyone may install.
        trusted: keys that tokens are verified with: host, actor, public key in base64.
        routes: where dependencies are called: the root of each, and ``host:port``.

    Raises:
        UsageError: the address cannot be listened on, or the directory cannot be opened.
        ImportError: the in-process kernel is not installed.
    """
    from tinychain.native import require

    native = require("serving")
    try:
        native.serve(str(data_dir), bind, dev, keys=list(trusted), routes=list(routes))
    except ValueError as error:
        raise UsageError(str(error)) from None
    except OSError as error:
        raise UsageError(f"cannot serve {data_dir} at {bind}: {error}") from None
