"""Older wire forms: what they become, and what cannot be carried over."""

from __future__ import annotations

import json

import pytest

from tcc.backend.importer import import_manifest, import_scalar
from tcc.ir.codec import DecodeError, encode
from tcc.ir.manifest import decode_manifest, encode_manifest
from tcc.ir.text import show_manifest
from tcc.ir.verify import errors, verify
from tests.vectors import Vector, load

NOT_IMPLEMENTED = '{"/state/scalar/error/not_implemented":{"message":"not carried over: '
VALID = [
    pytest.param(vector, id=name)
    for name, vector in load().items()
    if vector.kind == "manifest" and vector.verdict == "valid" and b'"routes"' in vector.source
]


@pytest.mark.parametrize(
    ("old", "today"),
    [
        ('{"$x/add": [1]}', '{"$x/add":{"r":1}}'),
        ('{"$x/get": ["k"]}', '{"$x/get":{"i":"k"}}'),
        ('{"$x/len": [null]}', '{"$x/len":{}}'),
        ('{"$x/eq": [null]}', '{"$x/eq":{"r":null}}'),
        ('{"$x/add": {"r": 1}}', '{"$x/add":{"r":1}}'),
        ('{"$x/unheard_of": [1]}', '{"$x/unheard_of":[1]}'),
        ('{"$self/add": [1]}', '{"$self/add":[1]}'),
        ('{"$x": [1]}', '{"$x":[1]}'),
        ('{"/state/scalar/value/number/int/64": 7}', "7"),
        ('{"/state/scalar/value/number/uint/8": 7}', "7"),
        ('{"/state/scalar/value/number/float/32": 1.5}', "1.5"),
        ('{"/state/scalar/value/number/bool": true}', "true"),
        ('{"/state/scalar/value/number/complex/64": [1, 2]}', '{"/state/scalar/value/number":[1.0,2.0]}'),
        ('{"/state/scalar/value/number/int/64": ["7"]}', '{"/state/scalar/value/number/int/64":["7"]}'),
        ('{"http://a:1/lib/b": []}', '{"/state/scalar/value/link":"http://a:1/lib/b"}'),
        ('{"http://a/lib/b": [1]}', '{"/state/scalar/ref/op/get":["http://a/lib/b",1]}'),
        ('{"http://a/lib/b": [1, 2]}', '{"/state/scalar/ref/op/put":["http://a/lib/b",1,2]}'),
        ('{"http://a/lib/b": {"x": 1}}', '{"/state/scalar/ref/op/post":["http://a/lib/b",{"x":1}]}'),
        (
            '{"/state/scalar/ref/cond": [{"$c": []}, {"$x/add": [1]}, 2]}',
            '{"/state/scalar/ref/if":[{"$c":[]},{"$x/add":{"r":1}},2]}',
        ),
        (
            '{"/state/scalar/op/get": ["k", [["r", {"$k/add": [{"/state/scalar/value/number/int/32": 1}]}]]]}',
            '{"/state/scalar/op/get":["k",[["r",{"$k/add":{"r":1}}]]]}',
        ),
    ],
)
def test_older_forms_become_todays(old: str, today: str) -> None:
    node, losses = import_scalar(old)
    assert losses == ()
    assert encode(node).decode() == today


@pytest.mark.parametrize(
    ("old", "pointer", "message"),
    [
        ('{"/state/scalar/ref/case": [1, [2], [3, 4]]}', "", "there is no /state/scalar/ref/case in today's form"),
        ('{"/state/scalar/ref/with": [1, 2]}', "", "there is no /state/scalar/ref/with in today's form"),
        ('[1, {"$x/set": [1, 2, 3]}]', "/1", "$x/set takes at most a key and a value, found 3 items"),
        ('{"a": {"$x": [], "b": 1}}', "/a", "an object whose first key is $x has no other key"),
    ],
)
def test_what_is_lost_is_listed_and_raises_when_it_runs(old: str, pointer: str, message: str) -> None:
    node, losses = import_scalar(old)
    [loss] = losses
    assert loss.pointer.startswith(pointer)
    assert loss.message == message
    assert NOT_IMPLEMENTED + message in encode(node).decode()


def test_a_library_by_its_url_becomes_a_manifest() -> None:
    old = {
        "http://127.0.0.1:8702/lib/acme/math/1.0.0": {
            "pi": {"/state/scalar/value/number/float/64": 3.14},
            "next": {"/state/scalar/op/get": ["n", [["r", {"$n/add": [1]}]]]},
            "odd": {"/state/scalar/op/post": [["r", {"/state/scalar/ref/with": [[], 1]}]]},
            "far": {"http://example.com/lib/acme/math/1.0.0/next": [1]},
        }
    }
    manifest, losses = import_manifest(json.dumps(old))
    assert errors(verify(manifest)) == ()
    assert [loss.pointer for loss in losses] == [
        "/http:~1~1127.0.0.1:8702~1lib~1acme~1math~11.0.0/odd/~1state~1scalar~1op~1post/0/1/~1state~1scalar~1ref~1with"
    ]
    assert show_manifest(manifest, types=False) == (
        "library /lib/acme/math/1.0.0 version 1.0.0\n\n"
        "route /pi = 3.14\n\n"
        "route /next op get(n) {\n  r = n + 1\n}\n\n"
        "route /odd op {\n"
        "  r = post /state/scalar/error/not_implemented("
        'message="not carried over: there is no /state/scalar/ref/with in today\'s form")\n'
        "}\n\n"
        "route /far op get(key) {\n  result = get http://example.com/lib/acme/math/1.0.0/next(1)\n}\n"
    )


def test_members_that_mean_nothing_today_are_dropped_and_listed() -> None:
    old = {
        "schema": {"id": "/lib/a/b/1.0.0", "version": "1.0.0", "authors": ["me"]},
        "routes": [{"path": "/x", "value": {"/state/scalar/value/number/int/64": 1}, "cache": True}],
        "signature": "…",
    }
    manifest, losses = import_manifest(json.dumps(old))
    assert [(loss.pointer, loss.message) for loss in losses] == [
        ("/schema/authors", "a schema has no member 'authors'"),
        ("/routes/0/cache", "a route has no member 'cache'"),
        ("/signature", "a manifest has no member 'signature'"),
    ]
    assert encode_manifest(manifest).endswith(b'"routes":[{"path":"/x","value":1}]}')


@pytest.mark.parametrize("vector", VALID)
def test_todays_manifests_lose_nothing(vector: Vector) -> None:
    manifest, losses = import_manifest(vector.source)
    assert losses == ()
    assert errors(verify(manifest)) == ()
    today = decode_manifest(vector.source)
    assert (manifest.schema, len(manifest.routes)) == (today.schema, len(today.routes))


@pytest.mark.parametrize("text", ["", "[]", "{}", "7", '{"a": 1}', '{"/lib/a/b/1.0.0": 1}', '{"$x": []}'])
def test_what_is_no_manifest_is_refused(text: str) -> None:
    with pytest.raises(DecodeError):
        import_manifest(text)
