"""Typed deferred values: what calling a route gives outside an executor, to be passed on and run by ``tc.execute``.

As hints they are the wire's types: ``-> tc.String`` promises a string, and calling the route gives a ``tc.String`` ref.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, NoReturn, TypeVar

if TYPE_CHECKING:
    from tinychain.graph import Node

T_co = TypeVar("T_co", covariant=True)


class Ref(Generic[T_co]):
    """A deferred value; ``tc.execute(ref)`` runs it and gives plain Python."""

    __slots__ = ("_node",)

    def __init__(self, node: Node) -> None:
        self._node = node

    def __bool__(self) -> NoReturn:
        raise TypeError(
            "a deferred value is neither true nor false before tc.execute runs it; to branch on it inside a program, "
            "write a definition (tc.define.Library, tc.Service) or use tc.if_"
        )

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._node}>"


class OpRef(Ref[T_co]):
    """The result of a call whose type nobody declared."""

    __slots__ = ()
