"""Parsers: tokenizers, calculators, CSV lines, brackets, small formats."""


def balanced_brackets(s):
    pairs = {")": "(", "]": "[", "}": "{"}
    stack = []
    for ch in s:
        if ch in pairs.values():
            stack.append(ch)
        elif ch in pairs:
            if not stack or stack.pop() != pairs[ch]:
                return False
    return not stack


def min_add_to_balance(s: str) -> int:
    opened = needed = 0
    for ch in s:
        if ch == "(":
            opened += 1
        elif opened:
            opened -= 1
        else:
            needed += 1
    return opened + needed


def generate_parentheses(n):
    result = []

    def backtrack(current, opened, closed):
        if len(current) == 2 * n:
            return [current]
        found = []
        if opened < n:
            found += backtrack(current + "(", opened + 1, closed)
        if closed < opened:
            found += backtrack(current + ")", opened, closed + 1)
        return found

    result.extend(backtrack("", 0, 0))
    return result


def parse_csv_line(line, delimiter=","):
    fields = []
    field = ""
    in_quotes = False
    i = 0
    while i < len(line):
        ch = line[i]
        if in_quotes:
            if ch == '"':
                if i + 1 < len(line) and line[i + 1] == '"':
                    field += '"'
                    i += 1
                else:
                    in_quotes = False
            else:
                field += ch
        elif ch == '"':
            in_quotes = True
        elif ch == delimiter:
            fields.append(field)
            field = ""
        else:
            field += ch
        i += 1
    if in_quotes:
        raise ValueError("unterminated quote")
    fields.append(field)
    return fields


def to_csv_line(values):
    out = []
    for value in values:
        text = "" if value is None else str(value)
        if any(c in text for c in ',"\n'):
            text = '"' + text.replace('"', '""') + '"'
        out.append(text)
    return ",".join(out)


def parse_key_values(text, sep="="):
    result = {}
    for line in text.splitlines():
        line = line.split("#", 1)[0].strip()
        if not line:
            continue
        if sep not in line:
            raise ValueError("bad line: " + line)
        key, value = line.split(sep, 1)
        result[key.strip()] = value.strip()
    return result


def parse_ini(text):
    sections = {}
    current = None
    for number, raw in enumerate(text.split("\n"), start=1):
        line = raw.strip()
        if not line or line.startswith((";", "#")):
            continue
        if line[0] == "[" and line[-1] == "]":
            current = line[1:-1]
            sections[current] = {}
        elif current is None:
            raise ValueError(f"line {number}: no section")
        else:
            name, _, value = line.partition("=")
            sections[current][name.strip()] = value.strip()
    return sections


def parse_query_string(qs):
    params = {}
    for pair in qs.lstrip("?").split("&"):
        if not pair:
            continue
        name, _, value = pair.partition("=")
        params.setdefault(name, []).append(value)
    return params


def build_query_string(params: dict) -> str:
    parts = [f"{k}={v}" for k, v in sorted(params.items()) if v is not None]
    return "?" + "&".join(parts) if parts else ""


def parse_url(url):
    scheme, sep, rest = url.partition("://")
    if not sep:
        raise ValueError("not a url: %s" % url)
    rest, _, fragment = rest.partition("#")
    rest, _, query = rest.partition("?")
    host, slash, path = rest.partition("/")
    host, colon, port = host.partition(":")
    return {
        "scheme": scheme,
        "host": host,
        "port": int(port) if colon else None,
        "path": slash + path,
        "query": query,
        "fragment": fragment,
    }


def tokenize(expression):
    tokens = []
    i = 0
    while i < len(expression):
        ch = expression[i]
        if ch.isspace():
            i += 1
        elif ch.isdigit() or ch == ".":
            j = i
            while j < len(expression) and (expression[j].isdigit() or expression[j] == "."):
                j += 1
            tokens.append(("number", expression[i:j]))
            i = j
        elif ch in "+-*/()":
            tokens.append(("op", ch))
            i += 1
        else:
            raise ValueError(f"unexpected {ch!r} at {i}")
    return tokens


def evaluate_rpn(tokens):
    stack = []
    for token in tokens:
        if token in ("+", "-", "*", "/"):
            b = stack.pop()
            a = stack.pop()
            if token == "+":
                stack.append(a + b)
            elif token == "-":
                stack.append(a - b)
            elif token == "*":
                stack.append(a * b)
            else:
                stack.append(int(a / b))
        else:
            stack.append(int(token))
    return stack[0]


def rpn_with_table(source):
    operators = {
        "+": lambda x, y: x + y,
        "-": lambda x, y: x - y,
        "*": lambda x, y: x * y,
        "/": lambda x, y: x / y,
    }
    stack = []
    for token in source.split():
        if token in operators:
            right, left = stack.pop(), stack.pop()
            stack.append(operators[token](left, right))
        else:
            stack.append(float(token))
    (result,) = stack
    return result


def infix_to_postfix(expression):
    precedence = {"+": 1, "-": 1, "*": 2, "/": 2, "^": 3}
    output = []
    stack = []
    for ch in expression.replace(" ", ""):
        if ch.isalnum():
            output.append(ch)
        elif ch == "(":
            stack.append(ch)
        elif ch == ")":
            while stack and stack[-1] != "(":
                output.append(stack.pop())
            stack.pop()
        else:
            while stack and stack[-1] != "(" and precedence[stack[-1]] >= precedence[ch]:
                output.append(stack.pop())
            stack.append(ch)
    while stack:
        output.append(stack.pop())
    return " ".join(output)


def basic_calculator(s):
    result, number, sign = 0, 0, 1
    stack = []
    for ch in s:
        if ch.isdigit():
            number = number * 10 + int(ch)
        elif ch in "+-":
            result += sign * number
            number = 0
            sign = 1 if ch == "+" else -1
        elif ch == "(":
            stack.append(result)
            stack.append(sign)
            result, sign = 0, 1
        elif ch == ")":
            result += sign * number
            number = 0
            result *= stack.pop()
            result += stack.pop()
    return result + sign * number


def calculate_precedence(s: str) -> int:
    stack: list[int] = []
    op, num = "+", 0
    for i, ch in enumerate(s):
        if ch.isdigit():
            num = num * 10 + int(ch)
        if (not ch.isdigit() and ch != " ") or i == len(s) - 1:
            match op:
                case "+":
                    stack.append(num)
                case "-":
                    stack.append(-num)
                case "*":
                    stack.append(stack.pop() * num)
                case "/":
                    stack.append(int(stack.pop() / num))
                case other:
                    raise ValueError(f"unknown operator {other}")
            op, num = ch, 0
    return sum(stack)


def _parse_expression(text, pos):
    value, pos = _parse_term(text, pos)
    while pos < len(text) and text[pos] in "+-":
        op = text[pos]
        right, pos = _parse_term(text, pos + 1)
        value = value + right if op == "+" else value - right
    return value, pos


def _parse_term(text, pos):
    value, pos = _parse_factor(text, pos)
    while pos < len(text) and text[pos] in "*/":
        op = text[pos]
        right, pos = _parse_factor(text, pos + 1)
        if op == "*":
            value *= right
        else:
            value /= right
    return value, pos


def _parse_factor(text, pos):
    if pos >= len(text):
        raise ValueError("unexpected end")
    if text[pos] == "(":
        value, pos = _parse_expression(text, pos + 1)
        if pos >= len(text) or text[pos] != ")":
            raise ValueError("expected )")
        return value, pos + 1
    if text[pos] == "-":
        value, pos = _parse_factor(text, pos + 1)
        return -value, pos
    start = pos
    while pos < len(text) and (text[pos].isdigit() or text[pos] == "."):
        pos += 1
    if start == pos:
        raise ValueError(f"unexpected character {text[pos]!r}")
    return float(text[start:pos]), pos


def recursive_descent(source):
    text = source.replace(" ", "")
    value, end = _parse_expression(text, 0)
    if end != len(text):
        raise ValueError(f"trailing input at {end}")
    return value


def decode_string(s):
    stack = []
    current = ""
    k = 0
    for ch in s:
        if ch.isdigit():
            k = k * 10 + int(ch)
        elif ch == "[":
            stack.append((current, k))
            current, k = "", 0
        elif ch == "]":
            previous, times = stack.pop()
            current = previous + current * times
        else:
            current += ch
    return current


def simplify_path(path):
    stack = []
    for part in path.split("/"):
        if part == "..":
            if stack:
                stack.pop()
        elif part and part != ".":
            stack.append(part)
    return "/" + "/".join(stack)


def parse_version(version):
    parts = version.split(".")
    if not all(p.isdigit() for p in parts):
        raise ValueError(f"invalid version: {version}")
    return tuple(int(p) for p in parts)


def compare_versions(v1, v2):
    a = [int(x) for x in v1.split(".")]
    b = [int(x) for x in v2.split(".")]
    length = max(len(a), len(b))
    a += [0] * (length - len(a))
    b += [0] * (length - len(b))
    for x, y in zip(a, b):
        if x != y:
            return 1 if x > y else -1
    return 0


def parse_duration(text):
    units = {"d": 86400, "h": 3600, "m": 60, "s": 1}
    total = 0
    digits = ""
    for ch in text:
        if ch.isdigit():
            digits += ch
        elif ch in units and digits:
            total += int(digits) * units[ch]
            digits = ""
        else:
            raise ValueError(f"bad duration {text!r}")
    if digits:
        raise ValueError("missing unit")
    return total


def format_duration(seconds):
    if seconds == 0:
        return "now"
    parts = []
    for name, size in [("day", 86400), ("hour", 3600), ("minute", 60), ("second", 1)]:
        amount, seconds = divmod(seconds, size)
        if amount:
            parts.append(f"{amount} {name}{'s' if amount > 1 else ''}")
    if len(parts) == 1:
        return parts[0]
    return ", ".join(parts[:-1]) + " and " + parts[-1]


def parse_range_list(spec):
    result = []
    for piece in spec.split(","):
        if "-" in piece:
            lo, hi = map(int, piece.split("-"))
            result.extend(range(lo, hi + 1))
        else:
            result.append(int(piece))
    return result


def compress_ranges(nums):
    if not nums:
        return ""
    parts = []
    start = end = nums[0]
    for n in nums[1:] + [None]:
        if n is not None and n == end + 1:
            end = n
        else:
            parts.append(str(start) if start == end else f"{start}-{end}")
            start = end = n
    return ",".join(parts)


def parse_hex_color(color):
    if color.startswith("#"):
        color = color[1:]
    if len(color) == 3:
        color = "".join(c * 2 for c in color)
    if len(color) != 6:
        raise ValueError("expected 3 or 6 hex digits")
    return [int(color[i : i + 2], 16) for i in range(0, 6, 2)]


def parse_log_line(line):
    date, time, level, *message = line.split(" ")
    hour, minute, second = (int(part) for part in time.split(":"))
    return {"date": date, "seconds": hour * 3600 + minute * 60 + second, "level": level.strip("[]"),
            "message": " ".join(message)}  # fmt: skip


def escape_html(text):
    replacements = [("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")]
    for old, new in replacements:
        text = text.replace(old, new)
    return text


def strip_tags(html):
    out, inside = [], False
    for ch in html:
        if ch == "<":
            inside = True
        elif ch == ">":
            inside = False
        elif not inside:
            out.append(ch)
    return "".join(out)


def brainf(program, tape_size=10, max_steps=10000):
    tape = [0] * tape_size
    jumps = {}
    stack = []
    for i, op in enumerate(program):
        if op == "[":
            stack.append(i)
        elif op == "]":
            j = stack.pop()
            jumps[i] = j
            jumps[j] = i
    output = ""
    pc = pointer = steps = 0
    while pc < len(program):
        steps += 1
        if steps > max_steps:
            raise RuntimeError("too many steps")
        op = program[pc]
        if op == ">":
            pointer += 1
        elif op == "<":
            pointer -= 1
        elif op == "+":
            tape[pointer] = (tape[pointer] + 1) % 256
        elif op == "-":
            tape[pointer] = (tape[pointer] - 1) % 256
        elif op == ".":
            output += chr(tape[pointer])
        elif op == "[" and tape[pointer] == 0:
            pc = jumps[pc]
        elif op == "]" and tape[pointer] != 0:
            pc = jumps[pc]
        pc += 1
    return output


def json_dump(value):
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return str(value)
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if isinstance(value, list):
        return "[" + ", ".join(json_dump(v) for v in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(json_dump(k) + ": " + json_dump(v) for k, v in value.items()) + "}"
    raise TypeError("cannot dump")


EXPRESSIONS = [["1 + 2 * 3"], ["(1+2)*3"], [""], ["2 $ 3"], ["10/4-1"], ["-(2)"], ["1/0"], ["(1"], ["3.5*2"]]

CASES = {
    "balanced_brackets": [["{[()]}"], ["([)]"], [""], ["(("], [")"]],
    "min_add_to_balance": [["())"], ["((("], [""], ["()))(("]],
    "generate_parentheses": [[3], [0], [1], [2]],
    "parse_csv_line": [["a,b,c"], ['"x, y",z'], ['"he said ""hi""",1'], [""], ['"open'], ["a;b", ";"]],
    "to_csv_line": [[["a", 1, None, 2.5]], [['say "hi"', "x,y"]], [[]], [[True]]],
    "parse_key_values": [["a = 1\nb=2 # note\n\n# c"], [""], ["oops"], ["a: b", ":"]],
    "parse_ini": [["[s]\na=1\nb = 2\n; no\n[t]\nc"], [""], ["a=1"], ["[x]"]],
    "parse_query_string": [["?a=1&b=2&a=3"], [""], ["a"], ["=x&&y=1=2"]],
    "build_query_string": [[{"b": 1, "a": "x", "c": None}], [{}], [{"z": 2.0}], [{"t": True}]],
    "parse_url": [["http://example.com:8080/a/b?x=1#frag"], ["https://h"], ["nope"], ["ftp://h:x/"]],
    "tokenize": EXPRESSIONS,
    "evaluate_rpn": [[["2", "1", "+", "3", "*"]], [["4", "13", "5", "/", "+"]], [["+"]], [[]], [["7", "-2", "/"]]],
    "rpn_with_table": [["3 4 + 2 *"], ["1 2"], [""], ["1 0 /"], ["5 1 2 + 4 * + 3 -"]],
    "infix_to_postfix": [["a+b*c"], ["(a+b)*c"], [""], ["a)"], ["a^b-c/d"]],
    "basic_calculator": [["(1+(4+5+2)-3)+(6+8)"], ["1 + 1"], [""], [")"], ["2-(3-(4))"]],
    "calculate_precedence": [["3+2*2"], [" 3/2 "], ["14-3/2"], [""], ["1^2"], ["5/0"]],
    "recursive_descent": EXPRESSIONS,
    "decode_string": [["3[a2[c]]"], ["abc"], [""], ["]"], ["2[ab]3[c]"]],
    "simplify_path": [["/a/./b/../../c/"], ["/"], [""], ["/../x//y"]],
    "parse_version": [["1.20.3"], ["7"], [""], ["1.x"]],
    "compare_versions": [["1.0.1", "1.0"], ["1.0", "1.0.0"], ["0.9", "1"], ["a", "1"]],
    "parse_duration": [["1h30m"], ["2d"], [""], ["5"], ["x5"], ["90s"]],
    "format_duration": [[0], [1], [3662], [86400 * 2 + 61]],
    "parse_range_list": [["1-3,7,9-10"], ["5"], [""], ["3-1"], ["a-b"]],
    "compress_ranges": [[[1, 2, 3, 7, 9, 10]], [[]], [[5]], [[1, 3, 5]]],
    "parse_hex_color": [["#ff8000"], ["abc"], ["#12"], ["gggggg"]],
    "parse_log_line": [["2024-01-02 10:20:30 [INFO] server started ok"], ["d 1:2:3 x"], ["too short"], ["d 1:2 x y"]],
    "escape_html": [['<a href="x">T&C</a>'], [""], ["plain"], [3]],
    "strip_tags": [["<b>bold</b> text"], [""], ["a < b"], ["<br/>"]],
    "brainf": [["++++++++[>++++++++<-]>+."], [""], ["+[]"], ["]"], [">" * 11 + "+"]],
    "json_dump": [[{"a": [1, 2.5, None], "b": {"c": True}}], ['q"\\'], [[]], [{}], [[False, "x"]]],
}
