"""The command line as people meet it: what it prints, where, and its exit status."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.integration.support import ROOT, serving, tcc

COUNTER = str(ROOT / "examples" / "counter.py")
LINK = "/service/example-devco/ml/counter/1.0.0"

TWO = """
import tinychain as tc

@tc.library(publisher="acme", name="one", version="1.0.0")
class One(tc.define.Library):
    @tc.get
    def it(self) -> int:
        return 1

@tc.library(publisher="acme", name="two", version="2.0.0")
class Two(tc.define.Library):
    @tc.get
    def it(self) -> int:
        return 2
"""


@pytest.fixture
def two(tmp_path: Path) -> Path:
    file = tmp_path / "two.py"
    file.write_text(TWO)
    return file


def test_build_writes_the_same_to_stdout_and_to_a_file(tmp_path: Path) -> None:
    output = tmp_path / "counter.json"
    printed = tcc("build", COUNTER)
    assert (printed.returncode, printed.stderr) == (0, "")
    written = tcc("build", COUNTER, "-o", str(output))
    assert (written.returncode, written.stdout, written.stderr) == (0, "", "")
    assert output.read_text() == printed.stdout
    assert json.loads(printed.stdout)["schema"] == {"id": LINK, "version": "1.0.0", "dependencies": []}
    assert output.stat().st_mode & 0o777 == 0o666 & ~_umask()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_build_is_the_same_from_anywhere(tmp_path: Path) -> None:
    here = tcc("build", "counter.py", cwd=ROOT / "examples")
    there = tcc("build", COUNTER, cwd=tmp_path)
    assert here.stdout == there.stdout != ""


def test_build_never_imports_the_module(tmp_path: Path) -> None:
    file = tmp_path / "explosive.py"
    marker = tmp_path / "imported"
    file.write_text(f"open({str(marker)!r}, 'w')\nraise SystemExit('imported')\n" + Path(COUNTER).read_text())
    for command in ("build", "check"):
        assert tcc(command, str(file)).returncode == 0
    assert not marker.exists()


def test_several_definitions(two: Path, tmp_path: Path) -> None:
    found = tcc("build", str(two))
    assert (found.returncode, found.stdout) == (2, "")
    assert found.stderr == (
        "tcc: the file has several definitions (One, Two): choose one with --name, or give a directory to -o\n"
    )
    for name in ("Two", "two", "/lib/acme/two/2.0.0"):
        assert json.loads(tcc("build", str(two), "--name", name).stdout)["schema"]["version"] == "2.0.0"
    found = tcc("build", str(two), "--name", "Three")
    assert (found.returncode, found.stderr) == (2, "tcc: no definition is called 'Three'; the file has One, Two\n")
    assert tcc("build", str(two), "-o", str(tmp_path / "out") + os.sep).returncode == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["one-1.0.0.json", "two-2.0.0.json"]


def test_check_says_what_it_checked(two: Path) -> None:
    found = tcc("check", str(two))
    assert (found.returncode, found.stderr) == (0, "")
    assert found.stdout == "/lib/acme/one/1.0.0: 1 route, no errors\n/lib/acme/two/2.0.0: 1 route, no errors\n"


PROGRAMS = {
    "not Python": ("def handle(:\n", "TC001"),
    "no routes": ("import tinychain as tc\n", "TC101"),
    "a duplicate route": (
        TWO.replace(
            "    @tc.get\n    def it(self) -> int:\n        return 2", "    @tc.get\n    def it(self): return 2\n" * 2
        ),
        "TC102",
    ),
    "try": (
        TWO.replace("return 1", "try:\n            return 1\n        except ValueError:\n            return 2"),
        "TC2",
    ),
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_wrong_program_changes_nothing(name: str, tmp_path: Path) -> None:
    source, code = PROGRAMS[name]
    file, output, data = tmp_path / "wrong.py", tmp_path / "out.json", tmp_path / "data"
    file.write_text(source)
    output.write_text("before")
    found = tcc("build", str(file), "-o", str(output))
    assert (found.returncode, found.stdout, output.read_text()) == (1, "", "before")
    assert f"error[{code}" in found.stderr
    assert f"--> {file}:" in found.stderr
    assert "Traceback" not in found.stderr
    checked = tcc("check", str(file))
    assert (checked.returncode, checked.stdout, checked.stderr) == (1, found.stderr, "")
    installed = tcc("install", str(file), "--data-dir", str(data))
    assert (installed.returncode, installed.stdout, data.exists()) == (1, "", False)
    assert installed.stderr == found.stderr


@pytest.mark.parametrize("style", ["json", "sarif", "github"])
def test_machine_formats(style: str, tmp_path: Path) -> None:
    file = tmp_path / "wrong.py"
    file.write_text(PROGRAMS["no routes"][0])
    found = tcc("check", str(file), f"--format={style}")
    assert (found.returncode, found.stderr) == (1, "")
    assert "TC101" in found.stdout
    if style != "github":
        json.loads(found.stdout)


def manifest(opdef: str) -> str:
    schema = '{"id": "/lib/acme/m/1.0.0", "version": "1.0.0", "dependencies": []}'
    return f'{{"schema": {schema}, "routes": [{{"path": "/r", "opdef": {opdef}}}]}}'


FORM = '{"/state/scalar/op/post": [%s]}'
MANIFESTS = {
    "cut in half": manifest(FORM % '["a", 1]')[:120],
    "a cycle": manifest(FORM % '["a", {"$b": []}], ["b", {"$a": []}]'),
    "an unknown op": manifest(FORM % '["a", {"$x/frobnicate": {}}]'),
    "2 MiB of [": "[" * (2 << 20),
    "not an object": "[]",
    "another schema": '{"schema": {"id": "/lib/acme/m/1.0.0"}}',
}


@pytest.mark.native
@pytest.mark.parametrize("name", MANIFESTS)
def test_a_wrong_manifest_changes_nothing(name: str, tmp_path: Path) -> None:
    file, data = tmp_path / "wrong.json", tmp_path / "data"
    file.write_text(MANIFESTS[name])
    found = tcc("install", str(file), "--data-dir", str(data))
    assert (found.returncode, found.stdout) == (1, "")
    assert found.stderr == EXPECTED[name].format(file=file)
    assert [path for path in data.rglob("*") if path.is_file() and path.suffix == ".json"] == []


EXPECTED = {
    "a cycle": "tcc: {file}: at /routes/0/opdef/~1state~1scalar~1op~1post/0: cyclic form: a -> b -> a\n",
    "an unknown op": "tcc: {file}: at /routes/0/opdef/~1state~1scalar~1op~1post/0/1: unknown op 'frobnicate' on 'x'\n",
    "cut in half": "tcc: {file}: not a manifest: not JSON: Unterminated string starting at, line 1 column 117\n",
    "2 MiB of [": "tcc: {file}: not a manifest: nested deeper than 128 arrays and objects\n",
    "not an object": "tcc: {file}: not a manifest: expected an object\n",
    "another schema": "tcc: {file}: not a manifest: at /schema: missing version\n",
}


@pytest.mark.native
def test_install_call_and_events(tmp_path: Path) -> None:
    data = str(tmp_path)
    found = tcc("install", COUNTER, "--data-dir", data)
    assert (found.returncode, found.stdout, found.stderr) == (0, f"installed {LINK}\n", "")
    found = tcc("call", f"{LINK}/handle", "--data-dir", data, "--events", "limit=2")
    events = '{"topic": "even", "value": 0}\n{"topic": "odd", "value": 1}\n'
    assert (found.returncode, found.stdout, found.stderr) == (0, f'{events}"done"\n', "")
    with serving(tmp_path) as server:
        assert tcc("call", f"{LINK}/handle", "--url", server.url, "--events", "limit=2").stdout == found.stdout
        assert tcc("call", f"{server.url}{LINK}/handle", "limit=2").stdout == '"done"\n'


@pytest.mark.native
def test_calls_that_are_wrong(tmp_path: Path) -> None:
    data = str(tmp_path)
    tcc("install", COUNTER, "--data-dir", data)
    handle = f"{LINK}/handle"
    for arguments, message in WRONG_CALLS:
        found = tcc("call", *[argument.format(handle=handle) for argument in arguments], "--data-dir", data)
        assert (found.returncode, found.stdout) == (2, ""), arguments
        assert found.stderr == message, arguments


AT = f"\n  at counter.py:7, in GET /handle {LINK}\n"
WRONG_CALLS = [
    (["{handle}"], f"tcc: bad_request: missing parameter 'limit'{AT}"),
    (["{handle}", "limit=x"], f"tcc: bad_request: 'limit' expects int, found string{AT}"),
    (["{handle}", "limit=true"], f"tcc: bad_request: 'limit' expects int, found bool{AT}"),
    (["{handle}", "limit=1", "more=2"], 'tcc: bad_request: unknown parameter "more": this route takes limit\n'),
    (
        ["{handle}", "--method", "POST", "limit=1"],
        f"tcc: method_not_allowed: {LINK}/handle does not answer POST; it answers GET\n",
    ),
    (["{handle}", "--method", "put", "limit=1"], f"tcc: PUT {LINK}/handle takes key=… and value=…\n"),
    ([f"{LINK}/absent"], f"tcc: not_found: {LINK} has no route /absent\n"),
]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "tcc: the following arguments are required: COMMAND; see tcc --help\n"),
        (["frob"], "tcc: argument COMMAND: invalid choice: 'frob' (choose from "),
        (["build"], "tcc build: the following arguments are required: FILE; see tcc build --help\n"),
        (
            ["install", "x.py"],
            "tcc install: one of the arguments --data-dir --url is required; see tcc install --help\n",
        ),
        (
            ["install", "x.py", "--data-dir", "d", "--url", "http://h"],
            "tcc install: argument --url: not allowed with argument",
        ),
        (["install", "absent.json", "--data-dir", "d"], "tcc: absent.json cannot be read: No such file or directory\n"),
        (
            ["build", COUNTER, "-o", "absent/out.json"],
            "tcc: absent/out.json cannot be written: No such file or directory\n",
        ),
        (["build", COUNTER, "-o", f"{COUNTER}/"], f"tcc: {COUNTER} cannot be made: File exists\n"),
        (["explain", "TC999"], "tcc: no diagnostic has the code 'TC999'; codes look like TC101\n"),
        (["call", "/lib/a/b/1.0.0/c"], "tcc: give either a data directory or a URL\n"),
        (["call", "lib/a"], "tcc: 'lib/a' is neither a path nor an http(s) URL\n"),
        (["call", "/other/a", "--url", "http://h"], "tcc: '/other/a' is outside TinyChain's namespaces: "),
        (
            ["call", "http://h/lib/a", "--url", "http://h"],
            "tcc: the target names its host already: leave out --url and",
        ),
        (["serve", "--data-dir", "d", "--route", "x"], "tcc: 'x' is not ROOT=HOST:PORT\n"),
        (["call", "/lib/a", "x", "--url", "http://h"], "tcc: 'x' is not name=value\n"),
        (["call", "/lib/a", "x=1", "x=2", "--url", "http://h"], "tcc: an argument is given twice\n"),
        (
            ["call", "/lib/a", "--method", "PATCH", "--url", "http://h"],
            "tcc: 'PATCH' is not one of GET, PUT, POST, DELETE\n",
        ),
        (["call", "/lib/a", "--url", "h:1"], "tcc: 'h:1' is not the URL of a host: "),
        (["call", "/lib/a", "--url", "http://127.0.0.1:9"], "tcc: unavailable: http://127.0.0.1:9 cannot be reached: "),
    ],
)
def test_a_wrong_command_line(arguments: list[str], message: str, tmp_path: Path) -> None:
    found = tcc(*arguments, cwd=tmp_path)
    assert (found.returncode, found.stdout) == (2, "")
    assert found.stderr.startswith(message)
    assert found.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    found = tcc("build", "absent.py", cwd=tmp_path)
    assert (found.returncode, found.stdout) == (2, "")
    assert found.stderr.startswith("error[TC002]: absent.py cannot be read: No such file or directory\n")


@pytest.mark.parametrize("command", ["", "build", "check", "install", "call", "serve", "token", "explain", "version"])
def test_help_shows_an_example(command: str) -> None:
    found = tcc(*filter(None, [command]), "--help")
    assert (found.returncode, found.stderr) == (0, "")
    assert f"example:\n  tcc {command}" in found.stdout
    assert max(map(len, found.stdout.splitlines())) <= 100


def test_version_and_explain() -> None:
    assert tcc("version").stdout == "tcc 0.1.0\n"
    found = tcc("explain", "tc101")
    assert found.returncode == 0
    assert found.stdout.startswith("TC101: ")


def test_help_imports_little() -> None:
    code = (
        "import sys; from tcc.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: print(*({'msgspec', 'httpx2', 'libcst', 'gast', 'tinychain', 'json'} & set(sys.modules)))"
    )
    import subprocess
    import sys

    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.splitlines()[-1] == ""
