"""Assignment in all its forms. What Python changes in place is rebuilt here and its name bound to the new value.

``x[i][j] = v`` reads ``x[i]``, stores in it, stores that in ``x`` and binds ``x``. The ownership pass then proves that
no other name could have seen the change, or refuses it.
"""

from __future__ import annotations

from collections.abc import Callable

import gast
from msgspec import Struct

from tcc.lowering.build import expressions
from tcc.lowering.build.builder import Builder
from tcc.lowering.build.static import is_self, static
from tcc.lowering.ssa import Op, Value


def assign(b: Builder, stmt: gast.Assign) -> None:
    """``targets = value``; a swap of one container's items keeps them distinct."""
    if isinstance(stmt.value, gast.Lambda) and all(
        isinstance(t, gast.Name) and t.id in b.scope.closures for t in stmt.targets
    ):
        return
    if len(stmt.targets) == 1 and _is_parallel(stmt.targets[0], stmt.value):
        target = stmt.targets[0]
        values = [expressions.expression(b, e) for e in stmt.value.elts]
        permutes = _permutes(target.elts, stmt.value.elts)
        for part, value in zip(target.elts, values, strict=True):
            bind(b, part, value, permutes=permutes)
        return
    match stmt.targets:
        case [gast.Name(id=name)] if name in b.views:
            path = path_of(b, stmt.value)
            if path is not None:
                bind_view(b, name, path)
                return
    value = expressions.expression(b, stmt.value)
    for target in stmt.targets:
        bind(b, target, value)


def bind_view(b: Builder, name: str, path: Path) -> None:
    """Bind a view: its keys, and as its own value a witness of the place it was taken from."""
    for step in path.steps:
        if step.default is not None:
            change_at(b, path, lambda item: (item, None))
            break
    view = b.views[name]
    outer = len(path.steps) - view.depth
    for key, step in zip(view.keys(name), path.steps[outer:], strict=True):
        b.env[key] = step.key
    value = b.env[path.name]
    for step in path.steps:
        value = b.emit("py.item", [value, step.key], step.node, "witness", name)
    b.env[name] = value


def place_in(b: Builder, base: str, key: Value, node: gast.AST) -> Path:
    """The item of a local (or view) at a key."""
    path = _view_path(b, base, node) if base in b.views else Path(base, ())
    return Path(path.name, (*path.steps, Step(key, node)))


def read_view(b: Builder, name: str, node: gast.AST) -> Value:
    """What a view names now."""
    path = _view_path(b, name, node)
    value = b.env[path.name]
    for step in path.steps:
        value = b.emit("py.item", [value, step.key], node)
    return value


def _view_path(b: Builder, name: str, node: gast.AST) -> Path:
    """The place a view names, and a check that it is still that place."""
    view = b.views[name]
    steps = tuple([Step(b.env[key], node) for key in view.keys(name)])
    base = _view_path(b, view.root, node) if view.root in b.views else Path(view.root, ())
    b.emit_op("py.view", [b.env[base.name], b.env[name]], [], node)
    return Path(base.name, (*base.steps, *steps))


def _is_parallel(target: gast.AST, value: gast.AST) -> bool:
    return (
        isinstance(target, (gast.Tuple, gast.List))
        and isinstance(value, (gast.Tuple, gast.List))
        and len(target.elts) == len(value.elts)
        and not any(isinstance(e, gast.Starred) for e in [*target.elts, *value.elts])
    )


def _permutes(targets: list[gast.AST], values: list[gast.AST]) -> bool:
    """Whether ``a[i], a[j] = a[j], a[i]``: the items stored are those taken out."""
    if not all(isinstance(t, gast.Subscript) for t in targets):
        return False
    return sorted(gast.unparse(t) for t in targets) == sorted(gast.unparse(v) for v in values)


def bind(b: Builder, target: gast.AST, value: Value, permutes: bool = False) -> None:
    """Bind ``value`` to an assignment target."""
    match target:
        case gast.Name():
            if not value.name or value.name.startswith("%"):
                value.name = target.id
            elif value.name != target.id:
                value.alias = target.id
            b.env[target.id] = value
        case gast.Tuple() | gast.List():
            _unpack(b, target, value)
        case gast.Subscript():
            store(b, target, value, permutes)
        case gast.Starred():
            raise b.refuse(
                "TC219", target, construct="a star here", instead="unpack into names: `first, *rest = items`"
            )
        case gast.Attribute():
            raise b.refuse("TC210", target, target=gast.unparse(target).strip())
        case _:
            raise b.refuse("TC219", target, construct="this target", instead="assign to a name or an item")


def _unpack(b: Builder, target: gast.Tuple | gast.List, value: Value) -> None:
    stars = [i for i, e in enumerate(target.elts) if isinstance(e, gast.Starred)]
    if len(stars) > 1:
        raise b.refuse("TC219", target, construct="a second star", instead="unpack with one star")
    before = stars[0] if stars else len(target.elts)
    after = len(target.elts) - before - 1 if stars else 0
    results = [Value() for _ in target.elts]
    b.emit_op("py.unpack", [value], results, target, (before, bool(stars), after))
    for part, result in zip(target.elts, results, strict=True):
        bind(b, part.value if isinstance(part, gast.Starred) else part, result)


def store(b: Builder, target: gast.Subscript, value: Value, permutes: bool = False) -> None:
    """``path[key] = value`` or ``path[a:b] = value``."""
    path = path_of(b, target.value)
    if isinstance(target.slice, gast.Slice):
        code, operands = "py.store_slice", expressions.slice_parts(b, target.slice)
    else:
        code, operands = "py.store", [expressions.expression(b, target.slice)]
    attr = "permute" if permutes else None

    def stored(container: Value) -> tuple[Value, None]:
        return changing(b, code, [container, *operands, value], target, attr), None

    if path is not None:
        change_at(b, path, stored)
    else:
        stored(expressions.expression(b, target.value))


def changing(b: Builder, code: str, operands: list[Value], node: gast.AST, attr: object = None) -> Value:
    """An operation that changes its first operand; gives the new value."""
    value = Value(operands[0].name)
    b.ops.append(Op(code, operands, [value], b.site(node), attr, changes=(0,)))
    return value


def change_method(
    b: Builder, container: Value, method: str, args: list[Value], names: tuple[str, ...], node: gast.AST
) -> tuple[Value, Value]:
    """Call a method that changes its receiver: gives the receiver's new value and what the call returns."""
    new, result = Value(container.name), Value()
    b.ops.append(
        Op(
            "py.change",
            [container, *args],
            [new, result],
            b.site(node),
            (method, len(args) - len(names), names),
            changes=(0,),
        )
    )
    return new, result


Change = Callable[[Value], tuple[Value, Value | None]]
"""Takes a container's value; gives its new value and a result."""


class Step(Struct, frozen=True):
    """One step of a path: an item, which ``default`` makes when it is missing (``setdefault``)."""

    key: Value
    node: gast.AST
    default: Value | None = None


class Path(Struct, frozen=True):
    """A place in a local: its name and the steps to it, their keys already evaluated."""

    name: str
    steps: tuple[Step, ...]


def path_of(b: Builder, node: gast.AST) -> Path | None:
    """The place an expression names, evaluating its keys; None when it is not part of a local."""
    match node:
        case gast.Name():
            if node.id in b.env:
                return _view_path(b, node.id, node) if node.id in b.views else Path(node.id, ())
            if static(b, node) is not None and not b.scope.is_local(node.id):
                raise b.refuse("TC503", node, name=node.id, owner="module")
            return None
        case gast.Subscript() if not isinstance(node.slice, gast.Slice):
            base = path_of(b, node.value)
            if base is None:
                return None
            return Path(base.name, (*base.steps, Step(expressions.expression(b, node.slice), node)))
        case gast.Call(func=gast.Attribute(value=inner, attr="setdefault"), args=[key, default]):
            base = path_of(b, inner)
            if base is None:
                return None
            at = expressions.expression(b, key)
            return Path(base.name, (*base.steps, Step(at, node, expressions.expression(b, default))))
        case gast.Attribute() if static(b, node) is not None or is_self(b, node.value):
            raise b.refuse("TC210", node, target=gast.unparse(node).strip())
        case _:
            return None


def change_at(b: Builder, path: Path, change: Change) -> Value | None:
    """Apply ``change`` to the container at ``path``, and rebuild everything up to the local."""
    new, result = _descend(b, b.env[path.name], path.steps, change)
    if not new.name:
        new.name = path.name
    b.env[path.name] = new
    return result


def _descend(b: Builder, container: Value, steps: tuple[Step, ...], change: Change) -> tuple[Value, Value | None]:
    if not steps:
        return change(container)
    step, *rest = steps
    if step.default is not None:
        container, _ = change_method(b, container, "setdefault", [step.key, step.default], (), step.node)
    item = b.emit("py.item", [container, step.key], step.node)
    start = len(b.ops)
    new, result = _descend(b, item, tuple(rest), change)
    for op in b.ops[start:]:
        if op.changes:
            op.through = (*op.through, container)
    return changing(b, "py.store", [container, step.key, new], step.node, "rebuild"), result


def change_path(b: Builder, node: gast.AST, change: Change) -> Value | None:
    """Apply ``change`` to the container an expression names; a new value that nothing names is changed for nobody."""
    path = path_of(b, node)
    if path is None:
        return change(expressions.expression(b, node))[1]
    return change_at(b, path, change)


def augment(b: Builder, stmt: gast.AugAssign) -> None:
    """``target op= value``. On a list it changes the list itself, so ownership is checked by type."""
    operator = expressions.binary_name(stmt.op)
    target = stmt.target
    match target:
        case gast.Name():
            if target.id not in b.env:
                raise b.refuse("TC503", target, name=target.id, owner="module")
            current = b.env[target.id]
            new = _augmented(b, current, expressions.expression(b, stmt.value), operator, stmt)
            new.name = target.id
            b.env[target.id] = new
        case gast.Subscript() if not isinstance(target.slice, gast.Slice):
            path = path_of(b, target)
            if path is None:
                raise b.refuse("TC219", target, construct="this target", instead="assign to an item of a local")
            value = expressions.expression(b, stmt.value)
            change_at(b, path, lambda item: (_augmented(b, item, value, operator, stmt), None))
        case gast.Attribute():
            raise b.refuse("TC210", target, target=gast.unparse(target).strip())
        case _:
            raise b.refuse("TC219", target, construct="an augmented slice", instead="write `x[a:b] = x[a:b] + …`")


def _augmented(b: Builder, current: Value, value: Value, operator: str, node: gast.AST) -> Value:
    new = Value(current.name)
    b.ops.append(Op("py.augment", [current, value], [new], b.site(node), operator, changes=(0,)))
    return new


def delete(b: Builder, target: gast.AST) -> None:
    """``del name``, ``del path[key]``, ``del path[a:b]``."""
    match target:
        case gast.Name():
            b.env.pop(target.id, None)
        case gast.Tuple() | gast.List():
            for part in target.elts:
                delete(b, part)
        case gast.Subscript():
            path = path_of(b, target.value)
            if isinstance(target.slice, gast.Slice):
                code, keys = "py.delete_slice", expressions.slice_parts(b, target.slice)
            else:
                code, keys = "py.delete", [expressions.expression(b, target.slice)]
            if path is not None:
                change_at(b, path, lambda container: (changing(b, code, [container, *keys], target), None))
        case _:
            raise b.refuse("TC210", target, target=gast.unparse(target).strip())
