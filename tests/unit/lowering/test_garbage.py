"""Lowering leaves nothing to the cyclic collector, which would walk it all at the end of a build."""

from __future__ import annotations

import gc
from collections import Counter

from bench.routes import library
from tcc.frontend.discover import load
from tcc.frontend.model import Source
from tcc.lowering import lower


def test_lowering_makes_no_cycles_of_what_it_builds() -> None:
    module = load(Source("x.py", library(20)))
    gc.collect()
    gc.disable()
    gc.set_debug(gc.DEBUG_SAVEALL)
    try:
        lower(module.classes[0])
        gc.collect()
        found = Counter(type(item).__name__ for item in gc.garbage)
    finally:
        gc.set_debug(0)
        gc.garbage.clear()
        gc.enable()
    assert not {"Op", "Region", "Function", "Builder", "Scope"} & found.keys()
