"""Graphs as dicts of lists, and trees as nested values."""


def bfs(graph, start):
    visited = [start]
    queue = [start]
    while queue:
        node = queue.pop(0)
        for neighbour in graph[node]:
            if neighbour not in visited:
                visited.append(neighbour)
                queue.append(neighbour)
    return visited


def bfs_levels(graph, start):
    levels = {start: 0}
    frontier = [start]
    depth = 0
    while frontier:
        depth += 1
        nxt = []
        for node in frontier:
            for child in graph.get(node, []):
                if child not in levels:
                    levels[child] = depth
                    nxt.append(child)
        frontier = nxt
    return levels


def shortest_path(graph, start, goal):
    if start == goal:
        return [start]
    explored = set()
    queue = [[start]]
    while queue:
        path = queue.pop(0)
        node = path[-1]
        if node in explored:
            continue
        for neighbour in graph.get(node, ()):
            new_path = path + [neighbour]
            if neighbour == goal:
                return new_path
            queue.append(new_path)
        explored.add(node)
    return None


def dfs(graph, start):
    explored, stack = set(), [start]
    order = []
    while stack:
        v = stack.pop()
        if v in explored:
            continue
        explored.add(v)
        order.append(v)
        for adj in reversed(graph[v]):
            if adj not in explored:
                stack.append(adj)
    return order


def dfs_recursive(graph, node, visited=None):
    if visited is None:
        visited = []
    if node in visited:
        return visited
    visited = visited + [node]
    for neighbour in graph.get(node, []):
        visited = dfs_recursive(graph, neighbour, visited)
    return visited


def all_paths(graph, start, end, path=()):
    path = list(path) + [start]
    if start == end:
        return [path]
    paths = []
    for node in graph.get(start, []):
        if node not in path:
            paths += all_paths(graph, node, end, path)
    return paths


def dijkstra(graph, source):
    distances = {node: float("inf") for node in graph}
    if source not in graph:
        raise KeyError(source)
    distances[source] = 0
    unvisited = list(graph)
    while unvisited:
        current = min(unvisited, key=lambda node: distances[node])
        if distances[current] == float("inf"):
            break
        unvisited.remove(current)
        for neighbour, weight in graph[current].items():
            candidate = distances[current] + weight
            if candidate < distances[neighbour]:
                distances[neighbour] = candidate
    return {node: d for node, d in distances.items() if d != float("inf")}


def dijkstra_path(edges, start, goal):
    graph = {}
    for a, b, cost in edges:
        graph.setdefault(a, []).append((b, cost))
        graph.setdefault(b, []).append((a, cost))
    frontier = [(0, start, [start])]
    done = set()
    while frontier:
        frontier.sort(key=lambda entry: entry[0])
        cost, node, path = frontier.pop(0)
        if node == goal:
            return {"cost": cost, "path": path}
        if node in done:
            continue
        done.add(node)
        for other, weight in graph.get(node, []):
            if other not in done:
                frontier.append((cost + weight, other, path + [other]))
    return None


def bellman_ford(edges, count, source):
    dist = [None] * count
    dist[source] = 0
    for _ in range(count - 1):
        changed = False
        for u, v, w in edges:
            if dist[u] is not None and (dist[v] is None or dist[u] + w < dist[v]):
                dist[v] = dist[u] + w
                changed = True
        if not changed:
            break
    for u, v, w in edges:
        if dist[u] is not None and dist[u] + w < dist[v]:
            raise ValueError("negative cycle")
    return dist


def floyd_warshall(weights):
    n = len(weights)
    dist = [row[:] for row in weights]
    for k in range(n):
        for i in range(n):
            for j in range(n):
                if dist[i][k] is None or dist[k][j] is None:
                    continue
                through = dist[i][k] + dist[k][j]
                if dist[i][j] is None or through < dist[i][j]:
                    dist[i][j] = through
    return dist


def topological_sort(graph):
    in_degree = {u: 0 for u in graph}
    for u in graph:
        for v in graph[u]:
            in_degree[v] += 1
    ready = [u for u in graph if in_degree[u] == 0]
    order = []
    while ready:
        u = ready.pop(0)
        order.append(u)
        for v in graph[u]:
            in_degree[v] -= 1
            if in_degree[v] == 0:
                ready.append(v)
    if len(order) != len(graph):
        raise ValueError("graph has a cycle")
    return order


def can_finish(num_courses, prerequisites):
    needs = [[] for _ in range(num_courses)]
    for course, before in prerequisites:
        needs[course].append(before)
    state = [0] * num_courses
    for root in range(num_courses):
        stack = [(root, False)]
        while stack:
            node, leaving = stack.pop()
            if leaving:
                state[node] = 2
                continue
            if state[node] == 1:
                return False
            if state[node] == 2:
                continue
            state[node] = 1
            stack.append((node, True))
            for n in needs[node]:
                if state[n] == 1:
                    return False
                if state[n] == 0:
                    stack.append((n, False))
    return True


def connected_components(graph):
    components = []
    seen = set()
    for node in graph:
        if node in seen:
            continue
        component = []
        todo = [node]
        seen.add(node)
        while todo:
            current = todo.pop()
            component.append(current)
            for other in graph[current]:
                if other not in seen:
                    seen.add(other)
                    todo.append(other)
        components.append(sorted(component))
    return components


def count_provinces(is_connected):
    n = len(is_connected)
    parent = list(range(n))
    count = n
    for i in range(n):
        for j in range(i + 1, n):
            if not is_connected[i][j]:
                continue
            a, b = i, j
            while parent[a] != a:
                a = parent[a]
            while parent[b] != b:
                b = parent[b]
            if a != b:
                parent[a] = b
                count -= 1
    return count


def _find(parent, x):
    while parent[x] != x:
        x = parent[x]
    return x


def kruskal(n, edges):
    parent = list(range(n))
    chosen = []
    total = 0
    for weight, u, v in sorted((w, a, b) for a, b, w in edges):
        ru, rv = _find(parent, u), _find(parent, v)
        if ru != rv:
            parent[ru] = rv
            chosen.append([u, v])
            total += weight
    return {"total": total, "edges": chosen}


def prim(matrix):
    n = len(matrix)
    selected = {0}
    cost = 0
    while len(selected) < n:
        best = None
        for i in selected:
            for j in range(n):
                if j not in selected and matrix[i][j]:
                    if best is None or matrix[i][j] < best[0]:
                        best = (matrix[i][j], j)
        if best is None:
            raise ValueError("not connected")
        cost += best[0]
        selected.add(best[1])
    return cost


def has_cycle(edges):
    graph = {}
    for a, b in edges:
        graph.setdefault(a, []).append(b)

    def reaches(node, target, seen):
        for nxt in graph.get(node, []):
            if nxt == target:
                return True
            if nxt not in seen and reaches(nxt, target, seen + [nxt]):
                return True
        return False

    return any(reaches(node, node, []) for node in graph)


def is_bipartite(graph):
    colors = {}
    for start in graph:
        if start in colors:
            continue
        colors[start] = 0
        stack = [start]
        while stack:
            node = stack.pop()
            for other in graph[node]:
                if other not in colors:
                    colors[other] = 1 - colors[node]
                    stack.append(other)
                elif colors[other] == colors[node]:
                    return False
    return True


def page_rank(links, iterations=20, damping=0.85):
    n = len(links)
    ranks = {page: 1 / n for page in links}
    for _ in range(iterations):
        new = {}
        for page in links:
            incoming = sum(ranks[p] / len(links[p]) for p in links if page in links[p])
            new[page] = (1 - damping) / n + damping * incoming
        ranks = new
    return {page: round(rank, 4) for page, rank in ranks.items()}


def degree_table(edges):
    table = {}
    for edge in edges:
        for node in edge:
            table[node] = table.get(node, 0) + 1
    return dict(sorted(table.items(), key=lambda kv: (-kv[1], kv[0])))


def invert_graph(graph):
    inverted = {node: [] for node in graph}
    for node, targets in graph.items():
        for t in targets:
            inverted.setdefault(t, []).append(node)
    return inverted


def grid_shortest_path(grid):
    rows, cols = len(grid), len(grid[0])
    if grid[0][0] or grid[-1][-1]:
        return -1
    queue = [(0, 0, 1)]
    grid[0][0] = 1
    head = 0
    while head < len(queue):
        r, c, steps = queue[head]
        head += 1
        if (r, c) == (rows - 1, cols - 1):
            return steps
        for dr, dc in [(0, 1), (1, 0), (0, -1), (-1, 0)]:
            nr, nc = r + dr, c + dc
            if 0 <= nr < rows and 0 <= nc < cols and not grid[nr][nc]:
                grid[nr][nc] = 1
                queue.append((nr, nc, steps + 1))
    return -1


def tree_depth(tree):
    if tree is None:
        return 0
    return 1 + max(tree_depth(tree["left"]), tree_depth(tree["right"]))


def tree_insert(tree, value):
    if tree is None:
        return {"value": value, "left": None, "right": None}
    if value < tree["value"]:
        return {**tree, "left": tree_insert(tree["left"], value)}
    return {**tree, "right": tree_insert(tree["right"], value)}


def tree_sort(values):
    root = None
    for v in values:
        root = tree_insert(root, v)

    def walk(node):
        if node is None:
            return []
        return walk(node["left"]) + [node["value"]] + walk(node["right"])

    return walk(root)


def inorder_iterative(tree):
    out, stack, node = [], [], tree
    while stack or node:
        while node:
            stack.append(node)
            node = node.get("left")
        node = stack.pop()
        out.append(node["value"])
        node = node.get("right")
    return out


def level_order(tree):
    if not tree:
        return []
    levels = []
    current = [tree]
    while current:
        levels.append([node[0] for node in current])
        current = [child for node in current for child in node[1:] if child]
    return levels


def is_balanced(tree):
    def height(node):
        if not node:
            return 0
        left = height(node[1])
        right = height(node[2])
        if left < 0 or right < 0 or abs(left - right) > 1:
            return -1
        return 1 + max(left, right)

    return height(tree) >= 0


def tree_sum(tree):
    match tree:
        case []:
            return 0
        case [value]:
            return value
        case [value, *children]:
            return value + sum(tree_sum(child) for child in children)
        case _:
            raise TypeError("not a tree")


def tree_paths(tree, prefix=""):
    value, *children = tree
    path = f"{prefix}/{value}"
    if not children:
        return [path]
    result = []
    for child in children:
        result.extend(tree_paths(child, path))
    return result


GRAPH = {"A": ["B", "C"], "B": ["D"], "C": ["D", "E"], "D": ["F"], "E": ["F"], "F": []}
CYCLE = {"A": ["B"], "B": ["C"], "C": ["A"]}
UNDIRECTED = {"1": ["2", "3"], "2": ["1"], "3": ["1"], "4": ["5"], "5": ["4"]}
WALKS = [[GRAPH, "A"], [CYCLE, "B"], [{"X": []}, "X"], [GRAPH, "Z"]]
WEIGHTED = {"A": {"B": 1, "C": 4}, "B": {"C": 2, "D": 5}, "C": {"D": 1}, "D": {}}
EDGES = [["a", "b", 4], ["a", "c", 2], ["b", "c", 1], ["b", "d", 5], ["c", "d", 8]]
NESTED = {"value": 2, "left": {"value": 1, "left": None, "right": None}, "right": None}

CASES = {
    "bfs": WALKS,
    "bfs_levels": WALKS,
    "shortest_path": [[GRAPH, "A", "F"], [GRAPH, "F", "A"], [CYCLE, "A", "A"], [{}, "x", "y"], [CYCLE, "A", "C"]],
    "dfs": WALKS,
    "dfs_recursive": WALKS,
    "all_paths": [[GRAPH, "A", "F"], [GRAPH, "A", "A"], [CYCLE, "A", "C"], [{}, 1, 2]],
    "dijkstra": [[WEIGHTED, "A"], [WEIGHTED, "D"], [{"X": {}}, "X"], [{}, "A"]],
    "dijkstra_path": [[EDGES, "a", "d"], [EDGES, "a", "a"], [[], "x", "y"], [[["a"]], "a", "b"]],
    "bellman_ford": [
        [[[0, 1, 4], [0, 2, 5], [1, 2, -3]], 3, 0],
        [[], 1, 0],
        [[[0, 1, -1], [1, 0, -1]], 2, 0],
        [[], 2, 5],
    ],
    "floyd_warshall": [[[[0, 3, None], [None, 0, 1], [2, None, 0]]], [[]], [[[0]]], [[[0, 1], [1]]]],
    "topological_sort": [[GRAPH], [CYCLE], [{}], [{"a": ["b"]}]],
    "can_finish": [[2, [[1, 0]]], [2, [[1, 0], [0, 1]]], [0, []], [3, [[0, 1], [0, 2], [1, 2]]]],
    "connected_components": [[UNDIRECTED], [{}], [{"a": []}], [{"a": ["b"]}]],
    "count_provinces": [[[[1, 1, 0], [1, 1, 0], [0, 0, 1]]], [[]], [[[1]]], [[[1, 0], [0, 1]]]],
    "kruskal": [[4, [[0, 1, 10], [0, 2, 6], [0, 3, 5], [1, 3, 15], [2, 3, 4]]], [1, []], [0, []], [2, [[0, 5, 1]]]],
    "prim": [[[[0, 2, 0], [2, 0, 3], [0, 3, 0]]], [[[0]]], [[[0, 0], [0, 0]]], [[[0, 1], [1, 0]]]],
    "has_cycle": [[[[1, 2], [2, 3], [3, 1]]], [[[1, 2], [2, 3]]], [[]], [[[1, 1]]]],
    "is_bipartite": [[UNDIRECTED], [{"a": ["b", "c"], "b": ["a", "c"], "c": ["a", "b"]}], [{}], [{"a": ["z"]}]],
    "page_rank": [[{"A": ["B", "C"], "B": ["C"], "C": ["A"]}], [{"A": ["A"]}], [{}], [{"A": ["B"], "B": []}, 2]],
    "degree_table": [[[["a", "b"], ["b", "c"]]], [[]], [[["x", "x"]]], [[[1, 2], ["a", 1]]]],
    "invert_graph": [[GRAPH], [CYCLE], [{}], [{"a": ["new"]}]],
    "grid_shortest_path": [[[[0, 0, 0], [1, 1, 0], [0, 0, 0]]], [[[1]]], [[[0]]], [[[0, 1], [1, 0]]], [[]]],
    "tree_depth": [[None], [NESTED], [{"value": 1}], [{"left": None, "right": NESTED}]],
    "tree_insert": [[None, 5], [NESTED, 3], [NESTED, 0], [NESTED, "x"]],
    "tree_sort": [[[3, 1, 2]], [[]], [[5, 5]], [[1, "a"]]],
    "inorder_iterative": [[None], [NESTED], [{"value": 1}], [{"left": NESTED, "value": 9}], [{"x": 1}]],
    "level_order": [[[1, [2, [4], [5]], [3]]], [[]], [[1]], [[1, [], [2]]]],
    "is_balanced": [[[1, [2, [], []], []]], [[]], [[1, [2, [3, [], []], []], []]], [[1]]],
    "tree_sum": [[[1, [2, [4], [5]], [3]]], [[]], [[7]], [[1, "x"]]],
    "tree_paths": [[["a", ["b", ["c"]], ["d"]]], [["x"]], [[]], [[1, [2]]]],
}
