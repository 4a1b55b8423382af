"""Diagnostics: what a message is; the registry of codes is ``codes``, the renderers are beside it."""

from tcc.diagnostics.model import CompileError, Diagnostic, Label, Severity, Span
from tcc.diagnostics.render import FORMATS, render

__all__ = ["FORMATS", "CompileError", "Diagnostic", "Label", "Severity", "Span", "render"]
