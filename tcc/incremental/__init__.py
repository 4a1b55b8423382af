"""Rebuild only what changed.

    file.py ──chunks──▶ its top-level statements and the members of its classes, as texts
            ──keys────▶ for each route a digest of everything its IR depends on
            ──store───▶ the routes whose digest is known: their text is reused, the others are lowered

The cache changes how long a build takes and nothing else: what is written is, byte for byte, what a build without it
writes. A route that is reused is not even parsed; where that could be seen, the build starts again without the cache.
"""
