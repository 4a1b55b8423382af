"""Every probe of ``semantics/``: the same in CPython and in the kernel, or refused as it says."""

from __future__ import annotations

import pytest

from tests.oracle.kernel import Kernel
from tests.property.semantics import FOLDER, WAYS, Probe, complaint, read

pytestmark = pytest.mark.native
PROBES = [probe for path in sorted(FOLDER.glob("*.md")) for probe in read(path)]


@pytest.fixture(scope="module")
def kernel() -> Kernel:
    return Kernel()


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("probe", PROBES, ids=lambda probe: probe.name)
def test_probe(probe: Probe, way: str, kernel: Kernel, request: pytest.FixtureRequest) -> None:
    if way in probe.bugs:
        request.applymarker(pytest.mark.xfail(strict=True, reason=probe.bugs[way]))
    assert probe.calls or way in probe.refused, "a probe that is not refused is called"
    found = complaint(probe, way, kernel)
    if found:
        pytest.fail(found, pytrace=False)


def test_names_are_unique() -> None:
    assert len({probe.name for probe in PROBES}) == len(PROBES) > 150
