"""Make exits structured: one pass from Python's statements to a tree without break, continue and early return.

Each statement list is classified by how it can end: fall through, break, continue or return. When exactly one arm of
an ``if`` can fall through, the rest of the block moves into that arm. Only where both arms fall through and an exit
hides inside is the function's one ``exit`` variable set and tested around the rest.

    for x in xs:                    for x in xs while exit == 0:
        if x < 0:                       if x < 0: exit = RETURN; result = x
            return x          ⇒         else: total += x
        total += x                  if exit == RETURN: pass
    return total                    else: result = total
"""

from __future__ import annotations

import gast

from tcc.lowering import tree
from tcc.lowering.names import MUTATORS
from tcc.lowering.tree import Exit

_FALL, _BREAK, _CONTINUE, _RETURN = 1, 2, 4, 8


class _Branch:
    """An ``if`` whose arms are still unstructured."""

    def __init__(
        self, test: gast.AST | tree.ExitIs | tree.Flag, then: list[object], or_else: list[object], node: gast.AST
    ):
        self.test, self.then, self.or_else, self.node = test, then, or_else, node


class _Propagate:
    """A loop was left by ``return``: leave what encloses it too."""


def structure(body: list[gast.AST]) -> tree.Block:
    """Structure a function's body. The result is set by ``tree.Return``; falling off the end leaves it None."""
    return _Structurer().block(list(body), tail=True, in_loop=False)


def can_fall(body: list[gast.AST]) -> bool:
    """Whether control can fall off the end of a function's body."""
    return bool(_Structurer().ends(list(body)) & _FALL)


class _Structurer:
    def __init__(self) -> None:
        self.hidden = 0
        self.memo: dict[int, int] = {}
        self.keep: list[object] = []

    def block(self, stmts: list[object], tail: bool, in_loop: bool) -> tree.Block:
        """Structure ``stmts``; ``tail`` says that nothing of the loop body (or function) runs after them."""
        out: tree.Block = []
        for i, stmt in enumerate(stmts):
            rest = stmts[i + 1 :]
            match stmt:
                case gast.Return():
                    out.append(tree.Return(stmt))
                    if in_loop or not tail:
                        out.append(tree.SetExit(Exit.RETURN))
                    return out
                case gast.Raise():
                    out.append(tree.Raise(stmt))
                    return out
                case gast.Break():
                    out.append(tree.SetExit(Exit.BREAK))
                    return out
                case gast.Continue():
                    if not tail:
                        out.append(tree.SetExit(Exit.CONTINUE))
                    return out
                case _Propagate():
                    return out
                case gast.Pass():
                    continue
                case gast.If():
                    branch = _Branch(stmt.test, list(stmt.body), list(stmt.orelse), stmt)
                    if self._branch(out, branch, rest, tail, in_loop):
                        return out
                case _Branch():
                    if self._branch(out, stmt, rest, tail, in_loop):
                        return out
                case gast.While() | gast.For() | gast.AsyncFor():
                    after = self._loop(out, stmt)
                    if after is not None:
                        out.extend(self.block([*after, *rest], tail, in_loop))
                        return out
                case gast.Match():
                    out.extend(self.block([*self._match(stmt), *rest], tail, in_loop))
                    return out
                case _:
                    out.append(stmt)
        return out

    def _branch(self, out: tree.Block, branch: _Branch, rest: list[object], tail: bool, in_loop: bool) -> bool:
        """Structure one ``if``; true when it took the rest of the block with it."""
        then, or_else = self.ends(branch.then), self.ends(branch.or_else)

        def arms(then_stmts: list[object], else_stmts: list[object], tail: bool) -> None:
            out.append(
                tree.If(
                    branch.test,
                    self.block(then_stmts, tail, in_loop),
                    self.block(else_stmts, tail, in_loop),
                    branch.node,
                )
            )

        if then == _FALL and or_else == _FALL:
            arms(branch.then, branch.or_else, tail and not rest)
            return False
        if not then & _FALL and not or_else & _FALL:
            arms(branch.then, branch.or_else, tail)
        elif not then & _FALL:
            arms(branch.then, [*branch.or_else, *rest], tail)
        elif not or_else & _FALL:
            arms([*branch.then, *rest], branch.or_else, tail)
        elif not rest:
            arms(branch.then, branch.or_else, tail)
        else:
            if not isinstance(branch.test, tree.ExitIs):
                out.append(tree.SetExit(Exit.NONE))  # an arm that falls through says so
            arms(branch.then, branch.or_else, False)
            guarded = self.block(rest, tail, in_loop)
            out.append(tree.If(tree.ExitIs(Exit.NONE), guarded, [], branch.node))
        return True

    def _loop(self, out: tree.Block, loop: gast.While | gast.For | gast.AsyncFor) -> list[object] | None:
        """Structure one loop; gives the statements that must follow it because of how it can end, or None."""
        test, body, or_else = None, list(loop.body), list(loop.orelse)
        follow: list[object] = []
        if isinstance(loop, gast.While):
            test = None if _always(loop.test) else loop.test
            if test is None and body and _leading_break(body[0]):
                test = gast.UnaryOp(op=gast.Not(), operand=body[0].test)
                gast.copy_location(test, body[0].test)
                body = body[1:]
            if test is not None and _binds(test):
                leave = gast.copy_location(gast.Break(), test)
                if self.ends(or_else) & (_BREAK | _CONTINUE):
                    # An exit of the ``else`` is the enclosing loop's: it has to stand after this one.
                    self.hidden += 1
                    ended = f"%ended{self.hidden}"
                    out.append(_assign(ended, False, test))
                    left = _Branch(test, body, [_assign(ended, True, test), leave], loop)
                    follow = [_Branch(_name(ended, gast.Load(), test), or_else, [], loop)]
                else:
                    left = _Branch(test, body, [*or_else, leave], loop)
                test, body, or_else = None, [left], []
        inner = self.ends(body)
        exits = bool(inner & (_BREAK | _RETURN))
        block = self.block(body, tail=True, in_loop=True)
        continues = self._sets_continue(block)
        if continues:
            block.append(tree.If(tree.ExitIs(Exit.CONTINUE), [tree.SetExit(Exit.NONE)], [], loop))
        if exits or continues:
            out.append(tree.SetExit(Exit.NONE))
        if isinstance(loop, gast.While):
            out.append(tree.While(test, block, exits, loop))
        else:
            out.append(tree.For(loop, block, exits))
        clear: list[object] = [tree.SetExit(Exit.NONE)]
        if not exits:
            return or_else or None
        after: list[object]
        if isinstance(loop, gast.While) and test is None and not inner & _BREAK:
            return [_Propagate()]
        if inner & _BREAK and or_else:
            after = [_Branch(tree.ExitIs(Exit.NONE), or_else, clear, loop)]
        elif inner & _BREAK:
            after = clear + or_else + follow
        else:
            after = or_else
        if inner & _RETURN:
            after = [_Branch(tree.ExitIs(Exit.RETURN), [_Propagate()], after, loop)]
        return after

    def _sets_continue(self, block: tree.Block) -> bool:
        """Whether a ``continue`` of this loop had to be written as a flag."""
        for stmt in block:
            match stmt:
                case tree.SetExit(code=Exit.CONTINUE):
                    return True
                case tree.If():
                    if self._sets_continue(stmt.then) or self._sets_continue(stmt.or_else):
                        return True
        return False

    def _match(self, stmt: gast.Match) -> list[object]:
        self.hidden += 1
        subject = f"%subject{self.hidden}"
        chain: list[object] = []
        for number, case in reversed(list(enumerate(stmt.cases))):
            flag = f"%match{self.hidden}.{number}"
            chain = [
                tree.Match(flag, subject, case.pattern, case.guard),
                self._kept(_Branch(tree.Flag(flag), list(case.body), chain, case.pattern)),
            ]
        return [tree.Subject(subject, stmt.subject), *chain]

    def _kept(self, branch: _Branch) -> _Branch:
        self.keep.append(branch)
        return branch

    def ends(self, stmts: list[object]) -> int:
        """The set of ways a statement list can end."""
        result = _FALL
        for stmt in stmts:
            if not result & _FALL:
                break
            result = (result & ~_FALL) | self._ends_of(stmt)
        return result

    def _ends_of(self, stmt: object) -> int:
        match stmt:
            case gast.Return() | _Propagate():
                return _RETURN
            case gast.Raise():
                return 0
            case gast.Break():
                return _BREAK
            case gast.Continue():
                return _CONTINUE
            case gast.If() | _Branch() | gast.While() | gast.For() | gast.AsyncFor() | gast.Match():
                known = self.memo.get(id(stmt))
                if known is None:
                    known = self.memo[id(stmt)] = self._ends_of_compound(stmt)
                    self.keep.append(stmt)
                return known
            case _:
                return _FALL

    def _ends_of_compound(self, stmt: object) -> int:
        match stmt:
            case gast.If():
                return self.ends(stmt.body) | self.ends(stmt.orelse)
            case _Branch():
                return self.ends(stmt.then) | self.ends(stmt.or_else)
            case gast.Match():
                arms = 0
                for case in stmt.cases:
                    arms |= self.ends(case.body)
                irrefutable = any(c.guard is None and _irrefutable(c.pattern) for c in stmt.cases)
                return arms if irrefutable else arms | _FALL
            case gast.While() | gast.For() | gast.AsyncFor():
                body = self.ends(stmt.body)
                endless = isinstance(stmt, gast.While) and _always(stmt.test)
                after = 0 if endless else self.ends(stmt.orelse)
                return (body & _RETURN) | after | (_FALL if body & _BREAK else 0)
            case _:
                raise AssertionError(stmt)


def _name(name: str, context: gast.AST, place: gast.AST) -> gast.Name:
    return gast.copy_location(gast.Name(id=name, ctx=context, annotation=None, type_comment=None), place)


def _assign(name: str, value: bool, place: gast.AST) -> gast.Assign:
    constant = gast.copy_location(gast.Constant(value=value, kind=None), place)
    target = _name(name, gast.Store(), place)
    return gast.copy_location(gast.Assign(targets=[target], value=constant, type_comment=None), place)


def _always(test: gast.AST) -> bool:
    return isinstance(test, gast.Constant) and bool(test.value)


def _leading_break(stmt: object) -> bool:
    return (
        isinstance(stmt, gast.If) and len(stmt.body) == 1 and isinstance(stmt.body[0], gast.Break) and not stmt.orelse
    )


def _binds(test: gast.AST) -> bool:
    """Whether evaluating a loop's test changes a local name, so that it must happen in the loop's body."""
    return any(
        isinstance(n, gast.NamedExpr)
        or (isinstance(n, gast.Call) and isinstance(n.func, gast.Attribute) and n.func.attr in MUTATORS)
        for n in gast.walk(test)
    )


def _irrefutable(pattern: gast.AST) -> bool:
    match pattern:
        case gast.MatchAs():
            return pattern.pattern is None or _irrefutable(pattern.pattern)
        case gast.MatchOr():
            return any(_irrefutable(p) for p in pattern.patterns)
        case _:
            return False
