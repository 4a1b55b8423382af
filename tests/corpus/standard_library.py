"""Functions that use the standard library where most authors would."""

import re
from collections import Counter, defaultdict, deque
from functools import lru_cache, reduce
from itertools import accumulate, groupby


def reduce_product(numbers):
    return reduce(lambda a, b: a * b, numbers, 1)


@lru_cache(maxsize=None)
def stairs_cached(n):
    if n < 0:
        return 0
    if n <= 1:
        return 1
    return stairs_cached(n - 1) + stairs_cached(n - 2)


def group_by_first_letter(words):
    groups = defaultdict(list)
    for word in words:
        groups[word[0]].append(word)
    return dict(groups)


def most_common_letter(text):
    return Counter(text.lower()).most_common(1)[0][0]


def bfs_deque(graph, start):
    queue = deque([start])
    seen = {start}
    order = []
    while queue:
        node = queue.popleft()
        order.append(node)
        for nxt in graph[node]:
            if nxt not in seen:
                seen.add(nxt)
                queue.append(nxt)
    return order


def prefix_sums(values):
    return list(accumulate(values))


def encode_groupby(text):
    return "".join(f"{len(list(group))}{key}" for key, group in groupby(text))


def extract_numbers(text):
    return [int(n) for n in re.findall(r"-?\d+", text)]


def safe_divide(a, b):
    try:
        return a / b
    except ZeroDivisionError:
        return None


CASES = {
    "reduce_product": [[[1, 2, 3, 4]], [[]], [[0.5, 4]], [["a"]]],
    "stairs_cached": [[5], [0], [-1], [20]],
    "group_by_first_letter": [[["apple", "bean", "avocado"]], [[]], [["x"]], [[""]]],
    "most_common_letter": [["banana"], ["Aab"], ["z"], [""]],
    "bfs_deque": [[{"a": ["b"], "b": ["a"]}, "a"], [{"x": []}, "x"], [{}, "q"], [{"a": ["z"]}, "a"]],
    "prefix_sums": [[[1, 2, 3]], [[]], [[1.5]], [["a", "b"]]],
    "encode_groupby": [["aaabb"], [""], ["a"], ["abab"]],
    "extract_numbers": [["a1 b-22 c333"], [""], ["none"], ["7"]],
    "safe_divide": [[1, 2], [1, 0], [0, 5], ["a", 1]],
}
