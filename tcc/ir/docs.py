"""``docs/ops.md``, written from the op table: ``python -m tcc.ir.docs > docs/ops.md``."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from tcc.ir.optable import OpParam, OpTable, op_table

_HEAD = """\
# Native operations

<!-- Written by `python -m tcc.ir.docs > docs/ops.md` from tcc/ir/ops.json. Edit that file, not this one. -->

What a program can do to a value: `{"$x/add": {"r": 1}}` is a POST of `add` on what `x` is bound to, and its
parameters are named. An op is looked up on the value's own class, then on `any`.

- Wherever Python has the operation, it means what it means in Python, down to the text of the error.
- Values do not change: `append`, `set` and their like give a new value.
- Integers are 64-bit, signed. A result outside is `bad_request: integer overflow`.
- An operand of the wrong class is `bad_request: <op> expects …, found …`.
- An op of one operand can also be called the older way, as a GET: `{"$x/add": [1]}`. The first operand may be called
  `r` whatever the op calls it, so that a program need not know the class: `{"$x/count": {"r": 1}}`.
- `?` marks a parameter that may be left out, `…` one that stands for any further names. An op that can fail is
  marked *fails*.
"""

_CALLS = """\
## op, link

An op is called by its own verb on the bare id: `{"$f": {"x": 1}}`. A link takes every verb, with or without a suffix.
"""

_ROUTES = """\
## Routes of the kernel

Paths that any program may call. A GET takes one key, written `[x]`; `[null]` is no key.
"""


def ops_page(table: OpTable) -> str:
    """The page, as Markdown."""
    return "\n".join(_lines(table))


def _lines(table: OpTable) -> Iterator[str]:
    yield _HEAD
    for class_name, ops in table.classes.items():
        if not ops:
            continue
        yield f"## {class_name}\n\n| op | gives | |\n|---|---|---|"
        for name, spec in ops.items():
            signature = _code(f"{name}({', '.join(map(_param, spec.params))})")
            yield f"| {signature} | {_code(spec.result)} | {_doc(spec.doc, raises=spec.raises)} |"
        yield ""
    yield _CALLS
    yield _ROUTES
    yield "| call | gives | |\n|---|---|---|"
    for path, route in table.routes.items():
        if route.key is not None:
            call = f"{route.verb} {path} [{'null' if route.key == 'none' else route.key}]"
        else:
            call = f"{route.verb} {path} {{{', '.join(map(_param, route.params))}}}"
        yield f"| {_code(call)} | {_code(route.result)} | {_doc(route.doc, raises=route.raises)} |"
    yield ""


def _param(param: OpParam) -> str:
    mark = "…" if param.variadic else "?" if param.optional else ""
    return f"{param.name}{mark}: {param.type}"


def _code(text: str) -> str:
    return "`" + text.replace("|", "\\|") + "`"


def _doc(text: str, *, raises: bool) -> str:
    return text.replace("|", "\\|").replace("*", "\\*") + (" *fails*" if raises else "")


if __name__ == "__main__":
    sys.stdout.write(ops_page(op_table()))
