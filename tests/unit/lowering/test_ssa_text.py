"""The text form of the SSA: readable, and the same every time."""

from __future__ import annotations

import pytest

from tests.unit.lowering.support import after, expect

ROUTE = """
    def run(self, xs: list[int], key: str):
        total = 0
        for x in xs:
            total += x
        tc.op.emit(key, total)
        return sorted(xs, key=lambda x: -x)
    """


def test_what_python_means() -> None:
    assert after("build", ROUTE) == expect("""
        function run(xs: list[int], key: str) -> never {
          %1 = py.iter(xs)
          x, total = for (%1, undef, 0) {
            body (x_2, x_3, total_2) {
              total_3 = py.augment add(total_2, x_2) changes total_2
              yield x_2, total_3
            }
          }
          emit(key, total)
          %2 = lambda {
            op (x_4) {
              %3 = py.unary neg(x_4)
              yield %3
            }
          }
          %4 = py.call sorted(xs, key=%2)
          return %4
        }
        """)


def test_operations_with_their_types_and_flags() -> None:
    assert after("prune", ROUTE) == expect("""
        function run(xs: list[int], key: str) -> list[int] {
          total: int = for (xs, 0) {
            body (x: int, total_2: int) {
              total_3: int = op add(total_2, r=x)
              yield total_3
            }
          }
          emit(key, total) raises, effect
          %1: op[int] = lambda {
            op (x_2: int) {
              %2: int = op neg(x_2)
              yield %2
            }
          }
          %3: list[int] = op sort(xs, key=%1) raises
          return %3
        }
        """)


def test_functions_calls_and_branches() -> None:
    route = """
        def run(self, n: int):
            return [half(n), half(n + 1)]
        """
    helpers = """
        def half(n):
            if n % 2 == 0:
                return n // 2
            raise ValueError("odd")
        """
    assert after("clean", route, helpers) == expect("""
        function run(n: int) -> list[int] {
          %1: int = call half(n=n) raises
          %2: int = op add(n, r=1)
          %3: int = call half(n=%2) raises
          %4: list[int] = list list(%1, %3)
          return %4
        }

        function half(n: int) -> int {
          %1: int = op mod(n, r=2)
          %2: bool = op eq(%1, r=0)
          %result: int = if (%2) raises {
            then {
              %3: int = op floordiv(n, r=2)
              yield %3
            }
            else {
              error bad_request('odd') raises
              yield undef
            }
          }
          return %result
        }
        """)


@pytest.mark.parametrize("stage", ["build", "infer", "own", "select", "prune", "clean"])
def test_the_same_text_every_time(stage: str) -> None:
    assert after(stage, ROUTE) == after(stage, ROUTE)


def test_optional_passes_do_not_run_at_o0() -> None:
    with pytest.raises(LookupError):
        after("fold", ROUTE, optimize=0)
