"""Python's builtins and ``math``: what a call of each means for operands of known types."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from tcc.lowering.semantics import items, sets
from tcc.lowering.semantics.choice import Choice, Mismatch, Outcome, Rewrite, apply, is_dynamic, over, same, undefined
from tcc.lowering.semantics.operators import check_mix
from tcc.lowering.ssa import Op, Value, called
from tcc.lowering.types import (
    ANY,
    BOOL,
    BYTES,
    COMPLEX,
    FLOAT,
    INT,
    NEVER,
    NONE,
    NUMBER,
    NUMERIC,
    RANGE,
    STR,
    Type,
    item_type,
    iter_of,
    join,
    join_all,
    list_of,
    map_of,
    members,
    number_join,
    set_of,
    tuple_of,
    vtuple_of,
)

_NUMBERS: Final = ("bool", "int", "float", "complex")
_REAL: Final = ("bool", "int", "float")
_INTS: Final = ("bool", "int")
Handler = Callable[[Op, list[Value], dict[str, Value]], "Choice | None"]


def call(op: Op) -> Choice:
    """A call of a builtin or of a ``math`` function by name."""
    name, count, keywords = called(op)
    args = op.operands[:count]
    named = dict(zip(keywords, op.operands[count:], strict=True))
    if any(v.type.kind == "never" for v in op.operands) and name not in ("list", "tuple", "len", "set", "dict"):
        return Choice((NEVER,), _undefined)
    if name.startswith("math."):
        return _math(op, name[5:], args, named)
    handler = _HANDLERS.get(name)
    choice = handler(op, args, named) if handler is not None else None
    if choice is None:
        kinds = ", ".join(str(v.type) for v in op.operands)
        signature = _SIGNATURES.get(name, f"{name}(x)")
        raise Mismatch("TC402", name=name, problem=f"it is given ({kinds})", signature=signature)
    return choice


_SIGNATURES: Final = {
    "range": "range(start, stop, step)",
    "sorted": "sorted(items, *, key=None, reverse=False)",
    "sum": "sum(items, start=0)",
    "round": "round(number, digits=None)",
    "enumerate": "enumerate(items, start=0)",
    "pow": "pow(base, exponent, modulus=None)",
    "zip": "zip(*iterables)",
    "int": "int(x, base=10)",
}


def _undefined(w: Rewrite, op: Op) -> None:
    w.ops.append(Op("undef", [], [op.results[0]], op.site))


def _only(kinds: tuple[str, ...], t: Type) -> bool:
    return all(m.kind in kinds for m in members(t))


def _inside(t: Type, ordered: bool = True) -> Type:
    """What iterating gives; a set only where its order does not show."""
    inside = item_type(t)
    if inside is None:
        raise Mismatch("TC403", found=t)
    if ordered and any(m.kind == "set" for m in members(t)):
        raise Mismatch("TC218", name="…")
    return inside


def _source(w: Rewrite, value: Value) -> Value:
    """An iterable for the ops of tuples: a set by its items, a map by its keys, a string by its characters."""
    if value.type.kind == "set":
        return sets.keys(w, value)
    kinds = {m.kind for m in members(value.type)}
    if kinds <= {"list", "tuple", "vtuple", "range", "iter"}:
        return value
    return (
        items.as_sequence(w, value)
        if kinds == {"map"}
        else w.free("/state/scalar/tuple", value, list_of(item_type(value.type) or ANY), True)
    )


def _unary(name: str, type_: Callable[[Type], Type | None], raises: bool = False) -> Handler:
    """One number in, one op."""

    def handler(op: Op, args: list[Value], named: dict[str, Value]) -> Choice | None:
        if len(args) != 1 or named:
            return None

        def rule(t: Type) -> Outcome | None:
            if is_dynamic(t):
                return NUMERIC, name, True
            result = type_(t)
            return None if result is None else (result, name, raises)

        outcome = over(rule, name, args[0].type)
        return None if outcome is None else apply(name, type=outcome[0], raises=outcome[2])

    return handler


def _abs_type(t: Type) -> Type | None:
    return INT if t.kind in _INTS else FLOAT if t.kind in ("float", "complex") else None


def _len(op: Op, args: list[Value], named: dict[str, Value]) -> Choice | None:
    if len(args) != 1 or named:
        return None
    kinds = {m.kind for m in members(args[0].type)}
    if kinds.isdisjoint({"str", "bytes", "list", "tuple", "vtuple", "map", "set", "range", "any", "object", "never"}):
        return None
    return apply(
        "len", type=INT, raises=not kinds <= {"str", "bytes", "list", "tuple", "vtuple", "map", "set", "range"}
    )


def _convert(path: str, type_: Type, none: object, safe: tuple[str, ...]) -> Handler:
    """``int(x)`` and its like; without an argument, Python's zero."""

    def handler(op: Op, args: list[Value], named: dict[str, Value]) -> Choice | None:
        if named:
            return None
        if not args:
            return Choice((type_,), lambda w, op: _constant(w, op, none, type_))
        source = args[0].type
        if len(args) == 2 and path.endswith("int/64"):
            return (
                apply("int", "base", type=INT, raises=True)
                if any(m.kind in ("str", "any", "object") for m in members(source))
                else None
            )
        if len(args) == 2 and path.endswith("complex/64"):
            return apply("complex", "imag", type=COMPLEX, raises=True)
        if len(args) != 1 or not any(
            m.kind in (*safe, "str", "any", "object", "float", "int", "bool") for m in members(source)
        ):
            return None
        if source == type_:
            return same(type_)
        raises = not _only(safe, source)

        def plan(w: Rewrite, op: Op) -> None:
            w.free(path, op.operands[0], type_, raises, op.results[0])

        return Choice((type_,), plan)

    return handler


def _constant(w: Rewrite, op: Op, value: object, type_: Type) -> None:
    made = w.add("const", [], type_, False, value, op.results[0])
    made.literal = (value,)


def _str(op: Op, args: list[Value], named: dict[str, Value]) -> Choice | None:
    if named or len(args) > 1:
        return None
    return items.text(op) if args else Choice((STR,), lambda w, op: _constant(w, op, "", STR))


def _bool(op: Op, args: list[Value], named: dict[str, Value]) -> Choice | None:
    if named or len(args) > 1:
        return None
    if not args:
        return Choice((BOOL,), lambda w, op: _constant(w, op, False, BOOL))
    return same(BOOL) if args[0].type == BOOL else apply("bool", type=BOOL)


def _bytes(op: Op, args: list[Value], named: dict[str, Value]) -> Choice | None:
    if named or len(args) != 1:
        return None
    return Choice(
        (BYTES,), lambda w, op: _discard(w.free("/state/scalar/value/bytes", args[0], BYTES, True, op.results[0]))
    )


def _discard(value: Value) -> None:
    del value


def _sequence(kind: str) -> Handler:
    """``list(x)`` and ``tuple(x)``."""

    def handler(op: Op, args: list[Value], named: dict[str, Value]) -> Choice | None:
        if named or len(args) > 1:
            return None
        if not args:
            empty = list_of(NEVER) if kind == "list" else tuple_of(())
            return Choice((empty,), lambda w, op: _discard(w.add("list", [], empty, False, kind, op.results[0])))
        source = args[0].type
        inside = _inside(source)
        type_ = list_of(inside) if kind == "list" else (source if source.kind == "tuple" else vtuple_of(inside))
        kinds = {m.kind for m in members(source)}
        if kinds <= {"list", "tuple", "vtuple", "iter"}:
            return Choice((type_,), lambda w, op: w.same(op.operands[0], op.results[0]))
        if kinds == {"map"}:
            return Choice(
                (type_,), lambda w, op: _discard(w.apply("keys", (), [op.operands[0]], type_, False, op.results[0]))
            )
        raises = not kinds <= {"str", "bytes", "range", "list", "tuple", "vtuple", "iter", "map"}
        return Choice(
            (type_,),
            lambda w, op: _discard(w.free("/state/scalar/tuple", op.operands[0], type_, raises, op.results[0])),
        )

    return handler


def _dict(op: Op, args: list[Value], named: dict[str, Value]) -> Choice | None:
    if len(args) > 1:
        return None
    extra = join_all([v.type for v in named.values()])
    if not args:
        base, source = map_of(NEVER, NEVER), None
    else:
        source = args[0]
        base = _dict_type(source.type)
    type_ = map_of(join(base.args[0], STR), join(base.args[1], extra)) if named else base

    def plan(w: Rewrite, op: Op) -> None:
        pairs = [x for k, v in named.items() for x in (w.const(k, STR), v)]
        if source is None:
            w.add("map", pairs, type_, False, None, op.results[0])
            return
        result = op.results[0] if not named else None
        if source.type.kind == "map":
            if not named:
                w.same(source, op.results[0])
                return
            made = source
        else:
            made = w.free("/state/scalar/map", source, type_, True, result)
        if named:
            w.apply("merge", ("r",), [made, w.add("map", pairs, type_, False, None)], type_, False, op.results[0])

    return Choice((type_,), plan)


def _dict_type(source: Type) -> Type:
    if source.kind == "map":
        return source
    if is_dynamic(source):
        return map_of(source, source)
    inside = _inside(source)
    if inside.kind == "tuple" and len(inside.args) == 2:
        return map_of(inside.args[0], inside.args[1])
    if inside.kind in ("list", "vtuple"):
        return map_of(inside.args[0], inside.args[0])
    if inside.kind == "never":
        return map_of(NEVER, NEVER)
    if is_dynamic(inside):
        return map_of(inside, inside)
    raise Mismatch("TC402", name="dict", problem=f"it is given items of type {inside}", signature="dict(pairs)")


def _from_keys(op: Op, args: list[Value], named: dict[str, Value]) -> Choice | None:
    if named or not 1 <= len(args) <= 2:
        return None
    type_ = map_of(_inside(args[0].type), args[1].type if len(args) == 2 else NONE)

    def plan(w: Rewrite, op: Op) -> None:
        value = args[1] if len(args) == 2 else w.const(None, NONE)
        w.add("post", [args[0], value], type_, True, ("/state/scalar/map/from_keys", ("keys", "value")), op.results[0])

    return Choice((type_,), plan)


def _set(op: Op, args: list[Value], named: dict[str, Value]) -> Choice | None:
    if named or len(args) > 1:
        return None
    if not args:
        return Choice(
            (set_of(NEVER),), lambda w, op: _discard(w.add("map", [], set_of(NEVER), False, None, op.results[0]))
        )
    return make_set(op)


def make_set(op: Op) -> Choice:
    """``set(x)`` and set displays."""
    source = op.operands[0].type
    inside = _inside(source, ordered=False)
    if inside.kind in items.UNHASHABLE:
        raise Mismatch("TC413", found="a set", key=inside)
    if source.kind == "set":
        return same(source)
    type_ = set_of(inside)
    if source == tuple_of(()):
        return Choice((type_,), lambda w, op: _discard(w.add("map", [], type_, False, None, op.results[0])))
    return Choice((type_,), lambda w, op: _discard(sets.from_items(w, op.operands[0], type_, op.results[0])))


def _range(op: Op, args: list[Value], named: dict[str, Value]) -> Choice | None:
    indices = (*_INTS, "any", "object")
    if named or not 1 <= len(args) <= 3 or any(all(m.kind not in indices for m in members(v.type)) for v in args):
        return None
    step_known = len(args) < 3 or (args[2].literal is not None and args[2].literal != (0,))
    raises = not all(_only(_INTS, v.type) for v in args) or not step_known

    def plan(w: Rewrite, op: Op) -> None:
        key = args[0] if len(args) == 1 else w.add("list", list(args), tuple_of([v.type for v in args]), False, "tuple")
        w.free("/state/scalar/tuple/range", key, RANGE, raises, op.results[0])

    return Choice((RANGE,), plan)


def _enumerate(op: Op, args: list[Value], named: dict[str, Value]) -> Choice | None:
    if not 1 <= len(args) <= 2 or any(n != "start" for n in named):
        return None
    start = named.get("start") or (args[1] if len(args) == 2 else None)
    type_ = list_of(tuple_of((INT, _inside(args[0].type))))

    def plan(w: Rewrite, op: Op) -> None:
        source = _source(w, args[0])
        extra = [] if start is None or start.literal == (0,) else [start]
        w.apply("enumerate", ("start",)[: len(extra)], [source, *extra], type_, is_dynamic(args[0].type), op.results[0])

    return Choice((iter_of(type_.args[0]),), plan)


def _zip(op: Op, args: list[Value], named: dict[str, Value]) -> Choice | None:
    if named:
        return None
    if not args:
        return Choice(
            (iter_of(NEVER),), lambda w, op: _discard(w.add("list", [], list_of(NEVER), False, "list", op.results[0]))
        )
    type_ = iter_of(tuple_of([_inside(v.type) for v in args]))

    def plan(w: Rewrite, op: Op) -> None:
        sources = [_source(w, v) for v in args]
        if len(sources) == 2:
            w.apply("zip", ("r",), sources, type_, False, op.results[0])
        else:
            rows = w.add("list", sources, list_of(ANY), False, "list")
            w.free("/state/scalar/tuple/zip", rows, type_, False, op.results[0])

    return Choice((type_,), plan)


def _zip_star(op: Op, args: list[Value], named: dict[str, Value]) -> Choice | None:
    inside = _inside(_inside(args[0].type))
    type_ = iter_of(vtuple_of(inside))
    return Choice(
        (type_,), lambda w, op: _discard(w.free("/state/scalar/tuple/zip", args[0], type_, True, op.results[0]))
    )


def _reversed(op: Op, args: list[Value], named: dict[str, Value]) -> Choice | None:
    if named or len(args) != 1:
        return None
    source = args[0].type
    if source.kind in ("iter", "set"):
        return None
    type_ = iter_of(_inside(source))

    def plan(w: Rewrite, op: Op) -> None:
        w.apply("reverse", (), [_source(w, args[0])], type_, is_dynamic(source), op.results[0])

    return Choice((type_,), plan)


def _sorted(op: Op, args: list[Value], named: dict[str, Value]) -> Choice | None:
    if len(args) != 1 or not set(named) <= {"key", "reverse"}:
        return None
    inside = _inside(args[0].type, ordered=False)
    if "key" not in named and inside.kind in ("none", "map", "complex", "set"):
        raise undefined("<", inside, inside)
    if "key" not in named:
        check_mix(inside, inside)
    type_ = list_of(inside)
    given = [(n, v) for n, v in named.items() if v.literal not in ((None,), (False,))]
    simple = all(m.kind in _REAL for m in members(inside)) or inside == STR
    raises = not simple or "key" in named

    def plan(w: Rewrite, op: Op) -> None:
        operands = [_source(w, args[0]), *[v for _, v in given]]
        w.apply("sort", tuple(n for n, _ in given), operands, type_, raises, op.results[0])

    return Choice((type_,), plan)


def _sum(op: Op, args: list[Value], named: dict[str, Value]) -> Choice | None:
    if not 1 <= len(args) <= 2 or any(n != "start" for n in named):
        return None
    start = named.get("start") or (args[1] if len(args) == 2 else None)
    inside = _inside(args[0].type, ordered=False)
    if args[0].type.kind == "set" and not _only(_INTS, inside):
        raise Mismatch("TC218", name="…")
    initial = INT if start is None else start.type

    def rule(a: Type, b: Type) -> Outcome | None:
        if is_dynamic(a) or is_dynamic(b):
            return ANY, "sum", True
        if a.kind in _NUMBERS and b.kind in _NUMBERS:
            return join(a if a.kind != "bool" else INT, number_join(a, b)), "sum", False
        if a.kind == b.kind == "list":
            return list_of(join(a.args[0], b.args[0])), "sum", False
        if a.kind in ("tuple", "vtuple") and b.kind in ("tuple", "vtuple"):
            return vtuple_of(join_all(a.args + b.args)), "sum", False
        return None

    outcome = over(rule, "sum", initial, inside) if inside.kind != "never" else (initial, "sum", False)
    if outcome is None:
        raise undefined("+", initial, inside)

    def plan(w: Rewrite, op: Op) -> None:
        extra = [] if start is None else [start]
        w.apply("sum", ("start",)[: len(extra)], [_source(w, args[0]), *extra], outcome[0], outcome[2], op.results[0])

    return Choice((outcome[0],), plan)


def _extreme(name: str) -> Handler:
    def handler(op: Op, args: list[Value], named: dict[str, Value]) -> Choice | None:
        if not args or not set(named) <= {"key", "default"}:
            return None
        if len(args) > 1:
            return _extreme_of_several(name, op, args) if not named else None
        inside = _inside(args[0].type, ordered=False)
        if args[0].type.kind == "set" and "key" in named:
            raise Mismatch("TC218", name="…")
        if "key" not in named:
            check_mix(inside, inside)
        default = named.get("default")
        type_ = inside if default is None else join(inside, default.type)
        given = list(named.items())

        def plan(w: Rewrite, op: Op) -> None:
            operands = [_source(w, args[0]), *[v for _, v in given]]
            w.apply(name, tuple(n for n, _ in given), operands, type_, True, op.results[0])

        return Choice((type_,), plan)

    return handler


def _extreme_of_several(name: str, op: Op, args: list[Value]) -> Choice:
    type_ = join_all([v.type for v in args])
    for v in args[1:]:
        check_mix(args[0].type, v.type)
    numbers = all(m.kind in _REAL for m in members(type_))
    if any(m.kind in ("none", "map", "set", "complex") for m in members(type_)) and len(members(type_)) == 1:
        raise undefined("<", args[0].type, args[1].type)

    def plan(w: Rewrite, op: Op) -> None:
        if numbers and len(args) == 2:
            w.apply(name, ("r",), list(args), type_, False, op.results[0])
            return
        several = w.add("list", list(args), list_of(type_), False, "list")
        w.apply(name, (), [several], type_, not numbers, op.results[0])

    return Choice((type_,), plan)


def _any_all(name: str) -> Handler:
    def handler(op: Op, args: list[Value], named: dict[str, Value]) -> Choice | None:
        if named or len(args) != 1:
            return None
        _inside(args[0].type, ordered=False)

        def plan(w: Rewrite, op: Op) -> None:
            w.apply(name, (), [_source(w, args[0])], BOOL, is_dynamic(args[0].type), op.results[0])

        return Choice((BOOL,), plan)

    return handler


def _round(op: Op, args: list[Value], named: dict[str, Value]) -> Choice | None:
    digits = named.get("ndigits") or (args[1] if len(args) == 2 else None)
    if not 1 <= len(args) <= 2 or any(n != "ndigits" for n in named):
        return None
    given = digits is not None and digits.literal != (None,)

    def rule(t: Type) -> Outcome | None:
        if is_dynamic(t):
            return (NUMBER if given else INT), "round", True
        if t.kind in _INTS:
            return INT, "round", False
        return ((FLOAT if given else INT), "round", not given) if t.kind == "float" else None

    outcome = over(rule, "round", args[0].type)
    if outcome is None:
        return None

    def plan(w: Rewrite, op: Op) -> None:
        extra = [digits] if given and digits is not None else []
        raises = outcome[2] or any(v.type not in (INT, BOOL) for v in extra)
        w.apply("round", ("digits",)[: len(extra)], [args[0], *extra], outcome[0], raises, op.results[0])

    return Choice((outcome[0],), plan)


def _divmod(op: Op, args: list[Value], named: dict[str, Value]) -> Choice | None:
    if named or len(args) != 2:
        return None

    def rule(a: Type, b: Type) -> Outcome | None:
        if is_dynamic(a) or is_dynamic(b):
            return tuple_of((NUMBER, NUMBER)), "divmod", True
        if a.kind in _REAL and b.kind in _REAL:
            t = number_join(a, b)
            return tuple_of((t, t)), "divmod", True
        return None

    outcome = over(rule, "divmod", args[0].type, args[1].type)
    return None if outcome is None else apply("divmod", "r", type=outcome[0], raises=True)


def _pow(op: Op, args: list[Value], named: dict[str, Value]) -> Choice | None:
    from tcc.lowering.semantics import operators

    if named or not 2 <= len(args) <= 3:
        return None
    if len(args) == 3:
        return apply("powmod", "r", "mod", type=INT, raises=True)
    return operators.binary(Op("py.binary", op.operands, op.results, op.site, "pow"))


def _chr(op: Op, args: list[Value], named: dict[str, Value]) -> Choice | None:
    if named or len(args) != 1 or not any(m.kind in (*_INTS, "any", "object") for m in members(args[0].type)):
        return None
    return Choice((STR,), lambda w, op: _discard(w.free("/state/scalar/string/chr", args[0], STR, True, op.results[0])))


def _ord(op: Op, args: list[Value], named: dict[str, Value]) -> Choice | None:
    if named or len(args) != 1 or not any(m.kind in ("str", "any", "object") for m in members(args[0].type)):
        return None
    return apply("ord", type=INT, raises=True)


def _repr(op: Op, args: list[Value], named: dict[str, Value]) -> Choice | None:
    return items.shown(op) if len(args) == 1 and not named else None


def _format(op: Op, args: list[Value], named: dict[str, Value]) -> Choice | None:
    if named or not 1 <= len(args) <= 2:
        return None
    return items.formatted(op) if len(args) == 2 else items.text(op)


def _int_text(name: str) -> Handler:
    def handler(op: Op, args: list[Value], named: dict[str, Value]) -> Choice | None:
        kinds = {m.kind for v in args for m in members(v.type)}
        if len(args) != 1 or named or kinds.isdisjoint({*_INTS, "any", "object"}):
            return None
        return apply(name, type=STR, raises=not kinds <= set(_INTS))

    return handler


_HANDLERS: Final[dict[str, Handler]] = {
    "abs": _unary("abs", _abs_type),
    "all": _any_all("all"),
    "any": _any_all("any"),
    "bin": _int_text("bin"),
    "bool": _bool,
    "bytes": _bytes,
    "chr": _chr,
    "complex": _convert("/state/scalar/value/number/complex/64", COMPLEX, 0j, ("bool", "int", "float", "complex")),
    "dict": _dict,
    "dict.fromkeys": _from_keys,
    "divmod": _divmod,
    "enumerate": _enumerate,
    "float": _convert("/state/scalar/value/number/float/64", FLOAT, 0.0, ("bool", "int", "float")),
    "format": _format,
    "frozenset": _set,
    "hex": _int_text("hex"),
    "int": _convert("/state/scalar/value/number/int/64", INT, 0, ("bool", "int")),
    "len": _len,
    "list": _sequence("list"),
    "max": _extreme("max"),
    "min": _extreme("min"),
    "oct": _int_text("oct"),
    "ord": _ord,
    "pow": _pow,
    "range": _range,
    "repr": _repr,
    "reversed": _reversed,
    "round": _round,
    "set": _set,
    "sorted": _sorted,
    "str": _str,
    "sum": _sum,
    "tuple": _sequence("tuple"),
    "zip": _zip,
    "zip*": _zip_star,
}


# --- math -----------------------------------------------------------------------------------------------------------

_MATH_FLOAT: Final = frozenset(
    [
        "exp",
        "expm1",
        "sqrt",
        "cbrt",
        "log2",
        "log10",
        "log1p",
        "sin",
        "cos",
        "tan",
        "asin",
        "acos",
        "atan",
        "sinh",
        "cosh",
        "tanh",
        "degrees",
        "radians",
    ]
)
_MATH_INT: Final = frozenset(["floor", "ceil", "trunc"])
_MATH_TEST: Final = {"isnan": "is_nan", "isinf": "is_inf", "isfinite": "is_finite"}
_MATH_INTEGERS: Final = {"gcd": 2, "lcm": 2, "comb": 2, "isqrt": 1, "factorial": 1}
_MATH_TWO: Final = frozenset(["atan2", "hypot", "copysign", "fmod"])


def _math(op: Op, name: str, args: list[Value], named: dict[str, Value]) -> Choice:
    numeric = all(any(m.kind in (*_REAL, "any", "object") for m in members(v.type)) for v in args)
    count = len(args)
    if numeric:
        if name in _MATH_FLOAT and count == 1 and not named:
            return apply(name, type=FLOAT, raises=True)
        if name == "fabs" and count == 1:
            return Choice((FLOAT,), _fabs)
        if name in _MATH_INT and count == 1 and not named:
            return apply(name, type=INT, raises=not _only(_INTS, args[0].type))
        if name in _MATH_TEST and count == 1:
            return apply(_MATH_TEST[name], type=BOOL, raises=not _only(_REAL, args[0].type))
        if name == "log" and count in (1, 2) and not named:
            return apply("log", *("base",)[: count - 1], type=FLOAT, raises=True)
        if name == "pow" and count == 2 and not named:
            return Choice((FLOAT,), _float_pow)
        if name in _MATH_TWO and count == 2 and not named:
            return apply(name, "r", type=FLOAT, raises=True)
        if _MATH_INTEGERS.get(name) == count and not named:
            return apply(name, *("r",)[: count - 1], type=INT, raises=True)
        if name == "perm" and count in (1, 2) and not named:
            return apply("perm", *("r",)[: count - 1], type=INT, raises=True)
        if name == "isclose" and count == 2 and set(named) <= {"rel_tol", "abs_tol"}:
            return apply("isclose", "r", *named, type=BOOL, raises=True)
    if name == "prod" and count == 1 and not named:
        raise Mismatch("TC220", name="math.prod", package="math")
    if name in (
        *_MATH_FLOAT,
        *_MATH_INT,
        *_MATH_TEST,
        *_MATH_TWO,
        *_MATH_INTEGERS,
        "log",
        "pow",
        "fabs",
        "perm",
        "isclose",
    ):
        kinds = ", ".join(str(v.type) for v in op.operands)
        raise Mismatch("TC402", name=f"math.{name}", problem=f"it is given ({kinds})", signature=f"math.{name}(x)")
    raise Mismatch("TC220", name=f"math.{name}", package="math")


def _fabs(w: Rewrite, op: Op) -> None:
    made = w.free("/state/scalar/value/number/float/64", op.operands[0], FLOAT, True)
    w.apply("abs", (), [made], FLOAT, False, op.results[0])


def _float_pow(w: Rewrite, op: Op) -> None:
    both = [w.free("/state/scalar/value/number/float/64", v, FLOAT, True) for v in op.operands]
    w.apply("pow", ("r",), both, FLOAT, True, op.results[0])
