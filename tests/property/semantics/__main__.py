"""Run the probes with these words in their names: ``python -m tests.property.semantics walrus`` says what differs."""

from __future__ import annotations

import sys

from tests.oracle.kernel import Kernel
from tests.property.semantics import FOLDER, WAYS, complaint, read


def main(words: list[str]) -> None:
    """Print one line for each complaint."""
    kernel, tried, wrong = Kernel(), 0, 0
    for path in sorted(FOLDER.glob("*.md")):
        for probe in read(path):
            for way in WAYS:
                if all(word in probe.name for word in words):
                    tried += 1
                    try:
                        found = complaint(probe, way, kernel)
                    except AssertionError as error:
                        found = f"ASSERTION {error}"
                    if found:
                        wrong += 1
                        print(f"{probe.name} [{way}]{' (known)' * (way in probe.bugs)}: {found}")
    print(f"{wrong} of {tried} differ")


if __name__ == "__main__":
    main(sys.argv[1:])
