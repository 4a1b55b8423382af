"""The published JSON Schemas (2020-12) of tc-ir, and a check against them.

They tell what a schema can tell; the decoder and the verifier tell the rest. The check is slow (a tenth of a second
for a small manifest): it is for people who ask for it, never part of a build or an install.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from importlib.resources import files
from typing import Any, Final, Literal, TypeAlias

from tcc.ir.errors import At, IrError
from tcc.ir.strictjson import parse

SchemaName: TypeAlias = Literal["scalar", "manifest"]

SCHEMAS: Final[tuple[SchemaName, ...]] = ("scalar", "manifest")
_FRAMES: Final = 20_000
"""The validator recurses some ten frames for each level a document nests."""


def schema_text(name: SchemaName) -> str:
    """A schema as it is published."""
    return files("tcc.ir").joinpath("schemas", f"{name}.schema.json").read_text("utf-8")


def check_schema(document: str | bytes, name: SchemaName) -> tuple[IrError, ...]:
    """What a schema says against a document, with JSON pointers. Raises ``DecodeError`` for text that is no strict
    JSON."""
    from jsonschema import Draft202012Validator
    from referencing import Registry, Resource

    parse(document)
    schemas = {schema: json.loads(schema_text(schema)) for schema in SCHEMAS}
    resources = [(schema["$id"], Resource.from_contents(schema)) for schema in schemas.values()]
    registry: Registry[bool | Mapping[str, Any]] = Registry().with_resources(resources)
    validator = Draft202012Validator(schemas[name], registry=registry)
    with _recursion_limit(_FRAMES):
        return tuple(
            IrError(error.message, _place(error.absolute_path)) for error in validator.iter_errors(json.loads(document))
        )


def _place(path: Iterable[str | int]) -> At:
    at: At = None
    for step in path:
        at = (at, step)
    return at


@contextmanager
def _recursion_limit(limit: int) -> Iterator[None]:
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, limit))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)
