"""A short crash campaign; `python -m tests.integration.crash_campaign` runs long ones."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("tinychain_local")

from tests.integration import crash_campaign

pytestmark = pytest.mark.native


@pytest.mark.filterwarnings("ignore:This process")
def test_installers_killed_while_they_publish(tmp_path: Path) -> None:
    tally = crash_campaign.run(kills=60, seed=1, data_dir=tmp_path)
    assert tally.acknowledged > 20
    assert tally.interrupted > 0
