"""Makes the thumbnails that a new manifest of a known film asks for, in the background."""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from installation.library._intake_process import IntakeProcess
from installation.model import Ready


class Redraw:
    """One intake at a time, of a film that was found good before: it only makes what is lacking.

    Not thread-safe; nothing here blocks. Each manifest of a film is tried once.
    """

    def __init__(self, state_dir: Path) -> None:
        self._state_dir = state_dir
        self._tried: dict[Path, Ready] = {}
        self._worker: IntakeProcess | None = None

    @property
    def busy(self) -> bool:
        """Tell whether one runs."""
        return self._worker is not None

    def poll(self, now_ns: int) -> None:
        """Look whether the running one has ended."""
        if self._worker is not None and self._worker.poll(now_ns) is not None:
            self._worker = None

    def begin(self, versions: Iterable[Ready]) -> None:
        """Begin with the first version that lacks a thumbnail; call it when no intake runs."""
        for ready in versions:
            film = ready.version.film
            if self._tried.get(film) == ready:
                continue
            self._tried[film] = ready
            if all(path.exists() for _, path in ready.thumbnails):
                continue
            with suppress(OSError):  # no process can be had: the page goes without
                self._worker = IntakeProcess(film, self._state_dir, ready.beats)
            return

    def close(self) -> None:
        """End the running one."""
        if self._worker is not None:
            self._worker.kill()
            self._worker = None
