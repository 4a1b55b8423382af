"""What the compiler holds between its passes, as text: ``tcc build --emit=ssa`` and ``--dump-ir=PASS``."""

from __future__ import annotations

import os
from pathlib import Path

from tcc.errors import UsageError
from tcc.frontend.discover import load
from tcc.frontend.loader import FileLoader, read
from tcc.lowering import Options, stages
from tcc.lowering.pipeline import PASSES

ALL = "all"


def dump_file(path: str | os.PathLike[str], name: str, stage: str | None = None, options: Options | None = None) -> str:
    """The SSA of every route of the class ``name`` after the pass ``stage`` (left out: the last), or after ``all``.

    Raises:
        CompileError: the program is refused.
        UsageError: there is no such pass.
    """
    if stage is not None and stage not in (*PASSES, ALL):
        raise UsageError(f"no pass is called {stage!r}; there are {', '.join(PASSES)}, and all")
    module = load(read(Path(path)), FileLoader())
    cls = next(c for c in module.classes if c.name == name)
    found = stages(cls, options)
    wanted = stage or found[-1].name
    shown = [s for s in found if wanted in (s.name, ALL)]
    if not shown:
        raise UsageError(f"the pass {stage!r} does not run at -O0")
    return "\n".join([f"# {s.route} after {s.name}\n{s.text}" for s in shown])
