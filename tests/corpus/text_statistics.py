"""Counting words, letters and numbers."""

from typing import Any


def word_count(text):
    counts = {}
    for word in text.lower().split():
        word = word.strip(".,!?;:\"'()")
        if word:
            counts[word] = counts.get(word, 0) + 1
    return counts


def top_words(text, n=3):
    counts: dict[str, int] = {}
    for word in text.lower().split():
        if word in counts:
            counts[word] += 1
        else:
            counts[word] = 1
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [{"word": w, "count": c} for w, c in ranked[:n]]


def letter_histogram(text):
    histogram = [0] * 26
    for ch in text.lower():
        if "a" <= ch <= "z":
            histogram[ord(ch) - ord("a")] += 1
    return {chr(97 + i): n for i, n in enumerate(histogram) if n}


def wc(text):
    lines = words = chars = 0
    for line in text.splitlines(keepends=False):
        lines += 1
        words += len(line.split())
        chars += len(line) + 1
    return {"lines": lines, "words": words, "chars": chars}


def average_word_length(text: str) -> float:
    words = text.split()
    if not words:
        return 0.0
    return round(sum(len(w) for w in words) / len(words), 2)


def longest_words(text):
    best = []
    for word in text.split():
        if not best or len(word) > len(best[0]):
            best = [word]
        elif len(word) == len(best[0]) and word not in best:
            best.append(word)
    return best


def syllables(word):
    vowels = "aeiouy"
    count = 0
    previous_vowel = False
    for ch in word.lower():
        vowel = ch in vowels
        if vowel and not previous_vowel:
            count += 1
        previous_vowel = vowel
    if word.endswith("e") and count > 1:
        count -= 1
    return max(count, 1)


def reading_ease(text):
    sentences = max(1, sum(text.count(mark) for mark in ".!?"))
    words = text.split()
    if len(words) == 0:
        raise ValueError("no words")
    total = sum(syllables(w.strip(".,!?")) for w in words)
    return round(206.835 - 1.015 * len(words) / sentences - 84.6 * total / len(words), 1)


def bigrams(text):
    words = text.lower().split()
    pairs = {}
    for first, second in zip(words, words[1:]):
        key = f"{first} {second}"
        pairs[key] = pairs.get(key, 0) + 1
    return pairs


def ngrams(items, n):
    return [items[i : i + n] for i in range(len(items) - n + 1)]


def jaccard(a, b):
    first, second = set(a.split()), set(b.split())
    union = first | second
    return len(first & second) / len(union) if union else 1.0


def cosine_similarity(a, b):
    dot = sum(x * y for x, y in zip(a, b))
    norm_a = sum(x * x for x in a) ** 0.5
    norm_b = sum(x * x for x in b) ** 0.5
    return round(dot / (norm_a * norm_b), 6)


def mean(values):
    return sum(values) / len(values)


def median(values):
    data = sorted(values)
    n = len(data)
    if n == 0:
        raise ValueError("no median for empty data")
    middle = n // 2
    if n % 2 == 1:
        return data[middle]
    return (data[middle - 1] + data[middle]) / 2


def mode(values):
    counts = {}
    for v in values:
        counts[v] = counts.get(v, 0) + 1
    if not counts:
        return []
    highest = max(counts.values())
    return sorted(v for v, c in counts.items() if c == highest)


def variance(values, sample=True):
    n = len(values)
    if n < 2:
        raise ValueError("at least two values")
    m = mean(values)
    return sum((v - m) ** 2 for v in values) / (n - 1 if sample else n)


def standard_deviation(values):
    return round(variance(values) ** 0.5, 8)


def percentile(values, p):
    if not 0 <= p <= 100:
        raise ValueError("p must be in 0..100")
    ordered = sorted(values)
    rank = (len(ordered) - 1) * p / 100
    low = int(rank)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (rank - low)


def histogram(values, bins=4):
    lo, hi = min(values), max(values)
    width = (hi - lo) / bins
    counts = [0] * bins
    for v in values:
        i = bins - 1 if v == hi else int((v - lo) // width)
        counts[i] += 1
    return counts


def text_histogram(counts: dict) -> str:
    return "\n".join(f"{name:>6}: {'#' * count} ({count})" for name, count in counts.items())


def moving_average(values, window):
    if window <= 0:
        raise ValueError("window must be positive")
    result = []
    total = 0
    for i, value in enumerate(values):
        total += value
        if i >= window:
            total -= values[i - window]
        if i >= window - 1:
            result.append(total / window)
    return result


def running_total(values):
    total = 0
    return [total := total + v for v in values]


def normalize(values):
    lo, hi = min(values), max(values)
    if lo == hi:
        return [0.0 for _ in values]
    return [(v - lo) / (hi - lo) for v in values]


def correlation(xs, ys):
    if len(xs) != len(ys):
        raise ValueError("lengths differ")
    mx, my = mean(xs), mean(ys)
    cov = sum((x - mx) * (y - my) for x, y in zip(xs, ys))
    sx = sum((x - mx) ** 2 for x in xs)
    sy = sum((y - my) ** 2 for y in ys)
    return round(cov / (sx * sy) ** 0.5, 9)


def linear_regression(points):
    n = len(points)
    sum_x = sum_y = sum_xy = sum_xx = 0
    for x, y in points:
        sum_x += x
        sum_y += y
        sum_xy += x * y
        sum_xx += x**2
    slope = (n * sum_xy - sum_x * sum_y) / (n * sum_xx - sum_x**2)
    intercept = (sum_y - slope * sum_x) / n
    return {"slope": slope, "intercept": intercept}


def summarize(values: list[float]) -> dict[str, Any]:
    summary: dict[str, Any] = {"count": len(values)}
    if values:
        summary["min"] = min(values)
        summary["max"] = max(values)
        summary["mean"] = sum(values) / len(values)
    return summary


def compare_texts(first, second):
    a, b = set(first.split()), set(second.split())
    return {"common": sorted(a & b), "only_first": sorted(a - b), "only_second": sorted(b - a), "same": a == b}


def acronym(phrase):
    return "".join(word[0].upper() for word in phrase.replace("-", " ").replace("_", " ").split())


def concordance(text):
    index = {}
    for line_number, line in enumerate(text.splitlines(), 1):
        for word in line.lower().split():
            lines = index.setdefault(word, [])
            if line_number not in lines:
                lines.append(line_number)
    return index


def scrabble_score(word):
    scores = {1: "AEIOULNRST", 2: "DG", 3: "BCMP", 4: "FHVWY", 5: "K", 8: "JX", 10: "QZ"}
    total = 0
    for letter in word.upper():
        for value, letters in scores.items():
            if letter in letters:
                total += value
                break
        else:
            raise ValueError(f"not a letter: {letter}")
    return total


PROSE = [["The cat sat. The dog sat!"], [""], ["one"], ["A, b; c: a?\nB  c"], [None]]
VALUES = [[[1, 2, 3, 4]], [[2.5]], [[]], [[-1, 1, 1, 5.5, 2]], [["a", 1]]]

CASES = {
    "word_count": PROSE,
    "top_words": [*PROSE, ["a b a c b a", 2], ["x y", 0]],
    "letter_histogram": PROSE,
    "wc": PROSE,
    "average_word_length": PROSE,
    "longest_words": PROSE,
    "syllables": [["banana"], ["the"], ["queue"], [""], ["Strength"]],
    "reading_ease": PROSE,
    "bigrams": PROSE,
    "ngrams": [["hello", 2], [[1, 2, 3], 3], [[], 1], ["ab", 5], [[1, 2], 0]],
    "jaccard": [["a b c", "b c d"], ["", ""], ["a", "a"], ["a", ""]],
    "cosine_similarity": [[[1, 2, 3], [4, 5, 6]], [[1, 0], [0, 1]], [[], []], [[1.5], [2]]],
    "mean": VALUES,
    "median": VALUES,
    "mode": VALUES,
    "variance": [*VALUES, [[1, 2, 3], False]],
    "standard_deviation": VALUES,
    "percentile": [[[1, 2, 3, 4, 5], 50], [[1, 2], 75], [[7], 100], [[1], 101], [[], 10]],
    "histogram": [[[1, 2, 3, 4, 5]], [[0.5, 1.5, 1.5], 2], [[1, 1]], [[]]],
    "text_histogram": [[{"a": 3, "bb": 0}], [{}], [{"longer-name": 1}], [{"x": "y"}]],
    "moving_average": [[[1, 2, 3, 4], 2], [[], 3], [[1], 1], [[1], 0]],
    "running_total": VALUES,
    "normalize": VALUES,
    "correlation": [[[1, 2, 3], [2, 4, 6]], [[1, 2, 3], [3, 1, 2]], [[1], [1]], [[1, 2], [1]]],
    "linear_regression": [[[[1, 2], [2, 4], [3, 6]]], [[[0, 1], [1, 0.5]]], [[[1, 1]]], [[]]],
    "summarize": VALUES,
    "compare_texts": [["a b c", "b c d"], ["", ""], ["x", "x"], ["one two", "three"]],
    "acronym": [["Portable Network Graphics"], [""], ["First-in first_out"], ["x"]],
    "concordance": PROSE,
    "scrabble_score": [["cabbage"], [""], ["QUIZ"], ["a b"]],
}
