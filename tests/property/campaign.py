"""A long run of generated programs: CPython against the kernel, without passes and with all of them.

    make campaign N=20000 SEED=7
    python -m tests.property.campaign --programs 20000 --seed 7 [--keep-going 5] [--no-reduce]

Program ``i`` of seed ``s`` is always the same. Prints zero differences, or each one with its smallest program.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import sys
import time
from collections.abc import Sequence

from tests.property.differential import LEVELS, Finding, Result, compare
from tests.property.generate import Program, module_source, random_program
from tests.property.reduce import reduce

BATCH = 40
SPAN = 1_000_000
"""How many programs a seed has."""


def main() -> int:
    """Run a campaign; 1 when there are differences."""
    parser = argparse.ArgumentParser(description="Compare generated programs with CPython.")
    parser.add_argument("--programs", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--first", type=int, default=0, help="the first program of the seed")
    parser.add_argument("--keep-going", type=int, default=1, help="stop after so many findings")
    parser.add_argument("--no-reduce", action="store_true")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="how many processes compare")
    options = parser.parse_args()

    start = time.monotonic()
    total = Result()
    first = options.seed * SPAN + options.first
    end = first + options.programs
    batches = [range(at, min(at + BATCH, end)) for at in range(first, end, BATCH)]
    with multiprocessing.get_context("spawn").Pool(options.jobs) as workers:
        for found in workers.imap(compare_seeds, batches):
            for finding in found.findings:
                print(show(finding, smallest=not options.no_reduce), flush=True)
            total.add(found)
            if len({finding.program.name for finding in total.findings}) >= options.keep_going:
                break
    print(summary(total, time.monotonic() - start))
    return 1 if total.findings else 0


def compare_seeds(seeds: Sequence[int]) -> Result:
    """Compare the programs of ``seeds``."""
    return compare([random_program(seed) for seed in seeds])


def summary(total: Result, seconds: float) -> str:
    """The counts of a run."""
    refused = sum(total.refused.values())
    lines = [
        f"{total.programs} programs, {total.calls} calls at {len(LEVELS)} levels ({total.failing_calls} fail in "
        f"CPython), {refused} programs refused, {seconds:.0f} s",
        *(f"  refused {code} {n:5}  e.g. {total.examples[code]}" for code, n in total.refused.most_common()),
        f"{len(total.findings)} differences",
    ]
    return "\n".join(lines)


def show(finding: Finding, *, smallest: bool) -> str:
    """A finding with its program, as small as it gets."""
    program, text, args = finding.program, finding.text, finding.args
    if smallest:
        if args is not None:
            program = Program(program.name, program.helpers, program.route, (args,))
        program = reduce(program, lambda smaller: bool(_same(smaller, finding)))
        for again in _same(program, finding)[:1]:
            text, args = again.text, again.args
    return "\n".join(
        [
            "",
            f"=== {finding.program.name} {finding.level} {finding.kind}: {text}",
            f"args: {args}",
            module_source([program]),
        ]
    )


def _same(program: Program, finding: Finding) -> list[Finding]:
    """What is found in ``program`` that is like ``finding``: of its kind, and saying it in the same way."""
    found = compare([program], (finding.level,)).findings
    return [f for f in found if f.kind == finding.kind and _likeness(f.text) == _likeness(finding.text)]


def _likeness(text: str) -> tuple[str, bool]:
    return (" ".join(text.split()[: 5 if text.startswith("tcc") else 1]), "NameError" in text or "UnboundLocal" in text)


if __name__ == "__main__":
    sys.exit(main())
