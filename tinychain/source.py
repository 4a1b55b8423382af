"""From a live class to the source text it was made of.

A class at the top of a file gives that file, so the compiler sees exactly what ``tcc build`` would. Any other (in a
function, a notebook's cell, a REPL) gives its own text, followed by the definitions of the names that it uses.
"""

from __future__ import annotations

import ast
import builtins
import inspect
import linecache
import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import FunctionType, ModuleType
from typing import NamedTuple

from tinychain.component import Component, Service, dependencies_of
from tinychain.route import Route


class LiveSource(NamedTuple):
    """Where a class comes from: a file that holds it, or (``text`` set) text of its own."""

    file: str
    text: str | None


def source_of(cls: type[Component]) -> LiveSource:
    """The source of a class. Raises ValueError, saying what to do, when Python has none."""
    found = _find(cls)
    if found.top_level and Path(found.file).is_file():
        return LiveSource(found.file, None)
    needed = "".join(_definitions(cls.__name__, found.text, _scope(cls), set()))
    # The class stays on the lines it has, so that messages point at them; what it uses comes after it.
    return LiveSource(found.file, "\n" * (found.line - 1) + found.text.rstrip("\n") + "\n\n\n" + needed)


class _Found(NamedTuple):
    """A class statement: its file or cell, its first line (decorators included), its text, and whether it is nested."""

    file: str
    line: int
    text: str
    top_level: bool


def _find(cls: type) -> _Found:
    """The statement that made a class, found by where its functions say they are: notebooks and REPLs have that too."""
    for function in _functions(cls):
        file = function.__code__.co_filename
        try:
            lines = linecache.getlines(file, function.__globals__) or inspect.findsource(function)[0]
            tree = ast.parse("".join(lines))
        except (OSError, SyntaxError, ValueError):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef) and node.name == cls.__name__ and _holds(node, function):
                first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
                text = textwrap.dedent("".join(lines[first - 1 : node.end_lineno]))
                return _Found(file, first, text, node in tree.body)
    raise _without_source(cls)


def _holds(node: ast.ClassDef, function: FunctionType) -> bool:
    return node.lineno <= function.__code__.co_firstlineno <= (node.end_lineno or node.lineno)


def _functions(cls: type) -> list[FunctionType]:
    """The functions written in a class's own body."""
    members = [value.function if isinstance(value, Route) else value for value in vars(cls).values()]
    return [member for member in members if isinstance(member, FunctionType)]


def _text(function: FunctionType) -> str:
    try:
        text = textwrap.dedent("".join(inspect.getsourcelines(function)[0]))
    except (OSError, TypeError):
        raise _without_source(function) from None
    return text if text.endswith("\n") else text + "\n"


def _without_source(target: type | FunctionType) -> ValueError:
    return ValueError(
        f"Python does not have the source of {target.__qualname__}: write it in a file, or in a notebook's cell, and "
        "define it again"
    )


def _scope(cls: type) -> Mapping[str, object]:
    """What names mean where the class was written: the module's, and the enclosing functions' that it captured."""
    scope: dict[str, object] = {}
    for function in _functions(cls):
        scope |= _captured(function)
    return scope


def _captured(function: object) -> Mapping[str, object]:
    if not isinstance(function, FunctionType):
        return {}
    captured: dict[str, object] = dict(function.__globals__)
    for name, cell in zip(function.__code__.co_freevars, function.__closure__ or (), strict=True):
        try:
            captured[name] = cell.cell_contents
        except ValueError:  # not assigned yet
            continue
    return captured


def _definitions(name: str, text: str, scope: Mapping[str, object], done: set[str]) -> Iterator[str]:
    """Source that defines each name of ``scope`` that ``text`` uses, and what those use in turn."""
    done.add(name)
    for used in sorted(_names(text)):
        if used in scope and used not in done and not hasattr(builtins, used):
            yield from _define(used, scope[used], scope, done)


def _names(text: str) -> set[str]:
    return {node.id for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Name)}


def _define(name: str, value: object, scope: Mapping[str, object], done: set[str]) -> Iterator[str]:
    done.add(name)
    if isinstance(value, ModuleType):
        yield f"import {value.__name__} as {name}\n"
    elif isinstance(value, Component):
        yield from _instance(name, value, scope, done)
    elif isinstance(value, FunctionType) and not value.__module__.startswith("tinychain"):
        text = _text(value)
        yield text
        yield from _definitions(name, text, {**scope, **_captured(value)}, done)
    elif isinstance(value, type) and issubclass(value, Component) and not value.__module__.startswith("tinychain"):
        text = _find(value).text.rstrip("\n") + "\n"
        yield text
        yield from _definitions(name, text, {**scope, **_scope(value)}, done)
    elif _is_constant(value):
        yield f"{name} = {value!r}\n"
    elif isinstance(module := getattr(value, "__module__", None), str) and hasattr(value, "__name__"):
        yield f"from {module} import {value.__name__} as {name}\n"


def _instance(name: str, value: Component, scope: Mapping[str, object], done: set[str]) -> Iterator[str]:
    """A library or service made somewhere else, as the statement that makes it."""
    cls = type(value)
    if cls.__name__ not in done:
        yield from _define(cls.__name__, cls, scope, done)
    parts = Component.id(value).strip("/").split("/")[1:]
    fields = (
        ("publisher", "namespace", "name", "version")
        if isinstance(value, Service)
        else ("publisher", "name", "version")
    )
    arguments = [f"{field}={part!r}" for field, part in zip(fields, parts, strict=True)]
    if dependencies := dependencies_of(value):
        arguments.append(f"dependencies={dependencies!r}")
    yield f"{name} = {cls.__name__}({', '.join(arguments)})\n"


def _is_constant(value: object) -> bool:
    if isinstance(value, tuple | list):
        return all(map(_is_constant, value))
    if isinstance(value, dict):
        return all(_is_constant(key) and _is_constant(item) for key, item in value.items())
    return value is None or type(value) in (bool, int, float, complex, str, bytes)
