"""Targets: the releases of tc-ir a program can be built for, each one small data file, and one pass that fits it.

manifest, obstacles = legalise(manifest, load_profile("tc-ir-2026-08"))
text = format_data(target_data(manifest, profile))
"""

from __future__ import annotations

from tcc.backend.targets.build import build_for
from tcc.backend.targets.encoding import target_data
from tcc.backend.targets.legalise import Obstacle, legalise
from tcc.backend.targets.profile import PROFILES, Profile, load_profile

__all__ = ["PROFILES", "Obstacle", "Profile", "build_for", "legalise", "load_profile", "target_data"]
