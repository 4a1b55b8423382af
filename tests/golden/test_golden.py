"""Every ``.golden`` file here: the compiler's output is what the file says, and its calls do what they do in CPython.

``--tcc-accept`` rewrites what is expected.
"""

from __future__ import annotations

import copy
import difflib
from pathlib import Path

import pytest

from tcc.ir.manifest import decode_manifest
from tests.golden import case
from tests.oracle import cpython
from tests.oracle.kernel import Kernel
from tests.oracle.outcome import difference

CASES = sorted(Path(__file__).parent.rglob("*.golden"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_golden(path: Path, pytestconfig: pytest.Config) -> None:
    wanted = case.read(path)
    found = case.run(wanted)
    if pytestconfig.getoption("--tcc-accept"):
        case.write(path, found)
        return
    assert wanted.expected, (
        f"{path.name} expects nothing yet: run pytest tests/golden --tcc-accept, and read what it writes"
    )
    assert [*wanted.expected] == [*found.expected], f"{path.name}: other sections than the file has"
    for title, text in wanted.expected.items():
        lines = (text.rstrip("\n").splitlines(), found.expected[title].rstrip("\n").splitlines())
        difference = "\n".join(difflib.unified_diff(*lines, "expected", "found", lineterm="", n=3))
        if difference:
            pytest.fail(
                f"{path.name}, {title}:\n{difference}\n(accept it with pytest tests/golden --tcc-accept)", pytrace=False
            )


@pytest.mark.native
@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_runs_as_in_cpython(path: Path) -> None:
    wanted = case.read(path)
    texts = [text for title, text in wanted.expected.items() if title.startswith("manifest")]
    if not texts or len(wanted.sources) > 1:
        assert not wanted.calls, "what is not built from one file cannot be called here"
        return
    assert wanted.calls, f"{path.name} has no calls"
    for text in texts:
        manifest = decode_manifest(text.encode())
        kernel = Kernel()
        link = kernel.install(manifest)
        routes = {route.path[1:]: route for route in manifest.routes}
        python = cpython.load(next(iter(wanted.sources.values())))
        for route, args in case.calls(wanted):
            expected = python.call(route, copy.deepcopy(args))
            found = difference(expected, kernel.call(link, route, args, declared=routes[route], events=True))
            assert found is None, f"{route}({args}): {found}"
