#!/usr/bin/env python3
"""Install a WASM module as a library: install_wasm.py SCHEMA WASM --data-dir DIR --bearer-token TOKEN"""

from __future__ import annotations

import argparse
import sys

import tinychain as tc


def main() -> int:
    """Install it; 0 when it is, 1 with one line on standard error when it is refused."""
    parser = argparse.ArgumentParser(description="Install a WASM module as a library in a data directory.")
    parser.add_argument("schema", metavar="SCHEMA", help="a JSON file with the library's schema")
    parser.add_argument("wasm", metavar="WASM", help="the module")
    parser.add_argument("--data-dir", metavar="DIR", required=True, help="the data directory")
    parser.add_argument("--bearer-token", metavar="TOKEN", help="a token that allows it (default: $TC_BEARER_TOKEN)")
    options = parser.parse_args()
    try:
        tc.wasm.install(options.schema, options.wasm, data_dir=options.data_dir, bearer_token=options.bearer_token)
    except (tc.Error, OSError, ValueError, ImportError) as error:
        sys.stderr.write(f"install_wasm.py: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
