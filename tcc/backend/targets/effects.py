"""Effects, for targets without ``after``.

There an ``after`` becomes a conditional, and every id its branches name is evaluated before it. So what an ``after``
must hold back has to stand in the branch itself: an entry with effects that only one ``after`` names is moved there.
"""

from __future__ import annotations

from collections import Counter

from tcc.ir.nodes import After, Delete, Form, Get, IdRef, Post, Put, Scalar
from tcc.ir.optable import op_table
from tcc.ir.rewrite import rebuild
from tcc.ir.scope import used_names


def inline_effects(form: Form) -> Form:
    """The form with every entry that has effects and that only the second part of one ``after`` names moved into it."""
    *entries, result = form
    users = Counter(name for _, node in form for name in used_names(node, inner_params=True))
    held = {
        node.then.id
        for _, node in form
        if isinstance(node, After)
        and isinstance(node.then, IdRef)
        and node.then.id not in used_names(node.when, inner_params=True)
    }
    moved = {name: node for name, node in entries if name in held and users[name] == 1 and has_effects(node)}

    def inline(node: Scalar) -> Scalar:
        if isinstance(node, After) and isinstance(node.then, IdRef) and node.then.id in moved:
            return After(node.when, inline(moved[node.then.id]))
        return node

    return tuple([(name, inline(node)) for name, node in (*entries, result) if name not in moved])


def has_effects(node: Scalar) -> bool:
    """Whether resolving a scalar may do more than compute: call a library, an op, or the host."""
    found = False

    def visit(part: Scalar) -> Scalar:
        nonlocal found
        if isinstance(part, (Get, Put, Post, Delete)):
            found = found or not _computes(part.subject)
        if not found:
            rebuild(part, visit)
        return part

    visit(node)
    return found


def _computes(subject: str) -> bool:
    if subject.startswith("$"):
        name, _, op = subject[1:].partition("/")
        return name != "self" and bool(op_table().classes_with(op))
    route = op_table().routes.get(subject)
    return route is not None and route.verb == "GET"
