"""The op table: every operation a program may apply to a value, read from ``ops.json``.

``ops.json`` is the one list of operations; the kernel is generated from the same file. It is read on first use
and kept, frozen, for the life of the process.
"""

from __future__ import annotations

from functools import cache

import msgspec
from msgspec import Struct

ANY = "any"
"""The class whose ops every value has; an op is looked up on the value's own class first, then here."""


class OpParam(Struct, frozen=True, forbid_unknown_fields=True):
    """A parameter of an op. ``variadic`` means that any further names are taken as well."""

    name: str
    type: str
    optional: bool = False
    variadic: bool = False


class OpSpec(Struct, frozen=True, forbid_unknown_fields=True):
    """An operation on a class: its parameters in order, the type of its result, whether it can fail."""

    params: tuple[OpParam, ...]
    result: str
    raises: bool
    doc: str

    @property
    def variadic(self) -> bool:
        """Whether names beyond the declared ones are taken."""
        return any(param.variadic for param in self.params)

    def param(self, name: str) -> OpParam | None:
        """The declared parameter called ``name``."""
        return next((param for param in self.params if param.name == name), None)


class RouteSpec(Struct, frozen=True, forbid_unknown_fields=True):
    """A route of the kernel that any program may call: its verb and, by verb, its key type or its parameters."""

    verb: str
    result: str
    raises: bool
    doc: str
    key: str | None = None
    params: tuple[OpParam, ...] = ()


class OpTable(Struct, frozen=True, forbid_unknown_fields=True):
    """The whole table: ops by class and name, free routes by path."""

    classes: dict[str, dict[str, OpSpec]]
    routes: dict[str, RouteSpec]

    def op(self, class_name: str, name: str) -> OpSpec | None:
        """The op ``name`` of a class, its own or the one every value has."""
        return self.classes[class_name].get(name) or self.classes[ANY].get(name)

    def classes_with(self, name: str) -> tuple[str, ...]:
        """The classes that declare the op ``name`` themselves."""
        return tuple(class_name for class_name, ops in self.classes.items() if name in ops)


@cache
def op_table() -> OpTable:
    """The op table this package ships."""
    from importlib.resources import files  # 10 ms to import

    return msgspec.json.decode(files("tcc.ir").joinpath("ops.json").read_bytes(), type=OpTable)
