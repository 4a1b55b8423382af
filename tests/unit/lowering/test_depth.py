"""A host refuses what is nested too deeply; long chains of conditions and of parentheses are not written that way."""

from __future__ import annotations

import pytest

from tcc.build import build
from tcc.diagnostics import CompileError
from tcc.frontend.model import Source
from tests.oracle.kernel import Kernel
from tests.oracle.outcome import Answered

HEAD = """import tinychain as tc

@tc.library(publisher="example-devco", name="deep", version="1.0.0")
class Deep(tc.define.Library):
    @tc.post
    def run(self, n: int):
"""


def run(body: str, n: int) -> object:
    """What a route of this body gives for ``n``."""
    kernel = Kernel()
    link = kernel.install(build(Source("deep.py", HEAD + body)).definitions[0].manifest)
    outcome = kernel.call(link, "run", {"n": n})
    assert isinstance(outcome, Answered), outcome
    return outcome.value


def test_a_long_chain_of_elif() -> None:
    arms = "".join(
        f"        elif n * 2 + 1 == {2 * i + 1}:\n            found = n * {i}\n            seen.append({i})\n"
        for i in range(90)
    )
    body = (
        f"        seen, found = [], 0\n        if n < 0:\n            found = -1\n{arms}        return [found, seen]\n"
    )
    assert run(body, 0) == [0, [0]]
    assert run(body, 89) == [89 * 89, [89]]
    assert run(body, -5) == [-1, []]


def test_many_parentheses() -> None:
    body = "        return " + "".join(f"{i} + (n * " for i in range(70)) + "1" + ")" * 70 + "\n"
    assert run(body, 1) == sum(range(70)) + 1


def test_a_deep_list() -> None:
    found = run("        return " + "[" * 90 + "n" + "]" * 90 + "\n", 7)
    for _ in range(90):
        assert isinstance(found, list)
        (found,) = found
    assert found == 7


def test_what_is_too_deep_is_refused() -> None:
    loops = "".join("    " * (i + 2) + f"for x{i} in range(n):\n" for i in range(40))
    body = f"        total = 0\n{loops}" + "    " * 42 + "total += 1\n        return total\n"
    with pytest.raises(CompileError) as refused:
        build(Source("deep.py", HEAD + body))
    assert [d.code for d in refused.value.diagnostics] == ["TC005"]
