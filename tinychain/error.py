"""Errors: one class a category, and ``tc.error.<category>(message)`` to raise one in a route.

    if amount < 0:
        tc.error.bad_request("the amount is negative")

The same classes come back from a call, in process or over HTTP, with the place of the failure in ``at``.
"""

# The classes are named for their categories.
# ruff: noqa: N818

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar, NoReturn


class Error(Exception):
    """A failed call or route.

    Attributes:
        category: one of the categories below, such as ``bad_request``.
        status: its HTTP status.
        message: one sentence.
        component: the library or service it happened in, if known.
        route: the verb and route, such as ``GET /handle``.
        ids: the path of ids inside the route's program.
        source: the Python ``file:line`` of the failing expression, if the manifest has a source map.
    """

    category: ClassVar[str] = "internal_error"
    status: ClassVar[int] = 500

    def __init__(
        self,
        message: str,
        *,
        component: str | None = None,
        route: str | None = None,
        ids: Sequence[str] = (),
        source: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.component = component
        self.route = route
        self.ids = tuple(ids)
        self.source = source

    def __str__(self) -> str:
        text = f"{self.category}: {self.message}"
        where = " ".join(part for part in (self.source, self.component, self.route) if part)
        return f"{text} (at {where})" if where else text


class BadRequest(Error):
    """The caller's or the program's values are wrong (400)."""

    category, status = "bad_request", 400


class Unauthorized(Error):
    """No valid token (401)."""

    category, status = "unauthorized", 401


class Forbidden(Error):
    """A valid token that does not allow this (403)."""

    category, status = "forbidden", 403


class NotFound(Error):
    """No such route or state (404)."""

    category, status = "not_found", 404


class MethodNotAllowed(Error):
    """The route has not got this verb (405)."""

    category, status = "method_not_allowed", 405


class Timeout(Error):
    """The transaction outlived its limit; nothing was committed (408)."""

    category, status = "timeout", 408


class Conflict(Error):
    """It contradicts what is there, as publishing a version twice does (409)."""

    category, status = "conflict", 409


class PayloadTooLarge(Error):
    """The request is larger than the host takes (413)."""

    category, status = "payload_too_large", 413


class TooManyRequests(Error):
    """The host asks to be called less often (429)."""

    category, status = "too_many_requests", 429


class InternalError(Error):
    """The host failed (500)."""

    category, status = "internal_error", 500


class Unimplemented(Error):
    """The host cannot do this (501)."""

    category, status = "not_implemented", 501


class BadGateway(Error):
    """A peer answered nonsense (502)."""

    category, status = "bad_gateway", 502


class Unavailable(Error):
    """The host cannot be reached or will not answer now (503)."""

    category, status = "unavailable", 503


CATEGORIES: dict[str, type[Error]] = {
    cls.category: cls
    for cls in (
        BadRequest,
        Unauthorized,
        Forbidden,
        NotFound,
        MethodNotAllowed,
        Timeout,
        Conflict,
        PayloadTooLarge,
        TooManyRequests,
        InternalError,
        Unimplemented,
        BadGateway,
        Unavailable,
    )
}
"""Category name → class."""

_BY_STATUS = {cls.status: cls for cls in CATEGORIES.values()}


def from_envelope(status: int, body: object) -> Error:
    """The typed error of a failed response.

    Args:
        status: its HTTP status.
        body: its decoded JSON, ideally ``{"<category>": {"message": …, "at": {…}}}``; else it is kept in the message.
    """
    if isinstance(body, Mapping) and len(body) == 1:
        ((category, detail),) = body.items()
        cls = CATEGORIES.get(category)
        if cls is not None:
            if isinstance(detail, str):
                return cls(detail)
            if isinstance(detail, Mapping) and isinstance(detail.get("message"), str):
                at = detail.get("at")
                return _located(cls, detail["message"], at if isinstance(at, Mapping) else {})
    cls = _BY_STATUS.get(status, InternalError)
    return cls(f"the host answered {status}" + (f": {_shorten(body)}" if body not in (None, "") else ""))


def _located(cls: type[Error], message: str, at: Mapping[str, object]) -> Error:
    def text(name: str) -> str | None:
        value = at.get(name)
        return value if isinstance(value, str) else None

    ids = at.get("ids")
    return cls(
        message,
        component=text("component"),
        route=text("route"),
        ids=[str(name) for name in ids] if isinstance(ids, list) else (),
        source=text("source"),
    )


def _shorten(body: object, limit: int = 200) -> str:
    text = body if isinstance(body, str) else repr(body)
    return text if len(text) <= limit else text[: limit - 1] + "…"


def bad_request(message: str) -> NoReturn:
    """Raise :class:`BadRequest`."""
    raise BadRequest(message)


def unauthorized(message: str) -> NoReturn:
    """Raise :class:`Unauthorized`."""
    raise Unauthorized(message)


def forbidden(message: str) -> NoReturn:
    """Raise :class:`Forbidden`."""
    raise Forbidden(message)


def not_found(message: str) -> NoReturn:
    """Raise :class:`NotFound`."""
    raise NotFound(message)


def method_not_allowed(message: str) -> NoReturn:
    """Raise :class:`MethodNotAllowed`."""
    raise MethodNotAllowed(message)


def timeout(message: str) -> NoReturn:
    """Raise :class:`Timeout`."""
    raise Timeout(message)


def conflict(message: str) -> NoReturn:
    """Raise :class:`Conflict`."""
    raise Conflict(message)


def payload_too_large(message: str) -> NoReturn:
    """Raise :class:`PayloadTooLarge`."""
    raise PayloadTooLarge(message)


def too_many_requests(message: str) -> NoReturn:
    """Raise :class:`TooManyRequests`."""
    raise TooManyRequests(message)


def internal_error(message: str) -> NoReturn:
    """Raise :class:`InternalError`."""
    raise InternalError(message)


def not_implemented(message: str) -> NoReturn:
    """Raise :class:`Unimplemented`."""
    raise Unimplemented(message)


def bad_gateway(message: str) -> NoReturn:
    """Raise :class:`BadGateway`."""
    raise BadGateway(message)


def unavailable(message: str) -> NoReturn:
    """Raise :class:`Unavailable`."""
    raise Unavailable(message)
