"""TC1xx: libraries, services, routes and their definitions."""

from __future__ import annotations

from textwrap import dedent
from typing import Final

from tcc.diagnostics.codes.examples import program
from tcc.diagnostics.codes.model import Code

CODES: Final = (
    Code(
        code="TC101",
        title="no routes",
        message="this file defines no routes",
        help="put a method under `@tc.get` (or put, post, delete) in a class derived from `tc.Service` or "
        "`tc.define.Library`",
        meaning="A file to build must define at least one library or service with at least one route.",
        bad=dedent("""\
            import tinychain as tc

            def double(n: int) -> int:
                return n * 2
            """),
        good=program("""
            @tc.get
            def double(self, n: int) -> int:
                return n * 2
            """),
    ),
    Code(
        code="TC102",
        title="duplicate route",
        message="the route `{name}` is defined twice in {cls}",
        help="give one of them another name, or remove it",
        meaning="A route's name is its path, so a class can define it once. Python would silently keep the last one.",
        bad=program("""
            @tc.get
            def area(self, side: int) -> int:
                return side * side

            @tc.get
            def area(self, radius: float) -> float:
                return 3.14159 * radius * radius
            """),
        good=program("""
            @tc.get
            def square_area(self, side: int) -> int:
                return side * side

            @tc.get
            def circle_area(self, radius: float) -> float:
                return 3.14159 * radius * radius
            """),
    ),
    Code(
        code="TC103",
        title="duplicate member",
        message="`{name}` is defined twice in {cls}",
        help="give one of them another name, or remove it",
        meaning="A class that is compiled binds each of its names once. Python would silently keep the last one.",
        bad=program("""
            RATE = 2
            RATE = 3

            @tc.get
            def scale(self, n: int) -> int:
                return n * self.RATE
            """),
        good=program("""
            RATE = 3

            @tc.get
            def scale(self, n: int) -> int:
                return n * self.RATE
            """),
    ),
    Code(
        code="TC104",
        title="incomplete identity",
        message="this {kind} has no {missing}",
        help="add {missing} where its identity is written",
        meaning="A library is identified by publisher, name and version; a service by publisher, namespace, name and "
        "version. Its URI is made of them, so none may be missing.",
        bad=dedent("""\
            import tinychain as tc

            @tc.library(publisher="example-devco", name="maths")
            class Maths(tc.define.Library):
                @tc.get
                def double(self, n: int) -> int:
                    return n * 2
            """),
        good=program("""
            @tc.get
            def double(self, n: int) -> int:
                return n * 2
            """),
    ),
    Code(
        code="TC105",
        title="identity not constant",
        message="the {field} is not a constant text",
        help='write it as a string, for example {field}="…", or as the name of a module constant that is one',
        meaning="A file is compiled without being run, so the parts of an identity must be strings, f-strings or "
        "concatenations of them, or names of module constants.",
        bad=dedent("""\
            import os

            import tinychain as tc

            @tc.library(publisher="example-devco", name="maths", version=os.environ["VERSION"])
            class Maths(tc.define.Library):
                @tc.get
                def double(self, n: int) -> int:
                    return n * 2
            """),
        good=program("""
            @tc.get
            def double(self, n: int) -> int:
                return n * 2
            """),
    ),
    Code(
        code="TC106",
        title="bad identity",
        message="{value!r} cannot be a {field}",
        help="use one path segment: letters, digits, `-`, `_` and `.`, no spaces or slashes",
        meaning="Publisher, namespace and name are segments of the URI of a library or service.",
        bad=dedent("""\
            import tinychain as tc

            @tc.library(publisher="example/devco", name="maths", version="1.0.0")
            class Maths(tc.define.Library):
                @tc.get
                def double(self, n: int) -> int:
                    return n * 2
            """),
        good=program("""
            @tc.get
            def double(self, n: int) -> int:
                return n * 2
            """),
    ),
    Code(
        code="TC107",
        title="bad version",
        message="{version!r} is not a version",
        help='write three numbers separated by dots, for example "1.0.0"',
        meaning="Versions are major.minor.patch, without leading zeros.",
        bad=dedent("""\
            import tinychain as tc

            @tc.library(publisher="example-devco", name="maths", version="1.0")
            class Maths(tc.define.Library):
                @tc.get
                def double(self, n: int) -> int:
                    return n * 2
            """),
        good=program("""
            @tc.get
            def double(self, n: int) -> int:
                return n * 2
            """),
    ),
    Code(
        code="TC108",
        title="a library has no namespace",
        message="a library has no namespace",
        help="remove `namespace`, or make it a service: derive from `tc.Service` under `@tc.service(…)`",
        meaning="A library's URI is /lib/publisher/name/version. Only services have a namespace.",
        bad=dedent("""\
            import tinychain as tc

            @tc.library(publisher="example-devco", namespace="sums", name="maths", version="1.0.0")
            class Maths(tc.define.Library):
                @tc.get
                def double(self, n: int) -> int:
                    return n * 2
            """),
        good=program("""
            @tc.get
            def double(self, n: int) -> int:
                return n * 2
            """),
    ),
    Code(
        code="TC109",
        title="bad dependency",
        message="this is not a list of libraries and services known before the program runs",
        help="list links, `tc.uri.library(publisher=…, name=…, version=…)`, or stubs that have an identity",
        meaning="The hosts a program may call are fixed when it is compiled, so its dependencies must be constant.",
        bad=dedent("""\
            import os

            import tinychain as tc

            @tc.library(publisher="example-devco", name="maths", version="1.0.0", dependencies=[os.environ["LIB"]])
            class Maths(tc.define.Library):
                @tc.get
                def double(self, n: int) -> int:
                    return n * 2
            """),
        good=dedent("""\
            import tinychain as tc

            SUMS = "/lib/example-devco/sums/1.0.0"

            @tc.library(publisher="example-devco", name="maths", version="1.0.0", dependencies=[SUMS])
            class Maths(tc.define.Library):
                @tc.get
                def double(self, n: int) -> int:
                    return n * 2
            """),
    ),
    Code(
        code="TC110",
        title="unknown class decorator",
        message="`@{decorator}` may change this class in ways the compiler cannot see",
        help="remove the decorator",
        meaning="A class that is compiled stands under `@tc.service` or `@tc.library` alone: other decorators would be "
        "run by Python, and not by the host.",
        bad=dedent("""\
            import functools

            import tinychain as tc

            @tc.library(publisher="example-devco", name="maths", version="1.0.0")
            @functools.total_ordering
            class Maths(tc.define.Library):
                @tc.get
                def double(self, n: int) -> int:
                    return n * 2
            """),
        good=program("""
            @tc.get
            def double(self, n: int) -> int:
                return n * 2
            """),
    ),
    Code(
        code="TC111",
        title="ambiguous inheritance",
        message="`{name}` comes to {cls} from two base classes that disagree",
        help="define `{name}` in {cls} itself, or inherit from one of them only",
        meaning="When two base classes define the same member, which one is meant depends on Python's method "
        "resolution order; a class that is compiled says it outright.",
        bad=dedent("""\
            import tinychain as tc

            class Metric(tc.define.Library):
                UNIT = 'm'

            class Imperial(tc.define.Library):
                UNIT = 'ft'

            @tc.library(publisher="example-devco", name="units", version="1.0.0")
            class Units(Metric, Imperial):
                @tc.get
                def unit(self) -> str:
                    return self.UNIT
            """),
        good=dedent("""\
            import tinychain as tc

            class Metric(tc.define.Library):
                UNIT = 'm'

            @tc.library(publisher="example-devco", name="units", version="1.0.0")
            class Units(Metric):
                @tc.get
                def unit(self) -> str:
                    return self.UNIT
            """),
    ),
    Code(
        code="TC112",
        title="statement in a class body",
        message="this statement cannot stand in the body of {cls}",
        help="keep routes, methods and `NAME = value` in the class; compute values in a route or a helper function",
        meaning="A class body is read, not run: it may hold methods, constants and a docstring.",
        bad=program("""
            for n in range(3):
                pass

            @tc.get
            def size(self) -> int:
                return 3
            """),
        good=program("""
            SIZE = 3

            @tc.get
            def size(self) -> int:
                return self.SIZE
            """),
    ),
    Code(
        code="TC113",
        title="queue without a verb",
        message="`{name}` is marked as a queue but is not a route",
        help="add a verb, for example `@tc.post`, above it",
        meaning="`@tc.queue` says how a route runs; the method also needs the verb that makes it one.",
        bad=program("""
            @tc.queue
            def train(self, epochs: int) -> int:
                return epochs

            @tc.get
            def size(self) -> int:
                return 3
            """),
        good=program("""
            @tc.queue
            @tc.post
            def train(self, epochs: int) -> int:
                return epochs
            """),
    ),
    Code(
        code="TC114",
        title="two verbs",
        message="`{name}` has more than one verb",
        help="keep one verb, and write a second route that calls the same helper",
        meaning="A route answers to one of GET, PUT, POST and DELETE.",
        bad=program("""
            @tc.get
            @tc.post
            def double(self, n: int) -> int:
                return n * 2
            """),
        good=program("""
            @tc.get
            def double(self, n: int) -> int:
                return n * 2
            """),
    ),
    Code(
        code="TC115",
        title="unknown route decorator",
        message="`@{decorator}` may change the route `{name}` in ways the compiler cannot see",
        help="remove it, and do what it does in the body or in a helper function that the body calls",
        meaning="A route stands under its verb, and `@tc.queue` if it is one: other decorators would be run by Python, "
        "and not by the host.",
        bad=program("""
            @tc.get
            @staticmethod_of_mine
            def double(self, n: int) -> int:
                return n * 2
            """),
        good=program("""
            @tc.get
            def double(self, n: int) -> int:
                return n * 2
            """),
    ),
    Code(
        code="TC116",
        title="argument of a verb",
        message="`@tc.{verb}` does not take `{argument}`",
        help="write `@tc.{verb}`, or `@tc.{verb}(queue=True)`; the path of a route is the name of its method",
        meaning="The class declares the URI and the method's name completes it, so a verb takes no path.",
        bad=program("""
            @tc.get("/double")
            def double(self, n: int) -> int:
                return n * 2
            """),
        good=program("""
            @tc.get
            def double(self, n: int) -> int:
                return n * 2
            """),
    ),
    Code(
        code="TC117",
        title="variable arguments of a route",
        message="the route `{name}` takes `{star}{argument}`",
        help="name each parameter, or take one list or map",
        meaning="A request's parameters are checked by name before the route runs, so they must all be named.",
        bad=program("""
            @tc.post
            def total(self, *numbers: int) -> int:
                return sum(numbers)
            """),
        good=program("""
            @tc.post
            def total(self, numbers: list[int]) -> int:
                return sum(numbers)
            """),
    ),
    Code(
        code="TC118",
        title="route without self",
        message="the route `{name}` does not take `self`",
        help="write `def {name}(self)`, or put `@staticmethod` under the verb",
        meaning="A route is a method of its library or service.",
        bad=program("""
            @tc.get
            def hello():
                return "hello"
            """),
        good=program("""
            @tc.get
            def hello(self):
                return "hello"
            """),
    ),
    Code(
        code="TC119",
        title="parameters of a PUT route",
        message="the PUT route `{name}` takes {count} parameters instead of a key and a value",
        help="write `def {name}(self, key, value)`, or make it a `@tc.post`",
        meaning="PUT sets the value of a key. A route with other parameters is a POST.",
        bad=program("""
            @tc.put
            def rename(self, name: str) -> str:
                return name
            """),
        good=program("""
            @tc.post
            def rename(self, name: str) -> str:
                return name
            """),
    ),
    Code(
        code="TC120",
        title="two identities",
        message="{cls} is instantiated with more than one identity",
        help="write a class for each library, deriving both from one that holds what they share",
        meaning="A definition is compiled to one manifest, so it has one identity.",
        bad=dedent("""\
            import tinychain as tc

            class Echo(tc.define.Library):
                @tc.get
                def hello(self) -> tc.String:
                    ...

            one = Echo(publisher="example-devco", name="one", version="1.0.0")
            two = Echo(publisher="example-devco", name="two", version="1.0.0")
            """),
        good=dedent("""\
            import tinychain as tc

            class Echo(tc.define.Library):
                @tc.get
                def hello(self) -> tc.String:
                    ...

            echo = Echo(publisher="example-devco", name="echo", version="1.0.0")
            """),
    ),
    Code(
        code="TC121",
        title="attribute injected into a class",
        message="`{attribute}` is put into {name} from outside",
        help="define `{attribute}` in the body of {name}",
        meaning="A class that is compiled is what its body says: adding to it or replacing its members afterwards "
        "happens in Python only, and not on the host.",
        bad=dedent("""\
            import tinychain as tc

            @tc.library(publisher="example-devco", name="maths", version="1.0.0")
            class Maths(tc.define.Library):
                @tc.get
                def double(self, n: int) -> int:
                    return n * 2

            Maths.limit = 10
            """),
        good=program("""
            limit = 10

            @tc.get
            def double(self, n: int) -> int:
                return n * 2
            """),
    ),
    Code(
        code="TC122",
        title="one identity twice",
        message="another class of this file is {link} already",
        help="give this one another name or version",
        meaning="Installing two definitions of one URI would keep only the last.",
        bad=dedent("""\
            import tinychain as tc

            @tc.library(publisher="example-devco", name="maths", version="1.0.0")
            class Maths(tc.define.Library):
                @tc.get
                def double(self, n: int) -> int:
                    return n * 2

            @tc.library(publisher="example-devco", name="maths", version="1.0.0")
            class Sums(tc.define.Library):
                @tc.get
                def double(self, n: int) -> int:
                    return n * 2
            """),
        good=dedent("""\
            import tinychain as tc

            @tc.library(publisher="example-devco", name="maths", version="1.0.0")
            class Maths(tc.define.Library):
                @tc.get
                def double(self, n: int) -> int:
                    return n * 2

            @tc.library(publisher="example-devco", name="sums", version="1.0.0")
            class Sums(tc.define.Library):
                @tc.get
                def double(self, n: int) -> int:
                    return n * 2
            """),
    ),
    Code(
        code="TC123",
        title="no identity",
        message="the file does not say who {name} is",
        help='put `@tc.library(publisher="…", name="…", version="…")` above it (a service: `@tc.service(…)` with a '
        "namespace)",
        meaning="A library or service is built under the URI made of its publisher, name and version: from its "
        "decorator, from class attributes, or from the instance the file makes of it.",
        bad=dedent("""\
            import tinychain as tc

            class Maths(tc.define.Library):
                @tc.get
                def double(self, n: int) -> int:
                    return n * 2
            """),
        good=program("""
            @tc.get
            def double(self, n: int) -> int:
                return n * 2
            """),
    ),
)
