"""TC6xx: targets."""

from __future__ import annotations

from typing import Final

from tcc.diagnostics.codes.model import Code

CODES: Final = (
    Code(
        code="TC601",
        title="construct or operation the target does not have",
        message="the target `{target}` has no {construct}",
        help="{instead}",
        meaning="Hosts in the wild run older releases of the IR, with fewer nodes and fewer operations. What one lacks "
        "is said with what it has where that means the same, and refused otherwise.",
    ),
)
