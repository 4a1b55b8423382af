"""Python's operators: arithmetic, comparison, truth."""

from __future__ import annotations

from typing import Final

from tcc.lowering.semantics import items, sets
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
    undefined,
)
from tcc.lowering.ssa import Op, Region, Value
from tcc.lowering.types import (
    ANY,
    BOOL,
    COMPLEX,
    FLOAT,
    INT,
    LINK,
    NONE,
    NUMERIC,
    OBJECT,
    STR,
    Type,
    has_tuple,
    is_number,
    item_type,
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

SYMBOLS: Final[dict[str, str]] = {
    "add": "+", "sub": "-", "mul": "*", "div": "/", "floordiv": "//", "mod": "%", "pow": "**", "lshift": "<<",
    "rshift": ">>", "bitand": "&", "bitor": "|", "bitxor": "^", "matmul": "@", "eq": "==", "ne": "!=", "lt": "<",
    "le": "<=", "gt": ">", "ge": ">=", "in": "in", "not in": "not in", "neg": "-", "pos": "+", "invert": "~",
}  # fmt: skip
_NUMBERS: Final = ("bool", "int", "float", "complex")
_INTS: Final = ("bool", "int")
_SEQUENCES: Final = ("list", "tuple", "vtuple", "str", "bytes")
_NUMBERS_ONLY: Final = frozenset({"sub", "div", "floordiv", "mod", "pow", "lshift", "rshift", "bitand", "bitxor"})
"""Operators that only numbers have among the values JSON can hold."""


def binary(op: Op) -> Choice:
    """``a + b`` and the rest."""
    name = str(op.attr)
    left, right = op.operands[0], op.operands[1]
    outcome = over(lambda a, b: _binary(name, a, b, left, right), name, left.type, right.type)
    if outcome is None:
        raise undefined(SYMBOLS[name], left.type, right.type)
    type_, chosen, raises = outcome
    if chosen == "set":
        return Choice((type_,), sets.combine)
    return apply(chosen, "n" if chosen == "repeat" else "r", type=type_, raises=raises)


def augment(op: Op) -> Choice:
    """``x += y``: on a list, ``+=`` takes any iterable."""
    left, right = op.operands[0].type, op.operands[1].type
    if isinstance(op.attr, tuple):
        return _guarded(op)
    if op.attr == "add" and left.kind == "list":
        item = item_type(right)
        if item is not None and right.kind != "set":
            return apply("extend", "r", type=list_of(join(left.args[0], item)), raises=is_dynamic(right))
    return binary(op)


def _guarded(op: Op) -> Choice:
    """``x += y`` of what something else may also hold: fails if it is a list, which Python would change in place."""
    inner = binary(Op("py.binary", op.operands, op.results, op.site, op.attr[1]))  # type: ignore[index]

    def plan(w: Rewrite, op: Op) -> None:
        found = w.apply("class", (), [op.operands[0]], LINK, False)
        lists = w.add("list", [w.add("link", [], LINK, False, "/state/scalar/tuple")], list_of(LINK), False, "list")
        is_list = w.apply("contains", ("r",), [lists, found], BOOL, False)
        failing = Rewrite(op)
        message = failing.const("a list that another name holds cannot be changed in place", STR)
        failing.ops.append(Op("error", [message], [], op.site, "bad_request", raises=True))
        w.ops.append(Op("if", [is_list], [], op.site, None, [Region([], failing.ops, []), Region([], [], [])]))
        inner.plan(w, op)

    return Choice(inner.types, plan)


def _binary(name: str, a: Type, b: Type, left: Value, right: Value) -> Outcome | None:
    if is_dynamic(a) or is_dynamic(b):
        return _dynamic(name, a, b)
    x, y = a.kind, b.kind
    if x in _NUMBERS and y in _NUMBERS:
        return _numeric(name, a, b, left, right)
    match name:
        case "add" if x == y and x in ("str", "bytes"):
            return a, "concat", False
        case "add" if x == y == "list":
            return list_of(join(a.args[0], b.args[0])), "concat", False
        case "add" if x == y == "tuple":
            return tuple_of(a.args + b.args), "concat", False
        case "add" if x in ("tuple", "vtuple") and y in ("tuple", "vtuple"):
            return vtuple_of(join_all(a.args + b.args)), "concat", False
        case "mul" if x in _SEQUENCES and y in _INTS:
            return _repeated(a), "repeat", False
        case "mul" if y in _SEQUENCES and x in _INTS:
            return _repeated(b), "mul", False
        case "bitor" if x == y == "map":
            return map_of(join(a.args[0], b.args[0]), join(a.args[1], b.args[1])), "merge", False
        case "bitor" | "bitand" | "sub" | "bitxor" if x == y == "set":
            kept = a.args[0] if name in ("bitand", "sub") else join(a.args[0], b.args[0])
            return set_of(kept), "set", False
        case _:
            return None


def _repeated(t: Type) -> Type:
    return vtuple_of(join_all(t.args)) if t.kind == "tuple" else t


def _dynamic(name: str, a: Type, b: Type) -> Outcome | None:
    known = b if is_dynamic(a) else a
    if name in _NUMBERS_ONLY:
        return NUMERIC, name, True
    if is_dynamic(known):
        return (OBJECT if OBJECT in (a, b) else ANY), name, True
    kind = known.kind
    if kind in _NUMBERS:
        return (ANY if name == "mul" and kind in _INTS else NUMERIC), name, True
    if name == "add":
        if kind in ("str", "bytes"):
            return known, name, True
        if kind == "list":
            return (list_of(OBJECT if has_tuple(known) else ANY), name, True) if OBJECT not in (a, b) else None
        return None
    if name == "mul" and kind in _SEQUENCES:
        return _repeated(known), name, True
    if name == "bitor" and kind == "map":
        return map_of(ANY, OBJECT if has_tuple(known) else ANY), name, True
    return None


def _numeric(name: str, a: Type, b: Type, left: Value, right: Value) -> Outcome | None:
    x, y = a.kind, b.kind
    is_complex = "complex" in (x, y)
    match name:
        case "add" | "sub" | "mul":
            return number_join(a, b), name, False
        case "div":
            return (COMPLEX if is_complex else FLOAT), name, _may_be_zero(right)
        case "floordiv" | "mod" if not is_complex:
            return number_join(a, b), name, _may_be_zero(right)
        case "pow":
            return _power(a, b, left, right), name, True
        case "bitand" | "bitor" | "bitxor" if x in _INTS and y in _INTS:
            return (BOOL if x == y == "bool" else INT), name, False
        case "lshift" | "rshift" if x in _INTS and y in _INTS:
            return INT, name, not _is_known(right, lambda v: isinstance(v, int) and v >= 0)
        case _:
            return None


def _power(a: Type, b: Type, left: Value, right: Value) -> Type:
    if "complex" in (a.kind, b.kind):
        return COMPLEX
    if a.kind in _INTS and b.kind in _INTS:
        if _is_known(right, lambda v: v >= 0):
            return INT
        return FLOAT if _is_known(right, lambda v: v < 0) else join(INT, FLOAT)
    if b.kind in _INTS or _is_known(right, lambda v: float(v).is_integer()) or _is_known(left, lambda v: v >= 0):
        return FLOAT
    return join(FLOAT, COMPLEX)


def _may_be_zero(value: Value) -> bool:
    return not _is_known(value, bool)


def _is_known(value: Value, test: object) -> bool:
    try:
        return bool(test(literal(value)))  # type: ignore[operator]
    except LookupError:
        return False


# --- comparison -----------------------------------------------------------------------------------------------------


def compare(op: Op) -> Choice:
    """``==``, ``<``, ``in`` and the rest."""
    name = str(op.attr)
    left, right = op.operands[0].type, op.operands[1].type
    if name in ("in", "not in"):
        return _contains(op, name == "not in")
    if name in ("eq", "ne"):
        return _equal(name, left, right)
    if left.kind == right.kind == "set" and name in ("le", "ge"):
        a, b = (0, 1) if name == "le" else (1, 0)
        return Choice((BOOL,), lambda w, op: sets.subset(w, op.operands[a], op.operands[b], op.results[0]))
    outcome = over(_order, name, left, right)
    if outcome is None:
        raise undefined(SYMBOLS[name], left, right)
    check_mix(left, right)
    return apply(name, "r", type=BOOL, raises=outcome[2])


def _order(a: Type, b: Type) -> Outcome | None:
    if is_dynamic(a) or is_dynamic(b):
        known = b if is_dynamic(a) else a
        return (BOOL, "", True) if is_dynamic(known) or known.kind in (*_NUMBERS[:3], *_SEQUENCES) else None
    x, y = a.kind, b.kind
    if x in _NUMBERS[:3] and y in _NUMBERS[:3]:
        return BOOL, "", False
    if x == y and x in ("str", "bytes"):
        return BOOL, "", False
    tuples = ("tuple", "vtuple")
    if (x == y == "list") or (x in tuples and y in tuples):
        return BOOL, "", not all(is_number(i) or i == STR for i in (join_all(a.args), join_all(b.args)))
    return None


def _equal(name: str, left: Type, right: Type) -> Choice:
    if all(_never_equal(a, b) for a in members(left) for b in members(right)):
        return constant(name == "ne", BOOL)
    check_mix(left, right)
    return apply(name, "r", type=BOOL)


_LISTS: Final = ("list", "any")
_TUPLES: Final = ("tuple", "vtuple")


def _never_equal(a: Type, b: Type) -> bool:
    """Whether Python's ``==`` is false because one is a list and the other a tuple."""
    return (a.kind in _LISTS and b.kind in _TUPLES) or (a.kind in _TUPLES and b.kind in _LISTS)


def check_mix(left: Type, right: Type) -> None:
    """Refuse a comparison in which a list may meet a tuple: on the wire they are one."""
    if has_tuple(left) or has_tuple(right):
        for a in members(left):
            for b in members(right):
                if _never_equal(a, b) or _may_mix(a, b):
                    raise Mismatch("TC412", left=left, right=right)


def _may_mix(a: Type, b: Type) -> bool:
    if a.kind == "never" or b.kind == "never":
        return False
    if a.kind == "object":
        return b.kind in ("object", "list", "any", *_TUPLES)
    if b.kind == "object":
        return a.kind in ("list", "any", *_TUPLES)
    if (a.kind == "list" and b.kind in _TUPLES) or (a.kind in _TUPLES and b.kind == "list"):
        return False
    if a.kind == "any":
        return has_tuple(b) and b.kind not in _TUPLES
    if b.kind == "any":
        return has_tuple(a) and a.kind not in _TUPLES
    if a.args and b.args and (a.kind == b.kind or (a.kind in _TUPLES and b.kind in _TUPLES)):
        pairs = (
            zip(a.args, b.args, strict=True) if len(a.args) == len(b.args) else [(join_all(a.args), join_all(b.args))]
        )
        return any(_unequal_inside(x, y) for x, y in pairs)
    return False


def _unequal_inside(x: Type, y: Type) -> bool:
    """Whether inside two containers a list may stand where the other has a tuple."""
    return any(_never_equal(a, b) or _may_mix(a, b) for a in members(x) for b in members(y))


def _contains(op: Op, negate: bool) -> Choice:
    item, container = op.operands[0].type, op.operands[1].type
    outcome = over(_contain, "contains", item, container)
    if outcome is None:
        raise undefined("not in" if negate else "in", item, container)
    for member in members(container):
        if member.args:
            check_mix(item, join_all(member.args[:1] if member.kind in ("map", "set") else member.args))
    raises = outcome[2]

    def plan(w: Rewrite, op: Op) -> None:
        found = None if negate else op.results[0]
        param = "i" if container.kind == "map" else "r"
        keyed = all(m.kind in ("map", "set") for m in members(container))
        sought = items.as_key(w, op.operands[0]) if keyed else op.operands[0]
        value = w.apply("contains", (param,), [op.operands[1], sought], BOOL, raises, found)
        if negate:
            w.apply("not", (), [value], BOOL, False, op.results[0])

    return Choice((BOOL,), plan)


def _contain(item: Type, container: Type) -> Outcome | None:
    kind = container.kind
    if is_dynamic(container):
        return BOOL, "contains", True
    if kind == "str":
        return (BOOL, "contains", item.kind != "str") if item.kind == "str" or is_dynamic(item) else None
    if kind == "bytes":
        return (BOOL, "contains", True) if item.kind in ("bytes", "int", "bool") or is_dynamic(item) else None
    if kind in ("map", "set"):
        return None if item.kind in ("list", "map", "set") else (BOOL, "contains", is_dynamic(item))
    if kind in ("list", "tuple", "vtuple", "range", "iter"):
        return BOOL, "contains", False
    return None


# --- truth ----------------------------------------------------------------------------------------------------------


def truth(op: Op) -> Choice:
    """A condition: bools and numbers as they are, anything else through ``bool``."""
    type_ = op.operands[0].type
    if is_number(type_):
        return same(type_)
    if type_ == NONE:
        return constant(False, BOOL)
    if type_.kind == "never":
        return Choice((BOOL,), apply("bool", type=BOOL).plan)
    return apply("bool", type=BOOL)


def negate(op: Op) -> Choice:
    """``not x``."""
    return constant(True, BOOL) if op.operands[0].type == NONE else apply("not", type=BOOL)


def unary(op: Op) -> Choice:
    """``-x``, ``+x``, ``~x``."""
    name, type_ = str(op.attr), op.operands[0].type

    def rule(t: Type) -> Outcome | None:
        if is_dynamic(t):
            return NUMERIC, name, True
        if t.kind in _INTS:
            return INT, name, False
        return (t, name, False) if t.kind in _NUMBERS and name != "invert" else None

    outcome = over(rule, name, type_)
    if outcome is None:
        raise undefined(SYMBOLS[name], type_)
    return apply(name, type=outcome[0], raises=outcome[2])


def is_none(op: Op) -> Choice:
    """``x is None``."""
    type_ = op.operands[0].type
    if type_ == NONE:
        return constant(True, BOOL)
    if all(m.kind not in ("none", "any", "object", "never") for m in members(type_)):
        return constant(False, BOOL)
    return apply("is_none", type=BOOL)
