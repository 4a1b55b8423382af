"""Ops that a target lacks, said with those it has.

a < b        b > a
a <= b       (b > a) or (a == b)       not "not a > b": NaN is neither
a != b       not (a == b)
a - 1        a + -1
a is None    a == none
t.append(x)  t.concat([x])
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from tcc.backend.targets.profile import Profile
from tcc.ir.nodes import IdRef, Post, Scalar, Tuple
from tcc.ir.strictjson import MIN_INT

Bind: TypeAlias = Callable[[Scalar, str], IdRef]
"""Gives a scalar an id: its own, or that of a new entry named after the hint."""

_ELSEWHERE: Final = "build for the target tcc, or compute it on the caller's side"


class ImpossibleError(Exception):
    """An op no target ops can say. ``help`` is the way out."""

    def __init__(self, construct: str, help_: str = _ELSEWHERE) -> None:
        self.construct = construct
        self.help = help_
        super().__init__(construct)


def replacement(profile: Profile, left: IdRef, op: str, call: Post, known: frozenset[str] | None, bind: Bind) -> Scalar:
    """What the target computes instead of ``call``, the op ``op`` on ``left``, whose class is one of ``known``.

    Raises ``ImpossibleError``.
    """
    params = dict(call.params)
    if op == "add" and known is not None and "number" not in known:
        op = "concat"  # Python's + on sequences
        call = Post(f"${left.id}/concat", call.params)
    if op == "concat" and known == frozenset(("string",)) and not profile.string_concat:
        raise ImpossibleError("op concat on strings")
    if op == "get" and "default" in params:
        raise ImpossibleError("default of the op get", "test with `in` first, or build for the target tcc")
    if profile.has(op):
        return call
    rewrite = _REWRITES.get(op)
    if rewrite is None:
        raise ImpossibleError(f"op {op}")
    return rewrite(left, params, bind)


def _on(subject: IdRef, op: str, *operand: Scalar) -> Post:
    return Post(f"${subject.id}/{op}", tuple(("r", value) for value in operand))


def _lt(left: IdRef, params: Mapping[str, Scalar], bind: Bind) -> Scalar:
    return _on(bind(params["r"], "right"), "gt", left)


def _le(left: IdRef, params: Mapping[str, Scalar], bind: Bind) -> Scalar:
    right = bind(params["r"], "right")
    return _on(bind(_on(right, "gt", left), "less"), "or", bind(_on(left, "eq", right), "equal"))


def _ge(left: IdRef, params: Mapping[str, Scalar], bind: Bind) -> Scalar:
    right = bind(params["r"], "right")
    return _on(bind(_on(left, "gt", right), "more"), "or", bind(_on(left, "eq", right), "equal"))


def _ne(left: IdRef, params: Mapping[str, Scalar], bind: Bind) -> Scalar:
    return _on(bind(_on(left, "eq", params["r"]), "equal"), "not")


def _sub(left: IdRef, params: Mapping[str, Scalar], bind: Bind) -> Scalar:
    right = params["r"]
    if isinstance(right, (int, float)) and right != MIN_INT:
        return _on(left, "add", -right)
    raise ImpossibleError("op sub of a value that is no literal")


def _is_none(left: IdRef, params: Mapping[str, Scalar], bind: Bind) -> Scalar:
    return _on(left, "eq", None)


def _append(left: IdRef, params: Mapping[str, Scalar], bind: Bind) -> Scalar:
    return _on(left, "concat", Tuple((params["value"],)))


_REWRITES: Final[Mapping[str, Callable[[IdRef, Mapping[str, Scalar], Bind], Scalar]]] = {
    "lt": _lt,
    "le": _le,
    "ge": _ge,
    "ne": _ne,
    "sub": _sub,
    "is_none": _is_none,
    "append": _append,
}
