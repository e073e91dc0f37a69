"""Makes what a film that was found good lacks, in the background: thumbnails, sounds, its copy."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from installation.library._intake_process import IntakeProcess
from installation.model import CopyTerms, Ready
from installation.units import SECOND

LOOK_NS = 2 * SECOND
"""How often it is looked whether anything is lacking."""
AGAIN_NS = (600 * SECOND, 6 * 3600 * SECOND)
"""How often what could not be made is tried again, at first and at last: there may be room then."""


class Redraw:
    """One intake at a time, of a film that was found good before: it only makes what is lacking.

    Not thread-safe; nothing here blocks. ``lacks_copy`` tells whose copy is lacking.
    """

    def __init__(
        self,
        state_dir: Path,
        lacks_copy: Callable[[Ready], bool],
        terms: Callable[[], CopyTerms] = CopyTerms,
    ) -> None:
        self._state_dir = state_dir
        self._lacks_copy = lacks_copy
        self._terms = terms
        self._looks_ns = 0
        self._tried: dict[Path, tuple[Ready, int, int]] = {}
        """By film: with which manifest it was tried, how often, and when it may be again."""
        self._worker: IntakeProcess | None = None

    @property
    def busy(self) -> bool:
        """Tell whether one runs."""
        return self._worker is not None

    def poll(self, now_ns: int) -> bool:
        """Look whether the running one has ended; True when it has."""
        if self._worker is None or self._worker.poll(now_ns) is None:
            return False
        self._worker, self._looks_ns = None, 0
        return True

    def begin(self, versions: Iterable[Ready], now_ns: int) -> None:
        """Begin with the first version that lacks something; call it when no intake runs."""
        known = {film: tried[0] for film, tried in self._tried.items()}
        if now_ns < self._looks_ns and all(known.get(r.version.film) == r for r in versions):
            return
        self._looks_ns = now_ns + LOOK_NS
        for ready in versions:
            film, lacks = ready.version.film, _lacks_any(ready) or self._lacks_copy(ready)
            before, tries, due_ns = self._tried.get(film, (ready, 0, now_ns))
            if before != ready or not lacks:  # what is lost later has not been tried
                tries, due_ns = 0, now_ns
            self._tried[film] = ready, tries, due_ns
            if not lacks or now_ns < due_ns:
                continue
            wait_ns = min(AGAIN_NS[0] << min(tries, 10), AGAIN_NS[1])
            self._tried[film] = ready, tries + 1, now_ns + wait_ns
            with suppress(OSError):  # no process can be had: the page goes without
                self._worker = IntakeProcess(
                    *(film, self._state_dir, ready.beats, ready.version.sounds),
                    house_copy=self._terms(),
                )
            return

    def close(self) -> None:
        """End the running one."""
        if self._worker is not None:
            self._worker.kill()
            self._worker = None


def _lacks_any(ready: Ready) -> bool:
    """Tell whether a thumbnail or a sound is lacking."""
    if ready.sounds_lacking:
        return True
    heard = [(sound.name, sound.file) for sound in ready.sounds if sound.facts.samples]
    for _, path in (*ready.thumbnails, *heard):
        try:
            if not path.stat().st_size:
                return True
        except OSError:
            return True
    return False
