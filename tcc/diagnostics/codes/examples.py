"""The programs that show what a code means."""

from __future__ import annotations

from textwrap import dedent, indent


def program(routes: str, before: str = "") -> str:
    """A whole file: a library with these members, after these statements of the module."""
    head = "import tinychain as tc\n\n"
    if before:
        head += f"{dedent(before).strip()}\n\n"
    members = indent(dedent(routes).strip(), "    ")
    return f"{head}{LIBRARY}\n{members}\n"


LIBRARY = """\
@tc.library(publisher="example-devco", name="demo", version="1.0.0")
class Demo(tc.define.Library):"""
