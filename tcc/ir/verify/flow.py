"""The rules of a form as a graph: 9, no cycles but among definitions, and 15, entries that never run."""

from __future__ import annotations

from tcc.ir.cycles import components
from tcc.ir.errors import At
from tcc.ir.nodes import Form
from tcc.ir.scope import OP_NODES, used_names
from tcc.ir.verify.report import Report


def check_flow(report: Report, form: Form, at: At) -> None:
    """Rules 9 and 15, for one form whose ids are distinct."""
    positions = {name: index for index, (name, _) in enumerate(form)}
    edges = {name: [used for used in used_names(node, inner_params=True) if used in positions] for name, node in form}
    for group in components(edges):
        cyclic = len(group) > 1 or group[0] in edges[group[0]]
        if cyclic and not all(isinstance(form[positions[name]][1], OP_NODES) for name in group):
            first = min(group, key=positions.__getitem__)
            through = " -> ".join([*group[group.index(first) :], *group[: group.index(first)], first])
            report.error(f"cyclic form: {through}", (at, positions[first]))
    needed: set[str] = set()
    waiting = [form[-1][0]]
    while waiting:
        if (name := waiting.pop()) not in needed:
            needed.add(name)
            waiting.extend(edges[name])
    for index, (name, _) in enumerate(form):
        if name not in needed:
            report.warning(f"{name!r} never runs: the result does not need it", (at, index))
