"""Functions of the source model: helpers, methods and routes from their definitions."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final, TypeAlias

import gast
from msgspec import Struct

from tcc.diagnostics import Span
from tcc.frontend.lines import span_of
from tcc.frontend.model import External, Function, Unknown
from tcc.frontend.normalise import normalise

if TYPE_CHECKING:
    from tcc.frontend.names import Names

Def: TypeAlias = "ast.FunctionDef | ast.AsyncFunctionDef"

VERBS: Final = {
    f"tinychain.{prefix}{verb}": verb.upper() for prefix in ("", "define.") for verb in ("get", "put", "post", "delete")
}
QUEUES: Final = frozenset({"tinychain.queue", "tinychain.define.queue"})
CACHES: Final = frozenset({"functools.cache", "functools.lru_cache"})
_TRANSPARENT: Final = frozenset(
    {"typing.final", "typing.override", "typing_extensions.override", "typing.no_type_check"}
)


class Marks(Struct):
    """What a definition's decorators say."""

    verbs: list[tuple[str, ast.Call | None, ast.expr]]
    queue: bool = False
    is_cached: bool = False
    is_static: bool = False
    unknown: ast.expr | None = None


def marks(names: Names, node: Def) -> Marks:
    """Read the decorators of ``node``; the last one that means nothing here is ``unknown``."""
    found = Marks(verbs=[])
    for decorator in map(_without_install, node.decorator_list):
        call = decorator if isinstance(decorator, ast.Call) else None
        target = call.func if call else decorator
        binding = names.resolve(target)
        path = binding.path if isinstance(binding, External) else None
        if path in VERBS:
            found.verbs.append((VERBS[path], call, decorator))
        elif path in QUEUES:
            found.queue = True
        elif path in CACHES:
            found.is_cached = True
        elif isinstance(target, ast.Name) and target.id == "staticmethod" and binding is None:
            found.is_static = True
        elif path not in _TRANSPARENT:
            found.unknown = decorator
    return found


def _without_install(decorator: ast.expr) -> ast.expr:
    """`@tc.get(…).install(…)` is the route `@tc.get(…)`: when it is installed is the running program's business."""
    match decorator:
        case ast.Call(func=ast.Attribute(value=ast.Call() as verb, attr="install")):
            return verb
    return decorator


def helper(names: Names, node: Def) -> Function | Unknown:
    """The module-level function ``node``; Unknown when a decorator hides what it does."""
    read = marks(names, node)
    if read.unknown is not None or read.verbs or read.queue or read.is_static:
        at = read.unknown or node.decorator_list[0]
        return Unknown(f"it is decorated with `{ast.unparse(at)}`", names.span(at))
    return function(names, node, is_cached=read.is_cached)


def function(
    names: Names,
    node: Def,
    *,
    verb: str | None = None,
    is_method: bool = False,
    is_static: bool = False,
    queue: bool = False,
    is_cached: bool = False,
) -> Function:
    """The source model of a definition."""
    return Function(
        name=node.name,
        node=normalise(node, names.module.source),
        module=names.module,
        span=header(node, names),
        verb=verb,
        is_method=is_method,
        is_static=is_static,
        queue=queue,
        is_stub=is_stub(node.body),
        is_cached=is_cached,
    )


def lambda_helper(names: Names, name: str, node: ast.Lambda) -> Function:
    """``double = lambda n: n * 2`` as the function it is."""
    lowered = normalise(node, names.module.source)
    body = gast.copy_location(gast.Return(lowered.body), lowered.body)
    made = gast.FunctionDef(name, lowered.args, [body], [], None, None, [])
    return Function(name, gast.copy_location(made, lowered), names.module, names.span(node))


def is_stub(body: list[ast.stmt]) -> bool:
    """Whether a body is ``...``, perhaps under a docstring."""
    match body:
        case [ast.Expr(value=ast.Constant(value=value))]:
            return value is ...
        case [ast.Expr(value=ast.Constant(value=str())), ast.Expr(value=ast.Constant(value=value))]:
            return value is ...
    return False


def header(node: Def | ast.ClassDef, names: Names) -> Span:
    """``def name`` or ``class Name``: where to point when the whole definition is meant."""
    whole = span_of(node, names.module.source)
    keyword = (
        "class "
        if isinstance(node, ast.ClassDef)
        else "async def "
        if isinstance(node, ast.AsyncFunctionDef)
        else "def "
    )
    end = whole.column + len(keyword) + len(node.name)
    return Span(whole.file, whole.line, whole.column, whole.line, end)
