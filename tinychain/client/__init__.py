"""HTTP clients: ``tc.Client``, and its ``asyncio`` twin ``tc.AsyncClient``.

with tc.Client("http://127.0.0.1:8702") as client:
    counter = client.service(publisher="example-devco", namespace="ml", name="counter", version="1.0.0")
    counter.get("handle", 3)
"""

from __future__ import annotations

from tinychain.client.asynchronous import AsyncClient, AsyncRemote
from tinychain.client.events import Event
from tinychain.client.session import AsyncSession, Pending, Session
from tinychain.client.sync import Client, Remote

__all__ = ["AsyncClient", "AsyncRemote", "AsyncSession", "Client", "Event", "Pending", "Remote", "Session"]
