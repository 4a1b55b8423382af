"""The verifier finds what a broken pass would leave behind: one test a rule."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tcc.lowering.ssa import Function, Op, Region, Value, walk
from tcc.lowering.ssa_verify import InvalidSsaError, verify_ssa
from tcc.lowering.types import BOOL, INT, STR


def program() -> list[Function]:
    """``def run(n): i = 0; while i < n: i = step(i); return i`` with ``def step(x): return x + 1``."""
    x, one, more = Value("x", INT), Value("", INT, (1,)), Value("y", INT)
    ops = [Op("const", [], [one], None, 1), Op("op", [x, one], [more], None, ("add", ("r",)))]
    step = Function("step", Region([x], ops, [more]), ["x"], [])
    n, zero, i = Value("n", INT), Value("", INT, (0,)), Value("i", INT)
    at, below = Value("i", INT), Value("", BOOL)
    cond = Region([at], [Op("op", [at, n], [below], None, ("lt", ("r",)))], [below])
    here, following = Value("i", INT), Value("i", INT)
    body = Region([here], [Op("call", [here], [following], None, step)], [following])
    loop = Op("while", [zero], [i], None, None, [cond, body])
    run = Function("run", Region([n], [Op("const", [], [zero], None, 0), loop], [i]), ["n"], [])
    return [run, step]


def loop_of(functions: list[Function]) -> Op:
    return next(op for op in walk(functions[0].region) if op.code == "while")


def test_valid_functions_are_fine_before_and_after_select() -> None:
    verify_ssa(program(), "build")
    verify_ssa(program(), "select", selected=True)


def _twice(functions: list[Function]) -> None:
    functions[0].region.ops.append(Op("const", [], [functions[0].region.ops[0].results[0]], None, 0))


def _of_two_functions(functions: list[Function]) -> None:
    functions[1].region.ops[0].results = functions[0].region.ops[0].results
    functions[1].region.ops[0].attr = 0
    functions[1].region.ops[1].operands[1] = functions[0].region.ops[0].results[0]


def _too_early(functions: list[Function]) -> None:
    functions[0].region.ops.reverse()


def _of_a_sibling_region(functions: list[Function]) -> None:
    cond, body = loop_of(functions).regions
    body.results = [cond.ops[0].results[0]]


def _in_two_places(functions: list[Function]) -> None:
    functions[0].region.ops.append(Op("emit", [functions[0].region.params[0]] * 2, [], None, effect=True))
    functions[0].region.ops.append(functions[0].region.ops[-1])


def _unknown_code(functions: list[Function]) -> None:
    functions[1].region.ops[1].code = "plus"


def _operand_without_parameter(functions: list[Function]) -> None:
    functions[1].region.ops[1].attr = ("add", ())


def _loop_with_too_few_results(functions: list[Function]) -> None:
    loop_of(functions).regions[1].results = []


def _call_without_argument(functions: list[Function]) -> None:
    loop_of(functions).regions[1].ops[0].operands = []


def _call_of_another_program(functions: list[Function]) -> None:
    loop_of(functions).regions[1].ops[0].attr = program()[1]


def _region_in_an_op(functions: list[Function]) -> None:
    functions[1].region.ops[1].regions = [Region([], [], [])]


def _unnamed_parameter(functions: list[Function]) -> None:
    functions[0].params = []


def _in_out_without_result(functions: list[Function]) -> None:
    functions[0].inout = [0]


def _other_literal(functions: list[Function]) -> None:
    functions[1].region.ops[0].attr = True


def _literal_of_an_op(functions: list[Function]) -> None:
    functions[1].region.ops[1].results[0].literal = (1,)


def _too_large(functions: list[Function]) -> None:
    functions[1].region.ops[0].attr = 2**63
    functions[1].region.ops[0].results[0].literal = (2**63,)


def _changes_nothing(functions: list[Function]) -> None:
    functions[1].region.ops[1].changes = (2,)


@pytest.mark.parametrize(
    ("breaks", "rule"),
    [
        (_twice, 1),
        (_of_two_functions, 1),
        (_too_early, 2),
        (_of_a_sibling_region, 2),
        (_in_two_places, 3),
        (_unknown_code, 4),
        (_operand_without_parameter, 4),
        (_loop_with_too_few_results, 4),
        (_call_without_argument, 4),
        (_call_of_another_program, 4),
        (_region_in_an_op, 4),
        (_unnamed_parameter, 5),
        (_in_out_without_result, 5),
        (_other_literal, 6),
        (_literal_of_an_op, 6),
        (_too_large, 6),
        (_changes_nothing, 7),
    ],
)
def test_broken_at_any_stage(breaks: Callable[[list[Function]], None], rule: int) -> None:
    functions = program()
    breaks(functions)
    with pytest.raises(InvalidSsaError, match=rf"after fold.* \(rule {rule}\)$"):
        verify_ssa(functions, "fold")


def _python_left(functions: list[Function]) -> None:
    functions[1].region.ops[1].code = "py.binary"


def _no_such_op(functions: list[Function]) -> None:
    functions[1].region.ops[1].attr = ("plus", ("r",))


def _no_such_parameter(functions: list[Function]) -> None:
    functions[1].region.ops[1].attr = ("add", ("right",))


def _no_such_route(functions: list[Function]) -> None:
    op = functions[1].region.ops[1]
    op.code, op.attr, op.operands = "free", "/state/scalar/nothing", op.operands[:1]


def _hidden_raise(functions: list[Function]) -> None:
    functions[1].region.ops[1].raises = True


def _hidden_effect(functions: list[Function]) -> None:
    functions[1].region.ops[1].effect = True
    for op in walk(functions[0].region):
        op.raises = True


def _error_that_does_not_raise(functions: list[Function]) -> None:
    functions[1].region.ops.append(Op("error", [functions[1].region.params[0]], [], None, "bad_request"))


def _condition_of_text(functions: list[Function]) -> None:
    loop_of(functions).regions[0].ops[0].results[0].type = STR


@pytest.mark.parametrize(
    ("breaks", "rule"),
    [
        (_python_left, 8),
        (_no_such_op, 9),
        (_no_such_parameter, 9),
        (_no_such_route, 9),
        (_hidden_raise, 10),
        (_hidden_effect, 10),
        (_error_that_does_not_raise, 10),
        (_condition_of_text, 11),
    ],
)
def test_broken_after_select(breaks: Callable[[list[Function]], None], rule: int) -> None:
    functions = program()
    breaks(functions)
    verify_ssa(functions, "build")
    with pytest.raises(InvalidSsaError, match=rf"\(rule {rule}\)$"):
        verify_ssa(functions, "fold", selected=True)
