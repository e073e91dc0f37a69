"""Pushes the show's status to all who watch: at once when it changes, else twice a second.

Each watcher is given the newest only, so that a slow one holds up nobody and misses nothing that
still holds.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

MOST = 200
"""Phones and pages that watch at a time."""
PERIOD_S = 0.5
SEND_S = 5.0
"""A watcher that takes nothing for so long is gone."""


class Watchers:
    """All who watch. Nobody is asked for a status while nobody does. The loop's thread only."""

    def __init__(self, status: Callable[[], Awaitable[str | None]]) -> None:
        self._status = status
        self._news: set[asyncio.Event] = set()
        self._changed = asyncio.Event()
        self._latest = ""
        self._task: asyncio.Task[None] | None = None

    @property
    def count(self) -> int:
        """Return the number of those who watch."""
        return len(self._news)

    @property
    def full(self) -> bool:
        """Tell whether as many watch as may."""
        return len(self._news) >= MOST

    def changed(self) -> None:
        """The show has changed: look at once."""
        self._changed.set()

    async def watch(
        self, send: Callable[[str], Awaitable[None]], holds: Callable[[], bool]
    ) -> None:
        """Send what is new until it is taken no longer, or ``holds`` says no."""
        news = asyncio.Event()
        self._news.add(news)
        self._changed.set()
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._look())
        try:
            with suppress(TimeoutError):
                while True:
                    await news.wait()
                    news.clear()
                    if not holds():
                        return
                    await asyncio.wait_for(send(self._latest), SEND_S)
        finally:
            self._news.discard(news)

    async def _look(self) -> None:
        while self._news:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._changed.wait(), PERIOD_S)
            self._changed.clear()
            latest = await self._status()
            # nothing is said while the show is away: the page sees that what it has is old
            if latest is not None:
                self._latest = latest
                for news in self._news:
                    news.set()
