"""Whole programs over the language tcc takes: typed, terminating, with effects.

One grammar, two sources of choices: ``random_program(seed)`` is fast and repeatable, for campaigns; ``programs()`` is a
hypothesis strategy, so what it finds is shrunk. A program mostly runs to its end, and its result holds every variable
that is still in scope, so a wrong value anywhere shows.
"""

from __future__ import annotations

import random

from hypothesis import strategies as st

from tests.property.generate.choose import Drawn, Rolled
from tests.property.generate.programs import Program, make_program, module_source

__all__ = ["Program", "module_source", "programs", "random_program"]


def random_program(seed: int) -> Program:
    """The program of a seed."""
    return make_program(Rolled(random.Random(seed)), f"p{seed}")


@st.composite
def programs(draw: st.DrawFn) -> Program:
    """Programs, for hypothesis."""
    return make_program(Drawn(draw), "p")
