"""Every example and golden case, as every target writes it: text and JSON read back to the same bytes, and the kernel
runs what is written as it runs the program for the default target.

A program that a target cannot express is refused with TC601; its routes that the target can express are then tried
without the others. How many programs and routes remain is asserted, so that a target cannot lose them unseen.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from msgspec import structs

from tcc.backend.targets.build import build_for
from tcc.backend.targets.encoding import target_data
from tcc.backend.targets.legalise import legalise
from tcc.backend.targets.profile import PROFILES, load_profile
from tcc.build import build_file
from tcc.diagnostics import CompileError
from tcc.ir.format import format_data
from tcc.ir.manifest import Manifest, decode_manifest, encode_manifest
from tcc.ir.text import parse_manifest, show_manifest
from tcc.ir.verify import errors, verify
from tcc.lowering import Options
from tests.golden import case
from tests.golden.test_golden import CASES as GOLDEN
from tests.integration.support import tcc
from tests.integration.test_examples import CASES as EXAMPLE_CALLS
from tests.integration.test_examples import WRONG
from tests.oracle.kernel import Kernel
from tests.oracle.outcome import Answered, Failed, Outcome, first_difference
from tests.unit.targets.test_targets import assert_has_only

EXAMPLES = Path(__file__).parents[2] / "examples"
THERMOSTAT = EXAMPLES / "temperature.py"
OLDER = tuple(name for name in PROFILES if name != "tcc")
LEVELS = (Options(), Options(optimize=0))
# At each level of optimisation. Raise them when more can be expressed.
LEAST_PROGRAMS = {"tcc": 62, "tc-ir-2026-02": 11, "tc-ir-2026-08": 11}
LEAST_ROUTES = {"tcc": 71, "tc-ir-2026-02": 15, "tc-ir-2026-08": 15}

Calls = list[tuple[str, dict[str, object]]]


@dataclass(frozen=True)
class Program:
    """A definition, and the calls its file declares."""

    name: str
    manifest: Manifest
    calls: Calls


@cache
def programs() -> tuple[Program, ...]:
    """Every program there is, at every level of optimisation."""
    found = [program for options in LEVELS for path in GOLDEN for program in _golden(path, options)]
    return (*found, *(program for options in LEVELS for program in _examples(options)))


def _golden(path: Path, options: Options) -> Iterator[Program]:
    declared = case.read(path)
    if any(title.startswith("diagnostics") for title in declared.expected):
        return
    built = case.built(declared, options)
    for definition in built.definitions:
        calls = list(case.calls(declared)) if len(built.definitions) == 1 else []
        yield Program(f"{path.stem} -O{options.optimize}", definition.manifest, calls)


def _examples(options: Options) -> Iterator[Program]:
    calls = [(cls.__name__, route, args) for cls, route, inputs in EXAMPLE_CALLS for args in inputs]
    calls += [(cls.__name__, route, args) for cls, route, args in WRONG]
    for path in sorted(EXAMPLES.glob("*.py")):
        if path.stem not in ("__init__", "demo"):  # which define nothing
            for definition in build_file(path, options).definitions:
                own = [(route, args) for name, route, args in calls if name == definition.name]
                assert own, f"{path.name} has no calls for {definition.name}"
                yield Program(f"{path.stem} -O{options.optimize}", definition.manifest, own)


@cache
def written(target: str) -> tuple[tuple[Program, str], ...]:
    """What ``target`` can express of the programs, and the file ``tcc build`` writes of each."""
    return tuple((part, text) for program in programs() for part, text in _written(program, target))


def _written(program: Program, target: str) -> Iterator[tuple[Program, str]]:
    try:
        yield program, build_for(program.manifest, target, "program.py")
    except CompileError as error:
        assert {diagnostic.code for diagnostic in error.diagnostics} == {"TC601"}, program.name
        assert all(f"`{target}`" in diagnostic.message for diagnostic in error.diagnostics), program.name
        part = _expressible(program, target)
        if part is not None:
            yield part, build_for(part.manifest, target, "program.py")


def _expressible(program: Program, target: str) -> Program | None:
    """The program with only the routes that ``target`` can express, if they do without the others."""
    _, obstacles = legalise(program.manifest, load_profile(target))
    refused = {obstacle.route for obstacle in obstacles}
    routes = tuple(route for route in program.manifest.routes if f"{route.verb} {route.path}" not in refused)
    manifest = structs.replace(program.manifest, routes=routes, source_map=None)
    if not routes or errors(verify(manifest)):
        return None
    paths = {route.path[1:] for route in routes}
    return Program(f"{program.name}, in part", manifest, [call for call in program.calls if call[0] in paths])


@pytest.mark.parametrize("target", PROFILES)
def test_every_target_expresses_as_many_as_it_did(target: str) -> None:
    parts = [part for part, _ in written(target)]
    whole = [part.name for part in parts if not part.name.endswith(", in part")]
    routes = [f"{part.name}: {route.path}" for part in parts for route in part.manifest.routes]
    for options in LEVELS:
        level = f" -O{options.optimize}"
        assert len([name for name in whole if level in name]) >= LEAST_PROGRAMS[target], whole
        assert len([name for name in routes if level in name]) >= LEAST_ROUTES[target], routes


@pytest.mark.parametrize("target", PROFILES)
def test_text_and_json_read_back_to_the_same_bytes(target: str) -> None:
    profile = load_profile(target)
    for part, text in written(target):
        manifest = decode_manifest(text)
        assert errors(verify(manifest)) == (), part.name
        assert format_data(target_data(manifest, profile)) == text, part.name
        encoded = encode_manifest(manifest)
        assert encode_manifest(decode_manifest(encoded)) == encoded, part.name
        for types in (True, False):
            assembled = parse_manifest(show_manifest(manifest, types=types, spans=types))
            if types:  # the spans carry the source map
                assert format_data(target_data(assembled, profile)) == text, part.name
            assert assembled.routes == manifest.routes, part.name


@pytest.mark.parametrize("target", PROFILES)
def test_what_is_fit_for_a_target_stays_as_it_is(target: str) -> None:
    for part, text in written(target):
        assert build_for(decode_manifest(text), target, part.name) == text


@pytest.mark.parametrize("target", OLDER)
def test_an_older_target_is_given_only_what_it_has(target: str) -> None:
    for _, text in written(target):
        assert_has_only(decode_manifest(text), load_profile(target))


@pytest.mark.native
@pytest.mark.parametrize("target", OLDER)
def test_the_kernel_gives_the_same_as_for_the_default_target(target: str) -> None:
    compared = 0
    for part, text in written(target):
        default, older = Kernel(), Kernel()
        link = default.install(part.manifest)
        assert older.install_as_written(link, text.encode()) == link
        declared = {route.path[1:]: route for route in part.manifest.routes}
        called = set[str]()
        for route, args in part.calls:
            outcomes = [
                kernel.call(link, route, args, declared=declared[route], events=True) for kernel in (default, older)
            ]
            found = _difference(*outcomes)
            assert found is None, f"{part.name} for {target}, {route}({args}): {found}\n{text}"
            called.add(route)
            compared += 1
        assert called == {*declared}, f"{part.name}: a route nobody calls"
    assert compared > 100


def _difference(expected: Outcome, found: Outcome) -> str | None:
    """As ``difference``, but failures say the same too."""
    match expected, found:
        case Answered(), Answered():
            pairs = (expected.value, list(expected.events)), (found.value, list(found.events))
            return first_difference(*pairs, "outcome")
        case Failed(), Failed() if expected.message == found.message:
            return None
    return f"{found}, not {expected}"


@pytest.mark.parametrize("target", OLDER)
def test_build_without_optimisation_for_an_older_target(target: str) -> None:
    [definition] = build_file(THERMOSTAT, Options(optimize=0)).definitions
    done = tcc("build", str(THERMOSTAT), "-O0", "--target", target)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == build_for(definition.manifest, target, str(THERMOSTAT))
    assert done.stdout != tcc("build", str(THERMOSTAT), "--target", target).stdout
    assert done.stdout != tcc("build", str(THERMOSTAT), "-O0").stdout
    assert tcc("verify", "-", "--schema", stdin=done.stdout).returncode == 0


@pytest.mark.parametrize("target", PROFILES)
def test_show_and_assemble_give_the_bytes_of_the_target(target: str, tmp_path: Path) -> None:
    file = tmp_path / "thermostat.json"
    assert tcc("build", str(THERMOSTAT), "--target", target, "-o", str(file)).returncode == 0
    shown = tcc("show", str(file), "--spans").stdout
    assert tcc("assemble", "--target", target, stdin=shown).stdout == file.read_text(encoding="utf-8")
    without_spans = tcc("show", str(file)).stdout
    assert tcc("build", str(THERMOSTAT), "--target", target, "--emit=ir").stdout == without_spans


def test_assemble_says_what_the_target_lacks() -> None:
    shown = tcc("show", str(EXAMPLES / "counter.py"), "--spans").stdout
    done = tcc("assemble", "--target", "tc-ir-2026-08", stdin=shown)
    assert (done.returncode, done.stdout) == (1, "")
    assert "error[TC601]: the target `tc-ir-2026-08` has no op mod" in done.stderr
