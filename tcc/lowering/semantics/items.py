"""Items, slices, stores, deletions, unpacking and iteration."""

from __future__ import annotations

from typing import cast

from tcc.lowering.semantics import sets
from tcc.lowering.semantics.choice import (
    Choice,
    Mismatch,
    Outcome,
    Rewrite,
    apply,
    constant,
    is_dynamic,
    literal,
    over,
    same,
)
from tcc.lowering.ssa import Op, Value, unpacked
from tcc.lowering.types import (
    ANY,
    BOOL,
    INT,
    NEVER,
    OBJECT,
    STR,
    Type,
    has_tuple,
    item_type,
    join,
    join_all,
    list_of,
    map_of,
    members,
    tuple_of,
    vtuple_of,
)

INDEX = ("int", "bool", "any", "object")
UNHASHABLE = ("list", "map", "set")


def item(op: Op) -> Choice:
    """``x[i]``."""
    container, key = op.operands[0].type, op.operands[1].type
    if container.kind == "tuple" and (exact := _exact_item(op)) is not None:
        return exact
    outcome = over(_item, "get", container, key)
    if outcome is None:
        raise Mismatch("TC406", found=container)
    return apply("get", "i", type=outcome[0], raises=outcome[2])


def _exact_item(op: Op) -> Choice | None:
    args = op.operands[0].type.args
    try:
        index = literal(op.operands[1])
    except LookupError:
        return None
    if not isinstance(index, int) or not -len(args) <= index < len(args):
        return None
    return apply("get", "i", type=args[index])


def _item(container: Type, key: Type) -> Outcome | None:
    match container.kind:
        case "any" | "object":
            return container, "get", True
        case "map":
            return (container.args[1], "get", True) if key.kind not in UNHASHABLE else None
        case "str" | "bytes" | "list" | "vtuple" | "tuple" | "range" if key.kind in INDEX:
            inside = item_type(container)
            return (inside if inside is not None else NEVER), "get", True
        case _:
            return None


def places(op: Op) -> Choice:
    """How many items a loop over a list's places runs over: a dict has keys instead."""
    source = op.operands[0].type
    if any(m.kind in ("map", "set", "str", "iter", "range") for m in members(source)):
        raise Mismatch("TC508", name="the item", other=op.operands[0].name or "it")
    return apply("len", type=INT, raises=is_dynamic(source))


def view(op: Op) -> Choice:
    """A place that only the ownership pass looks at."""
    return Choice((), lambda w, op: None)


def slice_(op: Op) -> Choice:
    """``x[a:b:c]``."""
    container = op.operands[0].type

    def rule(t: Type) -> Outcome | None:
        if t.kind == "tuple":
            return _cut(op, t), "slice", False
        return (
            (t, "slice", is_dynamic(t))
            if t.kind in ("str", "bytes", "list", "vtuple", "range", "any", "object")
            else None
        )

    outcome = over(rule, "slice", container)
    if outcome is None:
        raise Mismatch("TC406", found=container)
    raises = outcome[2] or not all(_is_plain_bound(v) for v in op.operands[1:])
    return _with_bounds("slice", outcome[0], raises, op.operands[1:])


def _is_plain_bound(value: Value) -> bool:
    if value.literal is not None:
        return value.literal[0] != 0
    return value.type in (INT, BOOL)


def _cut(op: Op, t: Type) -> Type:
    try:
        start, stop, step = (cast("int | None", literal(v)) for v in op.operands[1:])
        return tuple_of(t.args[start:stop:step])
    except (LookupError, TypeError, ValueError):
        return vtuple_of(join_all(t.args))


def _with_bounds(name: str, type_: Type, raises: bool, bounds: list[Value], last: Value | None = None) -> Choice:
    """An op with ``start``, ``stop`` and ``step``, left out where they are None."""

    def plan(w: Rewrite, op: Op) -> None:
        given = [(p, v) for p, v in zip(("start", "stop", "step"), bounds, strict=True) if v.literal != (None,)]
        if last is not None:
            given.append(("value", last))
        w.apply(
            name, tuple(p for p, _ in given), [op.operands[0], *[v for _, v in given]], type_, raises, op.results[0]
        )

    return Choice((type_,), plan)


def store(op: Op) -> Choice:
    """``x[i] = v``."""
    container, key, value = (v.type for v in op.operands)

    def rule(t: Type, k: Type) -> Outcome | None:
        match t.kind:
            case "list" if k.kind in INDEX:
                return list_of(join(t.args[0], value)), "set", True
            case "map" if k.kind not in UNHASHABLE:
                return map_of(join(t.args[0], k), join(t.args[1], value)), "set", is_dynamic(k)
            case "any" | "object":
                return (OBJECT if has_tuple(value) else t), "set", True
            case _:
                return None

    if container.kind == "map" and value.kind != "never" and container != NEVER and key.kind not in ("union", "never"):
        outcome = rule(container, key)
    else:
        outcome = over(rule, "set", container, key)
    if outcome is None:
        raise _not_stored(container, key)

    def plan(w: Rewrite, op: Op) -> None:
        at = as_key(w, op.operands[1]) if container.kind == "map" else op.operands[1]
        w.apply("set", ("i", "value"), [op.operands[0], at, op.operands[2]], outcome[0], outcome[2], op.results[0])

    return Choice((outcome[0],), plan)


def _not_stored(container: Type, key: object) -> Mismatch:
    """Why nothing can be stored in (or deleted from) a container under a key."""
    if all(m.kind in ("str", "bytes", "tuple", "vtuple", "range") for m in members(container)):
        return Mismatch("TC416", found=container)
    return Mismatch("TC413", found=container, key=key)


def key(op: Op) -> Choice:
    """A key of a dict display or an item of a set display, which Python hashes."""
    source = op.operands[0].type
    if all(m.kind in UNHASHABLE for m in members(source)):
        raise Mismatch("TC413", found="a dict", key=source)
    return Choice((source,), lambda w, op: w.same(as_key(w, op.operands[0]), op.results[0]))


def as_key(w: Rewrite, key: Value) -> Value:
    """A key that goes into a dict or set: what came from the caller may be a list, which Python refuses."""
    if any(m.kind == "any" for m in members(key.type)) and not has_tuple(key.type):
        return w.apply("key", (), [key], key.type, True)
    return key


def store_slice(op: Op) -> Choice:
    """``x[a:b] = v``."""
    container, value = op.operands[0].type, op.operands[4].type
    inside = item_type(value)
    if inside is None:
        raise Mismatch("TC403", found=value)
    if is_dynamic(container):
        type_ = container
    elif container.kind == "list":
        type_ = list_of(join(container.args[0], inside))
    elif container.kind == "never":
        type_ = NEVER
    else:
        raise _not_stored(container, "a slice")
    return _with_bounds("set_slice", type_, True, op.operands[1:4], op.operands[4])


def delete(op: Op) -> Choice:
    """``del x[i]``."""

    def rule(t: Type, k: Type) -> Outcome | None:
        ok = (t.kind == "list" and k.kind in INDEX) or t.kind == "map" or is_dynamic(t)
        return (t, "delete", True) if ok else None

    outcome = over(rule, "delete", op.operands[0].type, op.operands[1].type)
    if outcome is None:
        raise _not_stored(op.operands[0].type, op.operands[1].type)
    return apply("delete", "i", type=op.operands[0].type, raises=True)


def delete_slice(op: Op) -> Choice:
    """``del x[a:b]``."""
    container = op.operands[0].type
    if container.kind not in ("list", "any", "object", "never"):
        raise _not_stored(container, "a slice")
    return _with_bounds("delete_slice", container, True, op.operands[1:])


def unpack(op: Op) -> Choice:
    """``a, b = x`` and ``a, *rest = x``: a wrong number of items raises ``ValueError``."""
    before, star, after = unpacked(op)
    source = op.operands[0].type
    if source.kind == "tuple":
        return _unpack_exact(op, before, star, after)
    inside = item_type(source)
    if inside is None:
        raise Mismatch("TC403", found=source)
    if any(m.kind == "set" for m in members(source)):
        raise Mismatch("TC218", name="…")
    rest = list_of(inside)
    types = tuple(rest if star and i == before else inside for i in range(len(op.results)))

    def plan(w: Rewrite, op: Op) -> None:
        sequence = as_sequence(w, op.operands[0])
        if any(m.kind == "str" for m in members(sequence.type)):
            sequence = w.free("/state/scalar/tuple", sequence, list_of(inside), False)
        given = [sequence, w.const(before + after, INT)] + ([w.const(True, BOOL)] if star else [])
        checked = w.apply("unpack", ("n", "more")[: len(given) - 1], given, list_of(inside), True)
        _take(w, op, checked, before, star, after, types)

    return Choice(types, plan)


def _unpack_exact(op: Op, before: int, star: bool, after: int) -> Choice:
    args = op.operands[0].type.args
    wanted = before + after
    if len(args) < wanted or (len(args) != wanted and not star):
        raise Mismatch("TC409", found=len(args), wanted=wanted)
    types = list(args[:before])
    if star:
        types += [list_of(join_all(args[before : len(args) - after])), *args[len(args) - after :]]

    def plan(w: Rewrite, op: Op) -> None:
        _take(w, op, op.operands[0], before, star, after, tuple(types))

    return Choice(tuple(types), plan)


def _take(w: Rewrite, op: Op, source: Value, before: int, star: bool, after: int, types: tuple[Type, ...]) -> None:
    for i, (result, type_) in enumerate(zip(op.results, types, strict=True)):
        if star and i == before:
            bounds = [("start", before)] + ([("stop", -after)] if after else [])
            values = [w.const(v, INT) for _, v in bounds]
            w.apply("slice", tuple(n for n, _ in bounds), [source, *values], type_, False, result)
        else:
            at = i if not star or i < before else i - len(op.results)
            w.apply("get", ("i",), [source, w.const(at, INT)], type_, False, result)


def as_sequence(w: Rewrite, value: Value) -> Value:
    """An iterable as something with a length and items by index."""
    kinds = {m.kind for m in members(value.type)}
    if kinds <= {"list", "tuple", "vtuple", "str", "range", "iter"}:
        return value
    inside = item_type(value.type)
    made = list_of(inside if inside is not None else ANY)
    if kinds == {"map"}:
        return w.apply("keys", (), [value], made, False)
    return w.free("/state/scalar/tuple", value, made, True)


def iterate(op: Op) -> Choice:
    """What a loop runs over; ``attr`` tells whether it counts (``sequence``) or does not care for order."""
    source = op.operands[0].type
    inside = item_type(source)
    if inside is None:
        raise Mismatch("TC403", found=source)
    kinds = {m.kind for m in members(source)}
    if "set" in kinds:
        if "unordered" not in str(op.attr) or kinds != {"set"}:
            raise Mismatch("TC218", name=op.operands[0].name or "…")
        return Choice((list_of(inside),), lambda w, op: _renamed(w, sets.keys(w, op.operands[0]), op))
    if "sequence" in str(op.attr) or not kinds.isdisjoint({"bytes"}):

        def plan(w: Rewrite, op: Op) -> None:
            _renamed(w, as_sequence(w, op.operands[0]), op)

        return Choice((list_of(inside) if source.kind not in ("str", "range", "tuple") else source,), plan)
    if is_dynamic(source):
        return same(source)
    return same(source)


def _renamed(w: Rewrite, value: Value, op: Op) -> None:
    w.same(value, op.results[0])


def isinstance_(op: Op) -> Choice:
    """``isinstance(x, …)`` of builtin classes; ``attr`` is the type kinds they name."""
    wanted: tuple[str, ...] = op.attr  # type: ignore[assignment]
    source = op.operands[0].type
    verdicts = {_is_instance(m.kind, wanted) for m in members(source)}
    if verdicts == {True}:
        return constant(True, BOOL)
    if verdicts == {False}:
        return constant(False, BOOL)
    if has_tuple(source) and ("list" in wanted) != ("tuple" in wanted):
        raise Mismatch("TC412", left="list", right="tuple")
    classes = [c for kind in wanted for c in _CLASSES.get(kind, ())]
    if "tuple" in wanted and "list" not in wanted:
        classes = [c for c in classes if c != "/state/scalar/tuple"]
    if not classes:
        return constant(False, BOOL)

    def plan(w: Rewrite, op: Op) -> None:
        is_class(w, op.operands[0], list(dict.fromkeys(classes)), op.results[0])

    return Choice((BOOL,), plan)


def is_class(w: Rewrite, value: Value, classes: list[str], result: Value | None = None) -> Value:
    """Whether a value is of one of these classes of tc-ir.

    An op on a link would be a call of what it points to, so the link is looked for in a tuple.
    """
    found = w.apply("class", (), [value], Type("link"), False)
    links = [w.add("link", [], Type("link"), False, c) for c in classes]
    several = w.add("list", links, list_of(Type("link")), False, "list")
    return w.apply("contains", ("r",), [several, found], BOOL, False, result)


_CLASSES = {
    "bool": ("/state/scalar/value/number/bool",),
    "int": ("/state/scalar/value/number/int/64", "/state/scalar/value/number/bool"),
    "float": ("/state/scalar/value/number/float/64",),
    "complex": ("/state/scalar/value/number/complex/64",),
    "str": ("/state/scalar/value/string",),
    "bytes": ("/state/scalar/value/bytes",),
    "list": ("/state/scalar/tuple",),
    "tuple": ("/state/scalar/tuple",),
    "map": ("/state/scalar/map",),
    "none": ("/state/scalar/value/none",),
}


def _is_instance(kind: str, wanted: tuple[str, ...]) -> bool | None:
    if kind in ("any", "object", "never"):
        return None
    names = {"vtuple": ("tuple",), "bool": ("bool", "int")}.get(kind, (kind,))
    return any(n in wanted for n in names)


def text(op: Op) -> Choice:
    """``str(x)``."""
    source = op.operands[0].type
    if source == STR:
        return same(STR)
    _check_shown(source)

    def plan(w: Rewrite, op: Op) -> None:
        w.free("/state/scalar/value/string", op.operands[0], STR, False, op.results[0])

    return Choice((STR,), plan)


def shown(op: Op) -> Choice:
    """``repr(x)``."""
    _check_shown(op.operands[0].type)
    return apply("repr", type=STR)


def formatted(op: Op) -> Choice:
    """``format(x, spec)``."""
    _check_shown(op.operands[0].type)
    return apply("format", "spec", type=STR, raises=True)


def _check_shown(t: Type) -> None:
    if has_tuple(t) or any(m.kind in ("set", "range", "iter", "op") for m in members(t)):
        raise Mismatch("TC414", found=t)


def concatenated(op: Op) -> Choice:
    """The parts of an f-string, all strings."""

    def plan(w: Rewrite, op: Op) -> None:
        if len(op.operands) == 2:
            w.apply("concat", ("r",), op.operands, STR, False, op.results[0])
            return
        parts = w.add("list", op.operands, list_of(STR), False, "list")
        w.apply("join", ("items",), [w.const("", STR), parts], STR, False, op.results[0])

    return Choice((STR,), plan)
