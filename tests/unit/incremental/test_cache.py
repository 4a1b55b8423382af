"""The cache: what is reused, what is not, and that nothing in its folder can change or break a build."""

from __future__ import annotations

import ast
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tcc.backend.files import write_atomically
from tcc.build import build_file
from tcc.incremental import store
from tcc.incremental.build import Outcome, build_texts
from tcc.incremental.chunks import UnsplittableError, splice, split
from tcc.ir.format import format_manifest
from tcc.lowering import Options

SOURCE = '''"""A library."""

import tinychain as tc
from helpers import twice

LIMIT = 10
OTHER = 20


def clamp(n: int) -> int:
    return min(n, LIMIT)


@tc.library(publisher="example-devco", name="some", version="1.0.0")
class Some(tc.define.Library):
    @tc.get
    def first(self, n: int) -> int:
        return n + 1

    @tc.get
    def clamped(self, n: int) -> int:
        return clamp(n) + 1

    @tc.get
    def other(self, n: int) -> int:
        return n + OTHER

    @tc.get
    def doubled(self, n: int) -> int:
        return twice(n)
'''
HELPERS = "def twice(n: int) -> int:\n    return 2 * n\n"


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(store, "compiler", lambda: b"this compiler")  # its files may change while it is tested
    (tmp_path / "helpers.py").write_text(HELPERS)
    path = tmp_path / "some.py"
    path.write_text(SOURCE)
    build_texts(path, Options())
    return path


def built(path: Path) -> dict[str, str]:
    """Build with the cache and hold the text against a build without; gives the routes that were built, and why."""
    outcome = build_texts(path, Options(), explain=True)
    assert [text.text for text in outcome.texts] == [format_manifest(d.manifest) for d in build_file(path).definitions]
    return {rebuilt.route: rebuilt.why for rebuilt in outcome.rebuilt}


def test_nothing_is_built_twice(file: Path) -> None:
    assert built(file) == {}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("n + 1\n\n    @tc.get\n    def cl", "n + 2\n\n    @tc.get\n    def cl", {"Some.first": "it changed"}),
        ("min(n, LIMIT)", "max(n, LIMIT)", {"Some.clamped": "clamp changed"}),
        ("LIMIT = 10", "LIMIT = 11", {"Some.clamped": "`LIMIT = 11` is new, `LIMIT = 10` is gone"}),
        ("OTHER = 20", "OTHER = 21", {"Some.other": "`OTHER = 21` is new, `OTHER = 20` is gone"}),
        ("LIMIT = 10", "LIMIT = 10\n\n\n# moved", {}),
        ("n + OTHER", "n + OTHER  # the other", {"Some.other": "it changed"}),
        ("def other(", "def another(", {"Some.another": "it is new"}),
    ],
)
def test_an_edit_builds_what_depends_on_it(file: Path, old: str, new: str, expected: dict[str, str]) -> None:
    assert SOURCE.count(old) == 1
    file.write_text(SOURCE.replace(old, new))
    assert built(file) == expected
    assert built(file) == {}


def test_a_change_of_another_file_builds_what_follows_it(file: Path) -> None:
    file.with_name("helpers.py").write_text(HELPERS.replace("2", "3"))
    assert built(file) == {"Some.doubled": "another file or a place in this one changed"}


def test_a_builtin_that_is_hidden_builds_what_used_it(file: Path) -> None:
    file.write_text(SOURCE.replace("def clamp(", "def min(a: int, b: int) -> int:\n    return b\n\n\ndef clamp("))
    assert built(file) == {"Some.clamped": "min is new"}


def test_options_have_caches_of_their_own(file: Path) -> None:
    assert len(build_texts(file, Options(optimize=0)).rebuilt) == 4
    assert built(file) == {}


def test_another_folder(file: Path, tmp_path: Path) -> None:
    assert len(build_texts(file, Options(), tmp_path / "elsewhere").rebuilt) == 4
    assert build_texts(file, Options(), tmp_path / "elsewhere").reused == 4


@pytest.mark.parametrize("damage", ["empty", "cut", "flipped", "foreign", "folder"])
def test_a_damaged_cache_is_none(file: Path, damage: str) -> None:
    [cache] = file.parent.glob(".tcc-cache/*.bin")
    data = cache.read_bytes()
    match damage:
        case "empty":
            cache.write_bytes(b"")
        case "cut":
            cache.write_bytes(data[: len(data) // 2])
        case "flipped":
            cache.write_bytes(data[:-100] + bytes([data[-100] ^ 1]) + data[-99:])
        case "foreign":
            cache.write_bytes(b"\x80\x04K\x01." * 1000)
        case "folder":
            cache.unlink()
            cache.mkdir()
    assert built(file) == {"every route": "nothing was kept"}
    if damage != "folder":
        assert built(file) == {}


def test_another_compiler_has_no_cache(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "compiler", lambda: b"that compiler")
    assert built(file) == {"every route": "nothing was kept"}


def test_a_cache_that_cannot_be_written_is_none(file: Path, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    assert len(build_texts(file, Options(), tmp_path / "taken").rebuilt) == 4


def test_builds_at_once(file: Path) -> None:
    texts = [SOURCE.replace("LIMIT = 10", f"LIMIT = {n}") for n in range(4)]
    with ThreadPoolExecutor(4) as pool:

        def one(n: int) -> Outcome:
            if n % 2:
                write_atomically(file, texts[n % 4].encode())
            return build_texts(file, Options())

        list(pool.map(one, range(8)))
    built(file)
    assert built(file) == {}


@pytest.mark.parametrize(
    "text", ["x = 1; y = 2\n", "class A: x = 1\n", "x = 1\r\ny = 2\r\n", "class A:\n    pass\nclass A:\n    pass\n"]
)
def test_a_file_that_is_not_divided(text: str) -> None:
    with pytest.raises(UnsplittableError):
        split(text, ast.parse(text))


def test_a_known_text_is_divided_by_what_changed() -> None:
    known = split(SOURCE, ast.parse(SOURCE))
    assert "".join(chunk.text for chunk in known) == SOURCE
    for old, new in [("n + 1\n", "n + 2\n"), ("    @tc.get\n    def other", "    x = 1\n\n    @tc.get\n    def other")]:
        text = SOURCE.replace(old, new, 1)
        assert splice(known, text) == split(text, ast.parse(text))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("n + OTHER", "(n + OTHER"),
        ("n + OTHER", '"""n'),
        ("n + OTHER", "n + \\"),
        ("        return n + OTHER", "    return n + OTHER"),
        ("    @tc.get\n    def other", "@tc.get\ndef other"),
        ("    def other", "     def other"),
    ],
)
def test_a_change_that_reaches_beyond_itself_is_not_guessed_at(old: str, new: str) -> None:
    text = SOURCE.replace(old, new, 1)
    found = splice(split(SOURCE, ast.parse(SOURCE)), text)
    try:
        tree = ast.parse(text)
    except SyntaxError:
        assert found is None
    else:
        assert found in (None, split(text, tree))
