"""Keys and signed tokens.

    keys = tc.auth.keygen()
    token = tc.auth.mint(keys.secret, host="https://example.com", actor="admin", install=[library])

The host that trusts ``keys.public`` for that host and actor takes the token.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple, cast

from tinychain.component import Dependency, canonical
from tinychain.native import require

READ: Final = 0o400
"""The permission to GET."""
WRITE: Final = 0o200
"""The permission to install and to change."""
EXECUTE: Final = 0o100
"""The permission to call."""

LIFETIME: Final = 3600
"""Seconds a token is valid by default."""


class Keys(NamedTuple):
    """A key pair, each half in base64. ``secret`` signs and is shown to nobody; ``public`` is given to hosts."""

    public: str
    secret: str


class Trusted(NamedTuple):
    """A public key that a host trusts: of whose actor, and at which host."""

    host: str
    actor: str
    public: str


def keygen(algorithm: str = "EdDSA") -> Keys:
    """A new key pair, for ``EdDSA`` (Ed25519) or ``FN-DSA-512``. Raises ValueError for any other algorithm."""
    return Keys(*require("tc.auth").token_keygen(algorithm))


def public_key(secret: str) -> str:
    """The public half of a secret key, in base64. Raises ValueError when it is not one."""
    found: str = require("tc.auth").token_public_key(secret)
    return found


def mint(
    secret: str,
    *,
    host: str,
    actor: str,
    install: Iterable[Dependency] = (),
    grants: Mapping[str, int] | None = None,
    lifetime: int = LIFETIME,
    issued_at: int | None = None,
    parent: str | None = None,
) -> str:
    """A signed bearer token.

    Args:
        secret: the actor's secret key.
        host: the host that answers for the actor, such as ``https://example.com``.
        actor: who signs.
        install: libraries and services the token allows to install.
        grants: permission bits by link, for anything else.
        lifetime: seconds until it expires.
        issued_at: seconds since 1970; now, when left out.
        parent: a token that this one carries on.

    Raises:
        ValueError: nothing is granted, or a part makes no sense.
        ImportError: the in-process kernel, which signs, is not installed.
    """
    granted = dict(grants or {})
    for component in install:
        link = canonical(component)
        granted[link] = granted.get(link, 0) | WRITE
    if not granted:
        raise ValueError("a token grants something: give install= or grants=")
    start = int(time.time()) if issued_at is None else issued_at
    token: str = require("tc.auth").token_mint(secret, host, actor, granted, start, start + lifetime, parent)
    return token


def verify(token: str, keys: Iterable[Trusted], now: int | None = None) -> list[Mapping[str, object]]:
    """The claims of a token and its parents, the first first, once every signature is verified.

    Raises ValueError, saying why, for a token that is not accepted.
    """
    chain = json.loads(require("tc.auth").token_verify(token, list(keys), now))
    return cast("list[Mapping[str, object]]", chain)
