"""What the compiler must do with any text at all: a manifest, or diagnostics that can be shown. Nothing else."""

from __future__ import annotations

import traceback

from tcc.build import build
from tcc.diagnostics import FORMATS, CompileError, render
from tcc.diagnostics.codes import REGISTRY
from tcc.frontend import Source
from tcc.ir.format import format_manifest
from tcc.ir.manifest import decode_manifest, encode_manifest

NAME = "fuzz.py"
BUGS = frozenset({"TC900"})


def complaint(text: str) -> str | None:
    """What is wrong with how ``text`` is compiled; None when nothing is. The first line says it in short."""
    source = Source(NAME, text)
    try:
        built = build(source)
        for definition in built.definitions:
            format_manifest(definition.manifest)
            if decode_manifest(encode_manifest(definition.manifest)) != definition.manifest:
                return f"the manifest of {definition.name} is not what is read back"
        found = list(built.warnings)
    except CompileError as error:
        found = list(error.diagnostics)
        if not found:
            return "refused without a diagnostic"
        for bug in found:
            if bug.code in BUGS:
                return f"{bug.message}\n{''.join(traceback.format_exception(error.__cause__ or error))}"
    except Exception:  # noqa: BLE001 - whatever it is, it is what we look for
        *above, last = traceback.format_exc().rstrip().splitlines()
        return "\n".join([last, *above])
    if sorted(found, key=lambda diagnostic: (diagnostic.span, diagnostic.code)) != found:
        return "the diagnostics are not in source order"
    for diagnostic in found:
        if diagnostic.code not in REGISTRY:
            return f"{diagnostic.code} is not registered"
        if "\n" in diagnostic.message or (diagnostic.message.endswith(".") and not diagnostic.message.endswith("...")):
            return f"the message of {diagnostic.code} is not one sentence: {diagnostic.message!r}"
    for style in FORMATS:
        render(found, style, sources={NAME: text})
    return None
