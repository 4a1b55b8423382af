"""Shared by every test: what is skipped when the in-process kernel is not built, and hypothesis profiles."""

from __future__ import annotations

import importlib.util
import os

import pytest
from hypothesis import HealthCheck, settings

from tcc.lowering.options import VERIFY_VARIABLE

# A test run is repeatable; `make campaign` is where new programs are tried.
settings.register_profile("repeatable", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("explore", deadline=None, suppress_health_check=[HealthCheck.too_slow])
# Every build of a test, also one in a process of its own, checks the SSA after each pass.
os.environ.setdefault(VERIFY_VARIABLE, "1")

settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))


def pytest_addoption(parser: pytest.Parser, pluginmanager: pytest.PytestPluginManager) -> None:
    """`--tcc-accept` writes what the compiler makes of the golden cases into their files."""
    if not pluginmanager.hasplugin("tcc"):  # ours has the option too, where it is installed
        parser.addoption(
            "--tcc-accept", action="store_true", help="rewrite tests/golden cases with the compiler's output"
        )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip tests marked `native` only where there is no kernel: `make test` always builds it."""
    if importlib.util.find_spec("tinychain_local") is None:
        skip = pytest.mark.skip(reason="the in-process kernel is not installed (`make setup` builds it)")
        for item in items:
            if "native" in item.keywords:
                item.add_marker(skip)
