"""Key files, and tokens as the environment variables that clients and hosts read."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

from tcc.errors import UsageError
from tinychain import auth


def secret_key(path: Path) -> str:
    """The secret key of a file, which only its owner can read; a new one when there is no such file.

    Raises UsageError when the file can be read by others, or not at all.
    """
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _read(path)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}") from None
    secret = auth.keygen().secret
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secret + "\n")
    return secret


def _read(path: Path) -> str:
    try:
        mode = path.stat().st_mode
        text = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeError) as error:
        raise UsageError(f"{path} cannot be read: {error}") from None
    if os.name == "posix" and mode & 0o077:
        raise UsageError(f"{path} can be read by others than its owner: chmod 600 it, and think about making a new key")
    return text


def environment(token: str, key: auth.Trusted) -> str:
    """The variables a shell exports to use a token, and to run a host that trusts its key."""
    variables = {
        "TC_BEARER_TOKEN": token,
        "TC_TOKEN_HOST": key.host,
        "TC_ACTOR_ID": key.actor,
        "TC_PUBLIC_KEY_B64": key.public,
    }
    return "\n".join(f"export {name}={shlex.quote(value)}" for name, value in variables.items())
