"""Ownership: prove that rebuilding a container means the same as changing it in place, or refuse the change.

``x.append(v)`` was built as a new ``x``. That is what Python shows unless another live value still holds the old
object. So each value that may hold a container is given the abstract objects it may be and may contain. An object is
the operation that made it, *recent* or from an earlier iteration (recency abstraction: Balakrishnan and Reps, 2006),
or a parameter's own object or something inside it. A change of ``x`` is refused when a value that is live after it
reaches an object that ``x`` may be.

    ys = xs                         out.append(row)              grid = [[0] * 3] * 3
    xs.append(1)                    row.append(1)                grid[0][0] = 1
    return ys        TC501          return out       TC508       return grid          TC505
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final, cast

import gast
from msgspec import Struct

from tcc.diagnostics import Diagnostic, Label, Span, codes
from tcc.lowering.names import root
from tcc.lowering.ssa import Function, Op, Region, Value, unpacked, walk
from tcc.lowering.types import is_number, is_plain, members

Objects = frozenset[int]
_NONE: Objects = frozenset()


DEPTH = 4


class Own(Struct, frozen=True):
    """What a value may be (``levels[0]``), what its items may be, theirs, and everything deeper.

    ``shared`` are the objects that may be in it twice; ``home`` are the containers that a view was taken from.
    """

    levels: tuple[Objects, ...] = (_NONE,) * DEPTH
    shared: Objects = _NONE
    home: Objects = _NONE

    @property
    def top(self) -> Objects:
        """What the value itself may be."""
        return self.levels[0]

    @property
    def inner(self) -> Objects:
        """Everything inside the value, at any depth."""
        return self.levels[1].union(*self.levels[2:])

    @property
    def reach(self) -> Objects:
        """Everything that can be seen through the value."""
        return self.levels[0].union(*self.levels[1:])

    def item(self) -> Own:
        """Something taken out of it."""
        return Own((*self.levels[1:], self.levels[-1]), self.shared)

    def wrapped(self, top: Objects) -> Own:
        """A container ``top`` that holds the value."""
        *kept, last = self.levels
        return Own((top, *kept[:-1], kept[-1] | last), self.shared)

    def with_top(self, top: Objects) -> Own:
        """Another container with the same items."""
        return Own((top, *self.levels[1:]), self.shared)

    def flat(self, top: Objects) -> Own:
        """A container ``top`` around anything inside this, at unknown depths."""
        return Own((top, *(self.inner,) * (DEPTH - 1)), self.shared)


def _join(a: Own, b: Own) -> Own:
    if a is b or a == b:
        return a
    return Own(tuple([x | y for x, y in zip(a.levels, b.levels, strict=True)]), a.shared | b.shared, a.home | b.home)


_PLAIN = Own()


def check_ownership(functions: list[Function], report: Callable[[Diagnostic], None]) -> None:
    """Check every change in ``functions``, of which the first is the route itself; report the refused ones."""
    if any(op.changes for function in functions for op in walk(function.region)):
        analysis = _Analysis(functions)
        analysis.solve()
        found: list[Diagnostic] = []
        known = -1
        while known != analysis.disturbances():
            known = analysis.disturbances()
            found.clear()
            for function in functions:
                _Check(analysis, function, function is functions[0], found.append).run()
        for diagnostic in found:
            report(diagnostic)


class _Analysis:
    """Gives every value its ``Own``, over all functions, to a fixpoint."""

    def __init__(self, functions: list[Function]) -> None:
        self.functions = functions
        self.own: dict[Value, Own] = {}
        self.seen: dict[Op, list[Own | None]] = {}
        self.sites: dict[object, int] = {}
        self.inside: dict[int, Objects] = {}
        self.origins: dict[int, int] = {}
        self.derived: dict[int, set[int]] = {}
        self.changed = False
        self.parameters: dict[int, list[tuple[int, ...]]] = {}
        self.disturbed: dict[int, dict[int, tuple[Op, str]]] = {id(f): {} for f in functions}
        self.constants: dict[int, Op] = {}
        for function in functions:
            self.parameters[id(function)] = [self.depths(p) for p in function.region.params]

    def site(self, thing: object, kind: int) -> int:
        """The number of an object: even ones are recent, odd ones old (or a parameter's inside)."""
        return self.sites.setdefault(id(thing), 2 * len(self.sites)) + kind

    def disturbances(self) -> int:
        """How many ways are known in which functions change what their callers gave them."""
        return sum(len(found) for found in self.disturbed.values())

    def depths(self, param: Value) -> tuple[int, ...]:
        """A parameter's own object and, by depth, those inside it: all old, for it was there before the call."""
        return tuple([self.sites.setdefault((id(param), depth), 2 * len(self.sites)) + 1 for depth in range(DEPTH)])

    def of(self, value: Value) -> Own:
        """What is known of a value."""
        return _PLAIN if is_plain(value.type) else self.own.get(value, _PLAIN)

    def solve(self) -> None:
        self.changed = True
        while self.changed:
            self.changed = False
            for function in self.functions:
                for param, objects in zip(function.region.params, self.parameters[id(function)], strict=True):
                    self.set(param, Own(tuple([frozenset({o}) for o in objects])))
                self.region(function.region)

    def set(self, value: Value, own: Own) -> None:
        if is_plain(value.type):
            return
        old = self.own.get(value)
        new = own if old is None else _join(old, own)
        if new != old:
            self.own[value] = new
            self.changed = True

    def region(self, region: Region) -> None:
        for op in region.ops:
            self.op(op)

    def made_inside(self, op: Op) -> Objects:
        """The recent objects that a loop's regions make."""
        known = self.inside.get(id(op))
        if known is None:
            made = {self.site(inner, 0) for region in op.regions for inner in walk(region)}
            known = self.inside[id(op)] = frozenset(made)
        calls = [self.derived.get(id(inner)) for region in op.regions for inner in walk(region) if inner.code == "call"]
        return known.union(*[made for made in calls if made])

    def aged(self, own: Own, made: Objects) -> Own:
        """What was recent at the end of an iteration is old in the next."""

        def age(objects: Objects) -> Objects:
            return frozenset([o + 1 if o in made else o for o in objects]) if objects & made else objects

        return Own(tuple([age(objects) for objects in own.levels]), age(own.shared), age(own.home))

    def made_by(self, call: Op, made: int) -> Objects:
        """An object that a called function makes, as the caller tells it apart."""
        origin = self.origins.get(made, made)
        key = (id(call), origin)
        known = self.sites.get(key)
        if known is None:
            known = self.sites[key] = 2 * len(self.sites)
            self.origins[known] = self.origins[known + 1] = origin
            self.derived.setdefault(id(call), set()).add(known)
        return frozenset({known})

    def here(self, op: Op) -> Objects:
        """The object that an operation makes."""
        return frozenset({self.site(op, 0)})

    def op(self, op: Op) -> None:
        match op.code:
            case "if":
                for region in op.regions:
                    self.region(region)
                for i, result in enumerate(op.results):
                    for region in op.regions:
                        self.set(result, self.of(region.results[i]))
            case "while" | "for":
                self.loop(op)
            case "call":
                self.call(op)
            case "lambda":
                self.region(op.regions[0])
            case "const" | "py.view":
                return
            case _:
                known = [self.own.get(v) for v in op.operands]
                if self.seen.get(op) != known:  # nothing else decides what the result may be
                    self.seen[op] = known
                    self.simple(op)

    def simple(self, op: Op) -> None:
        """An operation without regions."""
        match op.code:
            case "list" | "map":
                parts = [self.of(v) for v in op.operands]
                seen: Objects = _NONE
                own = Own((self.here(op), *(_NONE,) * (DEPTH - 1)))
                for part in parts:
                    again = seen & part.reach
                    seen = seen | part.reach
                    own = _join(own, part.wrapped(self.here(op)))
                    own = Own(own.levels, own.shared | again)
                self.set(op.results[0], own)
            case "route":
                self.set(op.results[0], Own(tuple([frozenset({o}) for o in self.depths(op.results[0])])))
            case "py.store" | "py.store_slice":
                self.store(op)
            case "py.change":
                self.change(op)
            case "py.delete" | "py.delete_slice":
                self.set(op.results[0], self.of(op.operands[0]))
            case "py.augment":
                self.augment(op)
            case "py.item" if op.attr == "witness":
                container = self.of(op.operands[0])
                item = container.item()
                self.set(op.results[0], Own(item.levels, item.shared, container.home | container.top))
            case "py.item":
                self.set(op.results[0], self.of(op.operands[0]).item())
            case "py.unpack":
                source = self.of(op.operands[0])
                before, star, _ = unpacked(op)
                for i, result in enumerate(op.results):
                    rest = star and i == before  # a new list of what is left
                    self.set(result, source.with_top(self.here(op)) if rest else source.item())
            case "py.constant":
                depths = self.depths(op.results[0])
                self.constants.update(dict.fromkeys(depths, op))
                self.set(op.results[0], Own(tuple([frozenset({o}) for o in depths])))
            case "py.iter" | "py.generator" | "py.key" | "py.narrow":
                self.set(op.results[0], self.of(op.operands[0]))
            case "py.snapshot":
                own = self.of(op.operands[0])
                copies = op.attr == "list" or op.operands[0].type.kind in ("map", "list")
                if op.attr == "map" and op.operands[0].type.kind == "list" and "tuple" not in str(op.operands[0].type):
                    copies = False
                self.set(op.results[0], own.with_top(self.here(op)) if copies else own)
            case code if code.startswith("py."):
                self.python(op)

    def loop(self, op: Op) -> None:
        first = 1 if op.code == "for" else 0
        made = self.made_inside(op)
        body = op.regions[-1]
        if first:
            self.set(body.params[0], self.of(op.operands[0]).item())
        for i in range(len(op.results)):
            following = self.aged(self.of(body.results[i]), made)
            for region in op.regions:
                self.set(region.params[first + i], self.of(op.operands[first + i]))
                self.set(region.params[first + i], following)
            self.set(op.results[i], self.of(op.operands[first + i]))
            self.set(op.results[i], following)
        for region in op.regions:
            self.region(region)

    def call(self, op: Op) -> None:
        function = op.attr
        assert isinstance(function, Function)
        translation: dict[int, Objects] = {}
        shared: Objects = _NONE
        for objects, value in zip(self.parameters[id(function)], op.operands, strict=True):
            own = self.of(value)
            translation.update(zip(objects, own.levels, strict=True))
            shared = shared | own.shared

        def translate(objects: Objects) -> Objects:
            kept = frozenset([o for o in objects if o in self.constants])
            made = [translation[o] if o in translation else self.made_by(op, o) for o in objects - kept]
            return kept.union(*made)

        for result, value in zip(op.results, function.region.results, strict=True):
            own = self.of(value)
            self.set(result, Own(tuple([translate(o) for o in own.levels]), translate(own.shared) | shared))

    def store(self, op: Op) -> None:
        container, value = self.of(op.operands[0]), self.of(op.operands[-1])
        added = value.with_top(container.top) if op.code == "py.store_slice" else value.wrapped(container.top)
        own = _join(container, added)
        shared = container.shared if op.attr in ("permute", "rebuild") else own.shared | (added.inner & container.reach)
        self.set(op.results[0], Own(own.levels, shared))

    def change(self, op: Op) -> None:
        name = op.attr[0]  # type: ignore[index]
        own = self.of(op.operands[0])
        value = own.item()
        for operand in op.operands[2 if name in ("setdefault", "insert", "pop") else 1 :]:
            part = self.of(operand)
            added = part.with_top(own.top) if name in ("extend", "update") else part.wrapped(own.top)
            again = added.inner & own.reach
            own = _join(own, added)
            own = Own(own.levels, own.shared | again)
            if name in ("setdefault", "pop"):
                value = _join(value, part)
        self.set(op.results[0], own)
        if name == "popitem":
            value = own.flat(own.inner)
        self.set(op.results[1], value)

    def augment(self, op: Op) -> None:
        """A guarded one is known not to be of a list."""
        left, right = self.of(op.operands[0]), self.of(op.operands[1])
        top = left.top if may_change(op) else self.here(op)
        own = _join(left.with_top(top), right.with_top(top))
        again = left.inner if op.attr == "mul" else left.inner & right.inner
        self.set(op.results[0], Own(own.levels, own.shared | again))

    def python(self, op: Op) -> None:
        """Everything else gives a new object around what its operands hold."""
        owns = [self.of(v) for v in op.operands]
        name = op.attr[0] if isinstance(op.attr, tuple) else op.attr
        if name in ("get", "min", "max") and op.code in ("py.method", "py.call"):
            taken = owns if name != "get" and len(owns) > 1 and isinstance(op.attr, tuple) and op.attr[1] > 1 else None
            found = Own() if taken else owns[0].item()
            for part in taken or owns[1:]:
                found = _join(found, part)
            for result in op.results:
                self.set(result, found)
            return
        if op.code in ("py.unary", "py.truth", "py.not") or name in _NEVER_CONTAINERS:
            return
        here = self.here(op)
        inside: Objects = _NONE
        shared: Objects = _NONE
        for part in owns:
            shared = shared | part.shared | (inside & part.inner)
            inside = inside | part.inner
        lazy: Objects = _NONE.union(*[part.top for part in owns])
        own = Own()
        for part in owns:
            if op.code == "py.binary":
                own = _join(own, part.with_top(here))
                shared = shared | (part.inner if name == "mul" else _NONE)
            elif op.code in ("py.slice", "py.set_of") or name in _SAME_ITEMS:
                own = _join(own, part.with_top(here))
            elif name == "zip*":
                own = _join(own, part.item().with_top(here).wrapped(here))
            elif name in _PAIRS:
                own = _join(own, part.with_top(here).wrapped(here))
            else:
                own = _join(own, Own((here | part.reach, *(part.reach,) * (DEPTH - 1)), part.shared))
        if name in ("keys", "values", "items") or any(m.kind == "iter" for r in op.results for m in members(r.type)):
            own = own.with_top(own.top | lazy)
        for result in op.results:
            self.set(result, Own(own.levels, shared))


_SAME_ITEMS: Final = frozenset(
    {"list", "tuple", "sorted", "reversed", "copy", "keys", "values", "set", "frozenset", "dict"}
)
"""Calls whose result has the items of their operand; ``_PAIRS`` are those that put them in tuples."""
_NEVER_CONTAINERS: Final = frozenset({"div", "floordiv", "mod", "pow", "lshift", "rshift", "abs", "round"})
_PAIRS: Final = frozenset({"zip", "enumerate", "items"})


def may_change(op: Op) -> bool:
    """Whether an augmented assignment may change its left operand in place: only lists, dicts and sets do."""
    left, right = op.operands[0].type, op.operands[1].type
    if is_plain(left) or all(m.kind in ("tuple", "vtuple") for m in members(left)):
        return False
    known = any(m.kind in ("list", "map", "set") for m in members(left))
    match op.attr:
        case tuple():
            return False
        case "add":
            return known or not (is_number(right) or right.kind in ("str", "bytes", "none", "tuple", "vtuple"))
        case "mul":
            return known or right.kind not in ("float", "complex", "str", "list")
        case "bitor":
            return known or not is_number(right)
        case _:
            return any(m.kind == "set" for m in members(left))


Live = dict[Value, Op | None]
"""The values still to be used, each with an operation that uses it."""


class _Check:
    """Walks a function backward with what is live, and checks each change."""

    def __init__(
        self, analysis: _Analysis, function: Function, is_route: bool, report: Callable[[Diagnostic], None]
    ) -> None:
        self.analysis, self.function, self.report = analysis, function, report
        self.borrowed: dict[int, Value] = {}
        if not is_route:
            for i, (param, objects) in enumerate(
                zip(function.region.params, analysis.parameters[id(function)], strict=True)
            ):
                if i not in function.inout:
                    self.borrowed.update(dict.fromkeys(objects, param))
        self.witnesses: set[Value] = {v for v, own in analysis.own.items() if own.home}

    def run(self) -> None:
        live: Live = {}
        self.region(self.function.region, live)

    def region(self, region: Region, live: Live) -> None:
        for value in region.results:
            live[value] = None
        for op in reversed(region.ops):
            for result in op.results:
                live.pop(result, None)
            if op.changes:
                self.change(op, live)
            if op.code == "call":
                self.callee(op, live)
            elif op.code == "py.view":
                self.view(op)
            if op.regions:
                self.nested(op, live)
            for operand in op.operands:
                live[operand] = op

    def nested(self, op: Op, live: Live) -> None:
        used = {v: o for region in op.regions for v, o in _free(region).items()}
        inside = dict(live)
        if op.code in ("while", "for"):
            inside.update(used)
        if op.code == "for":
            inside[op.operands[0]] = op
        for region in reversed(op.regions):
            self.region(region, dict(inside))
        live.update(used)

    def change(self, op: Op, live: Live) -> None:
        if op.code == "py.augment" and not may_change(op):
            return
        for index in op.changes:
            changed = op.operands[index]
            objects = self.analysis.of(changed).top
            if not objects or is_plain(changed.type):
                continue
            own_operands = [] if op.code == "py.augment" else [v for i, v in enumerate(op.operands) if i != index]
            others: Iterable[tuple[Value, Op | None]] = [*[(v, op) for v in own_operands], *live.items()]
            if self.refuse_constant(op, objects) or self.refuse_shared(op, changed, objects):
                return
            if self.moves(op) and self.refuse_move(op, changed, objects, live):
                return
            for value, user in others:
                if value in self.witnesses or value in op.through or (user is op and value in op.through):
                    continue
                if self.analysis.of(value).reach & objects:
                    if not self.guard(op):
                        self.refuse(op, changed, value, user, objects)
                    return
            self.disturb(op, objects, changed.name)

    def disturb(self, op: Op, objects: Objects, name: str) -> None:
        """Note a change of what a caller gave: it matters where the caller still uses it."""
        for o in objects:
            if o in self.borrowed:
                found = self.analysis.disturbed[id(self.function)]
                found.setdefault(o, (op, _changed_name(op) or name or self.borrowed[o].name))

    def callee(self, call: Op, live: Live) -> None:
        """Check what a called function changes without handing it back."""
        function = call.attr
        assert isinstance(function, Function)
        places = {
            o: (value, depth)
            for objects, value in zip(self.analysis.parameters[id(function)], call.operands, strict=True)
            for depth, o in enumerate(objects)
        }
        for o, (op, name) in self.analysis.disturbed[id(function)].items():
            value, depth = places[o]
            objects = self.analysis.of(value).levels[depth]
            if self.refuse_constant(op, objects):
                return
            for other in live:
                if self.analysis.of(other).reach & objects:
                    if not self.guard(op):
                        labels = (
                            [] if call.site is None else [Label(Span.of(_place(call), call.site.file), "called here")]
                        )
                        self.tell("TC502", op, *labels, name=name, function=function.name)
                    break
            self.disturb(op, objects, name)

    def guard(self, op: Op) -> bool:
        """An augmented assignment of what is rarely a list may test for one when it runs."""
        if op.code != "py.augment" or any(m.kind in ("list", "map", "set") for m in members(op.operands[0].type)):
            return False
        if isinstance(op.attr, str):
            op.attr = ("guarded", op.attr)
        return True

    @staticmethod
    def moves(op: Op) -> bool:
        """Whether a change may put another object in the place of an item, or an item in another place."""
        if op.code == "py.change":
            return op.attr[0] not in ("append", "extend", "setdefault", "add")  # type: ignore[index]
        return op.attr != "rebuild" and op.code != "py.augment"

    def refuse_move(self, op: Op, changed: Value, objects: Objects, live: Live) -> bool:
        for value in live:
            if self.analysis.of(value).home & objects:
                self.tell(
                    "TC509",
                    op,
                    name=_changed_name(op) or _shown(changed) or "this",
                    other=_shown(value) or "another value",
                )
                return True
        return False

    def view(self, op: Op) -> None:
        """A view's root must still be the container it was taken from."""
        container, witness = (self.analysis.of(v) for v in op.operands)
        if witness.home and not container.top <= witness.home:
            other, name = op.operands[1].name or "this", op.operands[0].name or "another value"
            self.tell("TC509", op, name=name, other=other)

    def refuse_constant(self, op: Op, objects: Objects) -> bool:
        """Refuse a change of what every request shares: a constant, or the value of a default."""
        found = next((self.analysis.constants[o] for o in sorted(objects) if o in self.analysis.constants), None)
        if found is None or self.guard(op):
            return found is not None
        code, name = cast("tuple[str, str]", found.attr)
        self.tell(code, op, name=name, owner="module")
        return True

    def refuse_shared(self, op: Op, changed: Value, objects: Objects) -> bool:
        for container in op.through:
            if self.analysis.of(container).shared & objects:
                self.tell("TC505", op, name=_changed_name(op) or _shown(container) or _shown(changed) or "this")
                return True
        return False

    def refuse(self, op: Op, changed: Value, other: Value, user: Op | None, objects: Objects) -> None:
        name = _changed_name(op) or _shown(changed)
        label = next((n for n in (_shown(other), other.alias) if n and n != name), "another value")
        labels: list[Label] = []
        if user is not None and user.site is not None:
            seen = "the loop runs over it here" if user.code == "for" else "it is used here"
            labels.append(Label(Span.of(_place(user), user.site.file), seen))
        if user is not None and user.code == "for" and other is user.operands[0]:
            self.tell("TC504", op, *labels, name=name)
        elif self.analysis.of(other).top & objects:
            self.tell("TC501", op, *labels, name=name, other=label)
        else:
            self.tell("TC508", op, *labels, name=name, other=label)

    def tell(self, code: str, op: Op, *labels: Label, **values: str) -> None:
        if op.site is None:
            raise AssertionError(code)
        self.report(codes.make(code, Span.of(op.site.node, op.site.file), *labels, **values))


def _shown(value: Value) -> str:
    """The name a value has in the source, or an empty text."""
    return "" if value.name.startswith("%") else value.name


def _changed_name(op: Op) -> str:
    """The name in the source of what an operation changes."""
    node = op.site.node if op.site is not None else None
    match node:
        case gast.Call(func=gast.Attribute(value=receiver)):
            return root(receiver) or ""
        case gast.Subscript():
            return root(node) or ""
        case gast.AugAssign(target=target):
            return root(target) or ""
        case _:
            return ""


def _place(op: Op) -> object:
    assert op.site is not None
    return getattr(op.site.node, "iter", op.site.node)


def _free(region: Region) -> Live:
    """What a region and those nested in it read from outside, with an operation that reads it."""
    defined: set[Value] = set()
    found: Live = {}
    _reads(region, defined, found)
    return {v: o for v, o in found.items() if v not in defined}


def _reads(region: Region, defined: set[Value], found: Live) -> None:
    defined.update(region.params)
    for op in region.ops:
        for value in op.operands:
            found.setdefault(value, op)
        for nested in op.regions:
            _reads(nested, defined, found)
        defined.update(op.results)
    for value in region.results:
        found.setdefault(value, None)
