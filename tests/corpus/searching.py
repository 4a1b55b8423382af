"""Searching in sequences."""

from typing import Optional


def linear_search(haystack, needle):
    for index, item in enumerate(haystack):
        if item == needle:
            return index
    return -1


def linear_search_for_else(haystack, needle):
    for i in range(len(haystack)):
        if haystack[i] == needle:
            position = i
            break
    else:
        position = None
    return position


def binary_search(arr, target):
    low = 0
    high = len(arr) - 1
    while low <= high:
        mid = (low + high) // 2
        if arr[mid] == target:
            return mid
        elif arr[mid] < target:
            low = mid + 1
        else:
            high = mid - 1
    return -1


def binary_search_recursive(arr: list[int], target: int, low: int = 0, high: Optional[int] = None) -> bool:
    if high is None:
        high = len(arr) - 1
    if low > high:
        return False
    mid = low + (high - low) // 2
    if arr[mid] == target:
        return True
    if arr[mid] > target:
        return binary_search_recursive(arr, target, low, mid - 1)
    return binary_search_recursive(arr, target, mid + 1, high)


def bisect_left(a, x):
    lo, hi = 0, len(a)
    while lo < hi:
        mid = (lo + hi) // 2
        if a[mid] < x:
            lo = mid + 1
        else:
            hi = mid
    return lo


def search_range(nums, target):
    def find(first):
        lo, hi, found = 0, len(nums) - 1, -1
        while lo <= hi:
            mid = (lo + hi) // 2
            if nums[mid] == target:
                found = mid
                if first:
                    hi = mid - 1
                else:
                    lo = mid + 1
            elif nums[mid] < target:
                lo = mid + 1
            else:
                hi = mid - 1
        return found

    return [find(True), find(False)]


def search_rotated(nums, target):
    left, right = 0, len(nums) - 1
    while left <= right:
        mid = (left + right) // 2
        if nums[mid] == target:
            return mid
        if nums[left] <= nums[mid]:
            if nums[left] <= target < nums[mid]:
                right = mid - 1
            else:
                left = mid + 1
        else:
            if nums[mid] < target <= nums[right]:
                left = mid + 1
            else:
                right = mid - 1
    return -1


def interpolation_search(sorted_list: list[int], item: int) -> int | None:
    left = 0
    right = len(sorted_list) - 1
    while left <= right:
        if sorted_list[left] == sorted_list[right]:
            if sorted_list[left] == item:
                return left
            return None
        point = left + ((item - sorted_list[left]) * (right - left)) // (sorted_list[right] - sorted_list[left])
        if point < 0 or point >= len(sorted_list):
            return None
        current = sorted_list[point]
        if current == item:
            return point
        if point < left:
            right = left
            left = point
        elif point > right:
            left = right
            right = point
        elif item < current:
            right = point - 1
        else:
            left = point + 1
    return None


def jump_search(arr, x):
    n = len(arr)
    if n == 0:
        return -1
    step = int(n**0.5)
    prev = 0
    while arr[min(step, n) - 1] < x:
        prev = step
        step += int(n**0.5)
        if prev >= n:
            return -1
    while arr[prev] < x:
        prev += 1
        if prev == min(step, n):
            return -1
    return prev if arr[prev] == x else -1


def find_peak(nums):
    l, r = 0, len(nums) - 1
    while l < r:
        m = (l + r) // 2
        if nums[m] > nums[m + 1]:
            r = m
        else:
            l = m + 1
    return l


def integer_sqrt(n):
    if n < 0:
        raise ValueError("n must be non-negative")
    lo, hi = 0, n + 1
    while hi - lo > 1:
        mid = (lo + hi) // 2
        if mid * mid <= n:
            lo = mid
        else:
            hi = mid
    return lo


def search_matrix(matrix, target):
    if not matrix or not matrix[0]:
        return False
    row, col = 0, len(matrix[0]) - 1
    while row < len(matrix) and col >= 0:
        value = matrix[row][col]
        if value == target:
            return True
        if value > target:
            col -= 1
        else:
            row += 1
    return False


def two_sum(nums, target):
    seen = {}
    for i, num in enumerate(nums):
        if target - num in seen:
            return [seen[target - num], i]
        seen[num] = i
    return None


def three_sum(nums):
    nums = sorted(nums)
    result = []
    for i in range(len(nums) - 2):
        if i > 0 and nums[i] == nums[i - 1]:
            continue
        lo, hi = i + 1, len(nums) - 1
        while lo < hi:
            s = nums[i] + nums[lo] + nums[hi]
            if s < 0:
                lo += 1
            elif s > 0:
                hi -= 1
            else:
                result.append([nums[i], nums[lo], nums[hi]])
                while lo < hi and nums[lo] == nums[lo + 1]:
                    lo += 1
                while lo < hi and nums[hi] == nums[hi - 1]:
                    hi -= 1
                lo += 1
                hi -= 1
    return result


def quick_select(items, k):
    if k < 0 or k >= len(items):
        return None
    pivot = items[len(items) // 2]
    smaller = [x for x in items if x < pivot]
    equal = [x for x in items if x == pivot]
    larger = [x for x in items if x > pivot]
    if k < len(smaller):
        return quick_select(smaller, k)
    if k < len(smaller) + len(equal):
        return pivot
    return quick_select(larger, k - len(smaller) - len(equal))


def majority_element(votes):
    candidate, count = None, 0
    for v in votes:
        if count == 0:
            candidate = v
        count += 1 if v == candidate else -1
    if votes.count(candidate) > len(votes) // 2:
        return candidate
    return None


def find_duplicate(nums):
    slow = fast = nums[0]
    while True:
        slow = nums[slow]
        fast = nums[nums[fast]]
        if slow == fast:
            break
    slow = nums[0]
    while slow != fast:
        slow = nums[slow]
        fast = nums[fast]
    return slow


def first_missing_positive(nums):
    present = set(nums)
    i = 1
    while i in present:
        i += 1
    return i


def find_median_sorted(nums1, nums2):
    merged = sorted(nums1 + nums2)
    n = len(merged)
    if n == 0:
        raise ValueError("no numbers")
    if n % 2:
        return float(merged[n // 2])
    return (merged[n // 2 - 1] + merged[n // 2]) / 2


SORTED = [
    [[1, 3, 5, 7, 9, 11], 7],
    [[1, 3, 5, 7, 9, 11], 4],
    [[], 1],
    [[2], 2],
    [[2, 4], "x"],
    [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 10],
]

CASES = {
    "linear_search": [[[4, 2, 7], 7], [[4, 2, 7], 1], [[], 0], ["hello", "l"], [[1, True, 1.0], 1.0], [5, 1]],
    "linear_search_for_else": [[[4, 2, 7], 7], [[4, 2, 7], 1], [[], 0], ["hello", "l"]],
    "binary_search": SORTED,
    "binary_search_recursive": [*SORTED, [[1, 3, 5, 7, 9, 11], 7, 4], [[1, 3, 5], 5, 0, 1]],
    "bisect_left": SORTED,
    "search_range": [[[5, 7, 7, 8, 8, 10], 8], [[5, 7, 7, 8, 8, 10], 6], [[], 0], [[1], 1]],
    "search_rotated": [[[4, 5, 6, 7, 0, 1, 2], 0], [[4, 5, 6, 7, 0, 1, 2], 3], [[1], 0], [[], 5]],
    "interpolation_search": [[[0, 5, 7, 10, 15], 15], [[0, 5, 7, 10, 15], 6], [[3, 3, 3], 3], [[], 3], [[1, 2], -9]],
    "jump_search": [[[0, 1, 2, 8, 13, 17, 19, 25, 31, 42], 31], [[0, 1, 2, 8], 7], [[], 1], [[1, 2, 3], 9]],
    "find_peak": [[[1, 2, 3, 1]], [[1, 2, 1, 3, 5, 6, 4]], [[1]], [[]]],
    "integer_sqrt": [[0], [1], [15], [16], [10**12], [-1]],
    "search_matrix": [
        [[[1, 4, 7], [2, 5, 8], [3, 6, 9]], 6],
        [[[1, 4, 7], [2, 5, 8], [3, 6, 9]], 10],
        [[], 1],
        [[[]], 1],
    ],
    "two_sum": [[[2, 7, 11, 15], 9], [[3, 3], 6], [[], 0], [[1, 2], 7], [[1.5, 2, 0.5], 2]],
    "three_sum": [[[-1, 0, 1, 2, -1, -4]], [[]], [[0, 0, 0, 0]], [[1, 2, -2, -1]]],
    "quick_select": [[[7, 10, 4, 3, 20, 15], 2], [[7, 10, 4], 0], [[1], 5], [[], 0], [[2, 2, 2, 1], 3]],
    "majority_element": [[[3, 2, 3]], [[1, 2, 3]], [[]], [["a", "a", "b"]]],
    "find_duplicate": [[[1, 3, 4, 2, 2]], [[3, 1, 3, 4, 2]], [[1, 1]], [[]]],
    "first_missing_positive": [[[1, 2, 0]], [[3, 4, -1, 1]], [[7, 8]], [[]]],
    "find_median_sorted": [[[1, 3], [2]], [[1, 2], [3, 4]], [[], []], [[], [1]]],
}
