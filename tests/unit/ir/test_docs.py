"""The published pages are those the data gives, and their examples hold."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tcc.ir.codec import decode, encode
from tcc.ir.docs import ops_page
from tcc.ir.manifest import decode_manifest
from tcc.ir.optable import op_table
from tcc.ir.types import parse_type
from tcc.ir.verify import errors, verify

DOCS = Path(__file__).parents[3] / "docs"


def json_blocks() -> list[str]:
    return re.findall(r"```json\n(.*?)```", (DOCS / "ir.md").read_text("utf-8"), re.DOTALL)


def test_ops_page_is_current() -> None:
    assert (DOCS / "ops.md").read_text("utf-8") == ops_page(op_table()), "python -m tcc.ir.docs > docs/ops.md"


def test_the_example_manifest_verifies() -> None:
    [manifest] = [block for block in json_blocks() if '"source_map"' in block]
    assert errors(verify(decode_manifest(manifest))) == ()


@pytest.mark.parametrize("line", json_blocks()[0].splitlines())
def test_the_example_ops_are_canonical_but_for_spaces(line: str) -> None:
    assert encode(decode(line)).decode() == line.replace(", ", ",").replace(": ", ":")


def test_every_type_in_the_op_table_is_one() -> None:
    table = op_table()
    for ops in table.classes.values():
        for spec in ops.values():
            parse_type(spec.result)
            for param in spec.params:
                parse_type(param.type)
    for route in table.routes.values():
        parse_type(route.result)
        if route.key is not None:
            parse_type(route.key)
