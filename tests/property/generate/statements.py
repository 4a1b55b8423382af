"""Statements, as lines of source. Loops end: each has a counter, or goes over something its body does not grow."""

from __future__ import annotations

from collections.abc import Callable

from tests.property.generate.choose import Choose
from tests.property.generate.expressions import Expressions
from tests.property.generate.scope import (
    BOOL,
    COUNTS,
    FLOAT,
    GRID,
    GROUPS,
    INT,
    INTS,
    MAYBE,
    MUTABLE,
    PAIR,
    STR,
    STRS,
    TYPES,
    Helper,
    Scope,
)

Lines = list[str]


def indent(lines: Lines) -> Lines:
    """One level deeper; an empty block is ``pass``."""
    return ["    " + line for line in lines or ["pass"]]


class Statements:
    """Writes statements and blocks. ``sharing`` is how often, of a hundred, a container gets a second name that may see
    it change: such programs may be refused, and must be right when they are not."""

    def __init__(self, choose: Choose, sharing: int = 3) -> None:
        self.choose = choose
        self.sharing = sharing
        self.e = Expressions(choose, sharing)

    def block(self, s: Scope, size: int, depth: int) -> Lines:
        """Up to ``size`` statements, up to ``depth`` blocks deep."""
        lines: Lines = []
        for _ in range(1 + self.choose.below(size)):
            if s.ended or s.budget.left < 0:
                break
            lines += self.statement(s, depth)
        return lines

    def statement(self, s: Scope, depth: int) -> Lines:
        """One statement; ``s`` becomes the scope after it."""
        c = self.choose
        simple: list[Callable[[Scope], Lines]] = [
            self.assign,
            self.assign,
            self.augment,
            self.mutate,
            self.mutate,
            self.mutate,
            self.emit,
            self.unpack,
            self.call,
        ]
        s.budget.left -= 1
        if s.loops or s.nested:
            simple += [self.exit] if c.chance(30) else []
        if depth > 0 and c.chance(55):
            nested: list[Callable[[Scope, int], Lines]] = [
                self.if_,
                self.if_,
                self.for_,
                self.for_,
                self.while_,
                self.match,
            ]
            if not s.loops and not s.nested:
                nested.append(self.closure)
            return c.pick(nested)(s, depth - 1)
        if c.chance(5):
            return self.guard(s)
        if c.chance(self.sharing):
            return self.share(s)
        return c.pick(simple)(s)

    # --- simple ------------------------------------------------------------------------------------------------------

    def assign(self, s: Scope) -> Lines:
        """``x = …``: a new name, or one there is already."""
        c = self.choose
        type_ = c.pick(TYPES)
        old = s.assignable(type_)
        if not s.loops and c.chance(4) and (any_old := s.assignable(INT, STR, INTS, MAYBE)):
            name = c.pick(any_old)  # another type than it had
        elif old and c.chance(60):
            name = c.pick(old)
        else:
            name = s.fresh(type_[0])
        text = self.e.bounded(type_, s) if s.loops else self.e.fresh(type_, s)
        s.bind(name, type_, owned=True)
        if c.chance(5) and (others := [n for n in s.assignable(type_) if n != name]) and type_ not in MUTABLE:
            return [f"{name} = {c.pick(others)} = {text}"]
        hint = f": {type_}" if c.chance(8) else ""
        return [f"{name}{hint} = {text}"]

    def augment(self, s: Scope) -> Lines:
        """``x += …``."""
        c = self.choose
        names = s.assignable(INT, STR, FLOAT) + s.owned(INTS)
        if not names:
            return self.assign(s)
        name = c.pick(names)
        match s.vars[name].type:
            case "int":
                if s.loops:
                    return [f"{name} {c.pick(['+=', '-=', '^=', '&=', '|='])} {self.e.bounded(INT, s)}"]
                return [f"{name} {c.pick(['+=', '-=', '*=', '|='])} {self.e.of(INT, s)}"]
            case "float":
                return [f"{name} {c.pick(['+=', '-='])} {self.e.bounded(FLOAT, s)}"]
            case "str":
                return [f"{name} += ({self.e.of(STR, s)})[:3]"]
        return [f"{name} += ({self.e.of(INTS, s)})[:2]"]

    def unpack(self, s: Scope) -> Lines:
        """``a, b = …``, stars and swaps too."""
        c = self.choose
        a, b = s.fresh("u"), s.fresh("u")
        ints = s.assignable(INT)
        if len(ints) > 1 and c.chance(40):
            x, y = ints[0], ints[-1]
            return [f"{x}, {y} = {y}, {x}"] if c.chance(50) else [f"{x}, {y} = {y}, ({x} + {y}) % 1000"]
        kind = c.below(4)
        if kind == 0:
            line, types = f"{a}, {b} = {self.e.pair(s)}", {a: INT, b: STR}
        elif kind == 1:
            line, types = f"{a}, *{b} = [{self.e.of(INT, s)}, *{self.e.of(INTS, s)}]", {a: INT, b: INTS}
        elif kind == 2:
            line, types = f"*{b}, {a} = [*{self.e.of(INTS, s)}, {self.e.of(INT, s)}]", {a: INT, b: INTS}
        else:
            line, types = f"({a}, {b}) = divmod({self.e.of(INT, s)}, {c.pick(['7', '-3', '10'])})", {a: INT, b: INT}
        for name, type_ in types.items():
            s.bind(name, type_, owned=not s.loops)
        return [line]

    def emit(self, s: Scope) -> Lines:
        """An event."""
        return [f"tc.op.emit({self.choose.pick(['even', 'odd', 'step'])!r}, {self.e.of(self.choose.pick(TYPES), s)})"]

    def call(self, s: Scope) -> Lines:
        """A helper called for its effects."""
        return [self.e.call_of(self.choose.pick(s.helpers), s)] if s.helpers else self.emit(s)

    def exit(self, s: Scope) -> Lines:
        """``break``, ``continue`` or ``return``, under a condition."""
        c = self.choose
        condition = self.e.bool_(s)
        how = c.pick(["break", "continue", "return"]) if s.can_break else "return"
        text = f"return {self.e.fresh(s.returns, s)}" if how == "return" else how
        if c.chance(90):
            return [f"if {condition}:", *indent([text])]
        s.ended = True
        return [text]

    def guard(self, s: Scope) -> Lines:
        """An error, under a condition that seldom holds."""
        c = self.choose
        condition = f"{self.e.of(INT, s)} {c.pick(['==', '>'])} {c.pick(['77', '1000', '13'])}"
        error = c.pick(["raise ValueError", "tc.error.bad_request", "raise tc.error.conflict"])
        if c.chance(20):
            return [f"assert not {condition}, {self.e.of(STR, s)}"]
        return [f"if {condition}:", *indent([f"{error}(f'stopped at {{{self.simple_int(s)}}}')"])]

    def simple_int(self, s: Scope) -> str:
        """A variable, or a number: what an f-string takes in every Python."""
        return self.choose.pick([*s.of(INT), "0"])

    # --- mutation ----------------------------------------------------------------------------------------------------

    def mutate(self, s: Scope) -> Lines:
        """A change to a container nobody else can see."""
        c = self.choose
        names = s.owned(*MUTABLE)
        if not names:
            return self.assign(s)
        name = c.pick(names)
        by_type: dict[str, Callable[[str, Scope], Lines]] = {
            INTS: self.mutate_ints,
            STRS: self.mutate_strs,
            GRID: self.mutate_grid,
            COUNTS: self.mutate_counts,
            GROUPS: self.mutate_groups,
        }
        return by_type[s.vars[name].type](name, s)

    def share(self, s: Scope) -> Lines:
        """A second name for a container, or a change through one; both names may be used afterwards."""
        c = self.choose
        type_ = c.pick([INTS, COUNTS, GRID, GROUPS, STRS])
        names = s.of(type_)
        if not names:
            return self.assign(s)
        old, new = c.pick(names), s.fresh("z")
        options: list[Lines] = [
            [f"{new} = {old}"],
            [f"{new} = {old} if {self.e.bool_(s)} else {c.pick(names)}"],
            [f"{new} = {old} or {c.pick(names)}"],
            [f"{new} = ({old}, {old})[0]"],
            [f"{new} = [{old}][0]"],
            [f"{new} = (lambda v: v)({old})"],
        ]
        grids, groups, ints = s.of(GRID), s.of(GROUPS), s.of(INTS)
        changes: list[Lines] = []
        if grids and not s.loops:
            grid = c.pick(grids)
            changes.append([f"for {new} in {grid}:", *indent([f"{new}.append({c.pick(['1', f'len({new})'])})"])])
            changes.append([f"if {grid}:", *indent([f"{new} = {grid}[0]", f"{new}.append(7)"])])
            changes.append([f"{grid}.extend([[0, 1]] * 2)", f"{grid}[-1][0] = 5"])
            if ints:
                changes.append([f"{grid}.append({c.pick(ints)})"])
                changes.append([f"{grid}.append({c.pick(ints)})", f"{grid}[-1].append(3)"])
        if groups and ints:
            changes.append([f"{c.pick(groups)}['a'] = {c.pick(ints)}"])
            changes.append([f"{c.pick(groups)}.setdefault('b', {c.pick(ints)}).append(4)"])
        if groups and not s.loops:
            changes.append([f"for {new} in {c.pick(groups)}.values():", *indent([f"{new}.append(1)"])])
        if changes and c.chance(50):
            return c.pick(changes)
        s.bind(new, type_, owned=True)
        return c.pick(options)

    def mutate_ints(self, name: str, s: Scope) -> Lines:
        """A list of ints: every method, items, slices."""
        c, v = self.choose, self.e.bounded(INT, s)
        i = f"({self.e.of(INT, s)}) % len({name})"
        new = s.fresh("i")

        def taken(text: str) -> Lines:
            s.bind(new, INT)
            return [f"{new} = {text}"]

        options: list[Callable[[], Lines]] = [
            lambda: [f"{name}.append({v})"],
            lambda: [f"{name}.append({v})"],
            lambda: [f"if {name}:", *indent([f"{name}[{i}] = {v}"])],
            lambda: [f"if {name}:", *indent([f"{name}[{i}] {c.pick(['+=', '-=', '*='])} {c.pick(['1', '2', '3'])}"])],
            lambda: taken(f"{name}.pop() if {name} else {c.pick(['0', '-1'])}"),
            lambda: [f"if len({name}) > 1:", *indent([f"{name}.pop({c.pick(['0', '-1', '1'])})"])],
            lambda: [f"{name}.{c.pick(['sort()', 'reverse()', 'sort(reverse=True)', 'sort(key=lambda v: v % 4)'])}"],
            lambda: [f"{name}.extend(({self.e.of(INTS, s)})[:3])"],
            lambda: [f"{name}.insert({c.pick(['0', '1', '-1', '99'])}, {v})"],
            lambda: [f"if len({name}) > 1:", *indent([f"{name}[0], {name}[-1] = {name}[-1], {name}[0]"])],
            lambda: [f"del {name}[{c.pick(['0:1', '1:', ':-3', '::2'])}]"],
            lambda: [f"if {name}:", *indent([f"del {name}[{c.pick(['0', '-1'])}]"])],
            lambda: [f"{name}[{c.pick(['0:1', '1:2', ':0', '5:'])}] = ({self.e.of(INTS, s)})[:2]"],
            lambda: [f"if {v} in {name}:", *indent([f"{name}.remove({v})"])],
            lambda: [f"{name}.clear()"],
        ]
        if c.chance(3):
            return [c.pick([f"{name}[{self.e.of(INT, s)}] = 0", f"{name}.pop()", f"{name}.remove({v})"])]
        return c.pick(options)()

    def mutate_strs(self, name: str, s: Scope) -> Lines:
        """A list of strings."""
        v = self.e.bounded(STR, s)
        return self.choose.pick(
            [
                [f"{name}.append({v})"],
                [f"if {name}:", *indent([f"{name}[-1] += {v}"])],
                [f"{name}.insert(0, {v})"],
                [f"{name}.sort(key=len)"],
            ]
        )

    def mutate_grid(self, name: str, s: Scope) -> Lines:
        """A list of rows: items of rows, whole rows."""
        c = self.choose
        row = s.fresh("r")
        cell = f"{name}[{c.pick(['0', '-1'])}][{c.pick(['0', '-1'])}]"
        return c.pick(
            [
                [
                    f"if {name} and all({name}):",
                    *indent([f"{cell} {c.pick(['+=', '=', '-='])} {self.e.bounded(INT, s)}"]),
                ],
                [f"{name}.append({self.e.bounded(INTS, s)})"],
                [f"if {name}:", *indent([f"{name}[0].append({self.e.bounded(INT, s)})"])],
                [f"for {row} in range(len({name})):", *indent([f"{name}[{row}] = {name}[{row}][1:] + [{row}]"])],
                [f"if {name}:", *indent([f"{name}[-1] = {self.e.bounded(INTS, s)}"])],
            ]
        )

    def mutate_counts(self, name: str, s: Scope) -> Lines:
        """A dict of ints."""
        c, k, v = self.choose, self.e.key(s), self.e.bounded(INT, s)
        new = s.fresh("i")

        def taken(text: str) -> Lines:
            s.bind(new, INT)
            return [f"{new} = {text}"]

        options: list[Callable[[], Lines]] = [
            lambda: [f"{name}[{k}] = {v}"],
            lambda: [f"{name}[{k}] = {name}.get({k}, 0) + 1"],
            lambda: [f"if {k} in {name}:", *indent([f"{name}[{k}] {c.pick(['+=', '-='])} {v}"])],
            lambda: taken(f"{name}.pop({k}, {v})"),
            lambda: taken(f"{name}.setdefault({k}, {v})"),
            lambda: [f"if {k} in {name}:", *indent([f"del {name}[{k}]"])],
            lambda: [f"{name}.update({{{k}: {v}}})"],
            lambda: [f"{name}.clear()"],
            lambda: [f"{name}.setdefault({k}, {v})"],
        ]
        if c.chance(3):
            return [c.pick([f"{name}[{k}] += 1", f"del {name}[{k}]"])]
        return c.pick(options)()

    def mutate_groups(self, name: str, s: Scope) -> Lines:
        """A dict of lists."""
        c, k, v = self.choose, self.e.key(s), self.e.bounded(INT, s)
        return c.pick(
            [
                [f"{name}.setdefault({k}, []).append({v})"],
                [f"if {k} not in {name}:", *indent([f"{name}[{k}] = []"]), f"{name}[{k}].append({v})"],
                [f"{name}[{k}] = {self.e.bounded(INTS, s)}"],
                [f"if {k} in {name}:", *indent([f"{name}[{k}].extend([{v}, 0])", f"{name}[{k}].sort()"])],
            ]
        )

    # --- blocks ------------------------------------------------------------------------------------------------------

    def if_(self, s: Scope, depth: int) -> Lines:
        """``if``, with ``elif`` and ``else`` or without."""
        c = self.choose
        lines: Lines = []
        test = self.e.bool_(s)
        if c.chance(15):
            name = s.fresh("w")
            test = f"({name} := {self.e.of(INT, s)}) {c.pick(['>', '<', '=='])} {c.pick(['0', '3', '7'])}"
            s.bind(name, INT)
        arms = [s.fork()]
        lines += [f"if {test}:", *indent(self.block(arms[-1], 3, depth))]
        while c.chance(25):
            arms.append(s.fork())
            lines += [f"elif {self.e.bool_(s)}:", *indent(self.block(arms[-1], 2, depth))]
        if c.chance(50):
            arms.append(s.fork())
            lines += ["else:", *indent(self.block(arms[-1], 3, depth))]
        else:
            arms.append(s.fork())
        s.join(arms)
        return lines

    def for_(self, s: Scope, depth: int) -> Lines:
        """``for``, with ``else`` or without."""
        targets, types = self.e.source(s)
        body = s.fork(loops=s.loops + 1, can_break=True)
        names, _, iterable = targets.partition(" in ")
        if s.loops:
            iterable = self._short(iterable, s)
        for name, type_ in types.items():
            body.bind(name, type_)
        fixed = [
            name for name in s.vars if name in iterable.replace("(", " ").replace(")", " ").replace(",", " ").split()
        ]
        body.fix([name for name in fixed if s.vars[name].type in MUTABLE])
        lines = [f"for {names} in {iterable}:", *indent(self.block(body, 4, depth))]
        return self._loop_end(s, body, lines)

    def _short(self, iterable: str, s: Scope) -> str:
        """Nested loops go over few items."""
        return iterable if iterable.startswith("range(") and "len" not in iterable else f"list({iterable})[:4]"

    def while_(self, s: Scope, depth: int) -> Lines:
        """``while`` with a counter, in one of its usual forms."""
        c = self.choose
        counter = s.fresh("n")
        limit = c.pick(["3", "5", "1", "0"])
        lines = [f"{counter} = 0"]
        s.bind(counter, INT, fixed=True)
        body = s.fork(loops=s.loops + 1, can_break=True)
        kind = c.below(4)
        if kind == 0:
            lines.append(f"while {counter} < {limit}:")
            head = [f"{counter} += 1"]
        elif kind == 1:
            lines.append(f"while {counter} < {limit} and {self.e.bool_(s)}:")
            head = [f"{counter} += 1"]
        elif kind == 2:
            lines.append("while True:")
            head = [f"{counter} += 1", f"if {counter} > {limit}:", *indent(["break"])]
        else:
            lines.append(f"while ({counter} := {counter} + 1) <= {limit}:")
            head = []
        lines += indent(head + self.block(body, 4, depth))
        return self._loop_end(s, body, lines)

    def _loop_end(self, s: Scope, body: Scope, lines: Lines) -> Lines:
        if self.choose.chance(20):
            after = s.fork()
            after.leave(body)
            lines += ["else:", *indent(self.block(after, 2, 0))]
            s.leave(after)
        s.leave(body)
        return lines

    def match(self, s: Scope, depth: int) -> Lines:
        """``match`` on an int, a string, a list, a tuple or a dict."""
        c = self.choose
        type_ = c.pick([INT, STR, INTS, PAIR, COUNTS, MAYBE])
        a, b = s.fresh("m"), s.fresh("m")
        patterns: dict[str, list[tuple[str, dict[str, str]]]] = {
            INT: [("0", {}), ("1 | 2", {}), (f"{a} if {a} > 3", {a: INT}), ("-1", {}), (f"int({a})", {a: INT})],
            STR: [("'a'", {}), ("'' | 'b'", {}), (f"{a} if len({a}) > 2", {a: STR}), (f"str() as {a}", {a: STR})],
            INTS: [
                ("[]", {}),
                (f"[{a}]", {a: INT}),
                (f"[{a}, *{b}]", {a: INT, b: INTS}),
                (f"[{a}, {b}]", {a: INT, b: INT}),
            ],
            PAIR: [(f"(0, {b})", {b: STR}), (f"({a}, 'a')", {a: INT}), (f"({a}, {b}) if {a} > 0", {a: INT, b: STR})],
            COUNTS: [("{'a': 1}", {}), (f"{{'a': {a}}}", {a: INT}), (f"{{'key': {a}, **{b}}}", {a: INT, b: COUNTS})],
            MAYBE: [("None", {}), (f"int({a}) if {a} > 2", {a: INT}), ("0 | 1", {})],
        }
        lines = [f"match {self.e.of(type_, s)}:"]
        arms: list[Scope] = []
        chosen = [p for p in patterns[type_] if c.chance(60)] or patterns[type_][:1]
        for pattern, bound in chosen:
            arm = s.fork()
            for name, of in bound.items():
                arm.bind(name, of, fixed=True)
            arms.append(arm)
            lines += indent([f"case {pattern}:", *indent(self.block(arm, 2, depth))])
        rest = s.fork()
        arms.append(rest)
        if c.chance(60):
            lines += indent(["case _:", *indent(self.block(rest, 2, depth))])
        before = set(s.vars)
        s.join(arms)
        s.vars = {name: var for name, var in s.vars.items() if name in before or not name.startswith("m")}
        return lines

    def closure(self, s: Scope, depth: int) -> Lines:
        """A nested function or a named lambda; what it captures is not assigned afterwards."""
        c = self.choose
        returns = c.pick([INT, STR, INTS, BOOL])
        name = s.fresh("f")
        params = tuple((s.fresh("a"), c.pick([INT, STR, INTS])) for _ in range(c.below(3)))
        inner = s.fork(nested=True, returns=returns, loops=0, can_break=False)
        inner.fix(list(inner.vars))
        for param, type_ in params:
            inner.bind(param, type_)
        if c.chance(40):
            lines = [f"{name} = lambda {', '.join(p for p, _ in params)}: {self.e.of(returns, inner)}"]
        else:
            body = self.block(inner, 3, min(depth, 1))
            if not inner.ended:
                body.append(f"return {self.e.fresh(returns, inner)}")
            lines = [f"def {name}({', '.join(p for p, _ in params)}):", *indent(body)]
        if not c.chance(4):
            text = " ".join(lines)
            used = [known for known in s.vars if known in _words(text)]
            s.fix(used)
        s.helpers.append(Helper(name, params, returns))
        return lines


def _words(text: str) -> set[str]:
    return set("".join(ch if ch.isalnum() or ch == "_" else " " for ch in text).split())
