"""``python -m bench``: every benchmark, one after another."""

from __future__ import annotations

import sys

from bench import compile as compile_bench

if __name__ == "__main__":
    sys.exit(compile_bench.main())
