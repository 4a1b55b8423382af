"""A route's hints, read from the live function: the type of its deferred result, and its parameters at the door."""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping

from tinychain.ref import OpRef, Ref
from tinychain.route import Route
from tinychain.values import Bool, Bytes, Json, Link, Map, Number, String, Tuple

_REFS: dict[object, type[Ref[object]]] = {
    str: String,
    bool: Bool,
    int: Number,
    float: Number,
    complex: Number,
    bytes: Bytes,
    list: Tuple,
    tuple: Tuple,
    dict: Map,
    object: Json,
    typing.Any: Json,
}

_NAMES: dict[object, str] = {
    object: "any",
    typing.Any: "any",
    Json: "any",
    Link: "link",
    complex: "number",
    str: "string",
    dict: "map",
    Tuple: "tuple",
    Map: "map",
    type(None): "none",
    None: "none",
}


def hints_of(route: Route[..., object]) -> Mapping[str, object]:
    """The evaluated hints of a route, ``return`` included; a hint that cannot be evaluated is left out."""
    try:
        return typing.get_type_hints(route.function)
    except Exception:  # noqa: BLE001 - a hint may name anything at all
        return {name: hint for name, hint in route.function.__annotations__.items() if not isinstance(hint, str)}


def ref_type(route: Route[..., object]) -> type[Ref[object]]:
    """The class of the deferred refs that calling ``route`` gives."""
    hint = hints_of(route).get("return")
    origin = typing.get_origin(hint) or hint
    if isinstance(origin, type) and issubclass(origin, Ref):
        return origin
    return _REFS.get(origin, OpRef)


def fits(value: object, hint: object) -> bool:
    """Whether a request's ``value`` is of the type a hint declares, as the kernel's door decides it."""
    origin, args = typing.get_origin(hint) or hint, typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return any(fits(value, option) for option in args)
    if origin is typing.Annotated:
        return fits(value, args[0])
    if origin is typing.Literal:
        return any(type(value) is type(option) and value == option for option in args)
    if origin in (None, types.NoneType):
        return value is None
    if origin in (typing.Any, object, Json):
        return True
    if origin is bool or origin is Bool:
        return isinstance(value, bool)
    if origin is int:
        return isinstance(value, int) and not isinstance(value, bool)
    if origin is float:
        return isinstance(value, int | float) and not isinstance(value, bool)
    if origin is complex or origin is Number:
        return isinstance(value, int | float | complex) and not isinstance(value, bool)
    if origin in (str, String, Link):
        return isinstance(value, str)
    if origin in (bytes, Bytes):
        return isinstance(value, bytes)
    if origin in (list, Tuple):
        return isinstance(value, list | tuple) and all(fits(item, args[0]) for item in value if args)
    if origin is tuple:
        return isinstance(value, list | tuple) and _fits_tuple(value, args)
    if origin in (dict, Map):
        return isinstance(value, dict) and (
            len(args) != 2 or all(fits(key, args[0]) and fits(item, args[1]) for key, item in value.items())
        )
    return True


def as_declared(value: object, hint: object) -> object:
    """``value`` as the body sees it: a sequence declared as a tuple arrives as one, everything else as it is."""
    origin, args = typing.get_origin(hint) or hint, typing.get_args(hint)
    if origin is tuple and isinstance(value, list):
        if len(args) == 2 and args[1] is Ellipsis:
            return tuple(as_declared(item, args[0]) for item in value)
        return tuple(as_declared(item, arg) for item, arg in zip(value, args, strict=True)) if args else tuple(value)
    if origin is list and args and isinstance(value, list):
        return [as_declared(item, args[0]) for item in value]
    if origin is dict and len(args) == 2 and isinstance(value, dict):
        return {key: as_declared(item, args[1]) for key, item in value.items()}
    return value


def show(hint: object) -> str:
    """A hint in the door's type grammar, for messages."""
    origin, args = typing.get_origin(hint) or hint, typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return " | ".join(sorted(map(show, args)))
    if origin is tuple and len(args) == 2 and args[1] is Ellipsis:
        return f"list[{show(args[0])}]"  # as long as it likes, as a list is
    if origin in (list, tuple) and not args:
        return "tuple"
    name = _NAMES.get(origin) or getattr(origin, "__name__", str(origin)).lower()
    if not args:
        return name
    return f"{name}[{', '.join('...' if arg is Ellipsis else show(arg) for arg in args)}]"


def kind_of(value: object) -> str:
    """The class of a plain value, as the wire names it."""
    if isinstance(value, list | tuple):
        return "tuple"
    return "complex" if isinstance(value, complex) else _NAMES.get(type(value)) or type(value).__name__


def _fits_tuple(value: list[object] | tuple[object, ...], args: tuple[object, ...]) -> bool:
    if not args:
        return True
    if len(args) == 2 and args[1] is Ellipsis:
        return all(fits(item, args[0]) for item in value)
    return len(value) == len(args) and all(map(fits, value, args))
