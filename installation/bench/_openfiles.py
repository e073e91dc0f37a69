"""Tells what a show's processes leave open from what decks and running processes hold. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

DECKS = 3
"""A player's."""
_STREAM: Final = "memfd:pulseaudio"
_HELD: Final = {".mp4": 1, ".pcm": 1, _STREAM: 4, "pidfd": 1}
"""How many files are held with one of a kind: a stream of sound has two pipes and a socket, too."""
_A_DECK: Final = {".mp4": 1, ".pcm": 2, _STREAM: 1}
"""How many of a kind a deck has at most: a kept sound is read by who plays it and who measures."""


@dataclass(frozen=True)
class OpenFiles:
    """The count of open files at a time, by kinds as ``player screen1: socket``.

    Decks hold their films and sound until they are needed again, and who forks a process its
    pidfd: as many as there are decks and processes, and now more of them, now fewer.
    """

    at_s: float
    kinds: Mapping[str, int]

    @property
    def all(self) -> int:
        """All of them."""
        return sum(self.kinds.values())

    @property
    def lasting(self) -> int:
        """All but what decks and running processes hold."""
        return self.all - sum(
            number * _HELD.get(_file(kind), 0) for kind, number in self.kinds.items()
        )

    @property
    def of_decks(self) -> int:
        """The decks that the films, sounds and streams of one player would be for, at most."""
        held = [
            -(-number // _A_DECK[file])
            for kind, number in self.kinds.items()
            if (file := _file(kind)) in _A_DECK
        ]
        return max(held, default=0)


def least(looks: Sequence[Counter[str]], at_s: float) -> OpenFiles:
    """Return what was open in every one of the looks."""
    common = looks[0]
    for look in looks[1:]:
        common &= look
    return OpenFiles(at_s, dict(common))


def more(first: OpenFiles, last: OpenFiles) -> dict[str, int]:
    """Return by how many each kind has grown, or shrunk."""
    change = Counter(last.kinds)
    change.subtract(first.kinds)
    return {kind: number for kind, number in sorted(change.items()) if number}


def kind_of_file(link: str) -> str:
    """Return the kind of an open file by what Linux's /proc/PID/fd says of it."""
    path = link.removesuffix(" (deleted)")
    if not path.startswith("/"):
        return path.removeprefix("anon_inode:").split(":")[0].strip("[]")
    return PurePath(path).suffix or PurePath(path).name


def _file(kind: str) -> str:
    return kind.rpartition(": ")[2]
