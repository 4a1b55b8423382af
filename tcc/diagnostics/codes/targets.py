"""TC6xx: targets."""

from __future__ import annotations

from typing import Final

from tcc.diagnostics.codes.model import Code

CODES: Final = (
    Code(
        code="TC601",
        title="construct the target does not have",
        message="the target `{target}` has no {construct}",
        help="{instead}",
        meaning="Hosts in the wild run older releases of the IR. What they lack is rewritten where that means the "
        "same, "
        "and refused otherwise.",
    ),
    Code(
        code="TC602",
        title="operation the target does not have",
        message="the target `{target}` has no operation `{operation}` of {found}",
        help="compute it in another way, or build for the default target",
        meaning="Hosts in the wild run older releases of the IR, with fewer operations.",
    ),
)
