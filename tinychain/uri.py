"""URIs inside TinyChain's namespaces, built from their parts so that nobody joins strings.

    tc.uri.service(publisher="acme", namespace="ml", name="counter", version="1.0.0", path="handle")
        → "/service/acme/ml/counter/1.0.0/handle"

Everything malformed is a ``ValueError`` at construction. A URI is a ``str``, so it goes wherever text goes: a JSON
body, a request's path, an f-string.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeAlias
from urllib.parse import quote, unquote, urlsplit

Path: TypeAlias = str | Sequence[str]
"""A subpath: one segment, or a sequence of them."""

ROOTS = ("class", "healthz", "host", "lib", "service", "state")

_FORBIDDEN = re.compile(r"[\x00-\x1f\s/~$`&|=^{}<>'\"?:@#()%\\]|\.\.")
_NUMBER = r"(?:0|[1-9][0-9]*)"
_VERSION = re.compile(rf"{_NUMBER}\.{_NUMBER}\.{_NUMBER}(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?(?:\+[0-9A-Za-z.-]+)?")
_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\]")


class URI(str):
    """A canonical path, and optionally the authority (scheme, host, port) that serves it.

    Two URIs are equal when their text is. Schemas and IR hold only :meth:`canonical`; the authority is deployment
    configuration.

    Args:
        path: a path in one of TinyChain's namespaces, such as ``/lib/acme/echo/1.0.0``; ``/`` is the host itself.
        scheme: ``http`` or ``https``; means something only with a host.
        host: a host name or address; an IPv6 address is written in brackets.
        port: 1 to 65535.

    Raises:
        ValueError: a part is malformed, or the path is outside TinyChain's namespaces.
    """

    __slots__ = ("_host", "_path", "_port", "_scheme")

    _path: str
    _scheme: str
    _host: str | None
    _port: int | None

    def __new__(cls, path: str, scheme: str = "http", host: str | None = None, port: int | None = None) -> URI:
        """Check the parts and join them."""
        path = str.__str__(_check_path(path))
        if scheme not in ("http", "https"):
            raise ValueError(f"a URI's scheme is http or https, not {scheme!r}")
        if host is None:
            if port is not None:
                raise ValueError(f"port {port} without a host")
            text = path
        else:
            _check_authority(host, port)
            host = host.lower()
            text = f"{scheme}://{_join_authority(host, port)}{quote(path, safe='/!*+,;[]')}"
        self = super().__new__(cls, text)
        self._path, self._scheme, self._host, self._port = path, scheme, host, port
        return self

    @classmethod
    def parse(cls, text: str) -> URI:
        """Read a path or an absolute ``http(s)://host[:port]/path``.

        Raises:
            ValueError: ``text`` is neither, or carries a query, a fragment or user information.
        """
        if isinstance(text, URI):
            return text
        if text.startswith("/"):
            return cls(text)
        try:
            parts = urlsplit(text)
            port = parts.port
        except ValueError as error:
            raise ValueError(f"{text!r} is not a URI: {error}") from None
        if parts.scheme not in ("http", "https") or not parts.netloc:
            raise ValueError(f"{text!r} is neither a path nor an http(s) URL")
        if "?" in text or "#" in text:
            raise ValueError(f"{text!r}: a URI has no query and no fragment")
        if "@" in parts.netloc:
            raise ValueError("a URI carries no user name or password")
        host = parts.netloc if port is None else parts.netloc[: -len(f":{port}")]
        segments = [unquote(segment, errors="strict") for segment in parts.path.split("/")]
        for segment in filter(None, segments):
            check_segment(segment)  # before they are joined: an encoded '/' divides nothing
        return cls("/".join(segments) or "/", parts.scheme, host.removesuffix(":"), port)

    def canonical(self) -> str:
        """The path alone: what schemas and IR hold."""
        return self._path

    def authority(self) -> str | None:
        """``host`` or ``host:port``; None for a URI that is only a path."""
        return None if self._host is None else _join_authority(self._host, self._port)

    def absolute(self, base: str | None = None) -> str:
        """The full URL. ``base`` (``http://host:port``) serves a URI that has no authority of its own.

        Raises:
            ValueError: there is no authority and no ``base``.
        """
        if self._host is not None:
            return str(self)
        if base is None:
            raise ValueError(f"{self._path} has no authority: give it one, or a base URL")
        origin = URI.parse(base)
        return str(URI(self._path, origin._scheme, origin._host, origin._port))

    def at(self, authority: str) -> URI:
        """The same path served by ``authority``: ``host``, ``host:port`` or ``http(s)://host:port``."""
        origin = URI.parse(authority if "://" in authority else f"{self._scheme}://{authority}")
        return URI(self._path, origin._scheme, origin._host, origin._port)

    def child(self, *segments: str) -> URI:
        """This URI with ``segments`` appended."""
        return URI(_extend(self._path, segments), self._scheme, self._host, self._port)

    @property
    def path(self) -> str:
        """The canonical path."""
        return self._path

    @property
    def scheme(self) -> str:
        """``http`` or ``https``."""
        return self._scheme

    @property
    def host(self) -> str | None:
        """The host, lower-case, or None."""
        return self._host

    @property
    def port(self) -> int | None:
        """The port, or None for the scheme's own."""
        return self._port

    def __str__(self) -> str:
        return str.__str__(self)

    def __repr__(self) -> str:
        return f"URI({str.__str__(self)!r})"

    def __reduce__(self) -> tuple[type[URI], tuple[str, str, str | None, int | None]]:
        return URI, (self._path, self._scheme, self._host, self._port)


def library(*, publisher: str, name: str, version: str, path: Path | None = None) -> URI:
    """``/lib/<publisher>/<name>/<version>[/path]``. Raises ValueError for a malformed part."""
    return URI(_extend("/lib", (_named("publisher", publisher), _named("name", name), check_version(version)), path))


def service(*, publisher: str, namespace: str, name: str, version: str, path: Path | None = None) -> URI:
    """``/service/<publisher>/<namespace>/<name>/<version>[/path]``. Raises ValueError for a malformed part."""
    return URI(_owned("/service", publisher, namespace, name, version, path))


def class_(*, publisher: str, namespace: str, name: str, version: str, path: Path | None = None) -> URI:
    """``/class/<publisher>/<namespace>/<name>/<version>[/path]``. Raises ValueError for a malformed part."""
    return URI(_owned("/class", publisher, namespace, name, version, path))


def state(*, namespace: Path, path: Path = ()) -> URI:
    """``/state/<namespace>[/path]``. Raises ValueError for a malformed part."""
    if not namespace:
        raise ValueError("namespace is empty")
    return URI(_extend("/state", (), namespace, path))


def media(*, path: Path = ()) -> URI:
    """``/state/media[/path]``. Raises ValueError for a malformed part."""
    return URI(_extend("/state/media", (), path))


def host(*, path: Path = ()) -> URI:
    """``/host[/path]``: keys, time, events, metrics. Raises ValueError for a malformed part."""
    return URI(_extend("/host", (), path))


def healthz() -> URI:
    """``/healthz``."""
    return URI("/healthz")


def lib_root() -> URI:
    """``/lib``, the directory of libraries; a PUT here installs one."""
    return URI("/lib")


def service_root() -> URI:
    """``/service``, the directory of services; a PUT here installs one."""
    return URI("/service")


def check_version(version: str) -> str:
    """``version`` itself. Raises ValueError unless it is a semantic version such as ``1.0.0``."""
    if not isinstance(version, str) or not _VERSION.fullmatch(version):
        raise ValueError(f"version {version!r} is not a semantic version such as '1.0.0'")
    return version


def check_segment(segment: str, what: str = "segment") -> str:
    """``segment`` itself. Raises ValueError, naming ``what``, unless it is one well-formed segment of a path."""
    if not isinstance(segment, str):
        raise ValueError(f"{what} must be a string, not {type(segment).__name__}")
    if not segment:
        raise ValueError(f"{what} is empty")
    if segment == ".":
        raise ValueError(f"{what} may not be '.'")
    if found := _FORBIDDEN.search(segment):
        raise ValueError(f"{what} {segment!r} may not contain {found.group()!r}")
    return segment


def _named(what: str, segment: str) -> str:
    return check_segment(segment, what)


def _owned(root: str, publisher: str, namespace: str, name: str, version: str, path: Path | None) -> str:
    parts = (_named("publisher", publisher), _named("namespace", namespace), _named("name", name))
    return _extend(root, (*parts, check_version(version)), path)


def _extend(root: str, segments: Sequence[str], *paths: Path | None) -> str:
    extra = (segment for path in paths for segment in _segments(path))
    return "/".join((root, *map(check_segment, segments), *map(check_segment, extra)))


def _segments(path: Path | None) -> Sequence[str]:
    if path is None:
        return ()
    return (path,) if isinstance(path, str) else tuple(path)


def _check_path(path: str) -> str:
    if isinstance(path, URI):
        path = path.canonical()
    if not isinstance(path, str) or not path.startswith("/"):
        raise ValueError(f"a path starts with '/': {path!r}")
    if path == "/":
        return path
    segments = path[1:].split("/")
    for segment in segments:
        if not segment:
            raise ValueError(f"{path!r} has an empty segment")
        check_segment(segment)
    if segments[0] not in ROOTS:
        raise ValueError(f"{path!r} is outside TinyChain's namespaces: /{', /'.join(ROOTS)}")
    return path


def _check_authority(host: str, port: int | None) -> None:
    if not isinstance(host, str) or not _HOST.fullmatch(host):
        raise ValueError(f"{host!r} is not a host name or address")
    if port is not None and (isinstance(port, bool) or not isinstance(port, int) or not 1 <= port <= 65535):
        raise ValueError(f"port {port!r} is not between 1 and 65535")


def _join_authority(host: str, port: int | None) -> str:
    return host if port is None else f"{host}:{port}"
