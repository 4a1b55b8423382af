"""The build that reuses what it can. What it builds goes through the same pipeline as any other (``tcc.build``).

A route that is reused is left out of the text that is parsed: a ``pass`` and empty lines stand in its place, so that
everything else stays on its line. Left in are the first route of each class, and what is named in the text that stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from pathlib import Path

from msgspec import Struct

from tcc.build import Definition, about_module, build, load_module, lower_module, settle
from tcc.diagnostics import CompileError, Diagnostic
from tcc.frontend.comments import without_ignored
from tcc.frontend.loader import FileLoader, Loader, read
from tcc.frontend.model import Class, Module, Source
from tcc.frontend.parse import parse, paused_collector
from tcc.incremental import store
from tcc.incremental.chunks import Chunk, UnsplittableError, splice, split
from tcc.incremental.keys import Dependencies, changes, keys, words
from tcc.incremental.store import Answer, Entry, Index
from tcc.ir.format import format_ids, format_manifest, format_parts, format_route
from tcc.ir.manifest import RouteSource
from tcc.lowering import Options


class Text(Struct, frozen=True):
    """The text of a definition's manifest. The manifest in ``definition`` has only the routes that were built."""

    definition: Definition
    text: str


class Rebuilt(Struct, frozen=True):
    """A route that was built, and why it could not be reused."""

    route: str
    why: str


class Outcome(Struct, frozen=True):
    """What a build gave, which routes it built, and how many it reused."""

    texts: tuple[Text, ...]
    warnings: tuple[Diagnostic, ...] = ()
    rebuilt: tuple[Rebuilt, ...] = ()
    reused: int = 0


class _Recorder:
    """Asks another loader, and keeps its answers."""

    def __init__(self, loader: Loader) -> None:
        self.loader = loader
        self.answers: dict[Answer, None] = {}

    def find(self, importer: Source, module: tuple[str, ...], level: int) -> Source | None:
        """What the other loader finds."""
        found = self.loader.find(importer, module, level)
        name, digest = ("", b"") if found is None else (found.name, _digest(found.text))
        self.answers[Answer(importer.name, module, level, name, digest)] = None
        return found

    def same(self, answers: tuple[Answer, ...]) -> bool:
        """Whether each answer is still what it was; then they are kept with the new ones."""
        again = _Recorder(self.loader)
        try:
            for answer in answers:
                again.find(Source(answer.importer, ""), answer.module, answer.level)
        except CompileError:
            return False
        if list(again.answers) != list(answers):
            return False
        self.answers.update(again.answers)
        return True


def _digest(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()


class _StaleError(Exception):
    """That something was reused could be seen: everything must be built."""


class _Plan(Struct, frozen=True):
    """The chunks of a file, the keys of its functions, and the known routes among them, by chunk."""

    chunks: tuple[Chunk, ...]
    keys: dict[int, bytes]
    known: dict[int, Entry]
    dependencies: Dependencies


@paused_collector()
def build_texts(path: Path, options: Options, folder: Path | None = None, *, explain: bool = False) -> Outcome:
    """Build every definition of a file with the cache in ``folder``, or beside the file when it is left out.

    ``explain`` looks for the reason of each route that is built. Raises CompileError with every diagnostic.
    """
    source = read(path)
    stamp = store.compiler()
    salt = repr((options.optimize, options.source_map)).encode()
    place = store.place(path, folder, salt)
    index = store.load(place, stamp)
    loader = _Recorder(FileLoader())
    old = () if index is None else index.chunks
    try:
        plan = _plan(source, index, loader)
    except UnsplittableError:
        return _plain(source, loader, options)
    try:
        outcome, new = _build(source, plan, loader, options)
    except _StaleError:
        plan = _Plan(plan.chunks, plan.keys, {}, plan.dependencies)
        outcome, new = _build(source, plan, loader, options)
    if new is not None and new != index:
        store.save(place, stamp, new)
    if explain:
        return Outcome(outcome.texts, outcome.warnings, _explained(outcome, old, plan), outcome.reused)
    return outcome


def _plain(source: Source, loader: Loader, options: Options) -> Outcome:
    """A build of a file that the cache is not for."""
    built = build(source, loader, options)
    texts = [Text(definition, format_manifest(definition.manifest)) for definition in built.definitions]
    return Outcome(tuple(texts), built.warnings, _names(built.definitions))


def _names(definitions: Sequence[Definition]) -> tuple[Rebuilt, ...]:
    return tuple([Rebuilt(f"{d.name}.{route.path[1:]}", "") for d in definitions for route in d.manifest.routes])


def _plan(source: Source, index: Index | None, loader: _Recorder) -> _Plan:
    """What is known of ``source``. Raises UnsplittableError, or CompileError when it cannot be parsed."""
    chunks = None if index is None else splice(index.chunks, source.text)
    if chunks is None:
        chunks = split(source.text, parse(source))
    dependencies = Dependencies(chunks)
    methods = [i for i, chunk in enumerate(chunks) if chunk.kind == "function" and chunk.owner]
    found = keys(dependencies, methods)
    known: dict[int, Entry] = {}
    if index is not None and "global" not in source.text:
        same = loader.same(index.answers)
        bases = dependencies.bases()
        for i, key in found.items():
            entry = index.entries.get(key)
            if entry is not None and (same or not entry.follows) and chunks[i].owner not in bases:
                known[i] = entry
    return _Plan(chunks, found, known, dependencies)


def _build(source: Source, plan: _Plan, loader: _Recorder, options: Options) -> tuple[Outcome, Index | None]:
    """Build what is not known. Raises _StaleError, or CompileError with every diagnostic."""
    left_out = _left_out(plan)
    skip: dict[str, set[str]] = {}
    for i in plan.known:
        skip.setdefault(plan.chunks[i].owner, set()).add(plan.chunks[i].name)
    try:
        module = load_module(Source(source.name, _text(plan.chunks, left_out)), loader)
    except CompileError:
        if left_out:
            raise _StaleError from None
        raise
    built, found = lower_module(module, options, skip)
    about = about_module(module)
    if about and left_out:
        raise _StaleError
    warnings = settle(without_ignored([*found, *about], module.files))
    if found or about or not _is_plain(module, plan) or _reads_itself(source, loader):
        if plan.known:
            raise _StaleError
        texts = [Text(definition, format_manifest(definition.manifest)) for definition in built]
        return Outcome(tuple(texts), warnings, _names(built)), None
    texts, entries = [], {}
    classes = {cls.name: cls for cls in module.classes}
    for definition in built:
        made = _entries(classes[definition.name], definition, plan)
        texts.append(Text(definition, _joined(definition, made, plan)))
        entries.update(
            {plan.keys[i]: e for i, e in made.items() if not _is_stub(classes[definition.name], plan.chunks[i])}
        )
    index = Index(plan.chunks, entries, tuple(loader.answers))
    return Outcome(tuple(texts), warnings, _names(built), len(plan.known)), index


def _left_out(plan: _Plan) -> frozenset[int]:
    """The known routes whose text need not be parsed: no other text names them."""
    out = set(plan.known)
    first: set[str] = set()
    for i in sorted(out):
        if plan.chunks[i].owner not in first:
            first.add(plan.chunks[i].owner)
            out.discard(i)
    named: set[str] = set()
    for i, chunk in enumerate(plan.chunks):
        if i not in out:
            named |= words(chunk.text)
    while clash := [i for i in out if plan.chunks[i].name in named]:
        out.difference_update(clash)
        for i in clash:
            named |= words(plan.chunks[i].text)
    return frozenset(out)


def _text(chunks: tuple[Chunk, ...], left_out: frozenset[int]) -> str:
    return "".join(
        [
            f"{' ' * chunk.indent}pass" + "\n" * chunk.text.count("\n") if i in left_out else chunk.text
            for i, chunk in enumerate(chunks)
        ]
    )


def _is_plain(module: Module, plan: _Plan) -> bool:
    """Whether each route of the module's definitions is a function of its own class, and of no other."""
    places = {(chunk.owner, chunk.name) for chunk in plan.chunks if chunk.kind == "function"}
    functions = [(chunk.owner, chunk.name) for chunk in plan.chunks if chunk.kind == "function" and chunk.owner]
    names = [cls.name for cls in module.classes]
    if len(set(functions)) < len(functions) or len(set(names)) < len(names):
        return False
    seen: set[int] = set()
    for cls in module.classes:
        for route in cls.routes.values():
            if id(route) in seen or route.module is not module or (cls.name, route.name) not in places:
                return False
            seen.add(id(route))
    return True


def _reads_itself(source: Source, loader: _Recorder) -> bool:
    """Whether a module that the file imports imports the file: then its names are used where no word says so."""
    path = Path(source.name).resolve()
    return any(answer.name and Path(answer.name).resolve() == path for answer in loader.answers)


def _is_stub(cls: Class, chunk: Chunk) -> bool:
    """Whether a route stands for its name: it has no body to be kept."""
    return chunk.name in cls.routes and cls.routes[chunk.name].is_stub


def _entries(cls: Class, definition: Definition, plan: _Plan) -> dict[int, Entry]:
    """The routes of a definition, by chunk."""
    functions = [i for i, chunk in enumerate(plan.chunks) if chunk.owner == cls.name and chunk.kind == "function"]
    index = {f"/{plan.chunks[i].name}": i for i in functions}
    made = {i: plan.known[i] for i in functions if i in plan.known}
    source_map = definition.manifest.source_map
    sources = {} if source_map is None else dict(source_map.routes)
    for route in definition.manifest.routes:
        i = index[route.path]
        title = f"{route.verb} {route.path}"
        source = sources.get(title, RouteSource(0))
        line = source.line - plan.dependencies.starts[i]
        made[i] = Entry(format_route(route), title, line, format_ids(source), plan.dependencies.follows(i))
    return dict(sorted(made.items()))


def _joined(definition: Definition, made: dict[int, Entry], plan: _Plan) -> str:
    """The text of a manifest from that of its routes."""
    manifest, starts = definition.manifest, plan.dependencies.starts
    file, titles = None, set()
    if manifest.source_map is not None:
        file, titles = manifest.source_map.file, set(dict(manifest.source_map.routes))
    stubs = {f"{route.verb} {route.path}" for route in manifest.routes} - titles
    sources = [(e.title, e.line + starts[i], e.ids) for i, e in made.items() if e.title not in stubs]
    return format_parts(manifest.schema, [entry.text for entry in made.values()], file, sources)


def _explained(outcome: Outcome, old: tuple[Chunk, ...], plan: _Plan) -> tuple[Rebuilt, ...]:
    if not old:
        return (Rebuilt("every route", "nothing was kept"),) if outcome.rebuilt else ()
    found = []
    before = Dependencies(old)
    for rebuilt in outcome.rebuilt:
        owner, _, name = rebuilt.route.partition(".")
        why = changes(before, plan.dependencies, owner, name)
        found.append(Rebuilt(rebuilt.route, why))
    return tuple(found)
