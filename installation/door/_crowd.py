"""Keeps room for who comes next: of many connections, those that say nothing go first.

uvicorn closes a connection that has been answered and rests; it waits for ever for one that has
not asked anything, and takes as many as come.
"""

import asyncio
from collections import OrderedDict
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

MOST = 256
"""Connections that are not WebSockets. A phone has one or two, and most only for seconds."""
ASK_S = 10.0
"""How long a first request may take to come, whole."""


class Crowd:
    """All connections that are not WebSockets, by how long they have said nothing."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._waiting: OrderedDict[CrowdedProtocol, None] = OrderedDict()

    def comes(self, one: "CrowdedProtocol") -> None:
        """One more; whoever has been silent for longest makes room for it."""
        self._waiting[one] = None
        if len(self._waiting) > self._most:
            silent, _ = self._waiting.popitem(last=False)
            silent.transport.abort()

    def speaks(self, one: "CrowdedProtocol") -> None:
        """One has said something."""
        if one in self._waiting:
            self._waiting.move_to_end(one)

    def goes(self, one: "CrowdedProtocol") -> None:
        """One has left, or has become a WebSocket."""
        self._waiting.pop(one, None)


class CrowdedProtocol(H11Protocol):
    """uvicorn's connection, as one of a crowd."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._crowd: Crowd = self.config.crowd  # type: ignore[attr-defined]
        self._patience: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take a place among the others."""
        super().connection_made(transport)
        self._patience = self.loop.call_later(ASK_S, self._look)
        self._crowd.comes(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """Give the place up."""
        self._leave()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Count as one that speaks."""
        self._crowd.speaks(self)
        super().data_received(data)

    def handle_websocket_upgrade(self, event: h11.Request) -> None:
        """Leave the crowd: those who watch are counted apart."""
        self._leave()
        super().handle_websocket_upgrade(event)

    def _leave(self) -> None:
        self._crowd.goes(self)
        if self._patience is not None:
            self._patience.cancel()

    def _look(self) -> None:
        request: object = self.cycle  # None until the first one has come, whatever its type says
        if request is None:
            self.transport.abort()
