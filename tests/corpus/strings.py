"""Strings: puzzles, encodings and everyday formatting."""


def is_palindrome(text):
    cleaned = "".join(ch.lower() for ch in text if ch.isalnum())
    return cleaned == cleaned[::-1]


def is_palindrome_two_pointers(s: str) -> bool:
    i, j = 0, len(s) - 1
    while i < j:
        if not s[i].isalnum():
            i += 1
            continue
        if not s[j].isalnum():
            j -= 1
            continue
        if s[i].lower() != s[j].lower():
            return False
        i, j = i + 1, j - 1
    return True


def are_anagrams(a, b):
    return sorted(a.replace(" ", "").lower()) == sorted(b.replace(" ", "").lower())


def are_anagrams_counting(first: str, second: str) -> bool:
    if len(first) != len(second):
        return False
    count: dict[str, int] = {}
    for ch in first:
        count[ch] = count.get(ch, 0) + 1
    for ch in second:
        if ch not in count or count[ch] == 0:
            return False
        count[ch] -= 1
    return True


def group_anagrams(words):
    groups = {}
    for word in words:
        key = "".join(sorted(word))
        groups.setdefault(key, []).append(word)
    return list(groups.values())


def caesar_cipher(text, shift):
    result = ""
    for char in text:
        if char.isupper():
            result += chr((ord(char) - ord("A") + shift) % 26 + ord("A"))
        elif char.islower():
            result += chr((ord(char) - ord("a") + shift) % 26 + ord("a"))
        else:
            result += char
    return result


def vigenere(text, key, decrypt=False):
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    out = []
    position = 0
    for ch in text.upper():
        index = alphabet.find(ch)
        if index == -1:
            out.append(ch)
            continue
        offset = alphabet.index(key[position % len(key)].upper())
        if decrypt:
            offset = -offset
        out.append(alphabet[(index + offset) % 26])
        position += 1
    return "".join(out)


def atbash(text):
    return "".join(chr(ord("a") + ord("z") - ord(c)) if "a" <= c <= "z" else c for c in text.lower())


def rot13_table(text):
    lower = "abcdefghijklmnopqrstuvwxyz"
    table = {c: lower[(i + 13) % 26] for i, c in enumerate(lower)}
    table.update({c.upper(): v.upper() for c, v in table.items()})
    return "".join(table.get(c, c) for c in text)


def run_length_encode(s):
    if not s:
        return ""
    encoded = []
    count = 1
    for i in range(1, len(s)):
        if s[i] == s[i - 1]:
            count += 1
        else:
            encoded.append(s[i - 1] + str(count))
            count = 1
    encoded.append(s[-1] + str(count))
    return "".join(encoded)


def run_length_decode(data):
    result = ""
    number = ""
    for ch in data:
        if ch.isdigit():
            number += ch
        else:
            result += ch * (int(number) if number else 1)
            number = ""
    return result


def run_length_pairs(text):
    runs = []
    for ch in text:
        if runs and runs[-1][0] == ch:
            runs[-1][1] += 1
        else:
            runs.append([ch, 1])
    return runs


def to_roman(number: int) -> str:
    if not 0 < number < 4000:
        raise ValueError("number out of range")
    numerals = [
        (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
        (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
    ]  # fmt: skip
    result = []
    for value, numeral in numerals:
        while number >= value:
            result.append(numeral)
            number -= value
    return "".join(result)


ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}


def from_roman(text):
    total = 0
    previous = 0
    for symbol in reversed(text):
        value = ROMAN[symbol]
        if value < previous:
            total -= value
        else:
            total += value
            previous = value
    return total


def word_wrap(text, width):
    lines = []
    line = ""
    for word in text.split():
        if not line:
            line = word
        elif len(line) + 1 + len(word) <= width:
            line += " " + word
        else:
            lines.append(line)
            line = word
    if line:
        lines.append(line)
    return "\n".join(lines)


def justify(words, max_width):
    lines, current, letters = [], [], 0
    for w in words:
        if letters + len(w) + len(current) > max_width and current:
            for i in range(max_width - letters):
                current[i % (len(current) - 1 or 1)] += " "
            lines.append("".join(current))
            current, letters = [], 0
        current += [w]
        letters += len(w)
    lines.append(" ".join(current).ljust(max_width))
    return lines


def slugify(title):
    slug = ""
    for c in title.strip().lower():
        if c.isalnum():
            slug += c
        elif slug and slug[-1] != "-":
            slug += "-"
    return slug.rstrip("-")


def camel_to_snake(name):
    out = ""
    for i, ch in enumerate(name):
        if ch.isupper() and i != 0:
            out += "_"
        out += ch.lower()
    return out


def snake_to_camel(name: str, upper_first: bool = False) -> str:
    head, *tail = name.split("_")
    if upper_first:
        head = head.capitalize()
    return head + "".join(part.capitalize() for part in tail)


def title_case(sentence, minor=("a", "of", "the", "and")):
    words = sentence.lower().split()
    return " ".join(w.capitalize() if i == 0 or w not in minor else w for i, w in enumerate(words))


def reverse_words(s):
    return " ".join(s.split()[::-1])


def reverse_each_word(sentence):
    return " ".join("".join(word[::-1]) if len(word) > 4 else word for word in sentence.split(" "))


def longest_common_prefix(strs):
    if not strs:
        return ""
    prefix = strs[0]
    for s in strs[1:]:
        while not s.startswith(prefix):
            prefix = prefix[:-1]
            if not prefix:
                return ""
    return prefix


def longest_unique_substring(s):
    last_seen = {}
    start = best = 0
    for i, ch in enumerate(s):
        if ch in last_seen and last_seen[ch] >= start:
            start = last_seen[ch] + 1
        last_seen[ch] = i
        best = max(best, i - start + 1)
    return best


def first_unique_char(s):
    for i, c in enumerate(s):
        if s.count(c) == 1:
            return i
    return -1


def count_vowels(text):
    return sum(1 for c in text.lower() if c in "aeiou")


def remove_duplicates(s):
    seen = set()
    result = []
    for c in s:
        if c not in seen:
            seen.add(c)
            result.append(c)
    return "".join(result)


def is_pangram(sentence):
    return set("abcdefghijklmnopqrstuvwxyz") <= set(sentence.lower())


def is_isogram(string):
    letters = [c for c in string.lower() if c.isalpha()]
    return len(letters) == len(set(letters))


def hamming_distance(a, b):
    if len(a) != len(b):
        raise ValueError("Strings must be of the same length")
    return sum(x != y for x, y in zip(a, b))


def kmp_search(text, pattern):
    if not pattern:
        return []
    failure = [0]
    j = 0
    for i in range(1, len(pattern)):
        while j > 0 and pattern[i] != pattern[j]:
            j = failure[j - 1]
        if pattern[i] == pattern[j]:
            j += 1
        failure.append(j)
    matches = []
    j = 0
    for i, ch in enumerate(text):
        while j > 0 and ch != pattern[j]:
            j = failure[j - 1]
        if ch == pattern[j]:
            j += 1
        if j == len(pattern):
            matches.append(i - j + 1)
            j = failure[j - 1]
    return matches


def naive_search(s: str, pattern: str) -> list[int]:
    pat_len = len(pattern)
    position = []
    for i in range(len(s) - pat_len + 1):
        match_found = True
        for j in range(pat_len):
            if s[i + j] != pattern[j]:
                match_found = False
                break
        if match_found:
            position.append(i)
    return position


def zigzag(s, num_rows):
    if num_rows == 1 or num_rows >= len(s):
        return s
    rows = [""] * num_rows
    row, step = 0, 1
    for ch in s:
        rows[row] += ch
        if row == 0:
            step = 1
        elif row == num_rows - 1:
            step = -1
        row += step
    return "".join(rows)


def pig_latin(word):
    if not word:
        return ""
    if word[0].lower() in "aeiou":
        return f"{word}way"
    for i, char in enumerate(word):
        if char in "aeiou":
            break
    else:
        return word + "ay"
    return f"{word[i:]}{word[:i]}ay"


def pad_table(rows):
    widths = [max(len(str(cell)) for cell in column) for column in zip(*rows)]
    return [" | ".join(str(cell).ljust(w) for cell, w in zip(row, widths)).rstrip() for row in rows]


def format_money(amount: float, currency: str = "$") -> str:
    sign = "-" if amount < 0 else ""
    return f"{sign}{currency}{abs(amount):,.2f}"


def human_size(num):
    for unit in ["B", "KiB", "MiB", "GiB"]:
        if abs(num) < 1024.0:
            return f"{num:3.1f}{unit}"
        num /= 1024.0
    return f"{num:.1f}TiB"


def ordinal(n):
    if 10 <= n % 100 <= 20:
        suffix = "th"
    else:
        suffix = {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return str(n) + suffix


def number_to_words(n):
    ones = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
            "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]  # fmt: skip
    tens = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
    if n < 0:
        return "minus " + number_to_words(-n)
    if n < 20:
        return ones[n]
    if n < 100:
        return tens[n // 10] + ("-" + ones[n % 10] if n % 10 else "")
    if n < 1000:
        rest = n % 100
        return ones[n // 100] + " hundred" + (" and " + number_to_words(rest) if rest else "")
    for power, name in ((10**9, "billion"), (10**6, "million"), (1000, "thousand")):
        if n >= power:
            high, low = divmod(n, power)
            return number_to_words(high) + " " + name + (" " + number_to_words(low) if low else "")


def mask_card(number):
    digits = [c for c in number if c.isdigit()]
    masked = ["*"] * (len(digits) - 4) + digits[-4:]
    return "".join(masked)


def excel_column(n):
    letters = ""
    while n > 0:
        n, remainder = divmod(n - 1, 26)
        letters = chr(65 + remainder) + letters
    return letters


def excel_column_number(title):
    result = 0
    for c in title:
        if not ("A" <= c <= "Z"):
            raise ValueError(f"bad column {title!r}")
        result = result * 26 + (ord(c) - ord("A") + 1)
    return result


def morse(text):
    codes = {"A": ".-", "B": "-...", "E": ".", "H": "....", "L": ".-..", "O": "---", "S": "...", " ": "/"}
    encoded = []
    for letter in text.upper():
        if letter not in codes:
            raise KeyError(letter)
        encoded.append(codes[letter])
    return " ".join(encoded)


def compress(chars):
    write = read = 0
    while read < len(chars):
        char = chars[read]
        count = 0
        while read < len(chars) and chars[read] == char:
            read += 1
            count += 1
        chars[write] = char
        write += 1
        if count > 1:
            for digit in str(count):
                chars[write] = digit
                write += 1
    return chars[:write]


def string_to_int(s):
    s = s.lstrip()
    if not s:
        return 0
    sign = 1
    i = 0
    if s[0] in "+-":
        sign = -1 if s[0] == "-" else 1
        i = 1
    value = 0
    while i < len(s) and s[i].isdigit():
        value = value * 10 + int(s[i])
        i += 1
    return max(-(2**31), min(sign * value, 2**31 - 1))


def count_and_say(n):
    term = "1"
    for _ in range(n - 1):
        following = ""
        i = 0
        while i < len(term):
            j = i
            while j < len(term) and term[j] == term[i]:
                j += 1
            following += f"{j - i}{term[i]}"
            i = j
        term = following
    return term


def permutations_of(s):
    if len(s) <= 1:
        return [s]
    result = []
    for i, c in enumerate(s):
        for p in permutations_of(s[:i] + s[i + 1 :]):
            result.append(c + p)
    return result


def template(text, values):
    for name in values:
        text = text.replace("{" + name + "}", str(values[name]))
    return text


def indent_lines(text, by=4):
    return "\n".join(" " * by + line if line.strip() else "" for line in text.splitlines())


def center_banner(lines):
    width = max(len(line) for line in lines) + 4
    border = "*" * width
    body = [f"*{line:^{width - 2}}*" for line in lines]
    return [border, *body, border]


TEXTS = [["A man, a plan, a canal: Panama"], [""], ["hello world"], ["Aa"], ["été"], [5]]
PAIRS = [["listen", "silent"], ["abc", "abd"], ["", ""], ["a", "ab"], ["Dormitory", "dirty room"]]
PATTERNS = [["ababcabcabababd", "ababd"], ["aaaa", "aa"], ["", "a"], ["abc", ""], ["abc", "abcd"]]
SENTENCES = [["the quick brown fox"], [""], ["  hello   world "], ["a"], ["THE lord OF the rings"]]

CASES = {
    "is_palindrome": TEXTS,
    "is_palindrome_two_pointers": TEXTS,
    "are_anagrams": PAIRS,
    "are_anagrams_counting": PAIRS,
    "group_anagrams": [[["eat", "tea", "tan", "ate", "nat", "bat"]], [[]], [[""]], [["a", "a"]]],
    "caesar_cipher": [["Hello, World!", 3], ["xyz", -29], ["", 5], ["abc", 0], ["abc", "x"]],
    "vigenere": [["ATTACK at dawn", "LEMON"], ["LXFOPVEFRNHR", "lemon", True], ["", "a"], ["x", ""], ["ab", "1"]],
    "atbash": TEXTS,
    "rot13_table": TEXTS,
    "run_length_encode": [["aaabbc"], [""], ["a"], ["abab"], ["zzzzzzzzzzzz"]],
    "run_length_decode": [["3a2bc"], [""], ["12x"], ["5"], ["a"]],
    "run_length_pairs": [["aaabbc"], [""], ["a"], ["abab"]],
    "to_roman": [[1994], [1], [3999], [0], [4000], [4]],
    "from_roman": [["MCMXCIV"], ["IV"], [""], ["ABC"]],
    "word_wrap": [["the quick brown fox jumps", 10], ["", 5], ["extraordinary", 3], ["a b c", 0]],
    "justify": [
        [["This", "is", "an", "example", "of", "text", "justification."], 16],
        [["a"], 5],
        [[], 3],
        [["ab", "cd"], 2],
    ],
    "slugify": [["Hello, World!"], ["  --  "], ["Crème Brûlée 2"], [""]],
    "camel_to_snake": [["camelCaseName"], ["Simple"], [""], ["already_snake"], ["HTTPServer"]],
    "snake_to_camel": [["snake_case_name"], ["one"], [""], ["_x", True], ["ab_cd", True]],
    "title_case": [*SENTENCES, ["of mice and men", ["and"]]],
    "reverse_words": SENTENCES,
    "reverse_each_word": SENTENCES,
    "longest_common_prefix": [[["flower", "flow", "flight"]], [["dog", "car"]], [[]], [["", "a"]], [["same", "same"]]],
    "longest_unique_substring": [["abcabcbb"], ["bbbbb"], [""], ["pwwkew"], ["abba"]],
    "first_unique_char": [["leetcode"], ["aabb"], [""], ["x"]],
    "count_vowels": SENTENCES,
    "remove_duplicates": [["programming"], [""], ["aaaa"], ["abc"]],
    "is_pangram": [["The quick brown fox jumps over the lazy dog"], ["abc"], [""], [3]],
    "is_isogram": [["lumberjacks"], ["eleven"], [""], ["six-year-old"]],
    "hamming_distance": [["karolin", "kathrin"], ["", ""], ["a", "b"], ["a", "ab"]],
    "kmp_search": PATTERNS,
    "naive_search": PATTERNS,
    "zigzag": [["PAYPALISHIRING", 3], ["AB", 1], ["", 2], ["ABCDE", 4]],
    "pig_latin": [["hello"], ["apple"], [""], ["rhythm"], ["string"]],
    "pad_table": [[[["name", "age"], ["Al", 3], ["Bernard", 41]]], [[]], [[["a"]]], [[["a", 1.5], [None, True]]]],
    "format_money": [[1234.5], [-0.005], [0], [1e6, "€"], ["x"]],
    "human_size": [[0], [1023], [1024], [123456789], [10**15], [-2048]],
    "ordinal": [[1], [2], [3], [4], [11], [112], [0]],
    "number_to_words": [[0], [17], [42], [100], [999], [1234567], [-15], [10**9]],
    "mask_card": [["4111 1111 1111 1234"], ["12"], [""], ["1-2-3-4-5"]],
    "excel_column": [[1], [26], [27], [703], [0]],
    "excel_column_number": [["A"], ["AZ"], [""], ["a"]],
    "morse": [["sos"], ["hello"], [""], ["q"]],
    "compress": [[["a", "a", "b", "b", "c", "c", "c"]], [["a"]], [[]], [["a"] * 12]],
    "string_to_int": [["42"], ["   -42"], ["4193 with words"], [""], ["-91283472332"], ["words"]],
    "count_and_say": [[1], [4], [8], [0]],
    "permutations_of": [["abc"], [""], ["a"], ["aab"]],
    "template": [["Hi {name}, {age}", {"name": "Al", "age": 3}], ["", {}], ["{x}", {}], ["{x}{x}", {"x": None}]],
    "indent_lines": [["a\nb"], [""], ["a\n\nb", 2], ["x", 0]],
    "center_banner": [[["hi", "there"]], [[""]], [["odd", "even"]], [[]]],
}
