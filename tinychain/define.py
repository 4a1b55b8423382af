"""Definitions: libraries whose route bodies are Python, compiled by ``tcc``.

class Echo(tc.define.Library):
    @tc.define.get
    def hello(self) -> str:
        return "hello"
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tinychain.component import DefinedLibrary as Library
from tinychain.component import Service, library, service
from tinychain.route import delete, get, post, put, queue

if TYPE_CHECKING:
    from tinychain.publish import compile, install  # noqa: A004 - read as tc.define.compile

__all__ = [
    "Library",
    "Service",
    "compile",
    "delete",
    "get",
    "install",
    "library",
    "post",
    "put",
    "queue",
    "service",
]


def __getattr__(name: str) -> object:
    """``compile`` and ``install``, which bring in the compiler's side when first used."""
    if name in ("compile", "install"):
        from tinychain import publish

        return getattr(publish, name)
    raise AttributeError(f"module 'tinychain.define' has no attribute {name!r}")
