"""How long the compiler takes, against what its parts cost alone and beside other compilers.

    python -m bench.compile [--routes 1000] [-o bench/results-compile.md]

One run measures everything, so that the ratios are of one machine under one load: a generated library (``routes``)
parsed by libcst, built cold and built again after one line changed; the interpreter, ``tcc --help`` and the package
started; a function compiled by each peer.
"""

from __future__ import annotations

import argparse
import datetime
import importlib.metadata
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Final

from msgspec import Struct

from bench.machine import best, command, machine
from bench.peers import TYPED, measure
from bench.routes import library
from tcc.build import build
from tcc.frontend.model import Source
from tcc.ir.format import format_manifest

RESULTS: Final = Path(__file__).with_name("results-compile.md")
COLD, REBUILD, HELP = 1.6, 0.150, 0.060
"""The limits: cold as a multiple of libcst's parse, the others in seconds beyond what is named with them."""


class Results(Struct):
    """Seconds."""

    lines: int
    parse: float
    cold: float
    cold_command: float
    rebuild: float
    interpreter: float
    libcst: float
    help: float
    package: float
    small: float
    peers: dict[str, float | str]


def main() -> int:
    """Measure, print and write the results. 1 when a limit is missed."""
    parser = argparse.ArgumentParser(description="Measure the compiler.")
    parser.add_argument("--routes", type=int, default=1000)
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("-o", "--output", type=Path, default=RESULTS)
    options = parser.parse_args()
    where = machine()
    with tempfile.TemporaryDirectory() as folder:
        found = run(Path(folder), options.routes, options.times)
    text = report(found, options.routes, where)
    options.output.write_text(text, encoding="utf-8")
    print(text)
    return 0 if all(ok for _, _, ok in limits(found)) else 1


def run(folder: Path, routes: int, times: int) -> Results:
    """All measurements."""
    import libcst

    text = library(routes)
    file, output = folder / "generated.py", folder / "generated.json"
    file.write_text(text, encoding="utf-8")
    cache = folder / "cache"

    def cold() -> str:
        return "".join(format_manifest(d.manifest) for d in build(Source("generated.py", text)).definitions)

    parse = build_time = float("inf")
    for _ in range(times):  # turn by turn, so that both see the same machine
        parse = min(parse, best(lambda: libcst.parse_module(text), 1))
        build_time = min(build_time, best(cold, 1))
    building: list[str | Path] = ["-m", "tcc.cli", "build", file, "-o", output, "--cache-dir", cache]
    cold_command = command(building, max(times // 2, 1), lambda: shutil.rmtree(cache, ignore_errors=True))
    edits = iter(range(1, 1000))

    def edit() -> None:
        """Change a number in one line in the middle."""
        marker = "return total % LIMIT\n"
        at = text.index(marker, len(text) // 2)
        changed = f"return total % LIMIT + {next(edits)}\n"
        file.write_text(text[:at] + changed + text[at + len(marker) :], encoding="utf-8")

    one = f"import tinychain as tc\n\n{SMALL}{indented(TYPED.format(n=7))}"
    return Results(
        lines=text.count("\n"),
        parse=parse,
        cold=build_time,
        cold_command=cold_command,
        rebuild=command(building, 2 * times, edit),
        interpreter=command(["-c", "pass"], 2 * times),
        libcst=command(["-c", "import libcst"], 2 * times),
        help=command(["-m", "tcc.cli", "--help"], 2 * times),
        package=command(["-c", "import tinychain"], 2 * times),
        small=best(lambda: build(Source("one.py", one)), 20),
        peers=measure(),
    )


SMALL: Final = '@tc.library(publisher="example-devco", name="one", version="1.0.0")\nclass One(tc.define.Library):\n'


def indented(function: str) -> str:
    """A function as a route."""
    lines = function.replace("(n: int", "(self, n: int").strip("\n").split("\n")
    return "".join(f"    {line}\n" for line in ("@tc.post", *lines))


def limits(found: Results) -> list[tuple[str, str, bool]]:
    """What was asked for, what was measured, and whether it is kept."""
    cold = found.cold / found.parse
    rebuild = found.rebuild - found.libcst
    start = found.help - found.interpreter
    return [
        (f"cold build ≤ {COLD} × libcst's parse", f"{cold:.2f} ×", cold <= COLD),
        (f"one line changed ≤ {REBUILD * 1000:.0f} ms beyond `import libcst`", ms(rebuild), rebuild <= REBUILD),
        (f"`tcc --help` ≤ {HELP * 1000:.0f} ms beyond the interpreter", ms(start), start <= HELP),
    ]


def report(found: Results, routes: int, where: str) -> str:
    """The results as Markdown."""
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in ("tinychain", "libcst", "msgspec"))
    rows = [
        ("`libcst.parse_module`, nothing else", found.parse),
        ("cold build, in process, manifest text included", found.cold),
        ("cold build, `tcc build`, cache written", found.cold_command),
        ("`tcc build` after one line changed", found.rebuild),
        ("Python starts", found.interpreter),
        ("Python starts and imports libcst", found.libcst),
        ("`tcc --help`", found.help),
        ("`import tinychain`", found.package),
    ]
    each: list[tuple[str, float | str]] = [
        (f"tcc, cold, a route of the {routes}", found.cold / routes),
        ("tcc, cold, the function the peers get, alone in a file", found.small),
        *found.peers.items(),
    ]
    table = [
        "# How long the compiler takes",
        "",
        "Written by `make bench` (`bench/compile.py`). Processor time, the best of several runs, all in one go.",
        "",
        f"- {where}",
        f"- {versions}; {datetime.date.today().isoformat()}",
        f"- a generated library of {routes} routes, {found.lines} lines (`bench/routes.py`)",
        "",
        "| what | time | × parse |",
        "|---|---:|---:|",
        *[f"| {what} | {ms(seconds)} | {seconds / found.parse:.2f} |" for what, seconds in rows],
        "",
        "| limit | measured | |",
        "|---|---:|---|",
        *[f"| {what} | {value} | {'kept' if ok else '**missed**'} |" for what, value, ok in limits(found)],
        "",
        "| compiling one function | time |",
        "|---|---:|",
        *[f"| {what} | {ms(value) if isinstance(value, float) else value} |" for what, value in each],
        "",
        "The peers compile another thing: numba to machine code, `torch.jit.script` and AutoGraph to graphs of tensor",
        "operations, starlark to bytecode of a smaller language. All get functions of numbers: one loop, two tests.",
        "",
    ]
    return "\n".join(table)


def ms(seconds: float) -> str:
    """Milliseconds, with two digits that mean something."""
    return f"{seconds * 1000:.0f} ms" if seconds >= 0.01 else f"{seconds * 1000:.2f} ms"


if __name__ == "__main__":
    sys.exit(main())
