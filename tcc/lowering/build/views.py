"""Views: names of a part of another local's value, such as ``row = grid[i]``, that the function changes.

``row.append(x)`` must be seen through ``grid`` too. So such a name is no value of its own: its keys are kept from where
it was bound, a read of it reads ``grid[i]`` again, and a change of it changes ``grid`` at that place. The ownership
pass refuses what would move the item away from that place while the view is still used.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import gast
from msgspec import Struct

from tcc.lowering.children import children
from tcc.lowering.names import MUTATORS, free_names, parameter_names, plain_target_names, root

_BINDING: Final = frozenset(
    {
        gast.FunctionDef, gast.AsyncFunctionDef, gast.Lambda, gast.Assign, gast.AugAssign, gast.AnnAssign,
        gast.NamedExpr, gast.Delete, gast.For, gast.AsyncFor, gast.MatchAs, gast.MatchStar, gast.Call,
    }
)  # fmt: skip


class View(Struct, frozen=True):
    """A name that stands for a part of ``root``, ``depth`` steps inside it."""

    root: str
    depth: int

    def keys(self, name: str) -> list[str]:
        """The hidden names its keys are kept under."""
        return [f"%{name}.{i}" for i in range(self.depth)]


def bound_with(views: dict[str, View], name: str) -> Iterator[str]:
    """What else changes where a view is bound or changed: its keys, and what it is a part of."""
    while name in views:
        view = views[name]
        yield from view.keys(name)
        yield view.root
        name = view.root


def find_views(node: gast.AST, local: set[str]) -> dict[str, View]:
    """The views of a function: names changed in place, every binding of which is a part of one and the same local.

    ``local`` are the function's local names.
    """
    if isinstance(node, gast.Lambda):
        return {}
    changed: set[str] = set()
    bindings: dict[str, list[View | None]] = {}
    captured: set[str] = set()
    for n in _own(node.body):
        if type(n) not in _BINDING:
            continue
        match n:
            case gast.FunctionDef() | gast.AsyncFunctionDef() | gast.Lambda():
                captured.update(free_names(n))
            case gast.Assign(targets=[gast.Name(id=name)], value=value):
                bindings.setdefault(name, []).append(part_of(value))
            case gast.Assign():
                for target in n.targets:
                    for name in plain_target_names(target):
                        bindings.setdefault(name, []).append(None)
                    changed.update(_stored(target))
            case gast.AugAssign():
                for name in plain_target_names(n.target):
                    bindings.setdefault(name, []).append(None)
                changed.update(_stored(n.target))
            case gast.AnnAssign() | gast.NamedExpr():
                for name in plain_target_names(n.target):
                    bindings.setdefault(name, []).append(None)
            case gast.Delete():
                for target in n.targets:
                    changed.update(_stored(target))
            case gast.For() | gast.AsyncFor():
                found = loop_part(n)
                for name in plain_target_names(n.target):
                    view = View(found[1], 1) if found is not None and name == found[0] else None
                    bindings.setdefault(name, []).append(view)
            case gast.MatchAs(name=str() as name) | gast.MatchStar(name=str() as name):
                bindings.setdefault(name, []).append(None)
            case gast.Call(func=gast.Attribute(value=receiver, attr=method)) if method in MUTATORS:
                name = root(receiver)
                if name is not None:
                    changed.add(name)
    names = local - set(parameter_names(node))
    views: dict[str, View] = {}
    for name in sorted(changed & names - captured):
        found_views = set(bindings.get(name, [None]))
        view = found_views.pop() if len(found_views) == 1 else None
        if view is not None and view.root != name and view.root in local and view.root not in captured:
            views[name] = view
    return {n: v for n, v in views.items() if not _circular(n, views)}


def _circular(name: str, views: dict[str, View]) -> bool:
    seen = {name}
    while name in views:
        name = views[name].root
        if name in seen:
            return True
        seen.add(name)
    return False


def _own(body: list[gast.AST]) -> Iterator[gast.AST]:
    """The nodes of a function, functions nested in it included but not what is in them."""
    stack: list[gast.AST] = list(reversed(body))
    while stack:
        n = stack.pop()
        yield n
        if not isinstance(n, (gast.FunctionDef, gast.AsyncFunctionDef, gast.Lambda)):
            stack += children(n)


def _stored(target: gast.AST) -> Iterator[str]:
    match target:
        case gast.Subscript():
            name = root(target)
            if name is not None:
                yield name
        case gast.Tuple() | gast.List():
            for part in target.elts:
                yield from _stored(part)


def part_of(value: gast.AST) -> View | None:
    """The view that ``value`` is, when it is a part of a local: ``g[i][j]`` or ``g[i].setdefault(k, default)``."""
    depth = 0
    node = value
    while True:
        match node:
            case gast.Subscript() if not isinstance(node.slice, gast.Slice):
                node, depth = node.value, depth + 1
            case gast.Call(func=gast.Attribute(value=inner, attr="setdefault"), args=[_, _], keywords=[]):
                node, depth = inner, depth + 1
            case gast.Name() if depth:
                return View(node.id, depth)
            case _:
                return None


def loop_part(loop: gast.For | gast.AsyncFor) -> tuple[str, str] | None:
    """The target that is an item of the local a loop runs over, and that local: the body must not move its items."""
    target = loop.target
    match loop.iter, target:
        case gast.Name(id=base), gast.Name(id=name):
            pass
        case gast.Call(func=gast.Name(id="enumerate"), args=[gast.Name(id=base)], keywords=[]), gast.Tuple(
            elts=[gast.Name(), gast.Name(id=name)]
        ):
            pass
        case gast.Call(func=gast.Attribute(value=gast.Name(id=base), attr="values"), args=[]), gast.Name(id=name):
            pass
        case gast.Call(func=gast.Attribute(value=gast.Name(id=base), attr="items"), args=[]), gast.Tuple(
            elts=[gast.Name(), gast.Name(id=name)]
        ):
            pass
        case _:
            return None
    for n in _own(loop.body):
        match n:
            case gast.Name(id=other, ctx=gast.Store() | gast.Del()) if other in (base, name):
                return None
            case gast.Subscript(value=gast.Name(id=other), ctx=gast.Store() | gast.Del()) if other == base:
                return None
            case gast.Call(func=gast.Attribute(value=gast.Name(id=other), attr=method)) if (
                other == base and method in MUTATORS
            ):
                return None
    return name, base
