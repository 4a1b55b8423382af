"""``match`` patterns: a test that binds names. A capture is bound only where its pattern matched."""

from __future__ import annotations

import gast

from tcc.lowering import tree
from tcc.lowering.build import assignment, expressions
from tcc.lowering.build.builder import Builder
from tcc.lowering.build.types_named import class_kinds
from tcc.lowering.names import pattern_names
from tcc.lowering.ssa import Op, Value


def match(b: Builder, stmt: tree.Match) -> None:
    """Try one case: bind its captures and, under its flag, whether pattern and guard held."""
    subject = b.env[stmt.subject]
    names = list(pattern_names(stmt.pattern))
    cond = _test(b, stmt.pattern, subject)
    if not names and stmt.guard is None:
        b.env[stmt.flag] = cond
        return
    before = dict(b.env)
    with b.region() as then:
        _capture(b, stmt.pattern, subject)
        held = b.const(True) if stmt.guard is None else expressions.boolean(b, stmt.guard)
        b.env[stmt.flag] = held
        after = b.env
    with b.region() as missed:
        before[stmt.flag] = b.const(False)
    op = Op("if", [cond], [], b.site(stmt.pattern), None, [then, missed])
    b.merge(op, [*names, stmt.flag], [after, before])
    b.ops.append(op)


def _all(b: Builder, tests: list[object], node: gast.AST) -> Value:
    """The conjunction of lazily built tests."""
    first = tests[0]()  # type: ignore[operator]
    if len(tests) == 1:
        return first  # type: ignore[no-any-return]
    return b.choose(first, lambda: _all(b, tests[1:], node), lambda: b.const(False), node)


def _test(b: Builder, pattern: gast.AST, subject: Value) -> Value:
    """Whether ``subject`` has the shape of ``pattern``."""
    match pattern:
        case gast.MatchValue():
            return b.emit("py.compare", [subject, expressions.expression(b, pattern.value)], pattern, "eq")
        case gast.MatchSingleton():
            if pattern.value is None:
                return b.emit("py.is_none", [subject], pattern)
            kinds = b.emit("py.isinstance", [subject], pattern, ("bool",))
            return b.choose(
                kinds,
                lambda: b.emit("py.compare", [subject, b.const(pattern.value)], pattern, "eq"),
                lambda: b.const(False),
                pattern,
            )
        case gast.MatchAs():
            return b.const(True) if pattern.pattern is None else _test(b, pattern.pattern, subject)
        case gast.MatchOr():
            for part in pattern.patterns:
                if list(pattern_names(part)):
                    raise b.refuse("TC222", part, why="it captures a name in one of several alternatives")
            return _any(b, pattern.patterns, subject, pattern)
        case gast.MatchSequence():
            return _sequence(b, pattern, subject)
        case gast.MatchMapping():
            return _mapping(b, pattern, subject)
        case gast.MatchClass():
            return _class(b, pattern, subject)
        case _:
            raise b.refuse("TC222", pattern, why="it looks into an object")


def _any(b: Builder, patterns: list[gast.AST], subject: Value, node: gast.AST) -> Value:
    first = _test(b, patterns[0], subject)
    if len(patterns) == 1:
        return first
    return b.choose(first, lambda: b.const(True), lambda: _any(b, patterns[1:], subject, node), node)


def _star(patterns: list[gast.AST]) -> int | None:
    return next((i for i, p in enumerate(patterns) if isinstance(p, gast.MatchStar)), None)


def _sequence(b: Builder, pattern: gast.MatchSequence, subject: Value) -> Value:
    parts = pattern.patterns
    star = _star(parts)

    def length() -> Value:
        size = b.emit("py.call", [subject], pattern, ("len", 1, ()))
        wanted = b.const(len(parts) - (star is not None))
        return b.emit("py.compare", [size, wanted], pattern, "ge" if star is not None else "eq")

    tests: list[object] = [
        lambda: b.emit("py.isinstance", [subject], pattern, ("list", "tuple")),
        length,
    ]
    for at, part in _items(parts):
        if _tests_something(part):
            tests.append(lambda at=at, part=part: _test(b, part, _item(b, subject, at, part)))
    return _all(b, tests, pattern)


def _items(parts: list[gast.AST]) -> list[tuple[int, gast.AST]]:
    """Each sub-pattern with the index it reads: from the end after a star."""
    star = _star(parts)
    found = [(i, p) for i, p in enumerate(parts) if star is None or i < star]
    if star is not None:
        found += [(i - len(parts), p) for i, p in enumerate(parts) if i > star]
    return found


def _item(b: Builder, subject: Value, at: object, node: gast.AST) -> Value:
    key = at if isinstance(at, Value) else b.const(at)
    return b.emit("py.item", [subject, key], node)


def _tests_something(pattern: gast.AST) -> bool:
    return not (isinstance(pattern, gast.MatchAs) and pattern.pattern is None)


def _mapping(b: Builder, pattern: gast.MatchMapping, subject: Value) -> Value:
    tests: list[object] = [lambda: b.emit("py.isinstance", [subject], pattern, ("map",))]
    for key, part in zip(pattern.keys, pattern.patterns, strict=True):
        tests.append(lambda key=key: b.emit("py.compare", [expressions.expression(b, key), subject], pattern, "in"))
        if _tests_something(part):
            tests.append(
                lambda key=key, part=part: _test(b, part, _item(b, subject, expressions.expression(b, key), part))
            )
    return _all(b, tests, pattern)


def _class(b: Builder, pattern: gast.MatchClass, subject: Value) -> Value:
    kinds = class_kinds(b, pattern.cls)
    if kinds is None or pattern.kwd_attrs or len(pattern.patterns) > 1:
        raise b.refuse("TC222", pattern, why="it looks into an object")
    is_class = b.emit("py.isinstance", [subject], pattern, kinds)
    if not pattern.patterns or not _tests_something(pattern.patterns[0]):
        return is_class
    return b.choose(is_class, lambda: _test(b, pattern.patterns[0], subject), lambda: b.const(False), pattern)


def _capture(b: Builder, pattern: gast.AST, subject: Value) -> None:
    """Bind the names of a pattern that matched."""
    match pattern:
        case gast.MatchAs():
            if pattern.pattern is not None:
                _capture(b, pattern.pattern, subject)
            if pattern.name is not None:
                b.env[pattern.name] = subject
        case gast.MatchSequence():
            star = _star(pattern.patterns)
            for at, part in _items(pattern.patterns):
                if list(pattern_names(part)):
                    _capture(b, part, _item(b, subject, at, part))
            if star is not None and pattern.patterns[star].name is not None:
                stop = len(pattern.patterns) - star - 1
                rest = b.emit(
                    "py.slice",
                    [subject, b.const(star), b.const(-stop if stop else None), b.const(None)],
                    pattern.patterns[star],
                )
                b.env[pattern.patterns[star].name] = b.emit("py.call", [rest], pattern, ("list", 1, ()))
        case gast.MatchMapping():
            for key, part in zip(pattern.keys, pattern.patterns, strict=True):
                if list(pattern_names(part)):
                    _capture(b, part, _item(b, subject, expressions.expression(b, key), part))
            if pattern.rest is not None:
                rest = b.emit("py.call", [subject], pattern, ("dict", 1, ()))
                for key in pattern.keys:
                    found = expressions.expression(b, key)
                    rest, _ = assignment.change_method(b, rest, "pop", [found, b.const(None)], (), pattern)
                b.env[pattern.rest] = rest
        case gast.MatchClass():
            for part in pattern.patterns:
                _capture(b, part, subject)
