"""What a module's top-level names mean, resolved one by one as they are asked for.

``import tinychain as tc`` makes ``tc`` the External ``tinychain``; ``TAX = 0.2`` a Constant; ``from helpers import
clamp`` the Function of the file beside this one; ``b = B(publisher=…)`` an Instance; what cannot be seen through is
an Unknown that says why.
"""

from __future__ import annotations

import ast
import contextlib
from collections.abc import Iterator, Mapping
from typing import Final

from tcc.diagnostics import CompileError, Diagnostic, Label, Span, codes
from tcc.frontend import classes
from tcc.frontend.fold import Folded, NotConstant, fold
from tcc.frontend.functions import helper, lambda_helper
from tcc.frontend.identity import FIELDS, Part, Wrong, identity, link
from tcc.frontend.lines import span_of
from tcc.frontend.loader import Loader
from tcc.frontend.model import (
    Binding,
    Class,
    Constant,
    External,
    Identity,
    Instance,
    Module,
    Source,
    Unknown,
)
from tcc.frontend.normalise import normalise
from tcc.frontend.parse import parse
from tcc.frontend.scan import Bindings, Bound, When, scan

KNOWN_PACKAGES: Final = (
    "tinychain",
    "math",
    "string",
    "sys",
    "typing",
    "typing_extensions",
    "collections.abc",
    "functools",
    "__future__",
)
"""Packages whose names are passed on by their dotted path instead of being followed."""

_IMMUTABLE: Final = (ast.Constant, ast.JoinedStr, ast.Compare, ast.Lambda)


class Program:
    """One compilation's modules: each file is parsed once, and all of them report to one list of diagnostics."""

    def __init__(self, loader: Loader) -> None:
        self.loader = loader
        self.diagnostics: list[Diagnostic] = []
        self.files: dict[str, Source] = {}
        self._modules: dict[str, Module] = {}

    def module(self, source: Source) -> Module:
        """The module of ``source``. Raises CompileError when it cannot be parsed."""
        known = self._modules.get(source.name)
        if known is None:
            tree = parse(source)
            self.files[source.name] = source
            known = Module(source, names={}, diagnostics=self.diagnostics, files=self.files)
            known.names = Names(self, known, scan(tree, source.text))
            self._modules[source.name] = known
        return known

    def release(self) -> None:
        """Break the cycles between the modules and their names."""
        for module in self._modules.values():
            if isinstance(module.names, Names):
                module.names.release()
            module.names = {}
        self._modules.clear()

    def report(self, code: str, module: Module, at: ast.AST | Span, *labels: Label, **values: str) -> None:
        """Add a diagnostic at a node of ``module``."""
        span = at if isinstance(at, Span) else span_of(at, module.source)
        self.diagnostics.append(codes.make(code, span, *labels, **values))


class Names(Mapping[str, Binding]):
    """The top-level names of one module."""

    def __init__(self, program: Program, module: Module, bindings: Bindings) -> None:
        self.program = program
        self.module = module
        self.bindings = bindings
        self._resolved: dict[str, Binding] = {}
        self._resolving: set[str] = set()
        self.builder = classes.Builder(self)

    def release(self) -> None:
        """Let go of the trees."""
        self.bindings = Bindings({}, {}, [], [])
        self._resolved.clear()
        self.builder.release()

    def __getitem__(self, name: str) -> Binding:
        known = self._resolved.get(name)
        if known is None:
            known = self._resolved[name] = self._find(name)
        return known

    def __iter__(self) -> Iterator[str]:
        return iter(self.bindings.bound)

    def __len__(self) -> int:
        return len(self.bindings.bound)

    def resolve(self, node: ast.expr) -> Binding | None:
        """What a name or a dotted name means; None for any other expression and for names bound nowhere."""
        match node:
            case ast.Name():
                return self.get(node.id)
            case ast.Attribute():
                match self.resolve(node.value):
                    case External(path):
                        return External(f"{path}.{node.attr}")
                    case Module() as module:
                        return module.names.get(node.attr)
        return None

    def path(self, node: ast.expr) -> str | None:
        """The dotted path of an External; None for anything else."""
        binding = self.resolve(node)
        return binding.path if isinstance(binding, External) else None

    def fold(self, node: ast.expr) -> Folded:
        """The value of a constant expression. Raises NotConstant, its node the part that has no value."""
        return fold(node, self._folded)

    def instance_parts(self, call: ast.Call) -> dict[str, ast.expr]:
        """The arguments of ``X(publisher=…, name=…, …)`` by name, positional ones included."""
        order = ("publisher", "name", "version", "dependencies", "authority")
        parts = dict(zip(order, call.args, strict=False))
        return parts | {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg is not None}

    def calls_of(self, cls: str) -> Iterator[ast.Call]:
        """The calls of a class whose results the module's top level names."""
        for bounds in self.bindings.bound.values():
            for bound in bounds:
                match bound.value:
                    case ast.Call(func=ast.Name(id=name)) as call if name == cls:
                        yield call

    def part(self, field: str, node: ast.expr) -> Part:
        """One part of an identity. Raises identity.Wrong (TC105) when it has no constant value."""
        try:
            return Part(self.fold(node), node)
        except NotConstant as error:
            raise Wrong("TC105", error.node, field=field) from None

    def identity_of(self, kind: str, parts: Mapping[str, ast.expr]) -> Identity:
        """The identity that keyword expressions give. Raises identity.Wrong."""
        return identity(kind, {field: self.part(field, parts[field]) for field in FIELDS if field in parts})

    def home(self, node: ast.expr) -> tuple[Names, str] | None:
        """The module that defines the class a base names, and its name there; None when it is not in this program."""
        match node:
            case ast.Name(id=name):
                for bound in self.bindings.bound.get(name, ()):
                    if isinstance(bound.value, ast.ClassDef):
                        return self, name
                    if isinstance(bound.value, ast.ImportFrom) and bound.alias is not None and bound.value.module:
                        package = self._package(bound.value.module, bound.value.level, self.span(bound.at))
                        if (
                            isinstance(package, Module)
                            and isinstance(package.names, Names)
                            and package.names is not self
                        ):
                            return package.names.home(ast.Name(bound.alias.name))
            case ast.Attribute(value=value, attr=name):
                module = self.resolve(value)
                if isinstance(module, Module) and isinstance(module.names, Names):
                    return module.names.home(ast.Name(name))
        return None

    def links(self, node: ast.expr) -> tuple[str, ...]:
        """The links that a ``dependencies=`` expression lists. Raises identity.Wrong (TC109)."""
        try:
            value = self.fold(node)
        except NotConstant as error:
            raise Wrong("TC109", error.node) from None
        if not isinstance(value, tuple):
            raise Wrong("TC109", node)
        found: list[str] = []
        for item in value:
            if not link(item):
                raise Wrong("TC109", node)
            found.append(str(item))
        return tuple(dict.fromkeys(found))

    def _find(self, name: str) -> Binding:
        """Resolve ``name``. Raises KeyError when the module does not bind it."""
        bounds = self.bindings.bound.get(name)
        if bounds is None:
            return self._starred(name)
        if name in self._resolving:
            return Unknown("it is defined in terms of itself", self.span(bounds[0].at))
        self._resolving.add(name)
        try:
            return self._bound(name, bounds)
        finally:
            self._resolving.discard(name)

    def _bound(self, name: str, bounds: list[Bound]) -> Binding:
        bounds = [bound for bound in bounds if not self._is_overload(bound)] or bounds
        real = [bound for bound in bounds if bound.when is not When.TYPING] or bounds
        first = real[0]
        if len(real) > 1:
            places = " and ".join(str(getattr(bound.at, "lineno", 0)) for bound in real[:2])
            return Unknown(f"it is bound more than once, on lines {places}", self.span(real[1].at))
        match first.value:
            case ast.Import() | ast.ImportFrom():
                return self._imported(first)
            case ast.ClassDef() as node:
                return self._guarded(first) or self.builder.build(node)
            case ast.FunctionDef() | ast.AsyncFunctionDef() as node:
                return self._guarded(first) or helper(self, node)
            case ast.expr() as value:
                return self._assigned(name, first, value)
        return Unknown("its value is not one expression", self.span(first.at))

    def _assigned(self, name: str, bound: Bound, value: ast.expr) -> Binding:
        span = self.span(bound.at)
        match value:
            case ast.Call():
                cls = self.resolve(value.func)
                if isinstance(cls, Class):
                    return self._instance(name, cls, value, span)
            case ast.Name() | ast.Attribute():
                target = self.resolve(value)
                if target is not None and not isinstance(target, Constant):
                    return target
            case ast.Lambda():
                return self._guarded(bound) or lambda_helper(self, name, value)
        changed = self.bindings.changed.get(name)
        if changed is not None and not isinstance(value, _IMMUTABLE):
            return Unknown(f"the module changes it on line {getattr(changed, 'lineno', 0)}", self.span(changed))
        return self._guarded(bound) or Constant(name, normalise(value, self.module.source), self.module, span)

    def _instance(self, name: str, cls: Class, call: ast.Call, span: Span) -> Binding:
        parts = self.instance_parts(call)
        found, dependencies = cls.identity, cls.dependencies
        with contextlib.suppress(Wrong):  # reported where the class is built, when the class takes it from here
            if any(field in parts for field in FIELDS):
                found = self.identity_of(cls.kind, parts)
            if "dependencies" in parts:
                dependencies = self.links(parts["dependencies"])
        return Instance(name, cls, found, dependencies, span)

    def wrong(self, error: Wrong, at: ast.AST) -> None:
        """Report a bad identity, at its own node where it has one."""
        self.program.report(error.code, self.module, error.at or at, **error.values)

    def span(self, node: ast.AST) -> Span:
        """Where a node of this module stands."""
        return span_of(node, self.module.source)

    def _guarded(self, bound: Bound) -> Unknown | None:
        if bound.when in (When.SCRIPT, When.MAYBE):
            return Unknown(f"it is bound {bound.when.value}", self.span(bound.at))
        return None

    def _is_overload(self, bound: Bound) -> bool:
        match bound.value:
            case ast.FunctionDef(decorator_list=[only]) | ast.AsyncFunctionDef(decorator_list=[only]):
                return self.path(only) in ("typing.overload", "typing_extensions.overload")
        return False

    def _imported(self, bound: Bound) -> Binding:
        alias, span = bound.alias, self.span(bound.at)
        assert alias is not None
        if isinstance(bound.value, ast.Import):
            dotted = alias.name if alias.asname else alias.name.partition(".")[0]
            return self._package(dotted, 0, span)
        assert isinstance(bound.value, ast.ImportFrom)
        base, level = bound.value.module or "", bound.value.level
        if not level and _is_known(f"{base}.{alias.name}"):
            return External(f"{base}.{alias.name}")
        return self._member(base, level, alias.name, span)

    def _package(self, dotted: str, level: int, span: Span) -> Binding:
        if not level and _is_known(dotted):
            return External(dotted)
        try:
            source = self.program.loader.find(self.module.source, tuple(dotted.split(".")) if dotted else (), level)
            if source is not None:
                return self.program.module(source)
        except CompileError as error:  # the module has errors of its own: they are reported, once
            self.program.diagnostics += [found for found in error.diagnostics if found not in self.program.diagnostics]
            return Unknown(f"`{'.' * level}{dotted}` cannot be read", span)
        return Unknown(f"`{'.' * level}{dotted}` is not a plain module beside this file", span)

    def _member(self, base: str, level: int, name: str, span: Span) -> Binding:
        package = self._package(base, level, span) if base else None
        if isinstance(package, Module):
            member = package.names.get(name)
            if member is not None:
                return member
        elif package is None:  # `from . import name`: a module of this package, or a name of its __init__
            found = self._package("", level, span)
            if isinstance(found, Module) and (member := found.names.get(name)) is not None:
                return member
        inner = self._package(f"{base}.{name}" if base else name, level, span)
        if isinstance(inner, Unknown) and isinstance(package, Module):
            return Unknown(f"`{base}` does not define it", span)
        return inner

    def _starred(self, name: str) -> Binding:
        for node in reversed(self.bindings.stars):
            package = self._package(node.module or "", node.level, self.span(node))
            if isinstance(package, Module) and name in _public(package):
                return package.names[name]
        raise KeyError(name)

    def _folded(self, node: ast.expr) -> Folded:
        """The value behind a name, or the link that a stub or ``tc.uri.…`` call stands for."""
        match node:
            case ast.Call(func=ast.Attribute(value=value, attr="link" | "id" | "canonical"), args=[], keywords=[]):
                return self._folded(value)
            case ast.Call():
                return self._uri(node)
        if isinstance(node, ast.Name):
            bounds = self.bindings.bound.get(node.id, [])
            if len(bounds) == 1 and isinstance(bounds[0].value, ast.expr) and node.id not in self._resolving:
                binding = self[node.id]
                if isinstance(binding, Constant) or (isinstance(binding, Unknown) and bounds[0].when is When.SCRIPT):
                    return self.fold(bounds[0].value)
        match self.resolve(node):
            case Class(identity=Identity(link=found)) | Instance(identity=Identity(link=found)):
                return found
            case Constant(name=name, module=module) if module is not self.module and isinstance(module.names, Names):
                return module.names.fold(ast.copy_location(ast.Name(name), node))
        raise NotConstant(node)

    def _uri(self, call: ast.Call) -> str:
        """``tc.uri.library(publisher=…)``, ``tc.uri.service(…)``, ``tc.URI("…")``: the link it makes."""
        path = self.path(call.func)
        parts = {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg is not None}
        if path in ("tinychain.uri.library", "tinychain.uri.service"):
            try:
                return self.identity_of(path.rpartition(".")[2], parts).link
            except Wrong:
                raise NotConstant(call) from None
        if path in ("tinychain.URI", "tinychain.URI.parse", "tinychain.uri.URI") and call.args:
            value = self.fold(call.args[0])
            if isinstance(value, str):
                return value
        target = self.resolve(call.func)
        if isinstance(target, Class):
            try:
                return self.identity_of(
                    "service" if target.kind == "service" else "library", self.instance_parts(call)
                ).link
            except Wrong:
                if target.identity is not None:
                    return target.identity.link
        raise NotConstant(call)


def _is_known(dotted: str) -> bool:
    return any(dotted == package or dotted.startswith(f"{package}.") for package in KNOWN_PACKAGES)


def _public(module: Module) -> set[str]:
    """The names that ``from module import *`` binds."""
    if "__all__" in module.names and isinstance(module.names, Names):
        try:
            listed = module.names.fold(ast.Name("__all__"))
            return set(map(str, listed)) if isinstance(listed, tuple) else set()
        except NotConstant:
            return set()
    return {name for name in module.names if not name.startswith("_")}
