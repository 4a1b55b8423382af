"""Calling a route of an installed library or service, in process or over HTTP."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

from msgspec import Struct

from tcc.errors import UsageError
from tcc.ir.errors import IrError
from tcc.ir.manifest import VERBS, Route, decode_manifest
from tinychain.graph import named_query
from tinychain.transport import Answer, Transport
from tinychain.wire import encode_text

_DEPTH = {"lib": 4, "service": 5, "class": 5}
"""How many segments the link of a component has."""


class Door(Struct, frozen=True):
    """How a route is called: its verb where it is known, and its parameters' names where they are."""

    method: str | None = None
    names: tuple[str, ...] | None = None


def call(host: Transport, path: str, door: Door, args: Mapping[str, object]) -> Answer:
    """Call the route at ``path`` with ``args`` by name. Any status is an answer.

    A verb nobody knows is asked of the host: a GET it refuses names the verbs the route has.

    Raises:
        UsageError: the arguments cannot be sent with this verb, or the route has several and none was chosen.
        tinychain.error.Unavailable: the host cannot be reached.
    """
    match door.method:
        case "POST":
            return host.send("POST", path, encode_text(dict(args)).encode())
        case "PUT":
            names = door.names if door.names is not None and len(door.names) == 2 else ("key", "value")
            if set(args) != set(names):
                raise UsageError(f"PUT {path} takes {names[0]}=… and {names[1]}=…")
            return host.send("PUT", path, encode_text([args[name] for name in names]).encode())
        case "GET" | "DELETE" as method:
            return host.send(method, path + _query(door.names, args))
    answer = host.send("GET", path + _query(None, args))
    if answer.status != 405 or not answer.allow:
        return answer
    if len(answer.allow) > 1:
        raise UsageError(f"{path} answers {', '.join(answer.allow)}: choose one with --method")
    return call(host, path, Door(answer.allow[0]), args)


def _query(names: tuple[str, ...] | None, args: Mapping[str, object]) -> str:
    """The query of a GET or DELETE: the key as JSON where the parameters are known, else each by its name."""
    if not args:
        return ""
    if names is not None and set(args) <= set(names):
        key = args if len(names) > 1 else args[names[0]]
        return f"?key={quote(encode_text(key), safe='')}"
    if list(args) == ["key"]:
        return f"?key={quote(encode_text(args['key']), safe='')}"
    return f"?{named_query(args)}"


def find_door(path: str, method: str | None, data_dir: Path | None) -> Door:
    """How the route at ``path`` is called: by ``method``, else as the manifest installed in ``data_dir`` says.

    Raises UsageError when the route has several verbs and none was chosen.
    """
    routes = [route for route in installed_routes(path, data_dir) if method in (None, route.verb)]
    if len(routes) > 1:
        verbs = ", ".join(route.verb for route in routes)
        raise UsageError(f"{path} answers {verbs}: choose one with --method")
    if not routes:
        return Door(method)
    params = routes[0].params
    return Door(routes[0].verb, None if params is None else tuple(param.name for param in params))


def installed_routes(path: str, data_dir: Path | None) -> list[Route]:
    """The routes at ``path`` in the manifests of a data directory; none when it is not installed there as IR."""
    segments = path.strip("/").split("/")
    depth = _DEPTH.get(segments[0], 0)
    if data_dir is None or not 0 < depth < len(segments):
        return []
    try:
        manifest = decode_manifest(data_dir.joinpath(*segments[:depth], "library.ir.json").read_bytes())
    except (OSError, IrError):
        return []
    tail = "/" + "/".join(segments[depth:])
    return [route for route in manifest.routes if route.path == tail]


def parse_argument(text: str) -> tuple[str, object]:
    """``name=value`` as a name and a value: JSON where it is JSON, else a string. Raises UsageError without ``=``."""
    name, sign, value = text.partition("=")
    if not sign or not name:
        raise UsageError(f"{text!r} is not name=value")
    try:
        return name, json.loads(value, parse_constant=_no_constant)
    except ValueError:
        return name, value


def _no_constant(name: str) -> object:
    raise ValueError(f"{name} is not JSON")


def check_method(method: str | None) -> str | None:
    """The verb in upper case. Raises UsageError for one that is none."""
    if method is None or method.upper() in VERBS:
        return method and method.upper()
    raise UsageError(f"{method!r} is not one of {', '.join(VERBS)}")


def read_events(host: Transport, since: int = 0) -> list[tuple[int, str, object]]:
    """The events a host committed after sequence number ``since``: number, topic and value, in order."""
    found = host.send("GET", f"/host/event?since={since}").value()
    if not isinstance(found, list):
        return []
    return [(event["sequence"], event["topic"], event["value"]) for event in found]
