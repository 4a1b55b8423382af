"""Source text → trees: positions, syntax errors, deep nesting."""

from __future__ import annotations

import gc
import sys

import gast
import pytest

from tcc.diagnostics import CompileError, Diagnostic, Span
from tcc.frontend.lines import split_lines
from tcc.frontend.model import Source
from tcc.frontend.normalise import normalise
from tcc.frontend.parse import parse, paused_collector


def refused(text: str) -> Diagnostic:
    with pytest.raises(CompileError) as info:
        parse(Source("demo.py", text))
    (found,) = info.value.diagnostics
    return found


def body(text: str) -> gast.AST:
    source = Source("demo.py", text)
    return normalise(parse(source).body[0], source)


def test_spans_count_code_points() -> None:
    node = body('x = "好的", wörd, 𝒙 + y\n')
    _, word, total = node.value.elts
    assert Span.of(word, "demo.py") == Span("demo.py", 1, 10, 1, 14)
    assert Span.of(total.right, "demo.py") == Span("demo.py", 1, 20, 1, 21)


def test_spans_of_plain_text() -> None:
    node = body("if a:\n    b = 1\n")
    assert Span.of(node.body[0], "demo.py") == Span("demo.py", 2, 4, 2, 9)


def test_parameters_are_names_in_gast() -> None:
    node = body("def f(a: int, *, b=2): pass\n")
    assert isinstance(node, gast.FunctionDef)
    assert node.args.args[0].annotation.id == "int"


@pytest.mark.parametrize(
    ("text", "line", "column", "reason"),
    [
        ("def f(:\n    pass\n", 1, 6, "invalid syntax"),
        ("x = (1,\n", 1, 4, "'(' was never closed"),
        ("if x\n    y = 1\n", 1, 4, "expected ':'"),
        ("def f():\npass\n", 2, 0, "expected an indented block after function definition on line 1"),
        ("wörd = 1 2\n", 1, 9, "invalid syntax"),
        ("x = 'abc\n", 1, 4, "unterminated string literal"),
    ],
)
def test_a_syntax_error_is_where_python_has_it(text: str, line: int, column: int, reason: str) -> None:
    found = refused(text)
    assert found.code == "TC001"
    assert (found.span.line, found.span.column) == (line, column)
    assert reason in found.message


def test_a_null_byte_is_a_syntax_error() -> None:
    found = refused("x = 1\ny = '\0'\n")
    assert (found.code, found.span) == ("TC001", Span("demo.py", 2, 5, 2, 6))


def test_half_a_surrogate_pair_is_a_syntax_error() -> None:
    found = refused("x = '\ud800'\n")
    assert (found.code, found.span) == ("TC001", Span("demo.py", 1, 5, 1, 6))


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="this Python takes it")
def test_syntax_of_a_later_python_is_said_to_be_that() -> None:
    found = refused("type Point = tuple[int, int]\n")
    assert found.code == "TC004"
    assert f"Python {sys.version_info[0]}.{sys.version_info[1]}" in found.message


@pytest.mark.parametrize("text", ["x = " + "(" * 5000, "(" * 5000 + ")" * 5000, "x = " + "[" * 90 + "1" + "]" * 89])
def test_brackets_without_end_are_no_crash(text: str) -> None:
    assert refused(text).code == "TC001"


@pytest.mark.parametrize("text", ["x = " + "-" * 100_000 + "1\n", "x = " + "a." * 100_000 + "b\n"])
def test_deep_nesting_is_refused(text: str) -> None:
    with pytest.raises(CompileError) as info:
        body(text)
    assert [found.code for found in info.value.diagnostics] == ["TC005"]


def test_an_elif_chain_of_two_hundred_is_not_too_deep() -> None:
    chain = "".join(f"elif x == {n}:\n    y = {n}\n" for n in range(200))
    assert body(f"if x < 0:\n    y = 0\n{chain}").orelse


def test_warnings_of_the_parser_are_not_shown(recwarn: pytest.WarningsRecorder) -> None:
    parse(Source("demo.py", "x = '\\d'\n"))
    assert not recwarn.list


def test_lines_end_where_python_ends_them() -> None:
    assert split_lines("a\nb\r\nc\rd\fe\u2028f") == ["a", "b", "c", "d\fe\u2028f"]


def test_the_collector_is_on_again_after_a_pause() -> None:
    assert gc.isenabled()
    with paused_collector():
        assert not gc.isenabled()
    assert gc.isenabled()
    with pytest.raises(ZeroDivisionError), paused_collector():
        _ = 1 / 0
    assert gc.isenabled()


def test_a_collector_that_was_off_stays_off() -> None:
    gc.disable()
    try:
        with paused_collector():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
