"""Older releases of tc-ir: what the legalisation pass makes of a program means the same, or it says why it cannot."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tcc.backend.targets.encoding import target_data
from tcc.backend.targets.legalise import legalise
from tcc.backend.targets.profile import PROFILES, Profile, load_profile
from tcc.ir.codec import compact
from tcc.ir.manifest import Manifest, decode_manifest, encode_manifest
from tcc.ir.nodes import After, Cond, ForEach, IdRef, If, Scalar, While
from tcc.ir.rewrite import rebuild
from tcc.ir.scope import OP_NODES, STATE, form_names
from tcc.ir.text import parse_manifest, show_manifest
from tcc.ir.verify import errors, verify
from tests.unit.targets.oracle import Run
from tests.vectors import load

OLDER = [name for name in PROFILES if name != "tcc"]
HEAD = "library /lib/acme/t/1.0.0 version 1.0.0\n"

# Each program with the arguments it is called with.
PROGRAMS: dict[str, tuple[str, list[dict[str, Any]]]] = {
    "compare": (
        """route /r(a: float, b: float) op {
             lt = a < b
             le = a <= b
             ge = a >= b
             ne = a != b
             minus = a - 1
             literal = a < 3
             nothing = a.is_none()
             r = [lt, le, ge, ne, minus, literal, nothing]
           }""",
        [{"a": 1, "b": 2}, {"a": 2.5, "b": 2.5}, {"a": 3, "b": -1}, {"a": float("nan"), "b": 1}],
    ),
    "conditionals": (
        """route /r(x: int) op {
             c = x > 0
             both = if c then op { p = post /host/event(topic="pos", value=x) } else op { n = x + 100 }
             scalars = if c then "yes" else "no"
             mixed = if c then (if c then 1 else 2) else op { m = [x, both] }
             literal = if true then mixed else both
             r = after both then [scalars, mixed, literal]
           }""",
        [{"x": 1}, {"x": 0}],
    ),
    "while with captures": (
        """route /r(limit: int, step: int) op {
             loop = while op { go = state < limit } do op {
               big = state > 3
               note = if big then op { e = post /host/event(topic="big", value=[state, step]) } else none
               next = state + step
               out = after note then next
             } from 0
             r = [loop, limit]
           }""",
        [{"limit": 0, "step": 1}, {"limit": 7, "step": 2}, {"limit": 10, "step": 3}],
    ),
    "nested loops": (
        """route /r(n: int) op {
             loop = while op { go = state < n } do op {
               outer = state
               inner = while op { more = state < outer } do op { k = state + 1 } from 0
               seen = post /host/event(topic="inner", value=inner)
               next = outer + 1
               up = after seen then next
             } from 0
             r = loop
           }""",
        [{"n": 0}, {"n": 4}],
    ),
    "for": (
        """route /r(xs: list[int], k: int) op {
             total = for x in xs do op { s = state + x } from 0
             scaled = for x in xs do op { t = x + k
               u = state.append(value=t) } from []
             last = for x in xs do op { v = x + k }
             plain = for y in xs do op { w = y + 1 }
             r = [total, scaled, last, plain]
           }""",
        [{"xs": [], "k": 1}, {"xs": [1, 2, 3], "k": 10}],
    ),
    "for in while": (
        """route /r(xs: list[int]) op {
             loop = while op { size = state.len()
               go = size < 5 } do op {
               next = for x in xs do op { n = state + x
                 e = after (post /host/event(topic="x", value=x)) then n } from 0
               all = for x in xs do op { z = [x, state] }
               out = state.append(value=next)
             } from []
             r = loop
           }""",
        [{"xs": [1, 2]}],
    ),
    "for over a state of a loop around it": (
        """route /r(xs: list[int]) op {
             loop = while op { go = state < 3 } do op {
               seen = for x in xs do op { pair = [x, state]
                 e = post /host/event(topic="pair", value=pair) }
               next = state + 1
               out = after seen then next
             } from 0
             r = loop
           }""",
        [{"xs": [7, 8]}],
    ),
    "definitions": (
        """route /r(k: int) op {
             twice = op { d = x + x }
             below = op { go = state < 20 }
             grow = op { g = twice(x=state) }
             loop = while below do grow from k
             folded = for i in [1, 2] do op { h = state + loop } from 0
             r = [loop, folded]
           }""",
        [{"k": 3}],
    ),
    "effects in order": (
        """route /r(x: int) op {
             e1 = post /host/event(topic="a", value=x)
             e2 = after e1 then (post /host/event(topic="b", value=x))
             e3 = post /host/event(topic="c", value=x)
             e4 = after e2 then e3
             r = after [e4, e2] then "done"
           }""",
        [{"x": 1}],
    ),
    "siblings": (
        """route /r(x: int) op { y = self.other(z=x)
             r = y + 1 }
           route /other(z: int) op { q = z + z }""",
        [{"x": 4}],
    ),
    "counter": (
        """route /r(limit: int) op {
             loop = while op { go = state < limit } do op {
               two = state == 2
               emit = if two then op { e = post /host/event(topic="two", value="2") }
                      else op { o = post /host/event(topic="other", value=state) }
               next = state + 1
               out = after emit then next
             } from 0
             r = loop
           }""",
        [{"limit": 0}, {"limit": 4}],
    ),
}  # fmt: skip


def program(text: str) -> Manifest:
    return parse_manifest(HEAD + text)


def outcome(manifest: Manifest, arguments: dict[str, Any]) -> str:
    run = Run(manifest)
    return repr((run.route("/r", arguments), run.events))


@pytest.mark.parametrize("target", OLDER)
@pytest.mark.parametrize("name", PROGRAMS)
def test_a_legal_program_means_the_same(name: str, target: str) -> None:
    text, calls = PROGRAMS[name]
    manifest = program(text)
    assert errors(verify(manifest)) == ()
    legal, obstacles = legalise(manifest, load_profile(target))
    assert [str(obstacle) for obstacle in obstacles] == []
    assert errors(verify(legal)) == (), show_manifest(legal)
    for arguments in calls:
        assert outcome(legal, arguments) == outcome(manifest, arguments), show_manifest(legal)


@pytest.mark.parametrize("target", OLDER)
@pytest.mark.parametrize("name", PROGRAMS)
def test_a_legal_program_has_only_what_the_target_has(name: str, target: str) -> None:
    profile = load_profile(target)
    legal, _ = legalise(program(PROGRAMS[name][0]), profile)
    assert_has_only(legal, profile)


def assert_has_only(legal: Manifest, profile: Profile) -> None:
    """Fail where a manifest has a node or an op on a value that an older target lacks."""
    nodes: list[Scalar] = []

    def visit(node: Scalar) -> Scalar:
        nodes.append(node)
        rebuild(node, visit)
        return node

    for route in legal.routes:
        if isinstance(route.target, OP_NODES):
            visit(route.target)
    assert nodes
    for node in nodes:
        assert not isinstance(node, After) or profile.after
        assert not (isinstance(node, ForEach) and node.stateful)
        assert not isinstance(node, If) or profile.conditional == "if_or_cond"
        if isinstance(node, If):
            assert not isinstance(node.then, OP_NODES)
            assert not isinstance(node.or_else, OP_NODES)
        if isinstance(node, Cond) and profile.conditional == "if_or_cond":
            assert isinstance(node.then, OP_NODES)
            assert isinstance(node.or_else, OP_NODES)
        if isinstance(node, Cond):
            assert isinstance(node.cond, IdRef) or hasattr(node.cond, "subject")
        if isinstance(node, While):
            for op in (node.cond, node.body):
                if isinstance(op, OP_NODES):
                    assert set(form_names(op.form, inner_params=False)) <= {STATE}
        subject = getattr(node, "subject", "")
        assert not subject.startswith("$self")
        if subject.startswith("$") and "/" in subject:
            assert profile.has(subject.rpartition("/")[2])


def kernel_outcome(manifest: Manifest, target: str, calls: list[dict[str, Any]]) -> list[object]:
    """What the kernel makes of a manifest as it is written for a target: results, then events."""
    import tinychain_local

    def send(method: str, path: str, data: object = None) -> Any:
        body = None if data is None else json.dumps(data).encode()
        response = kernel.dispatch(tinychain_local.KernelRequest(method, path, body=body))
        assert response.status in (200, 204), response.body and response.body.value().to_json()
        return json.loads(response.body.value().to_json()) if response.body else None

    kernel = tinychain_local.KernelHandle.local()
    send("PUT", "/lib", target_data(manifest, load_profile(target)))
    results: list[object] = [send("POST", f"{manifest.schema.id}/r", arguments) for arguments in calls]
    events = [(event["topic"], event["value"]) for event in send("GET", "/host/event")]
    return [results, events]


@pytest.mark.native
@pytest.mark.parametrize("name", PROGRAMS)
def test_the_kernel_runs_a_program_the_same_for_every_target(name: str) -> None:
    text, calls = PROGRAMS[name]
    calls = [arguments for arguments in calls if all(value == value for value in arguments.values())]  # NaN has no JSON
    manifest = program(text)
    runs = [Run(manifest) for _ in calls]
    results = [run.route("/r", arguments) for run, arguments in zip(runs, calls, strict=True)]
    expected = json.loads(json.dumps([results, [event for run in runs for event in run.events]]))
    for target in PROFILES:
        legal, _ = legalise(manifest, load_profile(target))
        assert json.loads(json.dumps(kernel_outcome(legal, target, calls))) == expected, target


@pytest.mark.parametrize("target", PROFILES)
def test_valid_vectors_stay_valid(target: str) -> None:
    profile = load_profile(target)
    legalised = 0
    for vector in load().values():
        if vector.kind == "manifest" and vector.verdict == "valid":
            manifest, obstacles = legalise(decode_manifest(vector.source), profile)
            if not obstacles:
                legalised += 1
                assert errors(verify(manifest)) == ()
                written = json.dumps(target_data(manifest, profile))
                assert encode_manifest(decode_manifest(written)) == encode_manifest(manifest)
    assert legalised > 80


def test_the_default_target_changes_nothing() -> None:
    manifest = program(PROGRAMS["while with captures"][0])
    assert legalise(manifest, load_profile("tcc")) == (manifest, ())


@pytest.mark.parametrize(
    ("target", "text", "message"),
    [
        ("tc-ir-2026-08", "x = a * 2", "POST /r, x: tc-ir-2026-08 has no op mul; build for the target tcc,"),
        ("tc-ir-2026-08", "x = a - a", "POST /r, x: tc-ir-2026-08 has no op sub of a value that is no literal;"),
        ("tc-ir-2026-08", 'x = a.get(i="k", default=1)', "POST /r, x: tc-ir-2026-08 has no default of the op get;"),
        ("tc-ir-2026-02", 's = "a"\n x = s + "b"', "POST /r, x: tc-ir-2026-02 has no op concat on strings;"),
        ("tc-ir-2026-02", "x = a.render(b=1)", "POST /r, x: tc-ir-2026-02 has no op render;"),
        (
            "tc-ir-2026-08",
            "x = while op { c = state < 3 } do op { y = state * 2 } from a",
            "POST /r, y: tc-ir-2026-08 has no op mul;",
        ),
    ],
)
def test_what_cannot_be_said_is_named(target: str, text: str, message: str) -> None:
    _, obstacles = legalise(program(f"route /r(a) op {{ {text} }}"), load_profile(target))
    [obstacle] = [str(obstacle) for obstacle in obstacles]
    assert obstacle.startswith(message)


def test_strings_concatenate_where_the_target_can() -> None:
    legal, obstacles = legalise(program('route /r() op { s = "a"\n r = s + "b" }'), load_profile("tc-ir-2026-08"))
    assert obstacles == ()
    assert '  r = s.concat(r="b")\n' in show_manifest(legal, types=False)


def test_state_maps_are_typed_where_the_target_wants_them() -> None:
    manifest = program(PROGRAMS["while with captures"][0])
    for target, state in (("tc-ir-2026-02", '{"/state/scalar/map":{"state":0,'), ("tc-ir-2026-08", '{"state":0,')):
        profile = load_profile(target)
        written = compact(target_data(legalise(manifest, profile)[0], profile))
        assert f',{state}"limit":{{"$limit":[]}}' in written


def test_an_unknown_target_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        load_profile("tc-ir-1999")
