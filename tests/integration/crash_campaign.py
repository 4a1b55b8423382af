"""Installers killed at random while they publish: ``python -m tests.integration.crash_campaign --kills 2000 --seed 1``.

Each round forks a few installers on one data directory. They install components, some the same ones with different
contents, and report each that was acknowledged; then they are killed with SIGKILL at a random moment. Afterwards every
version is complete or absent, and every acknowledged one is there with the bytes that were acknowledged, for good.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import select
import signal
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import tinychain_local


class Tally(NamedTuple):
    """What a campaign did."""

    kills: int
    acknowledged: int
    published: int
    interrupted: int
    """Rounds that left an unfinished temporary directory: kills in the middle of a publication."""


def contents(name: str, variant: int) -> bytes:
    """The manifest of a component; variants differ in their bytes and in how many there are."""
    schema = {"id": f"/lib/acme/{name}/1.0.0", "version": "1.0.0", "dependencies": []}
    return json.dumps({"schema": schema, "routes": [{"path": "/v", "value": [variant] * (variant * 500 + 1)}]}).encode()


def install_until_killed(data_dir: Path, round_: int, number: int, seed: int, report: int) -> None:
    """Install components, telling ``report`` what was acknowledged. Runs in a process of its own."""
    chance = random.Random(f"{seed} {round_} {number}")
    kernel = tinychain_local.KernelHandle.local(data_dir)
    for count in range(10_000):
        name = f"shared-{round_}-{count}" if chance.random() < 0.5 else f"own-{round_}-{number}-{count}"
        variant = chance.randrange(3)
        body = contents(name, variant)
        response = kernel.dispatch(tinychain_local.KernelRequest("PUT", "/lib", None, body))
        if response.status == 204:
            os.write(report, f"{name} {variant}\n".encode())


def run(kills: int, seed: int, data_dir: Path, installers: int = 3) -> Tally:
    """Kill ``kills`` installers. AssertionError when the directory is not what it has to be."""
    chance = random.Random(seed)
    acknowledged: dict[str, int] = {}
    killed = interrupted = 0
    while killed < kills:
        reader, writer = os.pipe()
        children = []
        for number in range(installers):
            child = os.fork()
            if child == 0:
                try:
                    os.close(reader)
                    install_until_killed(data_dir, killed, number, seed, writer)
                finally:
                    os._exit(0)
            children.append(child)
        os.close(writer)
        # Once one has been acknowledged they are all at work, however slow the machine is.
        select.select([reader], [], [], 10)
        time.sleep(chance.random() * 0.02)
        for child in chance.sample(children, len(children)):
            os.kill(child, signal.SIGKILL)
        for child in children:
            os.waitpid(child, 0)
            killed += 1
        interrupted += any((data_dir / ".tmp").glob("*"))
        with os.fdopen(reader) as lines:
            for line in lines:
                name, variant = line.split()
                assert acknowledged.setdefault(name, int(variant)) == int(variant), f"{name} was acknowledged twice"
        if killed % 30 < installers:
            verify(data_dir, acknowledged)
    return Tally(killed, len(acknowledged), verify(data_dir, acknowledged), interrupted)


def verify(data_dir: Path, acknowledged: dict[str, int]) -> int:
    """Check every published version; how many there are."""
    tinychain_local.KernelHandle.local(data_dir)
    assert not any((data_dir / ".tmp").glob("*")), "what killed installers left was not removed"
    published = {}
    for version in data_dir.glob("lib/*/*/*"):
        name = version.parent.name
        files = {path.name for path in version.iterdir()}
        assert files == {"schema.json", "library.ir.json"}, f"{version} holds {files}"
        found = (version / "library.ir.json").read_bytes()
        variants = [variant for variant in range(3) if contents(name, variant) == found]
        assert variants, f"{version} is damaged"
        assert json.loads((version / "schema.json").read_bytes())["id"] == f"/lib/acme/{name}/1.0.0"
        published[name] = variants[0]
    for name, variant in acknowledged.items():
        assert published.get(name) == variant, f"{name} was acknowledged as {variant} and is {published.get(name)}"
    return len(published)


def main() -> None:
    """Run a campaign and print what it did."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 30))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        started = time.monotonic()
        tally = run(options.kills, options.seed, Path(folder))
        print(f"seed {options.seed}: {tally} in {time.monotonic() - started:.0f} s; every version complete or absent")


if __name__ == "__main__":
    main()
