"""Small machines, games and data chores."""

DIRECTIONS = {"up": (-1, 0), "down": (1, 0), "left": (0, -1), "right": (0, 1)}


def bank_queue(arrivals, service_time):
    free_at = 0
    waits = []
    for t in arrivals:
        start = max(t, free_at)
        waits.append(start - t)
        free_at = start + service_time
    return {"waits": waits, "finished": free_at}


def vending_machine(price, coins):
    accepted = {5, 10, 25, 50, 100}
    inserted = 0
    for coin in coins:
        if coin not in accepted:
            return {"error": f"rejected {coin}"}
        inserted += coin
        if inserted >= price:
            return {"change": inserted - price}
    return {"missing": price - inserted}


def turing_increment(bits):
    tape = list(bits)
    position = len(tape) - 1
    state = "carry"
    while state != "halt":
        if position < 0:
            tape.insert(0, "1")
            state = "halt"
        elif tape[position] == "1":
            tape[position] = "0"
            position -= 1
        elif tape[position] == "0":
            tape[position] = "1"
            state = "halt"
        else:
            raise ValueError("bad symbol " + tape[position])
    return "".join(tape)


def stack_machine(program):
    stack = []
    variables = {}
    pc = 0
    steps = 0
    while pc < len(program):
        steps += 1
        if steps > 1000:
            raise RuntimeError("step limit")
        op, *args = program[pc]
        pc += 1
        if op == "push":
            stack.append(args[0])
        elif op == "add":
            stack.append(stack.pop() + stack.pop())
        elif op == "mul":
            stack.append(stack.pop() * stack.pop())
        elif op == "store":
            variables[args[0]] = stack.pop()
        elif op == "load":
            stack.append(variables[args[0]])
        elif op == "jump_if":
            if stack.pop():
                pc = args[0]
        else:
            raise ValueError(f"unknown op {op}")
    return {"stack": stack, "variables": variables}


def register_machine(lines):
    registers = {"a": 0, "b": 0, "c": 0}

    def value(x):
        return registers[x] if x in registers else int(x)

    i = 0
    while 0 <= i < len(lines):
        parts = lines[i].split()
        if parts[0] == "set":
            registers[parts[1]] = value(parts[2])
        elif parts[0] == "inc":
            registers[parts[1]] += 1
        elif parts[0] == "dec":
            registers[parts[1]] -= 1
        elif parts[0] == "jnz" and value(parts[1]) != 0:
            i += value(parts[2])
            continue
        i += 1
    return registers


def snake(moves, width, height):
    body = [(0, 0)]
    for move in moves:
        dr, dc = DIRECTIONS[move]
        head = (body[0][0] + dr, body[0][1] + dc)
        if not (0 <= head[0] < height and 0 <= head[1] < width):
            return "wall"
        if head in body:
            return "bitten"
        body.insert(0, head)
        if len(body) > 3:
            body.pop()
    return [list(p) for p in body]


def elementary_automaton(rule, width, generations):
    cells = [0] * width
    cells[width // 2] = 1
    rows = ["".join(".#"[c] for c in cells)]
    for _ in range(generations):
        nxt = []
        for i in range(width):
            left, mid, right = cells[i - 1], cells[i], cells[(i + 1) % width]
            nxt.append(rule >> (left * 4 + mid * 2 + right) & 1)
        cells = nxt
        rows.append("".join(".#"[c] for c in cells))
    return rows


def langtons_ant(steps):
    black = set()
    x = y = 0
    dx, dy = 0, -1
    for _ in range(steps):
        if (x, y) in black:
            black.remove((x, y))
            dx, dy = dy, -dx
        else:
            black.add((x, y))
            dx, dy = -dy, dx
        x += dx
        y += dy
    return [len(black), x, y]


def prisoners(strategies, rounds):
    history_a, history_b = [], []
    score_a = score_b = 0
    payoff = {("C", "C"): (3, 3), ("C", "D"): (0, 5), ("D", "C"): (5, 0), ("D", "D"): (1, 1)}

    def choose(strategy, mine, theirs):
        if strategy == "always_defect":
            return "D"
        if strategy == "tit_for_tat":
            return theirs[-1] if theirs else "C"
        if strategy == "grudge":
            return "D" if "D" in theirs else "C"
        raise ValueError(strategy)

    for _ in range(rounds):
        a = choose(strategies[0], history_a, history_b)
        b = choose(strategies[1], history_b, history_a)
        pa, pb = payoff[(a, b)]
        score_a += pa
        score_b += pb
        history_a.append(a)
        history_b.append(b)
    return {"scores": [score_a, score_b], "moves": "".join(history_a) + "/" + "".join(history_b)}


def poker_hand(cards):
    order = "23456789TJQKA"
    ranks = sorted((order.index(c[0]) for c in cards), reverse=True)
    suits = {c[1] for c in cards}
    counts = sorted((ranks.count(r) for r in set(ranks)), reverse=True)
    flush = len(suits) == 1
    straight = len(set(ranks)) == 5 and ranks[0] - ranks[4] == 4
    if straight and flush:
        return "straight flush"
    if counts == [4, 1]:
        return "four of a kind"
    if counts == [3, 2]:
        return "full house"
    if flush:
        return "flush"
    if straight:
        return "straight"
    return {3: "three of a kind", 2: "two pairs" if counts[:2] == [2, 2] else "pair"}.get(counts[0], "high card")


def blackjack(cards):
    total = aces = 0
    for card in cards:
        if card in ("J", "Q", "K"):
            total += 10
        elif card == "A":
            aces += 1
            total += 11
        else:
            total += int(card)
    while total > 21 and aces:
        total -= 10
        aces -= 1
    return total if total <= 21 else "bust"


def mastermind(secret, guess):
    exact = sum(s == g for s, g in zip(secret, guess))
    common = sum(min(secret.count(c), guess.count(c)) for c in set(guess))
    return {"exact": exact, "partial": common - exact}


def hangman(word, guesses, lives=6):
    shown = ["_"] * len(word)
    for guess in guesses:
        if guess in word:
            for i, ch in enumerate(word):
                if ch == guess:
                    shown[i] = ch
            if "_" not in shown:
                return "won: " + "".join(shown)
        else:
            lives -= 1
            if lives == 0:
                return "lost"
    return "".join(shown) + f" ({lives})"


def rock_paper_scissors(rounds):
    beats = {"rock": "scissors", "paper": "rock", "scissors": "paper"}
    score = [0, 0, 0]
    for a, b in rounds:
        if a == b:
            score[2] += 1
        elif beats[a] == b:
            score[0] += 1
        else:
            score[1] += 1
    return score


def round_robin(teams):
    if len(teams) % 2:
        teams = teams + [None]
    n = len(teams)
    schedule = []
    for _ in range(n - 1):
        pairs = []
        for i in range(n // 2):
            home, away = teams[i], teams[n - 1 - i]
            if home is not None and away is not None:
                pairs.append((home, away))
        schedule.append(pairs)
        teams = [teams[0], teams[-1], *teams[1:-1]]
    return schedule


def league_table(matches):
    table = {}
    for line in matches:
        home, away, result = line.split(";")
        for team in (home, away):
            if team not in table:
                table[team] = {"played": 0, "points": 0}
            table[team]["played"] += 1
        if result == "win":
            table[home]["points"] += 3
        elif result == "loss":
            table[away]["points"] += 3
        else:
            table[home]["points"] += 1
            table[away]["points"] += 1
    ranking = sorted(table, key=lambda t: (-table[t]["points"], t))
    return [f"{name:<10}| {table[name]['played']} | {table[name]['points']}" for name in ranking]


def grade_book(students):
    report = {}
    for name, scores in students.items():
        if not scores:
            report[name] = "incomplete"
            continue
        average = sum(scores) / len(scores)
        for letter, minimum in (("A", 90), ("B", 80), ("C", 70)):
            if average >= minimum:
                report[name] = letter
                break
        else:
            report[name] = "F"
    return report


def seating(rows, bookings):
    plan = [["." for _ in range(4)] for _ in range(rows)]
    refused = []
    for row, seat in bookings:
        if row >= rows or plan[row][seat] == "X":
            refused.append([row, seat])
            continue
        plan[row][seat] = "X"
    return ["".join(r) for r in plan], refused


def schedule_jobs(jobs, workers):
    load = [0] * workers
    assigned = [[] for _ in range(workers)]
    for name, length in sorted(jobs, key=lambda job: -job[1]):
        w = load.index(min(load))
        load[w] += length
        assigned[w].append(name)
    return {"makespan": max(load), "assigned": assigned}


def activity_selection(activities):
    chosen = []
    last_end = None
    for name, start, end in sorted(activities, key=lambda a: a[2]):
        if last_end is None or start >= last_end:
            chosen.append(name)
            last_end = end
    return chosen


def huffman_lengths(frequencies):
    nodes = [[weight, [[symbol, 0]]] for symbol, weight in sorted(frequencies.items())]
    while len(nodes) > 1:
        nodes.sort(key=lambda n: n[0])
        low, high = nodes[0], nodes[1]
        merged = [[s, d + 1] for s, d in low[1] + high[1]]
        nodes = nodes[2:] + [[low[0] + high[0], merged]]
    if not nodes:
        return {}
    return dict(sorted((s, d) for s, d in nodes[0][1]))


def trie_words(words, prefix):
    root = {}
    for word in words:
        node = root
        for ch in word:
            node = node.setdefault(ch, {})
        node["$"] = True
    node = root
    for ch in prefix:
        if ch not in node:
            return []
        node = node[ch]
    found = []
    stack = [(node, prefix)]
    while stack:
        current, text = stack.pop()
        for key in current:
            if key == "$":
                found.append(text)
            else:
                stack.append((current[key], text + key))
    return sorted(found)


def diff_lines(old, new):
    i = j = 0
    out = []
    while i < len(old) or j < len(new):
        if i < len(old) and j < len(new) and old[i] == new[j]:
            out.append("  " + old[i])
            i += 1
            j += 1
        elif j < len(new) and (i >= len(old) or new[j] not in old[i:]):
            out.append("+ " + new[j])
            j += 1
        else:
            out.append("- " + old[i])
            i += 1
    return out


def paginate(items, page, size=10):
    if page < 1 or size < 1:
        raise ValueError("page and size start at 1")
    pages = (len(items) + size - 1) // size
    start = (page - 1) * size
    return {"items": items[start : start + size], "page": page, "pages": pages, "has_next": page < pages}


def group_consecutive(nums):
    groups = []
    for n in sorted(set(nums)):
        if groups and groups[-1][-1] + 1 == n:
            groups[-1].append(n)
        else:
            groups.append([n])
    return groups


def render_tree(tree, depth=0):
    lines = []
    for name, child in tree.items():
        lines.append("  " * depth + name)
        if isinstance(child, dict):
            lines += render_tree(child, depth + 1)
    return lines


def bar_chart(data, width=10):
    if not data:
        return []
    peak = max(data.values())
    return [f"{k:>5} {'█' * round(v / peak * width):<{width}} {v:.1f}" for k, v in data.items()]


def rate_limiter(timestamps, limit, window):
    recent = []
    decisions = []
    for t in timestamps:
        recent = [r for r in recent if t - r < window]
        allowed = len(recent) < limit
        if allowed:
            recent.append(t)
        decisions.append(allowed)
    return decisions


def retry_delays(attempts, base=0.5, cap=8):
    delays = []
    delay = base
    while len(delays) < attempts:
        delays.append(min(delay, cap))
        delay *= 2
    return delays


def token_bucket(events, capacity, per_second):
    tokens = capacity
    last = 0
    accepted = []
    for event in events:
        tokens = min(capacity, tokens + (event["at"] - last) * per_second)
        last = event["at"]
        if tokens >= (cost := event.get("cost", 1)):
            tokens -= cost
            accepted.append(event["at"])
    return {"accepted": accepted, "tokens": round(tokens, 3)}


def spell_check(words, dictionary):
    suggestions = {}
    known = set(dictionary)
    for word in words:
        if word in known:
            continue
        options = []
        for candidate in dictionary:
            if abs(len(candidate) - len(word)) > 1:
                continue
            differences = sum(a != b for a, b in zip(candidate, word)) + abs(len(candidate) - len(word))
            if differences <= 2:
                options.append((differences, candidate))
        suggestions[word] = [c for _, c in sorted(options)][:3]
    return suggestions


def decode_bits(data):
    value, bits, out = 0, 0, []
    for byte in data:
        value = (value << 8) | byte
        bits += 8
        while bits >= 6:
            bits -= 6
            out.append((value >> bits) & 0b111111)
            value &= (1 << bits) - 1
    if bits:
        out.append(value << (6 - bits) & 0x3F)
    return out


def crc8(data):
    crc = 0
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc << 1) ^ 0x07 if crc & 0x80 else crc << 1
            crc &= 0xFF
    return f"{crc:02x}"


def fnv_hash(text):
    h = 0x811C9DC5
    for ch in text.encode():
        h = ((h ^ ch) * 0x01000193) & 0xFFFFFFFF
    return h


def adler32(text):
    a, b = 1, 0
    for ch in text:
        a = (a + ord(ch)) % 65521
        b = (b + a) % 65521
    return (b << 16) | a


def base64_encode(data):
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    result = ""
    padding = (3 - len(data) % 3) % 3
    codes = [ord(c) for c in data] + [0] * padding
    for i in range(0, len(codes), 3):
        n = (codes[i] << 16) + (codes[i + 1] << 8) + codes[i + 2]
        result += alphabet[n >> 18 & 63] + alphabet[n >> 12 & 63] + alphabet[n >> 6 & 63] + alphabet[n & 63]
    return result[: len(result) - padding] + "=" * padding


def temperature_table(low, high, step):
    if step <= 0:
        raise ValueError("step must be positive")
    rows = []
    celsius = low
    while celsius <= high:
        rows.append(f"{celsius:6.1f}C {celsius * 9 / 5 + 32:6.1f}F")
        celsius += step
    return rows


def convert_units(value, source, target):
    factors = {"mm": 0.001, "cm": 0.01, "m": 1, "km": 1000, "in": 0.0254, "ft": 0.3048}
    if source not in factors or target not in factors:
        raise ValueError(f"cannot convert {source} to {target}")
    return round(value * factors[source] / factors[target], 6)


def bmi(weight, height):
    index = weight / height**2
    if index < 18.5:
        category = "underweight"
    elif index < 25:
        category = "normal"
    elif index < 30:
        category = "overweight"
    else:
        category = "obese"
    return {"bmi": round(index, 1), "category": category}


TREE = {"src": {"main.py": None, "lib": {"a.py": None}}, "README": None}

CASES = {
    "bank_queue": [[[0, 1, 2, 10], 3], [[], 5], [[0], 0], [["a"], 1]],
    "vending_machine": [[75, [50, 25]], [60, [50, 25]], [10, [3]], [100, [5, 10]], [0, []]],
    "turing_increment": [["1011"], ["111"], [""], ["0"], ["1x"]],
    "stack_machine": [
        [[["push", 2], ["push", 3], ["add"], ["push", 4], ["mul"]]],
        [[]],
        [[["push", 1], ["jump_if", 0]]],
        [[["push", 5], ["store", "x"], ["load", "x"], ["load", "y"]]],
        [[["add"]]],
        [[["nop"]]],
    ],
    "register_machine": [
        [["set a 5", "inc b", "dec a", "jnz a -2"]],
        [[]],
        [["set a 1", "jnz 0 5", "set b a"]],
        [["set a x"]],
    ],
    "snake": [
        [["right", "right", "down"], 4, 4],
        [["up"], 3, 3],
        [[], 1, 1],
        [["right", "left"], 3, 3],
        [["jump"], 3, 3],
    ],
    "elementary_automaton": [[30, 11, 4], [90, 7, 3], [0, 3, 1], [110, 0, 1]],
    "langtons_ant": [[0], [1], [11], [150]],
    "prisoners": [
        [["tit_for_tat", "always_defect"], 4],
        [["grudge", "tit_for_tat"], 3],
        [["x", "y"], 0],
        [["x", "y"], 1],
    ],
    "poker_hand": [
        [["TH", "JH", "QH", "KH", "AH"]],
        [["2H", "2D", "2S", "3C", "3D"]],
        [["2H", "3D", "4S", "5C", "6D"]],
        [["2H", "2D", "9S", "9C", "6D"]],
        [["1H"]],
    ],
    "blackjack": [[["A", "K"]], [["10", "9", "5"]], [["A", "A", "9"]], [[]], [["X"]]],
    "mastermind": [["RGBY", "RGYB"], ["RRRR", "BBBB"], ["", ""], ["AAB", "ABA"]],
    "hangman": [["banana", "anb"], ["cat", "xyzwvu"], ["dog", "do"], ["a", ""]],
    "rock_paper_scissors": [
        [[["rock", "paper"], ["paper", "paper"], ["rock", "scissors"]]],
        [[]],
        [[["x", "y"]]],
        [[["x"]]],
    ],
    "round_robin": [[["a", "b", "c", "d"]], [["a", "b", "c"]], [["a"]], [[]]],
    "league_table": [[["Ants;Bees;win", "Bees;Cats;draw", "Cats;Ants;loss"]], [[]], [["A;B;draw"]], [["A;B"]]],
    "grade_book": [[{"ann": [95, 90], "bob": [70, 75], "cy": []}], [{}], [{"d": [10]}], [{"e": ["x"]}]],
    "seating": [[2, [[0, 1], [0, 1], [5, 0]]], [0, []], [1, [[0, 3]]], [1, [[0, 9]]]],
    "schedule_jobs": [[[["a", 3], ["b", 5], ["c", 2]], 2], [[], 1], [[["x", 1]], 3], [[["x", 1]], 0]],
    "activity_selection": [[[["a", 1, 4], ["b", 3, 5], ["c", 4, 7]]], [[]], [[["x", 0, 0]]], [[["x", 1]]]],
    "huffman_lengths": [[{"a": 5, "b": 2, "c": 1, "d": 1}], [{}], [{"x": 1}], [{"a": 1, "b": 1}]],
    "trie_words": [[["car", "cart", "dog"], "ca"], [[], "x"], [["a"], ""], [["a"], "ab"]],
    "diff_lines": [[["a", "b", "c"], ["a", "x", "c"]], [[], []], [["a"], []], [[], ["b"]]],
    "paginate": [[[1, 2, 3, 4, 5], 2, 2], [[], 1], [[1], 5], [[1], 0]],
    "group_consecutive": [[[1, 2, 3, 7, 8, 10]], [[]], [[5, 5, 4]], [[3]]],
    "render_tree": [[TREE], [{}], [{"a": {}}], [{"x": {"y": {"z": {}}}}]],
    "bar_chart": [[{"a": 1, "b": 2.5}], [{}], [{"x": 3}, 4], [{"x": 0}]],
    "rate_limiter": [[[0, 1, 2, 3, 11], 2, 10], [[], 1, 1], [[1, 1, 1], 1, 1], [[0.5, 0.75], 1, 0.25]],
    "retry_delays": [[6], [0], [3, 1, 2], [-1]],
    "token_bucket": [
        [[{"at": 0}, {"at": 0.5, "cost": 2}, {"at": 1}], 2, 1],
        [[], 5, 1],
        [[{"at": 3, "cost": 10}], 5, 1],
        [[{}], 1, 1],
    ],
    "spell_check": [[["helo", "world", "wrld"], ["hello", "world", "word"]], [[], []], [["x"], []], [["a"], ["a"]]],
    "decode_bits": [[[77, 97, 110]], [[]], [[255]], [[1, 2]]],
    "crc8": [[[1, 2, 3]], [[]], [[255]], [["a"]]],
    "fnv_hash": [["hello"], [""], ["a"], ["é"]],
    "adler32": [["Wikipedia"], [""], ["a"], [[1]]],
    "base64_encode": [["Man"], ["Ma"], [""], ["M"], ["any carnal pleas"]],
    "temperature_table": [[0, 30, 10], [-5, -5, 1], [5, 0, 1], [0, 1, 0]],
    "convert_units": [[1, "km", "m"], [12, "in", "ft"], [0, "m", "mm"], [1, "mile", "m"]],
    "bmi": [[70, 1.75], [50, 1.8], [90, 1.7], [70, 0]],
}
