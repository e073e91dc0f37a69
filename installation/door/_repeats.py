"""Knows a press that comes twice. Pure.

A browser, or a phone between two radio cells, sends a request again when it cannot tell whether the
first one arrived. Both carry the name that the page gave the press; the second one is told what the
first one was.
"""

from collections import OrderedDict
from collections.abc import Awaitable
from typing import Generic, TypeVar

A = TypeVar("A", bound=Awaitable[object])
MOST = 512
"""Presses that are known: hundred phones' last few."""


class Repeats(Generic[A]):
    """The answers to the last presses, by whose they are and what they are called."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._known: OrderedDict[tuple[str, str], A] = OrderedDict()

    def before(self, who: str, press: str) -> A | None:
        """Return the answer to a press that has come already; empty is no name."""
        return self._known.get((who, press)) if press else None

    def keep(self, who: str, press: str, answer: A) -> None:
        """Know a press, and what its answer is or will be."""
        if press:
            self._known[who, press] = answer
            if len(self._known) > self._most:
                self._known.popitem(last=False)
