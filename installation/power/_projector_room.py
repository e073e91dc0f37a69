"""Keeps the projectors as the house wants them, in a thread of its own, which may hang.

Nothing here is waited for: the controller says what it wants and reads what was found out last.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import lazy_loader

from installation.model import NetworkProjector
from installation.power._power_case import PowerAnswer, PowerCase, heard
from installation.power._projector_health import ProjectorHealth, news_of
from installation.said import NOTHING, Said
from installation.units import SECOND

if TYPE_CHECKING:
    import asyncio
else:  # a show without projectors does not load it
    asyncio = lazy_loader.load("asyncio")

HEALTH_NS = 600 * SECOND
"""How often one that is on is asked for its lamp and its faults."""
LEAVE_S = 1.0
"""How long an end waits for the thread; it is left behind, if need be."""


class ProjectorLine(Protocol):
    """The protocol of a connection to a projector: PJLink's, or a test's."""

    async def ask(self) -> PowerAnswer:
        """Ask how it is."""
        ...

    async def tell(self, on: bool) -> None:
        """Switch it on or off."""
        ...

    async def health(self) -> ProjectorHealth:
        """Ask for its lamps and its faults."""
        ...


@dataclass(frozen=True)
class ProjectorReport:
    """A projector as it was found last; ``hours`` in words, ``lamps_h`` those of each lamp."""

    name: str
    answer: PowerAnswer | None = None
    hours: Said = NOTHING
    trouble: Said = NOTHING
    lamps_h: tuple[int, ...] = ()


def pjlink(projector: NetworkProjector) -> ProjectorLine:
    """Return the line to a projector on the network."""
    # only here: a show without projectors does not load it
    from installation.power._pjlink import PjlinkProjector

    return PjlinkProjector(projector)


class ProjectorRoom:
    """The projectors of a layout. One thread asks; one of its own speaks with them."""

    def __init__(
        self,
        line: Callable[[NetworkProjector], ProjectorLine] = pjlink,
        now_ns: Callable[[], int] = time.monotonic_ns,
    ) -> None:
        self._line, self._now_ns = line, now_ns
        self._projectors: tuple[NetworkProjector, ...] = ()
        self._lit = False
        self._reports: dict[NetworkProjector, ProjectorReport] = {}
        self._news: deque[tuple[str, Said]] = deque(maxlen=1000)
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._over = False
        self._wake: asyncio.Event | None = None

    def keep(self, projectors: Sequence[NetworkProjector], lit: bool) -> None:
        """Have these projectors on, or off."""
        wanted = tuple(projectors)
        if (wanted, lit) == (self._projectors, self._lit):
            return
        self._projectors, self._lit = wanted, lit
        if self._thread is None and wanted:
            self._thread = threading.Thread(target=self._work, name="projectors", daemon=True)
            self._thread.start()
        self._stir()

    def reports(self) -> tuple[ProjectorReport, ...]:
        """Return how each is, in the layout's order."""
        found = self._reports
        return tuple(found.get(one, ProjectorReport(str(one))) for one in self._projectors)

    def news(self) -> list[tuple[str, Said]]:
        """Return what the ledger has to know since the last call: who, and what."""
        return [self._news.popleft() for _ in range(len(self._news))]

    def close(self) -> None:
        """Leave them as they are."""
        self._over = True
        self._stir()
        if self._thread is not None:
            self._thread.join(LEAVE_S)

    def _stir(self) -> None:
        loop, wake = self._loop, self._wake
        if loop is not None and wake is not None:
            with contextlib.suppress(RuntimeError):  # it has just ended
                loop.call_soon_threadsafe(wake.set)

    # the thread

    def _work(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        self._loop, self._wake = asyncio.get_running_loop(), asyncio.Event()
        tasks: dict[NetworkProjector, asyncio.Task[None]] = {}
        events: dict[NetworkProjector, asyncio.Event] = {}
        while not self._over:
            wanted = self._projectors
            for gone in tasks.keys() - set(wanted):
                tasks.pop(gone).cancel()
                events.pop(gone)
            for one in wanted:
                if one not in tasks:
                    events[one] = asyncio.Event()
                    tasks[one] = asyncio.create_task(self._attend(one, events[one]))
            for event in events.values():
                event.set()
            await self._wake.wait()
            self._wake.clear()
        for task in tasks.values():
            task.cancel()
        await asyncio.gather(*tasks.values(), return_exceptions=True)

    async def _attend(self, projector: NetworkProjector, woken: asyncio.Event) -> None:
        """Ask one projector, tell it what follows, and again when that is due."""
        line, case = self._line(projector), PowerCase()
        health: ProjectorHealth | None = None
        asked_ns = -HEALTH_NS
        while True:
            answer = await line.ask()
            # what was wanted while it was asked counts, not what was before
            case, command = heard(case, answer, self._lit, self._now_ns())
            if command is not None:
                to = Said("told to go on") if command else Said("told to go off")
                self._note(projector, to)
                await line.tell(command)
                if not command and health is not None and health.hours:
                    self._note(projector, health.hours)
            elif answer is PowerAnswer.ON and self._now_ns() - asked_ns >= HEALTH_NS:
                asked_ns, found = self._now_ns(), await line.health()
                for what in news_of(health, found):
                    self._note(projector, what)
                health = found
            self._report(projector, case, health)
            woken.clear()
            left_s = (case.due_ns - self._now_ns()) / SECOND
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(woken.wait(), max(0.0, left_s))

    def _report(
        self, projector: NetworkProjector, case: PowerCase, health: ProjectorHealth | None
    ) -> None:
        before = self._reports.get(projector)
        trouble = case.trouble(self._now_ns())
        ills = NOTHING
        if health and health.ills:
            ills = Said("is not well: {parts}", parts=health.ills)
        hours = health.hours if health else NOTHING
        lamps_h = health.lamps_h if health else ()
        report = ProjectorReport(str(projector), case.answer, hours, trouble or ills, lamps_h)
        if trouble and (before is None or before.trouble != trouble):
            self._note(projector, trouble)
        self._reports = {**self._reports, projector: report}

    def _note(self, projector: NetworkProjector, what: Said) -> None:
        self._news.append((str(projector), what))
