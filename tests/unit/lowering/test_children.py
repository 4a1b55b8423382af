"""The walk over a body sees every node that gast's own does."""

from __future__ import annotations

import ast
from pathlib import Path

import gast
import pytest

from tcc.frontend.model import Source
from tcc.frontend.normalise import normalise
from tcc.lowering.children import children, descendants

FILES = sorted(Path(ast.__file__).parent.glob("*.py"))[2::5]
BARE = (gast.expr_context, gast.operator, gast.unaryop, gast.boolop, gast.cmpop)

ODD = """
async def f(a, /, b: int = 1, *c, d, e=2, **g):
    async with x as y, z:
        {**a, 1: 2}
    try:
        del a[1:2:3]
    except* ValueError as error:
        raise error from None
    match a:
        case {"k": [1, *rest], **others} | K(1, z=None) if others:
            yield from a
        case _ as last:
            return (await b)
    global h
    import m as n
    return f"{a!r:>{b}}", lambda *q, r=1: (q := r), b"x", 1j, [i async for i in a if i]
"""


def test_every_kind_of_node_is_walked() -> None:
    check(ast.parse(ODD))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_standard_module_is_walked(path: Path) -> None:
    check(ast.parse(path.read_bytes()))


def check(parsed: ast.Module) -> None:
    tree = normalise(parsed, Source("x.py", ""))
    for node in gast.walk(tree):
        assert children(node) == [c for c in gast.iter_child_nodes(node) if not isinstance(c, BARE)]
    expected = {id(node) for node in gast.walk(tree) if not isinstance(node, BARE)}
    assert {id(node) for node in descendants(tree)} == expected
