"""The kernel through its two adapters: installs, the URI surface, doors, transactions, dependencies."""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pytest

tinychain_local = pytest.importorskip("tinychain_local")

from tests.integration.kernel_support import (  # noqa: E402
    EVENT,
    InProcess,
    Sender,
    host,
    key,
    manifest,
    package,
    route,
)

pytestmark = pytest.mark.native

MATH = "/lib/acme/math/1.0.0"
LOOP = {"/state/scalar/op/post": [["again", {"$state/add": {"r": 1}}]]}
FOREVER = {"/state/scalar/op/post": [["yes", {"$state/ge": {"r": 0}}]]}

ROUTES = [
    {"path": "/hello", "value": "hello"},
    route("/sum", "post", [["result", {"$a/add": {"r": {"$b": []}}}]]),
    route("/double", "get", [["result", {"$key/mul": {"r": 2}}]], params=[{"name": "key", "type": "int"}]),
    route(
        "/power",
        "get",
        [
            ["base", {"$key/get": {"i": "base"}}],
            ["exp", {"$key/get": {"i": "exp"}}],
            ["r", {"$base/pow": {"r": {"$exp": []}}}],
        ],
        params=[{"name": "base", "type": "int"}, {"name": "exp", "type": "int", "default": 2}],
    ),
    route("/shout", "get", [["r", {"$key/upper": {}}]], params=[{"name": "text", "type": "string"}]),
    route("/either", "get", [["r", {"$key/class": {}}]], params=[{"name": "x", "type": "int | string"}]),
    route("/total", "post", [["r", {"$items/sum": {}}]], params=[{"name": "items", "type": "list[int]"}]),
    route("/divide", "post", [["r", {"$a/div": {"r": {"$b": []}}}]]),
    route(
        "/emit_then_divide",
        "post",
        [
            ["sent", {EVENT: {"topic": "tried", "value": {"$b": []}}}],
            ["quotient", {"$a/div": {"r": {"$b": []}}}],
            ["r", {"/state/scalar/ref/after": [{"$sent": []}, {"$quotient": []}]}],
        ],
    ),
    route("/forever", "post", [["r", {"/state/scalar/ref/while": [FOREVER, LOOP, {"$start": []}]}]]),
    route("/when", "post", [["r", [{"/host/txn/id": [None]}, {"/host/txn/time": [None]}]]]),
    route("/who", "post", [["r", {"/host/auth/context": [None]}]]),
    route("/via_self", "post", [["r", {"$self/sum": {"a": {"$x": []}, "b": 1}}]]),
]


@pytest.fixture(params=["in process", "http"])
def send(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Sender]:
    """A fresh kernel or host with the math library."""
    if request.param == "http":
        with host(tmp_path, dev=True) as process:
            assert process.send("PUT", "/lib", json.dumps(manifest(ROUTES))).status == 204
            yield process.send
    else:
        sender = InProcess(tinychain_local.KernelHandle.local(tmp_path))
        assert sender("PUT", "/lib", json.dumps(manifest(ROUTES))).status == 204
        yield sender


def test_the_surface(send: Sender) -> None:
    assert send("GET", "/healthz").status == 200
    assert send("GET", "/lib").body == {"acme": True}
    assert send("GET", "/lib/acme").body == {"math": True}
    assert send("GET", "/lib/acme/math").body == {"1.0.0": False}
    assert send("GET", MATH).body == {"id": MATH, "version": "1.0.0", "dependencies": []}
    assert send("GET", "/service").body == {}
    for path in ["/", "/nothing", "/lib/nobody", f"{MATH}/nothing", "/host/nothing", "/healthz/x"]:
        assert send("GET", path).status == 404, path
    for path in ["/state/x", "/class"]:
        assert send("GET", path).status == 501, path


def test_the_openapi_document(send: Sender) -> None:
    document = send("GET", "/host/openapi").body
    assert isinstance(document, dict)
    assert document["openapi"] == "3.1.0"
    paths = document["paths"]
    assert {f"{MATH}{route['path']}" for route in ROUTES} < set(paths)
    power = paths[f"{MATH}/power"]["get"]
    assert [(p["name"], p["required"]) for p in power["parameters"]] == [("base", True), ("exp", False)]
    shout = paths[f"{MATH}/shout"]["get"]
    assert shout["parameters"] == [{"name": "text", "in": "query", "required": True, "schema": {"type": "string"}}]
    total = paths[f"{MATH}/total"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert jsonschema.Draft202012Validator(total).is_valid({"items": [1, 2]})
    for wrong in [{"items": [1, "2"]}, {}, {"items": [], "other": 1}]:
        assert not jsonschema.Draft202012Validator(total).is_valid(wrong)
    error = document["components"]["schemas"]["Error"]
    jsonschema.validate(send("GET", "/nowhere").body, error)
    jsonschema.validate(send("POST", f"{MATH}/divide", '{"a": 1, "b": 0}').body, error)


def test_metrics(tmp_path: Path) -> None:
    send = InProcess(tinychain_local.KernelHandle.local(tmp_path))
    send("PUT", "/lib", json.dumps(manifest(ROUTES)))
    send("GET", "/nowhere")
    answer = send("GET", "/host/metrics")
    assert answer.headers["content-type"].startswith("text/plain")
    assert isinstance(answer.body, str)
    lines = answer.body.splitlines()
    assert 'tinychain_requests_total{method="PUT",status="204"} 1' in lines
    assert 'tinychain_requests_total{method="GET",status="404"} 1' in lines
    assert 'tinychain_components{kind="library"} 1' in lines


def test_values_and_ops(send: Sender) -> None:
    assert send("GET", f"{MATH}/hello").body == "hello"
    assert send("POST", f"{MATH}/sum", '{"a": 2, "b": 3}').body == 5
    assert send("POST", f"{MATH}/via_self", '{"x": 2}').body == 3


def test_every_way_to_give_a_key(send: Sender) -> None:
    assert send("GET", f"{MATH}/double?key=21").body == 42
    assert send("GET", f"{MATH}/double", "21").body == 42
    assert send("GET", f"{MATH}/power?base=3&exp=4").body == 81
    assert send("GET", f"{MATH}/power?base=3").body == 9
    assert send("GET", f"{MATH}/power{key({'exp': 3, 'base': 2})}").body == 8
    assert send("GET", f"{MATH}/power", '{"base": 5}').body == 25
    assert send("GET", f"{MATH}/shout?text=a%20b").body == "A B"
    assert send("GET", f"{MATH}/shout?text=12").body == "12"
    assert send("GET", f"{MATH}/shout{key('x')}").body == "X"
    assert send("GET", f"{MATH}/either?x=5").body == send("GET", f"{MATH}/either?key=5").body
    assert send("GET", f"{MATH}/either?x=%22five%22").body == send("GET", f"{MATH}/either?x=five").body
    assert send("GET", f"{MATH}/either?x=five").body == send("GET", f"{MATH}/either?key=%22five%22").body


@pytest.mark.parametrize(
    ("method", "path", "body", "names"),
    [
        ("GET", f"{MATH}/double", None, "key"),
        ("GET", f"{MATH}/double?key=%22x%22", None, "key"),
        ("GET", f"{MATH}/double?key=true", None, "key"),
        ("GET", f"{MATH}/double?key=1.5", None, "key"),
        ("GET", f"{MATH}/double?key=x", None, "key"),
        ("GET", f"{MATH}/double?key=1&key=2", None, "key"),
        ("GET", f"{MATH}/double?key=1", "1", "twice"),
        ("GET", f"{MATH}/hello?key=1", None, "key"),
        ("GET", f"{MATH}/power?exp=4", None, "base"),
        ("GET", f"{MATH}/power?base=1&other=4", None, "other"),
        ("GET", f"{MATH}/power?base=1&base=2", None, "base"),
        ("GET", f"{MATH}/power?base=abc", None, "base"),
        ("POST", f"{MATH}/sum", '{"a": 1}', "b"),
        ("POST", f"{MATH}/sum", '{"a": 1, "b": 2, "c": 3}', "c"),
        ("POST", f"{MATH}/sum", "[1, 2]", "object"),
        ("POST", f"{MATH}/sum", '{"a": 1, "a": 2}', "a"),
        ("POST", f"{MATH}/sum", '{"a": 1, "b"', "JSON"),
        ("POST", f"{MATH}/sum", '{"a": 1, "b": 99999999999999999999}', "64-bit"),
        ("POST", f"{MATH}/sum?a=1", "{}", "a"),
        ("POST", f"{MATH}/sum", '{"a": 1, "b": {"$x": []}}', "ref"),
        ("POST", f"{MATH}/total", '{"items": [1, "2"]}', "items"),
        ("POST", f"{MATH}/total", '{"items": 1}', "items"),
        ("GET", "/lib/acme/%2e%2e/x", None, "segment"),
        ("GET", "/host/event?since=soon", None, "since"),
    ],
)
def test_what_the_door_refuses_is_named(send: Sender, method: str, path: str, body: str | None, names: str) -> None:
    answer = send(method, path, body)
    assert answer.status == 400, answer
    category, message = answer.error
    assert category == "bad_request"
    assert names in message
    assert send("GET", f"{MATH}/hello").body == "hello"


def test_a_verb_a_route_has_not_got(send: Sender) -> None:
    answer = send("PUT", f"{MATH}/hello", "[1, 2]")
    assert answer.status == 405
    assert answer.headers["allow"] == "GET"
    assert f"{MATH}/hello" in answer.error[1]
    for method in ["POST", "DELETE", "PATCH", "OPTIONS"]:
        assert send(method, f"{MATH}/hello").status == 405, method
    assert send("GET", f"{MATH}/sum").status == 405
    assert send("DELETE", "/lib").headers["allow"] == "GET, PUT"


def test_errors_say_where(send: Sender) -> None:
    answer = send("POST", f"{MATH}/divide", '{"a": 1, "b": 0}')
    assert answer.status == 400
    assert isinstance(answer.body, dict)
    details = answer.body["bad_request"]
    assert details["message"] == "division by zero"
    assert details["at"] == {"component": MATH, "route": "POST /divide", "ids": ["r"]}


def test_the_source_line_of_an_error(tmp_path: Path) -> None:
    send = InProcess(tinychain_local.KernelHandle.local(tmp_path))
    contents = manifest(
        [
            route("/divide", "post", [["r", {"$a/div": {"r": {"$b": []}}}]]),
            route("/outer", "post", [["x", {"$self/divide": {"a": 1, "b": 0}}], ["r", {"$x/add": {"r": 1}}]]),
        ]
    )
    contents["source_map"] = {
        "file": "math.py",
        "routes": {"POST /divide": {"line": 12, "ids": {"r": 3}}, "POST /outer": {"line": 20, "ids": {"x": 1, "r": 2}}},
    }
    assert send("PUT", "/lib", json.dumps(contents)).status == 204
    for path, body in [("/divide", '{"a": 1, "b": 0}'), ("/outer", "{}")]:
        answer = send("POST", MATH + path, body)
        assert isinstance(answer.body, dict)
        at = answer.body["bad_request"]["at"]
        assert at == {"component": MATH, "route": "POST /divide", "ids": ["r"], "source": "math.py:15"}


def test_events_of_what_failed_are_never_seen(send: Sender) -> None:
    assert send("POST", f"{MATH}/emit_then_divide", '{"a": 1, "b": 0}').status == 400
    assert send("GET", "/host/event").body == []
    assert send("POST", f"{MATH}/emit_then_divide", '{"a": 1, "b": 2}').body == 0.5
    assert send("POST", f"{MATH}/emit_then_divide", '{"a": 1, "b": 4}').body == 0.25
    events = send("GET", "/host/event").body
    assert isinstance(events, list)
    assert [(event["sequence"], event["topic"], event["value"]) for event in events] == [
        (1, "tried", 2),
        (2, "tried", 4),
    ]
    assert events[0]["txn"] != events[1]["txn"]
    assert send("GET", "/host/event?since=1").body == events[1:]


def test_what_a_program_sees_of_its_transaction(send: Sender) -> None:
    before = time.time_ns()
    [[first, at], [second, later]] = (send("POST", f"{MATH}/when").body for _ in range(2))
    assert first != second
    assert before <= at <= later <= time.time_ns()
    assert send("POST", f"{MATH}/who").body == {"principal": None, "claims": []}


def test_a_transaction_ends_after_three_seconds(send: Sender) -> None:
    started = time.monotonic()
    answer = send("POST", f"{MATH}/forever", '{"start": 0}')
    took = time.monotonic() - started
    assert answer.status == 408
    assert answer.error[0] == "timeout"
    assert 2.9 < took < 3.3


def test_a_shorter_ttl(tmp_path: Path) -> None:
    send = InProcess(tinychain_local.KernelHandle.local(tmp_path, request_ttl_secs=0.2))
    send("PUT", "/lib", json.dumps(manifest(ROUTES)))
    started = time.monotonic()
    assert send("POST", f"{MATH}/forever", '{"start": 0}').status == 408
    assert time.monotonic() - started < 1
    for ttl in [0, -1, 4, float("nan")]:
        with pytest.raises(ValueError, match="request_ttl_secs"):
            tinychain_local.KernelHandle.local(tmp_path, request_ttl_secs=ttl)


def test_other_threads_run_while_a_route_does(tmp_path: Path) -> None:
    send = InProcess(tinychain_local.KernelHandle.local(tmp_path, request_ttl_secs=0.5))
    send("PUT", "/lib", json.dumps(manifest(ROUTES)))
    thread = threading.Thread(target=send, args=("POST", f"{MATH}/forever", '{"start": 0}'))
    thread.start()
    answered = 0
    while thread.is_alive():
        assert send("GET", f"{MATH}/hello").body == "hello"
        answered += 1
    assert answered > 100


BAD = "/lib/acme/bad/1.0.0"
BAD_INSTALLS = {
    "empty": "",
    "not JSON": "hello",
    "not an object": "[1]",
    "cut in half": json.dumps(manifest(ROUTES))[:400],
    "deep": "[" * (2 << 20),
    "no schema": '{"routes": []}',
    "a cycle": json.dumps(manifest([route("/x", "post", [["a", {"$b": []}], ["b", {"$a": []}]])], BAD)),
    "an unknown op": json.dumps(manifest([route("/x", "post", [["a", {"$p/frobnicate": {}}]])], BAD)),
    "an unbound id": json.dumps(manifest([route("/x", "get", [["a", {"$nobody": []}]])], BAD)),
    "a duplicate route": json.dumps(manifest([{"path": "/x", "value": 1}] * 2, BAD)),
    "not a version": json.dumps(manifest([], "/lib/acme/bad/one")),
    "another version": json.dumps(manifest([], BAD)).replace('"version": "1.0.0"', '"version": "2.0.0"'),
    "a service": json.dumps(manifest([], "/service/acme/ns/bad/1.0.0")),
    "outside": json.dumps(manifest([], "/lib/../../etc/1.0.0")),
    "hidden": json.dumps(manifest([], "/lib/.tmp/x/1.0.0")),
}


@pytest.mark.parametrize("what", BAD_INSTALLS)
def test_a_bad_install_changes_nothing(what: str, tmp_path: Path) -> None:
    send = InProcess(tinychain_local.KernelHandle.local(tmp_path))
    send("PUT", "/lib", json.dumps(manifest(ROUTES)))
    before = sorted(path for path in tmp_path.rglob("*") if path.is_file())
    answer = send("PUT", "/lib", BAD_INSTALLS[what])
    assert answer.status == 400, answer
    assert answer.error[1]
    assert sorted(path for path in tmp_path.rglob("*") if path.is_file()) == before
    for kernel in (send, InProcess(tinychain_local.KernelHandle.local(tmp_path))):
        assert kernel("GET", "/lib/acme").body == {"math": True}
        assert kernel("GET", f"{MATH}/hello").body == "hello"


def test_an_error_in_a_manifest_is_pointed_at(tmp_path: Path) -> None:
    send = InProcess(tinychain_local.KernelHandle.local(tmp_path))
    routes = [{"path": "/fine", "value": 1}, route("/x", "post", [["a", {"$nobody/frobnicate": {}}]])]
    _, message = send("PUT", "/lib", json.dumps(manifest(routes))).error
    assert "/routes/1/opdef" in message
    with pytest.raises(ValueError, match="/routes/1/opdef"):
        tinychain_local.verify_manifest(json.dumps(manifest(routes)).encode())
    tinychain_local.verify_manifest(json.dumps(manifest(ROUTES)).encode())


def test_every_form_of_a_manifest(tmp_path: Path) -> None:
    send = InProcess(tinychain_local.KernelHandle.local(tmp_path))
    assert send("PUT", "/lib", package(manifest(ROUTES))).status == 204
    assert send("PUT", "/lib", json.dumps({"/lib/acme/compact/1.0.0": {"hello": "hi"}})).status == 204
    assert send("PUT", "/lib", json.dumps(manifest([], "/lib/acme/bare/1.0.0")["schema"])).status == 204
    again = InProcess(tinychain_local.KernelHandle.local(tmp_path))
    for kernel in (send, again):
        assert kernel("POST", f"{MATH}/sum", '{"a": 1, "b": 2}').body == 3
        assert kernel("GET", "/lib/acme/compact/1.0.0/hello").body == "hi"
        assert kernel("GET", "/lib/acme/bare/1.0.0").status == 200
    # The same manifest, whichever way it is wrapped.
    assert send("PUT", "/lib", json.dumps(manifest(ROUTES))).status == 204


@pytest.mark.parametrize("on_disk", [True, False])
def test_a_published_version_never_changes(on_disk: bool, tmp_path: Path) -> None:
    send = InProcess(tinychain_local.KernelHandle.local(tmp_path if on_disk else None))
    assert send("PUT", "/lib", json.dumps(manifest(ROUTES))).status == 204
    assert send("PUT", "/lib", json.dumps(manifest(ROUTES))).status == 204
    answer = send("PUT", "/lib", json.dumps(manifest([{"path": "/hello", "value": "changed"}])))
    assert answer.status == 409
    assert MATH in answer.error[1]
    assert send("GET", f"{MATH}/hello").body == "hello"


def test_an_id_without_a_version_is_replaced_by_a_newer_one(tmp_path: Path) -> None:
    def contents(version: str) -> str:
        schema = {"id": "/lib/acme/old", "version": version, "dependencies": []}
        return json.dumps({"schema": schema, "routes": [{"path": "/version", "value": version}]})

    send = InProcess(tinychain_local.KernelHandle.local(tmp_path))
    other = InProcess(tinychain_local.KernelHandle.local(tmp_path))
    for version in ["0.9.0", "0.10.0", "0.2.0"]:
        assert send("PUT", "/lib", contents(version)).status == 204
    again = InProcess(tinychain_local.KernelHandle.local(tmp_path))
    time.sleep(0.3)
    for kernel in (send, other, again):
        assert kernel("GET", "/lib/acme/old/version").body == "0.10.0"


def test_kernels_on_one_directory_see_each_others_installs(tmp_path: Path) -> None:
    here = InProcess(tinychain_local.KernelHandle.local(tmp_path))
    with host(tmp_path, dev=True) as there:
        assert there.send("PUT", "/lib", json.dumps(manifest(ROUTES))).status == 204
        assert here("GET", f"{MATH}/hello").body == "hello"
        assert here("PUT", "/service", json.dumps(manifest(ROUTES, "/service/acme/ns/math/1.0.0"))).status == 204
        assert there.send("GET", "/service/acme/ns/math/1.0.0/hello").body == "hello"
        time.sleep(0.3)
        assert here("GET", "/lib").body == {"acme": True}
        conflicting = json.dumps(manifest([], "/service/acme/ns/math/1.0.0"))
        assert there.send("PUT", "/service", conflicting).status == 409


def test_a_damaged_version_is_not_served_and_hurts_no_other(tmp_path: Path) -> None:
    send = InProcess(tinychain_local.KernelHandle.local(tmp_path))
    send("PUT", "/lib", json.dumps(manifest(ROUTES)))
    send("PUT", "/lib", json.dumps(manifest(ROUTES, "/lib/acme/math/2.0.0")))
    (tmp_path / "lib/acme/math/1.0.0/library.ir.json").write_text("{")
    again = InProcess(tinychain_local.KernelHandle.local(tmp_path))
    assert again("GET", f"{MATH}/hello").status == 500
    assert again("GET", "/lib/acme/math/2.0.0/hello").body == "hello"


def test_only_declared_dependencies_are_called(tmp_path: Path) -> None:
    send = InProcess(tinychain_local.KernelHandle.local(tmp_path))
    calls = [
        route("/sum", "post", [["r", {f"{MATH}/sum": {"a": {"$x": []}, "b": 1}}]]),
        route("/divide", "post", [["r", {f"{MATH}/divide": {"a": {"$x": []}, "b": 0}}]]),
        {"path": "/alias", "op": {"method": "GET", "path": f"{MATH}/hello"}},
    ]
    send("PUT", "/lib", json.dumps(manifest(ROUTES)))
    assert send("PUT", "/lib", json.dumps(manifest(calls, "/lib/acme/caller/1.0.0", [MATH]))).status == 204
    assert send("POST", "/lib/acme/caller/1.0.0/sum", '{"x": 41}').body == 42
    assert send("GET", "/lib/acme/caller/1.0.0/alias").body == "hello"
    failed = send("POST", "/lib/acme/caller/1.0.0/divide", '{"x": 1}')
    assert isinstance(failed.body, dict)
    assert failed.body["bad_request"]["at"]["component"] == MATH

    # What a manifest calls by name is checked when it is installed.
    answer = send("PUT", "/lib", json.dumps(manifest(calls, "/lib/acme/stranger/1.0.0")))
    assert answer.status == 400
    assert f"{MATH}/sum is not under a declared dependency" in answer.error[1]
    # A dependency's dependencies are not one's own.
    indirect = [route("/sum", "post", [["r", {f"{MATH}/sum": {"a": 1, "b": 1}}]])]
    contents = manifest(indirect, "/lib/acme/indirect/1.0.0", ["/lib/acme/caller/1.0.0"])
    assert send("PUT", "/lib", json.dumps(contents)).status == 400


def test_links_that_a_program_is_given_are_called_only_where_it_may(send: Sender) -> None:
    contents = manifest([route("/call", "post", [["r", {"$there": {"x": 1}}]])], "/lib/acme/curious/1.0.0")
    assert send("PUT", "/lib", json.dumps(contents)).status == 204
    for link in [MATH, f"http://127.0.0.1:1{MATH}", f"https://example.com{MATH}", "/service/acme/ns/x/1.0.0"]:
        link += "/via_self"
        body = json.dumps({"there": {"/state/scalar/value/link": link}})
        answer = send("POST", "/lib/acme/curious/1.0.0/call", body)
        assert answer.status == 403, link
        assert link in answer.error[1]
    contents = manifest(contents["routes"], "/lib/acme/entitled/1.0.0", [MATH])  # type: ignore[arg-type]
    assert send("PUT", "/lib", json.dumps(contents)).status == 204
    body = json.dumps({"there": {"/state/scalar/value/link": f"{MATH}/via_self"}})
    assert send("POST", "/lib/acme/entitled/1.0.0/call", body).body == 2
    body = json.dumps({"there": {"/state/scalar/value/link": f"http://127.0.0.1:1{MATH}/via_self"}})
    assert send("POST", "/lib/acme/entitled/1.0.0/call", body).status == 403


def test_a_dependency_that_is_missing(tmp_path: Path) -> None:
    send = InProcess(tinychain_local.KernelHandle.local(tmp_path))
    calls = [route("/sum", "post", [["r", {f"{MATH}/sum": {"a": 1, "b": 1}}]])]
    send("PUT", "/lib", json.dumps(manifest(calls, "/lib/acme/caller/1.0.0", [MATH])))
    answer = send("POST", "/lib/acme/caller/1.0.0/sum")
    assert answer.status == 404
    assert MATH in answer.error[1]
    send("PUT", "/lib", json.dumps(manifest(ROUTES)))
    assert send("POST", "/lib/acme/caller/1.0.0/sum").body == 2


def test_libraries_that_call_each_other_forever(tmp_path: Path) -> None:
    send = InProcess(tinychain_local.KernelHandle.local(tmp_path))
    ping, pong = "/lib/acme/ping/1.0.0", "/lib/acme/pong/1.0.0"
    for here, there in [(ping, pong), (pong, ping)]:
        send(
            "PUT", "/lib", json.dumps(manifest([route("/call", "post", [["r", {f"{there}/call": {}}]])], here, [there]))
        )
    answer = send("POST", f"{ping}/call")
    assert answer.status == 400
    assert "call each other" in answer.error[1]


def test_bodies_have_a_limit(tmp_path: Path) -> None:
    send = InProcess(tinychain_local.KernelHandle.local(tmp_path, max_request_bytes_unauth=100))
    assert send("PUT", "/lib", json.dumps(manifest(ROUTES))).status == 204
    assert send("POST", f"{MATH}/sum", '{"a": 1, "b": 2}' + " " * 84).body == 3
    assert send("POST", f"{MATH}/sum", '{"a": 1, "b": 2}' + " " * 85).status == 413


def test_a_kernel_that_starts_with_a_schema(tmp_path: Path) -> None:
    schema = json.dumps({"id": MATH, "version": "1.0.0", "dependencies": []})
    send = InProcess(tinychain_local.KernelHandle.with_library_schema(schema, tmp_path))
    assert send("GET", MATH).body == json.loads(schema)
    assert send("GET", f"{MATH}/hello").status == 404
    assert send("PUT", "/lib", json.dumps(manifest(ROUTES))).status == 204
    assert send("GET", f"{MATH}/hello").body == "hello"
    with pytest.raises(ValueError, match="schema"):
        tinychain_local.KernelHandle.with_library_schema("{}")


def test_resolving(tmp_path: Path) -> None:
    kernel = tinychain_local.KernelHandle.local(tmp_path)
    InProcess(kernel)("PUT", "/lib", json.dumps(manifest(ROUTES)))
    body = kernel.resolve_get(f"{MATH}/double", "4").body
    assert body is not None
    assert body.value().to_json() == "8"
    body = kernel.resolve_post(f"{MATH}/sum", tinychain_local.Value('{"a": 1, "b": 1}')).body
    assert body is not None
    assert body.value().to_json() == "2"
    with pytest.raises(ValueError, match="not installed"):
        kernel.resolve_get("/lib/acme/nobody/1.0.0/x")


def test_a_backend_serves_what_the_kernel_does_not(tmp_path: Path) -> None:
    seen = []

    def lib(request: tinychain_local.KernelRequest) -> tinychain_local.KernelResponse:
        seen.append((request.method, request.path))
        return tinychain_local.KernelResponse(200, None, '"mine"')

    backend = tinychain_local.Backend(lib, None, None, tmp_path)
    assert backend.healthz().status() == 200
    backend.dispatch(tinychain_local.KernelRequest("PUT", "/lib", None, json.dumps(manifest(ROUTES))))
    answers = [
        backend.dispatch(tinychain_local.KernelRequest("GET", path))
        for path in [f"{MATH}/hello", "/lib/acme/mine/1.0.0/x?y=1", "/service/a/b/c/1.0.0/x"]
    ]
    assert [answer.status for answer in answers] == [200, 200, 404]
    assert seen == [("GET", "/lib/acme/mine/1.0.0/x?y=1")]
    with pytest.raises(TypeError, match="lib is a callable"):
        tinychain_local.Backend(1, None)


def test_states_are_json() -> None:
    for state_class in [tinychain_local.State, tinychain_local.Value, tinychain_local.Scalar, tinychain_local.Tensor]:
        assert state_class('{"a": [1]}').to_json() == '{"a": [1]}'
        with pytest.raises(ValueError, match="JSON"):
            state_class("{")
    handle = tinychain_local.StateHandle(tinychain_local.Value("1"))
    assert isinstance(handle.value(), tinychain_local.Value)
    with pytest.raises(TypeError):
        tinychain_local.KernelRequest("GET", "/healthz", None, 5)


@pytest.mark.filterwarnings("ignore:This process")
def test_a_fork_is_refused(tmp_path: Path) -> None:
    kernel = tinychain_local.KernelHandle.local(tmp_path)
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            kernel.dispatch(tinychain_local.KernelRequest("GET", "/healthz"))
            message = "it answered"
        except RuntimeError as error:
            message = str(error)
        os.write(writer, message.encode())
        os._exit(0)
    os.waitpid(child, 0)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        assert "after a fork" in pipe.read()
    assert kernel.dispatch(tinychain_local.KernelRequest("GET", "/healthz")).status == 200
