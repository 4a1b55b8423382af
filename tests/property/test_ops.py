"""Every operation of the op table against CPython's own, on generated operands.

Each case names an operation, how to draw its operands, and what CPython does. The kernel runs the operation and then
``repr`` on its result, so that types, signs of zero, NaN and the last digit of a float are all compared; what raises
in CPython, or leaves 64 bits, must be an error there, and nothing else may be.

A new operation fails ``test_every_operation_has_a_case`` until it has a case here.
"""

from __future__ import annotations

import base64
import functools
import itertools
import json
import math
import operator
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from tcc.ir.optable import op_table

native = pytest.importorskip("tinychain_local", reason="needs the native module (make setup)")

I64 = range(-(2**63), 2**63)

# --- running an operation in the kernel ------------------------------------------------------------------------------


class Ref:
    """A scalar that is passed as it is, such as an op."""

    def __init__(self, scalar: Any) -> None:
        self.scalar = scalar

    def __repr__(self) -> str:
        return json.dumps(self.scalar)


def scalar(value: Any) -> Any:
    """The JSON of a scalar that resolves to a Python value, what JSON cannot say included."""
    match value:
        case Ref():
            return value.scalar
        case bool() | None | int() | str():
            return value
        case float():
            if math.isfinite(value):
                return value
            return {"/state/scalar/ref/op/get": ["/state/scalar/value/number/float/64", str(value)]}
        case complex():
            if math.isfinite(value.real) and math.isfinite(value.imag):
                return {"/state/scalar/value/number": [value.real, value.imag]}
            return {"/state/scalar/ref/op/get": ["/state/scalar/value/number/complex/64", str(value)]}
        case bytes():
            return {"/state/scalar/value/bytes": base64.b64encode(value).decode()}
        case list() | tuple():
            return [scalar(item) for item in value]
        case dict():
            return {"/state/scalar/map": [[scalar(key), scalar(item)] for key, item in value.items()]}
        case range():
            return {"/state/scalar/tuple/range": [[value.start, value.stop, value.step]]}
    raise TypeError(type(value))


def run_form(*form: Any) -> str | None:
    """The ``repr`` of a form's result, or ``None`` when it fails."""
    entries = [*form[:-1], ["value", form[-1]], ["shown", {"$value/repr": {}}]]
    refused = ""
    try:
        result: str = json.loads(native._eval(json.dumps({"/state/scalar/op/post": entries}), "{}"))
    except ValueError as error:
        refused = str(error)
    if not refused:
        return result
    assert refused.startswith(("bad_request:", "payload_too_large:")), refused
    return None


def run_op(name: str, subject: Any, **params: Any) -> str | None:
    """The ``repr`` of ``subject.name(**params)`` in the kernel, or ``None`` when it fails."""
    names = {param: f"p_{param}" for param in params}
    form = [["subject", scalar(subject)], *[[names[param], scalar(value)] for param, value in params.items()]]
    return run_form(*form, {f"$subject/{name}": {param: {f"${names[param]}": []} for param in params}})


def run_route(path: str, key: Any) -> str | None:
    """The ``repr`` of a GET of a free route, or ``None`` when it fails."""
    return run_form(["key", scalar(key)], {"/state/scalar/ref/op/get": [path, {"$key": []}]})


# --- what CPython says -----------------------------------------------------------------------------------------------


def plain(value: Any) -> Any:
    """A Python result as the kernel has it: every sequence a list, every mapping a dict, every int of 64 bits."""
    match value:
        case bool() | None | float() | complex() | str() | bytes():
            return value
        case int():
            if value not in I64:
                raise OverflowError
            return value
        case dict():
            for key in value:
                plain(key)
            return {key: plain(item) for key, item in value.items()}
        case list() | tuple() | range():
            return [plain(item) for item in value]
    raise TypeError(type(value))


def expected(call: Callable[..., Any], *args: Any, **kwargs: Any) -> str | None:
    """The ``repr`` of what CPython gives, or ``None`` when it raises or the result has no place in the kernel."""
    try:
        return shown(plain(call(*args, **kwargs)))
    except (ArithmeticError, LookupError, TypeError, ValueError, AttributeError, MemoryError):
        return None


def hashable(value: Any) -> Any:
    """A list as the tuple it is in the kernel, where it may be a key."""
    return tuple(map(hashable, value)) if isinstance(value, (list, range)) else value


def pairs_of(value: Any) -> Any:
    """What ``dict`` makes entries of, with keys that are lists as tuples."""
    if not isinstance(value, list):
        return value
    return [(hashable(item[0]), item[1]) if isinstance(item, list) and len(item) == 2 else item for item in value]


def shown(value: Any) -> str:
    """``repr``, with every tuple that stands as a key shown as the list it is in the kernel."""
    match value:
        case list() | tuple():
            return f"[{', '.join(map(shown, value))}]"
        case dict():
            return "{" + ", ".join(f"{shown(key)}: {shown(item)}" for key, item in value.items()) + "}"
        case _:
            return repr(value)


# --- operands --------------------------------------------------------------------------------------------------------

EDGES = [0, 1, -1, 2, 3, 7, 10, -10, 63, 64, 2**31, 2**53, 2**53 + 1, -(2**53) - 1, 2**62, 2**63 - 1, -(2**63), 10**18]
FLOAT_EDGES = [0.0, -0.0, 0.5, 1.5, 2.5, -0.5, 2.675, 1e16, 1e22, 1e-5, 1e300, 5e-324, 1.7e308, 2.0**53, 2.0**63, 0.1]

ints = st.sampled_from(EDGES) | st.integers(-20, 20) | st.integers(-(2**63), 2**63 - 1)
small = st.integers(-6, 6)
any_float = st.floats().map(lambda x: x if x == x else math.nan)  # the sign of a NaN has no text
floats = st.sampled_from(FLOAT_EDGES) | any_float | st.integers(-1000, 1000).map(lambda n: n / 8)
parts = st.sampled_from([0.0, -0.0, 1.0, -2.5, 0.1, 1e10]) | st.floats(-100, 100)
complexes = st.builds(complex, parts, parts)
reals = ints | floats | st.booleans()
numbers = reals | complexes
integers = ints | st.booleans()

ODD_CHARS = "aAbBzZ09 _-+.'\"\\\t\n\r\x0b\x1c\x1f\x7f\x85\xa0éßŉǆǅǄİıΣσςͅʰ·ﬁ₂²½٣①\u0301\u200d\u2028\u3000𝟘🎉\U000e0001"
chars = st.sampled_from(ODD_CHARS) | st.characters(exclude_categories=["Cs"])
texts = st.text(st.sampled_from("abAB ,.\n")) | st.text(chars, max_size=12)
short = st.text(st.sampled_from("abAB ,"), max_size=3) | st.text(chars, max_size=2)
blobs = st.binary(max_size=8) | st.lists(st.sampled_from(b"ab, "), max_size=10).map(bytes)
short_blobs = st.lists(st.sampled_from(b"ab, "), max_size=2).map(bytes)
bounds = st.none() | small | st.integers(-(2**63), 2**63 - 1)
steps = st.none() | st.integers(-4, 4) | st.sampled_from([2**63 - 1, -(2**63)])

atoms = st.none() | st.booleans() | st.integers(-3, 3) | st.sampled_from([0.5, 1.0, 2.0, -0.0]) | st.sampled_from("ab")
values = st.recursive(
    atoms | ints | floats | short,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "b", "x y"]), inner, max_size=3),
    max_leaves=6,
)
ranges = st.builds(range, st.integers(-9, 9), st.integers(-9, 9), st.sampled_from([1, 2, -1, -3]))
lists = st.lists(atoms, max_size=6) | st.lists(values, max_size=4)
sequences = lists | ranges
number_lists = st.lists(reals, max_size=6) | st.lists(small, max_size=90)
sortable = (
    number_lists
    | st.lists(short, max_size=8)
    | st.lists(st.tuples(small, short).map(list), max_size=8)
    | st.lists(st.lists(small, max_size=3), max_size=8)
)
keys = st.recursive(
    st.none() | st.booleans() | small | st.sampled_from([0.5, 1.0, 2.0]) | short,
    lambda inner: st.tuples(inner, inner),
    max_leaves=3,
)
maps = st.dictionaries(keys, atoms, max_size=5)
iterables = sequences | short | maps | blobs

# --- the cases -------------------------------------------------------------------------------------------------------

Case = tuple[st.SearchStrategy[Any], dict[str, st.SearchStrategy[Any]], Callable[..., Any]]
CASES: dict[str, Case] = {}


def case(
    name: str, subject: st.SearchStrategy[Any], call: Callable[..., Any], **params: st.SearchStrategy[Any]
) -> None:
    """An operation ``class.name``, its operands and what it is in CPython, called with them in order.

    A parameter whose strategy was made by ``maybe`` is sometimes left out, here and there.
    """
    assert name not in CASES
    CASES[name] = (subject, params, call)


LEFT_OUT = object()


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return strategy | st.just(LEFT_OUT)


def method(name: str) -> Callable[..., Any]:
    return lambda subject, *args: getattr(subject, name)(*args)


def changed(change: Callable[..., Any]) -> Callable[..., Any]:
    """A change of a list or dict in place, as the function that gives the changed copy."""

    def call(subject: Any, *args: Any) -> Any:
        copy = dict(subject) if isinstance(subject, dict) else list(subject)
        change(copy, *args)
        return copy

    return call


def with_rest(change: Callable[..., Any]) -> Callable[..., Any]:
    """The same for one that also gives a result: ``[result, rest]``."""

    def call(subject: Any, *args: Any) -> Any:
        copy = dict(subject) if isinstance(subject, dict) else list(subject)
        result = change(copy, *args)
        return [result, copy]

    return call


def as_list(subject: Any) -> Any:
    return list(subject) if isinstance(subject, range) else subject


case("any.eq", values, lambda a, b: as_list(a) == as_list(b), r=values)
case("any.ne", values | ranges, lambda a, b: as_list(a) != as_list(b), r=values | ranges)
case("any.is_none", values, lambda a: a is None)


def _key(value: Any) -> Any:
    hash(as_list(value))
    return value


case("any.key", values | maps | ranges | blobs, _key)
case("any.bool", values | ranges | blobs, bool)
case("any.not", values, operator.not_)
case("any.repr", values | blobs | maps | texts | complexes, lambda a: shown(plain(a)))
case("any.format", values, format, spec=st.sampled_from(["", "5"]))

# Numbers.
for _name in ("add", "sub", "floordiv", "mod", "lt", "le", "gt", "ge"):
    case(f"number.{_name}", numbers, getattr(operator, _name), r=numbers)


def _times(a: Any, b: Any) -> Any:
    if isinstance(a, int) and isinstance(b, (str, bytes, list)) and a * len(b) > 2**20:
        raise MemoryError
    return a * b


case("number.mul", numbers, _times, r=numbers | short | blobs | lists)
case("number.div", numbers, operator.truediv, r=numbers)
case("number.divmod", reals, divmod, r=reals)


def _power(base: Any, exponent: Any) -> Any:
    if isinstance(base, int) and abs(base) > 1 and isinstance(exponent, int) and exponent > 64:
        raise OverflowError
    return base**exponent


case("number.pow", reals | complexes, _power, r=small | reals | complexes)
case("number.powmod", ints, pow, r=ints, mod=ints)
case("number.neg", numbers, operator.neg)
case("number.pos", numbers, operator.pos)
case("number.abs", numbers, abs)
case("number.and", numbers, lambda a, b: bool(a) and bool(b), r=numbers)
case("number.or", numbers, lambda a, b: bool(a) or bool(b), r=numbers)
case("number.xor", numbers, lambda a, b: bool(a) != bool(b), r=numbers)
case("number.not", numbers, operator.not_)
case("number.bitand", integers | floats, operator.and_, r=integers | floats)
case("number.bitor", integers, operator.or_, r=integers)
case("number.bitxor", integers, operator.xor, r=integers)


def _shift_left(value: int, count: int) -> int:
    if value == 0 and count >= 0:
        return 0
    if count > 64:
        raise OverflowError
    return value << count


case("number.lshift", integers, _shift_left, r=integers)
case("number.rshift", integers, lambda a, n: a >> min(n, 64), r=integers)
case("number.invert", integers | floats, operator.invert)


def _round(value: Any, digits: Any = None) -> Any:
    if isinstance(value, int) and digits is not None and digits < -30:
        return 0
    return round(value, digits)


case("number.round", reals, _round, digits=maybe(st.none() | st.integers(-25, 25) | st.sampled_from([-330, 330])))
for _name in ("floor", "ceil", "trunc"):
    case(f"number.{_name}", reals, getattr(math, _name))
case("number.min", reals, min, r=reals)
case("number.max", reals, max, r=reals)
for _name in (
    *("exp", "expm1", "sqrt", "cbrt", "log2", "log10", "log1p", "sin", "cos", "tan", "asin", "acos", "atan"),
    *("sinh", "cosh", "tanh", "degrees", "radians"),
):
    case(f"number.{_name}", reals | complexes, getattr(math, _name))
case("number.log", reals, math.log, base=maybe(reals))
for _name in ("atan2", "hypot", "copysign", "fmod"):
    case(f"number.{_name}", reals, getattr(math, _name), r=reals)
case(
    "number.isclose",
    reals,
    lambda a, b, rel=1e-9, tolerance=0.0: math.isclose(a, b, rel_tol=rel, abs_tol=tolerance),
    r=reals,
    rel_tol=maybe(st.sampled_from([1e-9, 0.1, 0, -1.0])),
    abs_tol=st.sampled_from([0.0, 1, 1e-3, -1.0]),
)
case("number.gcd", integers, math.gcd, r=integers)
case("number.lcm", integers, math.lcm, r=integers)
case("number.isqrt", integers, math.isqrt)


def _factorial(n: int) -> int:
    if n > 21:
        raise OverflowError
    return math.factorial(n)


case("number.factorial", st.integers(-3, 25) | ints, _factorial)


def _comb(n: int, k: int) -> int:
    if n > 10**4 and 40 < k < n - 40:
        raise OverflowError
    return math.comb(n, k)


case("number.comb", st.integers(-1, 70) | ints, _comb, r=st.integers(-1, 70) | ints)


def _perm(n: int, k: int | None = None) -> int:
    if n > 40 and (k is None or 40 < k <= n):
        raise OverflowError
    return math.perm(n, k)


case("number.perm", st.integers(-1, 25) | ints, _perm, r=maybe(st.integers(-1, 25) | ints))
case("number.bit_length", integers, int.bit_length)
case("number.bit_count", integers, int.bit_count)
case("number.is_integer", reals, lambda a: float(a).is_integer() if isinstance(a, float) else True)
case("number.is_nan", reals, math.isnan)
case("number.is_inf", reals, math.isinf)
case("number.is_finite", reals, math.isfinite)
case("number.real", numbers, lambda a: a.real)
case("number.imag", numbers, lambda a: a.imag)
case("number.conjugate", numbers, lambda a: a.conjugate())
case("number.complex", numbers, complex, imag=maybe(numbers))
case("number.hex", integers | floats, hex)
case("number.oct", integers, oct)
case("number.bin", integers, bin)


@st.composite
def specs(draw: st.DrawFn) -> str:
    """Specifications of the format mini-language, most of them valid."""
    pick = draw
    fill = pick(st.sampled_from(["", "", "*", "0", "é", " "]))
    align = pick(st.sampled_from(["", "<", ">", "^", "="]))
    return "".join(
        (
            fill if align else "",
            align,
            pick(st.sampled_from(["", "", "+", "-", " "])),
            pick(st.sampled_from(["", "", "", "z"])),
            pick(st.sampled_from(["", "", "#"])),
            pick(st.sampled_from(["", "", "0"])),
            pick(st.sampled_from(["", "1", "5", "12", "20"])),
            pick(st.sampled_from(["", "", ",", "_"])),
            pick(st.sampled_from(["", "", ".0", ".1", ".2", ".3", ".10", ".17", ".25", "."])),
            pick(st.sampled_from(["", "", *"bcdeEfFgGosxX%dfgeq"])),
        )
    )


def _format(value: Any, spec: str) -> str:
    text = format(value, spec)
    text.encode()  # a surrogate made with "c" is no string in the kernel
    return text


case("number.format", numbers, _format, spec=specs())

# Strings.
case("string.len", texts, len)
case("string.get", texts, operator.getitem, i=small | ints | st.booleans())
case("string.slice", texts, lambda s, *a: s[slice(*a)], start=bounds, stop=bounds, step=steps)
case("string.concat", texts, operator.add, r=short | small)
case("string.add", texts, operator.add, r=short | lists)
case("string.repeat", short, operator.mul, n=small | st.booleans() | floats)
case("string.mul", short, operator.mul, r=small)
case("string.contains", texts, operator.contains, r=short | small)
for _name in ("lt", "le", "gt", "ge"):
    case(f"string.{_name}", texts, getattr(operator, _name), r=texts | small)
seps = st.none() | short
case("string.split", texts, lambda s, sep, n=-1: s.split(sep, n), sep=seps, max=maybe(st.integers(-2, 4)))
case("string.rsplit", texts, lambda s, sep, n=-1: s.rsplit(sep, n), sep=seps, max=maybe(st.integers(-2, 4)))
case("string.splitlines", texts, method("splitlines"), keepends=maybe(st.booleans()))
case("string.join", short, method("join"), items=st.lists(texts, max_size=4) | lists | texts | maps)
case("string.partition", texts, method("partition"), sep=short)
case("string.rpartition", texts, method("rpartition"), sep=short)
for _name in ("strip", "lstrip", "rstrip"):
    case(f"string.{_name}", texts, method(_name), chars=maybe(st.none() | short))
for _name in (
    *("upper", "lower", "title", "capitalize", "swapcase", "casefold"),
    *("isdigit", "isalpha", "isalnum", "isspace", "isupper", "islower", "isdecimal", "isnumeric", "istitle"),
    *("isascii", "isidentifier", "isprintable"),
):
    case(f"string.{_name}", texts | short, method(_name))
case("string.replace", texts, method("replace"), old=short, new=short, count=maybe(st.integers(-2, 5)))
for _name in ("find", "rfind", "index", "rindex", "count"):
    case(f"string.{_name}", texts, method(_name), sub=short, start=maybe(bounds), stop=bounds)
for _name in ("startswith", "endswith"):
    case(
        f"string.{_name}",
        texts,
        lambda s, r, *a, _name=_name: getattr(s, _name)(tuple(r) if isinstance(r, list) else r, *a),
        r=short | st.lists(short, max_size=3) | small,
        start=maybe(bounds),
        stop=bounds,
    )
case("string.removeprefix", texts, method("removeprefix"), r=short)
case("string.removesuffix", texts, method("removesuffix"), r=short)
case("string.zfill", texts, method("zfill"), n=st.integers(-2, 20))
for _name in ("ljust", "rjust", "center"):
    case(f"string.{_name}", texts, method(_name), n=st.integers(-2, 20), fill=maybe(short))
case("string.expandtabs", st.text(st.sampled_from("ab\t\n\ré")), method("expandtabs"), n=maybe(small))
case(
    "string.translate",
    short,
    method("translate"),
    table=st.dictionaries(st.sampled_from("abAB é").map(ord), st.none() | short | st.integers(97, 122), max_size=4),
)
case("string.ord", short, ord)
int_texts = st.builds(
    "".join,
    st.tuples(
        st.sampled_from(["", " ", "\u3000"]),
        st.sampled_from(["", "+", "-", "- "]),
        st.sampled_from(["", "0x", "0B", "0o", "0", "_"]),
        st.text(st.sampled_from("0123456789afzAFZ_٣"), max_size=6) | ints.map(str),
        st.sampled_from(["", "\n", " x"]),
    ),
)
case("string.int", int_texts, int, base=maybe(st.sampled_from([0, 2, 8, 10, 16, 36, 1, 37, -5])))
case("string.encode", texts, method("encode"), encoding=maybe(st.sampled_from(["utf-8", "ascii", "latin-1", "rot"])))
case("string.format", texts, format, spec=specs())

# Bytes.
case("bytes.len", blobs, len)
case("bytes.get", blobs, operator.getitem, i=small | ints)
case("bytes.slice", blobs, lambda s, *a: s[slice(*a)], start=bounds, stop=bounds, step=steps)
case("bytes.concat", blobs, operator.add, r=blobs | short)
case("bytes.add", blobs, operator.add, r=blobs)
case("bytes.repeat", blobs, operator.mul, n=small | floats)
case("bytes.mul", blobs, operator.mul, r=small)
case("bytes.contains", blobs, operator.contains, r=short_blobs | ints | short)
for _name in ("lt", "le", "gt", "ge"):
    case(f"bytes.{_name}", blobs, getattr(operator, _name), r=blobs | small)
for _name in ("find", "index", "count"):
    case(f"bytes.{_name}", blobs, method(_name), sub=short_blobs | ints, start=maybe(bounds), stop=bounds)
for _name in ("startswith", "endswith"):
    case(
        f"bytes.{_name}",
        blobs,
        lambda s, r, _name=_name: getattr(s, _name)(tuple(r) if isinstance(r, list) else r),
        r=short_blobs | st.lists(short_blobs, max_size=2),
    )
case(
    "bytes.split",
    blobs,
    lambda s, sep, n=-1: s.split(sep, n),
    sep=st.none() | short_blobs,
    max=maybe(st.integers(-2, 4)),
)
case("bytes.join", short_blobs, method("join"), items=st.lists(blobs, max_size=4) | lists)
case("bytes.replace", blobs, method("replace"), old=short_blobs, new=short_blobs, count=maybe(st.integers(-2, 5)))
for _name in ("strip", "lstrip", "rstrip"):
    case(f"bytes.{_name}", blobs, method(_name), chars=maybe(st.none() | short_blobs))
case("bytes.upper", blobs, method("upper"))
case("bytes.lower", blobs, method("lower"))
case(
    "bytes.decode",
    blobs | texts.map(str.encode),
    method("decode"),
    encoding=maybe(st.sampled_from(["utf-8", "ascii", "latin-1", "rot"])),
)
case("bytes.hex", blobs, method("hex"))
case("bytes.base64", blobs, lambda b: base64.b64encode(b).decode())

# Tuples.
case("tuple.len", sequences, len)
case("tuple.get", sequences, operator.getitem, i=small | ints)
case("tuple.slice", sequences, lambda s, *a: s[slice(*a)], start=bounds, stop=bounds, step=steps)
for _name in ("concat", "add"):
    case(f"tuple.{_name}", sequences, lambda a, b: as_list(a) + as_list(b), r=sequences | short)
case("tuple.extend", sequences, changed(list.extend), r=iterables | small)
case("tuple.repeat", sequences, lambda a, n: as_list(a) * n, n=small | floats)
case("tuple.mul", sequences, lambda a, n: as_list(a) * n, r=small)
case("tuple.append", sequences, changed(list.append), value=values)
case("tuple.set", sequences, changed(operator.setitem), i=small, value=values)
case("tuple.insert", sequences, changed(list.insert), i=small | ints, value=values)
for _name in ("remove", "delete"):
    case(f"tuple.{_name}", sequences, changed(operator.delitem), i=small)
case(
    "tuple.delete_slice",
    sequences,
    changed(lambda s, *a: operator.delitem(s, slice(*a))),
    start=bounds,
    stop=bounds,
    step=steps,
)
case(
    "tuple.set_slice",
    sequences,
    changed(lambda s, a, b, c, value: operator.setitem(s, slice(a, b, c), value)),
    start=bounds,
    stop=bounds,
    step=steps,
    value=iterables | small,
)
case("tuple.discard_first", sequences, changed(list.remove), value=values | atoms)
case("tuple.pop", sequences, with_rest(list.pop), i=maybe(small))
case("tuple.contains", sequences, operator.contains, r=values | atoms)
case(
    "tuple.index",
    sequences,
    lambda s, r, *a: as_list(s).index(r, *[(0, len(s))[i] if b is None else b for i, b in enumerate(a)]),
    r=atoms,
    start=maybe(bounds),
    stop=bounds,
)
case("tuple.count", sequences, lambda s, r: as_list(s).count(r), r=atoms)
case("tuple.reverse", sequences, lambda s: s[::-1])


def _negated(number: Any) -> Any:
    return plain(-number)


NEGATED = Ref({"/state/scalar/op/post": [["negated", {"$any_name/neg": {}}]]})
case(
    "tuple.sort",
    sortable | sequences,
    lambda s, key=None, reverse=False: sorted(s, key=key and _negated, reverse=reverse),
    key=maybe(st.none() | st.just(NEGATED)),
    reverse=maybe(st.booleans()),
)
case("tuple.zip", sequences, lambda a, b, c: list(zip(a, b, c, strict=False)), b=iterables, c=iterables)
case("tuple.enumerate", sequences, lambda s, start=0: list(enumerate(s, start)), start=maybe(ints))
case("tuple.map", number_lists, lambda s, op: list(map(_negated, s)), op=st.just(NEGATED))
IS_ODD = Ref({"/state/scalar/op/post": [["odd", {"$n/mod": {"r": 2}}]]})
case(
    "tuple.filter",
    number_lists,
    lambda s, op: list(filter(op and (lambda n: n % 2), s)),
    op=st.none() | st.just(IS_ODD),
)
PLUS = Ref({"/state/scalar/op/post": [["sum", {"$state/add": {"r": {"$item": []}}}]]})


def _checked_sum(items: Any, start: Any = 0) -> Any:
    """``sum``, with the overflow of a running total of the kernel's."""
    sum(items, start)  # what it refuses, strings for one
    return functools.reduce(lambda total, item: plain(total + item), items, start)


case(
    "tuple.fold",
    number_lists,
    lambda s, item_name, op, value: _checked_sum(s, value),
    item_name=st.just("item"),
    op=st.just(PLUS),
    value=reals,
)


def _unpack(items: Any, wanted: int, more: bool = False) -> Any:
    if len(items) < wanted or (len(items) > wanted and not more):
        raise ValueError
    return items


case("tuple.unpack", sequences, _unpack, n=st.integers(0, 4), more=maybe(st.booleans()))
case("tuple.head", sequences, lambda s: s[0])
case("tuple.tail", sequences, lambda s: s[1:])
case("tuple.sum", number_lists | lists | ranges, _checked_sum, start=maybe(reals | short | lists))
for _name, _function in (("min", min), ("max", max)):
    case(
        f"tuple.{_name}",
        sortable | ranges | lists,
        lambda s, key=None, *default, _function=_function: _function(
            s, key=key and _negated, **({"default": default[0]} if default else {})
        ),
        key=st.none() | st.just(NEGATED),
        default=maybe(atoms),
    )
case("tuple.any", sequences, any)
case("tuple.all", sequences, all)
case(
    "tuple.flatten",
    st.lists(lists | ranges | atoms, max_size=4),
    lambda s: list(itertools.chain.from_iterable(i if isinstance(i, (list, range)) else [i] for i in s)),
)


def _unique(items: Any) -> list[Any]:
    found: list[Any] = []
    for item in items:
        if item not in found:
            found.append(item)
    return found


case("tuple.unique", sequences, _unique)
for _name in ("lt", "le", "gt", "ge"):
    case(
        f"tuple.{_name}",
        sortable | lists | ranges,
        lambda a, b, _name=_name: getattr(operator, _name)(as_list(a), as_list(b)),
        r=sortable | lists | ranges | small,
    )

# Maps.
case("map.len", maps, len)
case("map.get", maps, lambda m, i, *default: m.get(i, *default) if default else m[i], i=keys, default=maybe(atoms))
case("map.set", maps, changed(operator.setitem), i=keys, value=values)
case("map.delete", maps, changed(operator.delitem), i=keys)
case("map.contains", maps, operator.contains, i=keys | maps)
case("map.keys", maps, lambda m: list(m))
case("map.values", maps, lambda m: list(m.values()))
case("map.items", maps, lambda m: list(m.items()))
case("map.merge", maps, operator.or_, r=maps)
case("map.bitor", maps, operator.or_, r=maps)
case(
    "map.update",
    maps,
    changed(lambda m, r: m.update(pairs_of(r))),
    r=maps | st.lists(st.tuples(keys, atoms), max_size=3) | lists,
)
case("map.pop", maps, with_rest(dict.pop), i=keys, default=maybe(atoms))
case("map.popitem", maps, with_rest(dict.popitem))
case("map.setdefault", maps, with_rest(dict.setdefault), i=keys, default=maybe(atoms))

ELSEWHERE = {
    "any.class": "a link, see test_classes",
    "any.hash": "a digest, see test_equal_values_have_equal_digests",
    "string.render": "Python has no such thing, see test_render",
}


def test_every_operation_has_a_case() -> None:
    table = {f"{class_name}.{name}" for class_name, ops in op_table().classes.items() for name in ops}
    assert table == set(CASES) | set(ELSEWHERE)


@pytest.mark.parametrize("name", CASES)
def test_operation(name: str) -> None:
    subject, params, call = CASES[name]
    op = name.partition(".")[2]

    @settings(deadline=None, suppress_health_check=list(HealthCheck))
    @given(subject=subject, drawn=st.fixed_dictionaries(params))
    def check(subject: Any, drawn: dict[str, Any]) -> None:
        # CPython takes them by position: those after one that is left out are left out too.
        in_order = [(param, drawn[param]) for param in params]
        passed = list(itertools.takewhile(lambda item: item[1] is not LEFT_OUT, in_order))
        assert run_op(op, subject, **dict(passed)) == expected(call, subject, *[value for _, value in passed])

    check()


# --- free routes -----------------------------------------------------------------------------------------------------

NUMBER = "/state/scalar/value/number"
float_texts = (
    floats.map(str)
    | st.text(st.sampled_from("0123456789.eE+-_infNaty ٣"), max_size=8)
    | st.sampled_from(
        ["1_000.5e-3", " \t1.5\n", "1.", ".5", "1.e5", "-Infinity", "+nan", "1__0", "_1", "1_", "infinit"]
    )
)
complex_texts = complexes.map(str) | st.text(st.sampled_from("12.+-jJ() e"), max_size=8)

ROUTES: dict[str, tuple[st.SearchStrategy[Any], Callable[[Any], Any]]] = {
    f"{NUMBER}/int/64": (numbers | int_texts | blobs | lists | st.none(), int),
    f"{NUMBER}/float/64": (numbers | float_texts | lists | st.none(), float),
    f"{NUMBER}/complex/64": (numbers | complex_texts | lists, complex),
    f"{NUMBER}/bool": (values, bool),
    "/state/scalar/value/string": (
        values | texts | blobs | maps,
        lambda v: v if isinstance(v, str) else shown(plain(v)),
    ),
    "/state/scalar/value/bytes": (
        blobs | st.integers(-1, 9) | st.lists(st.integers(-1, 256), max_size=3) | atoms | texts,
        bytes,
    ),
    "/state/scalar/tuple": (iterables | small, list),
    "/state/scalar/map": (maps | st.lists(st.tuples(keys, atoms), max_size=4) | lists, lambda v: dict(pairs_of(v))),
    "/state/scalar/tuple/range": (
        small | st.lists(small, min_size=1, max_size=3) | floats | short,
        lambda key: range(*key) if isinstance(key, list) else range(key),
    ),
    "/state/scalar/tuple/zip": (st.lists(iterables, max_size=3), lambda rows: list(zip(*rows, strict=False))),
    "/state/scalar/tuple/concatenate": (
        st.lists(iterables, max_size=3),
        lambda rows: list(itertools.chain.from_iterable(rows)),
    ),
    "/state/scalar/string/chr": (
        ints.filter(lambda n: not 0xD800 <= n <= 0xDFFF)
        | st.integers(0, 0x110000).filter(lambda n: not 0xD800 <= n <= 0xDFFF),
        chr,
    ),
}


@pytest.mark.parametrize("path", ROUTES)
def test_route(path: str) -> None:
    keys_, call = ROUTES[path]

    @settings(deadline=None, suppress_health_check=list(HealthCheck))
    @given(keys_)
    def check(key: Any) -> None:
        assert run_route(path, key) == expected(call, key)

    check()


@settings(deadline=None)
@given(iterables | small, atoms)
def test_from_keys(keys_: Any, value: Any) -> None:
    form = [["keys", scalar(keys_)], {"/state/scalar/map/from_keys": {"keys": {"$keys": []}, "value": value}}]
    assert run_form(*form) == expected(lambda: dict.fromkeys(map(hashable, keys_), value))


# --- what has no counterpart -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "path"),
    [
        (None, "/state/scalar/value/none"),
        (True, f"{NUMBER}/bool"),
        (1, f"{NUMBER}/int/64"),
        (1.0, f"{NUMBER}/float/64"),
        (1j, f"{NUMBER}/complex/64"),
        ("", "/state/scalar/value/string"),
        (b"", "/state/scalar/value/bytes"),
        ([], "/state/scalar/tuple"),
        (range(3), "/state/scalar/tuple"),
        ({}, "/state/scalar/map"),
        (NEGATED, "/state/scalar/op/post"),
    ],
)
def test_classes(value: Any, path: str) -> None:
    as_text = {"/state/scalar/ref/op/get": ["/state/scalar/value/string", {"$class": []}]}
    assert run_form(["subject", scalar(value)], ["class", {"$subject/class": {}}], as_text) == repr(path)


@settings(deadline=None)
@given(values, values)
@example([1, 2], [2, 1])
@example({"a": 1, "b": 2}, {"b": 2, "a": 1})
@example([0, 1], range(2))
@example(1, 1.0)
def test_equal_values_have_equal_digests(a: Any, b: Any) -> None:
    assume(a == a and b == b)
    assert (run_op("hash", a) == run_op("hash", b)) == (as_list(a) == as_list(b))


def test_render() -> None:
    text = "{{a}} and {{ b }}, {{c}}, {a}"
    assert run_op("render", text, a="{{b}}", b=1.0) == repr("{{b}} and 1.0, {{c}}, {a}")


@settings(deadline=None)
@given(st.dictionaries(st.text(st.sampled_from("abcxyz"), min_size=1), values, max_size=4) | values | texts | maps)
def test_values_pass_through_unchanged(value: Any) -> None:
    try:
        encoded = json.loads(native._eval(json.dumps({"/state/scalar/op/post": [["v", scalar(value)]]}), "{}"))
    except ValueError:
        assert "nan" in repr(value) or "inf" in repr(value)
        return
    assert run_form(["v", encoded], {"$v": []}) == expected(lambda: value)


@pytest.mark.parametrize(
    ("op", "subject", "params"),
    [
        ("repeat", "ab", {"n": 2**40}),
        ("repeat", [1], {"n": 2**40}),
        ("mul", 2**40, {"r": "ab"}),
        ("ljust", "a", {"n": 2**40}),
        ("center", "a", {"n": 2**62}),
        ("zfill", "a", {"n": 2**62}),
        ("format", 1, {"spec": "999999999999"}),
        ("format", 1.5, {"spec": ".999999999999f"}),
        ("append", range(2**40), {"value": 1}),
        ("sort", range(2**62), {}),
        ("replace", "a" * 10_000, {"old": "", "new": "b" * 10_000}),
        ("expandtabs", "\t", {"n": 2**62}),
    ],
)
def test_huge_results_are_refused_before_they_are_made(op: str, subject: Any, params: dict[str, Any]) -> None:
    assert run_op(op, subject, **params) is None


@pytest.mark.parametrize(
    ("op", "subject", "params", "result"),
    [
        ("len", range(2**40), {}, 2**40),
        ("get", range(0, 2**62, 3), {"i": -1}, range(0, 2**62, 3)[-1]),
        ("contains", range(0, 2**62, 3), {"r": 3 * 2**50}, True),
        ("sum", range(10**9), {}, 499999999500000000),
        ("max", range(2**40), {}, 2**40 - 1),
        ("index", range(0, 2**40, 2), {"r": 2**20}, 2**19),
    ],
)
def test_huge_ranges_are_never_built(op: str, subject: Any, params: dict[str, Any], result: Any) -> None:
    assert run_op(op, subject, **params) == repr(result)
