"""Sorting, as textbooks write it."""


def bubble_sort(items):
    n = len(items)
    for i in range(n):
        swapped = False
        for j in range(0, n - i - 1):
            if items[j] > items[j + 1]:
                items[j], items[j + 1] = items[j + 1], items[j]
                swapped = True
        if not swapped:
            break
    return items


def bubble_sort_while(values: list[int]) -> list[int]:
    result = list(values)
    end = len(result) - 1
    while end > 0:
        last_swap = 0
        i = 0
        while i < end:
            if result[i] > result[i + 1]:
                result[i], result[i + 1] = result[i + 1], result[i]
                last_swap = i
            i += 1
        end = last_swap
    return result


def insertion_sort(a):
    for i in range(1, len(a)):
        key = a[i]
        j = i - 1
        while j >= 0 and key < a[j]:
            a[j + 1] = a[j]
            j -= 1
        a[j + 1] = key
    return a


def binary_insertion_sort(values):
    out = []
    for v in values:
        lo, hi = 0, len(out)
        while lo < hi:
            mid = (lo + hi) // 2
            if out[mid] <= v:
                lo = mid + 1
            else:
                hi = mid
        out.insert(lo, v)
    return out


def selection_sort(arr):
    for i in range(len(arr)):
        min_idx = i
        for j in range(i + 1, len(arr)):
            if arr[j] < arr[min_idx]:
                min_idx = j
        arr[i], arr[min_idx] = arr[min_idx], arr[i]
    return arr


def _merge(left, right):
    result = []
    i = j = 0
    while i < len(left) and j < len(right):
        if left[i] <= right[j]:
            result.append(left[i])
            i += 1
        else:
            result.append(right[j])
            j += 1
    result.extend(left[i:])
    result.extend(right[j:])
    return result


def merge_sort(arr):
    if len(arr) <= 1:
        return arr
    mid = len(arr) // 2
    left = merge_sort(arr[:mid])
    right = merge_sort(arr[mid:])
    return _merge(left, right)


def merge_sort_bottom_up(arr):
    width = 1
    n = len(arr)
    current = list(arr)
    while width < n:
        merged = []
        for start in range(0, n, 2 * width):
            merged += _merge(current[start : start + width], current[start + width : start + 2 * width])
        current = merged
        width *= 2
    return current


def quick_sort(arr):
    if len(arr) < 2:
        return arr
    pivot = arr[len(arr) // 2]
    left = [x for x in arr if x < pivot]
    middle = [x for x in arr if x == pivot]
    right = [x for x in arr if x > pivot]
    return quick_sort(left) + middle + quick_sort(right)


def quick_sort_iterative(values):
    a = values[:]
    stack = [(0, len(a) - 1)]
    while stack:
        low, high = stack.pop()
        if low >= high:
            continue
        pivot = a[high]
        i = low - 1
        for j in range(low, high):
            if a[j] <= pivot:
                i += 1
                a[i], a[j] = a[j], a[i]
        a[i + 1], a[high] = a[high], a[i + 1]
        stack.append((low, i))
        stack.append((i + 2, high))
    return a


def quicksort_star(items):
    if not items:
        return []
    pivot, *rest = items
    return quicksort_star([x for x in rest if x < pivot]) + [pivot] + quicksort_star([x for x in rest if x >= pivot])


def heap_sort(arr):
    n = len(arr)
    a = arr.copy()
    for start in range(n // 2 - 1, -1, -1):
        root = start
        while True:
            child = 2 * root + 1
            if child >= n:
                break
            if child + 1 < n and a[child] < a[child + 1]:
                child += 1
            if a[root] >= a[child]:
                break
            a[root], a[child] = a[child], a[root]
            root = child
    for end in range(n - 1, 0, -1):
        a[0], a[end] = a[end], a[0]
        root = 0
        while True:
            child = 2 * root + 1
            if child >= end:
                break
            if child + 1 < end and a[child] < a[child + 1]:
                child += 1
            if a[root] >= a[child]:
                break
            a[root], a[child] = a[child], a[root]
            root = child
    return a


def counting_sort(nums: list[int]) -> list[int]:
    if not nums:
        return []
    smallest, largest = min(nums), max(nums)
    counts = [0] * (largest - smallest + 1)
    for num in nums:
        counts[num - smallest] += 1
    output = []
    for offset, count in enumerate(counts):
        output.extend([offset + smallest] * count)
    return output


def radix_sort(nums):
    if any(n < 0 for n in nums):
        raise ValueError("radix sort needs non-negative numbers")
    exp = 1
    result = list(nums)
    while result and max(result) // exp > 0:
        buckets = [[] for _ in range(10)]
        for n in result:
            buckets[(n // exp) % 10].append(n)
        result = [n for bucket in buckets for n in bucket]
        exp *= 10
    return result


def bucket_sort(values, bucket_count=5):
    if len(values) == 0:
        return values
    low = min(values)
    high = max(values)
    size = (high - low) / bucket_count or 1
    buckets = []
    for _ in range(bucket_count):
        buckets.append([])
    for v in values:
        index = min(int((v - low) / size), bucket_count - 1)
        buckets[index].append(v)
    result = []
    for b in buckets:
        result.extend(sorted(b))
    return result


def shell_sort(lst):
    gap = len(lst) // 2
    while gap > 0:
        for i in range(gap, len(lst)):
            temp = lst[i]
            j = i
            while j >= gap and lst[j - gap] > temp:
                lst[j] = lst[j - gap]
                j -= gap
            lst[j] = temp
        gap //= 2
    return lst


def comb_sort(data):
    shrink_factor = 1.3
    gap = len(data)
    completed = False
    while not completed:
        gap = int(gap / shrink_factor)
        if gap <= 1:
            gap = 1
            completed = True
        index = 0
        while index + gap < len(data):
            if data[index] > data[index + gap]:
                data[index], data[index + gap] = data[index + gap], data[index]
                completed = False
            index += 1
    return data


def cocktail_shaker_sort(unsorted: list) -> list:
    start, end = 0, len(unsorted) - 1
    while start < end:
        swapped = False
        for i in range(start, end):
            if unsorted[i] > unsorted[i + 1]:
                unsorted[i], unsorted[i + 1] = unsorted[i + 1], unsorted[i]
                swapped = True
        if not swapped:
            break
        end -= 1
        for i in range(end, start, -1):
            if unsorted[i] < unsorted[i - 1]:
                unsorted[i], unsorted[i - 1] = unsorted[i - 1], unsorted[i]
                swapped = True
        if not swapped:
            break
        start += 1
    return unsorted


def gnome_sort(lst):
    if len(lst) <= 1:
        return lst
    i = 1
    while i < len(lst):
        if lst[i - 1] <= lst[i]:
            i += 1
        else:
            lst[i - 1], lst[i] = lst[i], lst[i - 1]
            i -= 1
            if i == 0:
                i = 1
    return lst


def pancake_sort(arr):
    cur = len(arr)
    while cur > 1:
        mi = arr.index(max(arr[0:cur]))
        arr = arr[mi::-1] + arr[mi + 1 :]
        arr = arr[cur - 1 :: -1] + arr[cur:]
        cur -= 1
    return arr


def dutch_national_flag(nums):
    low, mid, high = 0, 0, len(nums) - 1
    while mid <= high:
        if nums[mid] == 0:
            nums[low], nums[mid] = nums[mid], nums[low]
            low += 1
            mid += 1
        elif nums[mid] == 1:
            mid += 1
        elif nums[mid] == 2:
            nums[mid], nums[high] = nums[high], nums[mid]
            high -= 1
        else:
            raise ValueError(f"unexpected color {nums[mid]}")
    return nums


def sort_by_frequency(words):
    counts = {}
    for w in words:
        counts[w] = counts.get(w, 0) + 1
    return sorted(counts, key=lambda w: (-counts[w], w))


def sort_people(people):
    return sorted(people, key=lambda p: (p["age"], p["name"].lower()), reverse=True)


def sort_even_then_odd(nums):
    nums.sort(key=lambda n: (n % 2, n))
    return nums


def is_sorted(seq):
    return all(a <= b for a, b in zip(seq, seq[1:]))


def count_inversions(arr):
    def sort_and_count(a):
        if len(a) <= 1:
            return a, 0
        mid = len(a) // 2
        left, x = sort_and_count(a[:mid])
        right, y = sort_and_count(a[mid:])
        merged = []
        inversions = x + y
        i = j = 0
        while i < len(left) and j < len(right):
            if left[i] <= right[j]:
                merged.append(left[i])
                i += 1
            else:
                merged.append(right[j])
                inversions += len(left) - i
                j += 1
        merged += left[i:]
        merged += right[j:]
        return merged, inversions

    return sort_and_count(arr)[1]


def wiggle_sort(nums):
    for i in range(len(nums)):
        if i % 2 == 1:
            if nums[i - 1] > nums[i]:
                nums[i - 1], nums[i] = nums[i], nums[i - 1]
        elif i != 0 and nums[i - 1] < nums[i]:
            nums[i - 1], nums[i] = nums[i], nums[i - 1]
    return nums


def k_largest(nums, k):
    top = []
    for n in nums:
        if len(top) < k:
            top.append(n)
            top.sort()
        elif top and n > top[0]:
            top[0] = n
            top.sort()
    return top[::-1]


LISTS = [
    [[5, 2, 9, 1, 5, 6]],
    [[]],
    [[1]],
    [[3, -1, 0, -7, 3, 3]],
    [[2.5, 1, -0.5]],
    [["b", "a", "c"]],
    [[1, "a"]],
    [[9, 8, 7, 6, 5, 4, 3, 2, 1, 0]],
]
INTS = [[[170, 45, 75, 90, 802, 24, 2, 66]], [[]], [[0]], [[3, 3, 3]], [[1, 2, 3, 4, 10, 9]]]

CASES = {
    "bubble_sort": LISTS,
    "bubble_sort_while": LISTS,
    "insertion_sort": LISTS,
    "binary_insertion_sort": LISTS,
    "selection_sort": LISTS,
    "merge_sort": LISTS,
    "merge_sort_bottom_up": LISTS,
    "quick_sort": LISTS,
    "quick_sort_iterative": LISTS,
    "quicksort_star": LISTS,
    "heap_sort": LISTS,
    "counting_sort": [*INTS, [[-3, 5, -3, 0]], [["a"]]],
    "radix_sort": [*INTS, [[1, -1]]],
    "bucket_sort": [[[0.5, 0.1, 0.9, 0.3]], [[]], [[3]], [[1, 1, 1], 3], [[7, -2.5, 12, 4, 4], 2], [[1], 0]],
    "shell_sort": LISTS,
    "comb_sort": LISTS,
    "cocktail_shaker_sort": LISTS,
    "gnome_sort": LISTS,
    "pancake_sort": LISTS,
    "dutch_national_flag": [[[2, 0, 2, 1, 1, 0]], [[]], [[1]], [[0, 3, 1]]],
    "sort_by_frequency": [[["a", "b", "a", "c", "b", "a"]], [[]], [["x"]], [["b", "a"]], [[1, "a"]]],
    "sort_people": [
        [[{"name": "Ann", "age": 30}, {"name": "bob", "age": 25}, {"name": "Cy", "age": 30}]],
        [[]],
        [[{"name": "Z", "age": 1}]],
        [[{"name": "Z"}]],
    ],
    "sort_even_then_odd": [[[5, 2, 9, 4, 1]], [[]], [[2]], [["a", "b"]]],
    "is_sorted": [[[1, 2, 2, 3]], [[]], [[3, 1]], [[1, "a"]]],
    "count_inversions": [[[2, 4, 1, 3, 5]], [[]], [[3, 2, 1]], [[1, 1, 1]]],
    "wiggle_sort": [[[3, 5, 2, 1, 6, 4]], [[]], [[1]], [[2, 2, 1]]],
    "k_largest": [[[3, 1, 4, 1, 5, 9, 2, 6], 3], [[1], 5], [[], 2], [[1, 2], 0]],
}
