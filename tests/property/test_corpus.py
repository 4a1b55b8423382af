"""Real code: every corpus function compiles and agrees with CPython, or is one of the few known to be refused."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.corpus.harness import Case, cases, check, helper_source, route_source
from tests.oracle.kernel import Kernel

pytestmark = pytest.mark.native

CASES = list(cases())
REFUSED: dict[str, str] = {
    "dates.business_days": "TC212",
    "dynamic_programming.max_subarray_bounds": "TC302",
    "functional.compose_pipeline": "TC224",
    "functional.make_adders": "TC224",
    "functional.move_zeroes": "TC504",
    "functional.table_of_functions": "TC224",
    "graphs.prim": "TC218",
    "parsing.rpn_with_table": "TC224",
    "simulations.trie_words": "TC501",
    "standard_library.bfs_deque": "TC216",
    "standard_library.encode_groupby": "TC216",
    "standard_library.extract_numbers": "TC216",
    "standard_library.group_by_first_letter": "TC216",
    "standard_library.most_common_letter": "TC216",
    "standard_library.prefix_sums": "TC216",
    "standard_library.safe_divide": "TC201",
    "validation.password_strength": "TC219",
    "validation.require_keys": "TC211",
}
"""The functions that do not compile, and the code they are refused with."""


@pytest.fixture(scope="module")
def kernel() -> Kernel:
    return Kernel()


@pytest.mark.parametrize("as_source", [helper_source, route_source])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_function_means_what_it_means_in_cpython(
    case: Case, as_source: Callable[[Case], str | None], kernel: Kernel
) -> None:
    source = as_source(case)
    if source is None:
        return
    verdict = check(case, kernel, source)
    assert [d.code for d in verdict.refusals][:1] == ([REFUSED[case.id]] if case.id in REFUSED else [])
    assert verdict.differences == []


def test_nearly_all_of_it_compiles() -> None:
    assert len(CASES) >= 200
    assert len(REFUSED) / len(CASES) <= 0.05


def test_every_function_has_four_calls() -> None:
    assert [case.id for case in CASES if len(case.inputs) < 4] == []
