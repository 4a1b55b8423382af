"""What holds for every scalar and manifest, not only for those someone thought of.

`IR_EXAMPLES=10000 pytest tests/property/test_ir.py` tries more of them.
"""

from __future__ import annotations

import os

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tcc.ir.codec import DecodeError, decode, encode
from tcc.ir.format import format_manifest, format_scalar
from tcc.ir.manifest import Manifest, decode_manifest, encode_manifest
from tcc.ir.nodes import Scalar
from tcc.ir.schema import check_schema
from tcc.ir.text import TextError, parse_manifest, parse_scalar, show_manifest, show_scalar
from tcc.ir.verify import errors, verify
from tests.property.ir_strategies import MANIFESTS, SCALARS

# A drawn program that is large is no less good a case.
pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")

EXAMPLES = settings(max_examples=int(os.environ.get("IR_EXAMPLES", "150")))


@EXAMPLES
@given(SCALARS)
def test_decoding_gives_back_what_was_encoded(node: Scalar) -> None:
    text = encode(node)
    assert decode(text) == node
    assert encode(decode(text)) == text  # == sees no difference between 1 and 1.0 and true; the bytes do


@EXAMPLES
@given(SCALARS)
def test_pretty_and_canonical_json_are_one_document(node: Scalar) -> None:
    assert encode(decode(format_scalar(node))) == encode(node)


@EXAMPLES
@given(SCALARS)
def test_a_scalar_is_of_the_published_schema(node: Scalar) -> None:
    assert check_schema(encode(node), "scalar") == ()


@EXAMPLES
@given(SCALARS)
def test_the_text_of_a_scalar_reads_back(node: Scalar) -> None:
    assert encode(parse_scalar(show_scalar(node))) == encode(node)


@EXAMPLES
@given(MANIFESTS)
def test_manifests_read_back(manifest: Manifest) -> None:
    text = encode_manifest(manifest)
    assert encode_manifest(decode_manifest(text)) == text
    pretty = format_manifest(manifest)
    assert encode_manifest(decode_manifest(pretty)) == text
    assert format_manifest(decode_manifest(pretty)) == pretty


@EXAMPLES
@given(MANIFESTS, st.booleans(), st.booleans())
def test_the_text_of_a_manifest_reads_back(manifest: Manifest, types: bool, spans: bool) -> None:
    text = show_manifest(manifest, types=types, spans=spans)
    assert encode_manifest(parse_manifest(text)) == encode_manifest(manifest)


@EXAMPLES
@given(MANIFESTS)
def test_the_verifier_answers_for_every_manifest(manifest: Manifest) -> None:
    problems = verify(manifest)
    assert all(problem.severity in ("error", "warning") for problem in problems)
    assert verify(decode_manifest(encode_manifest(manifest))) == problems


@EXAMPLES
@given(st.binary(max_size=40) | st.text(max_size=40).map(str.encode))
@example(b"[" * 100_000)
@example(b'{"a":' * 100_000)
def test_decoding_anything_gives_a_scalar_or_a_decode_error(source: bytes) -> None:
    try:
        node = decode(source)
    except DecodeError:
        return
    assert encode(decode(encode(node))) == encode(node)


@EXAMPLES
@given(st.text(st.sampled_from("()[]{}<>`\"' \n.:=+-/*#,$abopif01"), max_size=30))
@example("(" * 100_000)
@example("op {a = " * 10_000)
def test_assembling_anything_gives_a_scalar_or_a_text_error(source: str) -> None:
    try:
        node = parse_scalar(source)
    except TextError:
        return
    assert parse_scalar(show_scalar(node)) == node


def test_deep_text_is_read_as_deep_as_json_goes() -> None:
    deepest = "[" * 128 + "]" * 128
    assert encode(parse_scalar(show_scalar(decode(deepest)))).decode() == deepest


@pytest.mark.native
@EXAMPLES
@given(SCALARS)
def test_the_kernel_writes_the_same_bytes(node: Scalar) -> None:
    import tinychain_local

    assert tinychain_local._canonical(encode(node)).encode() == encode(node)
    assert tinychain_local._canonical(format_scalar(node).encode()).encode() == encode(node)


def kernel_refuses(source: bytes) -> bool:
    import tinychain_local

    try:
        tinychain_local.verify_manifest(source)
    except ValueError:
        return True
    return False


@pytest.mark.native
@EXAMPLES
@given(MANIFESTS)
def test_the_kernel_and_the_verifier_give_one_verdict(manifest: Manifest) -> None:
    assert kernel_refuses(encode_manifest(manifest)) == bool(errors(verify(manifest)))
