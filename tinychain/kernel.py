"""Kernels in this process, set up for a library."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from tinychain.component import Component, Library, Service
from tinychain.native import require

if TYPE_CHECKING:
    from tinychain_local import KernelHandle

_KEY = ("TC_TOKEN_HOST", "TC_ACTOR_ID", "TC_PUBLIC_KEY_B64")


def for_library(
    library: Library | Service, *, data_dir: str | os.PathLike[str] | None = None, dependency: Library | None = None
) -> KernelHandle:
    """A kernel that starts with ``library``'s schema.

    It verifies tokens with the key that ``TC_TOKEN_HOST``, ``TC_ACTOR_ID`` and ``TC_PUBLIC_KEY_B64`` name, when the
    environment has all three.

    Args:
        library: the stub or definition whose routes are called through this kernel.
        data_dir: where libraries are kept; in memory when left out.
        dependency: a stub with an authority: calls to it go there.

    Raises:
        ImportError: the in-process kernel is not installed.
        ValueError: ``dependency`` has no authority, or only some of the key is in the environment.
    """
    handle = require("tc.kernel.for_library").KernelHandle
    schema = Component.schema_json(library)
    options = {} if data_dir is None else {"data_dir": os.fspath(data_dir)}
    key = [os.environ[name] for name in _KEY if os.environ.get(name)]
    if key and len(key) < len(_KEY):
        raise ValueError(f"a kernel that verifies tokens needs all of {', '.join(_KEY)} in the environment")
    route: list[str] = []
    if dependency is not None:
        authority = Component.link(dependency).authority()
        if authority is None:
            raise ValueError(f"{Component.id(dependency)} has no authority: make the stub with authority='host:port'")
        route = [Component.id(dependency).canonical(), authority]
    make = {
        (False, False): handle.with_library_schema,
        (False, True): handle.with_library_schema_rjwt,
        (True, False): handle.with_library_schema_and_dependency_route,
        (True, True): handle.with_library_schema_and_dependency_route_rjwt,
    }[bool(route), bool(key)]
    kernel: KernelHandle = make(schema, *route, *key, **options)
    return kernel
