"""Ownership (not yet)."""

from __future__ import annotations

from collections.abc import Callable

from tcc.diagnostics import Diagnostic
from tcc.lowering.ssa import Function


def check_ownership(functions: list[Function], report: Callable[[Diagnostic], None]) -> None:
    return
