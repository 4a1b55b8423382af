"""Whether an op ref fits what it calls: the op table's ops and routes, and the parameters each takes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from tcc.ir.nodes import Delete, Get, OpRef, Post, Put, Scalar
from tcc.ir.optable import ANY, OpParam, OpSpec, OpTable

VERB_OF = {Get: "GET", Put: "PUT", Post: "POST", Delete: "DELETE"}


def named_params(given: Sequence[str], required: Iterable[str], known: Collection[str]) -> Iterator[tuple[str, str]]:
    """What is wrong with calling something by these names: ``(message, offending name)``, the name empty for one
    that is missing."""
    for name in given:
        if name not in known:
            takes = ", ".join(known) if known else "none"
            yield f"unknown parameter {name!r}; it takes {takes}", name
    for name in required:
        if name not in given:
            yield f"missing parameter {name!r}", ""


def table_params(params: Sequence[OpParam], given: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The same against the parameters of the op table."""
    required = [param.name for param in params if not param.optional and not param.variadic]
    if any(param.variadic for param in params):
        return named_params([name for name in given if name in required], required, required)
    return named_params(given, required, [param.name for param in params])


def op_candidates(table: OpTable, name: str) -> list[tuple[str, OpSpec]]:
    """Every class that has an op of this name, and the op."""
    return [(class_name, ops[name]) for class_name, ops in table.classes.items() if name in ops]


def native_call(call: OpRef, name: str, candidates: Sequence[tuple[str, OpSpec]]) -> Iterator[tuple[str, str]]:
    """What is wrong with calling the op ``name`` this way; nothing, when at least one class takes it."""
    match call:
        case Post(params=params):
            given = [param for param, _ in params]
            faults = [list(table_params(spec.params, _by_own_names(given, spec.params))) for _, spec in candidates]
            if all(faults):
                yield from min(faults, key=len)
        case Get(key=key):
            if not any(takes_operand(spec, key) for _, spec in candidates):
                yield f"{name} is not an op of one operand; call it with POST and named parameters", ""
        case _:
            yield f"{name} is called with POST, not {VERB_OF[type(call)]}", ""


def _by_own_names(given: Sequence[str], params: Sequence[OpParam]) -> Sequence[str]:
    """The names a call gives, with the first parameter by the name the op has for it: any call may say ``r``."""
    known = [param.name for param in params]
    if not params or "r" in known or known[0] in given:
        return given
    return [known[0] if name == "r" else name for name in given]


def takes_operand(spec: OpSpec, key: Scalar) -> bool:
    """Whether an op can be called the older way, ``{"$x/add": [1]}``, with one operand or with ``null`` for none."""
    required = _required(spec)
    return (key is None and not required) or (bool(spec.params) and len(required) <= 1)


def operand_name(spec: OpSpec, key: Scalar) -> str:
    """The parameter such an operand is; empty when ``null`` stands for none."""
    required = _required(spec)
    if required:
        return required[0]
    return spec.params[0].name if spec.params and key is not None else ""


def _required(spec: OpSpec) -> list[str]:
    return [param.name for param in spec.params if not param.optional and not param.variadic]


def result_type(candidates: Sequence[tuple[str, OpSpec]], classes: Collection[str] | None) -> str | None:
    """The one type an op can give on values of these classes (``None``: any class), if there is just one."""
    found = {spec.result for name, spec in candidates if classes is None or name in classes or name == ANY}
    return found.pop() if len(found) == 1 else None
