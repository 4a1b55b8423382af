"""The passes of one route, in order. Each takes valid SSA and gives valid SSA (``ssa_verify`` holds the rules).

``-O0`` leaves out the optional ones: what is accepted, and what it means, is the same with and without them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from tcc.diagnostics import Diagnostic
from tcc.lowering.branches import branches
from tcc.lowering.canonical import canonical
from tcc.lowering.cse import cse
from tcc.lowering.flags import flags
from tcc.lowering.fold import fold
from tcc.lowering.hoist import hoist
from tcc.lowering.infer import infer
from tcc.lowering.inline import inline
from tcc.lowering.iterators import check_iterators
from tcc.lowering.narrow import narrow
from tcc.lowering.options import Options
from tcc.lowering.own import check_ownership
from tcc.lowering.prune import prune_all
from tcc.lowering.select import select
from tcc.lowering.ssa import Function

Watch = Callable[[str, list[Function]], None]
"""Called after each pass with its name and the route's functions, the route itself first."""

OPTIONAL: Final[tuple[tuple[str, Callable[[list[Function]], None]], ...]] = (
    ("inline", inline),
    ("flags", flags),
    ("fold", fold),
    ("branches", branches),
    ("canonical", canonical),
    ("hoist", hoist),
    ("cse", cse),
)
"""The passes that only make the program smaller or faster."""

PASSES: Final = ("build", "narrow", "infer", "own", "select", "prune", *[name for name, _ in OPTIONAL], "clean")
"""Every stage that ``--dump-ir`` can show."""


def verified(watch: Watch) -> Watch:
    """``watch``, after checking the rules of the SSA."""
    from tcc.lowering.ssa_verify import verify_ssa  # with the op table, which nothing else of a build needs

    def after(name: str, functions: list[Function]) -> None:
        verify_ssa(functions, name, selected=PASSES.index(name) >= PASSES.index("select"))
        watch(name, functions)

    return after


def understand(functions: list[Function], report: Callable[[Diagnostic], None], watch: Watch) -> None:
    """From what Python means to operations of tc-ir; what cannot mean the same is reported."""
    watch("build", functions)
    narrow(functions)  # what tests say of values
    watch("narrow", functions)
    infer(functions)  # the type of every value
    watch("infer", functions)
    check_iterators(functions, report)  # what Python runs lazily is run where it is written
    check_ownership(functions, report)  # changes in place are seen through one name only
    watch("own", functions)
    select(functions, report)  # py.… operations to tc-ir's, by type
    watch("select", functions)


def improve(functions: list[Function], options: Options, watch: Watch) -> None:
    """Make a correct program smaller and faster. Functions that are no longer called leave the list."""
    prune_all(functions)  # what is never needed goes
    watch("prune", functions)
    if options.optimize:
        for name, run in OPTIONAL:
            run(functions)
            watch(name, functions)
        prune_all(functions)  # what they left behind goes
        watch("clean", functions)
