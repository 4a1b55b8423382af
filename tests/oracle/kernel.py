"""The real kernel, in this process and in memory."""

from __future__ import annotations

from typing import cast
from urllib.parse import quote

import tinychain as tc
from tcc.ir.manifest import Manifest, Route, install_package
from tests.oracle.outcome import Answered, Failed, Outcome
from tinychain.wire import decode_body, encode_text


class Kernel:
    """A kernel with nothing installed, that forgets everything when it goes."""

    def __init__(self) -> None:
        self._kernel = tc.KernelHandle.local()
        self._seen = 0

    def install(self, manifest: Manifest) -> str:
        """Install a manifest and give its link. Raises AssertionError when the kernel refuses what was built."""
        return self.install_as_written(manifest.schema.id, install_package(manifest))

    def install_as_written(self, link: str, body: bytes) -> str:
        """Install what stands in ``body``, byte for byte: a package, or a manifest's file. Raises as ``install``."""
        status, body_found = self._send("PUT", "/" + link.split("/")[1], body)
        assert status == 204, f"the kernel refuses what tcc built: {body_found}"
        return link

    def call(
        self, link: str, route: str, args: dict[str, object], *, declared: Route | None = None, events: bool = False
    ) -> Outcome:
        """Call a route (a POST, where it is not declared) by parameter names; ``events`` adds what was emitted."""
        verb = (declared.verb if declared else None) or "POST"
        target, body = f"{link}/{route}", None
        if verb == "POST":
            body = encode_text(args).encode()
        elif verb == "PUT":
            body = encode_text(list(args.values())).encode()
        elif args:
            key = args if declared and len(declared.params or ()) > 1 else next(iter(args.values()))
            target += f"?key={quote(encode_text(key), safe='')}"
        status, body_found = self._send(verb, target, body)
        if status != 200:
            return Failed(_message(body_found))
        return Answered(body_found, self._events() if events else ())

    def _events(self) -> list[tuple[str, object]]:
        _, found = self._send("GET", f"/host/event?since={self._seen}", None)
        events = cast("list[dict[str, object]]", found)
        if events:
            self._seen = cast(int, events[-1]["sequence"])
        return [(cast(str, event["topic"]), event["value"]) for event in events]

    def _send(self, method: str, target: str, body: bytes | None) -> tuple[int, object]:
        response = self._kernel.dispatch(tc.KernelRequest(method, target, None, body))
        return response.status, decode_body(response.body)


def _message(body: object) -> str:
    match body:
        case dict():
            return "; ".join(
                f"{kind}: {error['message'] if isinstance(error, dict) else error}" for kind, error in body.items()
            )
        case _:
            return repr(body)
