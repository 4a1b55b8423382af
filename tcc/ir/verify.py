"""The verifier: whether a manifest may be installed, without running it. The kernel has the same rules.

Errors (any one refuses the manifest):

 1. A route's path and verb are its own: no two routes answer the same verb on the same path.
 2. A version in the id (its last segment) is the schema's version.
 3. Declared parameters have distinct names, types of the type grammar, and defaults that are plain values of their
    type. A PUT route that declares parameters declares two, the key and the value. ``returns`` is a type.
 4. A ``value`` route holds a plain value, without refs or ops.
 5. An op binds each id once: the ids of a form, and the names of its key and value, are distinct.
 6. An id does not hide one of a scope around it. Only the ops of loops and folds may: their ``state`` and item are
    their own whatever the scope around them binds.
 7. Nothing binds ``self``.
 8. Every id used is bound by its form, by a scope around it, or is a parameter. A POST op's parameters are the ids
    nothing else binds; a route's are the declared ones when it declares any. The ops of a loop are given ``state``
    and the item; the op of ``map``, ``filter`` and sort keys, one id; that of ``fold``, the item and its state.
    A branch of a conditional is given nothing.
 9. A form has no cycle, except among definitions (entries that are ops), which may use each other and themselves.
10. An op on ``$id/name`` is in the op table, and some class takes it with these parameters (or, as
    ``{"$x/add": [1]}``, with one operand). A subject known to be a link takes any verb and suffix.
11. An id bound to an op is called with that op's verb and parameters; an id bound to a plain value that is no link is
    not called.
12. The ops of loops and folds are POST ops, or refs.
13. ``$self/route`` (and the library's own path) is a route of this manifest, with that verb and those parameters.
14. A path that is called is a route of the op table with its verb and parameters, or lies under a declared
    dependency, or under ``/state`` or ``/host``. ``/state/scalar`` has only the routes of the table. The host of an
    absolute link makes no difference, except that ``/state`` and ``/host`` are only one's own.

Warnings (the program is legal, and probably not what was meant):

15. An entry the result does not need never runs.
16. An operation that fails whenever it runs: the value's class, where it is known, has no such op, or takes no
    operand of the class it is given; a condition that is no number or bool.

Not checked: types beyond what literals, declared parameters and the op table tell; that links not called lead
somewhere; that dependencies exist; the source map, which never changes behaviour.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, Literal, TypeAlias

from msgspec import Struct, UnsetType

from tcc.ir import names
from tcc.ir.calls import VERB_OF, named_params, native_call, op_candidates, table_params
from tcc.ir.cycles import components
from tcc.ir.decode import SPECIAL, is_value
from tcc.ir.errors import At, pointer
from tcc.ir.infer import known_classes
from tcc.ir.manifest import Alias, Manifest, Param, Route, Value, Verb
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
    Tuple,
    While,
)
from tcc.ir.optable import op_table
from tcc.ir.scope import OP_NODES, STATE, Scope, op_params, used_names
from tcc.ir.types import accepts, classes, parse_type

Severity: TypeAlias = Literal["error", "warning"]

_VERSION: Final = re.compile(r"[0-9]+(\.[0-9]+)*([-+].*)?")
_KEYED_OPS: Final = {"map": "op", "filter": "op", "sort": "key", "min": "key", "max": "key"}
_ROOTS: Final = ("/lib", "/service", "/class", "/state", "/host")


class Problem(Struct, frozen=True):
    """One finding: the JSON pointer of the node, what is wrong with it, and whether it refuses the manifest."""

    pointer: str
    message: str
    severity: Severity = "error"


def verify(manifest: Manifest) -> tuple[Problem, ...]:
    """Everything wrong with a manifest, route by route. It may be installed when no problem is an error."""
    verifier = _Verifier(manifest)
    verifier.manifest()
    return tuple(verifier.problems)


def verify_op(op: OpDef) -> tuple[Problem, ...]:
    """Everything wrong with an op that stands alone; what it calls outside itself is not known and not checked."""
    verifier = _Verifier(None)
    verifier.op(op, Scope(), None)
    return tuple(verifier.problems)


def errors(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """The problems that refuse a manifest."""
    return tuple(problem for problem in problems if problem.severity == "error")


class _Verifier:
    def __init__(self, manifest: Manifest | None) -> None:
        self.program = manifest
        self.problems: list[Problem] = []
        self.table = op_table()
        self.routes: dict[tuple[Verb, str], Route] = {}

    def error(self, message: str, at: At) -> None:
        self.problems.append(Problem(pointer(at), message))

    def warning(self, message: str, at: At) -> None:
        self.problems.append(Problem(pointer(at), message, "warning"))

    # --- routes ------------------------------------------------------------------------------------------------

    def manifest(self) -> None:
        program = self.program
        if program is None:
            return
        schema = program.schema
        last = schema.id.rsplit("/", 1)[1]
        if _VERSION.fullmatch(last) and last != schema.version:
            self.error(f"the id says version {last}, the schema {schema.version}", ((None, "schema"), "version"))
        for index, route in enumerate(program.routes):
            if self.routes.setdefault((route.verb, route.path), route) is not route:
                self.error(f"duplicate route: {route.verb} {route.path}", ((None, "routes"), index))
        for index, route in enumerate(program.routes):
            self.route(route, ((None, "routes"), index))

    def route(self, route: Route, at: At) -> None:
        scope = Scope()
        self.door(route, at, scope)
        match route.target:
            case Value(value):
                if not is_value(value):
                    self.error("a value route holds a plain value; write an opdef", (at, "value"))
            case Alias(path=path):
                here = ((at, "op"), "path")
                self.path(path, route.target.method, None, here, here)
            case PostOp(form) if route.params is not None:
                self.form(form, scope, ((at, "opdef"), "/state/scalar/op/post"))
            case op:
                self.op(op, Scope(), (at, "opdef"), _input_types(route))

    def door(self, route: Route, at: At, scope: Scope) -> None:
        if route.returns is not None:
            self.type(route.returns, (at, "returns"))
        params = route.params or ()
        if isinstance(route.target, PutOp) and route.params is not None and len(params) != 2:
            self.error(f"a PUT route has two parameters, the key and the value; found {len(params)}", (at, "params"))
        for index, param in enumerate(params):
            here = ((at, "params"), index)
            if param.name == SELF:
                self.error("nothing may bind self", here)
            elif param.name in scope.bindings:
                self.error(f"duplicate parameter {param.name!r}", here)
            scope.param(param.name, param.type if self.param_type(param, here) else None)

    def param_type(self, param: Param, at: At) -> bool:
        if not self.type(param.type, (at, "type")):
            return False
        default = param.default
        if not isinstance(default, UnsetType) and not (is_value(default) and accepts(parse_type(param.type), default)):
            self.error(f"the default of {param.name!r} is not of type {param.type}", (at, "default"))
        return True

    def type(self, text: str, at: At) -> bool:
        try:
            parse_type(text)
        except ValueError as fault:
            self.error(str(fault), at)
            return False
        return True

    # --- scopes ------------------------------------------------------------------------------------------------

    def op(self, op: OpDef, around: Scope, at: At, types: Sequence[str] = ("any", "any")) -> None:
        """An op that is called with its own parameters, standing in the scope ``around``.

        ``types`` are those of its key and value.
        """
        scope = Scope(around)
        match op:
            case PostOp(form):
                for name in op_params(op, around):
                    scope.param(name)
                self.form(form, scope, (at, "/state/scalar/op/post"))
            case GetOp(key, form):
                here = (at, "/state/scalar/op/get")
                self.bind_param(key, types[0], scope, (here, 0))
                self.form(form, scope, (here, 1))
            case PutOp(key, value, form):
                here = (at, "/state/scalar/op/put")
                self.bind_param(key, types[0], scope, (here, 0))
                self.bind_param(value, types[1], scope, (here, 1))
                self.form(form, scope, (here, 2))
            case DeleteOp(key, form):
                here = (at, "/state/scalar/op/delete")
                self.bind_param(key, types[0], scope, (here, 0))
                self.form(form, scope, (here, 1))

    def bind_param(self, name: str, type_: str, scope: Scope, at: At) -> None:
        if self.is_free(name, scope, at):
            scope.param(name, type_)

    def is_free(self, name: str, scope: Scope, at: At) -> bool:
        """Whether ``name`` may be bound in ``scope``."""
        if name == SELF:
            self.error("nothing may bind self", at)
        elif name in scope.bindings:
            self.error(f"duplicate id {name!r}", at)
        elif scope.find(name) is not None:
            self.error(f"id {name!r} hides one of the scope around it", at)
        else:
            return True
        return False

    def form(self, form: Form, scope: Scope, at: At) -> None:
        """A form whose parameters are already in ``scope``, which it shares with nothing else."""
        sound = True
        for index, (name, node) in enumerate(form):
            if self.is_free(name, scope, (at, index)):
                scope.entry(name, node)
            else:
                sound = False
        if sound:
            self.flow(form, at)
        for index, (_, node) in enumerate(form):
            self.node(node, scope, ((at, index), 1))

    def flow(self, form: Form, at: At) -> None:
        """Cycles, and entries that never run."""
        positions = {name: index for index, (name, _) in enumerate(form)}
        edges = {
            name: [used for used in dict.fromkeys(used_names(node, inner_params=True)) if used in positions]
            for name, node in form
        }
        for group in components(edges):
            cyclic = len(group) > 1 or group[0] in edges[group[0]]
            if cyclic and not all(isinstance(form[positions[name]][1], OP_NODES) for name in group):
                first = min(group, key=positions.__getitem__)
                through = " -> ".join([*group[group.index(first) :], *group[: group.index(first)], first])
                self.error(f"cyclic form: {through}", (at, positions[first]))
        needed: set[str] = set()
        waiting = [form[-1][0]]
        while waiting:
            if (name := waiting.pop()) not in needed:
                needed.add(name)
                waiting.extend(edges[name])
        for index, (name, _) in enumerate(form):
            if name not in needed:
                self.warning(f"{name!r} never runs: the result does not need it", (at, index))

    # --- nodes -------------------------------------------------------------------------------------------------

    def node(self, node: Scalar, scope: Scope, at: At) -> None:
        match node:
            case IdRef(name):
                self.used(name, scope, at)
            case Get() | Put() | Post() | Delete():
                self.call(node, scope, at)
            case GetOp() | PutOp() | PostOp() | DeleteOp():
                self.op(node, scope, at)
            case If(cond, then, or_else) | Cond(cond, then, or_else):
                here = (at, "/state/scalar/ref/if" if isinstance(node, If) else "/state/scalar/ref/cond")
                self.node(cond, scope, (here, 0))
                self.condition(cond, scope, (here, 0))
                self.branch(then, scope, (here, 1))
                self.branch(or_else, scope, (here, 2))
            case While(cond, body, state):
                here = (at, "/state/scalar/ref/while")
                self.loop_op(cond, (STATE,), scope, (here, 0))
                self.loop_op(body, (STATE,), scope, (here, 1))
                self.node(state, scope, (here, 2))
            case ForEach(items, op, item_name, state, stateful):
                here = (at, "/state/scalar/ref/for_each")
                self.node(items, scope, (here, 0))
                if item_name == SELF or (stateful and item_name == STATE):
                    self.error(f"the item cannot be called {item_name!r}", (here, 2))
                self.loop_op(op, (item_name, STATE) if stateful else (item_name,), scope, (here, 1))
                if stateful:
                    self.node(state, scope, (here, 3))
            case After(when, then):
                here = (at, "/state/scalar/ref/after")
                self.node(when, scope, (here, 0))
                self.node(then, scope, (here, 1))
            case Tuple(items):
                for index, item in enumerate(items):
                    self.node(item, scope, (at, index))
            case Map(entries):
                self.map(entries, scope, at)

    def map(self, entries: tuple[tuple[Scalar, Scalar], ...], scope: Scope, at: At) -> None:
        if all(isinstance(key, str) and names.is_id(key) for key, _ in entries):
            for key, value in entries:
                self.node(value, scope, (at, str(key)))
            return
        for index, (key, value) in enumerate(entries):
            here = ((at, "/state/scalar/map"), index)
            self.node(key, scope, (here, 0))
            self.node(value, scope, (here, 1))

    def used(self, name: str, scope: Scope, at: At) -> None:
        if name != SELF and scope.find(name) is None:
            self.error(f"undefined id {name!r}", at)

    def condition(self, cond: Scalar, scope: Scope, at: At) -> None:
        found = known_classes(cond, scope, self.table)
        if found is not None and "number" not in found:
            self.warning(f"a condition is a number or bool, this is {_one_of(found)}", at)

    def branch(self, node: Scalar, scope: Scope, at: At) -> None:
        if isinstance(node, PostOp):
            self.form(node.form, Scope(scope), (at, "/state/scalar/op/post"))
        else:
            self.node(node, scope, at)

    def loop_op(self, op: Scalar, given: tuple[str, ...], scope: Scope, at: At) -> None:
        """An op that the node around it calls with ``given``, which are its own even where the scope has such ids."""
        match op:
            case PostOp(form):
                inner = Scope(scope)
                for name in given:
                    inner.param(name)
                self.form(form, inner, (at, "/state/scalar/op/post"))
            case IdRef(name):
                self.used(name, scope, at)
                binding = scope.find(name)
                definition = binding.definition if binding else None
                if isinstance(definition, PostOp) and binding is not None:
                    for param in binding.op_params(definition):
                        if param not in given:
                            self.error(f"{name!r} takes {param!r}, and is called here with {', '.join(given)}", at)
                elif definition is not None:
                    self.error(f"{name!r} is not a POST op", at)
            case Get() | Put() | Post() | Delete() | If() | Cond() | While() | ForEach() | After() | Link():
                self.node(op, scope, at)
            case _:
                self.error("expected a POST op, or a ref to one", at)

    # --- op refs -----------------------------------------------------------------------------------------------

    def call(self, call: OpRef, scope: Scope, at: At) -> None:
        subject = call.subject
        inner, places = _places(call, at)
        if subject.startswith("$"):
            name, _, suffix = subject[1:].partition("/")
            self.used(name, scope, at)
            if name == SELF:
                self.sibling(f"/{suffix}", call, at, inner)
            elif suffix:
                self.native(name, suffix, call, scope, at, inner)
            else:
                self.bound(name, call, scope, at, inner)
        else:
            self.path(subject, VERB_OF[type(call)], call, at, inner)
        if isinstance(call, Post):
            self.post_params(call, scope, inner)
        elif isinstance(call, Put):
            self.node(call.key, scope, places[0])
            self.node(call.value, scope, places[1])
        else:
            self.node(call.key, scope, places[0])

    def post_params(self, call: Post, scope: Scope, at: At) -> None:
        op_name = call.subject.rpartition("/")[2] if call.subject.startswith("$") else ""
        given = dict(call.params)
        for name, value in call.params:
            here = (at, name)
            if name == SELF:
                self.error("nothing may bind self", here)
            if op_name == "fold" and name == "op":
                self.fold_op(value, given, scope, here)
            elif _KEYED_OPS.get(op_name) == name and isinstance(value, OP_NODES):
                self.key_op(value, scope, here)
            else:
                self.node(value, scope, here)

    def key_op(self, op: OpDef, scope: Scope, at: At) -> None:
        if not isinstance(op, PostOp):
            self.error("expected a POST op, or a ref to one", at)
        elif len(params := op_params(op, scope)) > 1:
            self.error(f"called with one item, this op takes {', '.join(params)}", at)
        else:
            self.op(op, scope, at)

    def fold_op(self, op: Scalar, given: dict[str, Scalar], scope: Scope, at: At) -> None:
        if not isinstance(op, PostOp):
            if isinstance(op, OP_NODES):
                self.error("expected a POST op, or a ref to one", at)
            else:
                self.node(op, scope, at)
            return
        item, state = given.get("item_name"), given.get("value")
        inner = Scope(scope)
        if isinstance(state, Map):
            members = [key for key, _ in state.entries if isinstance(key, str)]
        elif _is_plain(state):
            members = [STATE]
        else:  # not known before it runs: what is unbound may be a member of the state
            members = [STATE, *op_params(op, scope)]
        for name in (*members, *([item] if isinstance(item, str) else [])):
            inner.param(name)
        self.form(op.form, inner, (at, "/state/scalar/op/post"))

    def native(self, name: str, suffix: str, call: OpRef, scope: Scope, at: At, inner: At) -> None:
        known = known_classes(IdRef(name), scope, self.table)
        if known is not None and "link" in known:
            return
        candidates = [] if "/" in suffix else op_candidates(self.table, suffix)
        if not candidates:
            self.error(f"unknown op {suffix!r} on {name!r}", at)
            return
        faults = list(native_call(call, suffix, candidates))
        for message, param in faults:
            self.error(f"{suffix}: {message}", (inner, param) if param else at)
        if known is not None and not faults:
            self.native_types(name, suffix, call, known, scope, at)

    def native_types(self, name: str, suffix: str, call: OpRef, known: frozenset[str], scope: Scope, at: At) -> None:
        specs = [spec for found, spec in op_candidates(self.table, suffix) if found in known or found == "any"]
        if not specs:
            self.warning(f"this always fails: {_one_of(known)} has no {suffix}", at)
            return
        params = call.params if isinstance(call, Post) else ()
        for param, value in params:
            found = known_classes(value, scope, self.table)
            if found is None:
                continue
            wanted = [declared for spec in specs if (declared := spec.param(param)) is not None]
            if wanted and not any(_overlaps(declared.type, found) for declared in wanted):
                expects = " or ".join(dict.fromkeys(declared.type for declared in wanted))
                self.warning(f"this always fails: {suffix} expects {expects}, found {_one_of(found)}", at)

    def bound(self, name: str, call: OpRef, scope: Scope, at: At, inner: At) -> None:
        """A call of an id itself."""
        binding = scope.find(name)
        if binding is None:
            return
        op = binding.definition
        if op is None:
            if _is_plain(binding.node) and binding.type is None and not isinstance(binding.node, Link):
                self.error(f"{name!r} is a plain value and cannot be called", at)
            return
        verb, wanted = VERB_OF[type(call)], _VERB_OF_OP[type(op)]
        if verb != wanted:
            self.error(f"{name!r} is a {wanted} op, called here with {verb}", at)
        elif isinstance(call, Post):
            params = binding.op_params(op)
            self.params(call, params, params, name, at, inner)

    def sibling(self, path: str, call: OpRef | None, at: At, inner: At, verb: str = "") -> None:
        """A call of a route of this same manifest."""
        if self.program is None:
            return
        verb = VERB_OF[type(call)] if call is not None else verb
        route = next((route for (method, where), route in self.routes.items() if (method, where) == (verb, path)), None)
        if route is None:
            self.error(f"no route {verb} {path} in {self.program.schema.id}", at)
        elif isinstance(call, Post):
            if route.params is not None:
                required = [param.name for param in route.params if not param.optional]
                self.params(call, required, [param.name for param in route.params], path, at, inner)
            elif isinstance(route.target, PostOp):
                params = op_params(route.target, None)
                self.params(call, params, params, path, at, inner)

    def path(self, link: str, verb: str, call: OpRef | None, at: At, inner: At) -> None:
        """A call of a path, the library's own, the kernel's or another library's."""
        absolute = not link.startswith("/")
        path = "/" + link.split("://", 1)[1].partition("/")[2] if absolute else link
        spec = None if absolute else self.table.routes.get(path)
        if spec is not None:
            if spec.verb != verb:
                self.error(f"{path} is called with {spec.verb}, not {verb}", at)
            elif isinstance(call, Post):
                for message, param in table_params(spec.params, [name for name, _ in call.params]):
                    self.error(f"{path}: {message}", (inner, param) if param else at)
            return
        if _under(path, "/state/scalar"):
            self.error(f"unknown op {path}", at)
        elif not absolute and (_under(path, "/state") or _under(path, "/host")):
            return
        elif not any(_under(path, root) for root in _ROOTS):
            self.error(f"{path} is not under {', '.join(_ROOTS)}", at)
        elif self.program is not None:
            own = self.program.schema.id
            if _under(path, own):
                self.sibling(path[len(own) :], call, at, inner, verb)
            elif not any(_under(path, dependency) for dependency in self.program.schema.dependencies):
                self.error(f"{path} is not under a declared dependency", at)

    def params(self, call: Post, required: Sequence[str], known: Sequence[str], what: str, at: At, inner: At) -> None:
        for message, param in named_params([name for name, _ in call.params], required, known):
            self.error(f"{what}: {message}", (inner, param) if param else at)


_VERB_OF_OP: Final = {GetOp: "GET", PutOp: "PUT", PostOp: "POST", DeleteOp: "DELETE"}


def _input_types(route: Route) -> tuple[str, str]:
    """The declared types of the key and value of an op, where the door declares just those."""
    types = [param.type if _is_type(param.type) else "any" for param in route.params or ()]
    match route.target, types:
        case GetOp() | DeleteOp(), [key]:
            return key, "any"
        case PutOp(), [key, value]:
            return key, value
    return "any", "any"


def _is_type(text: str) -> bool:
    try:
        parse_type(text)
    except ValueError:
        return False
    return True


def _places(call: OpRef, at: At) -> tuple[At, tuple[At, ...]]:
    """Where the encoder puts what a call passes: the place of its array or object, and of its key and value."""
    subject = call.subject
    short = subject.startswith("$") or (subject.startswith("/") and subject not in SPECIAL)
    if short and not isinstance(call, Delete):
        here: At = (at, subject)
        return here, ((here, 0), (here, 1))
    here = (at, f"/state/scalar/ref/op/{VERB_OF[type(call)].lower()}")
    return (here, 1), ((here, 1), (here, 2))


def _is_plain(node: Scalar) -> bool:
    """Whether a node is a literal, whatever it holds."""
    return node is None or isinstance(node, (bool, int, float, complex, str, bytes, Link, Tuple, Map))


def _under(path: str, root: str) -> bool:
    return path == root or path.startswith(f"{root}/")


def _overlaps(type_text: str, found: frozenset[str]) -> bool:
    wanted = classes(parse_type(type_text))
    return wanted is None or bool(wanted & found)


def _one_of(found: frozenset[str]) -> str:
    return " or ".join(sorted(found))
