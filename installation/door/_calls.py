"""The door's calls to the show: orders that are answered, and its status. One loop."""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress

from installation.link import AskStatus, Message, OrderGiven, Reply
from installation.model import Order
from installation.units import MILLISECOND

ANSWER_S = 3.0
"""How long an answer is waited for. An order that the show hears after 2 s is not carried out."""
FRESH_NS = 150 * MILLISECOND
"""A status that is not older serves whoever asks: a hundred phones cost the show what one does."""


class ShowCalls:
    """Asks the show by ``send``; what it says is given to :meth:`heard`."""

    def __init__(self, send: Callable[[Message], None]) -> None:
        self._send = send
        self._ref = 0
        self._awaited: dict[int, asyncio.Future[Reply]] = {}
        self._status: asyncio.Future[str] | None = None
        self._known, self._known_ns = "", 0
        self.orders = 0
        """Counts those that have been passed on."""

    async def order(self, order: Order, by: str) -> Reply | None:
        """Give an order in somebody's name; None when the show says nothing to it."""
        self._ref += 1
        ref = self._ref
        self.orders += 1
        answer: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()
        self._awaited[ref] = answer
        self._send(OrderGiven(order, time.monotonic_ns(), ref, by))
        try:
            return await asyncio.wait_for(answer, ANSWER_S)
        except TimeoutError:
            return None
        finally:
            del self._awaited[ref]

    async def status(self, fresh: bool = False) -> str | None:
        """Return the show's status as JSON, a ``fresh`` one if so; None when nobody answers."""
        if not fresh and self._known and time.monotonic_ns() - self._known_ns < FRESH_NS:
            return self._known
        if self._status is None or self._status.done():
            self._status = asyncio.get_running_loop().create_future()
            self._send(AskStatus())
        with suppress(TimeoutError):
            return await asyncio.wait_for(asyncio.shield(self._status), ANSWER_S)
        self._status = None  # it is asked again, perhaps of another controller
        return None

    def heard(self, reply: Reply) -> None:
        """Pass an answer on to whoever waits for it."""
        if reply.data:
            self._known, self._known_ns = reply.data, time.monotonic_ns()
            if self._status is not None and not self._status.done():
                self._status.set_result(reply.data)
            return
        answer = self._awaited.get(reply.ref)
        if answer is not None and not answer.done():
            answer.set_result(reply)
