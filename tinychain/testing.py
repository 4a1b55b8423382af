"""Testing libraries and services without a kernel.

    result, events = tc.testing.run(Counter, "handle", limit=2)
    assert result == "done"
    assert events == [("even", 0), ("odd", 1)]

``run`` executes a route's body in plain CPython and gives what a caller and a subscriber would get. Failures come out
as the typed errors a kernel would answer with, so one test holds for both.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from inspect import BoundArguments
from typing import Protocol

from tinychain._plain import RUN, Event, Recorder, plain
from tinychain.component import Component, is_definition
from tinychain.error import BadRequest, Error, NotFound
from tinychain.hints import as_declared, fits, hints_of, kind_of, ref_type, show
from tinychain.route import Route, routes_of
from tinychain.values import String


def run(
    target: Component | type[Component],
    route: str,
    /,
    *,
    dependencies: Iterable[Component | type[Component]] = (),
    **args: object,
) -> tuple[object, list[Event]]:
    """Run one route of a definition in plain Python.

    Args:
        target: a library or service, or its class.
        route: the route's name, such as ``"handle"``.
        dependencies: definitions that answer the route's calls to stubs, matched by identity.
        **args: the route's parameters by name.

    Returns:
        The result as a caller gets it (lists for tuples), and the events as ``(topic, value)`` in order.

    Raises:
        tinychain.error.Error: what a kernel would answer with: BadRequest for a wrong parameter, a division by zero and
            the like, NotFound for a route that is not there.
    """
    instance = target.__new__(target) if isinstance(target, type) else target
    routes = routes_of(type(instance))
    name = route.removeprefix("/")
    if name not in routes:
        raise NotFound(f"{type(instance).__name__} has no route /{name}; it has {', '.join(f'/{r}' for r in routes)}")
    recorder = Recorder({Component.id(provider).canonical(): provider for provider in map(_instance, dependencies)})
    token = RUN.set(recorder)
    try:
        result = plain(_call(instance, routes[name], (), args))
    except (ZeroDivisionError, ValueError, LookupError, TypeError, OverflowError, RecursionError) as error:
        raise _as_kernel(error) from error
    finally:
        RUN.reset(token)
    return result, recorder.events


def call_plain(
    instance: Component, route: Route[..., object], args: Sequence[object], kwargs: Mapping[str, object]
) -> object:
    """Run a route that another one called; what ``self.other(x)`` does inside :func:`run`."""
    if not is_definition(type(instance)):
        recorder = RUN.get()
        identity = Component.id(instance).canonical()
        if recorder is None or identity not in recorder.providers:
            raise NotFound(f"{identity} is not here: give tc.testing.run its definition in dependencies=")
        provider = recorder.providers[identity]
        routes = routes_of(type(provider))
        if route.name not in routes:
            raise NotFound(f"{identity} has no route /{route.name}")
        instance, route = provider, routes[route.name]
    return _call(instance, route, args, kwargs)


class Response(Protocol):
    """What a kernel answers; ``tc.KernelResponse`` is one."""

    @property
    def status(self) -> int:
        """The HTTP status."""
        ...

    @property
    def body(self) -> object:
        """The body's state, or None."""
        ...


def decode_json_body(response: Response) -> object:
    """A response's body as plain Python, typed values unwrapped. None for an empty body."""
    from tinychain.wire import decode_body

    return decode_body(response.body)


def _instance(target: Component | type[Component]) -> Component:
    return target.__new__(target) if isinstance(target, type) else target


def _call(
    instance: Component, route: Route[..., object], args: Sequence[object], kwargs: Mapping[str, object]
) -> object:
    bound = _enter(route, args, kwargs)
    if route.is_stub and ref_type(route) is String:
        return route.name  # as compiled: the one result that a body of `...` stands for
    result = route.function(instance, *bound.args, **bound.kwargs)
    if hasattr(result, "__await__"):
        import asyncio

        return asyncio.run(_finish(result))
    return result


def _enter(route: Route[..., object], args: Sequence[object], kwargs: Mapping[str, object]) -> BoundArguments:
    """The arguments as the body sees them, checked as a kernel checks them at the door, in its words."""
    signature = route.signature()
    known = list(signature.parameters)
    if len(args) > len(known):
        raise BadRequest(f"{route.verb} /{route.name} takes {len(known)} parameters, not {len(args)}")
    given = {**dict(zip(known, args, strict=False)), **kwargs}
    for name in given:
        if name not in known:
            raise BadRequest(f"unknown parameter '{name}'; it takes {', '.join(known) or 'none'}")
    hints = hints_of(route)
    values: dict[str, object] = {}
    for name, parameter in signature.parameters.items():
        if name not in given:
            if parameter.default is parameter.empty:
                raise BadRequest(f"missing parameter '{name}'")
            continue
        value, hint = plain(given[name]), hints.get(name, object)
        if not fits(value, hint):
            found = f"'{name}' expects {show(hint)}, found {kind_of(value)}"
            raise BadRequest(f"missing parameter '{name}'" if value is None else found)
        values[name] = as_declared(value, hint)
    bound = signature.bind(**values)
    bound.apply_defaults()
    return bound


async def _finish(awaitable: object) -> object:
    return await awaitable  # type: ignore[misc]


def _as_kernel(error: Exception) -> Error:
    """The error a kernel answers with where CPython raised ``error``."""
    if isinstance(error, KeyError):
        return BadRequest(f"key not found: {error.args[0]!r}" if error.args else "key not found")
    if isinstance(error, RecursionError):
        return BadRequest("maximum recursion depth exceeded")
    return BadRequest(str(error))
