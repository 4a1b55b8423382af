"""Libraries, services and stubs from their class statements.

A class is ours when it derives from ``tc.Service``, ``tc.define.Library`` or ``tc.Library``, directly or through
classes of the same program, or stands under ``@tc.service`` or ``@tc.library``. Its routes are the methods under a
verb. A ``tc.Library`` whose routes are all ``...`` is a stub: someone else's interface.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final, TypeAlias

import gast
from msgspec import Struct, field

from tcc.diagnostics import Label, Span
from tcc.frontend.functions import Def, Marks, function, header, marks
from tcc.frontend.identity import FIELDS, Wrong, identity
from tcc.frontend.model import Class, External, Function, Identity, Unknown
from tcc.frontend.normalise import normalise

if TYPE_CHECKING:
    from tcc.frontend.names import Names

BASES: Final = {
    "tinychain.Service": "service",
    "tinychain.define.Service": "service",
    "tinychain.define.Library": "library",
    "tinychain.Library": "stub",
}
DECORATORS: Final = {
    "tinychain.service": "service",
    "tinychain.define.service": "service",
    "tinychain.library": "library",
    "tinychain.define.library": "library",
}


Parts: TypeAlias = "dict[str, tuple[Names, ast.expr]]"
"""Keywords of an identity, each with the names its expression is read under."""

_STRINGS: Final = ("tinychain.String", "tinychain.define.String")

_ATTRIBUTES: Final = (*FIELDS, "dependencies", "authority")


class Members(Struct):
    """What a class defines or inherits, and what its decorator says of its identity."""

    kind: str | None = None
    routes: dict[str, Function] = field(default_factory=dict)
    methods: dict[str, Function] = field(default_factory=dict)
    constants: dict[str, tuple[Names, ast.expr]] = field(default_factory=dict)
    opaque: dict[str, Unknown] = field(default_factory=dict)

    def define(self, name: str, other: Members) -> None:
        """Take the member ``name`` from ``other``, in place of any member of that name here."""
        for mine, theirs in (
            (self.routes, other.routes),
            (self.methods, other.methods),
            (self.constants, other.constants),
            (self.opaque, other.opaque),
        ):
            mine.pop(name, None)
            if name in theirs:
                mine[name] = theirs[name]  # type: ignore[assignment]

    def names(self) -> list[str]:
        """The names of all members."""
        return [*self.routes, *self.methods, *self.constants, *self.opaque]

    def get(self, name: str) -> object:
        """The member ``name``, or None."""
        return self.routes.get(name) or self.methods.get(name) or self.constants.get(name) or self.opaque.get(name)


class Builder:
    """Builds the classes of one module, each once."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self._built: dict[ast.ClassDef, tuple[Members, Class | Unknown]] = {}

    def release(self) -> None:
        """Let go of the trees."""
        self._built.clear()

    def build(self, node: ast.ClassDef) -> Class | Unknown:
        """The class of a statement; Unknown when it is none of tinychain's."""
        return self._build(node)[1]

    def _build(self, node: ast.ClassDef) -> tuple[Members, Class | Unknown]:
        known = self._built.get(node)
        if known is None:
            placeholder = Unknown("it is defined in terms of itself", self.names.span(node))
            self._built[node] = (Members(), placeholder)
            members = self._members(node)
            known = self._built[node] = (members, self._class(node, members))
        return known

    def _class(self, node: ast.ClassDef, members: Members) -> Class | Unknown:
        span = header(node, self.names)
        kind = members.kind
        if kind is None:
            return Unknown("it is a class, but neither a tc.Service nor a tc.define.Library", span)
        if kind == "stub" and any(not route.is_stub for route in members.routes.values()):
            kind = "library"
        if kind != "stub":
            for route in members.routes.values():
                if route.is_stub and route.module is self.names.module and not self._gives_its_name(kind, route):
                    self._report("TC410", route.span, name=route.name)
        identity, dependencies, hidden = self._who(node, kind, members)
        return Class(
            name=node.name,
            kind=kind,
            identity=identity,
            dependencies=dependencies,
            routes=members.routes,
            methods=members.methods,
            constants={
                name: normalise(value, names.module.source)
                for name, (names, value) in members.constants.items()
                if name not in hidden
            },
            module=self.names.module,
            span=span,
            opaque=members.opaque,
        )

    def _gives_its_name(self, kind: str, route: Function) -> bool:
        """Whether a route without a body is one that stands for its own name."""
        hint = route.node.returns
        if kind != "library" or hint is None:
            return False
        return self.names.path(ast.parse(gast.unparse(hint).strip(), mode="eval").body) in _STRINGS

    def _who(
        self, node: ast.ClassDef, kind: str, members: Members
    ) -> tuple[Identity | None, tuple[str, ...], tuple[str, ...]]:
        """Identity, dependencies, and the class attributes that are part of them.

        From the decorator, else the class's own attributes, else the instances the module makes of it.
        """
        for decorator in node.decorator_list:
            if isinstance(decorator, ast.Call) and self.names.path(decorator.func) in DECORATORS:
                here = {keyword.arg: (self.names, keyword.value) for keyword in decorator.keywords if keyword.arg}
                return *self._fixed(kind, here, decorator), ()
        mine = {name: part for name, part in members.constants.items() if name in _ATTRIBUTES}
        if all(name in mine or (name == "namespace" and kind != "service") for name in FIELDS):
            return *self._fixed(kind, mine, node), _ATTRIBUTES
        return *self._instantiated(node, kind, mine), _ATTRIBUTES

    def _fixed(self, kind: str, parts: Parts, at: ast.AST) -> tuple[Identity | None, tuple[str, ...]]:
        found: Identity | None = None
        dependencies: tuple[str, ...] = ()
        try:
            found = identity(
                kind, {name: names.part(name, value) for name, (names, value) in parts.items() if name in FIELDS}
            )
        except Wrong as error:
            self.names.wrong(error, at)
        try:
            if "dependencies" in parts:
                names, value = parts["dependencies"]
                dependencies = names.links(value)
        except Wrong as error:
            self.names.wrong(error, at)
        return found, dependencies

    def _instantiated(self, node: ast.ClassDef, kind: str, mine: Parts) -> tuple[Identity | None, tuple[str, ...]]:
        first: tuple[Identity | None, tuple[str, ...]] | None = None
        for call in self.names.calls_of(node.name):
            given = {name: (self.names, value) for name, value in self.names.instance_parts(call).items()}
            if not given:
                continue
            found = self._fixed(kind, mine | given, call)
            if first is None:
                first = found
            elif found[0] != first[0] and kind != "stub":
                self._report("TC120", call, cls=node.name)
        if first is not None:
            return first
        return None, self._fixed(kind, mine, node)[1] if "dependencies" in mine else ()

    def _members(self, node: ast.ClassDef) -> Members:
        merged = Members()
        for base in reversed(node.bases):
            self._inherit(node, base, merged)
        for decorator in node.decorator_list:
            path = self.names.path(decorator.func if isinstance(decorator, ast.Call) else decorator)
            if path in DECORATORS:
                if merged.kind is None or merged.kind == "stub":
                    merged.kind = DECORATORS[path]
            elif merged.kind is not None:
                self._report("TC110", decorator, decorator=ast.unparse(decorator))
        own = self._own(node, ours=merged.kind is not None)
        for name in own.names():
            merged.define(name, own)
        return merged

    def _inherit(self, node: ast.ClassDef, base: ast.expr, into: Members) -> None:
        binding = self.names.resolve(base.value if isinstance(base, ast.Subscript) else base)
        if isinstance(binding, External):
            into.kind = BASES.get(binding.path, into.kind)
            return
        inherited = self._members_of(base)
        if inherited is None:
            return
        into.kind = inherited.kind or into.kind
        for name in inherited.names():
            clash = into.get(name)
            if clash is not None and clash is not inherited.get(name):
                self._report("TC111", node, name=name, cls=node.name)
            into.define(name, inherited)

    def _members_of(self, base: ast.expr) -> Members | None:
        """The members of a base class of this program."""
        home = self.names.home(base)
        if home is None:
            return None
        names, name = home
        for bound in names.bindings.bound.get(name, ()):
            if isinstance(bound.value, ast.ClassDef):
                return names.builder._build(bound.value)[0]
        return None

    def _own(self, node: ast.ClassDef, *, ours: bool) -> Members:
        own = Members()
        first: dict[str, ast.stmt] = {}
        for statement in node.body:
            for name in _defines(statement):
                if name in first and ours and not self._is_overload(first[name]):
                    code = "TC102" if self._is_route(statement) and self._is_route(first[name]) else "TC103"
                    label = Label(self._at(first[name]), "first defined here")
                    self._report(code, self._at(statement), label, name=name, cls=node.name)
                    own = _without(own, name)
                first[name] = statement
            match statement:
                case ast.FunctionDef() | ast.AsyncFunctionDef():
                    self._method(statement, own, ours=ours)
                case ast.Assign(targets=targets, value=value):
                    for target in targets:
                        if isinstance(target, ast.Name):
                            own.constants[target.id] = (self.names, value)
                        elif ours:
                            self._report("TC112", statement, cls=node.name)
                case ast.AnnAssign(target=ast.Name(id=name), value=None):
                    own.opaque[name] = Unknown("it is declared without a value", self.names.span(statement))
                case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                    own.constants[name] = (self.names, value)
                case ast.ClassDef():
                    own.opaque[statement.name] = Unknown("it is a nested class", header(statement, self.names))
                case ast.Pass() | ast.Expr(value=ast.Constant()):
                    pass
                case _:
                    if ours:
                        self._report("TC112", statement, cls=node.name)
        return own

    def _method(self, node: Def, own: Members, *, ours: bool) -> None:
        read = marks(self.names, node)
        if read.verbs:
            if ours:
                self._route(node, read, own)
            return
        if read.queue and ours:
            self._report("TC113", node.decorator_list[0], name=node.name)
        if read.unknown is not None:
            why = f"it is decorated with `{ast.unparse(read.unknown)}`"
            own.opaque[node.name] = Unknown(why, self.names.span(read.unknown))
            return
        made = function(self.names, node, is_method=True, is_static=read.is_static, is_cached=read.is_cached)
        own.methods[node.name] = made

    def _route(self, node: Def, read: Marks, own: Members) -> None:
        verb, call, _ = read.verbs[0]
        queue = read.queue
        if len(read.verbs) > 1:
            self._report("TC114", read.verbs[1][2], name=node.name)
        if read.unknown is not None:
            self._report("TC115", read.unknown, name=node.name, decorator=ast.unparse(read.unknown))
        if call is not None:
            for argument in call.args:
                self._report("TC116", argument, verb=verb.lower(), argument=ast.unparse(argument))
            for keyword in call.keywords:
                if (
                    keyword.arg == "queue"
                    and isinstance(keyword.value, ast.Constant)
                    and isinstance(keyword.value.value, bool)
                ):
                    queue = queue or keyword.value.value
                else:
                    self._report("TC116", keyword, verb=verb.lower(), argument=ast.unparse(keyword))
        if not self._parameters(node, verb, is_static=read.is_static):
            own.opaque[node.name] = Unknown("its parameters are refused", header(node, self.names))
            return
        own.routes[node.name] = function(
            self.names, node, verb=verb, is_method=not read.is_static, is_static=read.is_static, queue=queue
        )

    def _parameters(self, node: Def, verb: str, *, is_static: bool) -> bool:
        """Check what a route takes; whether it is fit to be compiled."""
        before = len(self.names.program.diagnostics)
        arguments = node.args
        for star, at in (("*", arguments.vararg), ("**", arguments.kwarg)):
            if at is not None:
                self._report("TC117", at, name=node.name, star=star, argument=at.arg)
        taken = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
        if not is_static:
            if not arguments.posonlyargs and not arguments.args:
                if arguments.vararg is None:
                    self._report("TC118", header(node, self.names), name=node.name)
                return False
            taken = taken[1:]
        if verb == "PUT" and len(taken) != 2 and arguments.vararg is None:
            self._report("TC119", header(node, self.names), name=node.name, count=str(len(taken)))
        return len(self.names.program.diagnostics) == before

    def _is_route(self, statement: ast.stmt) -> bool:
        return isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef) and bool(
            marks(self.names, statement).verbs
        )

    def _is_overload(self, statement: ast.stmt) -> bool:
        return isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef) and any(
            self.names.path(decorator) in ("typing.overload", "typing_extensions.overload")
            for decorator in statement.decorator_list
        )

    def _at(self, statement: ast.stmt) -> Span:
        """Where to point for a member: a definition's first line, else the whole statement."""
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            return header(statement, self.names)
        return self.names.span(statement)

    def _report(self, code: str, at: ast.AST | Span, *labels: Label, **values: str) -> None:
        self.names.program.report(code, self.names.module, at, *labels, **values)


def _defines(statement: ast.stmt) -> list[str]:
    """The members a statement of a class body binds."""
    match statement:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return [name]
        case ast.Assign(targets=targets):
            return [target.id for target in targets if isinstance(target, ast.Name)]
        case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr()):
            return [name]
    return []


def _without(members: Members, name: str) -> Members:
    members.define(name, Members())
    return members
