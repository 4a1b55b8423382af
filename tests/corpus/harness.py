"""Every corpus function as a route: compiled by tcc, run by the kernel, compared with CPython.

Each function becomes a library of its own, which holds what the function uses of its module and one route:

    def is_leap_year(year): ...

    @tc.library(publisher="corpus", name="dates.days_in_month", version="1.0.0")
    class Corpus(tc.define.Library):
        @tc.post
        def run(self, year, month):
            return days_in_month(year, month)

    python -m tests.corpus.harness [--routes] [topic[.function] …]      prints the table
"""

from __future__ import annotations

import argparse
import ast
import copy
import importlib
import inspect
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType

from tcc.build import build
from tcc.diagnostics import CompileError, Diagnostic
from tcc.frontend.model import Source
from tests.oracle import cpython
from tests.oracle.kernel import Kernel
from tests.oracle.outcome import difference

FOLDER = Path(__file__).parent
SHOWN = 12
"""How many refusals of one code the table lists."""
NOT_TOPICS = {"__init__", "harness"}
TEMPLATE = """import tinychain as tc
{module}

@tc.library(publisher="corpus", name="{link}", version="1.0.0")
class Corpus(tc.define.Library):
    @tc.post
{route}
"""


@dataclass(frozen=True)
class Case:
    """A function of the corpus, and the positional arguments of each of its calls."""

    topic: str
    name: str
    module: ModuleType
    inputs: Sequence[Sequence[object]]

    @property
    def id(self) -> str:
        """Its name in reports: ``sorting.bubble_sort``."""
        return f"{self.topic}.{self.name}"


@dataclass
class Verdict:
    """What became of a case."""

    case: Case
    refusals: Sequence[Diagnostic] = ()
    calls: int = 0
    differences: list[str] = field(default_factory=list)


def cases(chosen: Iterable[str] = ()) -> Iterator[Case]:
    """Every case, or those of the chosen topics and functions, in order."""
    wanted = list(chosen)
    for path in sorted(FOLDER.glob("*.py")):
        if path.stem not in NOT_TOPICS:
            module = importlib.import_module(f"tests.corpus.{path.stem}")
            for name, inputs in module.CASES.items():
                case = Case(path.stem, name, module, inputs)
                if not wanted or case.topic in wanted or case.id in wanted:
                    yield case


def check(case: Case, kernel: Kernel, source: str) -> Verdict:
    """Build ``source``, install it, and compare every call with CPython."""
    try:
        definition = build(Source(f"{case.id}.py", source)).definitions[0]
    except CompileError as error:
        return Verdict(case, error.diagnostics)
    link = kernel.install(definition.manifest)
    python = cpython.load(source, "Corpus")
    verdict = Verdict(case)
    for given in case.inputs:
        args = _by_name(getattr(case.module, case.name), given)
        expected = python.call("run", copy.deepcopy(args))
        found = kernel.call(link, "run", args)
        verdict.calls += 1
        if text := difference(expected, found):
            verdict.differences.append(f"{case.name}({', '.join(map(repr, given))}): {text}")
    return verdict


def _by_name(function: object, given: Sequence[object]) -> dict[str, object]:
    parameters = list(inspect.signature(function).parameters.values())  # type: ignore[arg-type]
    rest = next((p.name for p in parameters if p.kind is p.VAR_POSITIONAL), None)
    args: dict[str, object] = dict(zip((p.name for p in parameters if p.name != rest), given, strict=False))
    return args if rest is None else {**args, rest: list(given[len(args) :])}


# --- source ----------------------------------------------------------------------------------------------------------


def helper_source(case: Case) -> str:
    """The function as a helper, and a route that calls it."""
    tree, text = _parsed(case)
    node = _function(tree, case.name)
    star = node.args.vararg.arg if node.args.vararg else None
    parameters = [ast.arg(a.arg) for a in node.args.args] + ([ast.arg(star)] if star else [])
    arguments = ast.arguments([], [ast.arg("self"), *parameters], None, [], [], None, node.args.defaults)
    passed = [a.arg for a in node.args.args] + ([f"*{star}"] if star else [])
    signature = f"def run({ast.unparse(arguments)}):"
    route = f"    {signature}\n        return {case.name}({', '.join(passed)})"
    return TEMPLATE.format(module=_needed(tree, text, {case.name}), link=case.id, route=route)


def route_source(case: Case) -> str | None:
    """The function's own body as the route, its hints kept; None when it calls itself, or takes ``*args``."""
    tree, text = _parsed(case)
    node = _function(tree, case.name)
    names = {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}
    if case.name in names or node.args.vararg:
        return None
    route = copy.deepcopy(node)
    route.name = "run"
    route.args.args.insert(0, ast.arg("self"))
    body = "\n".join("    " + line for line in ast.unparse(route).splitlines())
    return TEMPLATE.format(module=_needed(tree, text, names), link=f"{case.id}.route", route=body)


def _parsed(case: Case) -> tuple[ast.Module, str]:
    text = inspect.getsource(case.module)
    return ast.parse(text), text


def _function(tree: ast.Module, name: str) -> ast.FunctionDef:
    return next(node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == name)


def _needed(tree: ast.Module, text: str, names: set[str]) -> str:
    """The module's statements that ``names`` are bound by, and what those need in turn, in the module's order."""
    wanted = set(names)
    kept: set[int] = set()
    while True:
        new = {i for i, node in enumerate(tree.body) if i not in kept and _binds(node) & wanted}
        if not new:
            break
        kept |= new
        wanted |= {n.id for i in new for n in ast.walk(tree.body[i]) if isinstance(n, ast.Name)}
    return "\n\n".join(_segment(text, tree.body[i], wanted) for i in sorted(kept)) + "\n"


def _segment(text: str, node: ast.stmt, wanted: set[str]) -> str:
    """A statement's own text; of an import, only the names that are used."""
    if isinstance(node, ast.ImportFrom):
        used = [a for a in node.names if (a.asname or a.name) in wanted]
        return ast.unparse(ast.ImportFrom(node.module, used, node.level))
    first = node.decorator_list[0].lineno if isinstance(node, ast.FunctionDef) and node.decorator_list else node.lineno
    return "\n".join(text.splitlines()[first - 1 : node.end_lineno])


def _binds(node: ast.stmt) -> set[str]:
    match node:
        case ast.FunctionDef(name=name):
            return {name}
        case ast.Import(names=names) | ast.ImportFrom(names=names):
            return {(alias.asname or alias.name).split(".")[0] for alias in names}
        case ast.Assign(targets=targets):
            return {t.id for t in targets if isinstance(t, ast.Name)}
        case _:
            return set()


# --- the table -------------------------------------------------------------------------------------------------------


def report(verdicts: Sequence[Verdict]) -> str:
    """What compiled, what agreed, and a table of the refusals by code."""
    total = len(verdicts)
    compiled = [v for v in verdicts if not v.refusals]
    agreed = [v for v in compiled if not v.differences]
    lines = [line for v in compiled for line in v.differences]
    codes: dict[str, list[Verdict]] = {}
    for v in verdicts:
        if v.refusals:
            codes.setdefault(v.refusals[0].code, []).append(v)
    lines += [
        "",
        f"compiled {len(compiled)} of {total} ({len(compiled) / total:.1%})",
        f"agreed   {len(agreed)} of {len(compiled)} ({len(agreed) / max(1, len(compiled)):.1%}), "
        f"{sum(v.calls for v in compiled)} calls",
    ]
    for code, refused in sorted(codes.items(), key=lambda item: -len(item[1])):
        messages = Counter(v.refusals[0].message for v in refused)
        lines.append(f"{code}  {len(refused):4}  {messages.most_common(1)[0][0]}")
        lines += [f"            {v.case.id}: {v.refusals[0].message}" for v in refused[:SHOWN]]
    return "\n".join(lines)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="Compare the corpus with CPython.")
    parser.add_argument("--routes", action="store_true", help="the functions' own bodies as routes, hints kept")
    parser.add_argument("--source", action="store_true", help="print the source of each library instead")
    parser.add_argument("chosen", nargs="*", help="topics, or topic.function")
    options = parser.parse_args()
    kernel = None
    verdicts = []
    for case in cases(options.chosen):
        source = route_source(case) if options.routes else helper_source(case)
        if source is None:
            continue
        if options.source:
            print(source)
            continue
        kernel = kernel or Kernel()
        try:
            verdicts.append(check(case, kernel, source))
        except Exception as error:  # noqa: BLE001 - a crash is one more row
            verdicts.append(Verdict(case, differences=[f"{case.id}: CRASH {type(error).__name__}: {error}"]))
    if verdicts:
        print(report(verdicts))


if __name__ == "__main__":
    main()
