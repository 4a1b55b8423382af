"""Writes tinychain/values.py, the typed refs, from the op table: python -m tools.generate_values

A method or operator exists on a ref because the table has the operation; nothing about an operation is written twice.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tcc.ir.optable import OpParam, OpSpec, op_table

TARGET = Path(__file__).parents[1] / "tinychain" / "values.py"

HEADER = '''"""The typed refs, one for each class of value on the wire, with the operations of the op table.

Made from tcc/ir/ops.json by `python -m tools.generate_values`; a test keeps it current.
"""

# ruff: noqa

from __future__ import annotations

import builtins
from collections.abc import Mapping, Sequence
from typing import overload

from tinychain.ref import OMIT, Deferred, Omitted, T_co, operation
'''

CLASSES = {
    "any": ("Value_", "Deferred[T_co]", "A value of any class: the operations that all of them have."),
    "json": ("Json", "Value_[object]", "A value whose class nobody declared."),
    "number": ("Number", 'Value_["builtins.int | builtins.float"]', "An int, a float or a complex number."),
    "bool": ("Bool", "Number", "A truth value, which is a number as in Python."),
    "string": ("String", "Value_[builtins.str]", "Text."),
    "bytes": ("Bytes", "Value_[builtins.bytes]", "Binary data."),
    "tuple": ("Tuple", 'Value_["builtins.list[object]"]', "A sequence: Python's lists and tuples."),
    "map": ("Map", 'Value_["builtins.dict[builtins.str, object]"]', "A map: Python's dict."),
    "link": ("Link", "Value_[builtins.str]", "A link."),
}

HINTS = {
    "any": "object",
    "none": "None",
    "bool": "builtins.bool | Bool",
    "int": "builtins.int | Number",
    "float": "builtins.float | Number",
    "number": "builtins.int | builtins.float | builtins.complex | Number",
    "string": "builtins.str | String",
    "bytes": "builtins.bytes | Bytes",
    "tuple": "Sequence[object] | Tuple",
    "tuple[string]": "Sequence[builtins.str]",
    "tuple[bytes]": "Sequence[builtins.bytes]",
    "map": "Mapping[builtins.str, object] | Map",
}

RESULTS = {
    "bool": "Bool",
    "int": "Number",
    "float": "Number",
    "complex": "Number",
    "number": "Number",
    "string": "String",
    "bytes": "Bytes",
    "tuple": "Tuple",
    "map": "Map",
    "link": "Link",
}

BINARY = {
    "add": "add",
    "sub": "sub",
    "mul": "mul",
    "div": "truediv",
    "floordiv": "floordiv",
    "mod": "mod",
    "pow": "pow",
    "bitand": "and",
    "bitor": "or",
    "bitxor": "xor",
    "lshift": "lshift",
    "rshift": "rshift",
}
COMPARISONS = ("eq", "ne", "lt", "le", "gt", "ge")
UNARY = {"neg": "neg", "pos": "pos", "abs": "abs", "invert": "invert"}
RENAMED = {"class": "class_", "not": "not_", "and": "and_", "or": "or_", "from": "from_"}


def generate() -> str:
    """The text of the module."""
    table = op_table()
    parts = [HEADER]
    for key, (name, base, doc) in CLASSES.items():
        ops = table.classes.get(key, {})
        body = [line for op, spec in ops.items() if _is_expressible(spec) for line in _methods(op, spec)]
        body += _indexing(ops)
        parts.append("\n".join([f"\n\nclass {name}({base}):", f'    """{doc}"""', "", "    __slots__ = ()", "", *body]))
    command = [sys.executable, "-m", "ruff", "format", "--stdin-filename", str(TARGET), "-"]
    return subprocess.run(command, input="\n".join(parts), capture_output=True, text=True, check=True).stdout


def _is_expressible(spec: OpSpec) -> bool:
    """Whether plain operands do; an operation that cannot do without an op is for programs."""
    return not any("op" in param.type.split(" | ") and not param.optional for param in spec.params)


def _methods(op: str, spec: OpSpec) -> Iterator[str]:
    params = [param for param in spec.params if "op" not in param.type.split(" | ")]
    result = RESULTS.get(spec.result, "Json")
    doc = spec.doc.replace("\\", "\\\\").replace('"""', "'''")
    yield _method(RENAMED.get(op, op), op, params, result, doc)
    if op in BINARY and len(params) == 1:
        yield _method(f"__{BINARY[op]}__", op, params, result)
        yield (
            # Two refs meet in the left one's method; this one is for a plain left operand.
            f"    def __r{BINARY[op]}__(self, r: {_hint(params[0], refs=False)}) -> {result}:\n"
            f'        return operation({result}, "{op}", r, {{"r": self}})\n'
        )
    elif op in COMPARISONS:
        ignore = "  # type: ignore[override]" if op in ("eq", "ne") else ""
        yield _method(f"__{op}__", op, params, result, ignore=ignore)
        if op == "eq":
            yield "    __hash__ = Deferred.__hash__\n"
    elif op in UNARY:
        yield _method(f"__{UNARY[op]}__", op, params, result)


def _method(name: str, op: str, params: list[OpParam], result: str, doc: str = "", ignore: str = "") -> str:
    required = [param for param in params if not param.optional and not param.variadic]
    optional = [param for param in params if param.optional]
    signature = ["self", *(f"{param.name}: {_hint(param)}" for param in required)]
    signature += [f"{param.name}: {_hint(param)} | Omitted = OMIT" for param in optional]
    given = ", ".join(f'"{param.name}": {param.name}' for param in [*required, *optional])
    for param in params:
        if param.variadic:
            signature.append(f"**{param.name}: {_hint(param)}")
            given = f"{given}, **{param.name}".removeprefix(", ")
    lines = [f"    def {name}({', '.join(signature)}) -> {result}:{ignore}"]
    if doc:
        lines.append(f'        """{doc}"""')
    lines.append(f'        return operation({result}, "{op}", self, {{{given}}})\n')
    return "\n".join(lines)


def _indexing(ops: dict[str, OpSpec]) -> Iterator[str]:
    if "get" not in ops:
        return
    item = RESULTS.get(ops["get"].result, "Json")
    if "slice" not in ops:
        yield f"    def __getitem__(self, i: object) -> {item}:"
        yield f'        return operation({item}, "get", self, {{"i": i}})\n'
        return
    part = RESULTS[ops["slice"].result]
    result = item if item == part else f"{item} | {part}"
    if item != part:
        yield "    @overload"
        yield f"    def __getitem__(self, i: builtins.int | Number) -> {item}: ..."
        yield "    @overload"
        yield f"    def __getitem__(self, i: builtins.slice) -> {part}: ..."
    yield f"    def __getitem__(self, i: builtins.int | Number | builtins.slice) -> {result}:"
    yield "        if isinstance(i, slice):"
    yield '            given = {"start": i.start, "stop": i.stop, "step": i.step}'
    yield f'            return operation({part}, "slice", self, given)'
    yield f'        return operation({item}, "get", self, {{"i": i}})\n'


def _hint(param: OpParam, *, refs: bool = True) -> str:
    hints = " | ".join(HINTS[kind] for kind in param.type.split(" | ") if kind in HINTS).split(" | ")
    classes = {name for name, _, _ in CLASSES.values()}
    return " | ".join(dict.fromkeys(hint for hint in hints if refs or hint not in classes))


if __name__ == "__main__":
    TARGET.write_text(generate(), encoding="utf-8")
