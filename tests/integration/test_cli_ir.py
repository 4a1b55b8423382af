"""The commands on IR as people meet them: what they print, where, and their exit status."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tcc.backend.targets.legalise import legalise
from tcc.backend.targets.profile import PROFILES, load_profile
from tcc.build import build_file
from tcc.ir.format import format_manifest
from tcc.ir.text import parse_manifest, show_manifest
from tests.integration.support import ROOT, tcc

COUNTER = str(ROOT / "examples" / "counter.py")
THERMOSTAT = str(ROOT / "examples" / "temperature.py")
LINK = "/service/example-devco/ml/counter/1.0.0"
EXAMPLES = ["collatz", "counter", "fizzbuzz", "temperature", "totals"]


@pytest.fixture
def counter(tmp_path: Path) -> Path:
    file = tmp_path / "counter.json"
    assert tcc("build", COUNTER, "-o", str(file)).returncode == 0
    return file


def test_verify_says_that_a_built_manifest_may_be_installed(counter: Path) -> None:
    done = tcc("verify", str(counter), "--schema")
    assert (done.returncode, done.stdout) == (0, f"{counter}: {LINK}: 1 route, no errors\n")


def test_verify_points_at_what_is_wrong(counter: Path) -> None:
    manifest = json.loads(counter.read_text())
    manifest["routes"][0]["opdef"]["/state/scalar/op/get"][1].append(["result_2", {"$nobody/add": {"l": 1}}])
    counter.write_text(json.dumps(manifest))
    done = tcc("verify", str(counter))
    place = "/routes/0/opdef/~1state~1scalar~1op~1get/1"
    assert done.returncode == 1
    assert f"{counter}: error at {place}/2/1: undefined id 'nobody'\n" in done.stdout
    assert f"{counter}: error at {place}/2/1/$nobody~1add/l: add: unknown parameter 'l'; it takes r\n" in done.stdout
    assert f"{counter}: warning at {place}/0: 'step' never runs: the result does not need it\n" in done.stdout


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "error not JSON: "),
        ('{"a": 1}', "error at /a: unknown member 'a'"),
        ('{"schema": {"id": "/lib/a/b/1.0.0", "version": "1.0.0"}, "schema": 1}', "error at /schema: duplicate key"),
        ("[" * (2 << 20), "error nested deeper than 128"),
    ],
)
def test_verify_refuses_what_is_no_manifest(text: str, said: str) -> None:
    done = tcc("verify", "-", stdin=text)
    assert done.returncode == 1
    assert done.stdout.startswith(f"-: {said}")


def test_show_and_assemble_give_the_same_bytes(counter: Path) -> None:
    shown = tcc("show", COUNTER, "--spans")
    assert "  # counter.py:" in shown.stdout
    assert tcc("assemble", stdin=shown.stdout).stdout == counter.read_text()


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_reads_back_from_its_text_for_every_target_that_can_express_it(name: str) -> None:
    [definition] = build_file(ROOT / "examples" / f"{name}.py").definitions
    for target in PROFILES:
        manifest, obstacles = legalise(definition.manifest, load_profile(target))
        if not obstacles:
            text = show_manifest(manifest, spans=True)
            assert format_manifest(parse_manifest(text)) == format_manifest(manifest)


def test_assemble_says_where_the_text_goes_wrong() -> None:
    done = tcc("assemble", stdin="library /lib/a/b/1.0.0 version 1.0.0\nroute /x op {\n  r = then\n}\n")
    assert (done.returncode, done.stdout) == (1, "")
    assert "line 3 column 7: 'then' is a keyword" in done.stderr


def test_diff_tells_whether_callers_break(counter: Path, tmp_path: Path) -> None:
    same = tcc("diff", str(counter), COUNTER)
    assert (same.returncode, same.stdout) == (0, "no change: the two are one program\n")
    source = Path(COUNTER).read_text()
    other = tmp_path / "other.py"
    other.write_text(source.replace("step % 2", "step % 3"))
    body = tcc("diff", str(counter), str(other))
    assert body.returncode == 0
    assert body.stdout.startswith("~ GET /handle: body\n")
    assert "    -    mod = state % 2\n    +    mod = state % 3\n" in body.stdout
    other.write_text(source.replace("limit: int", "limit: str").replace("step < limit", "step < len(limit)"))
    broken = tcc("diff", str(counter), str(other))
    assert broken.returncode == 1
    assert "GET /handle: parameter 'limit' takes string, took int  breaks callers\n" in broken.stdout


def test_diff_names_the_file_that_cannot_be_read(counter: Path, tmp_path: Path) -> None:
    missing = tcc("diff", str(counter), str(tmp_path / "no.json"))
    assert missing.returncode == 2
    assert "no.json" in missing.stderr
    (tmp_path / "bad.json").write_text("{")
    bad = tcc("diff", str(counter), str(tmp_path / "bad.json"))
    assert bad.returncode == 1
    assert "bad.json: not a manifest" in bad.stderr


@pytest.mark.parametrize("name", ["scalar", "manifest"])
def test_schema_prints_what_the_package_ships(name: str) -> None:
    shipped = ROOT / "tcc" / "ir" / "schemas" / f"{name}.schema.json"
    assert tcc("schema", name).stdout == shipped.read_text()


def test_import_writes_what_it_can_and_lists_the_rest(tmp_path: Path) -> None:
    old = {"http://example.com/lib/acme/old/1.0.0": {"one": {"/state/scalar/value/number/int/64": 1}}}
    done = tcc("import", "-", "-o", str(tmp_path / "new.json"), stdin=json.dumps(old))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert json.loads((tmp_path / "new.json").read_text())["routes"] == [{"path": "/one", "value": 1}]
    old["http://example.com/lib/acme/old/1.0.0"]["two"] = {"/state/scalar/ref/case": []}
    lossy = tcc("import", "-", stdin=json.dumps(old))
    assert lossy.returncode == 1
    assert "not carried over, at /http:~1~1example.com~1lib~1acme~1old~11.0.0/two" in lossy.stderr
    assert tcc("verify", "-", stdin=lossy.stdout).returncode == 0


def test_build_for_an_older_target_says_what_it_lacks_and_where() -> None:
    done = tcc("build", COUNTER, "--target", "tc-ir-2026-08")
    line = 1 + Path(COUNTER).read_text().splitlines().index("            if step % 2 == 0:")
    assert (done.returncode, done.stdout) == (1, "")
    assert "error[TC601]: the target `tc-ir-2026-08` has no op mod" in done.stderr
    assert f"counter.py:{line}:" in done.stderr


def test_build_for_an_older_target_writes_a_manifest_that_verifies() -> None:
    for target in ("tc-ir-2026-02", "tc-ir-2026-08"):
        built = tcc("build", THERMOSTAT, "--target", target)
        assert built.returncode == 0
        assert tcc("verify", "-", "--schema", stdin=built.stdout).returncode == 0
        assert "$state/lt" not in built.stdout


def test_help_of_the_compiler_needs_no_slow_import() -> None:
    code = "import sys, tcc.cli; sys.exit(any(m in sys.modules for m in ('libcst', 'msgspec', 'jsonschema', 'httpx2')))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
