"""Processes that this one has had started, whoever is their parent."""

import subprocess
from collections.abc import Mapping, Sequence
from typing import Protocol


class Child(Protocol):
    """A process that this one has had started, and may ask how it ended."""

    @property
    def pid(self) -> int:
        """Return its number."""
        ...

    def code(self) -> int | None:
        """Return how it ended, and let it go; None when it has not, or nobody can tell."""
        ...


class Forks(Protocol):
    """The protocol of who begins processes as copies of one that has loaded their programs."""

    def begin(
        self, command: Sequence[str], descriptors: Mapping[int, int], outlives: bool = True
    ) -> Child | None:
        """Have a command run as a copy; None when it must be started in the usual way.

        ``descriptors`` are what it has open, by their numbers there: at least 0, 1 and 2. It
        ``outlives`` this process or ends with it. Raises OSError when the system has no room for
        another process.
        """
        ...


class SpawnedChild:
    """A process of this one's own."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self.pid = process.pid

    def code(self) -> int | None:
        """Return how it ended, and let it go; None when it has not."""
        return self._process.poll()
