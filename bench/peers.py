"""Other compilers of Python functions, on functions they all take: numbers, a loop, a test. Seconds a function.

A peer that is not installed is not measured: ``pip install tinychain[bench]`` installs those that are small.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import linecache
import os
import sys
from collections.abc import Callable
from typing import Any, Final

from bench.machine import used

COUNT: Final = 20

FUNCTION: Final = """
def f{n}(n, limit):
    total = {n}
    seen = 0
    i = 0
    while i < n:
        if i % 3 == 0:
            total = total + i * {n}
            seen = seen + 1
        else:
            total = total - 1
        if total > limit:
            total = total - limit
        i = i + 1
    return total + seen
"""

STARLARK: Final = """
def f{n}(n, limit):
    total = {n}
    seen = 0
    for i in range(n):
        if i % 3 == 0:
            total = total + i * {n}
            seen = seen + 1
        else:
            total = total - 1
        if total > limit:
            total = total - limit
    return total + seen
"""

TYPED: Final = FUNCTION.replace("(n, limit)", "(n: int, limit: int) -> int")

PACKAGES: Final = {
    "numba": "numba",
    "torch.jit.script": "torch",
    "AutoGraph": "tensorflow",
    "starlark-pyo3": "starlark",
}


def functions(template: str) -> list[Callable[..., Any]]:
    """The functions of a template, with a source that ``inspect`` finds."""
    made = []
    for n in range(1, COUNT + 1):
        text, name = template.format(n=n), f"<peer {n} {hash(template) & 0xFFFF}>"
        linecache.cache[name] = (len(text), None, text.splitlines(keepends=True), name)
        scope: dict[str, Any] = {}
        exec(compile(text, name, "exec"), scope)
        made.append(scope[f"f{n}"])
    return made


def measure() -> dict[str, float | str]:
    """Seconds a function for each peer, its first function (which loads the peer) left out; or why there is none."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    found: dict[str, float | str] = {}
    runs = {"numba": _numba, "torch.jit.script": _torch, "AutoGraph": _autograph, "starlark-pyo3": _starlark}
    for name, run in runs.items():
        if importlib.util.find_spec(PACKAGES[name]) is None:
            found[name] = "not measured: not installed"
            continue
        try:
            first, *rest = run()
        except Exception as error:  # noqa: BLE001 - a peer that fails is reported, and the others still measured
            found[name] = f"not measured: {type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}"
            continue
        found[f"{name} {_version(name)}"] = sum(rest) / len(rest)
        print(f"  {name}: the first function took {first * 1000:.0f} ms", file=sys.stderr)
    return found


def _version(name: str) -> str:
    for distribution in (name, PACKAGES[name], f"{PACKAGES[name]}-cpu"):
        try:
            return importlib.metadata.version(distribution)
        except importlib.metadata.PackageNotFoundError:
            continue
    return ""


def _timed(compile_one: Callable[[Any], object], items: list[Any]) -> list[float]:
    times = []
    for item in items:
        start = used()
        compile_one(item)
        times.append(used() - start)
    return times


def _numba() -> list[float]:
    import numba  # type: ignore[import-not-found]

    return _timed(lambda f: numba.njit("int64(int64, int64)")(f), functions(FUNCTION))


def _torch() -> list[float]:
    import torch  # type: ignore[import-not-found]

    return _timed(torch.jit.script, functions(TYPED))


def _autograph() -> list[float]:
    import tensorflow as tf  # type: ignore[import-not-found,import-untyped]

    return _timed(tf.autograph.to_graph, functions(FUNCTION))


def _starlark() -> list[float]:
    import starlark  # type: ignore[import-not-found]

    def load(text: str) -> object:
        return starlark.eval(starlark.Module(), starlark.parse("f.star", text), starlark.Globals.standard())

    return _timed(load, [STARLARK.format(n=n) for n in range(1, COUNT + 1)])
