"""Statements to SSA: every name is a value in the environment; control flow is an operation with regions."""

from __future__ import annotations

from typing import Final

import gast

from tcc.lowering import tree
from tcc.lowering.build import assignment, calls, expressions, loops, patterns
from tcc.lowering.build.builder import Builder, Env, Refused
from tcc.lowering.ssa import Op, Region, Value


def block(b: Builder, stmts: tree.Block) -> None:
    """Build a block. A refused statement is reported, its names are bound to placeholders, and building goes on."""
    for stmt in stmts:
        try:
            statement(b, stmt)
        except Refused as refused:
            b.program.report(refused.diagnostic)
            for name in b.bindings.of_block([stmt]):
                b.env[name] = b.undef()


def statement(b: Builder, stmt: tree.Statement) -> None:
    """Build one statement."""
    node = getattr(stmt, "node", stmt)
    if isinstance(node, gast.AST) and hasattr(node, "lineno"):
        b.node = node
    match stmt:
        case tree.Return():
            value = b.const(None, stmt.node) if stmt.node.value is None else expressions.expression(b, stmt.node.value)
            b.env["%return"] = value
        case tree.Raise():
            calls.raise_(b, stmt.node)
        case tree.SetExit():
            b.env["%exit"] = b.const(int(stmt.code))
        case tree.Subject():
            b.env[stmt.name] = expressions.expression(b, stmt.node)
        case tree.Match():
            patterns.match(b, stmt)
        case tree.If():
            if_(b, stmt)
        case tree.While():
            loops.while_(b, stmt, block)
        case tree.For():
            loops.for_(b, stmt, block)
        case gast.Assign():
            assignment.assign(b, stmt)
        case gast.AugAssign():
            assignment.augment(b, stmt)
        case gast.AnnAssign():
            if stmt.value is not None:
                assignment.assign(
                    b, gast.copy_location(gast.Assign(targets=[stmt.target], value=stmt.value, type_comment=None), stmt)
                )
        case gast.Expr():
            if not isinstance(stmt.value, gast.Constant):
                expressions.expression(b, stmt.value, wanted=False)
        case gast.Assert():
            assert_(b, stmt)
        case gast.Delete():
            for target in stmt.targets:
                assignment.delete(b, target)
        case gast.FunctionDef() | gast.AsyncFunctionDef():
            define(b, stmt)
        case _:
            raise unsupported(b, stmt)


def if_(b: Builder, stmt: tree.If) -> None:
    """Build an ``if``: the names either arm binds become its results."""
    cond = test(b, stmt.test)
    names = dict.fromkeys([*b.bindings.of_block(stmt.then), *b.bindings.of_block(stmt.or_else)])
    open_arm = _not_returned(stmt.test)
    if open_arm is not None and "%return" in b.env:
        names["%return"] = None
    regions: list[Region] = []
    envs: list[Env] = []
    for i, arm in enumerate((stmt.then, stmt.or_else)):
        with b.region() as region:
            if i == open_arm and "%return" in b.env:
                b.env["%return"] = b.no_result()
            block(b, arm)
            envs.append(b.env)
        regions.append(region)
    op = Op("if", [cond], [], b.site(stmt.node), None, regions)
    b.merge(op, list(names), envs)
    b.ops.append(op)


def _not_returned(test: gast.AST | tree.ExitIs | tree.Flag) -> int | None:
    """The arm of an ``if`` in which nothing has been returned yet, when its test is about that."""
    match test:
        case tree.ExitIs(code=tree.Exit.NONE):
            return 0
        case tree.ExitIs(code=tree.Exit.RETURN):
            return 1
        case _:
            return None


def test(b: Builder, node: gast.AST | tree.ExitIs | tree.Flag) -> Value:
    """A condition's value: a bool or a number."""
    match node:
        case tree.ExitIs():
            return b.emit("py.compare", [b.env["%exit"], b.const(int(node.code))], None, "eq")
        case tree.Flag():
            return b.env[node.name]
        case _:
            return expressions.boolean(b, node)


def assert_(b: Builder, stmt: gast.Assert) -> None:
    """``assert test, message``: raises ``AssertionError`` when the test fails."""
    cond = expressions.boolean(b, stmt.test)
    with b.region() as then:
        pass
    with b.region() as failed:
        message = (
            b.const("assertion failed")
            if stmt.msg is None
            else b.emit("py.str", [expressions.expression(b, stmt.msg)], stmt.msg)
        )
        b.emit_op("error", [message], [], stmt, "bad_request")
    b.ops.append(Op("if", [cond], [], b.site(stmt), None, [then, failed]))


def define(b: Builder, stmt: gast.FunctionDef | gast.AsyncFunctionDef) -> None:
    """A nested function is known by name; building it waits for a call. It must be bound just once."""
    if stmt.decorator_list:
        raise b.refuse("TC223", stmt.decorator_list[0])
    if stmt.name not in b.scope.closures:
        raise b.refuse(
            "TC219",
            stmt,
            construct=f"the second meaning of `{stmt.name}`",
            instead="give each function and variable a name of its own",
        )


_UNSUPPORTED: Final[dict[type, str]] = {
    gast.Try: "TC201",
    gast.TryStar: "TC201",
    gast.With: "TC202",
    gast.AsyncWith: "TC202",
    gast.Global: "TC203",
    gast.Nonlocal: "TC204",
    gast.ClassDef: "TC206",
    gast.Import: "TC207",
    gast.ImportFrom: "TC207",
}


def unsupported(b: Builder, stmt: gast.AST) -> Refused:
    """The refusal of a statement that has no meaning in a deterministic program."""
    code = _UNSUPPORTED.get(type(stmt))
    if code is None:
        instead = "write it with the statements of docs/python.md"
        return b.refuse("TC219", stmt, construct=f"`{type(stmt).__name__.lower()}`", instead=instead)
    if isinstance(stmt, (gast.Global, gast.Nonlocal)):
        return b.refuse(code, stmt, name=stmt.names[0])
    return b.refuse(code, stmt)
