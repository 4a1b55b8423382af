"""Answers as Python: a value, or a typed error."""

from __future__ import annotations

from tcc.backend.hosts import Answer
from tinychain.error import BadGateway, from_envelope
from tinychain.wire import decode_text


def value_of(answer: Answer) -> object:
    """The value of an answer. Raises the typed ``tinychain.error.Error`` of one that is a failure."""
    try:
        body = decode_text(answer.body)
    except ValueError:
        if answer.status < 400:
            raise BadGateway(f"the host answered {answer.status} with something that is not JSON") from None
        body = answer.body.decode(errors="replace")
    if answer.status >= 300:
        raise from_envelope(answer.status, body)
    return body
