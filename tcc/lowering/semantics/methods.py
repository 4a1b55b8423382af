"""Methods of values: which op each is, by the receiver's type. Those that read are tables; those that change, cases."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from tcc.lowering.semantics import items, sets
from tcc.lowering.semantics.choice import Choice, Mismatch, Rewrite, apply, is_dynamic, same, undefined
from tcc.lowering.semantics.operators import check_mix
from tcc.lowering.ssa import Op, Region, Value, called
from tcc.lowering.types import (
    ANY,
    BOOL,
    BYTES,
    COMPLEX,
    FLOAT,
    INT,
    NEVER,
    NONE,
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
    set_of,
    tuple_of,
)


class Method(Struct, frozen=True):
    """An op, its parameters (``python_name`` or ``python_name=op_name``), how many must be given, and its result."""

    op: str
    params: tuple[str, ...]
    result: Type
    required: int = 0
    raises: bool = False


def _m(op: str, params: str, result: Type, required: int | None = None, raises: bool = False) -> Method:
    names = tuple(params.split())
    return Method(op, names, result, len(names) if required is None else required, raises)


_STR: Final[dict[str, Method]] = {
    **{n: _m(n, "", STR) for n in ("upper", "lower", "title", "capitalize", "swapcase", "casefold")},
    **{n: _m(n, "", BOOL) for n in (
        "isdigit", "isalpha", "isalnum", "isspace", "isupper", "islower", "isdecimal", "isnumeric", "istitle",
        "isascii", "isidentifier", "isprintable",
    )},
    **{n: _m(n, "chars", STR, 0) for n in ("strip", "lstrip", "rstrip")},
    **{n: _m(n, "sub start stop", INT, 1) for n in ("find", "rfind", "count")},
    **{n: _m(n, "sub start stop", INT, 1, True) for n in ("index", "rindex")},
    **{n: _m(n, "prefix=r start stop", BOOL, 1) for n in ("startswith", "endswith")},
    **{n: _m(n, "prefix=r", STR) for n in ("removeprefix", "removesuffix")},
    **{n: _m(n, "width=n fillchar=fill", STR, 1) for n in ("ljust", "rjust", "center")},
    **{n: _m(n, "sep maxsplit=max", list_of(STR), 0, True) for n in ("split", "rsplit")},
    **{n: _m(n, "sep", tuple_of((STR, STR, STR)), 1, True) for n in ("partition", "rpartition")},
    "splitlines": _m("splitlines", "keepends", list_of(STR), 0),
    "join": _m("join", "iterable=items", STR, 1, True),
    "replace": _m("replace", "old new count", STR, 2),
    "zfill": _m("zfill", "width=n", STR),
    "expandtabs": _m("expandtabs", "tabsize=n", STR, 0),
    "encode": _m("encode", "encoding", BYTES, 0, True),
}  # fmt: skip
_BYTES: Final[dict[str, Method]] = {
    **{n: _m(n, "sub start stop", INT, 1) for n in ("find", "count")},
    "index": _m("index", "sub start stop", INT, 1, True),
    **{n: _m(n, "prefix=r", BOOL) for n in ("startswith", "endswith")},
    **{n: _m(n, "chars", BYTES, 0) for n in ("strip", "lstrip", "rstrip")},
    **{n: _m(n, "", BYTES) for n in ("upper", "lower")},
    "split": _m("split", "sep maxsplit=max", list_of(BYTES), 0, True),
    "join": _m("join", "iterable=items", BYTES, 1, True),
    "replace": _m("replace", "old new count", BYTES, 2),
    "decode": _m("decode", "encoding", STR, 0, True),
    "hex": _m("hex", "", STR),
}
_INT: Final[dict[str, Method]] = {
    "bit_length": _m("bit_length", "", INT),
    "bit_count": _m("bit_count", "", INT),
    "conjugate": _m("conjugate", "", INT),
    "real": _m("real", "", INT),
    "imag": _m("imag", "", INT),
}
_FLOAT: Final[dict[str, Method]] = {
    "is_integer": _m("is_integer", "", BOOL),
    "conjugate": _m("conjugate", "", FLOAT),
    "real": _m("real", "", FLOAT),
    "imag": _m("imag", "", FLOAT),
}
_COMPLEX: Final[dict[str, Method]] = {
    "conjugate": _m("conjugate", "", COMPLEX),
    "real": _m("real", "", FLOAT),
    "imag": _m("imag", "", FLOAT),
}
_SEQUENCE: Final[dict[str, Method]] = {
    "index": _m("index", "value=r start stop", INT, 1, True),
    "count": _m("count", "value=r", INT),
}


def _map(t: Type) -> dict[str, Method]:
    key, value = t.args if t.kind == "map" else (ANY, ANY)
    return {
        "keys": _m("keys", "", list_of(key)),
        "values": _m("values", "", list_of(value)),
        "items": _m("items", "", list_of(tuple_of((key, value)))),
    }


def _table(t: Type) -> dict[str, Method]:
    match t.kind:
        case "str":
            return _STR
        case "bytes":
            return _BYTES
        case "int" | "bool":
            return _INT
        case "float":
            return _FLOAT
        case "complex":
            return _COMPLEX
        case "list" | "tuple" | "vtuple" | "range":
            return _SEQUENCE
        case "map":
            return _map(t)
        case _:
            return {}


_DYNAMIC: Final = (_STR, _SEQUENCE, _map(Type("any")), _INT, _FLOAT)


def method(op: Op) -> Choice:
    """A method that leaves its receiver as it is."""
    name, count, keywords = called(op)
    receiver = op.operands[0].type
    args = op.operands[1 : 1 + count]
    named = dict(zip(keywords, op.operands[1 + count :], strict=True))
    kinds = members(receiver)
    if receiver.kind == "never":
        return Choice((NEVER,), lambda w, op: _undefined(w, op))
    if name == "get" and all(m.kind == "map" or is_dynamic(m) for m in kinds if m.kind != "none"):
        return _get(op, args, named)
    if (
        name == "copy"
        and not args
        and not named
        and all(m.kind in ("list", "map", "set") or is_dynamic(m) for m in kinds)
    ):
        return same(receiver)
    if receiver.kind == "set":
        return _set_method(op, name, args)
    if name in ("keys", "values", "items") and receiver.kind == "map":
        pass
    found = [(m, _table(m).get(name)) for m in kinds]
    choices = [known for _, known in found if known is not None]
    if not choices and any(is_dynamic(m) for m in kinds):
        choices = [t[name] for t in _DYNAMIC if name in t][:1]
        if name in ("index", "count"):
            return _either(op, name, args, named)
    if not choices:
        raise Mismatch("TC405", found=receiver, method=name, instead=_instead(name))
    chosen = choices[0]
    raises = chosen.raises or len(kinds) > 1 or is_dynamic(receiver)
    given = _arguments(name, chosen, args, named)
    if name in ("startswith", "endswith") and given and given[0][1].type.kind in ("list", "map"):
        raise undefined(name, receiver, given[0][1].type)
    if name == "join":
        _check_strings(given[0][1])
    if name in ("index", "count") and receiver.kind in ("list", "tuple", "vtuple"):
        check_mix(given[0][1].type, join_all(receiver.args))

    def plan(w: Rewrite, op: Op) -> None:
        w.apply(
            chosen.op,
            tuple(p for p, _ in given),
            [op.operands[0], *[v for _, v in given]],
            result,
            raises,
            op.results[0],
        )

    result = join_all([c.result for c in choices])
    if is_dynamic(receiver) and name in ("keys", "values", "items") and receiver == OBJECT:
        result = ANY if name == "keys" else OBJECT
    return Choice((result,), plan)


def _check_strings(value: Value) -> None:
    inside = item_type(value.type)
    if inside is None:
        raise Mismatch("TC403", found=value.type)
    if inside.kind in ("int", "float", "bool", "none", "list", "map", "tuple"):
        raise undefined("join", STR, inside)
    if any(m.kind == "set" for m in members(value.type)):
        raise Mismatch("TC218", name=value.name or "…")


def _arguments(name: str, method: Method, args: list[Value], named: dict[str, Value]) -> list[tuple[str, Value]]:
    """The op's parameters with their values; a trailing None is left out as Python's own default."""
    python_names = [p.partition("=")[0] for p in method.params]
    op_names = [p.partition("=")[2] or p for p in method.params]
    if len(args) > len(op_names):
        problem = f"{len(args)} arguments are given"
        raise Mismatch("TC402", name=name, problem=problem, signature=f"{name}({', '.join(python_names)})")
    given: dict[str, Value] = dict(zip(op_names, args, strict=False))
    for key, value in named.items():
        if key not in python_names or op_names[python_names.index(key)] in given:
            problem = f"it has no free parameter `{key}`"
            raise Mismatch("TC402", name=name, problem=problem, signature=f"{name}({', '.join(python_names)})")
        given[op_names[python_names.index(key)]] = value
    for required in op_names[: method.required]:
        if required not in given:
            problem = f"`{required}` is missing"
            raise Mismatch("TC402", name=name, problem=problem, signature=f"{name}({', '.join(python_names)})")
    return [(n, given[n]) for n in op_names if n in given and given[n].literal != (None,)]


def _either(op: Op, name: str, args: list[Value], named: dict[str, Value]) -> Choice:
    """``index`` and ``count`` of a string or a list, which is known only at run time."""
    if named or not 1 <= len(args) <= 3:
        raise Mismatch("TC402", name=name, problem="its arguments do not fit", signature=f"{name}(value)")
    sought = "sub" if name == "count" and len(args) > 1 else "r"  # the count of a list takes no bounds
    return apply(name, sought, *("start", "stop")[: len(args) - 1], type=INT, raises=True)


def _get(op: Op, args: list[Value], named: dict[str, Value]) -> Choice:
    """``dict.get``: None, or the default, for a missing key."""
    values = [*args, *named.values()]
    if not 1 <= len(values) <= 2 or any(n != "default" for n in named):
        raise Mismatch("TC402", name="get", problem="its arguments do not fit", signature="get(key, default=None)")
    default = values[1].type if len(values) == 2 else NONE
    result = NEVER
    for m in members(op.operands[0].type):
        if m.kind == "map":
            result = join(result, join(m.args[1], default))
        elif is_dynamic(m):
            result = join(result, join(m, default))
    if values[0].type.kind in items.UNHASHABLE:
        raise Mismatch("TC413", found=op.operands[0].type, key=values[0].type)
    raises = any(is_dynamic(m) or m.kind == "none" for m in members(op.operands[0].type))

    def plan(w: Rewrite, op: Op) -> None:
        fallback = values[1] if len(values) == 2 else w.const(None, NONE)
        key = items.as_key(w, values[0]) if op.operands[0].type.kind == "map" else values[0]
        w.apply("get", ("i", "default"), [op.operands[0], key, fallback], result, raises, op.results[0])

    return Choice((result,), plan)


def _set_method(op: Op, name: str, args: list[Value]) -> Choice:
    receiver = op.operands[0].type
    ops = {"union": "bitor", "intersection": "bitand", "difference": "sub", "symmetric_difference": "bitxor"}
    if name in ops and len(args) == 1:
        other = args[0].type
        inside = item_type(other)
        if inside is None:
            raise Mismatch("TC403", found=other)
        type_ = set_of(
            join(receiver.args[0], inside) if name in ("union", "symmetric_difference") else receiver.args[0]
        )

        def plan(w: Rewrite, op: Op) -> None:
            right = op.operands[1] if other.kind == "set" else sets.from_items(w, op.operands[1], set_of(inside))
            made = Op("py.binary", [op.operands[0], right], op.results, op.site, ops[name])
            op.results[0].type = type_
            sets.combine(w, made)

        return Choice((type_,), plan)
    if name in ("issubset", "issuperset", "isdisjoint") and len(args) == 1 and args[0].type.kind == "set":

        def compare(w: Rewrite, op: Op) -> None:
            a, b = op.operands
            if name == "issubset":
                sets.subset(w, a, b, op.results[0])
            elif name == "issuperset":
                sets.subset(w, b, a, op.results[0])
            else:
                common = Value("", receiver)
                sets.combine(w, Op("py.binary", [a, b], [common], op.site, "bitand"))
                w.apply("not", (), [common], BOOL, False, op.results[0])

        return Choice((BOOL,), compare)
    raise Mismatch("TC405", found="a set", method=name, instead=_instead(name))


def _instead(name: str) -> str:
    return f"`{name}` is not compiled for this type; docs/python.md lists the methods that are"


def _undefined(w: Rewrite, op: Op) -> None:
    for result in op.results:
        w.ops.append(Op("undef", [], [result], op.site))


# --- methods that change their receiver -----------------------------------------------------------------------------


def change(op: Op) -> Choice:
    """A method that changes its receiver: the receiver's new value, and what the call returns."""
    name, count, keywords = called(op)
    receiver = op.operands[0].type
    args = op.operands[1 : 1 + count]
    named = dict(zip(keywords, op.operands[1 + count :], strict=True))
    if receiver.kind == "union":
        narrowed = [m for m in receiver.args if m.kind != "none"]
        receiver = narrowed[0] if len(narrowed) == 1 else (OBJECT if has_tuple(receiver) else ANY)
    kind = receiver.kind
    if kind == "never":
        return Choice((NEVER, NEVER), _undefined)
    if is_dynamic(receiver):
        as_map = name in ("popitem", "update", "setdefault") or (name == "pop" and len(args) == 2)
        kind = "map" if as_map else "list"
    handler = {"list": _list_change, "map": _map_change, "set": _set_change}.get(kind)
    choice = handler(op, receiver, name, args, named) if handler is not None else None
    if choice is None:
        raise Mismatch("TC405", found=receiver, method=name, instead=_instead(name))
    return choice


def _two(new: Type, value: Type, plan: object) -> Choice:
    return Choice((new, value), plan)  # type: ignore[arg-type]


def _changed(op: Op, new: Type, name: str, params: tuple[str, ...], args: list[Value], raises: bool) -> Choice:
    """The new receiver is one op; the call returns None."""

    def plan(w: Rewrite, op: Op) -> None:
        w.apply(name, params, [op.operands[0], *args], new, raises, op.results[0])
        w.add("const", [], NONE, False, None, op.results[1])

    return _two(new, NONE, plan)


def _list_change(op: Op, t: Type, name: str, args: list[Value], named: dict[str, Value]) -> Choice | None:
    inside = t.args[0] if t.kind == "list" else t
    dynamic = is_dynamic(t)

    def grown(extra: Type) -> Type:
        return (
            list_of(join(inside, extra)) if t.kind == "list" else (OBJECT if has_tuple(extra) or t == OBJECT else ANY)
        )

    match name, len(args):
        case "append", 1:
            return _changed(op, grown(args[0].type), "append", ("value",), args, dynamic)
        case "extend", 1:
            extra = item_type(args[0].type)
            if extra is None:
                raise Mismatch("TC403", found=args[0].type)
            if any(m.kind == "set" for m in members(args[0].type)):
                raise Mismatch("TC218", name=args[0].name or "…")
            return _changed(op, grown(extra), "extend", ("r",), args, dynamic or is_dynamic(args[0].type))
        case "insert", 2:
            return _changed(op, grown(args[1].type), "insert", ("i", "value"), args, dynamic)
        case "remove", 1:
            check_mix(args[0].type, inside)
            return _changed(op, t, "discard_first", ("value",), args, True)
        case "reverse", 0:
            return _changed(op, t, "reverse", (), [], dynamic)
        case "clear", 0:
            return _two(t, NONE, lambda w, op: _cleared(w, op, t))
        case "sort", 0 if set(named) <= {"key", "reverse"}:
            given = [(n, v) for n, v in named.items() if v.literal not in ((None,), (False,))]
            params, values = tuple(n for n, _ in given), [v for _, v in given]
            if not any(n == "key" for n in params):
                _check_ordered(inside)
            return _changed(op, t, "sort", params, values, not _is_ordered(inside))
        case "pop", 0 | 1:
            if dynamic and args:
                return _pair(t, t, "pop", ("i",), args)
            return _two(t, inside, lambda w, op: _popped(w, op, t, inside, args))
        case _:
            return None


def _is_ordered(t: Type) -> bool:
    return t.kind in ("str", "int", "float", "bool", "never") or all(
        m.kind in ("int", "float", "bool") for m in members(t)
    )


def _check_ordered(t: Type) -> None:
    if t.kind in ("none", "map", "complex", "set"):
        raise undefined("<", t, t)


def _cleared(w: Rewrite, op: Op, t: Type) -> None:
    if is_dynamic(t):
        arms = [Rewrite(op), Rewrite(op)]
        made = [
            arms[0].add("map", [], t, False, None),
            arms[1].apply("delete_slice", (), [op.operands[0]], t, True),
        ]
        found = items.is_class(w, op.operands[0], ["/state/scalar/map"])
        regions = [Region([], arm.ops, [value]) for arm, value in zip(arms, made, strict=True)]
        op.results[0].type = t
        w.ops.append(Op("if", [found], [op.results[0]], op.site, None, regions))
    else:
        w.add("map" if t.kind in ("map", "set") else "list", [], t, False, "list", op.results[0])
    w.add("const", [], NONE, False, None, op.results[1])


def _popped(w: Rewrite, op: Op, t: Type, inside: Type, args: list[Value]) -> None:
    at = args[0] if args else w.const(-1, INT)
    w.apply("get", ("i",), [op.operands[0], at], inside, True, op.results[1])
    w.apply("delete", ("i",), [op.operands[0], at], t, True, op.results[0])


def _pair(t: Type, value: Type, name: str, params: tuple[str, ...], args: list[Value], keyed: bool = False) -> Choice:
    """An op that gives ``[value, rest]``; ``keyed`` when it may put a new key in a dict."""

    def plan(w: Rewrite, op: Op) -> None:
        given = [items.as_key(w, args[0]), *args[1:]] if keyed else args
        both = w.apply(name, params, [op.operands[0], *given], tuple_of((value, t)), True)
        w.apply("get", ("i",), [both, w.const(0, INT)], value, False, op.results[1])
        w.apply("get", ("i",), [both, w.const(1, INT)], t, False, op.results[0])

    return _two(t, value, plan)


def _map_change(op: Op, t: Type, name: str, args: list[Value], named: dict[str, Value]) -> Choice | None:
    key, value = t.args if t.kind == "map" else (t, t)
    if named and name != "update":
        return None
    if args and name in ("pop", "setdefault") and args[0].type.kind in items.UNHASHABLE:
        raise Mismatch("TC413", found=t, key=args[0].type)
    match name, len(args):
        case "pop", 1:

            def popped(w: Rewrite, op: Op) -> None:
                w.apply("get", ("i",), [op.operands[0], args[0]], value, True, op.results[1])
                w.apply("delete", ("i",), [op.operands[0], args[0]], t, True, op.results[0])

            return _two(t, value, popped)
        case "pop", 2:
            return _pair(t, join(value, args[1].type), "pop", ("i", "default"), args, keyed=True)
        case "popitem", 0:
            return _pair(t, tuple_of((key, value)), "popitem", (), [])
        case "setdefault", 1 | 2:
            default = args[1].type if len(args) == 2 else NONE
            new = map_of(join(key, args[0].type), join(value, default)) if t.kind == "map" else t
            names = ("i", "default")[: len(args)]
            return _pair(new, join(value, default), "setdefault", names, args, keyed=True)
        case "clear", 0:
            return _two(t, NONE, lambda w, op: _cleared(w, op, t))
        case "update", 1 if not named:
            return _updated(op, t, args[0])
        case "update", 0 if named:
            new = map_of(join(key, STR), join_all([value, *[v.type for v in named.values()]]))

            def update(w: Rewrite, op: Op) -> None:
                pairs = [x for k, v in named.items() for x in (w.const(k, STR), v)]
                other = w.add("map", pairs, new, False, None)
                w.apply("merge", ("r",), [op.operands[0], other], new, False, op.results[0])
                w.add("const", [], NONE, False, None, op.results[1])

            return _two(new, NONE, update)
        case _:
            return None


def _updated(op: Op, t: Type, other: Value) -> Choice:
    source = other.type
    if source.kind == "map":
        new = map_of(join(t.args[0], source.args[0]), join(t.args[1], source.args[1])) if t.kind == "map" else t
        return _changed(op, new, "merge", ("r",), [other], is_dynamic(t))
    inside = item_type(source)
    pair = inside.args if inside is not None and inside.kind == "tuple" and len(inside.args) == 2 else (OBJECT, OBJECT)
    new = map_of(join(t.args[0], pair[0]), join(t.args[1], pair[1])) if t.kind == "map" else OBJECT

    def plan(w: Rewrite, op: Op) -> None:
        made = w.free("/state/scalar/map", other, new, True)
        w.apply("merge", ("r",), [op.operands[0], made], new, False, op.results[0])
        w.add("const", [], NONE, False, None, op.results[1])

    return _two(new, NONE, plan)


def _set_change(op: Op, t: Type, name: str, args: list[Value], named: dict[str, Value]) -> Choice | None:
    if named:
        return None
    if args and name in ("add", "discard", "remove") and args[0].type.kind in items.UNHASHABLE:
        raise Mismatch("TC413", found=t, key=args[0].type)
    match name, len(args):
        case "add", 1:
            new = set_of(join(t.args[0], args[0].type))

            def add(w: Rewrite, op: Op) -> None:
                at = items.as_key(w, args[0])
                w.apply("set", ("i", "value"), [op.operands[0], at, w.const(None, NONE)], new, False, op.results[0])
                w.add("const", [], NONE, False, None, op.results[1])

            return _two(new, NONE, add)
        case "remove", 1:
            return _changed(op, t, "delete", ("i",), args, True)
        case "discard", 1:

            def discard(w: Rewrite, op: Op) -> None:
                both = w.apply(
                    "pop", ("i", "default"), [op.operands[0], args[0], w.const(None, NONE)], tuple_of((NONE, t)), False
                )
                w.apply("get", ("i",), [both, w.const(1, INT)], t, False, op.results[0])
                w.add("const", [], NONE, False, None, op.results[1])

            return _two(t, NONE, discard)
        case "clear", 0:
            return _two(t, NONE, lambda w, op: _cleared(w, op, t))
        case "update", 1:
            inside = item_type(args[0].type)
            if inside is None:
                raise Mismatch("TC403", found=args[0].type)
            new = set_of(join(t.args[0], inside))

            def update(w: Rewrite, op: Op) -> None:
                other = args[0] if args[0].type.kind == "set" else sets.from_items(w, args[0], set_of(inside))
                w.apply("merge", ("r",), [op.operands[0], other], new, False, op.results[0])
                w.add("const", [], NONE, False, None, op.results[1])

            return _two(new, NONE, update)
        case "pop", 0:
            raise Mismatch("TC218", name=op.operands[0].name or "…")
        case _:
            return None
