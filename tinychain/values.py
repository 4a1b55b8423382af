"""The typed refs, one for each class of value on the wire, with the operations of the op table.

Made from tcc/ir/ops.json by `python -m tools.generate_values`; a test keeps it current.
"""

# ruff: noqa

from __future__ import annotations

import builtins
from collections.abc import Mapping, Sequence
from typing import overload

from tinychain.ref import OMIT, Deferred, Omitted, T_co, operation


class Value_(Deferred[T_co]):
    """A value of any class: the operations that all of them have."""

    __slots__ = ()

    def eq(self, r: object) -> Bool:
        """Python's ==; never fails."""
        return operation(Bool, "eq", self, {"r": r})

    def __eq__(self, r: object) -> Bool:  # type: ignore[override]
        return operation(Bool, "eq", self, {"r": r})

    __hash__ = Deferred.__hash__

    def ne(self, r: object) -> Bool:
        """Python's !=; never fails."""
        return operation(Bool, "ne", self, {"r": r})

    def __ne__(self, r: object) -> Bool:  # type: ignore[override]
        return operation(Bool, "ne", self, {"r": r})

    def is_none(self) -> Bool:
        """True for none."""
        return operation(Bool, "is_none", self, {})

    def class_(self) -> Link:
        """The class as a link, e.g. /state/scalar/value/number/int/64; a range is a tuple."""
        return operation(Link, "class", self, {})

    def hash(self) -> String:
        """A hex digest of the value; equal values of one kind have equal digests."""
        return operation(String, "hash", self, {})

    def key(self) -> Json:
        """x itself, when Python could use it as a dict key: a map or a list (any tuple) cannot be."""
        return operation(Json, "key", self, {})

    def bool(self) -> Bool:
        """Python's truthiness, bool(x)."""
        return operation(Bool, "bool", self, {})

    def not_(self) -> Bool:
        """not bool(x)."""
        return operation(Bool, "not", self, {})

    def repr(self) -> String:
        """Python's repr(x); a tuple is shown as a list."""
        return operation(String, "repr", self, {})

    def format(self, spec: builtins.str | String) -> String:
        """Python's format(x, spec); other classes than number and string take only the empty spec."""
        return operation(String, "format", self, {"spec": spec})


class Json(Value_[object]):
    """A value whose class nobody declared."""

    __slots__ = ()


class Number(Value_["builtins.int | builtins.float"]):
    """An int, a float or a complex number."""

    __slots__ = ()

    def add(self, r: builtins.int | builtins.float | builtins.complex | Number) -> Number:
        """x + r."""
        return operation(Number, "add", self, {"r": r})

    def __add__(self, r: builtins.int | builtins.float | builtins.complex | Number) -> Number:
        return operation(Number, "add", self, {"r": r})

    def __radd__(self, r: builtins.int | builtins.float | builtins.complex) -> Number:
        return operation(Number, "add", r, {"r": self})

    def sub(self, r: builtins.int | builtins.float | builtins.complex | Number) -> Number:
        """x - r."""
        return operation(Number, "sub", self, {"r": r})

    def __sub__(self, r: builtins.int | builtins.float | builtins.complex | Number) -> Number:
        return operation(Number, "sub", self, {"r": r})

    def __rsub__(self, r: builtins.int | builtins.float | builtins.complex) -> Number:
        return operation(Number, "sub", r, {"r": self})

    def mul(
        self,
        r: builtins.int
        | builtins.float
        | builtins.complex
        | Number
        | builtins.str
        | String
        | builtins.bytes
        | Bytes
        | Sequence[object]
        | Tuple,
    ) -> Json:
        """x * r; an int times a sequence repeats it."""
        return operation(Json, "mul", self, {"r": r})

    def __mul__(
        self,
        r: builtins.int
        | builtins.float
        | builtins.complex
        | Number
        | builtins.str
        | String
        | builtins.bytes
        | Bytes
        | Sequence[object]
        | Tuple,
    ) -> Json:
        return operation(Json, "mul", self, {"r": r})

    def __rmul__(
        self, r: builtins.int | builtins.float | builtins.complex | builtins.str | builtins.bytes | Sequence[object]
    ) -> Json:
        return operation(Json, "mul", r, {"r": self})

    def div(self, r: builtins.int | builtins.float | builtins.complex | Number) -> Number:
        """x / r, true division, correctly rounded."""
        return operation(Number, "div", self, {"r": r})

    def __truediv__(self, r: builtins.int | builtins.float | builtins.complex | Number) -> Number:
        return operation(Number, "div", self, {"r": r})

    def __rtruediv__(self, r: builtins.int | builtins.float | builtins.complex) -> Number:
        return operation(Number, "div", r, {"r": self})

    def floordiv(self, r: builtins.int | builtins.float | builtins.complex | Number) -> Number:
        """x // r, rounding toward minus infinity."""
        return operation(Number, "floordiv", self, {"r": r})

    def __floordiv__(self, r: builtins.int | builtins.float | builtins.complex | Number) -> Number:
        return operation(Number, "floordiv", self, {"r": r})

    def __rfloordiv__(self, r: builtins.int | builtins.float | builtins.complex) -> Number:
        return operation(Number, "floordiv", r, {"r": self})

    def mod(self, r: builtins.int | builtins.float | builtins.complex | Number) -> Number:
        """x % r, with the sign of r."""
        return operation(Number, "mod", self, {"r": r})

    def __mod__(self, r: builtins.int | builtins.float | builtins.complex | Number) -> Number:
        return operation(Number, "mod", self, {"r": r})

    def __rmod__(self, r: builtins.int | builtins.float | builtins.complex) -> Number:
        return operation(Number, "mod", r, {"r": self})

    def divmod(self, r: builtins.int | builtins.float | builtins.complex | Number) -> Tuple:
        """divmod(x, r) as [quotient, remainder]."""
        return operation(Tuple, "divmod", self, {"r": r})

    def pow(self, r: builtins.int | builtins.float | builtins.complex | Number) -> Number:
        """x ** r; a negative int exponent gives a float."""
        return operation(Number, "pow", self, {"r": r})

    def __pow__(self, r: builtins.int | builtins.float | builtins.complex | Number) -> Number:
        return operation(Number, "pow", self, {"r": r})

    def __rpow__(self, r: builtins.int | builtins.float | builtins.complex) -> Number:
        return operation(Number, "pow", r, {"r": self})

    def powmod(self, r: builtins.int | Number, mod: builtins.int | Number) -> Number:
        """pow(x, r, mod)."""
        return operation(Number, "powmod", self, {"r": r, "mod": mod})

    def neg(self) -> Number:
        """-x."""
        return operation(Number, "neg", self, {})

    def __neg__(self) -> Number:
        return operation(Number, "neg", self, {})

    def pos(self) -> Number:
        """+x; a bool becomes an int."""
        return operation(Number, "pos", self, {})

    def __pos__(self) -> Number:
        return operation(Number, "pos", self, {})

    def abs(self) -> Number:
        """abs(x)."""
        return operation(Number, "abs", self, {})

    def __abs__(self) -> Number:
        return operation(Number, "abs", self, {})

    def gt(self, r: builtins.int | builtins.float | builtins.complex | Number) -> Bool:
        """x > r, exact between int and float."""
        return operation(Bool, "gt", self, {"r": r})

    def __gt__(self, r: builtins.int | builtins.float | builtins.complex | Number) -> Bool:
        return operation(Bool, "gt", self, {"r": r})

    def ge(self, r: builtins.int | builtins.float | builtins.complex | Number) -> Bool:
        """x >= r."""
        return operation(Bool, "ge", self, {"r": r})

    def __ge__(self, r: builtins.int | builtins.float | builtins.complex | Number) -> Bool:
        return operation(Bool, "ge", self, {"r": r})

    def lt(self, r: builtins.int | builtins.float | builtins.complex | Number) -> Bool:
        """x < r."""
        return operation(Bool, "lt", self, {"r": r})

    def __lt__(self, r: builtins.int | builtins.float | builtins.complex | Number) -> Bool:
        return operation(Bool, "lt", self, {"r": r})

    def le(self, r: builtins.int | builtins.float | builtins.complex | Number) -> Bool:
        """x <= r."""
        return operation(Bool, "le", self, {"r": r})

    def __le__(self, r: builtins.int | builtins.float | builtins.complex | Number) -> Bool:
        return operation(Bool, "le", self, {"r": r})

    def and_(self, r: builtins.int | builtins.float | builtins.complex | Number) -> Bool:
        """Both true; both sides are evaluated."""
        return operation(Bool, "and", self, {"r": r})

    def or_(self, r: builtins.int | builtins.float | builtins.complex | Number) -> Bool:
        """Either true; both sides are evaluated."""
        return operation(Bool, "or", self, {"r": r})

    def xor(self, r: builtins.int | builtins.float | builtins.complex | Number) -> Bool:
        """Exactly one true."""
        return operation(Bool, "xor", self, {"r": r})

    def not_(self) -> Bool:
        """x is zero."""
        return operation(Bool, "not", self, {})

    def bitand(self, r: builtins.int | Number) -> Number:
        """x & r; two bools give a bool."""
        return operation(Number, "bitand", self, {"r": r})

    def __and__(self, r: builtins.int | Number) -> Number:
        return operation(Number, "bitand", self, {"r": r})

    def __rand__(self, r: builtins.int) -> Number:
        return operation(Number, "bitand", r, {"r": self})

    def bitor(self, r: builtins.int | Number) -> Number:
        """x | r; two bools give a bool."""
        return operation(Number, "bitor", self, {"r": r})

    def __or__(self, r: builtins.int | Number) -> Number:
        return operation(Number, "bitor", self, {"r": r})

    def __ror__(self, r: builtins.int) -> Number:
        return operation(Number, "bitor", r, {"r": self})

    def bitxor(self, r: builtins.int | Number) -> Number:
        """x ^ r; two bools give a bool."""
        return operation(Number, "bitxor", self, {"r": r})

    def __xor__(self, r: builtins.int | Number) -> Number:
        return operation(Number, "bitxor", self, {"r": r})

    def __rxor__(self, r: builtins.int) -> Number:
        return operation(Number, "bitxor", r, {"r": self})

    def lshift(self, r: builtins.int | Number) -> Number:
        """x << r."""
        return operation(Number, "lshift", self, {"r": r})

    def __lshift__(self, r: builtins.int | Number) -> Number:
        return operation(Number, "lshift", self, {"r": r})

    def __rlshift__(self, r: builtins.int) -> Number:
        return operation(Number, "lshift", r, {"r": self})

    def rshift(self, r: builtins.int | Number) -> Number:
        """x >> r, arithmetic."""
        return operation(Number, "rshift", self, {"r": r})

    def __rshift__(self, r: builtins.int | Number) -> Number:
        return operation(Number, "rshift", self, {"r": r})

    def __rrshift__(self, r: builtins.int) -> Number:
        return operation(Number, "rshift", r, {"r": self})

    def invert(self) -> Number:
        """~x."""
        return operation(Number, "invert", self, {})

    def __invert__(self) -> Number:
        return operation(Number, "invert", self, {})

    def round(self, digits: builtins.int | Number | Omitted = OMIT) -> Number:
        """round(x) or round(x, digits), half to even."""
        return operation(Number, "round", self, {"digits": digits})

    def floor(self) -> Number:
        """math.floor(x)."""
        return operation(Number, "floor", self, {})

    def ceil(self) -> Number:
        """math.ceil(x)."""
        return operation(Number, "ceil", self, {})

    def trunc(self) -> Number:
        """math.trunc(x)."""
        return operation(Number, "trunc", self, {})

    def min(self, r: builtins.int | builtins.float | builtins.complex | Number) -> Number:
        """The smaller; x when equal."""
        return operation(Number, "min", self, {"r": r})

    def max(self, r: builtins.int | builtins.float | builtins.complex | Number) -> Number:
        """The larger; x when equal."""
        return operation(Number, "max", self, {"r": r})

    def exp(self) -> Number:
        """math.exp(x)."""
        return operation(Number, "exp", self, {})

    def expm1(self) -> Number:
        """math.expm1(x)."""
        return operation(Number, "expm1", self, {})

    def sqrt(self) -> Number:
        """math.sqrt(x)."""
        return operation(Number, "sqrt", self, {})

    def cbrt(self) -> Number:
        """math.cbrt(x)."""
        return operation(Number, "cbrt", self, {})

    def log(self, base: builtins.int | builtins.float | builtins.complex | Number | Omitted = OMIT) -> Number:
        """math.log(x) or math.log(x, base)."""
        return operation(Number, "log", self, {"base": base})

    def log2(self) -> Number:
        """math.log2(x)."""
        return operation(Number, "log2", self, {})

    def log10(self) -> Number:
        """math.log10(x)."""
        return operation(Number, "log10", self, {})

    def log1p(self) -> Number:
        """math.log1p(x)."""
        return operation(Number, "log1p", self, {})

    def sin(self) -> Number:
        """math.sin(x)."""
        return operation(Number, "sin", self, {})

    def cos(self) -> Number:
        """math.cos(x)."""
        return operation(Number, "cos", self, {})

    def tan(self) -> Number:
        """math.tan(x)."""
        return operation(Number, "tan", self, {})

    def asin(self) -> Number:
        """math.asin(x)."""
        return operation(Number, "asin", self, {})

    def acos(self) -> Number:
        """math.acos(x)."""
        return operation(Number, "acos", self, {})

    def atan(self) -> Number:
        """math.atan(x)."""
        return operation(Number, "atan", self, {})

    def sinh(self) -> Number:
        """math.sinh(x)."""
        return operation(Number, "sinh", self, {})

    def cosh(self) -> Number:
        """math.cosh(x)."""
        return operation(Number, "cosh", self, {})

    def tanh(self) -> Number:
        """math.tanh(x)."""
        return operation(Number, "tanh", self, {})

    def atan2(self, r: builtins.int | builtins.float | builtins.complex | Number) -> Number:
        """math.atan2(x, r)."""
        return operation(Number, "atan2", self, {"r": r})

    def hypot(self, r: builtins.int | builtins.float | builtins.complex | Number) -> Number:
        """math.hypot(x, r)."""
        return operation(Number, "hypot", self, {"r": r})

    def copysign(self, r: builtins.int | builtins.float | builtins.complex | Number) -> Number:
        """math.copysign(x, r)."""
        return operation(Number, "copysign", self, {"r": r})

    def fmod(self, r: builtins.int | builtins.float | builtins.complex | Number) -> Number:
        """math.fmod(x, r), with the sign of x."""
        return operation(Number, "fmod", self, {"r": r})

    def degrees(self) -> Number:
        """math.degrees(x)."""
        return operation(Number, "degrees", self, {})

    def radians(self) -> Number:
        """math.radians(x)."""
        return operation(Number, "radians", self, {})

    def isclose(
        self,
        r: builtins.int | builtins.float | builtins.complex | Number,
        rel_tol: builtins.float | Number | Omitted = OMIT,
        abs_tol: builtins.float | Number | Omitted = OMIT,
    ) -> Bool:
        """math.isclose(x, r)."""
        return operation(Bool, "isclose", self, {"r": r, "rel_tol": rel_tol, "abs_tol": abs_tol})

    def gcd(self, r: builtins.int | Number) -> Number:
        """math.gcd(x, r)."""
        return operation(Number, "gcd", self, {"r": r})

    def lcm(self, r: builtins.int | Number) -> Number:
        """math.lcm(x, r)."""
        return operation(Number, "lcm", self, {"r": r})

    def isqrt(self) -> Number:
        """math.isqrt(x)."""
        return operation(Number, "isqrt", self, {})

    def factorial(self) -> Number:
        """math.factorial(x)."""
        return operation(Number, "factorial", self, {})

    def comb(self, r: builtins.int | Number) -> Number:
        """math.comb(x, r)."""
        return operation(Number, "comb", self, {"r": r})

    def perm(self, r: builtins.int | Number | Omitted = OMIT) -> Number:
        """math.perm(x, r)."""
        return operation(Number, "perm", self, {"r": r})

    def bit_length(self) -> Number:
        """x.bit_length()."""
        return operation(Number, "bit_length", self, {})

    def bit_count(self) -> Number:
        """x.bit_count()."""
        return operation(Number, "bit_count", self, {})

    def is_integer(self) -> Bool:
        """A float with no fraction; true for an int."""
        return operation(Bool, "is_integer", self, {})

    def is_nan(self) -> Bool:
        """math.isnan(x)."""
        return operation(Bool, "is_nan", self, {})

    def is_inf(self) -> Bool:
        """math.isinf(x)."""
        return operation(Bool, "is_inf", self, {})

    def is_finite(self) -> Bool:
        """math.isfinite(x)."""
        return operation(Bool, "is_finite", self, {})

    def real(self) -> Number:
        """x.real."""
        return operation(Number, "real", self, {})

    def imag(self) -> Number:
        """x.imag."""
        return operation(Number, "imag", self, {})

    def conjugate(self) -> Number:
        """x.conjugate()."""
        return operation(Number, "conjugate", self, {})

    def complex(self, imag: builtins.int | builtins.float | builtins.complex | Number | Omitted = OMIT) -> Number:
        """complex(x, imag)."""
        return operation(Number, "complex", self, {"imag": imag})

    def hex(self) -> String:
        """hex(x)."""
        return operation(String, "hex", self, {})

    def oct(self) -> String:
        """oct(x)."""
        return operation(String, "oct", self, {})

    def bin(self) -> String:
        """bin(x)."""
        return operation(String, "bin", self, {})

    def format(self, spec: builtins.str | String) -> String:
        """format(x, spec)."""
        return operation(String, "format", self, {"spec": spec})


class Bool(Number):
    """A truth value, which is a number as in Python."""

    __slots__ = ()


class String(Value_[builtins.str]):
    """Text."""

    __slots__ = ()

    def len(self) -> Number:
        """Code points."""
        return operation(Number, "len", self, {})

    def get(self, i: builtins.int | Number) -> String:
        """x[i]."""
        return operation(String, "get", self, {"i": i})

    def slice(
        self,
        start: builtins.int | Number | None | Omitted = OMIT,
        stop: builtins.int | Number | None | Omitted = OMIT,
        step: builtins.int | Number | None | Omitted = OMIT,
    ) -> String:
        """x[start:stop:step]."""
        return operation(String, "slice", self, {"start": start, "stop": stop, "step": step})

    def concat(self, r: builtins.str | String) -> String:
        """x + r."""
        return operation(String, "concat", self, {"r": r})

    def add(self, r: builtins.str | String) -> String:
        """x + r."""
        return operation(String, "add", self, {"r": r})

    def __add__(self, r: builtins.str | String) -> String:
        return operation(String, "add", self, {"r": r})

    def __radd__(self, r: builtins.str) -> String:
        return operation(String, "add", r, {"r": self})

    def repeat(self, n: builtins.int | Number) -> String:
        """x * n."""
        return operation(String, "repeat", self, {"n": n})

    def mul(self, r: builtins.int | Number) -> String:
        """x * r."""
        return operation(String, "mul", self, {"r": r})

    def __mul__(self, r: builtins.int | Number) -> String:
        return operation(String, "mul", self, {"r": r})

    def __rmul__(self, r: builtins.int) -> String:
        return operation(String, "mul", r, {"r": self})

    def contains(self, r: builtins.str | String) -> Bool:
        """r in x."""
        return operation(Bool, "contains", self, {"r": r})

    def lt(self, r: builtins.str | String) -> Bool:
        """x < r, by code point."""
        return operation(Bool, "lt", self, {"r": r})

    def __lt__(self, r: builtins.str | String) -> Bool:
        return operation(Bool, "lt", self, {"r": r})

    def le(self, r: builtins.str | String) -> Bool:
        """x <= r."""
        return operation(Bool, "le", self, {"r": r})

    def __le__(self, r: builtins.str | String) -> Bool:
        return operation(Bool, "le", self, {"r": r})

    def gt(self, r: builtins.str | String) -> Bool:
        """x > r."""
        return operation(Bool, "gt", self, {"r": r})

    def __gt__(self, r: builtins.str | String) -> Bool:
        return operation(Bool, "gt", self, {"r": r})

    def ge(self, r: builtins.str | String) -> Bool:
        """x >= r."""
        return operation(Bool, "ge", self, {"r": r})

    def __ge__(self, r: builtins.str | String) -> Bool:
        return operation(Bool, "ge", self, {"r": r})

    def split(
        self, sep: builtins.str | String | None | Omitted = OMIT, max: builtins.int | Number | Omitted = OMIT
    ) -> Tuple:
        """x.split(sep, max)."""
        return operation(Tuple, "split", self, {"sep": sep, "max": max})

    def rsplit(
        self, sep: builtins.str | String | None | Omitted = OMIT, max: builtins.int | Number | Omitted = OMIT
    ) -> Tuple:
        """x.rsplit(sep, max)."""
        return operation(Tuple, "rsplit", self, {"sep": sep, "max": max})

    def splitlines(self, keepends: builtins.bool | Bool | Omitted = OMIT) -> Tuple:
        """x.splitlines(keepends)."""
        return operation(Tuple, "splitlines", self, {"keepends": keepends})

    def join(self, items: Sequence[object] | Tuple) -> String:
        """x.join(items)."""
        return operation(String, "join", self, {"items": items})

    def partition(self, sep: builtins.str | String) -> Tuple:
        """x.partition(sep)."""
        return operation(Tuple, "partition", self, {"sep": sep})

    def rpartition(self, sep: builtins.str | String) -> Tuple:
        """x.rpartition(sep)."""
        return operation(Tuple, "rpartition", self, {"sep": sep})

    def strip(self, chars: builtins.str | String | None | Omitted = OMIT) -> String:
        """x.strip(chars)."""
        return operation(String, "strip", self, {"chars": chars})

    def lstrip(self, chars: builtins.str | String | None | Omitted = OMIT) -> String:
        """x.lstrip(chars)."""
        return operation(String, "lstrip", self, {"chars": chars})

    def rstrip(self, chars: builtins.str | String | None | Omitted = OMIT) -> String:
        """x.rstrip(chars)."""
        return operation(String, "rstrip", self, {"chars": chars})

    def upper(self) -> String:
        """x.upper()."""
        return operation(String, "upper", self, {})

    def lower(self) -> String:
        """x.lower()."""
        return operation(String, "lower", self, {})

    def title(self) -> String:
        """x.title()."""
        return operation(String, "title", self, {})

    def capitalize(self) -> String:
        """x.capitalize()."""
        return operation(String, "capitalize", self, {})

    def swapcase(self) -> String:
        """x.swapcase()."""
        return operation(String, "swapcase", self, {})

    def casefold(self) -> String:
        """x.casefold()."""
        return operation(String, "casefold", self, {})

    def replace(
        self, old: builtins.str | String, new: builtins.str | String, count: builtins.int | Number | Omitted = OMIT
    ) -> String:
        """x.replace(old, new, count)."""
        return operation(String, "replace", self, {"old": old, "new": new, "count": count})

    def find(
        self,
        sub: builtins.str | String,
        start: builtins.int | Number | None | Omitted = OMIT,
        stop: builtins.int | Number | None | Omitted = OMIT,
    ) -> Number:
        """x.find(sub, start, stop)."""
        return operation(Number, "find", self, {"sub": sub, "start": start, "stop": stop})

    def rfind(
        self,
        sub: builtins.str | String,
        start: builtins.int | Number | None | Omitted = OMIT,
        stop: builtins.int | Number | None | Omitted = OMIT,
    ) -> Number:
        """x.rfind(sub, start, stop)."""
        return operation(Number, "rfind", self, {"sub": sub, "start": start, "stop": stop})

    def index(
        self,
        sub: builtins.str | String,
        start: builtins.int | Number | None | Omitted = OMIT,
        stop: builtins.int | Number | None | Omitted = OMIT,
    ) -> Number:
        """x.index(sub, start, stop)."""
        return operation(Number, "index", self, {"sub": sub, "start": start, "stop": stop})

    def rindex(
        self,
        sub: builtins.str | String,
        start: builtins.int | Number | None | Omitted = OMIT,
        stop: builtins.int | Number | None | Omitted = OMIT,
    ) -> Number:
        """x.rindex(sub, start, stop)."""
        return operation(Number, "rindex", self, {"sub": sub, "start": start, "stop": stop})

    def count(
        self,
        sub: builtins.str | String,
        start: builtins.int | Number | None | Omitted = OMIT,
        stop: builtins.int | Number | None | Omitted = OMIT,
    ) -> Number:
        """x.count(sub, start, stop)."""
        return operation(Number, "count", self, {"sub": sub, "start": start, "stop": stop})

    def startswith(
        self,
        r: builtins.str | String | Sequence[builtins.str],
        start: builtins.int | Number | None | Omitted = OMIT,
        stop: builtins.int | Number | None | Omitted = OMIT,
    ) -> Bool:
        """x.startswith(r, start, stop)."""
        return operation(Bool, "startswith", self, {"r": r, "start": start, "stop": stop})

    def endswith(
        self,
        r: builtins.str | String | Sequence[builtins.str],
        start: builtins.int | Number | None | Omitted = OMIT,
        stop: builtins.int | Number | None | Omitted = OMIT,
    ) -> Bool:
        """x.endswith(r, start, stop)."""
        return operation(Bool, "endswith", self, {"r": r, "start": start, "stop": stop})

    def removeprefix(self, r: builtins.str | String) -> String:
        """x.removeprefix(r)."""
        return operation(String, "removeprefix", self, {"r": r})

    def removesuffix(self, r: builtins.str | String) -> String:
        """x.removesuffix(r)."""
        return operation(String, "removesuffix", self, {"r": r})

    def zfill(self, n: builtins.int | Number) -> String:
        """x.zfill(n)."""
        return operation(String, "zfill", self, {"n": n})

    def ljust(self, n: builtins.int | Number, fill: builtins.str | String | Omitted = OMIT) -> String:
        """x.ljust(n, fill)."""
        return operation(String, "ljust", self, {"n": n, "fill": fill})

    def rjust(self, n: builtins.int | Number, fill: builtins.str | String | Omitted = OMIT) -> String:
        """x.rjust(n, fill)."""
        return operation(String, "rjust", self, {"n": n, "fill": fill})

    def center(self, n: builtins.int | Number, fill: builtins.str | String | Omitted = OMIT) -> String:
        """x.center(n, fill)."""
        return operation(String, "center", self, {"n": n, "fill": fill})

    def expandtabs(self, n: builtins.int | Number | Omitted = OMIT) -> String:
        """x.expandtabs(n)."""
        return operation(String, "expandtabs", self, {"n": n})

    def isdigit(self) -> Bool:
        """x.isdigit()."""
        return operation(Bool, "isdigit", self, {})

    def isalpha(self) -> Bool:
        """x.isalpha()."""
        return operation(Bool, "isalpha", self, {})

    def isalnum(self) -> Bool:
        """x.isalnum()."""
        return operation(Bool, "isalnum", self, {})

    def isspace(self) -> Bool:
        """x.isspace()."""
        return operation(Bool, "isspace", self, {})

    def isupper(self) -> Bool:
        """x.isupper()."""
        return operation(Bool, "isupper", self, {})

    def islower(self) -> Bool:
        """x.islower()."""
        return operation(Bool, "islower", self, {})

    def isdecimal(self) -> Bool:
        """x.isdecimal()."""
        return operation(Bool, "isdecimal", self, {})

    def isnumeric(self) -> Bool:
        """x.isnumeric()."""
        return operation(Bool, "isnumeric", self, {})

    def istitle(self) -> Bool:
        """x.istitle()."""
        return operation(Bool, "istitle", self, {})

    def isascii(self) -> Bool:
        """x.isascii()."""
        return operation(Bool, "isascii", self, {})

    def isidentifier(self) -> Bool:
        """x.isidentifier()."""
        return operation(Bool, "isidentifier", self, {})

    def isprintable(self) -> Bool:
        """x.isprintable()."""
        return operation(Bool, "isprintable", self, {})

    def translate(self, table: Mapping[builtins.str, object] | Map) -> String:
        """x.translate(table): keys are code points, values strings, code points or none."""
        return operation(String, "translate", self, {"table": table})

    def ord(self) -> Number:
        """ord(x)."""
        return operation(Number, "ord", self, {})

    def int(self, base: builtins.int | Number | Omitted = OMIT) -> Number:
        """int(x, base)."""
        return operation(Number, "int", self, {"base": base})

    def encode(self, encoding: builtins.str | String | Omitted = OMIT) -> Bytes:
        """x.encode(encoding): utf-8, ascii or latin-1."""
        return operation(Bytes, "encode", self, {"encoding": encoding})

    def render(self, **values: object) -> String:
        """Each {{name}} replaced once by str of the value of that name."""
        return operation(String, "render", self, {**values})

    def format(self, spec: builtins.str | String) -> String:
        """format(x, spec)."""
        return operation(String, "format", self, {"spec": spec})

    def __getitem__(self, i: builtins.int | Number | builtins.slice) -> String:
        if isinstance(i, slice):
            given = {"start": i.start, "stop": i.stop, "step": i.step}
            return operation(String, "slice", self, given)
        return operation(String, "get", self, {"i": i})


class Bytes(Value_[builtins.bytes]):
    """Binary data."""

    __slots__ = ()

    def len(self) -> Number:
        """Bytes."""
        return operation(Number, "len", self, {})

    def get(self, i: builtins.int | Number) -> Number:
        """x[i]."""
        return operation(Number, "get", self, {"i": i})

    def slice(
        self,
        start: builtins.int | Number | None | Omitted = OMIT,
        stop: builtins.int | Number | None | Omitted = OMIT,
        step: builtins.int | Number | None | Omitted = OMIT,
    ) -> Bytes:
        """x[start:stop:step]."""
        return operation(Bytes, "slice", self, {"start": start, "stop": stop, "step": step})

    def concat(self, r: builtins.bytes | Bytes) -> Bytes:
        """x + r."""
        return operation(Bytes, "concat", self, {"r": r})

    def add(self, r: builtins.bytes | Bytes) -> Bytes:
        """x + r."""
        return operation(Bytes, "add", self, {"r": r})

    def __add__(self, r: builtins.bytes | Bytes) -> Bytes:
        return operation(Bytes, "add", self, {"r": r})

    def __radd__(self, r: builtins.bytes) -> Bytes:
        return operation(Bytes, "add", r, {"r": self})

    def repeat(self, n: builtins.int | Number) -> Bytes:
        """x * n."""
        return operation(Bytes, "repeat", self, {"n": n})

    def mul(self, r: builtins.int | Number) -> Bytes:
        """x * r."""
        return operation(Bytes, "mul", self, {"r": r})

    def __mul__(self, r: builtins.int | Number) -> Bytes:
        return operation(Bytes, "mul", self, {"r": r})

    def __rmul__(self, r: builtins.int) -> Bytes:
        return operation(Bytes, "mul", r, {"r": self})

    def contains(self, r: builtins.bytes | Bytes | builtins.int | Number) -> Bool:
        """r in x."""
        return operation(Bool, "contains", self, {"r": r})

    def lt(self, r: builtins.bytes | Bytes) -> Bool:
        """x < r."""
        return operation(Bool, "lt", self, {"r": r})

    def __lt__(self, r: builtins.bytes | Bytes) -> Bool:
        return operation(Bool, "lt", self, {"r": r})

    def le(self, r: builtins.bytes | Bytes) -> Bool:
        """x <= r."""
        return operation(Bool, "le", self, {"r": r})

    def __le__(self, r: builtins.bytes | Bytes) -> Bool:
        return operation(Bool, "le", self, {"r": r})

    def gt(self, r: builtins.bytes | Bytes) -> Bool:
        """x > r."""
        return operation(Bool, "gt", self, {"r": r})

    def __gt__(self, r: builtins.bytes | Bytes) -> Bool:
        return operation(Bool, "gt", self, {"r": r})

    def ge(self, r: builtins.bytes | Bytes) -> Bool:
        """x >= r."""
        return operation(Bool, "ge", self, {"r": r})

    def __ge__(self, r: builtins.bytes | Bytes) -> Bool:
        return operation(Bool, "ge", self, {"r": r})

    def find(
        self,
        sub: builtins.bytes | Bytes | builtins.int | Number,
        start: builtins.int | Number | None | Omitted = OMIT,
        stop: builtins.int | Number | None | Omitted = OMIT,
    ) -> Number:
        """x.find(sub, start, stop)."""
        return operation(Number, "find", self, {"sub": sub, "start": start, "stop": stop})

    def index(
        self,
        sub: builtins.bytes | Bytes | builtins.int | Number,
        start: builtins.int | Number | None | Omitted = OMIT,
        stop: builtins.int | Number | None | Omitted = OMIT,
    ) -> Number:
        """x.index(sub, start, stop)."""
        return operation(Number, "index", self, {"sub": sub, "start": start, "stop": stop})

    def count(
        self,
        sub: builtins.bytes | Bytes | builtins.int | Number,
        start: builtins.int | Number | None | Omitted = OMIT,
        stop: builtins.int | Number | None | Omitted = OMIT,
    ) -> Number:
        """x.count(sub, start, stop)."""
        return operation(Number, "count", self, {"sub": sub, "start": start, "stop": stop})

    def startswith(self, r: builtins.bytes | Bytes | Sequence[builtins.bytes]) -> Bool:
        """x.startswith(r)."""
        return operation(Bool, "startswith", self, {"r": r})

    def endswith(self, r: builtins.bytes | Bytes | Sequence[builtins.bytes]) -> Bool:
        """x.endswith(r)."""
        return operation(Bool, "endswith", self, {"r": r})

    def split(
        self, sep: builtins.bytes | Bytes | None | Omitted = OMIT, max: builtins.int | Number | Omitted = OMIT
    ) -> Tuple:
        """x.split(sep, max)."""
        return operation(Tuple, "split", self, {"sep": sep, "max": max})

    def join(self, items: Sequence[object] | Tuple) -> Bytes:
        """x.join(items)."""
        return operation(Bytes, "join", self, {"items": items})

    def replace(
        self, old: builtins.bytes | Bytes, new: builtins.bytes | Bytes, count: builtins.int | Number | Omitted = OMIT
    ) -> Bytes:
        """x.replace(old, new, count)."""
        return operation(Bytes, "replace", self, {"old": old, "new": new, "count": count})

    def strip(self, chars: builtins.bytes | Bytes | None | Omitted = OMIT) -> Bytes:
        """x.strip(chars)."""
        return operation(Bytes, "strip", self, {"chars": chars})

    def lstrip(self, chars: builtins.bytes | Bytes | None | Omitted = OMIT) -> Bytes:
        """x.lstrip(chars)."""
        return operation(Bytes, "lstrip", self, {"chars": chars})

    def rstrip(self, chars: builtins.bytes | Bytes | None | Omitted = OMIT) -> Bytes:
        """x.rstrip(chars)."""
        return operation(Bytes, "rstrip", self, {"chars": chars})

    def upper(self) -> Bytes:
        """x.upper()."""
        return operation(Bytes, "upper", self, {})

    def lower(self) -> Bytes:
        """x.lower()."""
        return operation(Bytes, "lower", self, {})

    def decode(self, encoding: builtins.str | String | Omitted = OMIT) -> String:
        """x.decode(encoding): utf-8, ascii or latin-1."""
        return operation(String, "decode", self, {"encoding": encoding})

    def hex(self) -> String:
        """x.hex()."""
        return operation(String, "hex", self, {})

    def base64(self) -> String:
        """Standard padded base64."""
        return operation(String, "base64", self, {})

    @overload
    def __getitem__(self, i: builtins.int | Number) -> Number: ...
    @overload
    def __getitem__(self, i: builtins.slice) -> Bytes: ...
    def __getitem__(self, i: builtins.int | Number | builtins.slice) -> Number | Bytes:
        if isinstance(i, slice):
            given = {"start": i.start, "stop": i.stop, "step": i.step}
            return operation(Bytes, "slice", self, given)
        return operation(Number, "get", self, {"i": i})


class Tuple(Value_["builtins.list[object]"]):
    """A sequence: Python's lists and tuples."""

    __slots__ = ()

    def len(self) -> Number:
        """Items."""
        return operation(Number, "len", self, {})

    def get(self, i: builtins.int | Number) -> Json:
        """x[i]."""
        return operation(Json, "get", self, {"i": i})

    def slice(
        self,
        start: builtins.int | Number | None | Omitted = OMIT,
        stop: builtins.int | Number | None | Omitted = OMIT,
        step: builtins.int | Number | None | Omitted = OMIT,
    ) -> Tuple:
        """x[start:stop:step]."""
        return operation(Tuple, "slice", self, {"start": start, "stop": stop, "step": step})

    def concat(self, r: Sequence[object] | Tuple) -> Tuple:
        """x + r."""
        return operation(Tuple, "concat", self, {"r": r})

    def add(self, r: Sequence[object] | Tuple) -> Tuple:
        """x + r."""
        return operation(Tuple, "add", self, {"r": r})

    def __add__(self, r: Sequence[object] | Tuple) -> Tuple:
        return operation(Tuple, "add", self, {"r": r})

    def __radd__(self, r: Sequence[object]) -> Tuple:
        return operation(Tuple, "add", r, {"r": self})

    def extend(
        self,
        r: Sequence[object]
        | Tuple
        | builtins.str
        | String
        | builtins.bytes
        | Bytes
        | Mapping[builtins.str, object]
        | Map,
    ) -> Tuple:
        """x followed by the items of any iterable."""
        return operation(Tuple, "extend", self, {"r": r})

    def repeat(self, n: builtins.int | Number) -> Tuple:
        """x * n."""
        return operation(Tuple, "repeat", self, {"n": n})

    def mul(self, r: builtins.int | Number) -> Tuple:
        """x * r."""
        return operation(Tuple, "mul", self, {"r": r})

    def __mul__(self, r: builtins.int | Number) -> Tuple:
        return operation(Tuple, "mul", self, {"r": r})

    def __rmul__(self, r: builtins.int) -> Tuple:
        return operation(Tuple, "mul", r, {"r": self})

    def append(self, value: object) -> Tuple:
        """x with value at the end."""
        return operation(Tuple, "append", self, {"value": value})

    def set(self, i: builtins.int | Number, value: object) -> Tuple:
        """x with x[i] replaced."""
        return operation(Tuple, "set", self, {"i": i, "value": value})

    def insert(self, i: builtins.int | Number, value: object) -> Tuple:
        """x.insert(i, value)."""
        return operation(Tuple, "insert", self, {"i": i, "value": value})

    def remove(self, i: builtins.int | Number) -> Tuple:
        """x without x[i], by index."""
        return operation(Tuple, "remove", self, {"i": i})

    def delete(self, i: builtins.int | Number) -> Tuple:
        """x without x[i], by index: del x[i]."""
        return operation(Tuple, "delete", self, {"i": i})

    def delete_slice(
        self,
        start: builtins.int | Number | None | Omitted = OMIT,
        stop: builtins.int | Number | None | Omitted = OMIT,
        step: builtins.int | Number | None | Omitted = OMIT,
    ) -> Tuple:
        """del x[start:stop:step]."""
        return operation(Tuple, "delete_slice", self, {"start": start, "stop": stop, "step": step})

    def set_slice(
        self,
        value: Sequence[object]
        | Tuple
        | builtins.str
        | String
        | builtins.bytes
        | Bytes
        | Mapping[builtins.str, object]
        | Map,
        start: builtins.int | Number | None | Omitted = OMIT,
        stop: builtins.int | Number | None | Omitted = OMIT,
        step: builtins.int | Number | None | Omitted = OMIT,
    ) -> Tuple:
        """x[start:stop:step] = value."""
        return operation(Tuple, "set_slice", self, {"value": value, "start": start, "stop": stop, "step": step})

    def discard_first(self, value: object) -> Tuple:
        """list.remove(value): x without its first equal item; fails when there is none."""
        return operation(Tuple, "discard_first", self, {"value": value})

    def pop(self, i: builtins.int | Number | Omitted = OMIT) -> Tuple:
        """[x[i], x without it]; the last by default."""
        return operation(Tuple, "pop", self, {"i": i})

    def contains(self, r: object) -> Bool:
        """r in x."""
        return operation(Bool, "contains", self, {"r": r})

    def index(
        self,
        r: object,
        start: builtins.int | Number | None | Omitted = OMIT,
        stop: builtins.int | Number | None | Omitted = OMIT,
    ) -> Number:
        """x.index(r, start, stop)."""
        return operation(Number, "index", self, {"r": r, "start": start, "stop": stop})

    def count(self, r: object) -> Number:
        """x.count(r)."""
        return operation(Number, "count", self, {"r": r})

    def reverse(self) -> Tuple:
        """Items from last to first."""
        return operation(Tuple, "reverse", self, {})

    def sort(self, reverse: builtins.bool | Bool | Omitted = OMIT) -> Tuple:
        """sorted(x, key=key, reverse=reverse), stable."""
        return operation(Tuple, "sort", self, {"reverse": reverse})

    def zip(
        self,
        **r: Sequence[object]
        | Tuple
        | builtins.str
        | String
        | builtins.bytes
        | Bytes
        | Mapping[builtins.str, object]
        | Map,
    ) -> Tuple:
        """zip(x, r, ...): tuples of items until the shortest ends."""
        return operation(Tuple, "zip", self, {**r})

    def enumerate(self, start: builtins.int | Number | Omitted = OMIT) -> Tuple:
        """[[start, x[0]], [start + 1, x[1]], ...]."""
        return operation(Tuple, "enumerate", self, {"start": start})

    def unpack(self, n: builtins.int | Number, more: builtins.bool | Bool | Omitted = OMIT) -> Tuple:
        """x, when it has exactly n items, or, with more, at least n: what a, b = x checks."""
        return operation(Tuple, "unpack", self, {"n": n, "more": more})

    def head(self) -> Json:
        """The first item."""
        return operation(Json, "head", self, {})

    def tail(self) -> Tuple:
        """All items but the first."""
        return operation(Tuple, "tail", self, {})

    def sum(self, start: object | Omitted = OMIT) -> Json:
        """sum(x, start)."""
        return operation(Json, "sum", self, {"start": start})

    def min(self, default: object | Omitted = OMIT) -> Json:
        """min(x, key=key, default=default)."""
        return operation(Json, "min", self, {"default": default})

    def max(self, default: object | Omitted = OMIT) -> Json:
        """max(x, key=key, default=default)."""
        return operation(Json, "max", self, {"default": default})

    def any(self) -> Bool:
        """any(x)."""
        return operation(Bool, "any", self, {})

    def all(self) -> Bool:
        """all(x)."""
        return operation(Bool, "all", self, {})

    def flatten(self) -> Tuple:
        """Items that are tuples replaced by their items, one level."""
        return operation(Tuple, "flatten", self, {})

    def unique(self) -> Tuple:
        """The first of each equal items, in order."""
        return operation(Tuple, "unique", self, {})

    def lt(self, r: Sequence[object] | Tuple) -> Bool:
        """x < r, item by item."""
        return operation(Bool, "lt", self, {"r": r})

    def __lt__(self, r: Sequence[object] | Tuple) -> Bool:
        return operation(Bool, "lt", self, {"r": r})

    def le(self, r: Sequence[object] | Tuple) -> Bool:
        """x <= r."""
        return operation(Bool, "le", self, {"r": r})

    def __le__(self, r: Sequence[object] | Tuple) -> Bool:
        return operation(Bool, "le", self, {"r": r})

    def gt(self, r: Sequence[object] | Tuple) -> Bool:
        """x > r."""
        return operation(Bool, "gt", self, {"r": r})

    def __gt__(self, r: Sequence[object] | Tuple) -> Bool:
        return operation(Bool, "gt", self, {"r": r})

    def ge(self, r: Sequence[object] | Tuple) -> Bool:
        """x >= r."""
        return operation(Bool, "ge", self, {"r": r})

    def __ge__(self, r: Sequence[object] | Tuple) -> Bool:
        return operation(Bool, "ge", self, {"r": r})

    @overload
    def __getitem__(self, i: builtins.int | Number) -> Json: ...
    @overload
    def __getitem__(self, i: builtins.slice) -> Tuple: ...
    def __getitem__(self, i: builtins.int | Number | builtins.slice) -> Json | Tuple:
        if isinstance(i, slice):
            given = {"start": i.start, "stop": i.stop, "step": i.step}
            return operation(Tuple, "slice", self, given)
        return operation(Json, "get", self, {"i": i})


class Map(Value_["builtins.dict[builtins.str, object]"]):
    """A map: Python's dict."""

    __slots__ = ()

    def len(self) -> Number:
        """Entries."""
        return operation(Number, "len", self, {})

    def get(self, i: object, default: object | Omitted = OMIT) -> Json:
        """x[i]; with default, x.get(i, default)."""
        return operation(Json, "get", self, {"i": i, "default": default})

    def set(self, i: object, value: object) -> Map:
        """x with x[i] = value."""
        return operation(Map, "set", self, {"i": i, "value": value})

    def delete(self, i: object) -> Map:
        """x without x[i]; fails when absent."""
        return operation(Map, "delete", self, {"i": i})

    def contains(self, i: object) -> Bool:
        """i in x."""
        return operation(Bool, "contains", self, {"i": i})

    def keys(self) -> Tuple:
        """list(x.keys())."""
        return operation(Tuple, "keys", self, {})

    def values(self) -> Tuple:
        """list(x.values())."""
        return operation(Tuple, "values", self, {})

    def items(self) -> Tuple:
        """[[key, value], ...]."""
        return operation(Tuple, "items", self, {})

    def merge(self, r: Mapping[builtins.str, object] | Map) -> Map:
        """x | r."""
        return operation(Map, "merge", self, {"r": r})

    def update(self, r: Mapping[builtins.str, object] | Map | Sequence[object] | Tuple) -> Map:
        """x.update(r): a map or pairs."""
        return operation(Map, "update", self, {"r": r})

    def bitor(self, r: Mapping[builtins.str, object] | Map) -> Map:
        """x | r."""
        return operation(Map, "bitor", self, {"r": r})

    def __or__(self, r: Mapping[builtins.str, object] | Map) -> Map:
        return operation(Map, "bitor", self, {"r": r})

    def __ror__(self, r: Mapping[builtins.str, object]) -> Map:
        return operation(Map, "bitor", r, {"r": self})

    def pop(self, i: object, default: object | Omitted = OMIT) -> Tuple:
        """[x[i], x without it]; with default, [default, x] when absent."""
        return operation(Tuple, "pop", self, {"i": i, "default": default})

    def popitem(self) -> Tuple:
        """[[key, value], x without it], the last entry."""
        return operation(Tuple, "popitem", self, {})

    def setdefault(self, i: object, default: object | Omitted = OMIT) -> Tuple:
        """[x.setdefault(i, default), x after]."""
        return operation(Tuple, "setdefault", self, {"i": i, "default": default})

    def __getitem__(self, i: object) -> Json:
        return operation(Json, "get", self, {"i": i})


class Link(Value_[builtins.str]):
    """A link."""

    __slots__ = ()
