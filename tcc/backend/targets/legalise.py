"""The legalisation pass: a manifest for the ``tcc`` profile → one that means the same to another target.

    loop = while op {go = state < limit} …        limit is captured, < is not there
    ⟶
    loop.run = while op {
      go.carried = state.get(i="state")
      go.limit = state.get(i="limit")
      go = go.limit > go.carried
    } … from {state: 0, limit: limit}
    loop = loop.run.get(i="state")

What has no equivalent is an ``Obstacle``: it names the construct, the target and the way out.

Valid in, valid out: ids stay unique in their route, and new ones are named after the entry they come from.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from msgspec import Struct, structs

from tcc.backend.targets.effects import inline_effects
from tcc.backend.targets.ops import ImpossibleError, replacement
from tcc.backend.targets.profile import Profile
from tcc.backend.targets.rename import rename_form
from tcc.ir.infer import known_classes
from tcc.ir.manifest import Alias, Manifest, Route, Value
from tcc.ir.names import SELF
from tcc.ir.nodes import (
    After,
    Cond,
    Delete,
    DeleteOp,
    ForEach,
    Form,
    Get,
    GetOp,
    IdRef,
    If,
    Link,
    Map,
    OpDef,
    OpRef,
    Post,
    PostOp,
    Put,
    PutOp,
    Scalar,
    While,
)
from tcc.ir.optable import op_table
from tcc.ir.rewrite import rebuild
from tcc.ir.scope import OP_NODES, STATE, Scope, form_names, op_params

Entries = list[tuple[str, Scalar]]


class Obstacle(Struct, frozen=True):
    """Something a target cannot express: the route (``"<VERB> <path>"``) and id, what, and what to do about it."""

    route: str
    id: str
    construct: str
    target: str
    help: str

    def __str__(self) -> str:
        return f"{self.route}, {self.id}: {self.target} has no {self.construct}; {self.help}"


def legalise(manifest: Manifest, profile: Profile) -> tuple[Manifest, tuple[Obstacle, ...]]:
    """The manifest as ``profile`` can run it. With obstacles, what is returned beside them is not to be used."""
    if profile.name == "tcc":
        return manifest, ()
    obstacles: list[Obstacle] = []
    routes: list[Route] = []
    for route in manifest.routes:
        match route.target:
            case Value() | Alias():
                routes.append(route)
            case op:
                pass_ = _RoutePass(manifest, route, op, profile, obstacles)
                scope = Scope()
                for param in route.params or ():
                    scope.param(param.name, param.type)
                routes.append(structs.replace(route, target=pass_.op(op, scope)))
    return structs.replace(manifest, routes=tuple(routes)), tuple(obstacles)


class _RoutePass:
    def __init__(
        self, manifest: Manifest, route: Route, op: OpDef, profile: Profile, obstacles: list[Obstacle]
    ) -> None:
        self.manifest = manifest
        self.name = f"{route.verb} {route.path}"
        self.profile = profile
        self.obstacles = obstacles
        self.taken = {*_bound_ids(op), *(param.name for param in route.params or ()), SELF, STATE}
        self.entry = ""

    def obstacle(self, construct: str, help_: str) -> None:
        self.obstacles.append(Obstacle(self.name, self.entry, construct, self.profile.name, help_))

    def fresh(self, name: str) -> str:
        """An id like ``name`` that the route does not use."""
        candidate, number = name, 2
        while candidate in self.taken:
            candidate, number = f"{name}_{number}", number + 1
        self.taken.add(candidate)
        return candidate

    def bind(self, node: Scalar, hint: str, out: Entries, scope: Scope) -> IdRef:
        """An id for a scalar: its own, or that of a new entry before the one it stands in."""
        if isinstance(node, IdRef):
            return node
        name = self.fresh(f"{self.entry}.{hint}")
        out.append((name, node))
        scope.entry(name, node)
        return IdRef(name)

    # --- forms -------------------------------------------------------------------------------------------------

    def op(self, op: OpDef, around: Scope) -> OpDef:
        """An op that is called with its own parameters."""
        scope = Scope(around)
        for name in op_params(op, around):
            scope.param(name)
        return structs.replace(op, form=self.form(op.form, scope))

    def form(self, form: Form, scope: Scope) -> Form:
        """A form whose parameters are in ``scope``."""
        if not self.profile.after:
            form = inline_effects(form)
        for name, node in form:
            scope.entry(name, node)
        outer = self.entry
        out: Entries = []
        for name, node in form:
            self.entry = name
            legal = self.scalar(node, out, scope)
            out.append((name, legal))
        self.entry = outer
        return tuple(out)

    def called(self, node: Scalar, given: tuple[str, ...], out: Entries, around: Scope) -> Scalar:
        """An op that its node calls with ``given``: an inline one, or a ref."""
        if not isinstance(node, PostOp):
            return self.scalar(node, out, around)
        scope = Scope(around)
        for name in given:
            scope.param(name)
        return PostOp(self.form(node.form, scope))

    def inlined(self, op: Scalar, given: tuple[str, ...], out: Entries, scope: Scope) -> PostOp:
        """A legal op as an inline one."""
        if isinstance(op, PostOp):
            return op
        function = self.bind(op, "op", out, scope)
        params = tuple((name, IdRef(name)) for name in given)
        return PostOp(((self.fresh(f"{self.entry}.result"), Post(f"${function.id}", params)),))

    # --- scalars -----------------------------------------------------------------------------------------------

    def scalar(self, node: Scalar, out: Entries, scope: Scope) -> Scalar:
        """The legal form of a scalar; entries it needs first go to ``out``."""
        match node:
            case IdRef(name) if name == SELF and not self.profile.self:
                return Link(self.manifest.schema.id)
            case GetOp() | PutOp() | PostOp() | DeleteOp():
                return self.op(node, scope)
            case Get() | Put() | Post() | Delete():
                return self.call(node, out, scope)
            case If(cond, then, or_else) | Cond(cond, then, or_else):
                return self.conditional(self.scalar(cond, out, scope), then, or_else, out, scope)
            case While():
                return self.loop(node, out, scope)
            case ForEach():
                return self.for_each(node, out, scope)
            case After(when, then) if not self.profile.after:
                return self.after(when, then, out, scope)
            case _:
                return rebuild(node, lambda part: self.scalar(part, out, scope))

    def call(self, call: OpRef, out: Entries, scope: Scope) -> Scalar:
        call = cast(OpRef, rebuild(call, lambda part: self.scalar(part, out, scope)))
        if not call.subject.startswith("$"):
            return call
        name, _, suffix = call.subject[1:].partition("/")
        if name == SELF:
            return call if self.profile.self else structs.replace(call, subject=f"{self.manifest.schema.id}/{suffix}")
        if not suffix or "/" in suffix or not isinstance(call, Post):
            return call
        known = known_classes(IdRef(name), scope, op_table())
        if known is not None and "link" in known:
            return call
        try:
            return replacement(
                self.profile, IdRef(name), suffix, call, known, lambda node, hint: self.bind(node, hint, out, scope)
            )
        except ImpossibleError as missing:
            self.obstacle(missing.construct, missing.help)
            return call

    # --- control -----------------------------------------------------------------------------------------------

    def conditional(self, cond: Scalar, then: Scalar, or_else: Scalar, out: Entries, scope: Scope) -> Scalar:
        if not isinstance(cond, (IdRef, Get, Put, Post, Delete)):
            cond = self.bind(cond, "cond", out, scope)
        branches = [self.branch(branch, scope) for branch in (then, or_else)]
        if self.profile.conditional == "cond":
            return Cond(cond, branches[0], branches[1])
        if not any(isinstance(branch, PostOp) for branch in branches):
            return If(cond, branches[0], branches[1])
        ops = [
            branch if isinstance(branch, PostOp) else PostOp(((self.fresh(f"{self.entry}.branch"), branch),))
            for branch in branches
        ]
        return Cond(cond, ops[0], ops[1])

    def branch(self, node: Scalar, scope: Scope) -> Scalar:
        """A branch, with the entries it needs inside it, so that they run only when it is taken."""
        inner = Scope(scope)
        if isinstance(node, PostOp):
            return PostOp(self.form(node.form, inner))
        own: Entries = []
        legal = self.scalar(node, own, inner)
        return PostOp((*own, (self.fresh(f"{self.entry}.branch"), legal))) if own else legal

    def after(self, when: Scalar, then: Scalar, out: Entries, scope: Scope) -> Scalar:
        """``after`` where there is none: a conditional that needs ``when``, whose branches are both ``then``."""
        first = self.bind(self.scalar(when, out, scope), "first", out, scope)
        done = self.bind(Post(f"${first.id}/eq", (("r", None),)), "none", out, scope)
        always = self.bind(Post(f"${done.id}/or", (("r", True),)), "done", out, scope)
        branches = [PostOp(((self.fresh(f"{self.entry}.then"), node),)) for node in (then, None)]
        return self.conditional(always, branches[0], branches[1], out, scope)

    def loop(self, loop: While, out: Entries, scope: Scope) -> Scalar:
        cond, body = (self.called(op, (STATE,), out, scope) for op in (loop.cond, loop.body))
        state = self.scalar(loop.state, out, scope)
        if not self.captured((cond, body), (STATE,), scope):
            return While(cond, body, state)
        cond_op, body_op = (self.inlined(op, (STATE,), out, scope) for op in (cond, body))
        captured = self.captured((cond_op, body_op), (STATE,), scope)
        cond_op, _ = self.unpacked(cond_op, captured)
        body_op, local = self.unpacked(body_op, captured)
        first: dict[str, Scalar] = {STATE: state}
        following: dict[str, Scalar] = {STATE: IdRef(body_op.form[-1][0])}
        for name in captured:
            first[name] = IdRef(name)
            following[name] = IdRef(local[name])
        body_op = PostOp((*body_op.form, (self.fresh(f"{self.entry}.next"), _map(following))))
        run = self.bind(While(cond_op, body_op, _map(first)), "run", out, scope)
        return _member(run, STATE)

    def captured(self, ops: tuple[Scalar, ...], given: tuple[str, ...], scope: Scope) -> list[str]:
        """The ids that inline ops take from the scope around them, where the target does not give them."""
        if self.profile.captures:
            return []
        forms = [op.form for op in ops if isinstance(op, PostOp)]
        used = {name: None for form in forms for name in form_names(form, inner_params=True)}
        return [name for name in used if name not in given and name != SELF and scope.find(name) is not None]

    def unpacked(self, op: PostOp, captured: list[str]) -> tuple[PostOp, dict[str, str]]:
        """An op whose state is now a map of the old state and what it captured, and its ids for these."""
        local = {name: self.fresh(f"{self.entry}.{name}") for name in (STATE, *captured)}
        entries = [(local[name], _member(IdRef(STATE), name)) for name in local]
        return PostOp((*entries, *rename_form(op.form, local))), local

    def for_each(self, loop: ForEach, out: Entries, scope: Scope) -> Scalar:
        given = (loop.item_name, STATE) if loop.stateful else (loop.item_name,)
        known = known_classes(loop.items, scope, op_table())
        items = self.scalar(loop.items, out, scope)
        state = self.scalar(loop.state, out, scope) if loop.stateful else None
        op = self.called(loop.op, given, out, scope)
        carries = loop.stateful and not self.profile.carried_for_each
        if not carries and not self.captured((op,), given, scope):
            return structs.replace(loop, items=items, op=op, state=state)
        inline = self.inlined(op, given, out, scope)
        # The op of a fold is given the members of the state by name; only one called `state` may be in the way.
        names = {name: self.fresh(name) if name == STATE else name for name in self.captured((inline,), given, scope)}
        form = rename_form(inline.form, {name: new for name, new in names.items() if name != new})
        first: dict[str, Scalar] = {STATE: state}
        following: dict[str, Scalar] = {STATE: IdRef(form[-1][0])}
        for name, new in names.items():
            first[new] = IdRef(name)
            following[new] = IdRef(new)
        fold_op = PostOp((*form, (self.fresh(f"{self.entry}.next"), _map(following))))
        if known != frozenset(("tuple",)):
            items = Get("/state/scalar/tuple", items)
        over = self.bind(items, "items", out, scope)
        fold = Post(f"${over.id}/fold", (("item_name", loop.item_name), ("op", fold_op), ("value", _map(first))))
        return _member(self.bind(fold, "run", out, scope), STATE)


def _map(members: dict[str, Scalar]) -> Map:
    return Map(tuple(members.items()))


def _member(of: IdRef, name: str) -> Post:
    return Post(f"${of.id}/get", (("i", name),))


def _bound_ids(node: OpDef) -> Iterator[str]:
    """Every id a scalar binds, at any depth."""
    found: list[str] = []

    def visit(part: Scalar) -> Scalar:
        if isinstance(part, OP_NODES):
            found.extend(name for name, _ in part.form)
            found.extend(op_params(part, None))
        elif isinstance(part, ForEach):
            found.append(part.item_name)
        rebuild(part, visit)
        return part

    visit(node)
    yield from found
