from __future__ import annotations

import json
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

import tinychain as tc

IDENTITY = {"publisher": "acme", "namespace": "ml", "name": "counter", "version": "1.0.0"}
SEGMENT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)


def is_segment(text: str) -> bool:
    try:
        tc.uri.check_segment(text)
    except ValueError:
        return False
    return True


GOOD_SEGMENT = SEGMENT.filter(is_segment)


def test_canonical_links() -> None:
    assert tc.uri.service(**IDENTITY) == "/service/acme/ml/counter/1.0.0"
    assert tc.uri.service(**IDENTITY, path="handle") == "/service/acme/ml/counter/1.0.0/handle"
    assert tc.uri.class_(**IDENTITY) == "/class/acme/ml/counter/1.0.0"
    assert tc.uri.library(publisher="acme", name="echo", version="0.1.0") == "/lib/acme/echo/0.1.0"
    assert tc.uri.library(publisher="acme", name="echo", version="0.1.0", path=("a", "b")) == "/lib/acme/echo/0.1.0/a/b"
    assert tc.uri.state(namespace="media", path=("images",)) == "/state/media/images"
    assert tc.uri.media(path=("images", "1")) == "/state/media/images/1"
    assert tc.uri.host(path="time") == "/host/time"
    assert tc.uri.healthz() == "/healthz"
    assert tc.uri.lib_root() == "/lib"
    assert tc.uri.service_root() == "/service"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"publisher": ""}, "publisher is empty"),
        ({"namespace": "a/b"}, "namespace 'a/b' may not contain '/'"),
        ({"name": "."}, "name may not be '.'"),
        ({"name": ".."}, "name '..' may not contain '..'"),
        ({"name": "a..b"}, "name 'a..b' may not contain '..'"),
        ({"name": "a b"}, "name 'a b' may not contain ' '"),
        ({"name": "a\\b"}, r"name 'a\\b' may not contain '\\'"),
        ({"name": "a%2fb"}, "name 'a%2fb' may not contain '%'"),
        ({"name": None}, "name must be a string, not NoneType"),
        ({"version": ""}, "version '' is not a semantic version such as '1.0.0'"),
        ({"version": "1.0"}, "version '1.0' is not a semantic version such as '1.0.0'"),
        ({"version": "01.0.0"}, "version '01.0.0' is not a semantic version such as '1.0.0'"),
        ({"version": "1.0.0/x"}, "version '1.0.0/x' is not a semantic version such as '1.0.0'"),
        ({"path": "/x"}, "segment '/x' may not contain '/'"),
        ({"path": ("a", "")}, "segment is empty"),
    ],
)
def test_a_malformed_part_is_refused_by_name(change: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=r".") as caught:
        tc.uri.service(**(IDENTITY | change))  # type: ignore[arg-type]
    assert str(caught.value) == message


@pytest.mark.parametrize("version", ["0.0.0", "1.2.3-rc.1", "1.0.0+build.7", "10.20.30"])
def test_semantic_versions(version: str) -> None:
    assert tc.uri.library(publisher="a", name="b", version=version) == f"/lib/a/b/{version}"


def test_identity_and_authority() -> None:
    uri = tc.URI("/lib/acme/echo/1.0.0", "https", "Example.COM", 8443)
    assert uri == "https://example.com:8443/lib/acme/echo/1.0.0"
    assert (uri.canonical(), uri.authority()) == ("/lib/acme/echo/1.0.0", "example.com:8443")
    assert (uri.scheme, uri.host, uri.port, uri.path) == ("https", "example.com", 8443, "/lib/acme/echo/1.0.0")
    assert tc.URI.parse(str(uri)) == uri
    assert tc.URI("/lib").authority() is None
    assert tc.URI("/lib").absolute("http://h:1") == "http://h:1/lib"
    assert tc.URI("/lib").at("h:1").absolute() == "http://h:1/lib"
    assert tc.URI("/lib").at("https://[::1]:2").authority() == "[::1]:2"
    assert uri.child("hello").canonical() == "/lib/acme/echo/1.0.0/hello"
    with pytest.raises(ValueError, match="has no authority"):
        tc.URI("/lib").absolute()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "lib",
        "//lib",
        "/lib/",
        "/lib//a",
        "/lib/../host",
        "/lib/./a",
        "/lib/a\\b",
        "/other",
        "/libs",
        "/lib?x=1",
        "/lib#x",
        "ftp://h/lib",
        "http:///lib",
        "http://h/lib?x",
        "http://h/lib#x",
        "http://h/lib?",
        "http://u:p@h/lib",
        "http://h:0/lib",
        "http://h:99999/lib",
        "http://h:x/lib",
        "http://h h/lib",
        "http://h/lib/%2e%2e/x",
        "http://h/lib/a%2fb",
        "http://h/lib/%ff",
    ],
)
def test_malformed_uris_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        tc.URI.parse(text)


@given(st.text())
def test_parsing_any_text_refuses_or_round_trips(text: str) -> None:
    try:
        uri = tc.URI.parse(text)
    except ValueError:
        return
    assert tc.URI.parse(str(uri)) == uri
    assert uri.canonical().startswith("/")


@given(GOOD_SEGMENT, GOOD_SEGMENT)
def test_segments_survive_an_absolute_url(publisher: str, name: str) -> None:
    uri = tc.uri.library(publisher=publisher, name=name, version="1.0.0")
    there = uri.at("https://host:1")
    assert there.isascii()
    assert tc.URI.parse(str(there)) == there
    assert tc.URI.parse(str(there)).canonical() == uri
    assert uri.split("/") == ["", "lib", publisher, name, "1.0.0"]


def test_a_uri_is_text_wherever_text_goes() -> None:
    uri = tc.uri.state(namespace="media")
    assert json.dumps({"dataset": uri}) == '{"dataset": "/state/media"}'
    assert f"http://h{uri}/x" == "http://h/state/media/x"
    assert pickle.loads(pickle.dumps(uri.at("h:1"))).authority() == "h:1"
    assert repr(uri) == "URI('/state/media')"
