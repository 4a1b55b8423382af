"""Our gast trees are gast's own, node for node."""

from __future__ import annotations

import ast
from pathlib import Path

import gast
import pytest

from tcc.frontend.model import Source
from tcc.frontend.normalise import normalise

FILES = sorted(Path(ast.__file__).parent.glob("*.py"))[::5]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_tree_of_a_standard_module_is_gasts(path: Path) -> None:
    tree = ast.parse(path.read_bytes())
    theirs = gast.dump(gast.ast_to_gast(tree), include_attributes=True)
    ours = normalise(tree, Source("x.py", ""))  # an empty text is ASCII: columns stay as they are
    assert gast.dump(ours, include_attributes=True) == theirs


def test_the_given_tree_is_left_as_it_is() -> None:
    tree = ast.parse("def f(a, b=[1]):\n    try:\n        pass\n    except E as e:\n        return a + b\n")
    before = ast.dump(tree, include_attributes=True)
    normalise(tree, Source("x.py", ""))
    assert ast.dump(tree, include_attributes=True) == before


def test_a_chain_of_a_thousand_is_no_deeper_than_any_other() -> None:
    node: ast.expr = ast.Constant(1)
    for _ in range(100_000):
        node = ast.BinOp(node, ast.Add(), ast.Constant(1))
    tree = normalise(node, Source("x.py", ""))
    depth = 0
    while isinstance(tree, gast.BinOp):
        tree, depth = tree.left, depth + 1
    assert depth == 100_000
