"""Diagnostics: what a message is; the registry of codes is ``codes``, the renderers are beside it."""

from tcc.diagnostics.model import CompileError, Diagnostic, Label, Severity, Span

__all__ = ["CompileError", "Diagnostic", "Label", "Severity", "Span"]
