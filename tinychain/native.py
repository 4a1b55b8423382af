"""The in-process kernel, from the optional distribution ``tinychain-local``; imported when first asked for."""

from __future__ import annotations

from importlib import import_module

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


def load(name: str) -> object:
    """``name`` of the native module. Raises ImportError, saying what to install, where the module is not there."""
    try:
        module = import_module("tinychain_local")
    except ModuleNotFoundError as error:
        if error.name != "tinychain_local":
            raise
        raise ImportError(
            f"tc.{name} needs the in-process kernel, which is not installed: pip install tinychain-local "
            "(or, in a clone of the project, make setup)",
            name="tinychain_local",
        ) from None
    return getattr(module, name)
