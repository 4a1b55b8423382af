"""Programs to survive: real files cut, mixed up and misspelled; their trees with parts exchanged; generated syntax.

Text ``i`` of seed ``s`` is always the same on one Python version.
"""

from __future__ import annotations

import ast
import copy
import random
import sysconfig
import warnings
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path

from tests.corpus.harness import cases, helper_source
from tests.property.generate import module_source, random_program

ROOT = Path(__file__).parents[3]
LIBRARY = '@tc.library(publisher="example-devco", name="fuzz", version="1.0.0")\nclass Fuzz(tc.define.Library):\n'
HEAD = f"import tinychain as tc\n\n{LIBRARY}"


def text(seed: int) -> str:
    """A program, most likely a broken one."""
    rng = random.Random(seed)
    return rng.choice(KINDS)(rng)


def _cut(rng: random.Random) -> str:
    """A real file that ends, or begins, anywhere."""
    whole = rng.choice(files())
    at = rng.randrange(len(whole) + 1)
    return whole[:at] if rng.random() < 0.8 else whole[at:]


def _misspelled(rng: random.Random) -> str:
    """A real file with a few characters, words or lines changed."""
    whole = rng.choice(files())
    for _ in range(rng.randint(1, 4)):
        whole = rng.choice((_character, _word, _line))(whole, rng)
    return whole


def _character(whole: str, rng: random.Random) -> str:
    at = rng.randrange(len(whole) + 1)
    return whole[:at] + rng.choice(CHARACTERS) + whole[at + rng.randint(0, 3) :]


def _word(whole: str, rng: random.Random) -> str:
    words = whole.split(" ")
    words[rng.randrange(len(words))] = rng.choice(WORDS.split())
    return " ".join(words)


def _line(whole: str, rng: random.Random) -> str:
    lines = whole.split("\n")
    at, other = rng.randrange(len(lines)), rng.randrange(len(lines))
    match rng.randrange(4):
        case 0:
            del lines[at]
        case 1:
            lines.insert(at, lines[other])
        case 2:
            lines[at], lines[other] = lines[other], lines[at]
        case _:
            lines[at] = " " * rng.randint(0, 9) + lines[at].lstrip()
    return "\n".join(lines)


def _exchanged(rng: random.Random) -> str:
    """Routes from real functions, with some of their expressions and statements exchanged: always valid syntax."""
    picked = [copy.deepcopy(rng.choice(functions())) for _ in range(rng.randint(1, 3))]
    for function in picked:
        for _ in range(rng.randint(0, 3)):
            _exchange(function, rng)
    return _service(picked, rng)


def _exchange(function: ast.AST, rng: random.Random) -> None:
    """Put a part of some real function in place of a part of this one."""
    donor = rng.choice(functions())
    slots = [
        (node, field, index)
        for node in ast.walk(function)
        for field, value in ast.iter_fields(node)
        for index in (range(len(value)) if isinstance(value, list) else [None])
        if isinstance(value if index is None else value[index], ast.expr | ast.stmt)
        and isinstance(getattr(value if index is None else value[index], "ctx", ast.Load()), ast.Load)
        and field not in ("decorator_list", "annotation", "returns")
    ]
    if not slots:
        return
    node, field, index = rng.choice(slots)
    old = getattr(node, field) if index is None else getattr(node, field)[index]
    kind = ast.stmt if isinstance(old, ast.stmt) else ast.expr
    parts = [part for part in ast.walk(donor) if isinstance(part, kind)]
    parts = [part for part in parts if isinstance(getattr(part, "ctx", ast.Load()), ast.Load)]
    if parts:
        new = copy.deepcopy(rng.choice(parts))
        if index is None:
            setattr(node, field, new)
        else:
            getattr(node, field)[index] = new


def _service(picked: list[ast.FunctionDef], rng: random.Random) -> str:
    """A file whose helpers are these functions, and whose routes are them too."""
    parts = ["import tinychain as tc\nimport math\n"]
    routes = []
    for number, function in enumerate(picked):
        try:
            helper = ast.unparse(ast.fix_missing_locations(function))
            function.name = f"route_{number}"
            function.args.args.insert(0, ast.arg("self"))
            function.decorator_list = [ast.Attribute(ast.Name("tc"), rng.choice(("get", "post")))]
            route = ast.unparse(ast.fix_missing_locations(function))
        except (ValueError, AttributeError, TypeError):  # an exchange that makes no program
            continue
        parts.append(helper)
        routes.append("\n".join(f"    {line}" for line in route.split("\n")))
    return "\n\n".join([*parts, LIBRARY + "\n\n".join(routes or ["    pass"])]) + "\n"


def _typed(rng: random.Random) -> str:
    """A program of the differential campaign, misspelled."""
    whole = module_source([random_program(rng.randrange(1_000_000))])
    for _ in range(rng.randint(0, 2)):
        whole = rng.choice((_character, _word, _line))(whole, rng)
    return whole


KINDS: tuple[Callable[[random.Random], str], ...] = (_cut, _misspelled, _exchanged, _exchanged, _typed)

CHARACTERS = [
    *"()[]{}:;,.=+-*/%@&|^~<>!'\"\\#\n\t 0_xé好\0\f\r",
    *("\u202e", "\ud800", "𝒙", "\x1b", "**", "//", "->", "..."),
]
WORDS = """
    if else elif while for in not and or is lambda return yield await async def class try except finally with as
    import from global nonlocal pass break continue raise del assert match case self None True False int str
    x y f() [] {} () 0 1 1.5 1e999 10000000000000000000000 'a' b'a' f'{x}' f'{x!r:>{y}}' *x **x x:=1 x[0] x[1:2]
    x.y tc.get tc.op.emit() @tc.get print eval super() math.pi lambda:... :
"""


@lru_cache(maxsize=1)
def files() -> list[str]:
    """Real files: the examples, the corpus as libraries, and some of the standard library."""
    standard = Path(sysconfig.get_path("stdlib"))
    paths = [*_sorted(ROOT / "examples"), *_sorted(ROOT / "tests" / "corpus"), *_sorted(standard)[::8]]
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in paths]
    texts += [helper_source(case) for case in cases()]
    return [text for text in texts if 0 < len(text) < 30_000]


def _sorted(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.py"))


@lru_cache(maxsize=1)
def functions() -> list[ast.FunctionDef]:
    """Real functions of a size a route may have."""
    return [node for text in files() for node in _top(text) if len(ast.unparse(node)) < 3000]


def _top(whole: str) -> Iterator[ast.FunctionDef]:
    try:
        tree = ast.parse(whole)
    except SyntaxError:
        return
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            node.decorator_list = []
            yield node


def generated(count: int, seed: int) -> list[str]:
    """Modules of arbitrary syntax from hypothesmith, some as the body of a route."""
    import hypothesis
    import hypothesmith
    from hypothesis import HealthCheck, Phase

    found: list[str] = []

    @hypothesis.seed(seed)
    @hypothesis.settings(
        max_examples=count,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @hypothesis.given(hypothesmith.from_grammar() | hypothesmith.from_node())
    def collect(module: str) -> None:
        found.append(module)
        body = "\n".join(f"        {line}" for line in module.split("\n"))
        found.append(f"{HEAD}    @tc.get\n    def route(self, x, y):\n{body}\n        return x\n")

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)  # hypothesmith compiles what it generates
        collect()
    return found
