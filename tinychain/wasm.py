"""Installing libraries that are WASM modules."""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from tinychain.component import Component, Library
from tinychain.publish import destination
from tinychain.transport import Answer

if TYPE_CHECKING:
    from tinychain_local import Backend, KernelHandle


def install(
    schema: Library | Mapping[str, object] | str | os.PathLike[str],
    wasm_path: str | os.PathLike[str],
    *,
    kernel: KernelHandle | Backend | None = None,
    data_dir: str | os.PathLike[str] | None = None,
    remote: str | None = None,
    bearer_token: str | None = None,
) -> Answer:
    """Install a WASM module as a library.

    Args:
        schema: the library's stub, its schema, or the path of a JSON file that holds it.
        wasm_path: the module.
        kernel: a kernel in this process to install it through.
        data_dir: the data directory, where no kernel is given.
        remote: the URL of a host to install it on instead.
        bearer_token: a token that allows it; ``TC_BEARER_TOKEN`` of the environment when left out.

    Returns:
        The host's answer; its ``status`` is 204.

    Raises:
        tinychain.error.Error: the host refuses it.
        OSError: a file cannot be read.
        ValueError: the schema is not JSON, or there is no place to install to, or two.
    """
    body = package(schema, wasm_path)
    with closing(destination(kernel, data_dir, remote, bearer_token)) as host:
        answer = host.send("PUT", "/lib", body, repeatable=True)
        answer.value()
        return answer


def package(
    schema: Library | Mapping[str, object] | str | os.PathLike[str], wasm_path: str | os.PathLike[str]
) -> bytes:
    """The body of the install request: the schema, and the module as its artifact."""
    if isinstance(schema, Library):
        described: object = Component.schema(schema)
    elif isinstance(schema, Mapping):
        described = dict(schema)
    else:
        described = json.loads(Path(schema).read_bytes())
    module = base64.b64encode(Path(wasm_path).read_bytes()).decode()
    artifact = {"path": "/lib/wasm", "content_type": "application/wasm", "bytes": module}
    return json.dumps({"schema": described, "artifacts": [artifact]}, ensure_ascii=False).encode()
