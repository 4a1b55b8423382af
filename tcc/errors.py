"""What is wrong with a call of ``tcc``, and with a manifest it is given; a program's own errors are diagnostics."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tcc.ir.verify import Problem


class UsageError(ValueError):
    """The arguments do not fit each other, or what they name is not there. The message is one sentence."""


class InvalidManifest(ValueError):  # noqa: N818 - the manifest is what is invalid
    """A manifest that may not be installed; ``problems`` holds every reason."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(f"at {problem.pointer}: {problem.message}" for problem in problems))
        self.problems = problems
