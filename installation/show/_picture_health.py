"""Judges what visitors see: whether each screen shows the pictures that its film has. Pure.

From what the stage counted: the pictures that the programme said were due, and those that were on
the glass. A handful that is missed at a seam or in a recovery is in the ledger's counts; this is
for a wall that is too slow.
"""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from installation.link import ScreenShown, StageStatus
from installation.said import NOTHING, Said
from installation.units import SECOND

WINDOW_NS = 5 * SECOND
"""How long a screen is watched before it is judged."""
PARTS = 3
"""A screen is too slow when it is so in each part of the window: a player that is started again
leaves a gap of 1.1 s."""
CLEAR_NS = 30 * SECOND
"""How long it has to be well until it counts as well: a machine at its limit comes and goes."""
FEW = 0.9
"""A screen that shows fewer of its pictures than this is too slow: 2 of 24 a second that are
missing are seen as a stutter by anybody."""
OVERDUE = 0.1
"""The share of pictures that may be a whole picture late."""
SLOW = Said("this machine draws too slowly")
LEAST = 10
"""Pictures that have to be due in a window: fewer are a paused film, or a slide show."""


@dataclass(frozen=True)
class PictureRate:
    """Counts of a span: what was due on a screen, what it showed, what was not there in time."""

    span_ns: int
    due: int
    shown: int
    held: int
    overdue: int

    @property
    def is_few(self) -> bool:
        """Tell whether too many of the pictures that were due are missing."""
        return self.shown < FEW * self.due

    def in_words(self) -> Said:
        """Say how many pictures it shows, and why not all of them."""
        span_s = self.span_ns / SECOND
        why = SLOW
        if self.held * 2 >= self.due - self.shown:
            why = Said("its player brings them too late, or is not there")
        return Said(
            "shows {shown:.0f} of {due:.0f} pictures a second: {why}",
            shown=self.shown / span_s,
            due=self.due / span_s,
            why=why,
        )


@dataclass
class PictureHealth:
    """Each screen's trouble by now. Instants never go back."""

    troubles: dict[str, Said] = field(default_factory=dict)
    """What is wrong with each screen that is too slow, in words."""
    _well_ns: dict[str, int] = field(default_factory=dict)
    """Since when each of those is well again."""
    _pid: int = 0
    _samples: deque[tuple[int, Mapping[str, ScreenShown]]] = field(default_factory=deque)

    def heard(self, stage: StageStatus, now_ns: int) -> dict[str, Said]:
        """Take the stage's word; return the screens whose trouble begins with it, or ends ('')."""
        if stage.pid != self._pid:  # another process, whose counters begin at 0
            self._pid = stage.pid
            self._samples.clear()
        self._samples.append((now_ns, stage.screens))
        while len(self._samples) > 2 and now_ns - self._samples[1][0] >= WINDOW_NS:
            self._samples.popleft()
        if now_ns - self._samples[0][0] < WINDOW_NS:
            return {}
        points = [self._at(now_ns - WINDOW_NS * n // PARTS) for n in range(PARTS, -1, -1)]
        news: dict[str, Said] = {}
        for screen in stage.screens:
            if all(screen in screens for _, screens in points):
                parts = [_rate(screen, a, b) for a, b in pairwise(points)]
                news |= self._judged(screen, parts, _rate(screen, points[0], points[-1]), now_ns)
        for gone in self.troubles.keys() - stage.screens.keys():
            del self.troubles[gone]
            self._well_ns.pop(gone, None)
        return news

    def _at(self, instant_ns: int) -> tuple[int, Mapping[str, ScreenShown]]:
        """Return the last word up to an instant."""
        return next(s for s in reversed(self._samples) if s[0] <= instant_ns)

    def _judged(
        self, screen: str, parts: list[PictureRate], whole: PictureRate, now_ns: int
    ) -> dict[str, Said]:
        if whole.due < LEAST:  # nothing is known of a screen that had nothing to show
            return {}
        trouble = NOTHING
        if whole.is_few and all(part.is_few for part in parts):
            trouble = whole.in_words()
        elif whole.overdue > OVERDUE * whole.due:
            trouble = Said(
                "shows {late} of {due} pictures a whole picture late: {why}",
                late=whole.overdue,
                due=whole.due,
                why=SLOW,
            )
        known = screen in self.troubles
        if trouble:
            self.troubles[screen] = trouble
            self._well_ns.pop(screen, None)
            return {} if known else {screen: trouble}
        if not known or now_ns - self._well_ns.setdefault(screen, now_ns) < CLEAR_NS:
            return {}
        del self.troubles[screen], self._well_ns[screen]
        return {screen: NOTHING}


def _rate(
    screen: str,
    first: tuple[int, Mapping[str, ScreenShown]],
    last: tuple[int, Mapping[str, ScreenShown]],
) -> PictureRate:
    before, after = first[1][screen], last[1][screen]
    return PictureRate(
        last[0] - first[0],
        max(0, after.due - before.due),
        max(0, after.shown - before.shown),
        max(0, after.held - before.held),
        max(0, after.overdue - before.overdue),
    )
