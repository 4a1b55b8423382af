"""The verifier: whether a manifest may be installed, without running it. The kernel has the same rules.

Errors (any one refuses the manifest):

 1. A route's path and verb are its own: no two routes answer the same verb on the same path.
 2. The id is one that can be installed: ``/lib/<publisher>/<name>/<version>``, ``/service/<publisher>/<namespace>/
    <name>/<version>``, or one that stops before the version. The schema's version is one, and the id's if it has it.
 3. Declared parameters have distinct names, types of the type grammar, and defaults that are plain values of their
    type. A PUT route that declares parameters declares two, the key and the value. ``returns`` is a type.
 4. A ``value`` route holds a plain value, without refs or ops.
 5. An op binds each id once: the ids of a form, and the names of its key and value, are distinct.
 6. An id does not hide one of a scope around it. Only the ops of loops and folds may: their ``state`` and item are
    their own whatever the scope around them binds.
 7. Nothing binds ``self``.
 8. Every id used is bound by its form, by a scope around it, or is a parameter. A POST op's parameters are the ids
    nothing else binds; a route's are the declared ones when it declares any. The ops of a loop are given ``state``
    and the item; the op of ``map``, ``filter`` and sort keys, one id; that of ``fold``, the item and its state.
    A branch of a conditional is given nothing.
 9. A form has no cycle, except among definitions (entries that are ops), which may use each other and themselves.
10. An op on ``$id/name`` is in the op table, and some class takes it with these parameters, the first of which may be
    called ``r`` (or, as ``{"$x/add": [1]}``, with one operand). A subject known to be a link takes any verb and suffix.
11. An id bound to an op is called with that op's verb and parameters; an id bound to a plain value that is no link is
    not called.
12. The ops of loops and folds are POST ops, those of ``map``, ``filter`` and sort keys GET or POST ops; or refs.
13. ``$self/route`` (and the library's own path) is a route of this manifest, with that verb and those parameters.
14. A path that is called is a route of the op table with its verb and parameters, or lies under a declared
    dependency, or under ``/state`` or ``/host``. ``/state/scalar`` has only the routes of the table. The host of an
    absolute link makes no difference, except that ``/state`` and ``/host`` are only one's own.

Warnings (the program is legal, and probably not what was meant):

15. An entry the result does not need never runs.
16. An operation that fails whenever it runs: the value's class, where it is known, has no such op, or takes no
    operand of the class it is given; a condition that is no number or bool.

Not checked: types beyond what literals, declared parameters and the op table tell; that links not called lead
somewhere; that dependencies exist; the source map, which never changes behaviour.
"""

from __future__ import annotations

from tcc.ir.manifest import Manifest
from tcc.ir.nodes import OpDef
from tcc.ir.scope import Scope
from tcc.ir.verify.report import Problem, Report, Severity
from tcc.ir.verify.routes import check_manifest
from tcc.ir.verify.walk import check_op

__all__ = ["Problem", "Severity", "errors", "verify", "verify_op"]


def verify(manifest: Manifest) -> tuple[Problem, ...]:
    """Everything wrong with a manifest, route by route. It may be installed when no problem is an error."""
    report = Report(manifest)
    check_manifest(report, manifest)
    return tuple(report.problems)


def verify_op(op: OpDef) -> tuple[Problem, ...]:
    """Everything wrong with an op that stands alone; what it calls outside itself is not known and not checked."""
    report = Report(None)
    check_op(report, op, Scope(), None)
    return tuple(report.problems)


def errors(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """The problems that refuse a manifest."""
    return tuple(problem for problem in problems if problem.severity == "error")
