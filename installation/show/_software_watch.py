"""Watches whether libvlc or the graphics driver is upgraded underneath the running show."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from installation.errors import told
from installation.kiosk import DRIVER, RESTART, installed_driver_mismatch, replaced_parts
from installation.said import NOTHING, Said, joined
from installation.show._supervisor import SupervisedProcess
from installation.units import SECOND

LOOK_NS = 30 * SECOND
"""How often one process is looked at: half a millisecond of the controller's time."""


def _maps(pid: int) -> str:
    return Path(f"/proc/{pid}/maps").read_text(errors="replace")


class SoftwareWatch:
    """``maps`` reads a process's /proc/PID/maps, ``mismatch`` compares the driver's versions."""

    def __init__(
        self,
        maps: Callable[[int], str] = _maps,
        mismatch: Callable[[], Said] = installed_driver_mismatch,
    ) -> None:
        self._maps, self._mismatch = maps, mismatch
        self._found: dict[str, set[str]] = {}
        self._driver = NOTHING
        self._due_ns = 0

    def look(self, workers: Iterable[SupervisedProcess], now_ns: int) -> None:
        """Look at all processes that run, if it is time."""
        if now_ns < self._due_ns:
            return
        self._due_ns = now_ns + LOOK_NS
        self._found = {}
        for worker in workers:
            if worker.pid is not None:
                with suppress(OSError):  # it has ended just now
                    self._found[worker.name] = replaced_parts(self._maps(worker.pid))
        self._driver = self._mismatch()

    def notes(self) -> tuple[Said, ...]:
        """Say what was upgraded, and what to do about it."""
        said = [told(self._driver, joined("", (RESTART, ".")))] if self._driver else []
        return (*said, *replaced_in_words(self._found))


def replaced_in_words(found: Mapping[str, set[str]]) -> list[Said]:
    """Say which processes still play with what was there before an upgrade."""
    parts: dict[str, list[str]] = {}
    for name, replaced in found.items():
        for part in sorted(replaced):
            parts.setdefault(part, []).append(name)
    return [
        told(
            Said(
                "{part} was upgraded underneath {names}: what runs plays on with the old one, what"
                " begins now takes the new one",
                part=part,
                names=", ".join(names),
            ),
            Said("At the next good moment restart the machine.")
            if part == DRIVER
            else Said(
                "At the next good moment stop the show and play it again "
                "(a kiosk: `sudo systemctl restart kiss`)."
            ),
        )
        for part, names in parts.items()
    ]
