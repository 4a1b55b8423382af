"""The text form: what it looks like, that it reads back, and what it says to text that is none."""

from __future__ import annotations

import pytest

from tcc.ir.codec import decode, encode
from tcc.ir.manifest import decode_manifest, encode_manifest
from tcc.ir.text import TextError, parse_manifest, parse_scalar, show_manifest, show_scalar
from tests.vectors import Vector, load

READABLE = [
    pytest.param(vector, id=name)
    for name, vector in load().items()
    if vector.verdict == "valid" or vector.stage == "verify"
]

COUNTER = """\
library /service/acme/demo/counter/1.0.0 version 1.0.0

route /handle(limit: int) -> string op {
  loop = while op {
    go: number = state < limit
  } do op {
    step = state
    mod: number = step % 2
    is_even: number = mod == 0
    emit = if is_even then op {
      even: none = post /host/event(topic="even", value=step)
    } else op {
      odd: none = post /host/event(topic="odd", value=step)
    }
    next = step + 1
    out = after emit then next
  } from 0
  result: string = after loop then "done"
}
"""


@pytest.mark.parametrize("vector", READABLE)
def test_every_vector_reads_back_from_its_text(vector: Vector) -> None:
    if vector.kind == "scalar":
        node = decode(vector.source)
        assert encode(parse_scalar(show_scalar(node))) == encode(node)
    else:
        manifest = decode_manifest(vector.source)
        assert encode_manifest(parse_manifest(show_manifest(manifest))) == encode_manifest(manifest)
        assert encode_manifest(parse_manifest(show_manifest(manifest, spans=True))) == encode_manifest(manifest)


def test_the_counter_reads_as_a_person_would_write_it() -> None:
    assert show_manifest(decode_manifest(load()["manifest-counter"].source)) == COUNTER


@pytest.mark.parametrize(
    ("text", "json"),
    [
        ("x", '{"$x":[]}'),
        ("x + 1", '{"$x/add":{"r":1}}'),
        ("x // (y * 2)", '{"$x/floordiv":{"r":{"$y/mul":{"r":2}}}}'),
        ("x - -1", '{"$x/sub":{"r":-1}}'),
        ("x.add(r=1)", '{"$x/add":{"r":1}}'),
        ("xs.slice(start=1, stop=none)", '{"$xs/slice":{"start":1,"stop":null}}'),
        ("gcd.a", '{"$gcd.a":[]}'),
        ("gcd.a.neg()", '{"$gcd.a/neg":{}}'),
        ("`gcd.a`(x=1)", '{"$gcd.a":{"x":1}}'),
        ("`if`", '{"$if":[]}'),
        ("self.route(x=1)", '{"$self/route":{"x":1}}'),
        ("get $self/route(none)", '{"$self/route":[null]}'),
        ("put /lib/a/b(1, [2])", '{"/lib/a/b":[1,[2]]}'),
        ("delete $x(7)", '{"/state/scalar/ref/op/delete":["$x",7]}'),
        ("get /state/scalar/tuple(x)", '{"/state/scalar/ref/op/get":["/state/scalar/tuple",{"$x":[]}]}'),
        ("</lib/a>", '{"/lib/a":[]}'),
        ("<https://a:1/b>", '{"/state/scalar/value/link":"https://a:1/b"}'),
        ("{a: 1, if: 2}", '{"a":1,"if":2}'),
        ('map {1: "a", x: 2}', '{"/state/scalar/map":[[1,"a"],[{"$x":[]},2]]}'),
        ("complex(1.0, -2.5)", '{"/state/scalar/value/number":[1.0,-2.5]}'),
        ('bytes("aGk=")', '{"/state/scalar/value/bytes":"aGk="}'),
        ('"\\u0041\\n"', '"A\\n"'),
        ("1e+16", "1e+16"),
        ("op get(k) {r = k}", '{"/state/scalar/op/get":["k",[["r",{"$k":[]}]]]}'),
        ("op put(k, v) { # two\n r: any = k }", '{"/state/scalar/op/put":["k","v",[["r",{"$k":[]}]]]}'),
        ("if c then 1 else (if d then 2 else 3)", None),
        ("for x in xs do op {s = state + x} from 0", None),
        ("after [a, b] then c", '{"/state/scalar/ref/after":[[{"$a":[]},{"$b":[]}],{"$c":[]}]}'),
    ],
)
def test_text_and_what_it_denotes(text: str, json: str | None) -> None:
    node = parse_scalar(text)
    assert parse_scalar(show_scalar(node)) == node
    if json is not None:
        assert encode(node).decode() == json
    if "#" not in text and "op " not in text and "\\u" not in text and "add(" not in text:
        assert show_scalar(node) == text + "\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "line 1 column 1: expected a value"),
        ("[1,\n 2", "line 2 column 3: expected ']'"),
        ("x y", "line 1 column 3: expected the end"),
        ("op {}", "line 1 column 6: a form has at least one entry: the last one is the result"),
        ("if", "line 1 column 3: expected a value"),
        ("then", "line 1 column 1: 'then' is a keyword; write `then`"),
        ("`a/b`", "line 1 column 1: 'a/b' is not an Id"),
        ("get x(1)", "line 1 column 6: 'x' is not a link, $id or $id/suffix"),
        ("9223372036854775808", "line 1 column 20: integer out of the 64-bit range"),
        ("[" * 131, "line 1 column 131: nested deeper than 130"),
    ],
)
def test_text_that_is_none_is_refused_where_it_goes_wrong(text: str, message: str) -> None:
    with pytest.raises(TextError) as refusal:
        parse_scalar(text)
    assert str(refusal.value) == message


def test_spans_name_the_source_line() -> None:
    text = """\
library /lib/a/b/1.0.0 version 1.0.0

route /r(x: int) op {
  y: number = x + 1
  z = y * 2
}

source "b.py" {
  "POST /r": 10 {y: 1, z: 3}
}
"""
    manifest = parse_manifest(text)
    assert show_manifest(manifest) == text
    assert "  y: number = x + 1  # b.py:11\n  z = y * 2  # b.py:13\n" in show_manifest(manifest, spans=True)
