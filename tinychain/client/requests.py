"""Calls by name as requests."""

from __future__ import annotations

from collections.abc import Mapping

from tinychain.graph import Call, Request, named_query, request_of
from tinychain.uri import URI


def read(verb: str, route: str, key: object, params: Mapping[str, object]) -> Request:
    """A GET or DELETE with its key, or with named parameters, which the host makes a key of.

    Raises TypeError when both are given.
    """
    if params and key is not None:
        raise TypeError("give either a key or named parameters")
    request = request_of(Call(verb, _path(route), key=key))
    return request._replace(target=f"{request.target}?{named_query(params)}") if params else request


def put(route: str, key: object, value: object) -> Request:
    """A PUT of ``value`` at ``key``."""
    return request_of(Call("PUT", _path(route), key=key, value=value))


def post(route: str, params: Mapping[str, object]) -> Request:
    """A POST of named parameters."""
    return request_of(Call("POST", _path(route), params=params))


def _path(route: str) -> str:
    return URI.parse(route).canonical()
