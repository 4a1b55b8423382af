"""What a file defines: identities, routes, constants and names, found without running it."""

from __future__ import annotations

from textwrap import dedent

import gast
import pytest

from tcc.frontend import (
    Class,
    Constant,
    External,
    Function,
    Identity,
    Instance,
    Module,
    Source,
    Unknown,
    buildable,
    load,
)


class Files:
    """A loader of texts in memory."""

    def __init__(self, **texts: str) -> None:
        self.texts = texts
        self.asked: list[str] = []

    def find(self, importer: Source, module: tuple[str, ...], level: int) -> Source | None:
        name = "__".join(module)
        self.asked.append(name)
        return Source(f"{name}.py", dedent(self.texts[name])) if name in self.texts else None


def module(text: str, **files: str) -> Module:
    return load(Source("demo.py", dedent(text)), Files(**files))


def only(text: str, **files: str) -> Class:
    found = module("import tinychain as tc\n" + dedent(text), **files)
    assert found.diagnostics == []
    (cls,) = found.classes
    return cls


def codes(text: str, **files: str) -> list[tuple[str, int]]:
    """The codes and lines of everything that is wrong with a file."""
    found = module("import tinychain as tc\n" + dedent(text), **files)
    return [(d.code, d.span.line) for d in sorted([*found.diagnostics, *buildable(found)], key=lambda d: d.span)]


HELLO = """
    @tc.get
    def hello(self): return "hello"
"""


# --- identity ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        '@tc.service(publisher="p", namespace="n", name="s", version="1.2.3")\nclass S(tc.Service): ...',
        'class S(tc.Service):\n    publisher = "p"\n    namespace = "n"\n    name = "s"\n    version = "1.2.3"',
        'class S(tc.Service): ...\ns = S(publisher="p", namespace="n", name="s", version="1.2.3")',
        'class S(tc.Service):\n    publisher = "p"\n    namespace = "n"\ns = S(name="s", version="1.2.3")',
        'class Base(tc.Service):\n    publisher = "p"\n    namespace = "n"\n    version = "1.2.3"\n'
        'class S(Base):\n    name = "s"\n',
    ],
)
def test_where_a_service_says_who_it_is(text: str) -> None:
    found = module("import tinychain as tc\n" + text)
    assert found.classes[-1].identity == Identity("/service/p/n/s/1.2.3", "1.2.3")
    assert found.classes[-1].kind == "service"


@pytest.mark.parametrize(
    "text",
    [
        '@tc.library(publisher="p", name="l", version="1.2.3")\nclass L(tc.define.Library): ...',
        'class L(tc.define.Library): ...\nl = L(publisher="p", name="l", version="1.2.3")',
        'class L(tc.define.Library): ...\nl = L("p", "l", "1.2.3")',
        'class L(tc.define.Library): ...\nif __name__ == "__main__":\n    l = L("p", "l", version="1.2.3")',
    ],
)
def test_where_a_library_says_who_it_is(text: str) -> None:
    assert only(text).identity == Identity("/lib/p/l/1.2.3", "1.2.3")


@pytest.mark.parametrize(
    "expression",
    [
        "VERSION",
        "f'{MAJOR}.2.3'",
        "'1.' + '2.3'",
        "CONFIG['version']",
        "versions.CURRENT",
        "imported",
        "PARTS[1]",
    ],
)
def test_constants_in_an_identity_are_folded(expression: str) -> None:
    cls = only(
        f"""
        import versions
        from versions import CURRENT as imported
        VERSION = "1.2.3"
        MAJOR = 1
        CONFIG = {{"version": VERSION}}
        PARTS = ("0.0.0", VERSION)
        @tc.library(publisher="p", name="l", version={expression})
        class L(tc.define.Library): ...
        """,
        versions='CURRENT = "1.2." + "3"\n',
    )
    assert cls.identity == Identity("/lib/p/l/1.2.3", "1.2.3")


@pytest.mark.parametrize(
    ("keywords", "code"),
    [
        ('publisher="p", name="l"', "TC104"),
        ('publisher="p", name="l", version=UNKNOWN', "TC105"),
        ('publisher="p", name="l", version=1', "TC105"),
        ('publisher="a/b", name="l", version="1.0.0"', "TC106"),
        ('publisher="p", name="", version="1.0.0"', "TC106"),
        ('publisher="p", name="..", version="1.0.0"', "TC106"),
        ('publisher="p", name="l", version="1.0"', "TC107"),
        ('publisher="p", name="l", version="1.0.0-rc1"', "TC107"),
        ('publisher="p", name="l", version="01.0.0"', "TC107"),
        ('publisher="p", namespace="n", name="l", version="1.0.0"', "TC108"),
        ('publisher="p", name="l", version="1.0.0", dependencies=x', "TC109"),
        ('publisher="p", name="l", version="1.0.0", dependencies=["no link"]', "TC109"),
    ],
)
def test_a_bad_identity_is_pointed_at(keywords: str, code: str) -> None:
    assert codes(f"@tc.library({keywords})\nclass L(tc.define.Library):{HELLO}") == [(code, 2)]


def test_no_identity() -> None:
    assert codes(f"class L(tc.define.Library):{HELLO}") == [("TC123", 2)]
    found = module(f"import tinychain as tc\nclass L(tc.define.Library):{HELLO}")
    assert found.diagnostics == [], "the decorators give a live class its identity: only a build of a file needs it"


def test_a_base_class_needs_no_identity() -> None:
    decorator = '@tc.library(publisher="p", name="l", version="1.0.0")'
    text = f"class Base(tc.define.Library):{HELLO}\n{decorator}\nclass L(Base): ..."
    assert codes(text) == []
    assert list(module("import tinychain as tc\n" + text).classes[1].routes) == ["hello"]


# --- how tinychain is imported ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "import tinychain\nclass S(tinychain.Service):\n    @tinychain.get\n    def r(self): ...",
        "import tinychain as t\nclass S(t.Service):\n    @t.define.get\n    def r(self): ...",
        "from tinychain import Service, define\nclass S(Service):\n    @define.get\n    def r(self): ...",
        "from tinychain import Service as Base, get as fetch\nclass S(Base):\n    @fetch\n    def r(self): ...",
        "from tinychain.define import get\nfrom tinychain import Service\n"
        "class S(Service):\n    @get()\n    def r(self): ...",
        "import tinychain as tc\nBase = tc.Service\nread = tc.get\nclass S(Base):\n    @read\n    def r(self): ...",
    ],
)
def test_names_are_resolved_through_imports_and_aliases(text: str) -> None:
    (cls,) = module(text).classes
    assert (cls.kind, cls.routes["r"].verb) == ("service", "GET")


# --- routes and members -----------------------------------------------------------------------------------------------


def test_routes_methods_and_constants() -> None:
    cls = only(
        '''
        class S(tc.Service):
            """A service."""

            LIMIT = 3
            step: int = 2
            declared: int

            @tc.get
            def one(self): return 1

            @tc.define.post(queue=True)
            async def two(self, n): return n

            @tc.queue
            @tc.put
            def three(self, key, value): return key

            @tc.delete()
            @staticmethod
            def four(key): return key

            def helper(self, n): return n

            @staticmethod
            def plain(n): return n

            @property
            def hidden(self): return 1

            class Inner: ...
        '''
    )
    assert {name: (route.verb, route.queue, route.is_static) for name, route in cls.routes.items()} == {
        "one": ("GET", False, False),
        "two": ("POST", True, False),
        "three": ("PUT", True, False),
        "four": ("DELETE", False, True),
    }
    assert {name: method.is_static for name, method in cls.methods.items()} == {"helper": False, "plain": True}
    assert isinstance(cls.routes["two"].node, gast.AsyncFunctionDef)
    assert {name: value.value for name, value in cls.constants.items()} == {"LIMIT": 3, "step": 2}
    assert {name: unknown.why for name, unknown in cls.opaque.items()} == {
        "declared": "it is declared without a value",
        "hidden": "it is decorated with `property`",
        "Inner": "it is a nested class",
    }


def test_spans_point_at_the_definition_not_at_its_decorators() -> None:
    cls = only("class S(tc.Service):\n    @tc.get\n    @tc.queue\n    async def wörd(self): return 1")
    span = cls.routes["wörd"].span
    assert (span.line, span.column, span.end_column) == (5, 4, 18)
    assert (cls.span.line, cls.span.column, cls.span.end_column) == (2, 0, 7)


def test_a_library_of_stubs_is_a_stub() -> None:
    text = "class B(tc.Library):\n    @tc.get\n    def hello(self, name: str) -> tc.String: {}\n"
    assert only(text.format("...")).kind == "stub"
    assert only(text.format('return "hello"')).kind == "library"
    assert only(text.format("...")).routes["hello"].is_stub


def test_a_library_may_have_routes_that_stand_for_their_names() -> None:
    cls = only(
        "class Echo(tc.define.Library):\n    @tc.get\n    def a(self) -> tc.String:\n        'Doc.'\n        ..."
    )
    assert (cls.kind, cls.routes["a"].is_stub) == ("library", True)


@pytest.mark.parametrize(
    "text",
    [
        "class L(tc.define.Library):\n    @tc.get\n    def a(self): ...",
        "class L(tc.define.Library):\n    @tc.get\n    def a(self) -> tc.Number: ...",
        "class L(tc.Service):\n    @tc.get\n    def a(self) -> tc.String: ...",
    ],
)
def test_other_routes_have_bodies(text: str) -> None:
    assert [(d.code, d.span.line) for d in module(f"import tinychain as tc\n{text}").diagnostics] == [("TC410", 4)]


@pytest.mark.parametrize(
    ("members", "wrong"),
    [
        ("@tc.get\n    def a(self): return 1\n    @tc.get\n    def a(self): return 2", [("TC102", 6)]),
        ("def a(self): return 1\n    a = 2", [("TC103", 4)]),
        ("for i in range(3): pass", [("TC112", 3)]),
        ("x, y = 1, 2", [("TC112", 3)]),
        ("@tc.queue\n    def a(self): return 1", [("TC113", 3)]),
        ("@tc.get\n    @tc.post\n    def a(self): return 1", [("TC114", 4)]),
        ("@tc.get\n    @cached\n    def a(self): return 1", [("TC115", 4)]),
        ("@tc.get('/a')\n    def a(self): return 1", [("TC116", 3)]),
        ("@tc.get(path='/a')\n    def a(self): return 1", [("TC116", 3)]),
        ("@tc.get(queue=later)\n    def a(self): return 1", [("TC116", 3)]),
        ("@tc.get\n    def a(self, *rest): return 1", [("TC117", 4)]),
        ("@tc.get\n    def a(self, **rest): return 1", [("TC117", 4)]),
        ("@tc.get\n    def a(): return 1", [("TC118", 4)]),
        ("@tc.put\n    def a(self, key): return 1", [("TC119", 4)]),
    ],
)
def test_what_a_class_may_not_hold(members: str, wrong: list[tuple[str, int]]) -> None:
    found = module(f"import tinychain as tc\nclass S(tc.Service):\n    {members}\n")
    assert [(d.code, d.span.line) for d in found.diagnostics] == wrong


def test_a_duplicate_shows_both_places() -> None:
    found = module("import tinychain as tc\nclass S(tc.Service):\n" + "    @tc.get\n    def a(self): return 1\n" * 2)
    (diagnostic,) = found.diagnostics
    assert [label.span.line for label in diagnostic.labels] == [4]


def test_every_mistake_of_a_file_is_found_in_one_run() -> None:
    text = """
        @tc.service(publisher="p", namespace="n", name="s", version="1")
        class S(tc.Service):
            @tc.get
            def a(self, *b): return 1
            @tc.put
            def c(self): return 1
    """
    assert codes(text) == [("TC107", 3), ("TC117", 6), ("TC119", 8)]


def test_overloads_are_declarations() -> None:
    cls = only(
        """
        from typing import overload
        class S(tc.Service):
            @overload
            def a(self, n: int) -> int: ...
            @overload
            def a(self, n: str) -> str: ...
            def a(self, n): return n
        """
    )
    assert list(cls.methods) == ["a"]
    assert not cls.methods["a"].is_stub


def test_members_come_from_mixins_and_bases_of_other_files() -> None:
    cls = only(
        """
        import shared
        from shared import Mixin
        class S(Mixin, shared.Base):
            @tc.get
            def own(self): return self.twice(self.LIMIT)
        """,
        shared="""
        import tinychain as tc
        class Mixin:
            def twice(self, n): return n * 2
        class Base(tc.Service):
            LIMIT = 3
            @tc.get
            def base(self): return 1
        """,
    )
    assert (cls.kind, list(cls.routes), list(cls.methods), list(cls.constants)) == (
        "service",
        ["base", "own"],
        ["twice"],
        ["LIMIT"],
    )


def test_no_routes() -> None:
    assert codes("x = 1") == [("TC101", 1)]
    assert codes("class B(tc.Library):\n    @tc.get\n    def a(self): ...") == [("TC101", 1)]


def test_one_identity_twice() -> None:
    cls = '@tc.library(publisher="p", name="l", version="1.0.0")\nclass {}(tc.define.Library):' + HELLO
    assert codes(cls.format("A") + cls.format("B")) == [("TC122", 7)]


# --- dependencies -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "expression",
    [
        '["/lib/p/b/1.0.0"]',
        '("/lib/p/b/1.0.0",)',
        '[tc.uri.library(publisher="p", name="b", version="1.0.0")]',
        "[B_URI]",
        '[tc.URI("/lib/p/b/1.0.0")]',
        "[b]",
        "[b.link()]",
        "[stubs.b]",
        '[B(publisher="p", name="b", version="1.0.0")]',
        "LIST",
        "[*LIST]",
        "LIST + LIST",
    ],
)
def test_dependencies(expression: str) -> None:
    stub = (
        "class B(tc.Library):\n    @tc.get\n    def hello(self): ...\nb = B(publisher='p', name='b', version='1.0.0')\n"
    )
    found = module(
        f"""
import tinychain as tc
import stubs
{stub}
B_URI = tc.uri.library(publisher="p", name="b", version="1.0.0")
LIST = [b]
class L(tc.define.Library): ...
l = L(publisher="p", name="l", version="1.0.0", dependencies={expression})
""",
        stubs="import tinychain as tc\n" + stub,
    )
    assert found.diagnostics == []
    assert found.classes[-1].dependencies == ("/lib/p/b/1.0.0",)


def test_an_instance_of_a_stub() -> None:
    found = module(
        "import tinychain as tc\nclass B(tc.Library): ...\none = B(publisher='p', name='b', version='1.0.0')\n"
        "two = B(publisher='p', name='b', version='2.0.0')\n"
    )
    one, two = found.names["one"], found.names["two"]
    assert isinstance(one, Instance)
    assert isinstance(two, Instance)
    assert (one.identity, two.identity) == (Identity("/lib/p/b/1.0.0", "1.0.0"), Identity("/lib/p/b/2.0.0", "2.0.0"))
    assert found.diagnostics == []


# --- names of a module ------------------------------------------------------------------------------------------------


NAMES = """
import math
import math as m
import os
import json as j
import helpers
import package.inner
from math import sqrt
from helpers import clamp, LIMIT as most, gone
from typing import Any
import numpy

TAX = 0.2
ALIAS = TAX
root = math.sqrt
double = lambda n: n * 2
a, b = 1, 2
c, d = unknown()
twice = 1
twice = 2
counter = 0
counter += 1
TABLE = [1]
TABLE.append(2)
GRID = [[0]]
GRID[0][0] = 1
CLEAN = [1]
print(CLEAN)
SHOWN = [1]
other = SHOWN
other.append(2)
if TAX > 1:
    maybe = 1
if True:
    always = 1
loop = loop
for index in range(3):
    inside = index

def plain(n): return n

@decorated
def wrapped(n): return n

import functools
@functools.lru_cache(maxsize=None)
def fib(n): return n

def changed_elsewhere():
    global STATE
    STATE = 2
STATE = [1]
"""


def resolved() -> Module:
    return module(NAMES, helpers="LIMIT = 3\ndef clamp(x): return x\n", package="", package__inner="")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("math", External("math")),
        ("m", External("math")),
        ("sqrt", External("math.sqrt")),
        ("root", External("math.sqrt")),
        ("Any", External("typing.Any")),
        ("helpers", Module),
        ("package", Module),
        ("clamp", Function),
        ("most", Constant),
        ("TAX", Constant),
        ("ALIAS", Constant),
        ("double", Function),
        ("a", Constant),
        ("CLEAN", Constant),
        ("always", Constant),
        ("plain", Function),
        ("fib", Function),
    ],
)
def test_names_the_compiler_sees_through(name: str, kind: object) -> None:
    binding = resolved().names[name]
    assert binding == kind if isinstance(kind, External) else isinstance(binding, kind)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("os", "`os` is not a plain module beside this file"),
        ("j", "`json` is not a plain module beside this file"),
        ("numpy", "`numpy` is not a plain module beside this file"),
        ("gone", "`helpers` does not define it"),
        ("c", "its value is not one expression"),
        ("twice", "it is bound more than once, on lines 19 and 20"),
        ("counter", "it is bound more than once, on lines 21 and 22"),
        ("TABLE", "the module changes it on line 24"),
        ("GRID", "the module changes it on line 26"),
        ("SHOWN", "the module changes it on line 31"),
        ("maybe", "it is bound only under a condition"),
        ("loop", "it is defined in terms of itself"),
        ("index", "its value is not one expression"),
        ("inside", "its value is not one expression"),
        ("wrapped", "it is decorated with `decorated`"),
        ("STATE", "the module changes it on line 50"),
    ],
)
def test_names_the_compiler_cannot_see_through(name: str, why: str) -> None:
    binding = resolved().names[name]
    assert isinstance(binding, Unknown)
    assert binding.why == why


def test_names_bound_nowhere_are_not_there() -> None:
    names = resolved().names
    assert names.get("len") is None
    assert "len" not in names
    with pytest.raises(KeyError):
        names["len"]


def test_cached_functions_are_marked() -> None:
    fib = resolved().names["fib"]
    assert isinstance(fib, Function)
    assert fib.is_cached


def test_a_lambda_is_the_function_it_is() -> None:
    double = resolved().names["double"]
    assert isinstance(double, Function)
    assert (double.node.name, gast.unparse(double.node).strip()) == ("double", "def double(n):\n    return n * 2")


def test_modules_are_read_only_when_a_name_of_theirs_is_needed() -> None:
    files = Files(helpers="def clamp(x): return x\n")
    found = load(Source("demo.py", "import helpers\nfrom helpers import clamp\nx = 1\n"), files)
    assert files.asked == []
    assert isinstance(found.names["clamp"], Function)
    assert files.asked == ["helpers"]


def test_modules_that_import_each_other() -> None:
    found = module(
        "from one import a, b, lost\n",
        one="from two import b, lost\ndef a(): return b()\n",
        two="from one import a, lost\ndef b(): return a()\n",
    )
    assert isinstance(found.names["a"], Function)
    assert isinstance(found.names["b"], Function)
    lost = found.names["lost"]
    assert isinstance(lost, Unknown)
    assert lost.why == "it is defined in terms of itself"


def test_star_imports() -> None:
    found = module("from helpers import *\nx = 1\n", helpers="__all__ = ['a']\na = 1\nb = 2\n")
    assert isinstance(found.names["a"], Constant)
    assert found.names.get("b") is None


def test_a_mistake_in_an_imported_module_is_reported_once() -> None:
    found = module("import broken\nfrom broken import a, b\n", broken="def a(:\n")
    assert isinstance(found.names["a"], Unknown)
    assert isinstance(found.names["b"], Unknown)
    assert [(d.code, d.span.file) for d in found.diagnostics] == [("TC001", "broken.py")]


def test_attributes_put_into_a_class() -> None:
    cls = '@tc.library(publisher="p", name="l", version="1.0.0")\nclass L(tc.define.Library):' + HELLO
    assert codes(f"{cls}\nL.limit = 3\n") == [("TC121", 7)]
