"""The optional passes: what each makes of a small program."""

from __future__ import annotations

import time

from tests.unit.lowering.support import after, expect


class TestInline:
    def test_a_helper_that_is_called_once_is_written_where_it_is_called(self) -> None:
        route = """
            def run(self, n: int):
                return total(n) + 1
            """
        helpers = """
            def total(limit):
                found = 0
                for i in range(limit):
                    found += i
                return found
            """
        assert after("clean", route, helpers) == expect("""
            function run(n: int) -> int {
              %1: range = free /state/scalar/tuple/range(n)
              found: int = for (%1, 0) {
                body (i: int, found_2: int) {
                  found_3: int = op add(found_2, r=i)
                  yield found_3
                }
              }
              %2: int = op add(found, r=1)
              return %2
            }
            """)

    def test_a_tiny_helper_is_copied_to_each_call_and_others_are_not(self) -> None:
        route = """
            def run(self, n: int):
                return double(n) + double(5) + square(n) + square(n + 1)
            """
        helpers = """
            def double(x):
                return x * 2

            def square(x):
                y = x + 1
                return y * y
            """
        assert after("clean", route, helpers) == expect("""
            function run(n: int) -> int {
              %1: int = op mul(n, r=2)
              %2: int = op add(%1, r=10)
              %3: int = call square(x=n)
              %4: int = op add(%2, r=%3)
              %5: int = op add(n, r=1)
              %6: int = call square(x=%5)
              %7: int = op add(%4, r=%6)
              return %7
            }

            function square(x: int) -> int {
              y: int = op add(x, r=1)
              %1: int = op mul(y, r=y)
              return %1
            }
            """)

    def test_a_recursive_helper_stays(self) -> None:
        route = """
            def run(self, n: int):
                return fact(n)
            """
        helpers = """
            def fact(n):
                return 1 if n < 2 else n * fact(n - 1)
            """
        assert "function fact" in after("clean", route, helpers)

    def test_what_a_helper_changes_in_place_is_changed_where_it_is_called(self) -> None:
        route = """
            def run(self, n: int):
                xs = [n]
                put(xs, 3)
                return xs
            """
        helpers = """
            def put(ys, y):
                ys.append(y)
            """
        assert after("clean", route, helpers) == expect("""
            function run(n: int) -> list[int] {
              xs: list[int] = list list(n)
              xs_2: list[int] = op append(xs, value=3)
              return xs_2
            }
            """)


class TestFold:
    def test_constants_are_computed_and_dead_branches_go(self) -> None:
        route = """
            def run(self, n: int):
                seconds = 60 * 60 * 24
                if DEBUG:
                    return -1
                while False:
                    n += 1
                return n * seconds
            """
        assert after("clean", route, "DEBUG = False") == expect("""
            function run(n: int) -> int {
              %1: int = op mul(n, r=86400)
              return %1
            }
            """)

    def test_what_raises_overflows_or_is_not_finite_is_left_to_run_time(self) -> None:
        route = """
            def run(self):
                return [2 ** 62 * 2, 1 / 0, 1e308 * 10, 3 << 70, -(-(2 ** 62) * 2), 5 % 0]
            """
        assert after("clean", route) == expect("""
            function run() -> list[int | float] {
              %1: int = op mul(4611686018427387904, r=2)
              %2: float = op div(1, r=0) raises
              %3: float = op mul(1e+308, r=10)
              %4: int = op lshift(3, r=70)
              %5: int = op neg(-9223372036854775808)
              %6: int = op mod(5, r=0) raises
              %7: list[int | float] = list list(%1, %2, %3, %4, %5, %6)
              return %7
            }
            """)

    def test_python_is_followed_where_it_surprises(self) -> None:
        route = """
            def run(self):
                return [7 // -2, -7 % 3, True + True, 1 == True, 0.1 + 0.2, "a" < "b", "a" == 1, not "", len("ß")]
            """
        assert "list list(-4, 2, 2, True, 0.30000000000000004, True, False, True, 1)" in after("clean", route)

    def test_an_item_of_a_sequence_just_written_is_that_item(self) -> None:
        route = """
            def run(self, n: int):
                low, high = bounds(n)
                return high - low
            """
        helpers = """
            def bounds(n):
                return n - 1, n + 1
            """
        assert after("clean", route, helpers) == expect("""
            function run(n: int) -> int {
              low: int = op sub(n, r=1)
              high: int = op add(n, r=1)
              %1: int = op sub(high, r=low)
              return %1
            }
            """)


class TestBranches:
    def test_not_swaps_the_arms_and_a_bool_is_its_own_choice(self) -> None:
        route = """
            def run(self, n: int, flag: bool):
                if not flag:
                    n += 1
                x = True if n > 3 else False
                y = False if n > 4 else True
                return x, y, n
            """
        assert after("clean", route) == expect("""
            function run(n: int, flag: bool) -> tuple[bool, bool, int] {
              n_2: int = if (flag) {
                then {
                  yield n
                }
                else {
                  n_3: int = op add(n, r=1)
                  yield n_3
                }
              }
              x: bool = op gt(n_2, r=3)
              y: bool = op le(n_2, r=4)
              %1: tuple[bool, bool, int] = list tuple(x, y, n_2)
              return %1
            }
            """)

    def test_the_condition_is_known_inside_the_arms(self) -> None:
        route = """
            def run(self, n: int, m: int):
                return n > 0 and m > n
            """
        assert after("clean", route) == expect("""
            function run(n: int, m: int) -> bool {
              %1: bool = op gt(n, r=0)
              %2: bool = if (%1) {
                then {
                  %3: bool = op gt(m, r=n)
                  yield %3
                }
                else {
                  yield False
                }
              }
              return %2
            }
            """)

    def test_an_arm_that_raises_keeps_its_if(self) -> None:
        route = """
            def run(self, n: int):
                if n < 0:
                    raise ValueError("negative")
                return n
            """
        assert "error bad_request('negative') raises" in after("clean", route)


class TestFlags:
    def test_a_search_carries_a_bool_and_no_result(self) -> None:
        route = """
            def run(self, xs: list[int], x: int):
                for y in xs:
                    if x == y:
                        return True
                return False
            """
        assert after("clean", route) == expect("""
            function run(xs: list[int], x: int) -> bool {
              %1: int = op len(xs)
              %done: bool, %at: int = while (False, 0) raises {
                condition (%done_2: bool, %at_2: int) {
                  %2: bool = if (%done_2) {
                    then {
                      yield False
                    }
                    else {
                      %3: bool = op lt(%at_2, r=%1)
                      yield %3
                    }
                  }
                  yield %2
                }
                body (%done_3: bool, %at_3: int) {
                  y: int = op get(xs, i=%at_3) raises
                  %done_4: bool = op eq(x, r=y)
                  %4: int = op add(%at_3, r=1)
                  yield %done_4, %4
                }
              }
              return %done
            }
            """)

    def test_a_loop_left_from_inside_goes_on_while_it_is_going(self) -> None:
        route = """
            def run(self, n: int):
                while True:
                    n //= 2
                    if n < 10:
                        break
                return n
            """
        assert after("clean", route) == expect("""
            function run(n: int) -> int {
              n_2: int, %going: bool = while (n, True) {
                condition (n_3: int, %going_2: bool) {
                  yield %going_2
                }
                body (n_4: int, %going_3: bool) {
                  n_5: int = op floordiv(n_4, r=2)
                  %going_4: bool = op ge(n_5, r=10)
                  yield n_5, %going_4
                }
              }
              return n_2
            }
            """)

    def test_two_ways_out_stay_two_codes(self) -> None:
        route = """
            def run(self, xs: list[int]):
                for x in xs:
                    if x == 1:
                        return "one"
                    if x == 2:
                        break
                else:
                    return "neither"
                return "two"
            """
        text = after("clean", route)
        assert "%exit: int" in text
        assert "%done" not in text

    def test_a_variable_of_the_program_is_left_as_it_is(self) -> None:
        route = """
            def run(self, xs: list[int]):
                found = 0
                for x in xs:
                    if x == 7:
                        found = 1
                return found == 1
            """
        text = after("clean", route)
        assert "found: int = for (xs, 0)" in text
        assert "op eq(found, r=1)" in text

    def test_a_loop_that_only_continues_is_a_plain_for(self) -> None:
        route = """
            def run(self, xs: list[int]):
                total = 0
                for x in xs:
                    if x < 0:
                        if x < -10:
                            continue
                        total += 1
                    total += x
                return total
            """
        text = after("clean", route)
        assert "total: int = for (xs, 0) {" in text
        assert "exit" not in text

    def test_a_float_and_a_bool_are_not_the_int_they_equal(self) -> None:
        route = """
            def run(self, n: int):
                x = 1.0 if n > 0 else True
                return x == 1, x
            """
        assert "op eq(x, r=1)" in after("clean", route)


class TestCanonical:
    def test_constants_go_right_and_negated_comparisons_turn(self) -> None:
        route = """
            def run(self, n: int, x: float, s: str):
                return [2 * n, 3 - n, 5 < n, not n < 5, not x < 5.0, not s == "a"]
            """
        assert after("clean", route) == expect("""
            function run(n: int, x: int | float, s: str) -> list[bool | int] {
              %1: int = op mul(n, r=2)
              %2: int = op sub(3, r=n)
              %3: bool = op gt(n, r=5)
              %4: bool = op ge(n, r=5)
              %5: bool = op lt(x, r=5.0)
              %6: bool = op not(%5)
              %7: bool = op ne(s, r='a')
              %8: list[bool | int] = list list(%1, %2, %3, %4, %6, %7)
              return %8
            }
            """)


class TestCse:
    def test_what_was_computed_on_every_path_is_not_computed_again(self) -> None:
        route = """
            def run(self, xs: list[int], i: int):
                if xs[i] > 3:
                    return xs[i] - xs[0]
                return xs[i]
            """
        assert after("clean", route) == expect("""
            function run(xs: list[int], i: int) -> int {
              %1: int = op get(xs, i=i) raises
              %2: bool = op gt(%1, r=3)
              %result: int = if (%2) raises {
                then {
                  %3: int = op get(xs, i=0) raises
                  %4: int = op sub(%1, r=%3)
                  yield %4
                }
                else {
                  yield %1
                }
              }
              return %result
            }
            """)

    def test_one_arm_does_not_compute_for_the_other(self) -> None:
        route = """
            def run(self, xs: list[int], flag: bool):
                if flag:
                    a = len(xs)
                else:
                    a = len(xs) + 1
                return a
            """
        assert after("clean", route).count("op len(xs)") == 2

    def test_one_and_true_are_two_constants(self) -> None:
        route = """
            def run(self, n: int):
                return [str(n + 1), str(n + True), [1, n], [True, n], [1.0, n]]
            """
        text = after("clean", route)
        assert text.count("op add(n") == 2
        assert text.count("= list list(") == 4

    def test_effects_stay(self) -> None:
        route = """
            def run(self, n: int):
                tc.op.emit("a", n)
                tc.op.emit("a", n)
                return n
            """
        assert after("clean", route).count("emit(") == 2


class TestHoist:
    def test_what_is_written_out_is_made_before_the_loop(self) -> None:
        route = """
            def run(self, n: int):
                found = 0
                for i in range(n):
                    if i in [2, 3, 5]:
                        found += 1
                return found
            """
        assert after("clean", route) == expect("""
            function run(n: int) -> int {
              %1: range = free /state/scalar/tuple/range(n)
              %2: list[int] = list list(2, 3, 5)
              found: int = for (%1, 0) {
                body (i: int, found_2: int) {
                  %3: bool = op contains(%2, r=i)
                  found_3: int = if (%3) {
                    then {
                      found_4: int = op add(found_2, r=1)
                      yield found_4
                    }
                    else {
                      yield found_2
                    }
                  }
                  yield found_3
                }
              }
              return found
            }
            """)

    def test_what_may_raise_or_overflow_stays_where_it_may_not_run(self) -> None:
        route = """
            def run(self, xs: list[int], n: int):
                total = 0
                for x in xs:
                    step = 10 // n
                    more = n + 1
                    total += step + more + step * more
                return total
            """
        text = after("clean", route)
        assert text.index("body (") < text.index("floordiv(") < text.index("op add(n, r=1)")

    def test_what_comes_first_in_a_condition_runs_at_least_once(self) -> None:
        route = """
            def run(self, xs: list[int], n: int):
                i = 0
                while i < xs[n].bit_length():
                    i += 1
                return i
            """
        text = after("clean", route)
        assert text.index("op get(xs, i=n) raises") < text.index("while (")

    def test_what_the_loop_changes_stays(self) -> None:
        route = """
            def run(self, n: int):
                xs = [n]
                while len(xs) < n:
                    xs.append(len(xs))
                return xs
            """
        assert after("clean", route).index("op len(xs") > after("clean", route).index("while (")


def test_the_time_for_nested_branches_does_not_double_with_each() -> None:
    arms = "\n".join(f"    if n % {i} == 1:\n        return n + {i}" for i in range(2, 22))
    start = time.monotonic()
    text = after("clean", f"def run(self, n: int):\n{arms}\n    return 0")
    assert text.count("= if (") == 20
    assert time.monotonic() - start < 2
