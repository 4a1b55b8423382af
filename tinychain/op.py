"""What a route does besides computing: emit an event, give its result."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from tinychain._plain import RUN, plain

if TYPE_CHECKING:
    from tinychain.ref import Ref

T = TypeVar("T")


def emit(topic: str, value: object = None) -> Ref[None] | None:
    """Emit an event; subscribers see it when the transaction commits.

    In ``tc.testing.run`` the event is recorded. Outside a route this is a deferred call, for ``tc.after`` and the like.

    Args:
        topic: what subscribers choose by.
        value: any TinyChain value.
    """
    recorder = RUN.get()
    if recorder is None:
        from tinychain.graph import emit_ref

        return emit_ref(topic, value)
    recorder.events.append((topic, plain(value)))
    return None


def result(value: T) -> T:
    """Mark ``value`` as the route's result: ``return tc.op.result(x)`` is ``return x``."""
    return value
