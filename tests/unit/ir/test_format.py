"""The layout of a golden file: one entry a line where it fits, broken at its structure where not."""

from __future__ import annotations

import json

from tcc.ir.format import WIDTH, format_manifest
from tcc.ir.manifest import decode_manifest, encode_manifest
from tcc.ir.text import parse_manifest
from tests.vectors import load

PROGRAM = """\
library /lib/acme/math/1.0.0 version 1.0.0

route /pi = 3.14

route /sum(a: int, b: int = 1) -> int op {
  total = a + b
  loop = while op { go = state < limit_of_the_loop } do op {
    doubled = state * 2
    next = doubled + a_long_name_for_what_is_added_each_time
  } from 0
  result = [total, loop]
}
"""

EXPECTED = """\
{
  "schema": {"id": "/lib/acme/math/1.0.0", "version": "1.0.0", "dependencies": []},
  "routes": [
    {"path": "/pi", "value": 3.14},
    {
      "path": "/sum",
      "opdef": {"/state/scalar/op/post": [
        ["total", {"$a/add": {"r": {"$b": []}}}],
        ["loop", {"/state/scalar/ref/while": [
          {"/state/scalar/op/post": [["go", {"$state/lt": {"r": {"$limit_of_the_loop": []}}}]]},
          {"/state/scalar/op/post": [
            ["doubled", {"$state/mul": {"r": 2}}],
            ["next", {"$doubled/add": {"r": {"$a_long_name_for_what_is_added_each_time": []}}}]
          ]},
          0
        ]}],
        ["result", [{"$total": []}, {"$loop": []}]]
      ]},
      "params": [{"name": "a", "type": "int"}, {"name": "b", "type": "int", "default": 1}],
      "returns": "int"
    }
  ]
}
"""


def test_a_manifest_is_laid_out_for_review() -> None:
    assert format_manifest(parse_manifest(PROGRAM)) == EXPECTED


def test_lines_are_longer_than_the_width_only_where_nothing_can_be_broken() -> None:
    for name, vector in load().items():
        if vector.kind == "manifest" and vector.verdict == "valid":
            for line in format_manifest(decode_manifest(vector.source)).splitlines():
                content = line.strip().rstrip(",")
                assert len(line) <= WIDTH or content.count("[") + content.count("{") <= 4, (name, line)


def test_the_layout_says_the_same_as_the_compact_form() -> None:
    for vector in load().values():
        if vector.kind == "manifest" and vector.verdict == "valid":
            manifest = decode_manifest(vector.source)
            pretty = json.loads(format_manifest(manifest), object_pairs_hook=list)
            assert pretty == json.loads(encode_manifest(manifest), object_pairs_hook=list)
