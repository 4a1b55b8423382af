"""TC8xx: golden files, the committed manifests a build is compared with."""

from __future__ import annotations

from typing import Final

from tcc.diagnostics.codes.model import Code

_ACCEPT: Final = "if it is meant, run `tcc check` with `--accept` and commit the golden file"

CODES: Final = (
    Code(
        code="TC801",
        title="change that breaks callers",
        message="{route}: {change}, which breaks callers",
        help="keep the old form beside the new one, or publish a new version; " + _ACCEPT,
        meaning="The interface differs from the one in the golden file in a way that a caller written for the old one "
        "may fail: a route or a parameter is gone, a parameter is new and has no default or takes less than it did, "
        "or a route returns what it did not.",
    ),
    Code(
        code="TC802",
        title="change of the interface",
        message="{route}: {change}",
        help=_ACCEPT,
        meaning="The interface differs from the one in the golden file. Callers of the old one still work.",
    ),
    Code(
        code="TC803",
        title="change of a body",
        message="{route}: the body is not that of the golden file",
        help="`tcc diff` shows what changed; " + _ACCEPT,
        meaning="The route is called as before and computes something else than the golden file says.",
    ),
    Code(
        code="TC804",
        title="golden file that cannot be compared",
        message="{golden}: {reason}",
        help=_ACCEPT,
        meaning="The golden file is not there yet, or is no manifest.",
    ),
)
