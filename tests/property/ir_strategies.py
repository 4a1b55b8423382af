"""Hypothesis strategies for tc-ir: any scalar that can be written, and manifests made of them."""

from __future__ import annotations

from hypothesis import strategies as st
from msgspec import UNSET

from tcc.ir import names
from tcc.ir.manifest import Alias, Manifest, Param, Route, RouteSource, Schema, SourceMap, Value
from tcc.ir.nodes import (
    After,
    Cond,
    Delete,
    DeleteOp,
    ForEach,
    Get,
    GetOp,
    IdRef,
    If,
    Link,
    Map,
    Post,
    PostOp,
    Put,
    PutOp,
    Scalar,
    Tuple,
    While,
)

_COMMON = ("a", "b", "x", "state", "key", "gcd.a", "op", "if", "none", "self", "naïve", "0", "a-b", "µ", "x,y[0]")
_TEXT = st.text(st.characters(codec="utf-8"), max_size=12)
IDS = st.one_of(st.sampled_from(_COMMON), _TEXT.filter(names.is_id))
PATHS = st.one_of(
    st.lists(IDS, min_size=1, max_size=4).map(lambda segments: "/" + "/".join(segments)),
    st.sampled_from(
        ("/", "/state/scalar/tuple", "/state/scalar/map", "/state/scalar/value/string", "/state/scalar/op/post")
    ),
)
_HOSTS = st.sampled_from(("http://a", "https://example.com:8702", "http://[::1]:80", "http://127.0.0.1"))
LINKS = st.one_of(PATHS, st.builds(str.__add__, _HOSTS, PATHS))
_SUFFIXES = st.lists(IDS, min_size=1, max_size=3).map("/".join)
SUBJECTS = st.one_of(
    LINKS,
    IDS.map(lambda name: f"${name}"),
    st.builds(lambda name, op: f"${name}/{op}", IDS, st.sampled_from(("add", "lt", "get", "upper", "if"))),
    st.builds(
        lambda name, path: f"${name}{path}", IDS, st.lists(IDS, min_size=1, max_size=3).map(lambda s: f"/{'/'.join(s)}")
    ),
)
_PLAIN = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False, allow_infinity=False),
    st.complex_numbers(allow_nan=False, allow_infinity=False),
    _TEXT,
    st.binary(max_size=9),
    st.builds(Link, LINKS),
)
KEYS = st.one_of(_PLAIN, st.builds(IdRef, IDS), st.lists(_PLAIN, max_size=2).map(lambda items: Tuple(tuple(items))))


def _named(values: st.SearchStrategy[Scalar]) -> st.SearchStrategy[tuple[tuple[str, Scalar], ...]]:
    return st.dictionaries(IDS, values, max_size=3).map(lambda members: tuple(members.items()))


def _forms(values: st.SearchStrategy[Scalar]) -> st.SearchStrategy[tuple[tuple[str, Scalar], ...]]:
    return st.lists(st.tuples(IDS, values), min_size=1, max_size=3).map(tuple)


def _ops(values: st.SearchStrategy[Scalar]) -> st.SearchStrategy[Scalar]:
    forms = _forms(values)
    return st.one_of(
        st.builds(PostOp, forms),
        st.builds(GetOp, IDS, forms),
        st.builds(PutOp, IDS, IDS, forms),
        st.builds(DeleteOp, IDS, forms),
    )


def _nodes(values: st.SearchStrategy[Scalar]) -> st.SearchStrategy[Scalar]:
    operators = st.builds(
        lambda name, op, r: Post(f"${name}/{op}", (("r", r),)),
        IDS,
        st.sampled_from(("add", "lt", "div", "mod")),
        values,
    )
    return st.one_of(
        st.lists(values, max_size=4).map(lambda items: Tuple(tuple(items))),
        _named(values).map(Map),
        st.lists(st.tuples(KEYS, values), max_size=3, unique_by=lambda pair: pair[0]).map(lambda e: Map(tuple(e))),
        operators,
        st.builds(Get, SUBJECTS, values),
        st.builds(Put, SUBJECTS, values, values),
        st.builds(Post, SUBJECTS, _named(values)),
        st.builds(Delete, SUBJECTS, values),
        _ops(values),
        st.builds(If, values, values, values),
        st.builds(Cond, values, values, values),
        st.builds(While, values, values, values),
        st.builds(ForEach, values, values, IDS),
        st.builds(ForEach, values, values, IDS, values, st.just(True)),
        st.builds(After, values, values),
    )


SCALARS: st.SearchStrategy[Scalar] = st.recursive(st.one_of(_PLAIN, st.builds(IdRef, IDS)), _nodes, max_leaves=12)

COMPONENTS = st.builds(
    lambda root, segments: f"/{root}/{'/'.join(segments)}",
    st.sampled_from(("lib", "service", "class")),
    st.lists(IDS, min_size=1, max_size=4),
)
_TYPES = st.sampled_from(("any", "int", "list[int | none]", "map[string, tuple[int, float]]", "list", "no type", "op"))
_LINES = st.integers(0, 2**32 - 1)
_VERBS = st.sampled_from(("GET", "PUT", "POST", "DELETE"))

ROUTES = st.builds(
    Route,
    st.lists(IDS, min_size=1, max_size=3).map(lambda segments: f"/{'/'.join(segments)}"),
    st.one_of(SCALARS.map(Value), st.builds(Alias, _VERBS, LINKS), _ops(SCALARS)),
    st.one_of(
        st.none(), st.lists(st.builds(Param, IDS, _TYPES, st.one_of(st.just(UNSET), SCALARS)), max_size=3).map(tuple)
    ),
    st.one_of(st.none(), _TYPES),
    st.one_of(st.none(), _TEXT),
)
_ROUTE_SOURCES = st.builds(
    RouteSource, _LINES, st.dictionaries(IDS, _LINES, max_size=2).map(lambda ids: tuple(ids.items()))
)
_SOURCE_MAPS = st.builds(
    SourceMap, _TEXT, st.dictionaries(_TEXT, _ROUTE_SOURCES, max_size=2).map(lambda routes: tuple(routes.items()))
)
MANIFESTS = st.builds(
    Manifest,
    st.builds(Schema, COMPONENTS, IDS, st.lists(COMPONENTS, max_size=2).map(tuple)),
    st.lists(ROUTES, max_size=3).map(tuple),
    st.one_of(st.none(), _SOURCE_MAPS),
)
