"""The shared vectors: one small document a file, with the verdict every implementation must give.

A vector is reasoned from docs/ir.md, and `why` says how. Its members:

- `document`: the document, as JSON; or `text`: its exact text, where JSON cannot carry it (duplicate keys, `1.0`, …)
- `kind`: `scalar` or `manifest`
- `verdict`: `valid` or `invalid`
- `canonical` (valid scalars): the text the encoder writes
- `stage` (invalid): who refuses it: `json`, `decode`, `verify`, or `install`, which is about the id alone
- `category` and `pointer` (invalid): what the refusal says
- `schema: unseen`: no JSON Schema can tell that it is invalid
"""

from __future__ import annotations

import json
from pathlib import Path

from msgspec import UNSET, Raw, Struct, UnsetType
from msgspec.json import decode

DIRECTORY = Path(__file__).parent


class Vector(Struct, frozen=True, forbid_unknown_fields=True):
    """One vector, as its file has it."""

    kind: str
    verdict: str
    why: str
    document: Raw | UnsetType = UNSET
    text: str | UnsetType = UNSET
    canonical: str | None = None
    stage: str | None = None
    category: str | None = None
    pointer: str | None = None
    schema: str | None = None

    @property
    def source(self) -> bytes:
        """The document's bytes."""
        if isinstance(self.text, str):
            return self.text.encode()
        # Through `json`, which keeps the order of members: the file is indented for people, the document is not.
        document = bytes(self.document) if isinstance(self.document, Raw) else b""
        return json.dumps(json.loads(document), ensure_ascii=False).encode()


def load() -> dict[str, Vector]:
    """Every vector, by its file's name without the suffix."""
    return {path.stem: decode(path.read_bytes(), type=Vector) for path in sorted(DIRECTORY.glob("*/*.json"))}
