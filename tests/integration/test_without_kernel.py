"""Without the in-process kernel everything but the kernel works, and the kernel says what to install."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.integration.support import ROOT

BLOCK = "import sys; sys.modules['tinychain_local'] = None; "
"""Makes `import tinychain_local` fail, as it does where the wheel is not installed."""


def python(code: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", BLOCK + code], cwd=cwd, capture_output=True, text=True, check=False)


def test_importing_compiling_and_testing() -> None:
    found = python(
        "import tinychain as tc, tcc; from examples.counter import Counter\n"
        "print(tc.testing.run(Counter, 'handle', limit=1), tcc.compile('examples/counter.py').schema.id)\n"
        "print(Counter().handle(3), tc.URI('/lib'))"
    )
    assert found.stderr == ""
    assert found.stdout.splitlines() == [
        "('done', [('even', 0)]) /service/example-devco/ml/counter/1.0.0",
        "<OpRef GET /service/example-devco/ml/counter/1.0.0/handle> /lib",
    ]


def test_asking_for_the_kernel() -> None:
    found = python("import tinychain as tc\ntry: tc.KernelHandle\nexcept ImportError as error: print(error)")
    assert found.stdout == (
        "tc.KernelHandle needs the in-process kernel, which is not installed: pip install tinychain-local "
        "(or, in a clone of the project, make setup)\n"
    )
    found = python("import tinychain as tc; tc.absent")
    assert "AttributeError: module 'tinychain' has no attribute 'absent'" in found.stderr


def test_the_command_line(tmp_path: Path) -> None:
    main = "from tcc.cli import main; sys.exit(main({}))"
    found = python(main.format(["install", "examples/counter.py", "--data-dir", str(tmp_path)]))
    assert (found.returncode, found.stdout) == (2, "")
    assert found.stderr == (
        "tcc: a data directory needs the in-process kernel, which is not installed: pip install tinychain-local "
        "(or, in a clone of the project, make setup)\n"
    )
    assert python(main.format(["build", "examples/counter.py"])).returncode == 0
