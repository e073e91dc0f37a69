"""The house: everything that the controller does, without Qt.

Hears the show's processes and commands, asks the director what follows, publishes the programme,
sees that the processes run. One thread; two file descriptors say when there is something to hear,
and :meth:`Controller.tick` is called several times a second.
"""

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from msgspec import structs

from installation.director import chasing, director, hearing, spoken, swapping
from installation.director.line_up import LineupPlanner
from installation.director.state import Answer, State
from installation.director.swap import Swap, Swapping
from installation.errors import KissError
from installation.kiosk.outputs import outputs
from installation.link import messages as m
from installation.link.places import endpoint, ring_path
from installation.model.layout import Layout
from installation.model.output import Output, Rect
from installation.model.projector import Calibration
from installation.show.again import last_line_up
from installation.show.aligning import Aligning
from installation.show.connections import Connections
from installation.show.diary import Diary
from installation.show.displays import Displays
from installation.show.processes import Processes
from installation.show.programme_store import ProgrammeStore
from installation.show.publisher import Publisher
from installation.show.remote_process import RemoteRecord, glanced, stale
from installation.show.status import ShowStatus, to_json
from installation.show.status_facts import StatusFacts
from installation.show.trials import Trials
from installation.show.version_orders import WORDS
from installation.show.versions import Versions
from installation.timeline.clock import boot_id
from installation.timeline.light import is_dark
from installation.timeline.programme import Programme
from installation.timeline.transport import moment_at
from installation.units import MILLISECOND, SECOND, ns

LIBRARY_NS = 250 * MILLISECOND
DISPLAYS_NS = 2 * SECOND
WATCH_NS = 100 * MILLISECOND


@dataclass(frozen=True)
class Folders:
    """Where things are; ``state`` is the show's memory, and names the show to commands.

    ``layout`` is the layout's file, which the remote's process reads; without one there is none.
    """

    versions: Path
    calibration: Path
    state: Path
    layout: Path | None = None


class Controller:
    """All of the controller but its windows.

    ``calibrations`` has the projector of each screen whose layout names one. ``cycles`` ends the
    show after so many; 0 never does. ``seen`` asks the display server.
    """

    def __init__(
        self,
        layout: Layout,
        calibrations: dict[str, Calibration],
        folders: Folders,
        now_ns: int,
        cycles: int = 0,
        seen: Callable[[], list[Output]] = outputs,
    ) -> None:
        self.layout = layout
        self.over = False
        self._folders = folders
        self._cycles = cycles
        self._first_cycle: int | None = None
        self._due = {"library": 0, "displays": now_ns + DISPLAYS_NS, "watch": 0}
        self._peers = Connections(endpoint(folders.state))
        self._diary = Diary(folders.state, layout.title, layout.policies, boot_id())
        self._repertoire = Versions(layout, folders.versions, folders.state, self._diary)
        self._trials = Trials(folders.state)
        self._displays = Displays(layout, calibrations, folders.state, seen)
        self._store = ProgrammeStore(folders.state)
        self._aligning = Aligning()
        unwritten = _unwritten(layout, self._displays.screens)
        self._book = Publisher(unwritten, self._peers, self._store)
        self._company = Processes(
            layout=layout,
            state_dir=folders.state,
            displays=self._displays,
            peers=self._peers,
            book=self._book,
            remote=RemoteRecord(folders.layout),
            notice=lambda: self._repertoire.notice(layout.title),
        )
        self._overview = StatusFacts(
            layout=layout,
            layout_file=folders.layout,
            versions_dir=folders.versions,
            calibration_dir=folders.calibration,
            began_ns=now_ns,
            displays=self._displays,
            peers=self._peers,
            book=self._book,
            company=self._company,
            repertoire=self._repertoire,
            diary=self._diary,
            trials=self._trials,
            aligning=self._aligning,
        )
        # processes first: they start while the library is read
        self._company.staff(now_ns)
        self._take_over(now_ns)
        self.tick(now_ns)

    # the outside

    @property
    def filenos(self) -> tuple[int, int]:
        """Become readable when :meth:`hear`, and when :meth:`tick`, have something to do."""
        return self._peers.fileno(), self._repertoire.fileno()

    @property
    def panel_place(self) -> tuple[Output | None, Rect | None]:
        """The display that the operator's panel may open on, and where the stage's window is."""
        placement = self._displays.placement
        return placement.panel, placement.window

    def hear(self, now_ns: int) -> None:
        """Answer everything that has come in."""
        for sender, message in self._peers.receive():
            match message:
                case m.Hello():
                    self._company.greet(message.role, sender)
                case m.PlayerStatus():
                    self._company.know(message.screen, sender, now_ns)
                    self._peers.says(message)
                    run_up_ns = round(message.run_up_ms * MILLISECOND)
                    self._book.ask(
                        director.reported, message.screen, message.cued, now_ns, run_up_ns
                    )
                case m.StageStatus():
                    self._company.know(m.STAGE, sender, now_ns)
                    self._peers.says(message)
                    self._diary.staged(message)
                    self._book.ask(director.staged, now_ns)
                case m.RemoteStatus():
                    self._company.know(m.REMOTE, sender, now_ns)
                    self._company.remote.said = message
                case m.Chase():
                    self._book.ask(chasing.chased, message, now_ns)
                case m.Alignment():
                    self._peers.answer(sender, self._aligned(sender, message, now_ns))
                case m.Order():
                    self._peers.answer(sender, self._ordered_from(sender, message, now_ns))
        self._book.publish()
        self._light_remote(now_ns)

    def tick(self, now_ns: int) -> None:
        """Do what is due."""
        if self._repertoire.stirred():
            self._due["library"] = 0
        if self._is_due("library", LIBRARY_NS, now_ns) and self._repertoire.poll(now_ns):
            self._restock(now_ns)
        if self._is_due("displays", DISPLAYS_NS, now_ns):
            self._repertoire.tidy(self._book.programme)
            self._company.staff_remote(now_ns)
            # a display server that does not answer has changed nothing
            with contextlib.suppress(KissError):
                self._company.follow_displays(now_ns)
        if self._is_due("watch", WATCH_NS, now_ns):
            self._company.supervisor.watch(now_ns, lambda who: self._mourn(who, now_ns))
            self._try_versions(now_ns)
            self._book.ask(director.ticked, now_ns)
            self._count_cycles(now_ns)
        self.hear(now_ns)

    def calibrate(self, calibrations: dict[str, Calibration], troubles: Sequence[str] = ()) -> None:
        """The projectors' files say something else, or ``troubles`` say what is wrong in them."""
        if self._displays.calibrate(calibrations, troubles):
            self._company.arrange()

    def order(self, what: str, to: str, now_ns: int, by: str = "command") -> m.Reply:
        """Carry out an order, and note it with its source: ``command panel remote``."""
        if what == "status":
            return m.Reply(True, data=to_json(self.status(now_ns)))
        try:
            answer = self._carried_out(what, to, now_ns, by)
        except KissError as fault:
            answer = Answer(False, str(fault))
        self._book.publish()
        reply = m.Reply(answer.ok, answer.text)
        self._diary.ordered(what, to, by, reply)
        return reply

    def status(self, now_ns: int) -> ShowStatus:
        """The whole show at a glance."""
        return self._overview.status(now_ns)

    def leave(self) -> None:
        """End the whole show; the stage leaves the wall black only when it is told so."""
        self._peers.tell(m.STAGE, m.Leave())
        self._company.supervisor.leave()
        self._repertoire.close()
        self._diary.close()
        self._peers.close()
        for screen in range(len(self.layout.screens)):
            ring_path(self._folders.state, screen).unlink(missing_ok=True)
        self._store.remove()

    # orders

    def _carried_out(self, what: str, to: str, now_ns: int, by: str) -> Answer:
        if what == "stop":
            self.over = True
            return Answer(True, "the show ends")
        if what in WORDS:
            text = self._repertoire.order(what, to, by, self._book.programme, now_ns)
            self._restock(now_ns)
            return Answer(True, text)
        state = self._book.state
        self._book.state, answer = spoken.carried_out(state, self.layout, what, to, now_ns)
        return answer

    def _aligned(self, sender: bytes, alignment: m.Alignment, now_ns: int) -> m.Reply:
        """The answer to somebody who aligns the projectors."""
        dark = is_dark(self._book.programme)
        reply = self._aligning.take(sender, alignment, dark, now_ns)
        if reply.ok:
            self._peers.tell(m.STAGE, alignment)
        return reply

    def _ordered_from(self, sender: bytes, order: m.Order, now_ns: int) -> m.Reply:
        """The answer to an order that came over the link."""
        if stale(order, now_ns):
            return m.Reply(False, f"{order.what}: too late, it was given long ago", ref=order.ref)
        by = "remote" if self._peers.is_from(sender, m.REMOTE) else "command"
        return structs.replace(self.order(order.what, order.to, now_ns, by), ref=order.ref)

    # the programme

    def _take_over(self, now_ns: int) -> None:
        """Go on from the programme that the show's processes play by, if there is one."""
        programme = self._store.load()
        if programme is not None:
            heard = hearing.settled(programme.heard, self.layout)
            programme, state = structs.replace(programme, heard=heard), self._book.state
            self._repertoire.poll(now_ns)
            stocked = replace(state, shelf=self._repertoire.stocked(state.shelf))
            admits = self._repertoire.board.decisions.admits
            again = last_line_up(programme, self._displays.screens, admits)
            self._book.state = director.taken_over(stocked, programme, now_ns, again)

    def _restock(self, now_ns: int) -> None:
        """What may play has changed, perhaps."""
        shelf = self._repertoire.stocked(self._book.state.shelf)
        if not self._repertoire.gathers(self._book.programme, now_ns):
            self._book.ask(director.stocked, shelf, now_ns)
        self._company.arrange()

    def _try_versions(self, now_ns: int) -> None:
        """Take back versions that do not play well in their first cycle."""
        if not self.layout.swap.probation:
            return
        programme, versions = self._book.programme, self._book.state.shelf.versions
        players, stage = self._peers.players, self._peers.stage
        for failed in self._trials.look(programme, versions, players, stage, now_ns):
            self._repertoire.set_aside(failed.film, failed.reason)
            self._restock(now_ns)
            if failed.at_once:
                self._book.ask(swapping.hurried, now_ns)

    def _count_cycles(self, now_ns: int) -> None:
        self._diary.passed(self._book.programme, now_ns)
        moment = moment_at(self._book.programme, now_ns)
        if moment is None:
            return
        if self._first_cycle is None:
            self._first_cycle = moment.cycle
        self.over |= 0 < self._cycles <= moment.cycle - self._first_cycle

    def _light_remote(self, now_ns: int) -> None:
        if not self._peers.knows(m.REMOTE):
            return
        armed = self._book.state.standby.armed
        glance = glanced(self.status(now_ns), armed, self._book.beats(now_ns))
        self._company.light_remote(glance)

    def _mourn(self, who: str, now_ns: int) -> None:
        """A process has ended by itself, or was killed."""
        how = self._company.last_end(who)
        self._diary.fault(who, f"its process ended: {how}")
        if who in self._displays.screens:
            self._trials.lost(who, how, self._book.programme, now_ns)
        # somebody has closed the window on the desk
        self.over |= who == m.STAGE and how == "quit" and self._displays.placement.decorated
        self._company.lose(who)

    def _is_due(self, what: str, period_ns: int, now_ns: int) -> bool:
        if now_ns < self._due[what]:
            return False
        self._due[what] = now_ns + period_ns
        return True


def _unwritten(layout: Layout, screens: tuple[str, ...]) -> State:
    """What the director of a show that has not begun knows."""
    return State(
        shelf=LineupPlanner(layout.policies, story=layout.story),
        screens=screens,
        lead_ns=layout.lead_ns,
        programme=Programme(0, boot_id(), heard=hearing.by_layout(layout)),
        swapping=Swapping(Swap(layout.swap.at, ns(layout.swap.crossfade_s))),
    )
