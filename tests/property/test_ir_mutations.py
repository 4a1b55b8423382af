"""Damaged manifests: whatever is done to one, the decoder, the verifier and the kernel answer, and agree.

`IR_MUTATIONS=100000 pytest tests/property/test_ir_mutations.py` is the long run; the kernel's part of it also checks
that a refused manifest leaves what is installed as it was.
"""

from __future__ import annotations

import json
import os
import random
import time
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from tcc.ir.codec import DecodeError
from tcc.ir.manifest import decode_manifest, encode_manifest
from tcc.ir.text import TextError, parse_manifest, show_manifest
from tcc.ir.verify import errors, verify
from tests.vectors import load

MUTATIONS = int(os.environ.get("IR_MUTATIONS", "2000"))
SLOWEST = 2.0
"""Seconds that no document of this size may take."""

SEEDS = [v.source for v in load().values() if v.kind == "manifest" and v.verdict == "valid" and b'"routes"' in v.source]
WORDS: list[Any] = [
    None, True, 0, -1, 2**63 - 1, 1.5, "", "self", "state", "x", "$x", "/", [], {}, {"$x": []}, {"$state": []},
    {"$self/r": {}}, {"/state/scalar/op/post": [["r", 1]]}, {"/lib/acme/other/1.0.0": [None]},
    {"/state/scalar/ref/while": [{"$x": []}, {"$y": []}, 0]}, {"/state/scalar/map": [[1, 2]]},
]  # fmt: skip


def damaged(source: bytes, rng: random.Random) -> bytes:
    """A document with a few random changes to its tree, or to its bytes."""
    if rng.random() < 0.3:
        data = bytearray(source)
        for _ in range(rng.randint(1, 4)):
            at = rng.randrange(len(data))
            match rng.randrange(4):
                case 0:
                    data[at] = rng.randrange(256)
                case 1:
                    del data[at : at + rng.randint(1, 20)]
                case 2:
                    data[at:at] = data[at : at + rng.randint(1, 40)]
                case 3:
                    data[at:at] = rng.choice((b"[", b"]", b"{", b"}", b'"', b",", b":", b"\\u", b"1e999", b"\xff"))
            if not data:
                break
        return bytes(data)
    document = json.loads(source)
    for _ in range(rng.randint(1, 3)):
        change(document, rng)
    return json.dumps(document).encode()


def change(document: Any, rng: random.Random) -> None:
    """One change somewhere in a tree: a part replaced, removed, doubled, moved or renamed."""
    places: list[tuple[Any, Any]] = []

    def collect(node: Any) -> None:
        steps = range(len(node)) if isinstance(node, list) else list(node) if isinstance(node, dict) else ()
        for step in steps:
            places.append((node, step))
            collect(node[step])

    collect(document)
    if not places:
        return
    holder, step = rng.choice(places)
    other, other_step = rng.choice(places)
    match rng.randrange(6):
        case 0:
            holder[step] = deepcopy(rng.choice(WORDS))
        case 1:
            del holder[step]
        case 2 if isinstance(holder, list):
            holder.insert(step, deepcopy(holder[step]))
        case 3:
            holder[step] = deepcopy(other[other_step])
        case 4 if isinstance(holder, dict):
            holder[rng.choice(("x", "$x/add", "/a/b", "self", "a b", str(other_step)))] = holder.pop(step)
        case _ if isinstance(holder, list):
            rng.shuffle(holder)


def verdict(source: bytes) -> bool:
    """Whether Python would let a document be installed. Raises for anything but a refusal, and for taking long."""
    start = time.perf_counter()
    try:
        manifest = decode_manifest(source)
    except DecodeError:
        accepted = False
    else:
        accepted = not errors(verify(manifest))
        assert encode_manifest(decode_manifest(encode_manifest(manifest))) == encode_manifest(manifest)
        assert encode_manifest(parse_manifest(show_manifest(manifest))) == encode_manifest(manifest)
    assert time.perf_counter() - start < SLOWEST
    return accepted


def test_damaged_manifests_are_accepted_or_refused() -> None:
    rng = random.Random(20261122)
    accepted = sum(verdict(damaged(rng.choice(SEEDS), rng)) for _ in range(MUTATIONS))
    assert 0 < accepted < MUTATIONS  # both kinds are made


def test_damaged_text_is_accepted_or_refused() -> None:
    rng = random.Random(20261123)
    seeds = [show_manifest(decode_manifest(source)).encode() for source in SEEDS]
    read = 0
    for _ in range(MUTATIONS):
        text = bytearray(rng.choice(seeds))
        for _ in range(rng.randint(1, 3)):
            at = rng.randrange(len(text))
            text[at : at + rng.randint(0, 3)] = rng.choice((b"(", b"}", b" ", b"`", b'"', b"op", b"if", b"1", b"="))
        try:
            parse_manifest(text.decode("utf-8", "replace"))
            read += 1
        except TextError:
            pass
    assert 0 < read < MUTATIONS


@pytest.mark.native
def test_the_kernel_gives_damaged_manifests_the_same_verdict_and_keeps_what_it_has(tmp_path: Path) -> None:
    import tinychain_local

    kernel = tinychain_local.KernelHandle.local(data_dir=str(tmp_path))
    rng = random.Random(20261124)
    for number in range(MUTATIONS):
        source = damaged(rng.choice(SEEDS), rng)
        try:
            tinychain_local.verify_manifest(source)
            kernel_accepts = True
        except ValueError:
            kernel_accepts = False
        assert kernel_accepts == verdict(source), source
        if not kernel_accepts and number % 10 == 0:
            response = kernel.dispatch(tinychain_local.KernelRequest("PUT", "/lib", body=source))
            assert response.status == 400
    assert not any(tmp_path.glob("lib/*"))
