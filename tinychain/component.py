"""Libraries and services as classes: who they are, and where their routes are served.

``tc.Library`` is a stub of something already installed. ``tc.define.Library`` and ``tc.Service`` are definitions: their
route bodies are compiled by ``tcc``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import ClassVar, TypeAlias, TypeVar

from tinychain.route import routes_of
from tinychain.uri import URI
from tinychain.uri import library as library_uri
from tinychain.uri import service as service_uri

C = TypeVar("C", bound="Component")

Dependency: TypeAlias = "Component | type[Component] | URI | str"


class Component:
    """What libraries and services share: an identity, its dependencies, and optionally the authority that serves it."""

    is_definition: ClassVar[bool] = False
    """Whether the class is made to be compiled; see :func:`is_definition`."""
    identity: ClassVar[URI | None] = None
    """What a class decorator gave; instances of the class may then be made without arguments."""
    identity_dependencies: ClassVar[tuple[Dependency, ...]] = ()

    _id: URI
    _authority: str | None
    _dependencies: tuple[str, ...]

    def _identify(
        self, parts: Mapping[str, str | None], dependencies: Iterable[Dependency] | None, authority: str | URI | None
    ) -> None:
        given = {name: value for name, value in parts.items() if value is not None}
        identity = None if given else type(self).identity
        if identity is None:
            declared = {name: value for name in parts if isinstance(value := getattr(type(self), name, None), str)}
            identity = _identity(type(self).__name__, self._uri, parts, declared | given)
        self._id = URI(identity.canonical())
        if isinstance(authority, URI):
            self._authority = None if authority.host is None else f"{authority.scheme}://{authority.authority()}"
        else:
            self._authority = authority
        if self._authority is not None:
            self._id.at(self._authority)  # a malformed authority is refused here, not at the first call
        chosen = declared_dependencies(type(self)) if dependencies is None else dependencies
        self._dependencies = tuple(canonical(dependency) for dependency in chosen)
        install_pending(self)

    @staticmethod
    def _uri(**parts: str) -> URI:
        raise NotImplementedError

    def id(self) -> URI:
        """The canonical path, without authority: what schemas and IR hold."""
        try:
            return self._id
        except AttributeError:
            identity = type(self).identity
            if identity is None:
                raise ValueError(
                    f"{type(self).__name__} has no identity: give its publisher, name and version"
                ) from None
            return identity

    def link(self) -> URI:
        """Where it is served: the canonical path, with the authority if there is one."""
        identity = Component.id(self)
        authority = getattr(self, "_authority", None)
        return identity if authority is None else identity.at(authority)

    def route(self, *path: str) -> URI:
        """Where a route, or anything else below this component, is served."""
        return Component.link(self).child(*path)

    def schema(self) -> dict[str, object]:
        """``{"id", "version", "dependencies"}``, as a manifest holds it."""
        identity = Component.id(self).canonical()
        return {"id": identity, "version": identity.rsplit("/", 1)[1], "dependencies": list(dependencies_of(self))}

    def schema_json(self) -> str:
        """The schema as JSON text."""
        import json

        return json.dumps(Component.schema(self), ensure_ascii=False, separators=(",", ":"))

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {Component.link(self)}>"


class Library(Component):
    """A library. Subclass this one for a stub: an interface to what is installed already, called through deferred refs.

    Args:
        publisher, name, version: its identity; not needed on a class decorated with ``@tc.library``.
        dependencies: the libraries and services its routes may call: stubs, definitions or URIs.
        authority: where it is served, such as ``https://host:port``; None for here.

    Raises:
        ValueError: a part of the identity is missing or malformed.
    """

    def __init__(
        self,
        *,
        publisher: str | None = None,
        name: str | None = None,
        version: str | None = None,
        dependencies: Iterable[Dependency] | None = None,
        authority: str | URI | None = None,
    ) -> None:
        self._identify({"publisher": publisher, "name": name, "version": version}, dependencies, authority)

    @staticmethod
    def _uri(**parts: str) -> URI:
        return library_uri(**parts)


class DefinedLibrary(Library):
    """A library defined here (``tc.define.Library``): its route bodies are compiled by ``tcc``."""

    is_definition = True


class Service(Component):
    """A service defined here: its route bodies are compiled by ``tcc``.

    Args:
        publisher, namespace, name, version: its identity; not needed on a class decorated with ``@tc.service``.
        dependencies: the libraries and services its routes may call: stubs, definitions or URIs.
        authority: where it is served, such as ``https://host:port``; None for here.

    Raises:
        ValueError: a part of the identity is missing or malformed.
    """

    is_definition = True

    def __init__(
        self,
        *,
        publisher: str | None = None,
        namespace: str | None = None,
        name: str | None = None,
        version: str | None = None,
        dependencies: Iterable[Dependency] | None = None,
        authority: str | URI | None = None,
    ) -> None:
        parts = {"publisher": publisher, "namespace": namespace, "name": name, "version": version}
        self._identify(parts, dependencies, authority)

    @staticmethod
    def _uri(**parts: str) -> URI:
        return service_uri(**parts)


def library(
    *, publisher: str, name: str, version: str, dependencies: Iterable[Dependency] = ()
) -> Callable[[type[C]], type[C]]:
    """Give a library class its identity. Raises ValueError for a malformed part."""
    return _decorate(Library, library_uri(publisher=publisher, name=name, version=version), dependencies)


def service(
    *, publisher: str, namespace: str, name: str, version: str, dependencies: Iterable[Dependency] = ()
) -> Callable[[type[C]], type[C]]:
    """Give a service class its identity. Raises ValueError for a malformed part."""
    identity = service_uri(publisher=publisher, namespace=namespace, name=name, version=version)
    return _decorate(Service, identity, dependencies)


def install_pending(component: Component | type[Component]) -> None:
    """Install a definition that has just got its identity, where a route's decorator asked for it."""
    cls = component if isinstance(component, type) else type(component)
    asked = [route for route in routes_of(cls).values() if route.pending_install is not None]
    if not asked:
        return
    from tinychain.publish import install

    for destination in {id(route.pending_install): route.pending_install for route in asked}.values():
        install(component, **destination or {})
    for route in asked:
        route.pending_install = None


def dependencies_of(component: Component) -> tuple[str, ...]:
    """The canonical paths of what a component's routes may call."""
    try:
        return component._dependencies
    except AttributeError:
        return tuple(canonical(dependency) for dependency in declared_dependencies(type(component)))


def declared_dependencies(cls: type[Component]) -> tuple[Dependency, ...]:
    """What a class itself says that its routes may call: in its decorator, or as a class attribute."""
    return cls.identity_dependencies or tuple(getattr(cls, "dependencies", ()))


def is_definition(cls: type[Component]) -> bool:
    """Whether a class has routes to compile: any but a ``tc.Library`` whose routes are all ``...``, which is a stub."""
    return cls.is_definition or any(not route.is_stub for route in routes_of(cls).values())


def canonical(dependency: Dependency) -> str:
    """The canonical path of a dependency, however it was named."""
    if isinstance(dependency, Component):
        return Component.id(dependency).canonical()
    if isinstance(dependency, type) and issubclass(dependency, Component):
        if dependency.identity is None:
            raise ValueError(f"{dependency.__name__} has no identity: give an instance of it")
        return dependency.identity.canonical()
    if isinstance(dependency, str):
        return URI.parse(dependency).canonical()
    raise TypeError(f"a dependency is a library, a service or a URI, not {type(dependency).__name__}")


def _decorate(base: type[Component], identity: URI, dependencies: Iterable[Dependency]) -> Callable[[type[C]], type[C]]:
    chosen = tuple(dependencies)

    def decorate(cls: type[C]) -> type[C]:
        if not (isinstance(cls, type) and issubclass(cls, base)):
            raise TypeError(f"{getattr(cls, '__name__', cls)!r} is not a subclass of tc.{base.__name__}")
        cls.identity = identity
        cls.identity_dependencies = chosen
        install_pending(cls)
        return cls

    return decorate


def _identity(cls: str, uri: Callable[..., URI], parts: Mapping[str, str | None], given: Mapping[str, str]) -> URI:
    if missing := [name for name in parts if name not in given]:
        raise ValueError(f"{cls} needs {' and '.join(missing)}")
    return uri(**given)
