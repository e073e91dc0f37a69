"""Turns what the stage notes at every beat into rows for the ledger."""

from collections.abc import Sequence
from itertools import groupby

from installation.ledger import rows
from installation.link.messages import BeatPassed
from installation.units import MILLISECOND


class Passing:
    """The stage tells its latest beats again and again; each is news once."""

    def __init__(self, boot: str) -> None:
        self._boot = boot
        self._told_ns = -1

    def news(self, beats: Sequence[BeatPassed], now_ns: int, wall_ms: int) -> list[rows.BeatRow]:
        """The beats that have passed since the last call; ``wall_ms`` is the UTC of ``now_ns``."""
        found = []
        for at_ns, screens in groupby(beats, key=lambda beat: beat.at_ns):
            if at_ns <= self._told_ns:
                continue
            self._told_ns = at_ns
            worst = max(screens, key=lambda beat: abs(beat.error))
            at_ms = wall_ms - (now_ns - at_ns) // MILLISECOND
            about = (at_ms, self._boot, at_ns, worst.cycle, worst.beat, worst.error)
            found.append(rows.BeatRow(*about, worst.screen if worst.error else ""))
        return found
