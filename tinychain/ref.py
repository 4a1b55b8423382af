"""Typed deferred values: what calling a route gives outside an executor, to be passed on and run by ``tc.execute``.

As hints they are the wire's types: ``-> tc.String`` promises a string, and calling the route gives a ``tc.String`` ref.
``tc.String("text")`` is a literal as a deferred value; in a route's body it is the plain value.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import TYPE_CHECKING, Final, Generic, NoReturn, Self, TypeVar, cast

from tinychain._plain import RUN

if TYPE_CHECKING:
    from tinychain.graph import Node

T_co = TypeVar("T_co", covariant=True)
R = TypeVar("R", bound="Ref[object]")


class Omitted(Enum):
    """The type of :data:`OMIT`."""

    OMIT = "omitted"


OMIT: Final = Omitted.OMIT
"""An optional operand that is left out."""


class Ref(Generic[T_co]):
    """A deferred value; ``tc.execute(ref)`` runs it and gives plain Python."""

    __slots__ = ("_node",)

    _node: Node

    def __new__(cls, value: object) -> Self:
        """A literal as a deferred value; the value itself while a route's body runs."""
        if RUN.get() is not None:
            return cast("Self", value)
        from tinychain.graph import Literal

        return cls._of(Literal(value))

    @classmethod
    def _of(cls, node: Node) -> Self:
        """The deferred value of a node."""
        self = object.__new__(cls)
        self._node = node
        return self

    def __bool__(self) -> NoReturn:
        raise TypeError(
            "a deferred value is neither true nor false before tc.execute runs it; to branch on it inside a program, "
            "write a definition (tc.define.Library, tc.Service) or use tc.if_"
        )

    def __iter__(self) -> NoReturn:
        raise TypeError("a deferred value has no items before tc.execute runs it")

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._node}>"


class Deferred(Ref[T_co]):
    """A deferred value of a known class."""

    __slots__ = ()


class OpRef(Ref[T_co]):
    """The result of a call whose type nobody declared."""

    __slots__ = ()


def operation(kind: type[R], op: str, receiver: object, params: Mapping[str, object]) -> R:
    """The result of an operation of the op table, as a deferred ``kind``."""
    from tinychain.graph import Method

    return kind._of(Method(op, receiver, {name: value for name, value in params.items() if value is not OMIT}))
