"""Tells the ledger: cycles, beats, arrivals, decisions, faults, orders."""

import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from installation import __version__
from installation.ledger import (
    ArrivalRow,
    BeganRow,
    ClockRow,
    DecisionRow,
    HouseRow,
    IterationRow,
    LanguageRow,
    Ledger,
    ReadingRow,
)
from installation.library import ArrivalEvent, DecisionChange
from installation.link import STAGE, Reply, StageStatus
from installation.model import Order, Ready
from installation.said import Said
from installation.show._clock_steps import ClockSteps
from installation.show._cycles import Laps, Passing
from installation.show._film_words import (
    MOST_PICTURES,
    film_facts_in_words,
    pictures_of,
    texts_of,
)
from installation.show._open_faults import FaultKind, LifeSign, OpenFaults
from installation.show._order_record import OrderRecord
from installation.timeline import FOREVER, Programme
from installation.units import SECOND

READ_NS = 600 * SECOND
"""How often a reading is taken; the ledger keeps the last one of each hour."""


class Diary:
    """The controller's writer. ``wall_ms`` is UTC in ms, ``since_boot_ns`` counts sleep, too."""

    def __init__(
        self,
        state_dir: Path,
        title: str,
        policies: Mapping[str, str],
        boot: str,
        wall_ms: Callable[[], int] = lambda: time.time_ns() // 1_000_000,
        since_boot_ns: Callable[[], int] = lambda: time.clock_gettime_ns(time.CLOCK_BOOTTIME),
    ) -> None:
        self._ledger = Ledger(state_dir)
        self._wall_ms = wall_ms
        self._since_boot_ns = since_boot_ns
        self._boot = boot
        self._steps = ClockSteps()
        self._laps = Laps(boot)
        self._passing = Passing(boot)
        self._orders = OrderRecord()
        self._faults = OpenFaults()
        self._read_ns: dict[tuple[str, str], int] = {}
        self._stage: StageStatus | None = None
        self._languages: dict[str, str] = {}
        self._known: dict[tuple[str, str], Ready] = {}
        self._drawn: dict[tuple[str, str], int] = {}
        self._ledger.note(
            BeganRow(
                wall_ms(),
                boot,
                title,
                __version__,
                dict(policies),
            )
        )

    def heard(self, who: str, said: LifeSign, now_ns: int) -> None:
        """A process has spoken: a fault may be over by it."""
        if who == STAGE and isinstance(said, StageStatus):
            self._stage = said
            self._laps.swapped(said.recent_skew)
        for row in self._faults.heard(who, said, now_ns):
            self._ledger.note(row)

    def passed(self, programme: Programme, now_ns: int) -> None:
        """Look which cycle is on, and which beats have come; several times a second."""
        wall_ms = self._wall_ms()
        step_ms = self._steps.look(self._since_boot_ns(), wall_ms)
        if step_ms:
            self._ledger.note(ClockRow(wall_ms, self._boot, now_ns, step_ms))
        for row in self._laps.passed(programme, self._stage, now_ns, wall_ms):
            self._ledger.note(row)
        for screen, language in programme.captions.by_screen.items():
            if self._languages.get(screen) != language:
                self._languages[screen] = language
                self._ledger.note(LanguageRow(wall_ms, screen, language))
        beats = self._stage.beats if self._stage else ()
        for beat in self._passing.news(beats, now_ns, wall_ms):
            self._ledger.note(beat)
        for order in self._orders.due(wall_ms, now_ns):
            self._ledger.note(order)

    def arrived(self, events: Iterable[ArrivalEvent]) -> None:
        """Note what has happened to arrivals; what an earlier intake has vetted is no news."""
        for event in events:
            if event.what.value != "recalled":
                row = ArrivalRow(
                    self._wall_ms(), event.name, event.what.value, event.hash, event.text
                )
                self._ledger.note(row)

    def admitted(self, versions: Iterable[Ready]) -> None:
        """The versions as they are: those that are new or told otherwise get their page."""
        for ready in versions:
            version, key = ready.version, (ready.version.id, ready.hash)
            known, drawn = self._known.get(key) == ready, self._drawn.get(key, 0)
            if known and drawn == len(ready.thumbnails[:MOST_PICTURES]):
                continue
            pictures = pictures_of(ready)
            if known and len(pictures) == drawn:
                continue  # its pictures are not there yet
            self._known[key], self._drawn[key] = ready, len(pictures)
            for text in texts_of(ready, self._wall_ms()):
                self._ledger.note(text)
            self._ledger.note(
                IterationRow(
                    at_ms=self._wall_ms(),
                    revision=ready.hash,
                    version=version.id,
                    title=version.title,
                    iteration=version.iteration,
                    made=version.made.isoformat() if version.made else "",
                    film=str(version.film),
                    tools=version.tools,
                    notes=version.notes,
                    beats=ready.beats,
                    facts=film_facts_in_words(ready),
                    pictures=pictures,
                )
            )

    def decided(self, change: DecisionChange, by: str) -> None:
        """A decision about a version."""
        what, version, revision, screen, reason = change
        now_ms = self._wall_ms()
        self._ledger.note(DecisionRow(now_ms, what, version, revision, screen, by, reason))

    def fault(self, who: str, kind: FaultKind, what: Said, now_ns: int) -> None:
        """Something broke; of what breaks again before it is over the ledger has one row."""
        row = self._faults.began(who, kind, what, now_ns, self._wall_ms())
        if row is not None:
            self._ledger.note(row)

    def mended(self, who: str, kind: FaultKind, now_ns: int) -> None:
        """All is well again, if it was not."""
        for row in self._faults.over(who, kind, now_ns):
            self._ledger.note(row)

    def read(self, what: str, who: str, value: float, now_ns: int) -> None:
        """Take a reading of something that changes slowly; as often as anybody likes."""
        if now_ns >= self._read_ns.get((what, who), now_ns):
            self._read_ns[what, who] = now_ns + READ_NS
            self._ledger.note(ReadingRow(self._wall_ms(), what, who, value))

    def changed(self, who: str, what: Said) -> None:
        """The house has opened or closed; or something in it that is no part of the show."""
        self._ledger.note(HouseRow(self._wall_ms(), who, what))

    def ordered(self, order: Order, by: str, reply: Reply, now_ns: int) -> None:
        """A person's order and its answer."""
        for row in self._orders.given(order, by, reply, self._wall_ms(), now_ns):
            self._ledger.note(row)

    def refused(self, by: str, now_ns: int) -> None:
        """An order came too fast after others to be carried out."""
        self._orders.refused(by, now_ns)

    def trouble(self) -> Said:
        """Return what is wrong with the ledger, in words."""
        return self._ledger.trouble()

    def close(self) -> None:
        """The show ends."""
        for row in self._laps.over(self._stage, self._wall_ms()):
            self._ledger.note(row)
        for order in self._orders.due(self._wall_ms(), FOREVER):
            self._ledger.note(order)
        self._ledger.close()
