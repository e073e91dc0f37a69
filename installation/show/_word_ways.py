"""Compares the clocks of two machines by how long the words between them took. Pure.

A word that is told with its instant seems to take its way, and what the one clock is ahead of the
other. On the way back that counts the other way round. So half of the difference is the clocks',
if both ways take as long; on a switch they do, to a fraction of a millisecond.
"""

from collections import deque

WORDS = 40
"""The last words that count: 10 s of life signs. The quickest of them was held up the least."""


class WordWays:
    """The ways of words from each other machine to this one: how long the last of them took."""

    def __init__(self) -> None:
        self._took: dict[str, deque[int]] = {}

    def heard(self, machine: str, took_ns: int) -> None:
        """Note a word, by both clocks."""
        self._took.setdefault(machine, deque(maxlen=WORDS)).append(took_ns)

    @property
    def least_ns(self) -> dict[str, int]:
        """Return how long the quickest of late took, by machine."""
        return {machine: min(took) for machine, took in self._took.items()}

    def offset_ns(self, machine: str, there_ns: int | None) -> int | None:
        """Return how far a machine's clock is ahead of this one's; None while that is not known.

        ``there_ns`` is how long this machine's words took to it, by what it says.
        """
        here_ns = self.least_ns.get(machine)
        return None if here_ns is None or there_ns is None else (there_ns - here_ns) // 2

    def forget(self, machine: str) -> None:
        """A machine is gone, or its clock has been set: its words begin again."""
        self._took.pop(machine, None)
