"""A slow, obvious evaluator of tc-ir, with just the ops its tests need: what a program gives and the events it emits.

It is lazy and recursive, the way docs/ir.md says it, and shares nothing with the kernel.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import Any

from tcc.ir.manifest import Manifest
from tcc.ir.nodes import (
    After,
    Cond,
    ForEach,
    Form,
    Get,
    IdRef,
    If,
    Link,
    Map,
    Post,
    PostOp,
    Scalar,
    Tuple,
    While,
)

NATIVE: Mapping[str, Callable[..., Any]] = {
    "add": lambda x, r: x + r,
    "sub": lambda x, r: x - r,
    "concat": lambda x, r: x + r,
    "append": lambda x, value: [*x, value],
    "eq": lambda x, r: x == r,
    "ne": lambda x, r: x != r,
    "lt": lambda x, r: x < r,
    "le": lambda x, r: x <= r,
    "gt": lambda x, r: x > r,
    "ge": lambda x, r: x >= r,
    "or": lambda x, r: bool(x) or bool(r),
    "and": lambda x, r: bool(x) and bool(r),
    "not": operator.not_,
    "is_none": lambda x: x is None,
    "len": len,
    "get": lambda x, i: x[i],
}


class Frame:
    """The values of a scope: given ones, and entries that run when they are needed."""

    def __init__(self, run: Run, around: Frame | None, given: Mapping[str, Any], form: Form = ()) -> None:
        self.run, self.around, self.form = run, around, dict(form)
        self.values = dict(given)

    def value(self, name: str) -> Any:
        if name in self.values:
            return self.values[name]
        if name in self.form:
            self.values[name] = self.run.resolve(self.form[name], self)
            return self.values[name]
        assert self.around is not None, f"undefined {name}"
        return self.around.value(name)

    def call(self, op: Scalar, given: Mapping[str, Any]) -> Any:
        """Call an op that stands in this scope."""
        if not isinstance(op, PostOp):
            frame, op = self.run.resolve(op, self)
            return frame.call(op, given)
        return Frame(self.run, self, given, op.form).value(op.form[-1][0])


class Run:
    """One call of a route."""

    def __init__(self, manifest: Manifest) -> None:
        self.id = manifest.schema.id
        self.routes = {route.path: route for route in manifest.routes}
        self.events: list[tuple[str, Any]] = []

    def route(self, path: str, given: Mapping[str, Any]) -> Any:
        op = self.routes[path].target
        assert isinstance(op, PostOp)
        return Frame(self, None, {"self": Link(self.id)}).call(op, given)

    def branch(self, node: Scalar, frame: Frame) -> Any:
        return frame.call(node, {}) if isinstance(node, PostOp) else self.resolve(node, frame)

    def resolve(self, node: Scalar, frame: Frame) -> Any:
        match node:
            case IdRef(name):
                return frame.value(name)
            case Tuple(items):
                return [self.resolve(item, frame) for item in items]
            case Map(entries):
                return {self.resolve(key, frame): self.resolve(value, frame) for key, value in entries}
            case PostOp():
                return frame, node
            case If(cond, then, or_else) | Cond(cond, then, or_else):
                return self.branch(then if self.resolve(cond, frame) else or_else, frame)
            case After(when, then):
                self.resolve(when, frame)
                return self.resolve(then, frame)
            case While(cond, body, state):
                value = self.resolve(state, frame)
                while frame.call(cond, {"state": value}):
                    value = frame.call(body, {"state": value})
                return value
            case ForEach(items, op, item_name, state, stateful):
                value = self.resolve(state, frame)
                for item in list(self.resolve(items, frame)):
                    value = frame.call(op, {item_name: item, **({"state": value} if stateful else {})})
                return value
            case Get("/state/scalar/tuple", key):
                return list(self.resolve(key, frame))
            case Post("/host/event", params):
                event = {name: self.resolve(value, frame) for name, value in params}
                self.events.append((event["topic"], event.get("value")))
                return None
            case Post(subject, params) if subject.startswith(("$self/", f"{self.id}/")):
                path = subject.removeprefix("$self").removeprefix(self.id)
                return self.route(path, {name: self.resolve(value, frame) for name, value in params})
            case Post(subject, params):
                return self.post(subject, dict(params), frame)
            case _:
                return node

    def post(self, subject: str, params: dict[str, Scalar], frame: Frame) -> Any:
        name, _, op = subject[1:].partition("/")
        on = frame.value(name)
        if op == "fold":
            value = self.resolve(params["value"], frame)
            for item in on:
                members = value if isinstance(value, dict) else {"state": value}
                value = frame.call(params["op"], {**members, str(params["item_name"]): item})
            return value
        given = {name: self.resolve(value, frame) for name, value in params.items()}
        if not op:
            scope, function = on
            return scope.call(function, given)
        return NATIVE[op](on, **given)
