"""Routes: the verb decorators, and what calling a route on an instance does.

class Echo(tc.Library):
    @tc.get
    def hello(self, name: str) -> tc.String: ...

Echo(publisher="acme", name="echo", version="1.0.0").hello("World")   # a deferred tc.String
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Concatenate, Generic, ParamSpec, TypeVar, cast, overload

from tinychain._plain import RUN

if TYPE_CHECKING:
    import inspect
    import os

    from tinychain_local import Backend, KernelHandle

    from tinychain.component import Component
    from tinychain.ref import Ref
    from tinychain.uri import URI

P = ParamSpec("P")
R = TypeVar("R")


class Route(Generic[P, R]):
    """A decorated method of a library or service.

    Attributes:
        verb: ``GET``, ``PUT``, ``POST`` or ``DELETE``.
        name: the method's name, which is the route's path segment.
        function: the undecorated method.
        queue: whether it runs as a queue, one step a transaction.
    """

    def __init__(self, verb: str, function: Callable[Concatenate[Any, P], R], *, queue: bool = False) -> None:
        self.verb = verb
        self.function = function
        self.queue = queue
        self.name = function.__name__
        self.owner: type | None = None
        self._signature: inspect.Signature | None = None
        self._ref_type: type[Ref[object]] | None = None
        self.pending_install: dict[str, Any] | None = None
        self.__doc__ = function.__doc__
        self.__name__ = function.__name__
        self.__wrapped__ = function

    def __set_name__(self, owner: type, name: str) -> None:
        self.owner, self.name = owner, name

    @overload
    def __get__(self, instance: None, owner: type) -> Route[P, R]: ...
    @overload
    def __get__(self, instance: Component, owner: type) -> BoundRoute[P, R]: ...
    def __get__(self, instance: Component | None, owner: type) -> Route[P, R] | BoundRoute[P, R]:
        """The route itself on a class, a callable on an instance."""
        return self if instance is None else BoundRoute(self, instance)

    def signature(self) -> inspect.Signature:
        """Its parameters, without ``self``."""
        if self._signature is None:
            import inspect

            signature = inspect.signature(self.function)
            self._signature = signature.replace(parameters=list(signature.parameters.values())[1:])
        return self._signature

    def ref_type(self) -> type[Ref[object]]:
        """The class of the deferred refs that calling it gives, by its return hint."""
        if self._ref_type is None:
            from tinychain.hints import ref_type

            self._ref_type = ref_type(cast("Route[..., object]", self))
        return self._ref_type

    @property
    def is_stub(self) -> bool:
        """Whether the body is ``...``: an interface, not a definition."""
        code, doc = self.function.__code__, self.function.__doc__
        bodies = {
            _empty.__code__.co_code[::2],
            _documented.__code__.co_code[::2],
        }  # the operations, not their arguments
        return code.co_code[::2] in bodies and all(const is None or const == doc for const in code.co_consts)

    def __repr__(self) -> str:
        return f"<route {self.verb} /{self.name}>"


def _empty() -> None: ...


def _documented() -> None:
    """Empty too."""


class BoundRoute(Generic[P, R]):
    """A route of one library or service. Calling it gives a deferred ref, to be run by ``tc.execute``.

    Inside another route's body, as ``tc.testing.run`` runs it, calling it runs it.
    """

    __slots__ = ("instance", "route")

    def __init__(self, route: Route[P, R], instance: Component) -> None:
        self.route = route
        self.instance = instance

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        """A deferred call, typed by the route's return hint.

        Raises:
            TypeError: the arguments do not fit the route's parameters.
        """
        if RUN.get() is not None:
            from tinychain.testing import call_plain

            return cast("R", call_plain(self.instance, cast("Route[..., object]", self.route), args, kwargs))
        from tinychain.graph import route_ref

        return cast("R", route_ref(self.instance, cast("Route[..., object]", self.route), args, kwargs))

    @property
    def uri(self) -> URI:
        """Where the route is served."""
        from tinychain.component import Component

        # A publisher's route may be called `route`, `id` or `link` itself.
        return Component.route(self.instance, self.route.name)

    def __repr__(self) -> str:
        return f"<route {self.route.verb} {self.uri}>"


class Decorator:
    """What a verb decorator with arguments gives: a decorator of methods."""

    def __init__(self, verb: str, queue: bool, destination: dict[str, Any] | None = None) -> None:
        self.verb = verb
        self.queue = queue
        self.destination = destination

    def __call__(self, function: Callable[Concatenate[Any, P], R], /) -> Route[P, R]:
        """Make ``function`` a route."""
        route = Route(self.verb, function, queue=self.queue)
        route.pending_install = self.destination
        return route

    def install(
        self,
        *,
        kernel: KernelHandle | Backend | None = None,
        data_dir: str | os.PathLike[str] | None = None,
        remote: str | None = None,
        bearer_token: str | None = None,
    ) -> Decorator:
        """Install the library or service as soon as it is complete; the arguments are ``tc.define.install``'s."""
        chosen = {"kernel": kernel, "data_dir": data_dir, "remote": remote, "bearer_token": bearer_token}
        return Decorator(self.verb, self.queue, {name: value for name, value in chosen.items() if value is not None})


class Verb:
    """A verb decorator: ``@tc.get`` or ``@tc.get(queue=True)``."""

    def __init__(self, verb: str) -> None:
        self.verb = verb
        self.__doc__ = f"Make a method a {verb} route. ``queue=True`` runs it as a queue, one step a transaction."

    @overload
    def __call__(self, function: Callable[Concatenate[Any, P], R], /) -> Route[P, R]: ...
    @overload
    def __call__(self, function: None = None, /, *, queue: bool = False) -> Decorator: ...
    def __call__(self, function: Callable[..., Any] | None = None, /, *, queue: bool = False) -> Any:
        """Decorate ``function``, or give the decorator that will."""
        return Decorator(self.verb, queue) if function is None else Route(self.verb, function, queue=queue)

    def __repr__(self) -> str:
        return f"<decorator tc.{self.verb.lower()}>"


get = Verb("GET")
put = Verb("PUT")
post = Verb("POST")
delete = Verb("DELETE")


def queue(route: Route[P, R]) -> Route[P, R]:
    """Run a route as a queue, one step a transaction: ``@tc.queue`` above a verb decorator."""
    if not isinstance(route, Route):
        raise TypeError("@tc.queue goes above a route's verb decorator, such as @tc.post")
    return Route(route.verb, route.function, queue=True)


def routes_of(cls: type) -> dict[str, Route[..., object]]:
    """The routes of a class, inherited ones first, by name."""
    found: dict[str, Route[..., object]] = {}
    for base in reversed(cls.__mro__):
        for name, value in vars(base).items():
            if isinstance(value, Route):
                found[name] = value
            else:
                found.pop(name, None)
    return found
