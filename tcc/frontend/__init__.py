"""Source text → source model. Knows Python, knows no IR."""

from tcc.frontend.discover import buildable, load
from tcc.frontend.loader import FileLoader, Loader, NoLoader, read
from tcc.frontend.model import Binding, Class, Constant, External, Function, Identity, Instance, Module, Source, Unknown

__all__ = [
    "Binding",
    "Class",
    "Constant",
    "External",
    "FileLoader",
    "Function",
    "Identity",
    "Instance",
    "Loader",
    "Module",
    "NoLoader",
    "Source",
    "Unknown",
    "buildable",
    "load",
    "read",
]
