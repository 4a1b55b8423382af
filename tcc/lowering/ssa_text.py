"""The text form of the SSA, for people: ``tcc build --emit=ssa`` and ``--dump-ir=PASS``.

    function run(n: int) -> int {
      n_2: int, total: int = while (n, 0) {
        condition (n_3, total_2) {
          %1: bool = op gt(n_3, r=0)
          yield %1
        }
        body (n_4: int, total_3: int) {
          total_4: int = op add(total_3, r=n_4)
          n_5: int = op sub(n_4, r=1)
          yield n_5, total_4
        }
      }
      return total
    }

A value is called by its source name, numbered where several have it, and ``%1``, ``%2`` … where it has none. Constants
and ``undef`` are written where they are used. After an operation stand its flags: ``raises``, ``effect``, and the
operands it ``changes`` in place. The same functions give the same text on every machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from tcc.lowering.ssa import Function, Op, Region, Value
from tcc.lowering.types import NEVER

_STEP = "  "
_INSIDE = {"if": ("then", "else"), "while": ("condition", "body"), "for": ("body",), "lambda": ("op",)}


def show_ssa(functions: Sequence[Function], *, types: bool = True, spans: bool = False) -> str:
    """Functions as text. ``types`` shows the type of each value, ``spans`` the line and column of each operation."""
    names = _function_names(functions)
    return "\n".join([_Printer(names, types=types, spans=spans).function(f) for f in functions])


def _function_names(functions: Sequence[Function]) -> dict[int, str]:
    """A name for each function; those of one name are numbered in order."""
    used: dict[str, int] = {}
    names: dict[int, str] = {}
    for function in functions:
        count = used[function.name] = used.get(function.name, 0) + 1
        names[id(function)] = function.name if count == 1 else f"{function.name}_{count}"
    return names


class _Printer:
    """Prints one function."""

    def __init__(self, functions: dict[int, str], *, types: bool, spans: bool) -> None:
        self.functions, self.types, self.spans = functions, types, spans
        self.names: dict[Value, str] = {}
        self.used: set[str] = set()
        self.numbers: dict[str, int] = {}
        self.lines: list[str] = []

    def function(self, function: Function) -> str:
        region = function.region
        params = ", ".join(self.define(v) for v in region.params)
        returns = ", ".join(self.type_of(v) for v in region.results) if self.types else ""
        changed = "".join(f" changes {function.params[i]}" for i in function.inout if i >= 0)
        arrow = f" -> {returns}" if returns else ""
        self.line(0, f"function {self.functions[id(function)]}({params}){arrow}{changed} {{")
        self.region(region, 1, "return")
        self.line(0, "}")
        return "\n".join(self.lines) + "\n"

    def line(self, depth: int, text: str) -> None:
        self.lines.append(_STEP * depth + text)

    # --- values -----------------------------------------------------------------------------------------------------

    def define(self, value: Value) -> str:
        """A value where it is defined."""
        name = self.name(value)
        return f"{name}: {self.type_of(value)}" if self.types and value.type != NEVER else name

    @staticmethod
    def type_of(value: Value) -> str:
        return str(value.type)

    def name(self, value: Value) -> str:
        known = self.names.get(value)
        if known is None:
            known = self.names[value] = self.fresh(value.name)
        return known

    def fresh(self, base: str) -> str:
        separator = "_" if base else "%"
        count = self.numbers.get(base, 0)
        while True:
            count += 1
            name = base if base and count == 1 else f"{base}{separator}{count}"
            if name not in self.used:
                break
        self.numbers[base] = count
        self.used.add(name)
        return name

    def values(self, values: Sequence[Value]) -> str:
        return ", ".join([self.name(v) for v in values])

    # --- operations -------------------------------------------------------------------------------------------------

    def region(self, region: Region, depth: int, end: str) -> None:
        for op in region.ops:
            self.op(op, depth)
        if region.results:
            self.line(depth, f"{end} {self.values(region.results)}")

    def op(self, op: Op, depth: int) -> None:
        if op.code in ("const", "undef"):
            self.names[op.results[0]] = repr(op.attr) if op.code == "const" else "undef"
            return
        operands = self.text(op)
        results = ", ".join([self.define(v) for v in op.results])
        head = (f"{results} = " if results else "") + operands
        if not op.regions:
            self.line(depth, head + self.flags(op))
            return
        self.line(depth, head + self.flags(op) + " {")
        for title, inner in zip(_INSIDE[op.code], op.regions, strict=True):
            if not inner.ops and not inner.results:
                continue
            params = f" ({', '.join([self.define(v) for v in inner.params])})" if inner.params else ""
            self.line(depth + 1, f"{title}{params} {{")
            self.region(inner, depth + 2, "yield")
            self.line(depth + 1, "}")
        self.line(depth, "}")

    def flags(self, op: Op) -> str:
        shown = [name for name, given in (("raises", op.raises), ("effect", op.effect)) if given]
        shown += [f"changes {self.name(op.operands[i])}" for i in op.changes]
        text = f" {', '.join(shown)}" if shown else ""
        if self.spans and op.site is not None:
            node = op.site.node
            text += f"  # {op.site.file}:{node.lineno}:{node.col_offset + 1}"
        return text

    def text(self, op: Op) -> str:
        """What an operation is, with its operands."""
        attr, values = op.attr, [self.name(v) for v in op.operands]
        match op.code:
            case "if" | "while" | "for":
                return f"{op.code} ({', '.join(values)})" if values else op.code
            case "lambda":
                return "lambda"
            case "map":
                pairs = zip(values[::2], values[1::2], strict=True)
                return f"map({', '.join([f'{k}: {v}' for k, v in pairs])})"
            case "call":
                assert isinstance(attr, Function)
                given = [f"{_shown(p)}={v}" for p, v in zip(attr.params, values, strict=True)]
                return f"call {self.functions[id(attr)]}({', '.join(given)})"
            case "op" | "post":
                name, params = cast("tuple[str, tuple[str, ...]]", attr)
                return f"{op.code} {name}({_named(values, params)})"
            case "route":
                verb, subject, names, _ = cast("tuple[str, str, tuple[str, ...], int]", attr)
                return f"route {verb} {subject}({_named(values, names)})"
            case "py.call" | "py.method" | "py.change":
                called, _, keywords = cast("tuple[str, int, tuple[str, ...]]", attr)
                return f"{op.code} {called}({_named(values, keywords)})"
            case code if attr is None or attr == "":
                return f"{code}({', '.join(values)})"
            case code:
                return f"{code} {_attribute(attr)}({', '.join(values)})"


def _named(values: Sequence[str], params: Sequence[str]) -> str:
    """Operands of which the last ones have names."""
    plain = len(values) - len(params)
    named = [f"{p}={v}" for p, v in zip(params, values[plain:], strict=True)]
    return ", ".join([*values[:plain], *named])


def _attribute(attr: object) -> str:
    match attr:
        case str():
            return attr
        case tuple():
            return f"[{', '.join([_attribute(a) for a in attr])}]"
        case None | bool() | int() | float():
            return repr(attr)
        case _:
            raise TypeError(f"no text form for {attr!r}")


def _shown(name: str) -> str:
    return name.lstrip("%")
