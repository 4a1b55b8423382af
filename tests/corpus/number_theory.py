"""Numbers: divisors, primes, bases, sequences, bits."""

import math
from math import gcd, isqrt


def gcd_euclid(a, b):
    while b:
        a, b = b, a % b
    return abs(a)


def gcd_recursive(a: int, b: int) -> int:
    return a if b == 0 else gcd_recursive(b, a % b)


def lcm(a, b):
    return abs(a * b) // gcd(a, b) if a and b else 0


def lcm_of_list(numbers):
    result = 1
    for n in numbers:
        result = result * n // math.gcd(result, n)
    return result


def extended_gcd(a, b):
    if a == 0:
        return b, 0, 1
    g, x, y = extended_gcd(b % a, a)
    return g, y - (b // a) * x, x


def mod_inverse(a, m):
    g, x, _ = extended_gcd(a % m, m)
    if g != 1:
        raise ValueError("modular inverse does not exist")
    return x % m


def is_prime(n):
    if n < 2:
        return False
    if n < 4:
        return True
    if n % 2 == 0 or n % 3 == 0:
        return False
    i = 5
    while i * i <= n:
        if n % i == 0 or n % (i + 2) == 0:
            return False
        i += 6
    return True


def is_prime_for_else(n):
    if n <= 1:
        return False
    for d in range(2, int(math.sqrt(n)) + 1):
        if n % d == 0:
            break
    else:
        return True
    return False


def sieve(limit):
    is_composite = [False] * (limit + 1)
    primes = []
    for n in range(2, limit + 1):
        if is_composite[n]:
            continue
        primes.append(n)
        for multiple in range(n * n, limit + 1, n):
            is_composite[multiple] = True
    return primes


def sieve_slices(n: int) -> list[int]:
    flags = [True] * (n + 1)
    flags[0:2] = [False] * len(flags[0:2])
    for i in range(2, isqrt(n) + 1):
        if flags[i]:
            flags[i * i :: i] = [False] * len(flags[i * i :: i])
    return [i for i, prime in enumerate(flags) if prime]


def prime_factors(n):
    factors = []
    d = 2
    while d * d <= n:
        while n % d == 0:
            factors.append(d)
            n //= d
        d += 1
    if n > 1:
        factors.append(n)
    return factors


def factorize(n: int) -> dict[int, int]:
    if n < 1:
        raise ValueError("n must be positive")
    result: dict[int, int] = {}
    p = 2
    while n > 1:
        while n % p == 0:
            result[p] = result.get(p, 0) + 1
            n //= p
        p += 1 if p == 2 else 2
        if p * p > n > 1:
            result[n] = result.get(n, 0) + 1
            break
    return result


def divisors(n):
    small, large = [], []
    for i in range(1, int(n**0.5) + 1):
        if n % i == 0:
            small.append(i)
            if i != n // i:
                large.append(n // i)
    return small + large[::-1]


def is_perfect(n):
    return n > 0 and sum(d for d in range(1, n) if n % d == 0) == n


def classify_number(n):
    if n < 1:
        raise ValueError("Classification is only possible for positive integers.")
    aliquot = sum(d for d in range(1, n // 2 + 1) if n % d == 0)
    if aliquot > n:
        return "abundant"
    return "perfect" if aliquot == n else "deficient"


def mod_pow(base, exponent, modulus):
    result = 1
    base %= modulus
    while exponent > 0:
        if exponent % 2 == 1:
            result = (result * base) % modulus
        exponent //= 2
        base = (base * base) % modulus
    return result


def fast_power(x, n):
    if n == 0:
        return 1
    if n < 0:
        return 1 / fast_power(x, -n)
    half = fast_power(x, n // 2)
    return half * half if n % 2 == 0 else half * half * x


def euler_phi(n):
    result = n
    p = 2
    while p * p <= n:
        if n % p == 0:
            while n % p == 0:
                n //= p
            result -= result // p
        p += 1
    if n > 1:
        result -= result // n
    return result


def collatz(n):
    if n <= 0:
        raise ValueError("Only positive integers are allowed")
    steps = 0
    while n != 1:
        n = n // 2 if n % 2 == 0 else 3 * n + 1
        steps += 1
    return steps


def collatz_sequence(n: int) -> list[int]:
    sequence = [n]
    while (n := n // 2 if n % 2 == 0 else 3 * n + 1) != 1:
        sequence.append(n)
        if len(sequence) > 200:
            break
    return sequence + [1]


def longest_collatz(limit):
    cache = {1: 1}
    best, best_length = 1, 1
    for start in range(2, limit):
        n, pending = start, []
        while n not in cache:
            pending.append(n)
            n = n // 2 if n % 2 == 0 else 3 * n + 1
        length = cache[n]
        for value in reversed(pending):
            length += 1
            cache[value] = length
        if length > best_length:
            best, best_length = start, length
    return best


def fibonacci(n):
    a, b = 0, 1
    for _ in range(n):
        a, b = b, a + b
    return a


def fibonacci_recursive(n):
    if n < 0:
        raise ValueError("n must not be negative")
    if n in (0, 1):
        return n
    return fibonacci_recursive(n - 1) + fibonacci_recursive(n - 2)


def fibonacci_memo(n, memo=None):
    if memo is None:
        memo = {}
    if n in memo:
        return memo[n]
    if n <= 1:
        return n
    memo[n] = fibonacci_memo(n - 1, memo) + fibonacci_memo(n - 2, memo)
    return memo[n]


def fibonacci_doubling(n):
    def pair(k):
        if k == 0:
            return (0, 1)
        a, b = pair(k >> 1)
        c = a * (2 * b - a)
        d = a * a + b * b
        return (d, c + d) if k & 1 else (c, d)

    return pair(n)[0]


def fibonacci_below(limit):
    numbers = []
    a, b = 0, 1
    while a < limit:
        numbers.append(a)
        a, b = b, a + b
    return numbers


def even_fibonacci_sum(limit):
    total, a, b = 0, 1, 2
    while b <= limit:
        if not b & 1:
            total += b
        a, b = b, a + b
    return total


def factorial(n):
    if n < 0:
        raise ValueError("factorial() not defined for negative values")
    result = 1
    for i in range(2, n + 1):
        result *= i
    return result


def factorial_recursive(n):
    return 1 if n <= 1 else n * factorial_recursive(n - 1)


def trailing_zeroes(n):
    count = 0
    while n:
        n //= 5
        count += n
    return count


def binomial(n, k):
    if k < 0 or k > n:
        return 0
    k = min(k, n - k)
    result = 1
    for i in range(k):
        result = result * (n - i) // (i + 1)
    return result


def to_base(number, base):
    digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    if not 2 <= base <= 36:
        raise ValueError("base must be between 2 and 36")
    if number == 0:
        return "0"
    negative = number < 0
    number = abs(number)
    out = ""
    while number:
        number, rem = divmod(number, base)
        out = digits[rem] + out
    return "-" + out if negative else out


def from_base(text, base):
    value = 0
    for ch in text.upper():
        digit = ord(ch) - 48 if ch.isdigit() else ord(ch) - 55
        if digit >= base:
            raise ValueError(f"invalid digit {ch} for base {base}")
        value = value * base + digit
    return value


def binary_to_decimal(bits: str) -> int:
    return sum(int(bit) * 2**i for i, bit in enumerate(reversed(bits)))


def decimal_to_binary(n):
    if n == 0:
        return "0b0"
    negative = False
    if n < 0:
        negative = True
        n = -n
    binary: list[int] = []
    while n > 0:
        binary.insert(0, n % 2)
        n >>= 1
    if negative:
        return "-0b" + "".join(str(e) for e in binary)
    return "0b" + "".join(str(e) for e in binary)


def digit_sum(n):
    return sum(int(d) for d in str(abs(n)))


def digital_root(n):
    while n > 9:
        total = 0
        while n:
            total += n % 10
            n //= 10
        n = total
    return n


def reverse_integer(x):
    sign = -1 if x < 0 else 1
    reversed_x = sign * int(str(abs(x))[::-1])
    return reversed_x if -(2**31) <= reversed_x <= 2**31 - 1 else 0


def is_palindrome_number(x):
    if x < 0 or (x % 10 == 0 and x != 0):
        return False
    reverted = 0
    while x > reverted:
        reverted = reverted * 10 + x % 10
        x //= 10
    return x == reverted or x == reverted // 10


def is_armstrong(number):
    digits = [int(c) for c in str(number)]
    return sum(d ** len(digits) for d in digits) == number


def is_happy(n):
    seen = set()
    while n != 1 and n not in seen:
        seen.add(n)
        n = sum(int(c) ** 2 for c in str(n))
    return n == 1


def is_power_of_two(n):
    return n > 0 and n & (n - 1) == 0


def count_bits(n: int) -> int:
    count = 0
    while n:
        n &= n - 1
        count += 1
    return count


def counting_bits(n):
    bits = [0] * (n + 1)
    for i in range(1, n + 1):
        bits[i] = bits[i >> 1] + (i & 1)
    return bits


def reverse_bits(n):
    result = 0
    for _ in range(32):
        result = (result << 1) | (n & 1)
        n >>= 1
    return result


def single_number(nums):
    result = 0
    for n in nums:
        result ^= n
    return result


def gray_code(n):
    return [i ^ (i >> 1) for i in range(1 << n)]


def perfect_squares(n):
    return [x * x for x in range(1, n) if x * x <= n]


def newton_sqrt(x, tolerance=1e-10):
    if x < 0:
        raise ValueError("math domain error")
    if x == 0:
        return 0.0
    guess = x
    while abs(guess * guess - x) > tolerance * x:
        guess = (guess + x / guess) / 2
    return guess


def pythagorean_triplets(n):
    return [(a, b, c) for a in range(1, n) for b in range(a, n) for c in range(b, n) if a * a + b * b == c * c]


def sum_of_multiples(limit, multiples):
    return sum(i for i in range(limit) if any(m and i % m == 0 for m in multiples))


def fizz_buzz(n):
    output = []
    for i in range(1, n + 1):
        if i % 15 == 0:
            output.append("FizzBuzz")
        elif i % 3 == 0:
            output.append("Fizz")
        elif i % 5 == 0:
            output.append("Buzz")
        else:
            output.append(str(i))
    return output


def goldbach(n):
    if n <= 2 or n % 2:
        raise ValueError("need an even number above 2")
    for p in range(2, n // 2 + 1):
        if is_prime(p) and is_prime(n - p):
            return p, n - p
    return None


def twin_primes(limit):
    primes = sieve(limit)
    return [[a, b] for a, b in zip(primes, primes[1:]) if b - a == 2]


def miller_rabin(n):
    if n < 2:
        return False
    small = [2, 3, 5, 7, 11, 13, 17]
    for p in small:
        if n % p == 0:
            return n == p
    d, s = n - 1, 0
    while d % 2 == 0:
        d //= 2
        s += 1
    for a in small:
        x = pow(a, d, n)
        if x in (1, n - 1):
            continue
        for _ in range(s - 1):
            x = x * x % n
            if x == n - 1:
                break
        else:
            return False
    return True


def pi_leibniz(terms):
    return 4 * sum((-1) ** k / (2 * k + 1) for k in range(terms))


def harmonic(n):
    total = 0.0
    for k in range(1, n + 1):
        total += 1 / k
    return round(total, 6)


def quadratic_roots(a, b, c):
    if a == 0:
        raise ValueError("Coefficient 'a' must not be zero.")
    delta = b * b - 4 * a * c
    if delta < 0:
        return []
    root = math.sqrt(delta)
    return sorted({(-b + root) / (2 * a), (-b - root) / (2 * a)})


def polynomial(coefficients, x):
    result = 0
    for c in coefficients:
        result = result * x + c
    return result


def look_up_table_sin(x):
    x = math.radians(x % 360)
    term = total = x
    n = 1
    while abs(term) > 1e-15:
        term *= -x * x / ((2 * n) * (2 * n + 1))
        total += term
        n += 1
    return round(total, 9)


def distance(p, q):
    return math.sqrt(sum((a - b) ** 2 for a, b in zip(p, q)))


def monte_carlo_lcg(seed, count):
    values = []
    state = seed
    for _ in range(count):
        state = (1103515245 * state + 12345) % 2**31
        values.append(state / 2**31)
    return values


ABOVE_ONE = [[1], [2], [12], [97], [360], [1001]]
SMALL = [[0], [1], [2], [7], [10]]
SIGNED = [[0], [5], [-5], [121], [1200]]

CASES = {
    "gcd_euclid": [[48, 18], [0, 5], [-12, 8], [7, 0], [0, 0], ["a", 1]],
    "gcd_recursive": [[48, 18], [0, 5], [17, 5], [7, 0]],
    "lcm": [[4, 6], [0, 5], [-3, 7], [21, 6]],
    "lcm_of_list": [[[1, 2, 3, 4, 5, 6]], [[]], [[7]], [[4, 0]]],
    "extended_gcd": [[240, 46], [0, 3], [1, 1], [17, 3120]],
    "mod_inverse": [[3, 11], [10, 17], [2, 4], [1, 1], [5, 0]],
    "is_prime": [*SMALL, [97], [7919], [7917], [-3]],
    "is_prime_for_else": [*SMALL, [97], [91], [-3]],
    "sieve": [[30], [2], [1], [0], [100]],
    "sieve_slices": [[30], [2], [1], [0], [100]],
    "prime_factors": [*ABOVE_ONE, [0], [600851475143]],
    "factorize": [*ABOVE_ONE, [0], [999983]],
    "divisors": [*ABOVE_ONE, [0], [-4]],
    "is_perfect": [[6], [28], [12], [0], [496]],
    "classify_number": [[6], [12], [8], [0]],
    "mod_pow": [[2, 10, 1000], [3, 200, 13], [5, 0, 7], [2, 5, 0], [2, -1, 5]],
    "fast_power": [[2, 10], [2, -2], [1.5, 3], [0, 0], [0, -1]],
    "euler_phi": ABOVE_ONE,
    "collatz": [[6], [1], [27], [0]],
    "collatz_sequence": [[6], [2], [27], [5]],
    "longest_collatz": [[10], [2], [100], [1]],
    "fibonacci": [*SMALL, [90], [93], [-1]],
    "fibonacci_recursive": [*SMALL, [15], [-1]],
    "fibonacci_memo": [*SMALL, [50], [-1]],
    "fibonacci_doubling": [*SMALL, [90]],
    "fibonacci_below": [*SMALL, [1000], [-1]],
    "even_fibonacci_sum": [*SMALL, [4000000]],
    "factorial": [*SMALL, [20], [-1]],
    "factorial_recursive": [*SMALL, [20], [-1]],
    "trailing_zeroes": [*SMALL, [125]],
    "binomial": [[5, 2], [10, 10], [3, 5], [40, 20], [4, -1]],
    "to_base": [[255, 16], [0, 2], [-10, 3], [35, 36], [5, 1]],
    "from_base": [["FF", 16], ["0", 2], ["", 10], ["z", 36], ["9", 8]],
    "binary_to_decimal": [["1011"], ["0"], [""], ["2x"]],
    "decimal_to_binary": SIGNED,
    "digit_sum": SIGNED,
    "digital_root": [[0], [38], [99999], [10]],
    "reverse_integer": [*SIGNED, [1534236469]],
    "is_palindrome_number": SIGNED,
    "is_armstrong": [[153], [9474], [10], [0]],
    "is_happy": [[19], [2], [1], [7]],
    "is_power_of_two": [[1], [16], [18], [0], [-2]],
    "count_bits": [[0], [11], [255], [2**40 + 1]],
    "counting_bits": [[5], [0], [1], [16]],
    "reverse_bits": [[43261596], [0], [1], [2**32 - 1]],
    "single_number": [[[4, 1, 2, 1, 2]], [[]], [[7]], [[-1, -1, 5]]],
    "gray_code": [[2], [0], [3], [1]],
    "perfect_squares": [[50], [1], [0], [4]],
    "newton_sqrt": [[2], [0], [144], [1e-6], [-1]],
    "pythagorean_triplets": [[20], [5], [6], [0]],
    "sum_of_multiples": [[1000, [3, 5]], [10, []], [4, [0, 3]], [0, [2]]],
    "fizz_buzz": [[15], [0], [1], [-3]],
    "goldbach": [[28], [4], [100], [7], [2]],
    "twin_primes": [[50], [2], [5], [10]],
    "miller_rabin": [[561], [97], [7919], [2**31 - 1], [1], [2047]],
    "pi_leibniz": [[1], [10], [1000], [0]],
    "harmonic": [[1], [10], [0], [100]],
    "quadratic_roots": [[1, -3, 2], [1, 2, 1], [1, 0, 1], [0, 1, 1], [2, 5, -3]],
    "polynomial": [[[1, 2, 3], 2], [[], 5], [[1], 0], [[0.5, -1], 3]],
    "look_up_table_sin": [[0], [30], [90], [270], [-45]],
    "distance": [[[0, 0], [3, 4]], [[], []], [[1, 2, 3], [1, 2, 3]], [[1], ["a"]]],
    "monte_carlo_lcg": [[42, 5], [0, 0], [1, 3], [2**30, 2]],
}
