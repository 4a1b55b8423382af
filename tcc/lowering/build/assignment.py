"""Assignment in all its forms. What Python changes in place is rebuilt here and its name bound to the new value.

``x[i][j] = v`` reads ``x[i]``, stores in it, stores that in ``x`` and binds ``x``. The ownership pass then proves that no
other name could have seen the change, or refuses it.
"""

from __future__ import annotations

from collections.abc import Callable

import gast

from tcc.lowering.build import expressions
from tcc.lowering.build.builder import Builder
from tcc.lowering.names import root
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
    value = expressions.expression(b, stmt.value)
    for target in stmt.targets:
        bind(b, target, value)


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
            if not value.name or value.name in ("items", "result"):
                value.name = target.id
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
    if isinstance(target.slice, gast.Slice):
        cut = target.slice
        change_path(
            b,
            target.value,
            lambda c: (changing(b, "py.store_slice", [c, *expressions.slice_parts(b, cut), value], target), None),
        )
        return

    def stored(container: Value) -> tuple[Value, None]:
        key = expressions.expression(b, target.slice)
        return changing(b, "py.store", [container, key, value], target, "permute" if permutes else None), None

    change_path(b, target.value, stored)


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


def change_path(b: Builder, path: gast.AST, change: Change) -> Value | None:
    """Apply ``change`` to the container a path names, and rebuild everything up to the path's local name."""
    match path:
        case gast.Name():
            current = b.env.get(path.id)
            if current is None:
                raise b.refuse("TC503", path, name=path.id, owner="module")
            new, result = change(current)
            if not new.name:
                new.name = path.id
            b.env[path.id] = new
            return result
        case gast.Subscript() if not isinstance(path.slice, gast.Slice):
            return _through(b, path.value, lambda: expressions.expression(b, path.slice), change, path)
        case gast.Call(func=gast.Attribute(value=inner, attr="setdefault"), args=[key, default]) if (
            root(inner) in b.env
        ):
            keys: list[Value] = []

            def defaulted(container: Value) -> tuple[Value, Value]:
                keys.append(expressions.expression(b, key))
                return change_method(
                    b, container, "setdefault", [keys[0], expressions.expression(b, default)], (), path
                )

            change_path(b, inner, defaulted)
            return _through(b, inner, lambda: keys[0], change, path)
        case gast.Attribute():
            raise b.refuse("TC210", path, target=gast.unparse(path).strip())
        case _:
            return change(expressions.expression(b, path))[1]


def _through(
    b: Builder, container_path: gast.AST, key: Callable[[], Value], change: Change, node: gast.AST
) -> Value | None:
    def inside(container: Value) -> tuple[Value, Value | None]:
        at = key()
        item = b.emit("py.item", [container, at], node)
        start = len(b.ops)
        new, result = change(item)
        for op in b.ops[start:]:
            if op.changes:
                op.through = (*op.through, container)
        value = changing(b, "py.store", [container, at, new], node, "permute")
        return value, result

    return change_path(b, container_path, inside)


def augment(b: Builder, stmt: gast.AugAssign) -> None:
    """``target op= value``. On a list it changes the list itself, so ownership is checked by type."""
    op = expressions.binary_name(stmt.op)

    def updated(current: Value) -> Value:
        value = expressions.expression(b, stmt.value)
        new = Value(current.name)
        b.ops.append(Op("py.augment", [current, value], [new], b.site(stmt), op, changes=(0,)))
        return new

    target = stmt.target
    match target:
        case gast.Name():
            current = b.env.get(target.id)
            if current is None:
                raise b.refuse("TC503", target, name=target.id, owner="module")
            new = updated(current)
            new.name = target.id
            b.env[target.id] = new
        case gast.Subscript() if not isinstance(target.slice, gast.Slice):
            change_path(b, target, lambda item: (updated(item), None))
        case gast.Attribute():
            raise b.refuse("TC210", target, target=gast.unparse(target).strip())
        case _:
            raise b.refuse("TC219", target, construct="an augmented slice", instead="write `x[a:b] = x[a:b] + …`")


def delete(b: Builder, target: gast.AST) -> None:
    """``del name``, ``del path[key]``, ``del path[a:b]``."""
    match target:
        case gast.Name():
            b.env.pop(target.id, None)
        case gast.Tuple() | gast.List():
            for part in target.elts:
                delete(b, part)
        case gast.Subscript():
            part = target.slice

            def removed(container: Value) -> tuple[Value, None]:
                if isinstance(part, gast.Slice):
                    cut = expressions.slice_parts(b, part)
                    return changing(b, "py.delete_slice", [container, *cut], target), None
                return changing(b, "py.delete", [container, expressions.expression(b, part)], target), None

            change_path(b, target.value, removed)
        case _:
            raise b.refuse("TC210", target, target=gast.unparse(target).strip())
