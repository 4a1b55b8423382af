"""Bugs that the corpus and the generator found, one small program each, named after what was wrong."""

from __future__ import annotations

import textwrap

import pytest

from tests.property.differential import LEVELS, compare
from tests.property.generate import Program

pytestmark = pytest.mark.native

BUGS: dict[str, tuple[str, list[dict[str, object]]]] = {
    "an_exit_in_the_else_of_a_while_that_binds_is_the_outer_loops": (
        """
        def p(self, limit):
            out = []
            for e in [1, 2, 3, 4]:
                n = 0
                while (n := n + 1) <= e:
                    out.append(n)
                    if n == 3:
                        break
                else:
                    out.append(-e)
                    if e == 2:
                        continue
                    if e == limit:
                        break
                out.append(0)
            return out
        """,
        [{"limit": 0}, {"limit": 1}, {"limit": 2}],
    ),
    "an_endless_loop_where_the_else_only_continues": (
        """
        def p(self):
            for e in [1, 2]:
                n = 0
                while (n := n + 1) <= 3:
                    tc.op.emit("even", n)
                else:
                    continue
                e = 4
            return n
        """,
        [{}],
    ),
    "a_body_without_return_gives_none": (
        """
        def p(self, xs):
            kept = [0 for row in [min(xs, key=len).count("k")]]
        """,
        [{"xs": ["k"]}, {"xs": []}],
    ),
    "a_dict_gives_its_keys_to_a_loop_that_leaves_early": (
        """
        def p(self, d):
            for k in {"a": 1, "b": 2}:
                if k in d:
                    return k
            for k in d:
                if k.zfill(3) == "00z":
                    return d[k]
        """,
        [{"d": {"b": 1}}, {"d": {"z": 5}}, {"d": {}}],
    ),
    "pairs_can_be_left_early": (
        """
        def p(self, xs, ys):
            for i, (x, y) in enumerate(zip(xs, ys)):
                if x == y:
                    return i
            return all(x < y for x, y in zip(xs, ys))
        """,
        [{"xs": [1, 2], "ys": [2, 2]}, {"xs": [1], "ys": [3]}, {"xs": [3], "ys": [1]}],
    ),
    "a_parameter_may_be_called_key": (
        """
        def p(self, key, column):
            return {key: column}
        """,
        [{"key": "a", "column": 1}],
    ),
    "an_operand_has_one_name_on_every_class": (
        """
        def p(self, x, y):
            return [y in x, x.count(y) if not isinstance(x, dict) else None]
        """,
        [{"x": "abca", "y": "a"}, {"x": [1, 2, 1], "y": 1}, {"x": {"k": 1}, "y": "k"}],
    ),
    "an_untyped_value_has_a_class": (
        """
        def p(self, x):
            if isinstance(x, bool):
                return "bool"
            if isinstance(x, (int, float)):
                return "number"
            return "list" if isinstance(x, list) else "dict" if isinstance(x, dict) else "other"
        """,
        [{"x": True}, {"x": 1}, {"x": 0.5}, {"x": []}, {"x": {}}, {"x": None}, {"x": "s"}],
    ),
    "unpacking_checks_how_many_there_are": (
        """
        def p(self, x):
            a, b = x
            first, *rest, last = x
            return [a, b, first, rest, last]
        """,
        [{"x": [1, 2]}, {"x": "ab"}, {"x": [1]}, {"x": [1, 2, 3]}, {"x": 5}, {"x": {"k": 1, "l": 2}}],
    ),
    "next_takes_the_first_or_the_default": (
        """
        def p(self, xs, least):
            return next((x for x in xs if x >= least), None)
        """,
        [{"xs": [1, 5, 9], "least": 4}, {"xs": [], "least": 0}, {"xs": [0], "least": 0}],
    ),
    "next_without_a_default_fails_when_there_is_none": (
        """
        def p(self, xs):
            return next(x for x in xs if x)
        """,
        [{"xs": [0, 3]}, {"xs": [0]}],
    ),
    "a_mapping_pattern_captures_the_rest": (
        """
        def p(self, d):
            match d:
                case {"name": name, **others}:
                    others["n"] = len(others)
                    return [name, others, d]
                case _:
                    return None
        """,
        [{"d": {"name": "a", "x": 1}}, {"d": {"x": 1}}, {"d": {"name": None}}, {"d": []}],
    ),
    "the_rows_of_a_grid_are_not_one_object": (
        """
        def p(self, n):
            grid = [[0] * n for _ in range(n)]
            grid[0][n - 1] = 5
            rows = [["a"]]
            rows.append([])
            rows[-1].append("b")
            return [grid, rows]
        """,
        [{"n": 2}, {"n": 1}, {"n": 0}],
    ),
}


@pytest.mark.parametrize("name", BUGS)
def test_it_stays_fixed(name: str) -> None:
    source, calls = BUGS[name]
    program = Program("p", "", "@tc.post" + textwrap.dedent(source).rstrip(), tuple(calls))
    result = compare([program])
    assert [(finding.level, finding.text, finding.args) for finding in result.findings] == []
    assert result.calls == len(calls) * len(LEVELS), f"refused: {result.examples}"
