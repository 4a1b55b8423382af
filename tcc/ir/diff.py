"""What changed between two manifests: in the interface, which callers see, and in the bodies, which they do not.

    POST /sum: parameter 'b' is new and has no default        breaks callers
    POST /sum: returns float, was int                          breaks callers
    GET /pi: new route
    ~ POST /mean: body

The order of a form's entries (but the last), the source map and the layout of the file mean nothing to a caller or
to the kernel, so they are no changes here; ``ManifestDiff.same_program`` is true when nothing else differs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import unified_diff

from msgspec import Struct, UnsetType, structs

from tcc.ir.encode import encode
from tcc.ir.manifest import Alias, Manifest, Param, Route, Value
from tcc.ir.nodes import DeleteOp, GetOp, PostOp, PutOp, Scalar
from tcc.ir.rewrite import rebuild
from tcc.ir.scope import OP_NODES, op_params
from tcc.ir.show import show_scalar
from tcc.ir.types import covers, parse_type


class Change(Struct, frozen=True):
    """A change of the interface: where, what, and whether a caller that worked may fail after it."""

    where: str
    message: str
    breaking: bool = False


class BodyChange(Struct, frozen=True):
    """A route that computes something else behind the same door; ``lines`` is a diff of its text form."""

    where: str
    lines: tuple[str, ...]


class ManifestDiff(Struct, frozen=True):
    """Everything that changed from one manifest to another."""

    interface: tuple[Change, ...]
    bodies: tuple[BodyChange, ...]

    @property
    def same_program(self) -> bool:
        """Whether the two are one program, whatever their files look like."""
        return not self.interface and not self.bodies

    @property
    def breaking(self) -> tuple[Change, ...]:
        """The changes after which callers may fail."""
        return tuple(change for change in self.interface if change.breaking)


def diff(old: Manifest, new: Manifest) -> ManifestDiff:
    """What changed from ``old`` to ``new``."""
    before, after = _by_verb(old), _by_verb(new)
    return ManifestDiff(
        (*_schema(old, new), *_routes(before, after)),
        tuple(
            BodyChange(name, _body_lines(before[name], after[name]))
            for name in after
            if name in before and not _same_body(before[name], after[name])
        ),
    )


def diff_text(found: ManifestDiff) -> str:
    """A diff as a person reads it: the interface, then the bodies; empty for one program."""
    width = max((len(f"{change.where}: {change.message}") for change in found.interface), default=0)
    lines = [
        f"{f'{change.where}: {change.message}':<{width}}  breaks callers" if change.breaking else _plain(change)
        for change in found.interface
    ]
    for body in found.bodies:
        lines += [f"~ {body.where}: body", *(f"    {line}" for line in body.lines)]
    return "".join(f"{line}\n" for line in lines)


def _plain(change: Change) -> str:
    return f"{change.where}: {change.message}"


def _by_verb(manifest: Manifest) -> dict[str, Route]:
    return {f"{route.verb} {route.path}": route for route in manifest.routes}


def _schema(old: Manifest, new: Manifest) -> Iterator[Change]:
    if old.schema.id != new.schema.id:
        # Another version is another address: whoever called the old one still does.
        yield Change("schema", f"id is {new.schema.id}, was {old.schema.id}")
    elif old.schema.version != new.schema.version:
        yield Change("schema", f"version is {new.schema.version}, was {old.schema.version}")
    for dependency in new.schema.dependencies:
        if dependency not in old.schema.dependencies:
            yield Change("schema", f"now depends on {dependency}")
    for dependency in old.schema.dependencies:
        if dependency not in new.schema.dependencies:
            yield Change("schema", f"no longer depends on {dependency}")


def _routes(before: Mapping[str, Route], after: Mapping[str, Route]) -> Iterator[Change]:
    for name in before:
        if name not in after:
            yield Change(name, "removed", breaking=True)
    for name, route in after.items():
        if name not in before:
            yield Change(name, "new route")
        else:
            yield from _door(name, before[name], route)
            yield from _returns(name, before[name].returns, route.returns)
            if before[name].doc != route.doc:
                yield Change(name, "documentation changed")


def _door(where: str, old: Route, new: Route) -> Iterator[Change]:
    before = {param.name: param for param in _params(old)}
    after = {param.name: param for param in _params(new)}
    for name in before:
        if name not in after:
            yield Change(where, f"parameter {name!r} is gone", breaking=True)
    for name, param in after.items():
        if name not in before:
            if param.optional:
                yield Change(where, f"parameter {name!r} is new, with a default")
            else:
                yield Change(where, f"parameter {name!r} is new and has no default", breaking=True)
        else:
            yield from _param(where, before[name], param)
    if new.verb == "PUT" and set(before) == set(after) and list(before) != list(after):
        yield Change(where, "the key and the value have changed places", breaking=True)


def _param(where: str, old: Param, new: Param) -> Iterator[Change]:
    if old.type != new.type:
        breaking = not _covers(new.type, old.type)
        yield Change(where, f"parameter {old.name!r} takes {new.type}, took {old.type}", breaking)
    if old.optional and not new.optional:
        yield Change(where, f"parameter {old.name!r} has lost its default", breaking=True)
    elif new.optional and not old.optional:
        yield Change(where, f"parameter {old.name!r} now has a default")
    elif (was := _default(old)) != (now := _default(new)):
        yield Change(where, f"the default of {old.name!r} is {now}, was {was}")


def _returns(where: str, old: str | None, new: str | None) -> Iterator[Change]:
    if old != new:
        breaking = not _covers(old or "any", new or "any")
        yield Change(where, f"returns {new or 'any'}, was {old or 'any'}", breaking)


def _params(route: Route) -> tuple[Param, ...]:
    """The door of a route; one that declares none takes what its op does."""
    if route.params is not None:
        return route.params
    match route.target:
        case Value() | Alias():
            return ()
        case op:
            return tuple(Param(name) for name in op_params(op, None))


def _covers(wide: str, narrow: str) -> bool:
    try:
        return covers(parse_type(wide), parse_type(narrow))
    except ValueError:  # a type that is none is for the verifier to refuse
        return False


def _default(param: Param) -> str:
    return "" if isinstance(param.default, UnsetType) else show_scalar(param.default, types=False).rstrip("\n")


def _same_body(old: Route, new: Route) -> bool:
    match old.target, new.target:
        case Value(before), Value(after):
            return encode(before) == encode(after)
        case Alias(), Alias():
            return old.target == new.target
        case Value() | Alias(), _:
            return False
        case _, Value() | Alias():
            return False
        case before, after:
            return encode(_ordered(before)) == encode(_ordered(after))


def _ordered(node: Scalar) -> Scalar:
    """The same program with every form's entries, but the last, in the order of their ids."""
    rebuilt = rebuild(node, _ordered)
    if isinstance(rebuilt, OP_NODES):
        *entries, result = rebuilt.form
        return structs.replace(rebuilt, form=(*sorted(entries, key=lambda entry: entry[0].encode()), result))
    return rebuilt


def _body_lines(old: Route, new: Route) -> tuple[str, ...]:
    before, after = (_route_text(route) for route in (old, new))
    lines = list(unified_diff(before, after, lineterm="", n=1))[2:]
    return tuple(line for line in lines if not line.startswith("@@"))


def _route_text(route: Route) -> list[str]:
    match route.target:
        case GetOp() | PutOp() | PostOp() | DeleteOp():
            return show_scalar(route.target, types=False).splitlines()
        case Value(value):
            return show_scalar(value, types=False).splitlines()
        case Alias(method, path):
            return [f"{method} {path}"]
