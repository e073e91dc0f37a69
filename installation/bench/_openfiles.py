"""Tells files that are left open from those that films, sounds and processes need. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

_STREAM: Final = "memfd:pulseaudio"
_HELD: Final = {".mp4": 1, ".pcm": 1, _STREAM: 4, "pidfd": 1}
"""How many files are held with one of a kind: a stream of sound has two pipes and a socket, too."""
_MOST: Final = {".mp4": 3, ".pcm": 9, _STREAM: 1}
"""What one player may hold: a film for each deck; the sounds of the six legs that it remembers, and
of those that what has been written and may be taken back comes from, three at the most."""


@dataclass(frozen=True)
class OpenFiles:
    """The count of open files at a time, by kinds as ``player screen1: socket``.

    Players hold films and sounds until they need others, and who forks a process its pidfd: now
    more of them, now fewer.
    """

    at_s: float
    kinds: Mapping[str, int]

    @property
    def all(self) -> int:
        """All of them."""
        return sum(self.kinds.values())

    @property
    def lasting(self) -> int:
        """All but what films, sounds and running processes need."""
        return self.all - sum(
            number * _HELD.get(_file(kind), 0) for kind, number in self.kinds.items()
        )

    @property
    def beyond(self) -> list[str]:
        """The kinds of which a player holds more than it may."""
        found = self.kinds.items()
        return sorted(k for k, number in found if number > _MOST.get(_file(k), number))


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
