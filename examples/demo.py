"""``make demo``: builds the counter, installs it in a fresh data directory, and calls it in process and over HTTP."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
HANDLE = "/service/example-devco/ml/counter/1.0.0/handle"


def main() -> None:
    """Run the commands a publisher would type, and show them."""
    with tempfile.TemporaryDirectory() as folder:
        manifest, data = str(Path(folder, "counter.json")), str(Path(folder, "data"))
        tcc("build", str(HERE / "counter.py"), "-o", manifest)
        tcc("install", manifest, "--data-dir", data)
        print("\nIn process:")
        tcc("call", HANDLE, "--data-dir", data, "--events", "limit=3")
        print("\nOver HTTP, from a server on the same directory:")
        command = [sys.executable, "-m", "tcc.cli", "serve", "--data-dir", data, "--bind", "127.0.0.1:0"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
            try:
                assert server.stdout is not None
                url = server.stdout.readline().split()[-1]
                tcc("call", HANDLE, "--url", url, "--events", "limit=3")
            finally:
                server.terminate()


def tcc(*arguments: str) -> None:
    """Run one ``tcc`` command, shown as it is typed."""
    print("$ tcc", *arguments, flush=True)
    subprocess.run([sys.executable, "-m", "tcc.cli", *arguments], check=True)


if __name__ == "__main__":
    main()
