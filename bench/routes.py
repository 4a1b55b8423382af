"""A library of any number of routes, of the kind people write: 10 to 15 lines, loops, tests, lists, dicts, helpers.

The same numbers give the same text. Names and constants differ from route to route, so no two routes are one.
"""

from __future__ import annotations

import random
from textwrap import indent
from typing import Final

HEAD: Final = '''"""A generated library."""

import math

import tinychain as tc

LIMIT = 1000
RATES = {"standard": 0.2, "reduced": 0.05, "zero": 0.0}
VOWELS = "aeiou"
STEPS = (1, 2, 5, 10, 20, 50)


def clamp(value: int, low: int, high: int) -> int:
    if value < low:
        return low
    if value > high:
        return high
    return value


def mean(values: list[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def is_prime(n: int) -> bool:
    if n < 2:
        return False
    d = 2
    while d * d <= n:
        if n % d == 0:
            return False
        d += 1
    return True


def slug(text: str) -> str:
    words = [word for word in text.lower().split() if word.isalnum()]
    return "-".join(words)


def tally(words: list[str]) -> dict[str, int]:
    counts = {}
    for word in words:
        counts[word] = counts.get(word, 0) + 1
    return counts


def digits(n: int) -> list[int]:
    found = []
    while n > 0:
        n, digit = divmod(n, 10)
        found.append(digit)
    return found


@tc.library(publisher="example-devco", name="generated", version="1.0.0")
class Generated(tc.define.Library):
'''

ROUTES: Final = (
    '''
@tc.post
def {name}(self, {xs}: list[int], limit: int = {a}) -> int:
    """The sum of the large values, until the limit is passed."""
    total = 0
    seen = 0
    for {x} in {xs}:
        if {x} < {b}:
            continue
        total += {x} * {c}
        seen += 1
        if total > limit:
            break
    if seen == 0:
        return -1
    return total % LIMIT
''',
    '''
@tc.post
def {name}(self, {xs}: list[str]) -> dict[str, int]:
    """How often each word of at least {c} letters occurs."""
    counts: dict[str, int] = {{}}
    for {x} in {xs}:
        key = {x}.strip().lower()
        if len(key) < {c}:
            continue
        if key in counts:
            counts[key] += 1
        else:
            counts[key] = 1
    return counts
''',
    '''
@tc.post
def {name}(self, {xs}: list[int]) -> list[int]:
    """Bubble sort, then drop what is below {b}."""
    {ys} = list({xs})
    n = len({ys})
    for i in range(n):
        swapped = False
        for j in range(n - i - 1):
            if {ys}[j] > {ys}[j + 1]:
                {ys}[j], {ys}[j + 1] = {ys}[j + 1], {ys}[j]
                swapped = True
        if not swapped:
            break
    return [{x} for {x} in {ys} if {x} >= {b}]
''',
    '''
@tc.get
def {name}(self, n: int) -> int:
    """The steps of a Collatz walk, at most {a}."""
    if n < 1:
        raise ValueError("n must be positive")
    steps = 0
    {x} = n
    while {x} != 1 and steps < {a}:
        if {x} % 2 == 0:
            {x} = {x} // 2
        else:
            {x} = 3 * {x} + {one}
        steps += 1
    return steps
''',
    '''
@tc.post
def {name}(self, amount: float, kind: str = "standard", member: bool = False) -> dict[str, float]:
    """The price with tax and discount."""
    if kind not in RATES:
        raise ValueError(f"unknown rate: {{kind}}")
    {x} = amount
    if member:
        {x} *= 0.{b}
    elif amount > {a}:
        {x} -= {c}
    tax = round({x} * RATES[kind], 2)
    total = round({x} + tax, 2)
    return {{"net": {x}, "tax": tax, "total": total}}
''',
    '''
@tc.post
def {name}(self, text: str, shift: int = {c}) -> str:
    """A Caesar cipher."""
    {ys} = []
    for {x} in text:
        if {x}.islower():
            base = ord("a")
        elif {x}.isupper():
            base = ord("A")
        else:
            {ys}.append({x})
            continue
        {ys}.append(chr((ord({x}) - base + shift) % 26 + base))
    return "".join({ys})
''',
    '''
@tc.post
def {name}(self, {xs}: list[int], target: int) -> int:
    """Binary search in sorted values."""
    low = 0
    high = len({xs}) - 1
    while low <= high:
        middle = (low + high) // 2
        {x} = {xs}[middle]
        if {x} == target:
            return middle
        if {x} < target:
            low = middle + 1
        else:
            high = middle - 1
    return -{c}
''',
    '''
@tc.post
def {name}(self, rows: list[list[float]], scale: float = {c}.5) -> list[list[float]]:
    """The transposed matrix, scaled."""
    if not rows:
        return []
    width = len(rows[0])
    for row in rows:
        if len(row) != width:
            raise ValueError("rows differ in length")
    {ys} = []
    for column in range(width):
        {ys}.append([row[column] * scale for row in rows])
    return {ys}
''',
    '''
@tc.get
def {name}(self, n: int) -> list[int]:
    """The primes up to n, at most {b} of them."""
    top = clamp(n, 0, {a})
    {ys} = []
    for {x} in range(2, top + 1):
        if is_prime({x}):
            {ys}.append({x})
        if len({ys}) >= {b}:
            break
    if {ys} and {ys}[-1] == top:
        tc.op.emit("prime", top)
    return {ys}
''',
    '''
@tc.post
def {name}(self, {xs}: list[float]) -> dict[str, float]:
    """Mean, spread and range of the values."""
    if len({xs}) < 2:
        raise ValueError("at least two values are needed")
    middle = mean({xs})
    spread = 0.0
    for {x} in {xs}:
        spread += ({x} - middle) ** 2
    spread = math.sqrt(spread / (len({xs}) - 1))
    low, high = min({xs}), max({xs})
    return {{"mean": round(middle, {c}), "spread": spread, "low": low, "high": high}}
''',
    '''
@tc.post
def {name}(self, {xs}: list[dict], key: str = "group") -> dict[str, list]:
    """The rows by the value of a key."""
    groups: dict[str, list] = {{}}
    for {x} in {xs}:
        value = str({x}.get(key, "{word}"))
        if value not in groups:
            groups[value] = []
        groups[value].append({x})
    large = [name for name, rows in groups.items() if len(rows) > {c}]
    if large:
        tc.op.emit("large", sorted(large))
    return groups
''',
    '''
@tc.get
def {name}(self, n: int) -> int:
    """The n-th number of a Fibonacci-like sequence that begins with {b} and {c}."""
    if n < 0:
        raise ValueError("n must not be negative")
    {x}, {y} = {b}, {c}
    for i in range(n):
        {x}, {y} = {y}, {x} + {y}
        if {x} > {a}:
            {x} -= {a}
        if {y} > {a}:
            {y} -= {a}
    return {x}
''',
    '''
@tc.post
def {name}(self, text: str) -> dict[str, int]:
    """Vowels, digits, spaces and the rest of a text."""
    vowels = spaces = rest = numbers = 0
    for {x} in text.lower():
        if {x} in VOWELS:
            vowels += 1
        elif {x}.isdigit():
            numbers += {c}
        elif {x}.isspace():
            spaces += 1
        else:
            rest += 1
    return {{"vowels": vowels, "digits": numbers, "spaces": spaces, "rest": rest}}
''',
    '''
@tc.post
def {name}(self, {xs}: list[int], amount: int) -> int:
    """The fewest coins that make up an amount; -1 when none do."""
    best = [0] + [amount + {c}] * amount
    for total in range(1, amount + 1):
        for {x} in {xs}:
            if {x} <= total:
                candidate = best[total - {x}] + 1
                if candidate < best[total]:
                    best[total] = candidate
    if best[amount] > amount:
        return -1
    return best[amount]
''',
    '''
@tc.post
def {name}(self, order: dict, stock: dict[str, int]) -> list[str]:
    """What is wrong with an order."""
    errors = []
    for {x}, quantity in order.items():
        if {x} not in stock:
            errors.append(f"{{{x}}}: unknown")
        elif quantity > stock[{x}]:
            errors.append(f"{{{x}}}: only {{stock[{x}]}} left")
        elif quantity % {c} != 0:
            errors.append(f"{{{x}}}: sold by {c}")
    if errors:
        tc.op.emit("refused", len(errors))
    return errors
''',
    '''
@tc.post
def {name}(self, text: str, width: int = {b}) -> list[str]:
    """The text wrapped to a width."""
    lines = []
    current = ""
    for {x} in text.split():
        if current == "":
            current = {x}
        elif len(current) + 1 + len({x}) <= width:
            current += " " + {x}
        else:
            lines.append(current)
            current = {x}
    if current:
        lines.append(current)
    return lines
''',
    '''
@tc.post
def {name}(self, {xs}: list[str], top: int = {c}) -> list[tuple[str, int]]:
    """The most frequent words, titles made slugs."""
    counts = tally([slug({x}) for {x} in {xs}])
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    {ys} = []
    for {x}, count in ranked:
        if len({ys}) >= top or count < 2:
            break
        {ys}.append(({x}, count))
    return {ys}
''',
    '''
@tc.post
def {name}(self, state: str, event: str, tries: int = 0) -> str:
    """The next state of a small machine."""
    if state == "idle" and event == "{word}":
        return "running"
    if state == "running":
        if event == "fail":
            return "idle" if tries < {c} else "dead"
        if event in ("stop", "done"):
            return "idle"
        tc.op.emit("ignored", event)
        return "running"
    if state == "dead":
        raise ValueError("the machine is dead")
    return state
''',
    '''
@tc.get
def {name}(self, n: int) -> bool:
    """Whether n passes a checksum modulo {b}."""
    total = 0
    for i, {x} in enumerate(digits(n)):
        weight = STEPS[i % len(STEPS)]
        if i % 2 == 1:
            doubled = {x} * 2
            total += doubled - 9 if doubled > 9 else doubled
        else:
            total += {x} * weight
    return total % {b} == {c}
''',
    '''
@tc.post
def {name}(self, tokens: list[str]) -> float:
    """The value of an expression in reverse Polish notation."""
    stack: list[float] = []
    for {x} in tokens:
        if {x} in ("+", "-", "*"):
            right = stack.pop()
            left = stack.pop()
            if {x} == "+":
                stack.append(left + right)
            elif {x} == "-":
                stack.append(left - right)
            else:
                stack.append(left * right)
        else:
            stack.append(float({x}) + {c})
    return stack[0]
''',
)
"""The routes, one a line of the tuple; ``{name}``, ``{x}`` and so on are what differs."""

_WORDS: Final = ("item", "value", "part", "entry", "piece", "unit", "mark", "node", "sample", "point")


def library(count: int, seed: int = 0) -> str:
    """The source of a library of ``count`` routes."""
    chosen = random.Random(seed)
    return HEAD + "\n".join(indent(route(f"route_{i:04}", i, chosen), "    ") for i in range(count))


def route(name: str, kind: int, chosen: random.Random) -> str:
    """One route, of the given kind."""
    x, y = chosen.sample(_WORDS, 2)
    return (
        ROUTES[kind % len(ROUTES)]
        .strip("\n")
        .format(
            name=name,
            x=x,
            y=y,
            xs=f"{x}s",
            ys=f"{y}s",
            a=chosen.randrange(1000, 100000),
            b=chosen.randrange(10, 99),
            c=chosen.randrange(2, 9),
            one=1,
            word=chosen.choice(("start", "other", "begin", "none")),
        )
        + "\n"
    )
