"""The text form of tc-ir: a program as a person would write it down, and back.

    library /lib/acme/math/1.0.0 version 1.0.0
    depends /lib/acme/base/2.0.0

    route /sum(a: int, b: int = 1) -> int "Adds." op {
      sum: number = a + b
      result = if sum then op {
        note = post /host/event(topic="sum", value=sum)
        out = after note then sum
      } else 0
    }

``x`` is an id ref, ``x + y`` and ``x.op(name=…)`` are POSTs on ``$x/add`` and ``$x/op``, ``f(x=1)`` is one on ``$f``.
Every other op ref is its verb, its subject as in JSON, and what it passes: ``get /lib/acme/base/2.0.0/row(7)``. ``<…>``
is a link as a value, `` `…` `` an id that would read as something else. What follows a ``:`` in an entry is what is
known of its type, and what follows a ``#`` is a comment; neither is part of the program.

``parse_manifest(show_manifest(m)) == m`` for every manifest that can be encoded.
"""

from __future__ import annotations

from tcc.ir.assemble import parse_scalar
from tcc.ir.assemble_manifest import parse_manifest
from tcc.ir.scanner import TextError
from tcc.ir.show import show_manifest, show_scalar

__all__ = ["TextError", "parse_manifest", "parse_scalar", "show_manifest", "show_scalar"]
