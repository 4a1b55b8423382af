"""What the registry knows of one kind of diagnostic."""

from __future__ import annotations

from msgspec import Struct

from tcc.diagnostics.model import Severity


class Code(Struct, frozen=True):
    """One kind of diagnostic.

    ``message`` and ``help`` are templates of ``str.format``, filled by ``make``. ``meaning`` is the paragraph that
    ``tcc explain`` prints. ``bad`` is a program that gets exactly this code, ``good`` the same program put right;
    both are empty for the few codes no source text can show.
    """

    code: str
    title: str
    message: str
    help: str
    meaning: str
    bad: str = ""
    good: str = ""
    severity: Severity = Severity.ERROR
