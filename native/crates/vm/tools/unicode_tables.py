"""Writes src/unicode/tables.rs from the Unicode database of the Python that runs this (3.11: Unicode 14.0).

    python3.11 tools/unicode_tables.py > src/unicode/tables.rs

Strings must behave as CPython's do, and CPython's tables are the definition: they are asked through ``str`` methods.
"""

import sys
import unicodedata
from collections.abc import Callable, Iterable

CHARS = [chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code <= 0xDFFF]


def is_cased(c: str) -> bool:
    return c.islower() or c.isupper() or unicodedata.category(c) == "Lt"


def is_case_ignorable(c: str) -> bool:
    """Asked through the one rule that uses it: a capital sigma is final after a letter, ignorable characters aside."""
    if is_cased(c):
        return f" {c}\u03a3".lower().endswith("\u03c3")
    return f"A{c}\u03a3".lower().endswith("\u03c2")


PROPERTIES: dict[str, Callable[[str], bool]] = {
    "ALPHA": str.isalpha,
    "DIGIT": str.isdigit,
    "NUMERIC": str.isnumeric,
    "PRINTABLE": str.isprintable,
    "LOWER": str.islower,
    "UPPER": str.isupper,
    "TITLE": lambda c: unicodedata.category(c) == "Lt",
    "CASE_IGNORABLE": is_case_ignorable,
    "IDENT_START": str.isidentifier,
    "IDENT_CONTINUE": lambda c: f"a{c}".isidentifier(),
    "WIDE_SPACE": str.isspace,
}


def runs(codes: Iterable[int]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for code in codes:
        if found and found[-1][1] == code - 1:
            found[-1] = (found[-1][0], code)
        else:
            found.append((code, code))
    return found


def print_ranges(name: str, codes: Iterable[int]) -> None:
    print(f"pub static {name}: &[(u32, u32)] = &[")
    line = "   "
    for start, end in runs(codes):
        item = f" ({start:#x}, {end:#x}),"
        if len(line) + len(item) > 118:
            print(line)
            line = "   "
        line += item
    print(line)
    print("];\n")


def print_mapping(name: str, change: Callable[[str], str]) -> None:
    single: list[list[int]] = []  # start, end, step, delta
    multiple: list[tuple[int, str]] = []
    for c in CHARS:
        to = change(c)
        if to == c:
            continue
        code = ord(c)
        if len(to) > 1:
            multiple.append((code, to))
            continue
        delta = ord(to) - code
        last = single[-1] if single else None
        if last and last[3] == delta and (
            code - last[1] == last[2] or (last[0] == last[1] and code - last[1] in (1, 2))
        ):
            last[2] = code - last[1]
            last[1] = code
        else:
            single.append([code, code, 1, delta])
    print(f"/// `(first, last, step, what is added)` of the characters that become one other.")
    print(f"pub static {name}: &[(u32, u32, u32, i32)] = &[")
    line = "   "
    for start, end, step, delta in single:
        item = f" ({start:#x}, {end:#x}, {step}, {delta}),"
        if len(line) + len(item) > 118:
            print(line)
            line = "   "
        line += item
    print(line)
    print("];\n")
    print(f"pub static {name}_SEVERAL: &[(u32, &str)] = &[")
    for code, to in multiple:
        escaped = "".join(f"\\u{{{ord(c):x}}}" for c in to)
        print(f'    ({code:#x}, "{escaped}"),')
    print("];\n")


def main() -> None:
    print(f"//! CPython's character tables (Unicode {unicodedata.unidata_version}), written by tools/unicode_tables.py.\n")
    for name, has in PROPERTIES.items():
        print_ranges(name, (ord(c) for c in CHARS if has(c)))
    print("/// Where runs of ten decimal digits begin.")
    print("pub static DECIMAL_ZEROS: &[u32] = &[")
    zeros = [ord(c) for c in CHARS if unicodedata.decimal(c, -1) == 0]
    for zero in zeros:
        assert all(unicodedata.decimal(chr(zero + n), -1) == n for n in range(10))
    assert sum(1 for c in CHARS if c.isdecimal()) == 10 * len(zeros)
    print("    " + ", ".join(f"{zero:#x}" for zero in zeros) + ",")
    print("];\n")
    print_mapping("TO_LOWER", lambda c: c.lower())
    print_mapping("TO_UPPER", lambda c: c.upper())
    print_mapping("TO_TITLE", lambda c: c.title())
    print_mapping("TO_FOLD", lambda c: c.casefold())


main()
