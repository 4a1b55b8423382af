"""What a name or attribute means at compile time, when it is not a value of the program."""

from __future__ import annotations

import math
import string
from typing import Final, TypeAlias

import gast

from tcc.frontend.model import Class, Constant, External, Instance, Module, Unknown
from tcc.frontend.model import Function as SourceFunction
from tcc.lowering.build.builder import Builder
from tcc.lowering.build.scope import Closure

CONSTANTS: Final[dict[str, float | int | str]] = {
    **{
        f"string.{name}": getattr(string, name)
        for name in (
            "ascii_lowercase",
            "ascii_uppercase",
            "ascii_letters",
            "digits",
            "hexdigits",
            "octdigits",
            "punctuation",
            "whitespace",
        )
    },
    "sys.maxsize": 2**63 - 1,
    "math.pi": math.pi,
    "math.e": math.e,
    "math.tau": math.tau,
    "math.inf": math.inf,
    "math.nan": math.nan,
}

Static: TypeAlias = (
    Closure | Constant | External | Instance | Class | Module | Unknown | SourceFunction | gast.AST | None
)
"""A gast expression is a class-level constant."""


def static(b: Builder, node: gast.AST) -> Static:
    """What ``node`` names, or None when it is a value (or nothing)."""
    match node:
        case gast.Name():
            if node.id in b.env:
                return None
            closure = b.scope.closure(node.id)
            if closure is not None:
                return closure
            if b.scope.is_local(node.id):
                return None
            found = b.scope.module.names.get(node.id)
            if isinstance(found, SourceFunction):
                return b.program.functions.helper(found, None)
            return found
        case gast.Attribute():
            return _member(b, node)
        case _:
            return None


def is_self(b: Builder, node: gast.AST) -> bool:
    """Whether ``node`` is the method's ``self``."""
    return isinstance(node, gast.Name) and b.scope.self_name is not None and node.id == b.scope.self_name


def _member(b: Builder, node: gast.Attribute) -> Static:
    cls = b.scope.cls
    if is_self(b, node.value) and cls is not None:
        return _class_member(b, cls, node.attr)
    base = static(b, node.value)
    match base:
        case External(path=path):
            return External(f"{path}.{node.attr}")
        case Module():
            found = base.names.get(node.attr)
            return b.program.functions.helper(found, None) if isinstance(found, SourceFunction) else found
        case Class() if cls is not None and base.name == cls.name:
            return _class_member(b, cls, node.attr)
        case Instance():
            return base.cls.routes.get(node.attr)
        case Class():
            return base.constants.get(node.attr)
        case Unknown():
            return base
        case _:
            return None


def _class_member(b: Builder, cls: Class, name: str) -> Static:
    if name in cls.routes:
        return cls.routes[name]
    if name in cls.methods:
        return b.program.functions.helper(cls.methods[name], cls)
    if name in cls.constants:
        return cls.constants[name]
    return cls.opaque.get(name)
