"""The semantic diff: what callers see apart from what they do not, and whether they break."""

from __future__ import annotations

import pytest

from tcc.ir.diff import diff, diff_text
from tcc.ir.manifest import Manifest
from tcc.ir.text import parse_manifest

HEAD = "library /lib/acme/math/1.0.0 version 1.0.0\ndepends /lib/acme/base/2.0.0\n"
SUM = "route /sum(a: int, b: int = 1) -> int op { s = a + b\n r = s * 2 }"


def program(*routes: str, head: str = HEAD) -> Manifest:
    return parse_manifest("\n".join((head, *routes)))


@pytest.mark.parametrize(
    ("before", "after", "changes"),
    [
        (SUM, SUM, []),
        ("", SUM, [("POST /sum: new route", False)]),
        (SUM, "", [("POST /sum: removed", True)]),
        (
            "route /x op get(k) { r = k }",
            "route /x op delete(k) { r = k }",
            [("GET /x: removed", True), ("DELETE /x: new route", False)],
        ),
        (SUM, SUM.replace("b: int", "c: int"), [
            ("POST /sum: parameter 'b' is gone", True), ("POST /sum: parameter 'c' is new, with a default", False),
        ]),
        (SUM, SUM.replace("a: int", "z, a: int"), [("POST /sum: parameter 'z' is new and has no default", True)]),
        (SUM, SUM.replace("b: int = 1", "b: int"), [("POST /sum: parameter 'b' has lost its default", True)]),
        (SUM.replace("b: int = 1", "b: int"), SUM, [("POST /sum: parameter 'b' now has a default", False)]),
        (SUM, SUM.replace("= 1", "= 2"), [("POST /sum: the default of 'b' is 2, was 1", False)]),
        (SUM, SUM.replace("a: int", "a: float"), [("POST /sum: parameter 'a' takes float, took int", False)]),
        (SUM.replace("a: int", "a: float"), SUM, [("POST /sum: parameter 'a' takes int, took float", True)]),
        (SUM, SUM.replace("a: int", "a: int | none"), [("POST /sum: parameter 'a' takes int | none, took int", False)]),
        (SUM, SUM.replace("a: int", "a"), [("POST /sum: parameter 'a' takes any, took int", False)]),
        (SUM, SUM.replace("a: int", "a: string"), [("POST /sum: parameter 'a' takes string, took int", True)]),
        (SUM, SUM.replace("-> int", "-> float"), [("POST /sum: returns float, was int", True)]),
        (SUM.replace("-> int", "-> float"), SUM, [("POST /sum: returns int, was float", False)]),
        (SUM, SUM.replace("-> int ", ""), [("POST /sum: returns any, was int", True)]),
        (SUM, SUM.replace("-> int", '-> int "Adds."'), [("POST /sum: documentation changed", False)]),
        (
            "route /p(k: int, v: int) op put(k, v) { r = v }",
            "route /p(v: int, k: int) op put(k, v) { r = v }",
            [("PUT /p: the key and the value have changed places", True)],
        ),
        (  # without a declared door, a POST takes its free ids
            "route /f op { r = a + b }",
            "route /f op { r = a + c }",
            [("POST /f: parameter 'b' is gone", True), ("POST /f: parameter 'c' is new and has no default", True)],
        ),
        ("route /f op { r = a + 1 }", "route /f(a) op { r = a + 1 }", []),
    ],
)  # fmt: skip
def test_changes_of_the_interface(before: str, after: str, changes: list[tuple[str, bool]]) -> None:
    found = diff(program(before), program(after))
    assert [(f"{change.where}: {change.message}", change.breaking) for change in found.interface] == changes
    assert found.breaking == tuple(change for change in found.interface if change.breaking)


def test_dependencies_and_versions_break_no_caller() -> None:
    other = HEAD.replace("1.0.0", "1.1.0").replace("base/2.0.0", "core/1.0.0")
    found = diff(program(SUM), program(SUM, head=other))
    assert diff_text(found) == (
        "schema: id is /lib/acme/math/1.1.0, was /lib/acme/math/1.0.0\n"
        "schema: now depends on /lib/acme/core/1.0.0\n"
        "schema: no longer depends on /lib/acme/base/2.0.0\n"
    )


def test_a_body_is_told_apart_from_the_interface() -> None:
    found = diff(program(SUM), program(SUM.replace("s * 2", "s * 3")))
    assert found.interface == ()
    assert not found.same_program
    assert diff_text(found) == "~ POST /sum: body\n       s = a + b\n    -  r = s * 2\n    +  r = s * 3\n     }\n"


@pytest.mark.parametrize(
    "same",
    [
        SUM.replace("s = a + b\n r = s * 2", "s = a + b\n\n   # twice\n r = s.mul(r=2)"),
        SUM + '\nsource "math.py" { "POST /sum": 7 {s: 1} }',
    ],
)
def test_layout_and_source_lines_are_no_change(same: str) -> None:
    assert diff(program(SUM), program(same)).same_program


def test_the_order_of_entries_is_no_change_but_the_last_is_the_result() -> None:
    three = "route /f(a) op { x = a + 1\n y = a + 2\n r = [x, y] }"
    swapped = "route /f(a) op { y = a + 2\n x = a + 1\n r = [x, y] }"
    other = "route /f(a) op { r = [x, y]\n x = a + 1\n y = a + 2 }"
    assert diff(program(three), program(swapped)).same_program
    assert [body.where for body in diff(program(three), program(other)).bodies] == ["POST /f"]


def test_breaking_changes_stand_out_in_the_text() -> None:
    text = diff_text(diff(program(SUM), program(SUM.replace("-> int", "-> float"), "route /new = 1")))
    assert text == "POST /sum: returns float, was int  breaks callers\nGET /new: new route\n"
