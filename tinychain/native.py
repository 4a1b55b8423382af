"""The in-process kernel, from the optional distribution ``tinychain-local``; imported when first asked for."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

NAMES = frozenset(
    {
        "Backend",
        "Collection",
        "KernelHandle",
        "KernelRequest",
        "KernelResponse",
        "Scalar",
        "State",
        "StateHandle",
        "Value",
    }
)
"""What ``tinychain`` re-exports from the native module."""


def require(what: str) -> ModuleType:
    """The native module. Raises ImportError, saying what to install for ``what``, where it is not there."""
    try:
        return import_module("tinychain_local")
    except ModuleNotFoundError as error:
        if error.name != "tinychain_local":
            raise
        raise ImportError(
            f"{what} needs the in-process kernel, which is not installed: pip install tinychain-local "
            "(or, in a clone of the project, make setup)",
            name="tinychain_local",
        ) from None
