"""What a code means, for ``tcc explain`` and for ``docs/errors.md``: both are made from the registry."""

from __future__ import annotations

from textwrap import fill, indent

from tcc.diagnostics.codes import REGISTRY
from tcc.diagnostics.codes.model import Code


def explain(code: str) -> str:
    """The meaning of ``code``, with a program that gets it and the same program put right. Raises KeyError."""
    entry = REGISTRY[code]
    parts = [f"{entry.code}: {entry.title} ({entry.severity.value})", fill(entry.meaning, 100)]
    if entry.bad:
        parts += ["This program gets it:", indent(entry.bad.rstrip(), "    ")]
        parts += ["This one does not:", indent(entry.good.rstrip(), "    ")]
    return "\n\n".join(parts)


def document() -> str:
    """The whole registry as a page of documentation."""
    hundreds = {
        "0": "Reading the file",
        "1": "Libraries, services and routes",
        "2": "Python that is not compiled",
        "3": "Names",
        "4": "Types",
        "5": "Mutation and aliases",
        "6": "Targets",
        "7": "Warnings",
        "8": "Golden files",
        "9": "Errors of the compiler itself",
    }
    parts = [
        "# Errors and warnings",
        "Made from the registry in `tcc/diagnostics/codes` by `python -m tcc.diagnostics.explain > docs/errors.md`; "
        "a test keeps it current. `tcc explain CODE` prints one entry.",
    ]
    hundred = ""
    for entry in REGISTRY.values():
        if entry.code[2] != hundred:
            hundred = entry.code[2]
            parts.append(f"## {hundreds[hundred]}")
        parts.append(_section(entry))
    return "\n\n".join(parts) + "\n"


def _section(entry: Code) -> str:
    parts = [f"### {entry.code}: {entry.title}", entry.meaning]
    if entry.bad:
        parts += [f"```python\n{entry.bad.rstrip()}\n```", "Put right:", f"```python\n{entry.good.rstrip()}\n```"]
    return "\n\n".join(parts)


if __name__ == "__main__":
    import sys

    sys.stdout.write(document())
