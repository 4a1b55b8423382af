"""The type grammar: what it reads, what its types accept, when one covers another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tcc.ir.nodes import Link, Map, Scalar, Tuple
from tcc.ir.types import Type, accepts, classes, covers, parse_type

ATOMS = ["any", "none", "bool", "int", "float", "number", "complex", "string", "bytes", "link", "map", "tuple"]
TYPES: st.SearchStrategy[str] = st.recursive(
    st.sampled_from(ATOMS),
    lambda inner: st.one_of(
        inner.map(lambda item: f"list[{item}]"),
        st.lists(inner, min_size=1, max_size=3).map(lambda items: f"tuple[{', '.join(items)}]"),
        st.tuples(inner, inner).map(lambda pair: f"map[{pair[0]}, {pair[1]}]"),
        st.lists(inner, min_size=2, max_size=3).map(" | ".join),
    ),
    max_leaves=4,
)
VALUES: st.SearchStrategy[Scalar] = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(0, 3), st.floats(0, 1), st.complex_numbers(max_magnitude=1),
        st.just("a"), st.just(b"a"), st.just(Link("/lib/a")),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: Tuple(tuple(items))),
        st.lists(st.tuples(st.just("k"), inner), max_size=1).map(lambda entries: Map(tuple(entries))),
    ),
    max_leaves=4,
)  # fmt: skip


@given(TYPES)
def test_a_type_reads_back_as_it_is_written(text: str) -> None:
    parsed = parse_type(text)
    assert parse_type(str(parsed)) == parsed


@given(TYPES, TYPES, VALUES)
def test_a_type_that_covers_another_accepts_all_it_accepts(wide: str, narrow: str, value: Scalar) -> None:
    if covers(parse_type(wide), parse_type(narrow)) and accepts(parse_type(narrow), value):
        assert accepts(parse_type(wide), value)


@given(TYPES)
def test_every_type_covers_itself_and_is_covered_by_any(text: str) -> None:
    parsed = parse_type(text)
    assert covers(parsed, parsed)
    assert covers(Type("any"), parsed)


@pytest.mark.parametrize(
    ("wide", "narrow", "expected"),
    [
        ("int", "float", False),
        ("float", "int", True),
        ("number", "complex", True),
        ("int", "bool", False),
        ("int | none", "int", True),
        ("int", "int | none", False),
        ("list[float]", "list[int]", True),
        ("list[int]", "tuple[int, int]", True),
        ("tuple[int, int]", "list[int]", False),
        ("tuple", "list[int]", True),
        ("list[int]", "tuple", False),
        ("map", "map[string, int]", True),
        ("map[string, any]", "map[string, int]", True),
        ("map[string, int]", "map", False),
        ("int", "any", False),
    ],
)
def test_covering(wide: str, narrow: str, expected: bool) -> None:
    assert covers(parse_type(wide), parse_type(narrow)) is expected


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "it ends too early"),
        ("integer", "'integer' is not one"),
        ("list[int", "expected ']'"),
        ("list[int, int]", "list does not take 2 types"),
        ("map[int]", "map does not take 1 types"),
        ("int[int]", "int does not take 1 types"),
        ("int string", "unexpected 'string'"),
        ("int?", "unexpected '?'"),
        ("list[" * 40 + "int" + "]" * 40, "nested deeper than 32"),
    ],
)
def test_what_is_no_type_is_refused(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=r".") as refusal:
        parse_type(text)
    assert said in str(refusal.value)


def test_the_classes_of_a_type_are_those_of_the_op_table() -> None:
    assert classes(parse_type("int | list[string] | none")) == frozenset(("number", "tuple", "none"))
    assert classes(parse_type("int | any")) is None
