"""Whatever text it is given, the compiler ends with a manifest or a diagnostic: it never crashes and never hangs.

    python -m tests.property.robustness --programs 20000 --seed 3

Real programs of the corpus are cut off, and their lines and tokens are lost, doubled, swapped and replaced.
"""

from __future__ import annotations

import argparse
import ast
import functools
import io
import random
import sys
import tokenize
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from tcc.build import build
from tcc.diagnostics import CompileError
from tcc.frontend.model import Source
from tests.corpus.harness import cases, helper_source
from tests.property.limit import limit

SECONDS = 10
POOL = """
if else elif while for in return break continue pass def class lambda not and or is None True False import from as with
try except finally raise yield await async global nonlocal del assert match case self tc x items ( ) [ ] { } : , . = ==
!= < <= > >= + - * ** / // % @ & | ^ ~ := -> += ; 0 1 -1 1.5 1e400 0x 99999999999999999999 'a' f'{x}' f'{x!r:>{w}}'
b'\\x00' '' # \\ _ *args **kw print eval
"""
TOKENS = (*POOL.split(), '"""')


@functools.cache
def sources() -> list[str]:
    """The programs to start from."""
    return [helper_source(case) for case in cases()]


def mutated(rolls: random.Random) -> str:
    """A real program with one to four changes: half of them in its text, half in its tree, so that it still parses."""
    if rolls.random() < 0.5:
        return _grafted(rolls)
    text = rolls.choice(sources())
    for _ in range(rolls.randint(1, 4)):
        text = rolls.choice(CHANGES)(text, rolls)
    return text


def _grafted(rolls: random.Random) -> str:
    """A program with some of its expressions and statements replaced by those of others."""
    tree = ast.parse(rolls.choice(sources()))
    for _ in range(rolls.randint(1, 4)):
        donor = ast.parse(rolls.choice(sources()))
        kind = rolls.choice([ast.expr, ast.stmt])
        new = rolls.choice([node for node in ast.walk(donor) if isinstance(node, kind)])
        places = [
            (node, name, i)
            for node in ast.walk(tree)
            for name, value in ast.iter_fields(node)
            for i, item in enumerate(value if isinstance(value, list) else [value])
            if isinstance(item, kind)
        ]
        node, name, i = rolls.choice(places)
        held = getattr(node, name)
        if isinstance(held, list):
            held[i] = new
        else:
            setattr(node, name, new)
    try:
        return ast.unparse(ast.fix_missing_locations(tree))
    except (ValueError, AttributeError):  # such as a name where only a part of an f-string can be
        return _grafted(rolls)


def _truncate(text: str, rolls: random.Random) -> str:
    return text[: rolls.randrange(len(text) + 1)]


def _lines(text: str, rolls: random.Random) -> str:
    lines = text.splitlines() or [""]
    i, j = rolls.randrange(len(lines)), rolls.randrange(len(lines))
    match rolls.randrange(5):
        case 0:
            del lines[i]
        case 1:
            lines.insert(i, lines[j])
        case 2:
            lines[i], lines[j] = lines[j], lines[i]
        case 3:
            lines[i] = "    " + lines[i]
        case _:
            lines[i] = lines[i].removeprefix("    ")
    return "\n".join(lines) + "\n"


def _tokens(text: str, rolls: random.Random) -> str:
    try:
        found = [t for t in tokenize.generate_tokens(io.StringIO(text).readline) if t.string.strip()]
    except (tokenize.TokenError, SyntaxError):
        return _characters(text, rolls)
    if not found:
        return text
    token = rolls.choice(found)
    lines = text.splitlines(keepends=True)
    (first, start), (last, end) = token.start, token.end
    new = rolls.choice(["", f"{token.string} {rolls.choice(TOKENS)}", rolls.choice(TOKENS), rolls.choice(found).string])
    lines[first - 1 : last] = [lines[first - 1][:start] + new + lines[last - 1][end:]]
    return "".join(lines)


def _characters(text: str, rolls: random.Random) -> str:
    at = rolls.randrange(len(text) + 1)
    return text[:at] + rolls.choice("\x00\t\r\f\\'\"({[:\ufeffé🙂\u2028 \n") + text[at + rolls.randrange(3) :]


def _splice(text: str, rolls: random.Random) -> str:
    other = rolls.choice(sources()).splitlines(keepends=True)
    lines = text.splitlines(keepends=True)
    return "".join(lines[: rolls.randrange(len(lines) + 1)] + other[rolls.randrange(len(other)) :])


CHANGES: tuple[Callable[[str, random.Random], str], ...] = (
    _truncate,
    _lines,
    _characters,
    _splice,
    _tokens,
    _tokens,
    _tokens,
)


@dataclass
class Tally:
    """What became of the texts."""

    built: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    crashes: list[tuple[str, str]] = field(default_factory=list)

    def try_(self, text: str) -> None:
        """Build ``text`` and count how that ended."""
        try:
            with limit(SECONDS):
                build(Source("program.py", text))
        except CompileError as error:
            if not error.diagnostics:
                self.crashes.append((text, "refused without a diagnostic"))
            self.refused[error.diagnostics[0].code] += 1
        except Exception:  # noqa: BLE001 - what is looked for
            self.crashes.append((text, traceback.format_exc(limit=-3)))
        else:
            self.built += 1


def main() -> int:
    """Run many; 1 when one crashes or hangs."""
    parser = argparse.ArgumentParser(description="Build mutated programs.")
    parser.add_argument("--programs", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    rolls = random.Random(options.seed)
    tally = Tally()
    seen: Counter[str] = Counter()
    for _ in range(options.programs):
        before = len(tally.crashes)
        tally.try_(mutated(rolls))
        for text, trace in tally.crashes[before:]:
            where = "\n".join(trace.splitlines()[-4:])
            seen[where] += 1
            if seen[where] == 1:
                print(f"=== crash\n{text}\n--- {trace}", flush=True)
    print(f"{tally.built} built, {sum(tally.refused.values())} refused: {dict(tally.refused.most_common())}")
    print(f"{len(tally.crashes)} crashes")
    for where, count in seen.most_common():
        print(f"{count:5}  {where}")
    return 1 if tally.crashes else 0


if __name__ == "__main__":
    sys.exit(main())
