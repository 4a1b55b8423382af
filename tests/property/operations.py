"""Every operation of the op table on many operands, in the kernel and in CPython.

python -m tests.property.operations [class.op …]      prints what differs; error texts that differ as well
"""

# A table reads best with an entry a line.

from __future__ import annotations

import copy
import itertools
import json
import math
import random
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tcc.ir.manifest import decode_manifest
from tests.oracle.kernel import Kernel
from tests.oracle.outcome import Answered, Failed, Outcome, difference
from tinychain._plain import plain
from tinychain.error import Error

INTS = (0, 1, -1, 2, 3, 7, -7, 10, 63, 64, 255, 1000, -12345, 2**31, 2**53 + 1, 2**62, 2**63 - 1, -(2**63), True, False)
FLOATS = (
    0.0,
    -0.0,
    0.5,
    1.0,
    -1.5,
    2.5,
    3.5,
    0.1,
    2.675,
    1e16,
    1e22,
    1e-5,
    123456.789,
    1e300,
    -1e300,
    5e-324,
    1 / 3,
    9e15,
)
COMPLEX = (1 + 2j, 0j, -1.5j, complex(3, 0))
NUMBERS = INTS + FLOATS
SMALL = (0, 1, 2, 3, 5, -1, -2, -9, 12, True)
COUNTS = (0, 1, 2, 5, 12, 20, 21, 67, -1, 3.0, "x")
TEXTS = (
    *(
        "",
        "a",
        "abc",
        "ABC",
        "Hello World",
        "hello wORLD it's",
        "  x \t",
        "12",
        "-5",
        "+7",
        "1_000",
        " 42\n",
        "1e3",
        "0x1f",
    ),
    *(
        "1.5",
        "inf",
        "nan",
        "-0.0",
        "1__0",
        "a,b,,c",
        ",",
        "aaaa",
        "ab" * 5,
        "a\nb\r\nc\x0bd\u2028e",
        "tab\there",
        "é",
        "ÀÉ",
    ),
    *(
        "ß",
        "ŉ",
        "ǆx",
        "İI",
        "ﬁn",
        "ΑΣ ΑΣΑ",
        "٣٤",
        "²",
        "½",
        "一二",
        "🙂🙃",
        "o'neil",
        'say "hi"',
        'it\'s "x"',
        "back\\slash",
    ),
    *("\x00\x7f\x80", "e\u0301", "_name", "class", "1st", "中文", "ŐŰ", "ǅ", "ʰ", "Ⅷ", "z\u00a0z", "\ufeff"),
)
PARTS = ("", "a", "b", ",", "ab", " ", "aa", "x", "\n", "é", "l", "World", 5, None)
BYTES = (b"", b"abc", b"AbC", b"\x00\xff\x7f", b" x ", b"a,b,,c", b"aaaa", "é".encode())
LISTS: tuple[object, ...] = (
    *(
        [],
        [1],
        [3, 1, 2],
        [1, 1.0, True],
        [0.1] * 10,
        [1, 2.5, 2**60],
        ["b", "a", "c"],
        ["a", "", "b"],
        [[2, 1], [1, 5], [1]],
    ),
    *(
        [None],
        [1, "a"],
        [True, False],
        [[], [1]],
        [2**62, 2**62],
        [{"a": 1}],
        [1e308, 1e308],
        [5, 5, 4, 5],
        [[1, 2], [1, "x"]],
    ),
)
MAPS: tuple[object, ...] = (
    {},
    {"a": 1},
    {"b": 2, "a": 0},
    {"a": [1], "c": None},
    {1: "x", "1": "y"},
    {1.5: 0, True: 2},
)
KEYS = ("a", "b", "zz", 1, 1.0, True, None, "", 1.5, 0)
SPECS = (
    *(
        "",
        "d",
        "5",
        "<5",
        ">5",
        "^6",
        "=6",
        "05",
        "+",
        " ",
        "+d",
        "x",
        "X",
        "#x",
        "b",
        "#b",
        "o",
        "c",
        "n",
        ",",
        "_",
        "_b",
        ",d",
    ),
    *(
        "e",
        "E",
        ".3e",
        "f",
        ".2f",
        ",.2f",
        ".0f",
        "#.0f",
        "g",
        ".3g",
        "G",
        "#g",
        "%",
        ".1%",
        "08.3f",
        "+.2f",
        "*^12",
        "é>7",
    ),
    *(
        "s",
        ".2",
        "5.1",
        "<8s",
        "0>8",
        "05s",
        "10,",
        "-",
        "z.1f",
        "020,.3f",
        ".50f",
        "1.",
        "..",
        "d5",
        "r",
        "=",
        "^",
        ">>5",
    ),
)
ANY: tuple[object, ...] = (
    None,
    True,
    0,
    1,
    -3,
    2.5,
    1e20,
    "",
    "a",
    "it's",
    b"x",
    [],
    [1, "a"],
    [[1.0]],
    {},
    {"a": 1},
    1 + 2j,
)
SLICE = (None, 0, 1, 2, -1, -3, 10, -10, 2**40)
STEP = (None, 1, 2, -1, -2, 3, 0)

POOLS: Mapping[str, Sequence[object]] = {
    "number": NUMBERS,
    "string": TEXTS,
    "bytes": BYTES,
    "tuple": LISTS,
    "map": MAPS,
    "any": ANY,
    "small": SMALL,
    "count": COUNTS,
    "part": PARTS,
    "piece": (*BYTES[:4], b"a", b",", 97, None, "a"),
    "key": KEYS,
    "spec": SPECS,
    "slice": SLICE,
    "step": STEP,
    "digits": (None, 0, 1, 2, 5, 16, -1, -2, -20, 300, 1.5),
    "exponent": (0, 1, 2, 3, 5, 62, 63, -1, -2, 0.5, 2.0, -1.5, 0.0, True, "a"),
    "shift": (0, 1, 5, 62, 63, 64, 200, -1, True, 1.0),
    "operand": (*NUMBERS, *COMPLEX[:2], "a", "12", [1], {"a": 1}, None, b"x", "", []),
    "text": (*TEXTS[:20], 1, None, ["a"]),
    "items": (["a", "b"], [], ["x"], ["a", 1], "xyz", {"k": 1}, ["é", ""], 5),
    "iterable": ([], [1, 2], "ab", {"k": 1}, b"xy", 5, [[1, 2], [3, 4]]),
    "pairs": ({"a": 9}, {}, [["k", 1]], [["k"]], {"z": 0, "a": 3}),
    "fill": ("*", " ", "é", "", "ab"),
    "width": (0, 3, 8, -2, 12),
    "encoding": ("utf-8", "ascii", "latin-1"),
    "base": (10, 2, 16, 36, 0, 8, 1, 37),
    "table": ({97: "x", 98: None, 99: 100}, {}, {108: "LL"}),
    "prefixes": ("a", "", "He", ["a", "He"], ["z"], [], 5),
}


@dataclass(frozen=True)
class Operation:
    """An operation of a class: its Python expression over ``x`` and its operands, and the pool of each operand."""

    subject: str
    name: str
    python: str
    operands: Mapping[str, str]


def _unary(names: str, python: str, subject: str) -> Iterator[Operation]:
    for name in names.split():
        yield Operation(subject, name, python.format(name), {})


def _binary(table: str, subject: str, pool: str) -> Iterator[Operation]:
    for entry in table.split(" ; "):
        name, python = entry.split(": ")
        yield Operation(subject, name, python, {"r": pool})


SPAN = {"start": "slice", "stop": "slice"}
OPERATIONS: tuple[Operation, ...] = (
    *_binary("eq: x == r ; ne: x != r", "any", "any"),
    *_unary("bool", "bool(x)", "any"),
    *_unary("not", "not x", "any"),
    *_unary("repr", "repr(x)", "any"),
    *_unary("is_none", "x is None", "any"),
    *_binary("add: x + r ; sub: x - r ; mul: x * r ; div: x / r ; floordiv: x // r ; mod: x % r", "number", "operand"),
    *_binary("lt: x < r ; le: x <= r ; gt: x > r ; ge: x >= r ; divmod: list(divmod(x, r))", "number", "operand"),
    *_binary(
        "bitand: x & r ; bitor: x | r ; bitxor: x ^ r ; gcd: math.gcd(x, r) ; lcm: math.lcm(x, r)", "number", "number"
    ),
    *_binary("min: min(x, r) ; max: max(x, r) ; atan2: math.atan2(x, r) ; hypot: math.hypot(x, r)", "number", "number"),
    *_binary("copysign: math.copysign(x, r) ; fmod: math.fmod(x, r) ; isclose: math.isclose(x, r)", "number", "number"),
    *_binary("lshift: x << r ; rshift: x >> r", "number", "shift"),
    *_binary("pow: x ** r", "number", "exponent"),
    Operation("number", "powmod", "pow(x, r, mod)", {"r": "shift", "mod": "small"}),
    *_unary("neg", "-x", "number"),
    *_unary("pos", "+x", "number"),
    *_unary("invert", "~x", "number"),
    *_unary("abs hex oct bin", "{0}(x)", "number"),
    *_unary(
        "floor ceil trunc exp expm1 sqrt cbrt log log2 log10 log1p sin cos tan asin acos atan", "math.{0}(x)", "number"
    ),
    *_unary("sinh cosh tanh degrees radians isqrt", "math.{0}(x)", "number"),
    *_unary("bit_length bit_count conjugate", "x.{0}()", "number"),
    *_unary("is_integer", "float(x).is_integer()", "number"),  # an int has it since Python 3.12
    *_unary("real imag", "x.{0}", "number"),
    Operation("number", "round", "round(x, digits)", {"digits": "digits"}),
    Operation("number", "format", "format(x, spec)", {"spec": "spec"}),
    Operation("number", "log", "math.log(x, base)", {"base": "small"}),
    Operation("count", "factorial", "math.factorial(x)", {}),
    Operation("count", "comb", "math.comb(x, r)", {"r": "count"}),
    Operation("count", "perm", "math.perm(x, r)", {"r": "count"}),
    *_unary("len", "len(x)", "string"),
    *_unary("ord", "ord(x)", "string"),
    *_binary(
        "add: x + r ; concat: x + r ; contains: r in x ; lt: x < r ; le: x <= r ; gt: x > r ; ge: x >= r",
        "string",
        "text",
    ),
    *_binary("removeprefix: x.removeprefix(r) ; removesuffix: x.removesuffix(r)", "string", "part"),
    *_binary("startswith: x.startswith(prefix(r)) ; endswith: x.endswith(prefix(r))", "string", "prefixes"),
    *_binary("mul: x * r", "string", "small"),
    *_unary("upper lower title capitalize swapcase casefold strip lstrip rstrip split splitlines", "x.{0}()", "string"),
    *_unary("isdigit isalpha isalnum isspace isupper islower isdecimal isnumeric istitle isascii", "x.{0}()", "string"),
    *_unary("isidentifier isprintable expandtabs", "x.{0}()", "string"),
    Operation("string", "get", "x[i]", {"i": "small"}),
    Operation("string", "slice", "x[start:stop:step]", {**SPAN, "step": "step"}),
    Operation("string", "repeat", "x * n", {"n": "small"}),
    Operation("string", "split", "x.split(sep)", {"sep": "part"}),
    Operation("string", "split", "x.split(sep, max)", {"sep": "part", "max": "small"}),
    Operation("string", "rsplit", "x.rsplit(sep, max)", {"sep": "part", "max": "small"}),
    Operation("string", "splitlines", "x.splitlines(keepends)", {"keepends": "small"}),
    Operation("string", "join", "x.join(items)", {"items": "items"}),
    Operation("string", "partition", "x.partition(sep)", {"sep": "part"}),
    Operation("string", "rpartition", "x.rpartition(sep)", {"sep": "part"}),
    Operation("string", "strip", "x.strip(chars)", {"chars": "part"}),
    Operation("string", "lstrip", "x.lstrip(chars)", {"chars": "part"}),
    Operation("string", "rstrip", "x.rstrip(chars)", {"chars": "part"}),
    Operation("string", "replace", "x.replace(old, new)", {"old": "part", "new": "part"}),
    Operation("string", "replace", "x.replace(old, new, count)", {"old": "part", "new": "part", "count": "small"}),
    *(
        Operation("string", name, f"x.{name}(sub, start, stop)", {"sub": "part", **SPAN})
        for name in ("find", "rfind", "index", "rindex", "count")
    ),
    Operation("string", "zfill", "x.zfill(n)", {"n": "width"}),
    *(
        Operation("string", name, f"x.{name}(n, fill)", {"n": "width", "fill": "fill"})
        for name in ("ljust", "rjust", "center")
    ),
    Operation("string", "expandtabs", "x.expandtabs(n)", {"n": "width"}),
    Operation("string", "translate", "x.translate(table)", {"table": "table"}),
    Operation("string", "int", "int(x, base)", {"base": "base"}),
    Operation("string", "encode", "x.encode(encoding)", {"encoding": "encoding"}),
    Operation("string", "format", "format(x, spec)", {"spec": "spec"}),
    *_unary("len", "len(x)", "bytes"),
    *_unary("upper lower strip lstrip rstrip split hex", "x.{0}()", "bytes"),
    *_binary("add: x + r ; contains: r in x ; lt: x < r ; ge: x >= r", "bytes", "piece"),
    Operation("bytes", "get", "x[i]", {"i": "small"}),
    Operation("bytes", "slice", "x[start:stop:step]", {**SPAN, "step": "step"}),
    Operation("bytes", "find", "x.find(sub, start, stop)", {"sub": "piece", **SPAN}),
    Operation("bytes", "count", "x.count(sub, start, stop)", {"sub": "piece", **SPAN}),
    Operation("bytes", "replace", "x.replace(old, new)", {"old": "piece", "new": "piece"}),
    Operation("bytes", "split", "x.split(sep, max)", {"sep": "piece", "max": "small"}),
    Operation("bytes", "decode", "x.decode(encoding)", {"encoding": "encoding"}),
    *_unary("len sum min max any all sorted", "{0}(x)", "tuple"),
    *_binary("add: x + r ; lt: x < r ; le: x <= r ; gt: x > r ; ge: x >= r", "tuple", "tuple"),
    *_binary("contains: r in x ; index: x.index(r) ; count: x.count(r)", "tuple", "any"),
    *_binary("mul: x * r", "tuple", "small"),
    Operation("tuple", "get", "x[i]", {"i": "small"}),
    Operation("tuple", "slice", "x[start:stop:step]", {**SPAN, "step": "step"}),
    Operation("tuple", "extend", "x + list(r)", {"r": "iterable"}),
    Operation("tuple", "append", "x + [value]", {"value": "any"}),
    Operation("tuple", "set", "then(x, x.__setitem__(i, value))", {"i": "small", "value": "any"}),
    Operation("tuple", "insert", "then(x, x.insert(i, value))", {"i": "small", "value": "any"}),
    Operation("tuple", "delete", "then(x, x.__delitem__(i))", {"i": "small"}),
    Operation("tuple", "delete_slice", "then(x, x.__delitem__(slice(start, stop, step)))", {**SPAN, "step": "step"}),
    Operation(
        "tuple",
        "set_slice",
        "then(x, x.__setitem__(slice(start, stop, step), value))",
        {**SPAN, "step": "step", "value": "iterable"},
    ),
    Operation("tuple", "discard_first", "then(x, x.remove(value))", {"value": "any"}),
    Operation("tuple", "pop", "[x.pop(i), x]", {"i": "small"}),
    Operation("tuple", "pop", "[x.pop(), x]", {}),
    Operation("tuple", "reverse", "x[::-1]", {}),
    Operation("tuple", "sort", "sorted(x)", {}),
    Operation("tuple", "sort", "sorted(x, reverse=reverse)", {"reverse": "small"}),
    Operation("tuple", "enumerate", "list(enumerate(x, start))", {"start": "small"}),
    Operation("tuple", "sum", "sum(x, start)", {"start": "number"}),
    Operation("tuple", "min", "min(x, default=default)", {"default": "any"}),
    Operation("tuple", "max", "max(x, default=default)", {"default": "any"}),
    *_unary("len", "len(x)", "map"),
    Operation("map", "get", "x[i]", {"i": "key"}),
    Operation("map", "get", "x.get(i, default)", {"i": "key", "default": "small"}),
    Operation("map", "set", "then(x, x.__setitem__(i, value))", {"i": "key", "value": "any"}),
    Operation("map", "delete", "then(x, x.__delitem__(i))", {"i": "key"}),
    Operation("map", "contains", "i in x", {"i": "key"}),
    Operation("map", "keys", "list(x)", {}),
    Operation("map", "values", "list(x.values())", {}),
    Operation("map", "items", "list(x.items())", {}),
    Operation("map", "merge", "x | r", {"r": "map"}),
    Operation("map", "update", "then(x, x.update(r))", {"r": "pairs"}),
    Operation("map", "pop", "[x.pop(i), x]", {"i": "key"}),
    Operation("map", "pop", "[x.pop(i, default), x]", {"i": "key", "default": "small"}),
    Operation("map", "popitem", "[x.popitem(), x]", {}),
    Operation("map", "setdefault", "[x.setdefault(i, default), x]", {"i": "key", "default": "small"}),
)
ROUTES = {
    "/state/scalar/value/number/int/64": "int(x)",
    "/state/scalar/value/number/float/64": "float(x)",
    "/state/scalar/value/number/bool": "bool(x)",
    "/state/scalar/value/string": "str(x)",
    "/state/scalar/string/chr": "chr(x)",
}
GET = "/state/scalar/ref/op/get"
NOT_METHODS = {"sorted"}


@dataclass(frozen=True)
class Mismatch:
    """An operation on operands for which the two disagree."""

    call: str
    text: str


def run(chosen: Sequence[str] = (), samples: int = 400, seed: int = 0) -> tuple[int, list[Mismatch], Counter[str]]:
    """Compare; gives the number of calls, what differs, and which error texts are not CPython's."""
    kernel = Kernel()
    link = kernel.install(decode_manifest(json.dumps(_manifest())))
    rolls = random.Random(seed)
    mismatches: list[Mismatch] = []
    texts: Counter[str] = Counter()
    calls = 0
    for number, operation in enumerate(OPERATIONS):
        name = f"{operation.subject}.{operation.name}"
        if operation.name in NOT_METHODS or (chosen and name not in chosen):
            continue
        pools = [POOLS[operation.subject], *(POOLS[pool] for pool in operation.operands.values())]
        combinations = list(itertools.islice(itertools.product(*pools), 200_000))
        for values in rolls.sample(combinations, min(samples, len(combinations))):
            calls += 1
            args = dict(zip(("x", *operation.operands), values, strict=True))
            call = f"{name}({', '.join(f'{k}={v!r}' for k, v in args.items())})"
            _compare(call, operation.python, args, kernel.call(link, f"op{number}", args), mismatches, texts)
    for number, (path, python) in enumerate(ROUTES.items()):
        if chosen and path not in chosen:
            continue
        for value in (*NUMBERS, *TEXTS, *LISTS, *MAPS, None, *COMPLEX):
            calls += 1
            found = kernel.call(link, f"route{number}", {"x": value})
            _compare(f"{path}[{value!r}]", python, {"x": value}, found, mismatches, texts)
    return calls, mismatches, texts


def _compare(
    call: str, python: str, args: dict[str, object], found: Outcome, mismatches: list[Mismatch], texts: Counter[str]
) -> None:
    expected = _python(python, args)
    if text := difference(expected, found):
        mismatches.append(Mismatch(call, text))
    elif isinstance(expected, Failed) and isinstance(found, Failed) and expected.message not in found.message:
        texts[f"{call.split('(')[0]}: {found.message!r} for {expected.message!r}"] += 1


def _then(value: object, _: object) -> object:
    return value


def _prefix(value: object) -> object:
    """Several prefixes come as a list on the wire."""
    return tuple(value) if isinstance(value, list) else value


def _python(expression: str, args: dict[str, object]) -> Outcome:
    try:
        value = eval(expression, {"math": math, "then": _then, "prefix": _prefix}, copy.deepcopy(args))
        return Answered(plain(value))
    except Error as error:
        return Failed(error.message)
    except Exception as error:  # noqa: BLE001 - whatever CPython raises is the expectation
        return Failed(str(error))


def _manifest() -> dict[str, object]:
    routes = [
        {"path": f"/op{i}", "opdef": _op({f"$x/{o.name}": {name: {f"${name}": []} for name in o.operands}})}
        for i, o in enumerate(OPERATIONS)
        if o.name not in NOT_METHODS
    ]
    routes += [{"path": f"/route{i}", "opdef": _op({GET: [path, {"$x": []}]})} for i, path in enumerate(ROUTES)]
    schema = {"id": "/lib/tests/operations/1.0.0", "version": "1.0.0", "dependencies": []}
    return {"schema": schema, "routes": routes}


def _op(scalar: object) -> object:
    return {"/state/scalar/op/post": [["result", scalar]]}


def main() -> None:
    """Print every difference."""
    calls, mismatches, texts = run(sys.argv[1:])
    for mismatch in mismatches:
        print(f"{mismatch.call}: {mismatch.text}")
    for text, count in texts.most_common():
        print(f"error text {count:4}  {text}")
    print(f"{calls} calls, {len(mismatches)} differences, {sum(texts.values())} other error texts")


if __name__ == "__main__":
    main()
