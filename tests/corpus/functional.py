"""Recursion, closures, lambdas, comprehensions, higher-order helpers."""

from math import floor


def hanoi(n, source="A", target="C", spare="B"):
    if n == 0:
        return []
    return hanoi(n - 1, source, spare, target) + [(source, target)] + hanoi(n - 1, spare, target, source)


def hanoi_count(n):
    moves = 0
    stack = [n]
    while stack:
        k = stack.pop()
        if k == 0:
            continue
        moves += 1
        stack.append(k - 1)
        stack.append(k - 1)
    return moves


def ackermann(m, n):
    if m == 0:
        return n + 1
    if n == 0:
        return ackermann(m - 1, 1)
    return ackermann(m - 1, ackermann(m, n - 1))


def power_set(items):
    if not items:
        return [[]]
    rest = power_set(items[1:])
    return rest + [[items[0]] + subset for subset in rest]


def subsets_bits(nums):
    n = len(nums)
    return [[nums[i] for i in range(n) if mask >> i & 1] for mask in range(2**n)]


def permutations(items):
    if len(items) == 0:
        return [[]]
    result = []
    for i in range(len(items)):
        rest = items[:i] + items[i + 1 :]
        result += [[items[i]] + p for p in permutations(rest)]
    return result


def next_permutation(nums):
    i = len(nums) - 2
    while i >= 0 and nums[i] >= nums[i + 1]:
        i -= 1
    if i >= 0:
        j = len(nums) - 1
        while nums[j] <= nums[i]:
            j -= 1
        nums[i], nums[j] = nums[j], nums[i]
    nums[i + 1 :] = reversed(nums[i + 1 :])
    return nums


def combinations(items, k):
    if k == 0:
        return [[]]
    if len(items) < k:
        return []
    with_first = [[items[0], *c] for c in combinations(items[1:], k - 1)]
    return with_first + combinations(items[1:], k)


def combination_sum(candidates, target):
    results = []

    def search(start, remaining, chosen):
        if remaining == 0:
            return [chosen]
        found = []
        for i in range(start, len(candidates)):
            if candidates[i] <= remaining:
                found.extend(search(i, remaining - candidates[i], chosen + [candidates[i]]))
        return found

    results = search(0, target, [])
    return results


def letter_combinations(digits):
    keys = {"2": "abc", "3": "def", "4": "ghi", "5": "jkl", "6": "mno", "7": "pqrs", "8": "tuv", "9": "wxyz"}
    if not digits:
        return []
    out = [""]
    for d in digits:
        out = [prefix + letter for prefix in out for letter in keys[d]]
    return out


def cartesian_product(a, b):
    return [(x, y) for x in a for y in b]


def product_of_lists(pools):
    result = [[]]
    for pool in pools:
        result = [x + [y] for x in result for y in pool]
    return result


def compose_pipeline(value):
    steps = [lambda x: x + 1, lambda x: x * 2, lambda x: x - 3]
    for step in steps:
        value = step(value)
    return value


def apply_twice(x):
    def twice(f, v):
        return f(f(v))

    return twice(lambda n: n * n, x)


def make_adders(values, n):
    def adder(k):
        return lambda x: x + k

    add = adder(n)
    return [add(v) for v in values]


def map_filter_reduce(numbers):
    squares = list(map(lambda x: x * x, filter(lambda x: x % 2 == 0, numbers)))
    total = 0
    for s in squares:
        total += s
    return {"squares": squares, "total": total}


def map_two_lists(a, b):
    return list(map(lambda x, y: x * y, a, b))


def partition(items, threshold):
    small = list(filter(lambda x: x < threshold, items))
    large = [x for x in items if not x < threshold]
    return small, large


def group_by_length(words):
    return {n: [w for w in words if len(w) == n] for n in sorted({len(w) for w in words})}


def invert_dict(d):
    return {v: k for k, v in d.items()}


def merge_dicts(a, b):
    merged = {**a}
    for key, value in b.items():
        if key in merged and isinstance(merged[key], dict) and isinstance(value, dict):
            merged[key] = merge_dicts(merged[key], value)
        else:
            merged[key] = value
    return merged


def flatten_dict(d, prefix=""):
    flat = {}
    for key, value in d.items():
        name = f"{prefix}.{key}" if prefix else key
        if isinstance(value, dict):
            flat.update(flatten_dict(value, name))
        else:
            flat[name] = value
    return flat


def get_path(data, path, default=None):
    current = data
    for part in path.split("."):
        if isinstance(current, dict) and part in current:
            current = current[part]
        elif isinstance(current, list) and part.isdigit() and int(part) < len(current):
            current = current[int(part)]
        else:
            return default
    return current


def chunk(items, size):
    return [items[i : i + size] for i in range(0, len(items), size)]


def pairwise(items):
    return list(zip(items, items[1:]))


def interleave(a, b):
    out = []
    for x, y in zip(a, b):
        out += [x, y]
    shorter = min(len(a), len(b))
    return out + a[shorter:] + b[shorter:]


def rotate(items, k):
    if not items:
        return items
    k %= len(items)
    return items[-k:] + items[:-k]


def unique_in_order(seq):
    return [x for i, x in enumerate(seq) if i == 0 or x != seq[i - 1]]


def count_where(items, low, high):
    return sum(1 for x in items if low <= x <= high)


def accumulate_max(values):
    out = []
    for v in values:
        out.append(v if not out else max(out[-1], v))
    return out


def zip_longest(a, b, fill=None):
    n = max(len(a), len(b))
    return [(a[i] if i < len(a) else fill, b[i] if i < len(b) else fill) for i in range(n)]


def first_match(items, minimum):
    return next((x for x in items if x >= minimum), None)


def all_equal(items):
    return len(items) == 0 or all(x == items[0] for x in items)


def sum_nested(data):
    total = 0
    for item in data:
        total += sum_nested(item) if isinstance(item, list) else item
    return total


def describe(value):
    match value:
        case None:
            return "nothing"
        case True | False:
            return "flag"
        case 0:
            return "zero"
        case int(n) if n < 0:
            return f"negative {n}"
        case int():
            return "integer"
        case str(s) if len(s) == 1:
            return "character"
        case str():
            return "text"
        case []:
            return "empty list"
        case [x]:
            return f"one item: {x}"
        case [first, *rest]:
            return f"{first} and {len(rest)} more"
        case {"name": name, **others}:
            return f"{name} with {len(others)} others"
        case _:
            return "something"


def run_commands(commands):
    x = y = 0
    log = []
    for command in commands:
        match command.split():
            case ["go", ("north" | "n"), steps]:
                y += int(steps)
            case ["go", "south", steps]:
                y -= int(steps)
            case ["go", ("east" | "west") as direction, steps]:
                x += int(steps) if direction == "east" else -int(steps)
            case ["say", *words]:
                log.append(" ".join(words))
            case ["quit"]:
                break
            case []:
                continue
            case _:
                raise ValueError(f"cannot understand {command!r}")
    return {"x": x, "y": y, "log": log}


def mutual_even(n):
    def is_even(k):
        return True if k == 0 else is_odd(k - 1)

    def is_odd(k):
        return False if k == 0 else is_even(k - 1)

    return is_even(n)


def bisection_root(a, b, c, low, high):
    f = lambda x: a * x * x + b * x + c
    if f(low) * f(high) > 0:
        raise ValueError("no sign change")
    while high - low > 1e-9:
        mid = (low + high) / 2
        if f(low) * f(mid) <= 0:
            high = mid
        else:
            low = mid
    return floor(low * 1e6) / 1e6


def trapezoid(n, low=0.0, high=1.0):
    def f(x):
        return x**2 + 1

    h = (high - low) / n
    return h * (0.5 * f(low) + sum(f(low + i * h) for i in range(1, n)) + 0.5 * f(high))


def sort_by_last_name(names):
    return sorted(names, key=lambda full: full.split()[-1])


def min_by_distance(points, origin):
    return min(points, key=lambda p: (p[0] - origin[0]) ** 2 + (p[1] - origin[1]) ** 2)


def table_of_functions(op, a, b):
    functions = {"add": lambda: a + b, "sub": lambda: a - b, "pow": lambda: a**b}
    if op not in functions:
        raise KeyError(op)
    return functions[op]()


def counter_closure(n):
    counts = {}

    def bump(name):
        counts[name] = counts.get(name, 0) + 1
        return counts[name]

    for i in range(n):
        bump("even" if i % 2 == 0 else "odd")
    return counts


def recursive_max(items):
    if len(items) == 1:
        return items[0]
    rest = recursive_max(items[1:])
    return items[0] if items[0] > rest else rest


def recursive_reverse(s):
    return s if len(s) < 2 else recursive_reverse(s[1:]) + s[0]


def partitions(n, largest=None):
    largest = n if largest is None else largest
    if n == 0:
        return 1
    return sum(partitions(n - k, k) for k in range(1, min(n, largest) + 1))


def josephus(n, k):
    people = list(range(1, n + 1))
    index = 0
    order = []
    while people:
        index = (index + k - 1) % len(people)
        order.append(people.pop(index))
    return order


def water_trapped(heights):
    left, right = 0, len(heights) - 1
    left_max = right_max = water = 0
    while left < right:
        if heights[left] < heights[right]:
            left_max = max(left_max, heights[left])
            water += left_max - heights[left]
            left += 1
        else:
            right_max = max(right_max, heights[right])
            water += right_max - heights[right]
            right -= 1
    return water


def daily_temperatures(temps):
    answer = [0] * len(temps)
    stack = []
    for i, t in enumerate(temps):
        while stack and temps[stack[-1]] < t:
            j = stack.pop()
            answer[j] = i - j
        stack.append(i)
    return answer


def sliding_window_max(nums, k):
    window = []
    out = []
    for i, n in enumerate(nums):
        while window and nums[window[-1]] <= n:
            window.pop()
        window.append(i)
        if window[0] <= i - k:
            window.pop(0)
        if i >= k - 1:
            out.append(nums[window[0]])
    return out


def product_except_self(nums):
    result = [1] * len(nums)
    prefix = 1
    for i in range(len(nums)):
        result[i] = prefix
        prefix *= nums[i]
    suffix = 1
    for i in range(len(nums) - 1, -1, -1):
        result[i] *= suffix
        suffix *= nums[i]
    return result


def remove_element(nums, val):
    while val in nums:
        nums.remove(val)
    return nums


def move_zeroes(nums):
    insert_at = 0
    for i, n in enumerate(nums):
        if n != 0:
            nums[insert_at], nums[i] = nums[i], nums[insert_at]
            insert_at += 1
    return nums


def plus_one(digits):
    for i in range(len(digits) - 1, -1, -1):
        if digits[i] < 9:
            digits[i] += 1
            return digits
        digits[i] = 0
    return [1] + digits


def lru_simulation(capacity, requests):
    cache = []
    hits = 0
    for page in requests:
        if page in cache:
            cache.remove(page)
            hits += 1
        elif len(cache) >= capacity:
            cache.pop(0)
        cache.append(page)
    return {"hits": hits, "cache": cache}


def elevator(floors, start):
    position, travelled = start, 0
    visited = []
    for floor_number in floors:
        if floor_number == position:
            continue
        travelled += abs(floor_number - position)
        position = floor_number
        visited.append(position)
    else:
        visited.append("idle")
    return {"travelled": travelled, "visited": visited}


def bowling_score(rolls):
    score = 0
    i = 0
    for _ in range(10):
        if rolls[i] == 10:
            score += 10 + rolls[i + 1] + rolls[i + 2]
            i += 1
        elif rolls[i] + rolls[i + 1] == 10:
            score += 10 + rolls[i + 2]
            i += 2
        else:
            score += rolls[i] + rolls[i + 1]
            i += 2
    return score


def robot_walk(path):
    x, y, heading = 0, 0, 0
    moves = [(0, 1), (1, 0), (0, -1), (-1, 0)]
    for c in path:
        if c == "L":
            heading = (heading - 1) % 4
        elif c == "R":
            heading = (heading + 1) % 4
        elif c == "F":
            dx, dy = moves[heading]
            x, y = x + dx, y + dy
        else:
            raise ValueError("bad command")
    return [x, y]


ITEMS = [[[1, 2, 3]], [[]], [["a", "b"]], [[5]]]
ARRAYS = [[[0, 1, 0, 3, 12]], [[]], [[5]], [[9, 9]], [[3, 1, 2, 3]]]

CASES = {
    "hanoi": [[3], [0], [1], [2, "x", "y", "z"]],
    "hanoi_count": [[3], [0], [1], [8]],
    "ackermann": [[2, 3], [0, 0], [1, 5], [2, 0]],
    "power_set": ITEMS,
    "subsets_bits": ITEMS,
    "permutations": ITEMS,
    "next_permutation": [[[1, 2, 3]], [[3, 2, 1]], [[1]], [[1, 3, 2]], [[]]],
    "combinations": [[[1, 2, 3, 4], 2], [[], 0], [[1], 2], [["a", "b"], 1]],
    "combination_sum": [[[2, 3, 6, 7], 7], [[2], 1], [[1], 0], [[2, 3, 5], 8]],
    "letter_combinations": [["23"], [""], ["7"], ["1"]],
    "cartesian_product": [[[1, 2], ["a", "b"]], [[], [1]], ["ab", "c"], [[1], [2]]],
    "product_of_lists": [[[[1, 2], [3], [4, 5]]], [[]], [[[]]], [["ab", "c"]]],
    "compose_pipeline": [[0], [5], [-1.5], ["x"]],
    "apply_twice": [[3], [0], [1.5], ["a"]],
    "make_adders": [[[1, 2], 10], [[], 1], [["a"], "b"], [[1], "b"]],
    "map_filter_reduce": ITEMS,
    "map_two_lists": [[[1, 2], [3, 4]], [[], []], [[1], [2, 3]], [["a"], [2]]],
    "partition": [[[5, 1, 4], 3], [[], 0], [["a"], "b"], [["a"], 1]],
    "group_by_length": [[["a", "bb", "c", "dd"]], [[]], [[""]], [[1]]],
    "invert_dict": [[{"a": "x", "b": "y"}], [{}], [{"a": "x", "b": "x"}], [{"a": []}]],
    "merge_dicts": [
        [{"a": 1, "b": {"c": 2}}, {"b": {"d": 3}, "e": 4}],
        [{}, {}],
        [{"a": {}}, {"a": 1}],
        [{"a": 1}, {}],
    ],
    "flatten_dict": [[{"a": 1, "b": {"c": 2, "d": {"e": 3}}}], [{}], [{"a": {}}], [{"x": [1]}, "p"]],
    "get_path": [[{"a": [{"b": 5}]}, "a.0.b"], [{}, "x"], [{"a": 1}, "a.b", "none"], [[1, 2], "7"]],
    "chunk": [[[1, 2, 3, 4, 5], 2], [[], 3], ["abcdef", 4], [[1], 0]],
    "pairwise": ITEMS,
    "interleave": [[[1, 2, 3], ["a"]], [[], []], [[1], [2]], [[], [1, 2]]],
    "rotate": [[[1, 2, 3, 4], 1], [[], 3], [[1, 2], -1], ["abc", 4]],
    "unique_in_order": [["AAAABBBCCDAABBB"], [[]], [[1, 1, 1.0, 2]], ["ab"]],
    "count_where": [[[1, 5, 10], 2, 9], [[], 0, 1], [["a", "b"], "a", "a"], [[1], "a", 2]],
    "accumulate_max": ARRAYS,
    "zip_longest": [[[1, 2, 3], ["a"]], [[], []], [[1], [2, 3], 0], ["ab", "c", "-"]],
    "first_match": [[[1, 5, 10], 4], [[], 0], [[1], 2], [["a"], 1]],
    "all_equal": [[[1, 1.0, True]], [[]], [["a", "b"]], ["aaa"]],
    "sum_nested": [[[1, [2, [3]], 4]], [[]], [[[[]]]], [[1, "a"]]],
    "describe": [
        [None],
        [True],
        [0],
        [-3],
        [8],
        ["x"],
        ["xyz"],
        [[]],
        [[1]],
        [[1, 2, 3]],
        [{"name": "n", "a": 1}],
        [{}],
    ],
    "run_commands": [
        [["go north 3", "go west 2", "say hello there", "", "quit", "go n 9"]],
        [[]],
        [["dance"]],
        [["go n x"]],
        [["go east 1", "go n 2"]],
    ],
    "mutual_even": [[0], [7], [10], [1]],
    "bisection_root": [[1, 0, -2, 0, 2], [0, 1, -1, 0, 3], [1, 0, 1, -1, 1], [1, -3, 2, 1.5, 5]],
    "trapezoid": [[10], [1], [4, 1.0, 2.0], [0]],
    "sort_by_last_name": [[["Bob Zed", "Al Adams"]], [[]], [["Solo"]], [[""]]],
    "min_by_distance": [[[[1, 1], [5, 5]], [4, 4]], [[[0, 0]], [1, 1]], [[], [0, 0]], [[[1, 0], [0, 1]], [0, 0]]],
    "table_of_functions": [["add", 1, 2], ["pow", 2, 5], ["div", 1, 1], ["sub", "a", 1]],
    "counter_closure": [[5], [0], [1], [10]],
    "recursive_max": [[[3, 9, 2]], [[1]], [[]], [["b", "a"]]],
    "recursive_reverse": [["hello"], [""], ["a"], ["ab"]],
    "partitions": [[5], [0], [1], [10, 3]],
    "josephus": [[7, 3], [0, 1], [1, 5], [5, 1]],
    "water_trapped": [[[0, 1, 0, 2, 1, 0, 1, 3, 2, 1, 2, 1]], [[]], [[3]], [[4, 2, 0, 3, 2, 5]]],
    "daily_temperatures": [[[73, 74, 75, 71, 69, 72, 76, 73]], [[]], [[1]], [[3, 2, 1]]],
    "sliding_window_max": [[[1, 3, -1, -3, 5, 3, 6, 7], 3], [[], 1], [[1], 1], [[2, 1], 5]],
    "product_except_self": ARRAYS,
    "remove_element": [[[3, 2, 2, 3], 3], [[], 0], [[1], 2], [["a", "a"], "a"]],
    "move_zeroes": ARRAYS,
    "plus_one": ARRAYS,
    "lru_simulation": [[2, ["a", "b", "a", "c", "b"]], [1, []], [3, [1, 2, 3, 1]], [0, [1]]],
    "elevator": [[[3, 3, 7, 1], 1], [[], 0], [[0], 0], [[-2, 5], 2]],
    "bowling_score": [[[10] * 12], [[0] * 20], [[5] * 21], [[3, 4] * 10], [[10, 1]]],
    "robot_walk": [["FFRFF"], [""], ["LLLLF"], ["X"]],
}
