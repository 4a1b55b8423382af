"""The reducer of generated programs: what is left is what matters."""

from __future__ import annotations

from tests.property.generate import Program, random_program
from tests.property.reduce import reduce


def test_only_the_interesting_part_is_left() -> None:
    route = (
        "@tc.post\ndef p(self, a: int, b: list[int]):\n    x = a + 1\n    for i in b:\n        if i > 2:\n"
        "            x = x // (i * 3)\n        else:\n            b.append(4)\n    return {'x': x, 'b': b}"
    )
    program = Program("p", "def h(n):\n    return n", route, ({"a": 1, "b": []}, {"a": 2, "b": [1]}))
    small = reduce(program, lambda candidate: "//" in candidate.route)
    assert small.helpers == ""
    assert small.route == "@tc.post\ndef p(self):\n    x = 0 // 0"
    assert small.calls == ({},)


def test_a_generated_program_is_repeatable() -> None:
    assert random_program(12345) == random_program(12345)
    assert random_program(12345) != random_program(12346)
