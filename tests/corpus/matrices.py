"""Matrices and grids as lists of lists."""


def transpose(matrix):
    return [[row[i] for row in matrix] for i in range(len(matrix[0]))]


def transpose_zip(matrix):
    return [list(row) for row in zip(*matrix)]


def multiply(a, b):
    if len(a[0]) != len(b):
        raise ValueError("incompatible dimensions")
    result = [[0] * len(b[0]) for _ in range(len(a))]
    for i in range(len(a)):
        for j in range(len(b[0])):
            for k in range(len(b)):
                result[i][j] += a[i][k] * b[k][j]
    return result


def multiply_comprehension(a, b):
    return [[sum(x * y for x, y in zip(row, col)) for col in zip(*b)] for row in a]


def add_matrices(a: list[list[float]], b: list[list[float]]) -> list[list[float]]:
    if len(a) != len(b):
        raise ValueError("Matrices must be the same size")
    return [[x + y for x, y in zip(r, s)] for r, s in zip(a, b)]


def scalar_multiply(matrix, factor):
    return [[x * factor for x in row] for row in matrix]


def identity(n: int) -> list[list[int]]:
    return [[int(row == column) for column in range(n)] for row in range(n)]


def determinant(matrix):
    n = len(matrix)
    if n == 0:
        return 1
    if n == 1:
        return matrix[0][0]
    if n == 2:
        return matrix[0][0] * matrix[1][1] - matrix[0][1] * matrix[1][0]
    det = 0
    for col in range(n):
        minor = [row[:col] + row[col + 1 :] for row in matrix[1:]]
        det += (-1) ** col * matrix[0][col] * determinant(minor)
    return det


def determinant_gauss(m):
    a = [row[:] for row in m]
    n = len(a)
    det = 1
    for i in range(n):
        pivot = i
        while pivot < n and a[pivot][i] == 0:
            pivot += 1
        if pivot == n:
            return 0
        if pivot != i:
            a[i], a[pivot] = a[pivot], a[i]
            det = -det
        det *= a[i][i]
        for r in range(i + 1, n):
            factor = a[r][i] / a[i][i]
            for c in range(i, n):
                a[r][c] -= factor * a[i][c]
    return det


def matrix_power(base, exponent):
    size = len(base)
    result = identity(size)
    while exponent:
        if exponent & 1:
            result = multiply_comprehension(result, base)
        base = multiply_comprehension(base, base)
        exponent >>= 1
    return result


def spiral_order(matrix):
    result = []
    while matrix:
        result += matrix.pop(0)
        matrix = [list(r) for r in zip(*matrix)][::-1]
    return result


def spiral_bounds(matrix):
    if not matrix:
        return []
    out = []
    top, bottom, left, right = 0, len(matrix) - 1, 0, len(matrix[0]) - 1
    while top <= bottom and left <= right:
        for c in range(left, right + 1):
            out.append(matrix[top][c])
        top += 1
        for r in range(top, bottom + 1):
            out.append(matrix[r][right])
        right -= 1
        if top <= bottom:
            for c in range(right, left - 1, -1):
                out.append(matrix[bottom][c])
            bottom -= 1
        if left <= right:
            for r in range(bottom, top - 1, -1):
                out.append(matrix[r][left])
            left += 1
    return out


def generate_spiral(n):
    grid = [[0] * n for _ in range(n)]
    x = y = 0
    dx, dy = 0, 1
    for i in range(1, n * n + 1):
        grid[x][y] = i
        if not (0 <= x + dx < n and 0 <= y + dy < n) or grid[x + dx][y + dy] != 0:
            dx, dy = dy, -dx
        x += dx
        y += dy
    return grid


def rotate_clockwise(matrix):
    return [list(reversed(col)) for col in zip(*matrix)]


def rotate_in_place(m):
    n = len(m)
    for i in range(n):
        for j in range(i + 1, n):
            m[i][j], m[j][i] = m[j][i], m[i][j]
    for row in m:
        row.reverse()
    return m


def set_zeroes(matrix):
    rows = {i for i, row in enumerate(matrix) if 0 in row}
    cols = {j for row in matrix for j, v in enumerate(row) if v == 0}
    for i in range(len(matrix)):
        for j in range(len(matrix[0])):
            if i in rows or j in cols:
                matrix[i][j] = 0
    return matrix


def flatten(matrix):
    return [x for row in matrix for x in row]


def deep_flatten(items):
    flat = []
    for item in items:
        if isinstance(item, list):
            flat.extend(deep_flatten(item))
        else:
            flat.append(item)
    return flat


def trace(matrix):
    return sum(matrix[i][i] for i in range(len(matrix)))


def diagonals_sum(mat):
    n = len(mat)
    total = 0
    for i in range(n):
        total += mat[i][i]
        if i != n - 1 - i:
            total += mat[i][n - 1 - i]
    return total


def pascal_triangle(rows):
    triangle = []
    for i in range(rows):
        row = [1] * (i + 1)
        for j in range(1, i):
            row[j] = triangle[i - 1][j - 1] + triangle[i - 1][j]
        triangle.append(row)
    return triangle


def game_of_life(board):
    rows, cols = len(board), len(board[0])
    nxt = [[0] * cols for _ in range(rows)]
    for r in range(rows):
        for c in range(cols):
            neighbours = 0
            for dr in (-1, 0, 1):
                for dc in (-1, 0, 1):
                    if dr == dc == 0:
                        continue
                    rr, cc = r + dr, c + dc
                    if 0 <= rr < rows and 0 <= cc < cols:
                        neighbours += board[rr][cc]
            if board[r][c] and neighbours in (2, 3) or not board[r][c] and neighbours == 3:
                nxt[r][c] = 1
    return nxt


def flood_fill(image, sr, sc, color):
    start = image[sr][sc]
    if start == color:
        return image
    todo = [(sr, sc)]
    while todo:
        r, c = todo.pop()
        if 0 <= r < len(image) and 0 <= c < len(image[0]) and image[r][c] == start:
            image[r][c] = color
            todo += [(r + 1, c), (r - 1, c), (r, c + 1), (r, c - 1)]
    return image


def count_islands(grid):
    seen = set()
    count = 0
    for r, row in enumerate(grid):
        for c, cell in enumerate(row):
            if cell != "1" or (r, c) in seen:
                continue
            count += 1
            stack = [(r, c)]
            while stack:
                y, x = stack.pop()
                if (y, x) in seen or not (0 <= y < len(grid) and 0 <= x < len(row)) or grid[y][x] != "1":
                    continue
                seen.add((y, x))
                stack.extend([(y + 1, x), (y - 1, x), (y, x + 1), (y, x - 1)])
    return count


def valid_sudoku(board):
    for i in range(9):
        row = [v for v in board[i] if v != "."]
        col = [board[r][i] for r in range(9) if board[r][i] != "."]
        br, bc = 3 * (i // 3), 3 * (i % 3)
        box = [board[r][c] for r in range(br, br + 3) for c in range(bc, bc + 3) if board[r][c] != "."]
        for group in (row, col, box):
            if len(group) != len(set(group)):
                return False
    return True


def minesweeper(field):
    out = []
    for y, line in enumerate(field):
        text = ""
        for x, ch in enumerate(line):
            if ch == "*":
                text += "*"
                continue
            mines = sum(
                field[j][i] == "*"
                for j in range(max(0, y - 1), min(len(field), y + 2))
                for i in range(max(0, x - 1), min(len(line), x + 2))
            )
            text += str(mines) if mines else "."
        out.append(text)
    return out


def magic_square(n):
    if n % 2 == 0:
        raise ValueError("n must be odd")
    square = [[0] * n for _ in range(n)]
    i, j = 0, n // 2
    for k in range(1, n * n + 1):
        square[i][j] = k
        ni, nj = (i - 1) % n, (j + 1) % n
        if square[ni][nj]:
            ni, nj = (i + 1) % n, j
        i, j = ni, nj
    return square


def is_symmetric(matrix):
    return all(matrix[i][j] == matrix[j][i] for i in range(len(matrix)) for j in range(i))


def saddle_points(matrix):
    points = []
    for r, row in enumerate(matrix):
        for c, v in enumerate(row):
            column = [other[c] for other in matrix]
            if v == max(row) and v == min(column):
                points.append({"row": r, "column": c})
    return points


def n_queens(n):
    def safe(queens, col):
        row = len(queens)
        return all(c != col and abs(c - col) != row - r for r, c in enumerate(queens))

    def place(queens):
        if len(queens) == n:
            return 1
        return sum(place(queens + [col]) for col in range(n) if safe(queens, col))

    return place([])


def tic_tac_toe_winner(board):
    lines = [*board, *zip(*board), [board[i][i] for i in range(3)], [board[i][2 - i] for i in range(3)]]
    for line in lines:
        first, *others = line
        if first != " " and all(cell == first for cell in others):
            return first
    return None


M = [[[[1, 2, 3], [4, 5, 6], [7, 8, 9]]], [[[1]]], [[[1, 2], [3, 4]]], [[[2, 0, 1], [1, 3, 2], [1, 1, 4]]], [[]]]
RECT = [[[[1, 2, 3], [4, 5, 6]]], [[[1], [2]]], [[]], [[[1, 0], [3]]]]
SUDOKU = [
    "53..7....",
    "6..195...",
    ".98....6.",
    "8...6...3",
    "4..8.3..1",
    "7...2...6",
    ".6....28.",
    "...419..5",
    "....8..79",
]

CASES = {
    "transpose": [*M, *RECT],
    "transpose_zip": [*M, *RECT],
    "multiply": [[[[1, 2], [3, 4]], [[5, 6], [7, 8]]], [[[1, 2]], [[3], [4]]], [[[1]], [[1], [2]]], [[[0.5]], [[2]]]],
    "multiply_comprehension": [
        [[[1, 2], [3, 4]], [[5, 6], [7, 8]]],
        [[[1, 2]], [[3], [4]]],
        [[], []],
        [[[0.5]], [[2]]],
    ],
    "add_matrices": [[[[1, 2]], [[3, 4.5]]], [[], []], [[[1]], []], [[["a"]], [[1]]]],
    "scalar_multiply": [[[[1, 2], [3, 4]], 2], [[], 1], [[[1]], 0.5], [[["ab"]], 2]],
    "identity": [[3], [1], [0], [-1]],
    "determinant": M,
    "determinant_gauss": M,
    "matrix_power": [[[[1, 1], [1, 0]], 10], [[[2]], 5], [[[1, 2], [3, 4]], 0], [[], 3]],
    "spiral_order": [*M, *RECT],
    "spiral_bounds": [*M, [[[1, 2, 3, 4], [5, 6, 7, 8]]], [[[1], [2], [3]]]],
    "generate_spiral": [[3], [1], [0], [4]],
    "rotate_clockwise": [*M, *RECT],
    "rotate_in_place": M,
    "set_zeroes": [[[[1, 1, 1], [1, 0, 1], [1, 1, 1]]], [[[0]]], [[[1, 2]]], [[]]],
    "flatten": [*RECT, [["ab", "c"]], [[1]]],
    "deep_flatten": [[[1, [2, [3, [4, []]]]]], [[]], [["ab", ["c"]]], [[[[]]]]],
    "trace": M,
    "diagonals_sum": M,
    "pascal_triangle": [[5], [1], [0], [10]],
    "game_of_life": [[[[0, 1, 0], [0, 1, 0], [0, 1, 0]]], [[[1]]], [[[1, 1], [1, 1]]], [[]]],
    "flood_fill": [
        [[[1, 1, 1], [1, 1, 0], [1, 0, 1]], 1, 1, 2],
        [[[0]], 0, 0, 0],
        [[[0, 0]], 0, 1, 5],
        [[[0]], 1, 0, 2],
    ],
    "count_islands": [[["11000", "11000", "00100", "00011"]], [[]], [["1"]], [["101", "010", "101"]]],
    "valid_sudoku": [[SUDOKU], [["8" + SUDOKU[0][1:], *SUDOKU[1:]]], [["." * 9] * 9], [[]]],
    "minesweeper": [[["*..", "...", "..*"]], [[]], [["*"]], [["...", "***"]]],
    "magic_square": [[3], [1], [5], [4]],
    "is_symmetric": [[[[1, 2], [2, 1]]], [[[1, 2], [3, 1]]], [[]], [[[1], [2]]]],
    "saddle_points": [[[[9, 8, 7], [5, 3, 2], [6, 6, 7]]], [[]], [[[1]]], [[[4, 5, 4], [3, 5, 5], [1, 5, 4]]]],
    "n_queens": [[1], [4], [6], [2], [0]],
    "tic_tac_toe_winner": [
        [[["X", "X", "X"], ["O", "O", " "], [" ", " ", " "]]],
        [[["X", "O", "X"], ["O", "X", "O"], ["O", "X", "O"]]],
        [[["O", "X", " "], ["X", "O", " "], [" ", " ", "O"]]],
        [[["X"]]],
    ],
}
