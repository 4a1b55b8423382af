"""TC4xx: types."""

from __future__ import annotations

from typing import Final

from tcc.diagnostics.codes.model import Code

CODES: Final[tuple[Code, ...]] = ()
