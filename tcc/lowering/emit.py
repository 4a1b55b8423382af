"""Emit tc-ir: regions to forms, values to ids that come from the source's own names.

A form is a dataflow graph, so order is made explicit only where Python's matters: effects are chained with ``After``,
and an operation that may raise but whose result is not surely needed is named in the ``After`` of the form's result.
A value that is used once, where it is made, and has no name of its own is written inside its user.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Final

from msgspec import Struct, field

from tcc.ir import nodes
from tcc.ir.nodes import After, ForEach, Get, GetOp, IdRef, If, Link, Map, Post, PostOp, Put, Scalar, Tuple, While
from tcc.lowering.depth import KEEP, Depths
from tcc.lowering.ssa import Function, Op, Region, Site, Value, applied, routed

_RESERVED: Final = frozenset({"self", "state"})
_INLINE: Final = frozenset({"op", "free", "list", "map", "post", "call"})
_STATE: Final = IdRef("state")
Form = tuple[tuple[str, Scalar], ...]


class Entry(Struct, eq=False):
    """A form entry being built: what it must wait for, and the entries it is sure to resolve."""

    id: str
    scalar: Scalar
    op: Op | None
    strict: frozenset[str] = frozenset()
    must_run: bool = False
    chooses: bool = False
    effect: bool = False


class Block(Struct, eq=False):
    """The form being built for one region."""

    entries: list[Entry] = field(default_factory=list)


def _gives_none(entry: Entry) -> bool:
    """Whether what an entry resolves to is none, so that it can be the result of a region that has none."""
    results = [] if entry.op is None else entry.op.results
    return not results or (len(results) == 1 and results[0].type.kind == "none")


class Emitter:
    """Emits one route: ids are unique across all its forms."""

    def __init__(self, reserved: Iterable[str] = ()) -> None:
        self.used: set[str] = {*_RESERVED, *reserved}
        self.scalars: dict[Value, Scalar] = {}
        self.strict: dict[Value, frozenset[str]] = {}
        self.uses: dict[Value, int] = {}
        self.members: dict[Value, tuple[str, Scalar, int, int]] = {}
        self.loops: list[int] = [0]
        self.depths = Depths()
        self.subjects: set[Value] = set()
        self.home: dict[Value, int] = {}
        self.failing: set[Value] = set()
        self.choosing: set[Value] = set()
        self.functions: dict[int, str] = {}
        self.prefix = ""
        self.sites: dict[str, Site] = {}
        self.blocks: list[Block] = []

    # --- names ------------------------------------------------------------------------------------------------------

    def fresh(self, base: str) -> str:
        """An unused id made from ``base``."""
        base = base.lstrip("%") or "value"
        name = base if base not in self.used else ""
        if not name and self.prefix and f"{self.prefix}.{base}" not in self.used:
            name = f"{self.prefix}.{base}"
        count = 2
        while not name:
            if f"{base}_{count}" not in self.used:
                name = f"{base}_{count}"
            count += 1
        self.used.add(name)
        return name

    def base_name(self, op: Op) -> str:
        """What an operation's id is made from: the source's name, or what it does to what."""
        if op.results and op.results[0].name and op.code not in ("if", "while", "for", "call"):
            return op.results[0].name
        match op.code:
            case "op":
                name = op.attr[0]  # type: ignore[index]
                subject = self.scalars.get(op.operands[0])
                if isinstance(subject, IdRef) and subject.id != "state" and subject.id.count("_") < 2:
                    return f"{subject.id.rpartition('.')[2]}_{name}"
                return str(name)
            case "free" | "post":
                path = op.attr if isinstance(op.attr, str) else op.attr[0]  # type: ignore[index]
                parts = [p for p in path.split("/") if not p.isdigit()]
                return str(parts[-1])
            case "call":
                return op.results[0].name or f"{op.attr.name}_result"  # type: ignore[attr-defined]
            case "if" | "while" | "for":
                if len(op.results) == 1 and op.results[0].name:
                    return op.results[0].name
                return {"if": "if", "while": "loop", "for": "each"}[op.code]
            case "list":
                return "items"
            case "const":
                return "text" if isinstance(op.attr, str) else "value"
            case "route":
                return op.attr[1].rpartition("/")[2]  # type: ignore[index,no-any-return]
            case code:
                return code

    # --- analysis ---------------------------------------------------------------------------------------------------

    def analyse(self, region: Region) -> None:
        """Count uses (one in another region than the definition counts double) and find what is a subject."""
        for op in region.ops:
            for i, operand in enumerate(op.operands):
                self.use(operand, region)
                if i == 0 and op.code == "op":
                    self.subjects.add(operand)
            for result in op.results:
                self.home[result] = id(region)
            for inner in op.regions:
                for param in inner.params:
                    self.home[param] = id(inner)
                self.analyse(inner)
        for result in region.results:
            self.use(result, region)

    def use(self, value: Value, region: Region) -> None:
        """Count a use; one from a nested region counts double, so that nothing is written into what may not run."""
        self.uses[value] = self.uses.get(value, 0) + 1
        if self.home.get(value) != id(region):
            self.uses[value] += 1

    # --- forms ------------------------------------------------------------------------------------------------------

    def region(self, region: Region, result_of: object) -> Form:
        """A region as a form whose last entry is its result."""
        entries, result = self.block(region, result_of)
        if entries and result == IdRef(entries[-1][0]):
            return tuple(entries)
        return (*entries, (self.fresh("result"), result))

    def branch(self, region: Region, result_of: object) -> Scalar:
        """A region as a branch of ``If``: a scalar where that is enough, else an op that runs in the current scope."""
        entries, result = self.block(region, result_of)
        if not entries:
            return result
        alone = len(entries) == 1 and result == IdRef(entries[0][0]) and not isinstance(entries[0][1], (PostOp, GetOp))
        if alone and self.depths.of(entries[0][1]) <= KEEP:
            self.used.discard(entries[0][0])
            self.sites.pop(entries[0][0], None)
            return entries[0][1]
        if entries and result == IdRef(entries[-1][0]):
            made = PostOp(tuple(entries))
        else:
            made = PostOp((*entries, (self.fresh("result"), result)))
        return made if self.depths.of(made) <= KEEP else self.moved_out(made)

    def moved_out(self, branch: PostOp) -> Scalar:
        """A deep branch as entries beside its conditional: they run when it is chosen, for nothing else needs them."""
        self.blocks[-1].entries.extend(Entry(name, scalar, None) for name, scalar in branch.form)
        return IdRef(branch.form[-1][0])

    def block(self, region: Region, result_of: object) -> tuple[list[tuple[str, Scalar]], Scalar]:
        """Emit a region's operations; gives its entries and the scalar of its result with its effects before it."""
        block = Block()
        self.blocks.append(block)
        for op in region.ops:
            self.operation(op)
        result, strict = result_of()  # type: ignore[operator]
        self.blocks.pop()
        result = self.sequence(block, result, strict)
        return [(e.id, e.scalar) for e in block.entries], result

    def sequence(self, block: Block, result: Scalar, strict: frozenset[str]) -> Scalar:
        """Chain effects in order, and make the result wait for what must run but nothing surely resolves."""
        demands: dict[str, frozenset[str]] = {}
        last: Entry | None = None
        for entry in block.entries:
            reach = {entry.id}
            for name in entry.strict:
                reach |= demands.get(name, frozenset())
            if entry.effect:
                if last is not None and last.id not in reach:
                    entry.scalar = After(IdRef(last.id), entry.scalar)
                    reach |= demands[last.id]
                last = entry
            demands[entry.id] = frozenset(reach)
        reached: set[str] = set()
        for name in strict:
            reached |= demands.get(name, frozenset())
        waiting = self.waiting(block, demands, reached)
        if not waiting:
            return result
        refs = [IdRef(name) for name in waiting]
        if result is None and len(refs) == 1 and refs[0].id == block.entries[-1].id and _gives_none(block.entries[-1]):
            return refs[0]
        return After(refs[0] if len(refs) == 1 else Tuple(tuple(refs)), result)

    @staticmethod
    def waiting(block: Block, demands: dict[str, frozenset[str]], reached: set[str]) -> list[str]:
        """What must be resolved before the result, in order: what the result would not reach, or not in time.

        Where the program chooses one of the errors itself, the first that Python would raise must be raised first.
        """
        needed = [entry for entry in block.entries if entry.must_run]
        waiting: list[str] = []
        if any(entry.chooses for entry in needed):
            after = [*[demands[entry.id] for entry in needed[1:]], frozenset(reached)]
            return [entry.id for entry, following in zip(needed, after, strict=False) if entry.id not in following]
        for entry in reversed(needed):
            if entry.id not in reached:
                waiting.append(entry.id)
                reached |= demands[entry.id]
        return waiting[::-1]

    # --- values -----------------------------------------------------------------------------------------------------

    def scalar(self, value: Value) -> Scalar:
        """A value where it is used."""
        return self.scalars[value]

    def id_of(self, value: Value) -> str:
        """The id of a value that must have one."""
        scalar = self.scalars[value]
        if isinstance(scalar, IdRef):
            return scalar.id
        name = self.fresh(value.name or self.literal_name(scalar))
        self.blocks[-1].entries.append(Entry(name, scalar, None, self.strict.get(value, frozenset())))
        return name

    @staticmethod
    def literal_name(scalar: Scalar) -> str:
        """What a literal that needs an id is called."""
        match scalar:
            case str():
                return "text"
            case bool():
                return "flag"
            case int() | float() | complex():
                return "number"
            case Tuple():
                return "items"
            case Map():
                return "map"
            case _:
                return "value"

    def bind(self, value: Value, scalar: Scalar, strict: frozenset[str]) -> None:
        """The value is this scalar wherever it is used."""
        self.scalars[value] = scalar
        self.strict[value] = strict

    def strict_of(self, values: Iterable[Value]) -> frozenset[str]:
        """The entries that resolving these values surely resolves."""
        found: set[str] = set()
        for value in values:
            found |= self.strict.get(value, frozenset())
        return frozenset(found)

    def entry(self, op: Op, base: str, scalar: Scalar, strict: frozenset[str]) -> str:
        """Append an entry for an operation."""
        name = self.fresh(base)
        self.append(op, name, scalar, strict)
        return name

    def append(self, op: Op, name: str, scalar: Scalar, strict: frozenset[str]) -> None:
        """Append an entry under an id already taken."""
        must_run = op.effect or op.raises or not self.failing.isdisjoint(op.operands)
        chooses = chooses_error(op) or not self.choosing.isdisjoint(op.operands)
        self.blocks[-1].entries.append(Entry(name, scalar, op, strict, must_run, chooses, op.effect))
        if op.site is not None and isinstance(getattr(op.site.node, "lineno", None), int):
            self.sites[name] = op.site

    def define(self, op: Op, scalar: Scalar, strict: frozenset[str]) -> None:
        """Make an operation's single result available: inside its user, or as an entry."""
        value = op.results[0]
        inline = (
            op.code in _INLINE
            and (not value.name or value.name.startswith("%"))
            and not op.effect
            and value not in self.subjects
            and self.uses.get(value, 0) == 1
            and self.depths.of(scalar) <= KEEP // 2
        )
        if inline:
            self.bind(value, scalar, strict)
            if op.raises or not self.failing.isdisjoint(op.operands):
                self.failing.add(value)  # what it is written in must run, as it would
            if chooses_error(op) or not self.choosing.isdisjoint(op.operands):
                self.choosing.add(value)
            return
        name = self.entry(op, self.base_name(op), scalar, strict)
        self.bind(value, IdRef(name), frozenset({name}))

    # --- operations -------------------------------------------------------------------------------------------------

    def operation(self, op: Op) -> None:
        """Emit one operation."""
        match op.code:
            case "const":
                self.bind(op.results[0], literal(op.attr), frozenset())
            case "link":
                self.bind(op.results[0], Link(str(op.attr)), frozenset())
            case "undef":
                self.bind(op.results[0], None, frozenset())
            case "list":
                items = Tuple(tuple([self.scalar(v) for v in op.operands]))
                self.build(op, items)
            case "map":
                self.build(op, Map(self.pairs(op)))
            case "op":
                name, params = applied(op)
                subject = self.id_of(op.operands[0])
                args = tuple(zip(params, [self.scalar(v) for v in op.operands[1:]], strict=True))
                self.define(op, Post(f"${subject}/{name}", args), self.strict_of(op.operands) | {subject})
            case "free":
                self.define(op, Get(str(op.attr), self.scalar(op.operands[0])), self.strict_of(op.operands))
            case "post":
                path, params = applied(op)
                args = tuple(zip(params, [self.scalar(v) for v in op.operands], strict=True))
                self.define(op, Post(path, args), self.strict_of(op.operands))
            case "emit":
                topic, value = (self.scalar(v) for v in op.operands)
                event = Post("/host/event", (("topic", topic), ("value", value)))
                self.entry(op, "emit", event, self.strict_of(op.operands))
            case "error":
                message = self.scalar(op.operands[0])
                error = Post(f"/state/scalar/error/{op.attr}", (("message", message),))
                self.entry(op, "error", error, self.strict_of(op.operands))
            case "route":
                self.define(op, self.route(op), self.strict_of(op.operands))
            case "call":
                self.call(op)
            case "lambda":
                self.bind(op.results[0], self.closure(op), frozenset())
            case "if":
                self.if_(op)
            case "while":
                self.while_(op)
            case "for":
                self.for_(op)
            case code:
                raise AssertionError(f"{code} cannot be emitted")

    def build(self, op: Op, scalar: Scalar) -> None:
        """Emit a display: an empty one is a literal."""
        if not op.operands and op.results[0] not in self.subjects:
            self.bind(op.results[0], scalar, frozenset())
        else:
            self.define(op, scalar, self.strict_of(op.operands))

    def pairs(self, op: Op) -> tuple[tuple[Scalar, Scalar], ...]:
        """A dict display's items. Of equal literal keys the first stays with the last value, as in Python."""
        found: dict[object, tuple[Scalar, Value]] = {}
        for key, value in zip(op.operands[::2], op.operands[1::2], strict=True):
            scalar = self.scalar(key)
            same = scalar if isinstance(scalar, (str, int, float, bytes)) or scalar is None else key
            if same in found:
                scalar, dropped = found[same]
                self.evaluated(op, dropped)
            found[same] = (scalar, value)
        return tuple([(key, self.scalar(value)) for key, value in found.values()])

    def evaluated(self, op: Op, value: Value) -> None:
        """A value that is thrown away and may have raised before that."""
        if value in self.failing:
            entry = Entry(
                self.fresh("value"), self.scalar(value), op, self.strict.get(value, frozenset()), must_run=True
            )
            self.blocks[-1].entries.append(entry)

    def route(self, op: Op) -> Scalar:
        """The call of a route by its verb."""
        verb, subject, names, declared = routed(op)
        values = [self.scalar(v) for v in op.operands]
        args = tuple(zip(names, values, strict=True))
        match verb:
            case "POST":
                return Post(subject, args)
            case "PUT":
                return Put(subject, values[0], values[1])
            case _:
                key = None if not values else values[0] if declared == 1 else Map(args)
                return Get(subject, key) if verb == "GET" else nodes.Delete(subject, key)

    def call(self, op: Op) -> None:
        """Emit the call of a helper, and take its in-out results apart."""
        function = op.attr
        assert isinstance(function, Function)
        params = self.parameter_ids(function)
        args = tuple((n, self.scalar(v)) for n, v in zip(params, op.operands, strict=True) if n is not None)
        scalar = Post(f"${self.functions[id(function)]}", args)
        strict = self.strict_of(op.operands)
        if not function.inout:
            self.define(op, scalar, strict)
            return
        if returns_only_inout(function):
            name = self.entry(op, op.results[1].name or op.results[0].name or function.name, scalar, strict)
            self.bind(op.results[1], IdRef(name), frozenset({name}))
            self.bind(op.results[0], None, frozenset())
            return
        name = self.entry(op, f"{function.name}_result", scalar, strict)
        for i, result in enumerate(op.results):
            self.member(op, result, name, i)

    def member(self, op: Op, result: Value, source: str, key: Scalar) -> None:
        """One of several results, read from the entry that holds them all."""
        if not self.uses.get(result):
            return
        got = Post(f"${source}/get", (("i", key),))
        if self.uses[result] == 1 and result not in self.subjects:
            self.bind(result, got, frozenset({source}))
            return
        reading = Op("op", [], [result], op.site)
        name = self.entry(reading, result.name or "value", got, frozenset({source}))
        self.bind(result, IdRef(name), frozenset({name}))

    def closure(self, op: Op) -> Scalar:
        """A function as a value: a GET op, whose key is its item."""
        region = op.regions[0]
        item = self.fresh(region.params[0].name or "item")
        self.bind(region.params[0], IdRef(item), frozenset())
        if chooses_error(op):
            self.choosing.add(op.results[0])
        return GetOp(item, self.region(region, lambda: self.result(region.results)))

    def result(self, values: list[Value]) -> tuple[Scalar, frozenset[str]]:
        """What a region with these results gives: nothing, the value, or a map of them by name."""
        if not values:
            return None, frozenset()
        if len(values) == 1:
            return self.scalar(values[0]), self.strict_of(values)
        raise AssertionError("several results have names")

    def named(self, names: list[str], values: list[Value]) -> tuple[Scalar, frozenset[str]]:
        """A region's results under the names its operation gives them."""
        if len(values) <= 1:
            return self.result(values)
        whole = self.whole(names, values)
        if whole is not None:
            return IdRef(whole), frozenset({whole})
        return Map(tuple(zip(names, [self.scalar(v) for v in values], strict=True))), self.strict_of(values)

    def whole(self, names: list[str], values: list[Value]) -> str | None:
        """The id of the map that these values are, all of it and in order; ``state`` only of the loop it belongs to."""
        found = [self.members.get(v) for v in values]
        first = found[0]
        if first is None or first[2] != len(names) or (first[0] == _STATE.id and first[3] != self.loops[-1]):
            return None
        same = all(
            m is not None and (m[0], m[1], m[3]) == (first[0], n, first[3]) for m, n in zip(found, names, strict=True)
        )
        return first[0] if same else None

    @staticmethod
    def slot_names(values: list[Value]) -> list[str]:
        """A distinct readable name for each of an operation's results."""
        names: list[str] = []
        for value in values:
            base = value.name.lstrip("%") or "value"
            name, count = base, 2
            while name in names:
                name, count = f"{base}_{count}", count + 1
            names.append(name)
        return names

    def if_(self, op: Op) -> None:
        """Emit a conditional."""
        names = self.slot_names(op.results)
        own = self.fresh(self.base_name(op))
        cond = self.scalar(op.operands[0])
        then, or_else = (self.branch(r, lambda r=r: self.named(names, r.results)) for r in op.regions)
        strict = self.strict_of(op.operands)
        scalar = If(cond, then, or_else)
        self.finish(op, own, scalar, strict, names)

    def finish(self, op: Op, name: str, scalar: Scalar, strict: frozenset[str], names: list[str]) -> None:
        """Make the entry of a control operation, whose id was taken before its regions took theirs."""
        self.append(op, name, scalar, strict)
        if len(op.results) == 1:
            self.bind(op.results[0], IdRef(name), frozenset({name}))
            return
        for result, key in zip(op.results, names, strict=True):
            self.members[result] = (name, key, len(names), 0)
            self.member(op, result, name, key)

    def while_(self, op: Op) -> None:
        """Emit a ``while``."""
        cond, body = op.regions
        names = self.slot_names(op.results)
        own = self.fresh(self.base_name(op))
        state, strict = self.named(names, op.operands)
        condition = PostOp(self.looping(cond, cond.params, names, lambda: self.result(cond.results), "more"))
        step = PostOp(self.looping(body, body.params, names, lambda: self.named(names, body.results)))
        self.finish(op, own, While(condition, step, state), strict, names)

    def for_(self, op: Op) -> None:
        """Emit a ``for``."""
        body = op.regions[0]
        names = self.slot_names(op.results)
        own = self.fresh(self.base_name(op))
        items = self.scalar(op.operands[0])
        strict = self.strict_of(op.operands)
        item = self.fresh(body.params[0].name or "item")
        self.bind(body.params[0], IdRef(item), frozenset())
        if not op.results:
            step = PostOp(self.looping(body, [], names, lambda: (None, frozenset())))
            self.finish(op, own, ForEach(items, step, item), strict, names)
            return
        state, _ = self.named(names, op.operands[1:])
        step = PostOp(self.looping(body, body.params[1:], names, lambda: self.named(names, body.results)))
        self.finish(op, own, ForEach(items, step, item, state, stateful=True), strict, names)

    def looping(
        self, region: Region, params: list[Value], names: list[str], result_of: object, result_name: str = "next"
    ) -> Form:
        """A loop's region as the form of an op on ``state``."""
        block = Block()
        self.blocks.append(block)
        self.loops.append(id(region) if params else self.loops[-1])
        if len(params) == 1:
            if params[0] in self.captured_inside(region):
                name = self.fresh(params[0].name)
                block.entries.append(Entry(name, _STATE, None))
                self.bind(params[0], IdRef(name), frozenset({name}))
            else:
                self.bind(params[0], _STATE, frozenset())
        elif params:
            for param, key in zip(params, names, strict=True):
                self.members[param] = (_STATE.id, key, len(names), id(region))
                if not self.uses.get(param):
                    continue
                got = Post("$state/get", (("i", key),))
                if self.uses[param] == 1 and param not in self.subjects:
                    self.bind(param, got, frozenset())
                    continue
                name = self.fresh(param.name)
                block.entries.append(Entry(name, got, None))
                self.bind(param, IdRef(name), frozenset({name}))
        for op in region.ops:
            self.operation(op)
        result, strict = result_of()  # type: ignore[operator]
        self.blocks.pop()
        self.loops.pop()
        result = self.sequence(block, result, strict)
        entries = [(e.id, e.scalar) for e in block.entries]
        if entries and result == IdRef(entries[-1][0]):
            return tuple(entries)
        return (*entries, (self.fresh(result_name if params else "result"), result))

    @staticmethod
    def captured_inside(region: Region, rebound: bool = False) -> set[Value]:
        """What loops with state nested in a region read: inside them (where ``rebound``) ``state`` is their own."""
        found: set[Value] = set()
        for op in region.ops:
            if rebound:
                found.update(op.operands)
            for nested in op.regions:
                binds = rebound or op.code == "while" or (op.code == "for" and len(nested.params) > 1)
                found |= Emitter.captured_inside(nested, binds)
                if binds:
                    found.update(nested.results)
        return found

    # --- functions --------------------------------------------------------------------------------------------------

    def parameter_ids(self, function: Function) -> list[str | None]:
        """The ids of a function's parameters; None for one its body never reads."""
        ids: list[str | None] = []
        for param in function.region.params:
            scalar = self.scalars.get(param)
            ids.append(scalar.id if isinstance(scalar, IdRef) else None)
        return ids

    def declare(self, function: Function) -> None:
        """Give a helper and its parameters their ids, before anything calls it."""
        self.functions[id(function)] = self.fresh(function.name if function.name != "lambda" else "function")
        self.analyse(function.region)
        self.prefix = function.name
        for param in function.region.params:
            self.home[param] = id(function.region)
            if self.uses.get(param):
                self.bind(param, IdRef(self.fresh(param.name)), frozenset())
        self.prefix = ""

    def function(self, function: Function) -> tuple[str, Scalar]:
        """A helper as a definition."""
        self.prefix = function.name
        region = function.region

        def result() -> tuple[Scalar, frozenset[str]]:
            if not function.inout:
                return self.result(region.results)
            if returns_only_inout(function):
                return self.result(region.results[1:])
            return Tuple(tuple([self.scalar(v) for v in region.results])), self.strict_of(region.results)

        form = self.region(region, result)
        self.prefix = ""
        return self.functions[id(function)], PostOp(form)


def literal(value: object) -> Scalar:
    """A constant. Infinities and NaN have no literal (docs/ir.md, section 2): they are computed from their text."""
    if isinstance(value, float) and not math.isfinite(value):
        return Get("/state/scalar/value/number/float/64", str(value))
    if isinstance(value, complex) and not (math.isfinite(value.real) and math.isfinite(value.imag)):
        return Get("/state/scalar/value/number/complex/64", str(value))
    return value  # type: ignore[return-value]


def chooses_error(op: Op) -> bool:
    """Whether an error that the program itself raises may come out of an operation."""
    seen: set[int] = set()
    stack = [op]
    while stack:
        found = stack.pop()
        if found.code in ("error", "route"):
            return True
        for region in found.regions:
            stack.extend(region.ops)
        if found.code == "call" and isinstance(found.attr, Function) and id(found.attr) not in seen:
            seen.add(id(found.attr))
            stack.extend(found.attr.region.ops)
    return False


def returns_only_inout(function: Function) -> bool:
    """Whether a helper's value is always None and it changes one argument: then that is all it returns."""
    return len(function.inout) == 1 and function.region.results[0].type.kind == "none"
