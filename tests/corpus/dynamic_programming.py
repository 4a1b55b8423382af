"""Dynamic programming."""

import math


def fibonacci_dp(n):
    table = [0, 1]
    for i in range(2, n + 1):
        table.append(table[i - 1] + table[i - 2])
    return table[n]


def knapsack(capacity, weights, values):
    n = len(values)
    dp = [[0 for _ in range(capacity + 1)] for _ in range(n + 1)]
    for i in range(1, n + 1):
        for w in range(capacity + 1):
            if weights[i - 1] <= w:
                dp[i][w] = max(values[i - 1] + dp[i - 1][w - weights[i - 1]], dp[i - 1][w])
            else:
                dp[i][w] = dp[i - 1][w]
    return dp[n][capacity]


def knapsack_1d(capacity: int, items: list) -> int:
    best = [0] * (capacity + 1)
    for weight, value in items:
        for c in range(capacity, weight - 1, -1):
            best[c] = max(best[c], best[c - weight] + value)
    return best[capacity]


def knapsack_items(capacity, items):
    table = [[0] * (capacity + 1)]
    for weight, value in items:
        previous = table[-1]
        row = previous[:]
        for c in range(weight, capacity + 1):
            candidate = previous[c - weight] + value
            if candidate > row[c]:
                row[c] = candidate
        table.append(row)
    chosen = []
    c = capacity
    for i in range(len(items), 0, -1):
        if table[i][c] != table[i - 1][c]:
            chosen.append(i - 1)
            c -= items[i - 1][0]
    return {"value": table[-1][capacity], "items": chosen[::-1]}


def longest_common_subsequence(x: str, y: str) -> str:
    m, n = len(x), len(y)
    dp = [[0] * (n + 1) for _ in range(m + 1)]
    for i in range(m):
        for j in range(n):
            if x[i] == y[j]:
                dp[i + 1][j + 1] = dp[i][j] + 1
            else:
                dp[i + 1][j + 1] = max(dp[i][j + 1], dp[i + 1][j])
    i, j = m, n
    out = []
    while i > 0 and j > 0:
        if x[i - 1] == y[j - 1]:
            out.append(x[i - 1])
            i -= 1
            j -= 1
        elif dp[i - 1][j] >= dp[i][j - 1]:
            i -= 1
        else:
            j -= 1
    return "".join(reversed(out))


def edit_distance(a, b):
    if len(a) < len(b):
        return edit_distance(b, a)
    previous = list(range(len(b) + 1))
    for i, ca in enumerate(a, 1):
        current = [i]
        for j, cb in enumerate(b, 1):
            insert = previous[j] + 1
            delete = current[j - 1] + 1
            substitute = previous[j - 1] + (ca != cb)
            current.append(min(insert, delete, substitute))
        previous = current
    return previous[-1]


def edit_distance_recursive(s, t):
    memo = {}

    def go(i, j):
        if i == 0:
            return j
        if j == 0:
            return i
        if (i, j) not in memo:
            if s[i - 1] == t[j - 1]:
                memo[(i, j)] = go(i - 1, j - 1)
            else:
                memo[(i, j)] = 1 + min(go(i - 1, j), go(i, j - 1), go(i - 1, j - 1))
        return memo[(i, j)]

    return go(len(s), len(t))


def coin_change(coins, amount):
    dp = [float("inf")] * (amount + 1)
    dp[0] = 0
    for coin in coins:
        for x in range(coin, amount + 1):
            dp[x] = min(dp[x], dp[x - coin] + 1)
    return dp[amount] if dp[amount] != float("inf") else -1


def coin_ways(amount, coins):
    ways = [1] + [0] * amount
    for c in coins:
        for i in range(c, amount + 1):
            ways[i] += ways[i - c]
    return ways[amount]


def make_change(amount, coins=(50, 20, 10, 5, 2, 1)):
    result = {}
    for coin in coins:
        count, amount = divmod(amount, coin)
        if count:
            result[coin] = count
    if amount:
        raise ValueError(f"{amount} left over")
    return result


def longest_increasing_subsequence(nums):
    if not nums:
        return 0
    dp = [1] * len(nums)
    for i in range(1, len(nums)):
        for j in range(i):
            if nums[j] < nums[i]:
                dp[i] = max(dp[i], dp[j] + 1)
    return max(dp)


def lis_sequence(nums):
    best: list[list[int]] = []
    for i, n in enumerate(nums):
        prefix: list[int] = []
        for j in range(i):
            if nums[j] < n and len(best[j]) > len(prefix):
                prefix = best[j]
        best.append(prefix + [n])
    return max(best, key=len, default=[])


def lis_patience(nums):
    tails = []
    for x in nums:
        lo, hi = 0, len(tails)
        while lo < hi:
            mid = (lo + hi) // 2
            if tails[mid] < x:
                lo = mid + 1
            else:
                hi = mid
        if lo == len(tails):
            tails.append(x)
        else:
            tails[lo] = x
    return len(tails)


def max_subarray(nums):
    best = current = nums[0]
    for x in nums[1:]:
        current = max(x, current + x)
        best = max(best, current)
    return best


def max_subarray_bounds(nums):
    best_sum = float("-inf")
    best_start = best_end = 0
    current_sum = 0
    for current_end, x in enumerate(nums):
        if current_sum <= 0:
            current_start = current_end
            current_sum = x
        else:
            current_sum += x
        if current_sum > best_sum:
            best_sum = current_sum
            best_start = current_start
            best_end = current_end + 1
    return {"start": best_start, "end": best_end}


def max_product_subarray(numbers):
    if not numbers:
        return 0
    max_till_now = min_till_now = max_prod = numbers[0]
    for i in range(1, len(numbers)):
        number = numbers[i]
        if number < 0:
            max_till_now, min_till_now = min_till_now, max_till_now
        max_till_now = max(number, max_till_now * number)
        min_till_now = min(number, min_till_now * number)
        max_prod = max(max_prod, max_till_now)
    return max_prod


def climb_stairs(n: int) -> int:
    a, b = 1, 1
    for _ in range(n):
        a, b = b, a + b
    return a


def house_robber(nums):
    prev, curr = 0, 0
    for n in nums:
        prev, curr = curr, max(curr, prev + n)
    return curr


def unique_paths(m, n):
    row = [1] * n
    for _ in range(m - 1):
        for j in range(1, n):
            row[j] += row[j - 1]
    return row[-1]


def min_path_sum(grid):
    for i in range(len(grid)):
        for j in range(len(grid[0])):
            if i == 0 and j == 0:
                continue
            elif i == 0:
                grid[i][j] += grid[i][j - 1]
            elif j == 0:
                grid[i][j] += grid[i - 1][j]
            else:
                grid[i][j] += min(grid[i - 1][j], grid[i][j - 1])
    return grid[-1][-1]


def triangle_min_total(triangle):
    below = triangle[-1]
    for row in triangle[-2::-1]:
        below = [value + min(below[i], below[i + 1]) for i, value in enumerate(row)]
    return below[0]


def word_break(s, words):
    dp = [False] * (len(s) + 1)
    dp[0] = True
    for i in range(1, len(s) + 1):
        for word in words:
            if i >= len(word) and dp[i - len(word)] and s[i - len(word) : i] == word:
                dp[i] = True
                break
    return dp[-1]


def partition_equal_subset(nums):
    total = sum(nums)
    if total % 2:
        return False
    target = total // 2
    reachable = {0}
    for n in nums:
        reachable = reachable | {r + n for r in reachable if r + n <= target}
    return target in reachable


def rod_cutting(prices, n):
    val = [0] * (n + 1)
    for i in range(1, n + 1):
        max_val = -math.inf
        for j in range(i):
            max_val = max(max_val, prices[j] + val[i - j - 1])
        val[i] = max_val
    return val[n]


def matrix_chain_order(dims):
    n = len(dims) - 1
    m = [[0] * n for _ in range(n)]
    for length in range(2, n + 1):
        for i in range(n - length + 1):
            j = i + length - 1
            m[i][j] = None
            for k in range(i, j):
                cost = m[i][k] + m[k + 1][j] + dims[i] * dims[k + 1] * dims[j + 1]
                if m[i][j] is None or cost < m[i][j]:
                    m[i][j] = cost
    return m[0][n - 1]


def egg_drop(eggs, floors):
    dp = [0] * (eggs + 1)
    moves = 0
    while dp[eggs] < floors:
        moves += 1
        for e in range(eggs, 0, -1):
            dp[e] += dp[e - 1] + 1
    return moves


def longest_palindromic_substring(s):
    if not s:
        return ""
    start, longest = 0, 1
    for center in range(len(s)):
        for left, right in ((center, center), (center, center + 1)):
            while left >= 0 and right < len(s) and s[left] == s[right]:
                left -= 1
                right += 1
            if right - left - 1 > longest:
                longest = right - left - 1
                start = left + 1
    return s[start : start + longest]


def longest_common_substring(text1: str, text2: str) -> str:
    dp = [[0] * (len(text2) + 1) for _ in range(len(text1) + 1)]
    end = 0
    longest = 0
    for i in range(1, len(text1) + 1):
        for j in range(1, len(text2) + 1):
            if text1[i - 1] == text2[j - 1]:
                dp[i][j] = 1 + dp[i - 1][j - 1]
                if dp[i][j] > longest:
                    end = i
                    longest = dp[i][j]
    return text1[end - longest : end]


def decode_ways(s):
    if not s or s[0] == "0":
        return 0
    one, two = 1, 1
    for i in range(1, len(s)):
        current = 0
        if s[i] != "0":
            current += one
        if 10 <= int(s[i - 1 : i + 1]) <= 26:
            current += two
        two, one = one, current
    return one


def catalan_numbers(upper_limit: int) -> list:
    if upper_limit < 0:
        raise ValueError("Limit for the Catalan sequence must be >= 0")
    catalan_list = [0] * (upper_limit + 1)
    catalan_list[0] = 1
    if upper_limit > 0:
        catalan_list[1] = 1
    for i in range(2, upper_limit + 1):
        for j in range(i):
            catalan_list[i] += catalan_list[j] * catalan_list[i - j - 1]
    return catalan_list


def combination_sum_iv(array, target):
    def count(remaining, memo):
        if remaining < 0:
            return 0
        if remaining == 0:
            return 1
        if memo[remaining] != -1:
            return memo[remaining]
        answer = sum(count(remaining - item, memo) for item in array)
        memo[remaining] = answer
        return answer

    return count(target, [-1] * (target + 1))


def max_profit(prices):
    lowest = None
    profit = 0
    for price in prices:
        if lowest is None or price < lowest:
            lowest = price
        elif price - lowest > profit:
            profit = price - lowest
    return profit


def wildcard_match(text, pattern):
    dp = [[False] * (len(pattern) + 1) for _ in range(len(text) + 1)]
    dp[0][0] = True
    for j, p in enumerate(pattern):
        dp[0][j + 1] = dp[0][j] and p == "*"
    for i in range(1, len(text) + 1):
        for j in range(1, len(pattern) + 1):
            if pattern[j - 1] == "*":
                dp[i][j] = dp[i - 1][j] or dp[i][j - 1]
            elif pattern[j - 1] in ("?", text[i - 1]):
                dp[i][j] = dp[i - 1][j - 1]
    return dp[-1][-1]


STRINGS = [["kitten", "sitting"], ["", ""], ["abc", ""], ["flaw", "lawn"], ["été", "ete"], ["abcbdab", "bdcaba"]]
NUMBERS = [[[10, 9, 2, 5, 3, 7, 101, 18]], [[]], [[7, 7, 7]], [[0, 1, 0, 3, 2, 3]], [[-2, 1, -3, 4, -1, 2, 1, -5, 4]]]

CASES = {
    "fibonacci_dp": [[0], [1], [10], [90], [-5]],
    "knapsack": [
        [50, [10, 20, 30], [60, 100, 120]],
        [0, [1], [1]],
        [5, [], []],
        [7, [3, 4, 2], [4, 5, 3]],
        [5, [1], [1, 2]],
    ],
    "knapsack_1d": [[50, [[10, 60], [20, 100], [30, 120]]], [0, []], [5, [[6, 10]]], [3, [[1]]]],
    "knapsack_items": [[50, [[10, 60], [20, 100], [30, 120]]], [0, []], [5, [[6, 10]]], [10, [[5, 1], [5, 1], [1, 3]]]],
    "longest_common_subsequence": STRINGS,
    "edit_distance": STRINGS,
    "edit_distance_recursive": STRINGS,
    "coin_change": [[[1, 2, 5], 11], [[2], 3], [[1], 0], [[], 4], [[0], -1]],
    "coin_ways": [[5, [1, 2, 5]], [3, [2]], [0, []], [100, [1, 5, 10, 25, 50]]],
    "make_change": [[93], [0], [7, [5]], [30, [25, 10, 1]]],
    "longest_increasing_subsequence": NUMBERS,
    "lis_sequence": NUMBERS,
    "lis_patience": NUMBERS,
    "max_subarray": NUMBERS,
    "max_subarray_bounds": NUMBERS,
    "max_product_subarray": [*NUMBERS, [[2, 3, -2, 4]], [[-2, 0, -1]]],
    "climb_stairs": [[0], [1], [5], [45], [-3]],
    "house_robber": NUMBERS,
    "unique_paths": [[3, 7], [1, 1], [3, 2], [3, 0]],
    "min_path_sum": [[[[1, 3, 1], [1, 5, 1], [4, 2, 1]]], [[[5]]], [[[1, 2], [3]]], [[]]],
    "triangle_min_total": [[[[2], [3, 4], [6, 5, 7], [4, 1, 8, 3]]], [[[1]]], [[[1], [2, 3]]], [[]]],
    "word_break": [
        ["leetcode", ["leet", "code"]],
        ["catsandog", ["cats", "dog", "sand", "and", "cat"]],
        ["", []],
        ["a", []],
    ],
    "partition_equal_subset": [[[1, 5, 11, 5]], [[1, 2, 3, 5]], [[]], [[2]]],
    "rod_cutting": [[[1, 5, 8, 9], 4], [[3], 1], [[], 0], [[1, 2], 5]],
    "matrix_chain_order": [[[40, 20, 30, 10, 30]], [[1, 2, 3]], [[5, 5]], [[10, 20, 30, 40, 30]]],
    "egg_drop": [[1, 5], [2, 10], [2, 100], [3, 0]],
    "longest_palindromic_substring": [["babad"], ["cbbd"], [""], ["a"], ["forgeeksskeegfor"]],
    "longest_common_substring": STRINGS,
    "decode_ways": [["12"], ["226"], ["06"], [""], ["1x"]],
    "catalan_numbers": [[5], [0], [1], [-1]],
    "combination_sum_iv": [[[1, 2, 5], 5], [[9], 3], [[], 0], [[1], -2]],
    "max_profit": [[[7, 1, 5, 3, 6, 4]], [[7, 6, 4]], [[]], [[1.5, 2.25]]],
    "wildcard_match": [["aa", "a"], ["aa", "*"], ["cb", "?a"], ["adceb", "*a*b"], ["", ""]],
}
