"""Definitions: libraries whose route bodies are Python, compiled by ``tcc``.

class Echo(tc.define.Library):
    @tc.define.get
    def hello(self) -> str:
        return "hello"
"""

from __future__ import annotations

from tinychain.component import DefinedLibrary as Library
from tinychain.component import Service, library, service
from tinychain.route import delete, get, post, put, queue

__all__ = ["Library", "Service", "delete", "get", "library", "post", "put", "queue", "service"]
