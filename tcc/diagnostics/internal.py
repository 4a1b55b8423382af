"""A bug of the compiler as a diagnostic: what failed and what to report, instead of a traceback."""

from __future__ import annotations

import os
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePath

from tcc.diagnostics.codes import make
from tcc.diagnostics.model import CompileError, Span


@contextmanager
def internal_errors(at: Span) -> Iterator[None]:
    """Turn what only a bug can raise inside the block into a CompileError at ``at``: TC900, or TC005 for deep nesting.

    With TCC_TRACEBACK=1 in the environment the exception is left as it is.
    """
    try:
        yield
    except CompileError:
        raise
    except RecursionError as error:
        if "TCC_TRACEBACK" in os.environ:
            raise
        raise CompileError(make("TC005", at)) from error
    except Exception as error:  # the last line of defence: anything at all is a bug here
        if "TCC_TRACEBACK" in os.environ:
            raise
        raise CompileError(make("TC900", at, error=_summary(error))) from error


def _summary(error: Exception) -> str:
    """The exception and where it was raised, in one line that is the same on every machine."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename != __file__]
    ours = next((frame for frame in reversed(frames) if "tcc" in PurePath(frame.filename).parts), frames[-1])
    parts = PurePath(ours.filename).parts
    start = len(parts) - 1 - parts[::-1].index("tcc") if "tcc" in parts else len(parts) - 1
    return f"{type(error).__name__} at {'/'.join(parts[start:])}:{ours.lineno}: {error}"
