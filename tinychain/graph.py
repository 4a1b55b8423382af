"""The graph behind a deferred value, how calls become its nodes, and how it is run.

Running is sans-IO: :func:`run` yields the requests that are ready, all of them independent of each other, and is sent
their answers, until the value is known. What drives it decides where they go, and whether one by one or together.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias
from urllib.parse import quote

from tinychain.ref import OpRef, Ref
from tinychain.wire import encode_text

if TYPE_CHECKING:
    from tinychain.component import Component
    from tinychain.route import Route
    from tinychain.transport import Answer

_LONGEST_QUERY: Final = 2000
"""Characters of a key that go into a query; a longer one goes into the body, which hosts take as well."""


class Call(NamedTuple):
    """A request on a link: an OpRef. ``params`` is used by POST, ``key`` by the other verbs, ``value`` by PUT."""

    verb: str
    link: str
    key: object = None
    value: object = None
    params: Mapping[str, object] = {}

    def __str__(self) -> str:
        return f"{self.verb} {self.link}"


class Method(NamedTuple):
    """An operation of the op table on a value."""

    op: str
    receiver: object
    params: Mapping[str, object] = {}

    def __str__(self) -> str:
        inner = self.receiver._node if isinstance(self.receiver, Ref) else repr(self.receiver)
        return f"{inner}.{self.op}"


class Literal(NamedTuple):
    """A plain value."""

    value: object

    def __str__(self) -> str:
        return repr(self.value)


class If(NamedTuple):
    """One of two values."""

    cond: object
    then: object
    or_else: object

    def __str__(self) -> str:
        return f"if {self.cond}"


class After(NamedTuple):
    """``then``, once ``when`` is known."""

    when: object
    then: object

    def __str__(self) -> str:
        return f"{self.then} after {self.when}"


Node: TypeAlias = Call | Method | Literal | If | After


class Request(NamedTuple):
    """What is sent for a call."""

    method: str
    target: str
    body: bytes = b""


class _Pending:
    """The value of what waits for an answer."""


_PENDING: Final = _Pending()


def is_deferred(value: object) -> bool:
    """Whether ``value`` is a deferred ref or holds one."""
    if isinstance(value, Ref):
        return True
    if isinstance(value, list | tuple):
        return any(map(is_deferred, value))
    return isinstance(value, Mapping) and any(map(is_deferred, value.values()))


def is_read_only(value: object) -> bool:
    """Whether running ``value`` only reads: every call in it is a GET."""
    if isinstance(value, Ref):
        node = value._node
        return (not isinstance(node, Call) or node.verb == "GET") and all(map(is_read_only, node))
    if isinstance(value, list | tuple):
        return all(map(is_read_only, value))
    return not isinstance(value, Mapping) or all(map(is_read_only, value.values()))


# --- making --------------------------------------------------------------------------------------------------------


def if_ref(cond: object, then: object, or_else: object) -> Ref[object]:
    """The deferred form of ``tc.if_``, typed by its branches when they agree."""
    kinds = {type(branch) for branch in (then, or_else)}
    kind = kinds.pop() if len(kinds) == 1 else OpRef
    return (kind if issubclass(kind, Ref) else OpRef)._of(If(cond, then, or_else))


def after_ref(when: object, then: object) -> Ref[object]:
    """The deferred form of ``tc.after``, typed by its result."""
    return (type(then) if isinstance(then, Ref) else OpRef)._of(After(when, then))


def emit_ref(topic: str, value: object) -> Ref[None]:
    """The deferred form of ``tc.op.emit``."""
    return OpRef._of(Call("POST", "/host/event", params={"topic": topic, "value": value}))


def route_ref(
    instance: Component, route: Route[..., object], args: Sequence[object], kwargs: Mapping[str, object]
) -> Ref[object]:
    """A deferred call of ``route``, typed by its return hint.

    Raises:
        TypeError: the arguments do not fit the route's parameters.
    """
    from tinychain.component import Component

    link = f"{Component.id(instance).canonical()}/{route.name}"
    return route.ref_type()._of(_call(route, link, args, kwargs))


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


# --- running -------------------------------------------------------------------------------------------------------


def request_of(call: Call) -> Request:
    """What to send for a call whose operands are all known. Raises TypeError or ValueError where one has no form."""
    target = quote(call.link, safe="/!*+,;[]")
    if call.verb == "POST":
        return Request("POST", target, encode_text(call.params).encode())
    if call.verb == "PUT":
        return Request("PUT", target, encode_text([call.key, call.value]).encode())
    if call.key is None:
        return Request(call.verb, target)
    key = encode_text(call.key)
    query = quote(key, safe="")
    if len(query) > _LONGEST_QUERY:
        return Request(call.verb, target, key.encode())
    return Request(call.verb, f"{target}?key={query}")


def named_query(params: Mapping[str, object]) -> str:
    """Named parameters as a query. The host reads each by its declared type: text as it is, else as JSON."""
    texts = {name: value if isinstance(value, str) else encode_text(value) for name, value in params.items()}
    return "&".join(f"{quote(name, safe='')}={quote(text, safe='')}" for name, text in texts.items())


def run(root: object, apply: Callable[[Method], object]) -> Generator[Sequence[Request], Sequence[Answer], object]:
    """Run a value: yields the requests that are ready, takes their answers in order, returns plain Python.

    A node that several others use runs once. Of an ``If``, only the chosen branch runs.

    Args:
        root: a deferred ref, or a value that may hold some.
        apply: does an operation whose operands are all known.

    Raises:
        tinychain.error.Error: a call failed.
    """
    known: dict[int, object] = {}
    while True:
        ready: dict[int, Call] = {}
        value = _reduce(root, known, ready, apply)
        if not ready:
            return value
        answers = yield [request_of(call) for call in ready.values()]
        for key, answer in zip(ready, answers, strict=True):
            known[key] = answer.value()


def _reduce(
    value: object, known: dict[int, object], ready: dict[int, Call], apply: Callable[[Method], object]
) -> object:
    """``value`` as far as it is known; calls that could be made now are added to ``ready``."""
    if isinstance(value, Ref):
        key = id(value)
        if key not in known:
            found = _reduce_node(value._node, key, known, ready, apply)
            if found is _PENDING:
                return _PENDING
            known[key] = found
        return known[key]
    if isinstance(value, list | tuple):
        items = [_reduce(item, known, ready, apply) for item in value]
        return _PENDING if any(item is _PENDING for item in items) else items
    if isinstance(value, Mapping):
        members = {name: _reduce(item, known, ready, apply) for name, item in value.items()}
        return _PENDING if any(item is _PENDING for item in members.values()) else members
    return value


def _reduce_node(
    node: Node, key: int, known: dict[int, object], ready: dict[int, Call], apply: Callable[[Method], object]
) -> object:
    match node:
        case Literal(value):
            return _reduce(value, known, ready, apply)
        case If(cond, then, or_else):
            chosen = _reduce(cond, known, ready, apply)
            return _PENDING if chosen is _PENDING else _reduce(then if chosen else or_else, known, ready, apply)
        case After(when, then):
            return _PENDING if _reduce(when, known, ready, apply) is _PENDING else _reduce(then, known, ready, apply)
    operands = _reduce(list(node[1:]), known, ready, apply)
    if not isinstance(operands, list):
        return _PENDING
    if isinstance(node, Method):
        return apply(Method(node.op, *operands))
    ready[key] = Call(node.verb, *operands)
    return _PENDING
