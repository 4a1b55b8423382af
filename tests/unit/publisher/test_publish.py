"""Compiling live definitions: the same bytes as the file's, and classes that no file's top level holds."""

from __future__ import annotations

import inspect
import linecache

import pytest

import tcc
import tinychain as tc
from examples.collatz import Collatz
from examples.counter import Counter
from examples.fizzbuzz import FizzBuzz
from examples.temperature import Thermostat
from examples.totals import Totals
from tcc.diagnostics import CompileError
from tcc.ir.format import format_manifest
from tcc.ir.manifest import Manifest, Value
from tinychain.publish import shown

RATE = 3


class Store(tc.Library):
    @tc.get
    def price(self, item: str) -> int: ...


STORE = Store(publisher="acme", name="store", version="1.0.0")


def scaled(n: int) -> int:
    return n * RATE


@pytest.mark.parametrize("cls", [Counter, FizzBuzz, Totals, Thermostat, Collatz])
def test_a_live_class_and_its_file_give_the_same_bytes(cls: type[tc.Library]) -> None:
    assert format_manifest(tc.define.compile(cls)) == format_manifest(tcc.compile(shown(inspect.getfile(cls))))
    assert tc.autograph.compile(cls()) == tc.define.compile(cls)


def routes(manifest: Manifest) -> list[str]:
    return [f"{route.verb} {route.path}" for route in manifest.routes]


def test_the_instance_says_who_it_is() -> None:
    class Echo(tc.define.Library):
        @tc.define.get
        def hello(self) -> tc.String: ...

    manifest = tc.define.compile(Echo(publisher="example-devco", name="echo", version="0.1.0", dependencies=[STORE]))
    assert manifest.schema.id == "/lib/example-devco/echo/0.1.0"
    assert manifest.schema.dependencies == ("/lib/acme/store/1.0.0",)
    assert manifest.routes[0].target == Value("hello")


def test_a_class_in_a_function_brings_what_it_uses() -> None:
    factor = 7
    local = Store(publisher="acme", name="store", version="2.0.0")

    def shifted(n: int) -> int:
        return scaled(n) + factor

    class Local(tc.define.Library):
        @tc.get
        def cost(self, item: str, count: int) -> int:
            return shifted(local.price(item) * count) + RATE

    library = Local(publisher="acme", name="local", version="1.0.0", dependencies=[local])
    manifest = tc.define.compile(library)
    assert routes(manifest) == ["GET /cost"]
    text = format_manifest(manifest)
    assert "/lib/acme/store/2.0.0/price" in text
    line = inspect.getsourcelines(Local.cost.function)[1] + 1  # below the decorator
    assert manifest.source_map is not None
    assert (manifest.source_map.file, manifest.source_map.routes[0][1].line) == ("test_publish.py", line)


def test_a_notebook_cell(monkeypatch: pytest.MonkeyPatch) -> None:
    """A cell's class, written as IPython does it: source only in linecache, the import in another cell."""
    scope: dict[str, object] = {"__name__": "__main__"}
    for number, cell in enumerate(["import tinychain as tc\nSTEP = 2\n", NOTEBOOK]):
        name = f"<ipython-input-{number}>"
        monkeypatch.setitem(linecache.cache, name, (len(cell), None, cell.splitlines(keepends=True), name))
        exec(compile(cell, name, "exec"), scope)
    cls = scope["Cell"]
    assert isinstance(cls, type)
    manifest = tc.define.compile(cls)
    assert routes(manifest) == ["GET /twice"]


NOTEBOOK = """
@tc.library(publisher="acme", name="cell", version="1.0.0")
class Cell(tc.define.Library):
    @tc.get
    def twice(self, n: int) -> int:
        return n * STEP
"""


def test_without_source_it_says_so() -> None:
    scope: dict[str, object] = {"tc": tc, "__name__": "nowhere"}
    exec("class Lost(tc.define.Library):\n    @tc.get\n    def f(self) -> int:\n        return 1\n", scope)
    lost = scope["Lost"]
    assert isinstance(lost, type)
    with pytest.raises(ValueError, match="Python does not have the source of Lost: write it in a file"):
        tc.define.compile(lost(publisher="a", name="b", version="1.0.0"))


def test_what_cannot_be_compiled() -> None:
    with pytest.raises(TypeError, match="Store is a stub of something that is installed elsewhere"):
        tc.define.compile(STORE)

    class Wrong(tc.define.Library):
        @tc.get
        def f(self, n: int) -> int:
            try:
                return n
            except ValueError:
                return 0

    with pytest.raises(CompileError) as caught:
        tc.define.compile(Wrong(publisher="a", name="b", version="1.0.0"))
    diagnostic = caught.value.diagnostics[0]
    assert diagnostic.code.startswith("TC2")
    assert diagnostic.span.line == inspect.getsourcelines(Wrong.f.function)[1] + 2
    assert f"{diagnostic.span.line} |         try:" in caught.value.__notes__[0]
    with pytest.raises(ValueError, match="Wrong has no identity"):
        tc.define.compile(Wrong)


def test_installing_needs_one_place() -> None:
    with pytest.raises(ValueError, match="give the place to install to"):
        tc.define.install(Counter)
    with pytest.raises(ValueError, match="not both"):
        tc.define.install(Counter, data_dir="x", remote="http://h")


def test_routes_may_have_any_name() -> None:
    @tc.library(publisher="acme", name="names", version="1.0.0")
    class Names(tc.define.Library):
        @tc.get
        def id(self) -> int:  # type: ignore[override]
            return 1

        @tc.get
        def link(self) -> int:  # type: ignore[override]
            return 2

        @tc.get
        def route(self, schema: str) -> str:  # type: ignore[override]
            return schema

        @tc.get
        def schema(self) -> int:  # type: ignore[override]
            return self.id() + self.link()

    assert routes(tc.define.compile(Names)) == ["GET /id", "GET /link", "GET /route", "GET /schema"]
    assert tc.testing.run(Names, "schema") == (3, [])
    assert repr(Names().route("x")) == "<String GET /lib/acme/names/1.0.0/route>"
    assert Names().schema.uri == "/lib/acme/names/1.0.0/schema"
