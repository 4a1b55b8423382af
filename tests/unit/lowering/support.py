"""The SSA of a small program after a pass, as text."""

from __future__ import annotations

from textwrap import dedent, indent

from tcc.frontend.discover import load
from tcc.frontend.loader import NoLoader
from tcc.frontend.model import Source
from tcc.lowering import Options, stages

HEAD = """\
import tinychain as tc

{helpers}
@tc.library(publisher="example-devco", name="demo", version="1.0.0")
class Demo(tc.define.Library):
    @tc.post
{route}
"""


def after(stage: str, route: str, helpers: str = "", optimize: int = 1) -> str:
    """The functions of ``route`` (a method called ``run``) after ``stage``. Raises LookupError when it does not run."""
    text = HEAD.format(helpers=dedent(helpers), route=indent(dedent(route).strip(), "    "))
    module = load(Source("demo.py", text), NoLoader())
    for found in stages(module.classes[0], Options(optimize=optimize, verify=True)):
        if found.name == stage:
            return found.text
    raise LookupError(stage)


def expect(text: str) -> str:
    """Expected text, written indented in a test."""
    return dedent(text).lstrip("\n")
