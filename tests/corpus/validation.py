"""Checking input: cards, codes, addresses, passwords, records."""


def luhn(number):
    digits = [int(d) for d in number if d.isdigit()]
    checksum = 0
    for i, d in enumerate(reversed(digits)):
        if i % 2 == 1:
            d *= 2
            if d > 9:
                d -= 9
        checksum += d
    return len(digits) > 1 and checksum % 10 == 0


def luhn_check_digit(payload: str) -> int:
    total = 0
    double = True
    for ch in payload[::-1]:
        value = int(ch)
        if double:
            value = sum(divmod(value * 2, 10))
        total += value
        double = not double
    return -total % 10


def isbn10(text):
    chars = text.replace("-", "")
    if len(chars) != 10:
        return False
    total = 0
    for position, ch in enumerate(chars):
        if ch == "X" and position == 9:
            value = 10
        elif ch.isdigit():
            value = int(ch)
        else:
            return False
        total += (10 - position) * value
    return total % 11 == 0


def isbn13(text):
    digits = [int(c) for c in text if c not in "- "]
    if len(digits) != 13:
        return False
    return (sum(digits[::2]) + 3 * sum(digits[1::2])) % 10 == 0


def iban(value):
    compact = value.replace(" ", "").upper()
    if len(compact) < 15 or not compact[:2].isalpha() or not compact[2:4].isdigit():
        return False
    rearranged = compact[4:] + compact[:4]
    remainder = 0
    for ch in rearranged:
        if ch.isdigit():
            number = ch
        elif "A" <= ch <= "Z":
            number = str(ord(ch) - 55)
        else:
            return False
        for digit in number:
            remainder = (remainder * 10 + int(digit)) % 97
    return remainder == 1


def ean_check_digit(code):
    if len(code) not in (7, 12) or not code.isdigit():
        raise ValueError("expected 7 or 12 digits")
    weights = [3, 1] * 6
    total = sum(int(d) * w for d, w in zip(reversed(code), weights))
    return (10 - total % 10) % 10


def looks_like_email(address):
    if address.count("@") != 1:
        return False
    local, domain = address.split("@")
    if not local or not domain or "." not in domain:
        return False
    if domain.startswith(".") or domain.endswith("."):
        return False
    allowed = "abcdefghijklmnopqrstuvwxyz0123456789._-+"
    return all(c.lower() in allowed for c in local + domain)


def password_problems(password):
    problems = []
    if len(password) < 8:
        problems.append("too short")
    if not any(c.isupper() for c in password):
        problems.append("no capital letter")
    if not any(c.islower() for c in password):
        problems.append("no small letter")
    if not any(c.isdigit() for c in password):
        problems.append("no digit")
    if password.isalnum():
        problems.append("no symbol")
    return problems


def password_strength(password: str) -> str:
    score = 0
    score += len(password) >= 8
    score += len(password) >= 12
    kinds = [str.islower, str.isupper, str.isdigit]
    score += sum(any(kind(c) for c in password) for kind in kinds)
    for ch in "!@#$%":
        if ch in password:
            score += 1
            break
    if score < 3:
        return "weak"
    elif score < 5:
        return "medium"
    else:
        return "strong"


def valid_ipv4(address):
    octets = address.split(".")
    if len(octets) != 4:
        return False
    for octet in octets:
        if not octet.isdigit() or (len(octet) > 1 and octet[0] == "0") or int(octet) > 255:
            return False
    return True


def ipv4_to_int(address):
    value = 0
    for part in address.split("."):
        number = int(part)
        if number < 0 or number > 255:
            raise ValueError("octet out of range: %d" % number)
        value = value << 8 | number
    return value


def int_to_ipv4(value):
    return ".".join(str(value >> shift & 255) for shift in (24, 16, 8, 0))


def in_subnet(address, cidr):
    network, bits = cidr.split("/")
    shift = 32 - int(bits)
    return ipv4_to_int(address) >> shift == ipv4_to_int(network) >> shift


def valid_hex(text):
    return len(text) > 0 and all(c in "0123456789abcdefABCDEF" for c in text)


def valid_identifier(name):
    if not name or name[0].isdigit():
        return False
    for c in name:
        if not (c.isalnum() or c == "_"):
            return False
    return True


def valid_triangle(a, b, c):
    sides = sorted([a, b, c])
    if sides[0] <= 0 or sides[0] + sides[1] <= sides[2]:
        return "invalid"
    match len({a, b, c}):
        case 1:
            return "equilateral"
        case 2:
            return "isosceles"
        case _:
            return "scalene"


def validate_user(user):
    errors = {}
    name = user.get("name")
    if not isinstance(name, str) or not name.strip():
        errors["name"] = "required"
    age = user.get("age")
    if not isinstance(age, int) or isinstance(age, bool):
        errors["age"] = "must be a whole number"
    elif age < 0 or age > 150:
        errors["age"] = f"must be between 0 and 150, not {age}"
    for field in ("email", "phone"):
        if field in user and not user[field]:
            errors.setdefault(field, "must not be empty")
    return {"valid": not errors, "errors": errors}


def check_schema(value, schema):
    expected = schema["type"]
    if expected == "string":
        return isinstance(value, str)
    if expected == "number":
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    if expected == "array":
        return isinstance(value, list) and all(check_schema(v, schema["items"]) for v in value)
    if expected == "object":
        if not isinstance(value, dict):
            return False
        for key, sub in schema["properties"].items():
            if key not in value or not check_schema(value[key], sub):
                return False
        return True
    raise ValueError("unknown type " + expected)


def clamp(value, low, high):
    if low > high:
        raise ValueError("low must not exceed high")
    return max(low, min(value, high))


def parse_bool(text):
    match text.strip().lower():
        case "1" | "true" | "yes" | "on":
            return True
        case "0" | "false" | "no" | "off" | "":
            return False
        case other:
            raise ValueError(f"not a boolean: {other}")


def normalize_phone(raw, country="1"):
    digits = "".join(filter(str.isdigit, raw))
    if len(digits) == 11 and digits.startswith(country):
        digits = digits[1:]
    if len(digits) != 10:
        raise ValueError(f"expected 10 digits, got {len(digits)}")
    return f"({digits[:3]}) {digits[3:6]}-{digits[6:]}"


def normalize_phone_comprehension(raw):
    digits = [c for c in raw if c.isdigit()]
    assert len(digits) == 10, "wrong number of digits"
    return "".join(digits[:3]) + "-" + "".join(digits[3:6]) + "-" + "".join(digits[6:])


def diff_records(old, new):
    changes = []
    for key in sorted(set(old) | set(new)):
        if key not in new:
            changes.append(("removed", key))
        elif key not in old:
            changes.append(("added", key))
        elif old[key] != new[key]:
            changes.append(("changed", key, old[key], new[key]))
    return changes


def require_keys(record, *keys):
    missing = [k for k in keys if k not in record]
    if missing:
        raise KeyError(", ".join(missing))
    return record


CARDS = [["4539 1488 0343 6467"], ["8273 1232 7352 0569"], [""], ["0"], ["059"]]
PASSWORDS = [["Passw0rd!"], ["abc"], [""], ["LONGENOUGHBUTNO1"], ["aB3$aB3$aB3$"]]

CASES = {
    "luhn": CARDS,
    "luhn_check_digit": [["7992739871"], [""], ["1"], ["12a"]],
    "isbn10": [["3-598-21508-8"], ["3-598-21507-X"], ["3598215088X"], [""], ["3-598-2X507-9"]],
    "isbn13": [["978-0-306-40615-7"], ["9780306406158"], [""], ["97803064061x7"]],
    "iban": [["GB82 WEST 1234 5698 7654 32"], ["GB82 WEST 1234 5698 7654 33"], ["DE"], ["GB82-WEST-12345698765432"]],
    "ean_check_digit": [["629104150021"], ["7351353"], ["1"], ["12345678901x"]],
    "looks_like_email": [["a.b@example.com"], ["no-at"], ["@x.y"], ["a@b@c.d"], ["a@.com"], ["a b@c.de"]],
    "password_problems": PASSWORDS,
    "password_strength": PASSWORDS,
    "valid_ipv4": [["192.168.0.1"], ["256.1.1.1"], ["01.2.3.4"], [""], ["1.2.3"]],
    "ipv4_to_int": [["192.168.0.1"], ["0.0.0.0"], ["1.2.3.999"], ["a.b"]],
    "int_to_ipv4": [[3232235521], [0], [2**32 - 1], [1.5]],
    "in_subnet": [["192.168.5.7", "192.168.0.0/16"], ["10.0.0.1", "10.0.1.0/24"], ["1.1.1.1", "0.0.0.0/0"], ["1", "x"]],
    "valid_hex": [["DEADbeef"], ["xyz"], [""], ["12 "]],
    "valid_identifier": [["_name1"], ["1st"], [""], ["a-b"]],
    "valid_triangle": [[3, 3, 3], [3, 3, 5], [3, 4, 5], [1, 2, 3], [0, 1, 1]],
    "validate_user": [
        [{"name": "Al", "age": 30}],
        [{}],
        [{"name": " ", "age": True, "email": ""}],
        [{"name": "B", "age": 200, "phone": None}],
    ],
    "check_schema": [
        [["a", "b"], {"type": "array", "items": {"type": "string"}}],
        [{"n": 1}, {"type": "object", "properties": {"n": {"type": "number"}}}],
        [True, {"type": "number"}],
        [1, {"type": "date"}],
        [[], {"type": "object", "properties": {}}],
    ],
    "clamp": [[5, 0, 3], [-1, 0, 3], [1.5, 0, 3], [1, 3, 0]],
    "parse_bool": [[" Yes "], ["0"], [""], ["maybe"]],
    "normalize_phone": [["(223) 456-7890"], ["1 223 456 7890"], ["123"], [""]],
    "normalize_phone_comprehension": [["(223) 456-7890"], ["2234567890"], ["123"], [""]],
    "diff_records": [[{"a": 1, "b": 2}, {"b": 3, "c": 4}], [{}, {}], [{"a": [1]}, {"a": [1]}], [{"x": 1}, {"x": 1.0}]],
    "require_keys": [[{"a": 1}], [{"a": 1}, "a"], [{"a": 1}, "b", "c"], [{}, "x"]],
}
