"""The graph behind a deferred value, and how calls become its nodes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from tinychain.component import Component
    from tinychain.ref import OpRef, Ref
    from tinychain.route import Route


class Call(NamedTuple):
    """A request on a link: an OpRef. ``params`` is used by POST, ``key`` by the other verbs, ``value`` by PUT."""

    verb: str
    link: str
    key: object = None
    value: object = None
    params: Mapping[str, object] = {}

    def __str__(self) -> str:
        return f"{self.verb} {self.link}"


Node: TypeAlias = Call


def is_deferred(value: object) -> bool:
    """Whether ``value`` is a deferred ref or holds one."""
    from tinychain.ref import Ref

    if isinstance(value, Ref):
        return True
    if isinstance(value, list | tuple):
        return any(map(is_deferred, value))
    return isinstance(value, dict) and any(map(is_deferred, value.values()))


def emit_ref(topic: str, value: object) -> Ref[None]:
    """The deferred form of ``tc.op.emit``."""
    from tinychain.ref import OpRef

    ref: OpRef[None] = OpRef(Call("POST", "/host/event", params={"topic": topic, "value": value}))
    return ref


def route_ref(
    instance: Component, route: Route[..., object], args: Sequence[object], kwargs: Mapping[str, object]
) -> Ref[object]:
    """A deferred call of ``route``, typed by its return hint.

    Raises:
        TypeError: the arguments do not fit the route's parameters.
    """
    from tinychain.component import Component
    from tinychain.hints import ref_type

    link = Component.id(instance).child(route.name).canonical()
    return ref_type(route)(_call(route, link, args, kwargs))


def _call(route: Route[..., object], link: str, args: Sequence[object], kwargs: Mapping[str, object]) -> Call:
    signature = route.signature()
    try:
        given = signature.bind(*args, **kwargs).arguments
    except TypeError as error:
        raise TypeError(f"{route.verb} /{route.name}: {error}") from None
    if route.verb == "POST":
        return Call("POST", link, params=given)
    names = list(signature.parameters)
    if route.verb == "PUT":
        if len(names) != 2:
            raise TypeError(f"PUT /{route.name} takes a key and a value, not {len(names)} parameters")
        return Call("PUT", link, key=given[names[0]], value=given.get(names[1]))
    if len(names) <= 1:
        return Call(route.verb, link, key=given.get(names[0]) if names else None)
    return Call(route.verb, link, key=given)


__all__ = ["Call", "Node", "OpRef", "emit_ref", "is_deferred", "route_ref"]
