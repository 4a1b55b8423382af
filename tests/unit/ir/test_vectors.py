"""Every implementation gives each shared vector the verdict its file states."""

from __future__ import annotations

import re

import pytest

from tcc.ir.codec import DecodeError, decode, encode
from tcc.ir.manifest import decode_manifest, encode_manifest, install_package
from tcc.ir.schema import check_schema
from tcc.ir.verify import errors, verify
from tests.vectors import DIRECTORY, Vector, load

VECTORS = load()


def select(kind: str, verdict: str, *stages: str) -> list[object]:
    return [
        pytest.param(vector, id=name)
        for name, vector in VECTORS.items()
        if vector.kind == kind and vector.verdict == verdict and (not stages or vector.stage in stages)
    ]


def test_a_vector_is_in_the_directory_of_its_verdict() -> None:
    assert len(VECTORS) == len(list(DIRECTORY.glob("*/*.json"))) > 600
    for name, vector in VECTORS.items():
        assert (DIRECTORY / vector.verdict / f"{name}.json").exists()
        assert vector.why
        assert (vector.pointer is None) == (vector.stage is None) == (vector.verdict == "valid")


@pytest.mark.parametrize("vector", select("scalar", "valid"))
def test_valid_scalars_have_one_canonical_text(vector: Vector) -> None:
    node = decode(vector.source)
    assert encode(node).decode() == vector.canonical
    assert decode(encode(node)) == node


@pytest.mark.parametrize("vector", select("scalar", "invalid"))
def test_invalid_scalars_are_refused_at_their_pointer(vector: Vector) -> None:
    with pytest.raises(DecodeError) as refusal:
        decode(vector.source)
    assert refusal.value.pointer == vector.pointer


@pytest.mark.parametrize("vector", select("manifest", "invalid", "json", "decode"))
def test_invalid_manifests_are_refused_at_their_pointer(vector: Vector) -> None:
    with pytest.raises(DecodeError) as refusal:
        decode_manifest(vector.source)
    assert refusal.value.pointer == vector.pointer


@pytest.mark.parametrize("vector", select("manifest", "valid"))
def test_valid_manifests_verify_and_read_back(vector: Vector) -> None:
    manifest = decode_manifest(vector.source)
    assert errors(verify(manifest)) == ()
    assert decode_manifest(encode_manifest(manifest)) == manifest
    assert decode_manifest(install_package(manifest)) == manifest


@pytest.mark.parametrize("vector", select("manifest", "invalid", "verify", "install"))
def test_the_verifier_refuses_at_the_pointer(vector: Vector) -> None:
    assert [problem.pointer for problem in errors(verify(decode_manifest(vector.source)))] == [vector.pointer]


@pytest.mark.parametrize("vector", [pytest.param(v, id=n) for n, v in VECTORS.items() if v.stage != "json"])
def test_the_schema_tells_what_a_schema_can(vector: Vector) -> None:
    sees_fault = vector.verdict == "invalid" and vector.schema != "unseen"
    assert bool(check_schema(vector.source, "scalar" if vector.kind == "scalar" else "manifest")) == sees_fault


@pytest.mark.native
@pytest.mark.parametrize("vector", select("manifest", "valid") + select("manifest", "invalid"))
def test_the_kernel_gives_the_same_verdict(vector: Vector) -> None:
    import tinychain_local

    if vector.verdict == "valid":
        tinychain_local.verify_manifest(vector.source)
        return
    with pytest.raises(ValueError, match=r".") as refusal:
        tinychain_local.verify_manifest(vector.source)
    place = re.match(r"at (\S.*?): ", str(refusal.value), re.DOTALL)
    assert (place[1] if place else "") == vector.pointer


@pytest.mark.native
@pytest.mark.parametrize("vector", select("scalar", "valid") + select("scalar", "invalid"))
def test_the_kernel_reads_and_writes_the_same_scalars(vector: Vector) -> None:
    import tinychain_local

    if vector.verdict == "valid":
        assert tinychain_local._canonical(vector.source) == vector.canonical
        return
    with pytest.raises(ValueError, match=r".") as refusal:
        tinychain_local._canonical(vector.source)
    place = re.match(r"at (\S.*?): ", str(refusal.value), re.DOTALL)
    assert (place[1] if place else "") == vector.pointer
