"""Narrowing: what a test says of a value is known where the test holds."""

from __future__ import annotations

import pytest

from tcc.lowering.semantics.narrowing import narrowed
from tcc.lowering.types import (
    ANY,
    BOOL,
    FLOAT,
    INT,
    NEVER,
    NONE,
    OBJECT,
    STR,
    Type,
    join_all,
    list_of,
    map_of,
    vtuple_of,
)
from tests.unit.lowering.support import after, expect

MAYBE = join_all([NONE, INT])


@pytest.mark.parametrize(
    ("type_", "kinds", "holds", "left"),
    [
        (MAYBE, ("none",), True, NONE),
        (MAYBE, ("none",), False, INT),
        (join_all([BOOL, INT, STR]), ("int",), True, join_all([BOOL, INT])),
        (join_all([BOOL, INT, STR]), ("int",), False, STR),
        (join_all([BOOL, INT, STR]), ("bool",), False, join_all([INT, STR])),
        (join_all([INT, FLOAT]), ("int", "float"), False, NEVER),
        (ANY, ("int",), True, join_all([BOOL, INT])),
        (ANY, ("list",), True, list_of(ANY)),
        (ANY, ("map",), True, map_of(ANY, ANY)),
        (ANY, ("tuple",), True, NEVER),
        (OBJECT, ("tuple",), True, vtuple_of(OBJECT)),
        (ANY, ("int",), False, ANY),
        (NEVER, ("int",), True, NEVER),
    ],
)
def test_what_is_left_of_a_type(type_: Type, kinds: tuple[str, ...], holds: bool, left: Type) -> None:
    assert narrowed(type_, kinds, holds=holds) == left


def test_each_arm_knows_what_the_test_says() -> None:
    route = """
        def run(self, x=None):
            if x is None:
                x = 0
            else:
                x = x.upper() if isinstance(x, str) else x
            return x
        """
    assert after("narrow", route) == expect("""
        function run(x: any) -> never {
          %1 = py.is_none(x)
          x_2 = if (%1) {
            then {
              yield 0
            }
            else {
              x_3 = py.narrow [False, [none]](x)
              %2 = py.isinstance [str](x_3)
              %3 = py.truth(%2)
              x_4 = if (%3) {
                then {
                  x_5 = py.narrow [True, [str]](x_3)
                  %4 = py.method upper(x_5)
                  yield %4
                }
                else {
                  x_6 = py.narrow [False, [str]](x_3)
                  yield x_6
                }
              }
              yield x_4
            }
          }
          return x_2
        }
        """)


def test_a_narrowed_operation_cannot_raise() -> None:
    route = """
        def run(self, x):
            if isinstance(x, int) and not isinstance(x, bool):
                return x + 1
            return 0
        """
    text = after("prune", route)
    assert "op add(x, r=1)\n" in text
    assert "raises" not in text


def test_a_default_for_none_leaves_no_none() -> None:
    route = """
        def run(self, counts: dict[str, int], key: str):
            found = counts.get(key)
            if found is None:
                found = 0
            return found + 1
        """
    assert "op add(found_2, r=1)\n" in after("prune", route)


def test_both_sides_of_or_are_known_when_it_is_false() -> None:
    route = """
        def run(self, x, y):
            if x is None or not isinstance(y, str):
                return ""
            return y + "!"
        """
    assert "op concat(y, r='!')\n" in after("prune", route)


def test_the_same_compiles_without_optimisation() -> None:
    route = """
        def run(self, xs=None):
            if isinstance(xs, list):
                xs.append(1)
                return xs
            return [0]
        """
    assert "op append(xs, value=1)" in after("prune", route, optimize=0)


def test_what_a_test_knows_does_not_leak_after_it() -> None:
    route = """
        def run(self, x):
            if isinstance(x, str):
                tc.op.emit("text", x)
            return x + 1
        """
    assert "op add(x, r=1) raises" in after("prune", route)
