"""Who a library or service is: publisher, namespace, name and version, and the links it depends on."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from tcc.frontend.model import Identity
from tcc.ir.names import is_id, is_link

VERSION: Final = re.compile(r"(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)")
FIELDS: Final = ("publisher", "namespace", "name", "version")


class Part(Struct, frozen=True, eq=False):
    """One keyword of an identity: its folded value, and where it stands."""

    value: object
    at: ast.AST


class Wrong(Exception):  # noqa: N818
    """An identity that is not one: the code to report, where, and what its templates need."""

    def __init__(self, code: str, at: ast.AST | None, **values: str) -> None:
        super().__init__(code)
        self.code = code
        self.at = at
        self.values = values


def identity(kind: str, parts: Mapping[str, Part]) -> Identity:
    """The identity that ``parts`` give a ``service``, or a library or stub: any other ``kind``.

    Raises Wrong: TC104 for a missing part, TC105 for one that is no text, TC106 for a bad Id, TC107 for a bad version,
    TC108 for a part this kind does not have.
    """
    wanted = FIELDS if kind == "service" else tuple(field for field in FIELDS if field != "namespace")
    missing = [field for field in wanted if field not in parts]
    if missing:
        raise Wrong("TC104", None, kind="service" if kind == "service" else "library", missing=_sequence(missing))
    if "namespace" in parts and kind != "service":
        raise Wrong("TC108", parts["namespace"].at)
    segments = [_segment(field, parts[field]) for field in wanted]
    root = "service" if kind == "service" else "lib"
    return Identity(link="/".join(("", root, *segments)), version=segments[-1])


def link(value: object) -> bool:
    """Whether ``value`` is the link of a library or service (its routes included)."""
    return isinstance(value, str) and is_link(value)


def _segment(field: str, part: Part) -> str:
    value = part.value
    if not isinstance(value, str):
        raise Wrong("TC105", part.at, field=field)
    if field == "version":
        if not VERSION.fullmatch(value):
            raise Wrong("TC107", part.at, version=value)
    elif not is_id(value):
        raise Wrong("TC106", part.at, field=field, value=value)
    return value


def _sequence(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
