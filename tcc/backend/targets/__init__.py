"""Targets: the releases of tc-ir a program can be built for, each one small data file, and one pass that fits it.

manifest, obstacles = legalise(manifest, load_profile("tc-ir-2026-08"))
text = format_data(target_data(manifest, profile))

Nothing is imported here: a build for the default target needs none of it.
"""
