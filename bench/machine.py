"""What a benchmark ran on, and how it measures: the processor time of the best of some runs.

Processor time, that of child processes included, is what a run costs whatever else the machine does meanwhile; for
programs of one thread that wait for nothing it is the wall time of an idle machine.
"""

from __future__ import annotations

import gc
import os
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path


def used() -> float:
    """The processor time of this process and of those it has waited for."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def best(run: Callable[[], object], times: int, before: Callable[[], object] = lambda: None) -> float:
    """The least processor time of ``run`` in seconds; ``before`` prepares each run."""
    found = []
    for _ in range(times):
        before()
        gc.collect()
        start = used()
        run()
        found.append(used() - start)
    return min(found)


def command(arguments: Sequence[str | Path], times: int, before: Callable[[], object] = lambda: None) -> float:
    """The least processor time of a process of this Python in seconds."""

    def run() -> None:
        subprocess.run([sys.executable, *map(str, arguments)], check=True, stdout=subprocess.DEVNULL)

    return best(run, times, before)


def machine() -> str:
    """The machine in one line."""
    model = platform.processor() or platform.machine()
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                model = line.partition(":")[2].strip()
                break
    except OSError:
        pass
    load = f", load {os.getloadavg()[0]:.1f} at the start" if hasattr(os, "getloadavg") else ""
    return f"{model}, {os.cpu_count()} cores{load}, {platform.system()}, Python {platform.python_version()}"
