"""TC5xx: mutation and aliases."""

from __future__ import annotations

from typing import Final

from tcc.diagnostics.codes.model import Code

CODES: Final[tuple[Code, ...]] = ()
