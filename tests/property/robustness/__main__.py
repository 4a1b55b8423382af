"""A long run of broken programs: the compiler always ends with a manifest or a diagnostic, within ten seconds.

    python -m tests.property.robustness --programs 20000 --seed 7

Text ``i`` of seed ``s`` is always the same. Each is compiled in a child process, so that a crash or a hang of it is
a finding like any other; findings of one kind are shown once, and kept under ``--keep``.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path

from tests.property.robustness.check import complaint
from tests.property.robustness.texts import generated, text

SPAN = 1_000_000
"""How many texts a seed has."""
PATIENCE = 10.0
GENERATED = 50


def main() -> int:
    """Run a campaign; 1 when there are findings."""
    parser = argparse.ArgumentParser(description="Compile broken programs; look for crashes and hangs.")
    parser.add_argument("--programs", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--syntax", type=int, default=10, help="how many percent of them come from hypothesmith")
    parser.add_argument("--keep", type=Path, help="a folder to write the texts of findings into")
    options = parser.parse_args()

    start = time.monotonic()
    child = Child()
    seen: Counter[str] = Counter()
    slowest = 0.0
    for number, whole in enumerate(_texts(options.programs, options.seed * SPAN, options.syntax)):
        before = time.monotonic()
        found = child.complaint(whole)
        slowest = max(slowest, time.monotonic() - before)
        if found is not None:
            kind = _kind(found)
            seen[kind] += 1
            if seen[kind] == 1:
                print(f"=== program {number}: {found}\n", flush=True)
                if options.keep:
                    options.keep.mkdir(parents=True, exist_ok=True)
                    name = f"{len(seen):03}.py"
                    (options.keep / name).write_text(whole, encoding="utf-8", errors="surrogatepass")
    child.stop()
    print(
        f"{options.programs} programs, {sum(seen.values())} findings of {len(seen)} kinds, "
        f"the slowest took {slowest:.1f} s, {time.monotonic() - start:.0f} s in all"
    )
    for kind, count in seen.most_common():
        print(f"{count:6} {kind}")
    return 1 if seen else 0


def _texts(programs: int, seed: int, percent: int) -> Iterator[str]:
    syntax = programs * percent // 100
    for number in range(programs - syntax):
        yield text(seed + number)
    for first in range(0, syntax, GENERATED):
        yield from generated(GENERATED // 2, seed + first)[: syntax - first]


def _kind(found: str) -> str:
    """What findings of one cause have in common: the exception and the line of the compiler."""
    lines = [line.strip() for line in found.splitlines()]
    places = [line for line in lines if line.startswith("File ") and "/tcc/" in line]
    place = places[-1].rpartition("/tcc/")[2] if places else ""
    return f"{lines[0].partition(':')[0][:80]} {place}".strip()


class Child:
    """A process that compiles one text after the other, and is replaced when it dies or does not answer."""

    def __init__(self, check: Callable[[str], str | None] = complaint, patience: float = PATIENCE) -> None:
        self.check, self.patience = check, patience
        self._start()

    def complaint(self, whole: str) -> str | None:
        """What is wrong with how ``whole`` is compiled; None when nothing is."""
        self.pipe.send(whole)
        answered = self.pipe.poll(self.patience)
        try:
            if answered:
                found: str | None = self.pipe.recv()
                return found
        except EOFError:
            self.process.join()
            status = self.process.exitcode
            self._start()
            return f"the compiler died with status {status}"
        self.process.kill()
        self._start()
        return f"no answer within {self.patience:.0f} s"

    def stop(self) -> None:
        """End the process."""
        self.process.kill()
        self.process.join()

    def _start(self) -> None:
        self.pipe, theirs = multiprocessing.Pipe()
        fork = multiprocessing.get_context("fork")
        self.process = fork.Process(target=_serve, args=(theirs, self.check), daemon=True)
        self.process.start()
        theirs.close()


def _serve(pipe: Connection, check: Callable[[str], str | None]) -> None:
    while True:
        pipe.send(check(pipe.recv()))


if __name__ == "__main__":
    sys.exit(main())
