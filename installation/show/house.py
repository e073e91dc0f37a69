"""The house: everything that the controller does, without Qt.

Hears the show's processes and commands, asks the director what follows, publishes the programme,
sees that the processes run. One thread; two file descriptors say when there is something to hear,
and :meth:`House.tick` is called several times a second.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from msgspec import structs

from installation.errors import KissError
from installation.kiosk.outputs import outputs
from installation.link import messages as m
from installation.link.places import endpoint, ring_path, run_folder
from installation.model.layout import Layout
from installation.model.output import Output, Rect
from installation.model.projector import Calibration
from installation.show import chasing, crew, director, hearing, report, spoken, swapping
from installation.show.decide import WORDS
from installation.show.diary import Diary
from installation.show.displays import Displays
from installation.show.peers import Peers
from installation.show.programme_store import ProgrammeStore
from installation.show.remotes import RemoteDesk, glanced, stale
from installation.show.repertoire import Repertoire
from installation.show.shelf import Shelf
from installation.show.state import Answer, State
from installation.show.status import ShowStatus, to_json
from installation.show.supervisor import Supervisor
from installation.show.swap import Swap, Swapping
from installation.show.trials import Trials
from installation.timeline.clock import boot_id
from installation.timeline.programme import Programme
from installation.timeline.transport import moment_at, named_beats, plan_at
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


class House:
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
        self._began_ns = now_ns
        self._due = {"library": 0, "displays": now_ns + DISPLAYS_NS, "watch": 0}
        self._endpoint = endpoint(folders.state)
        self._peers = Peers(self._endpoint)
        self._supervisor = Supervisor(run_folder(folders.state), folders.state / "logs")
        self._remote = RemoteDesk(folders.layout)
        self._diary = Diary(folders.state, layout.title, layout.policies, boot_id())
        self._repertoire = Repertoire(layout, folders.versions, folders.state, self._diary)
        self._trials = Trials()
        self._displays = Displays(layout, calibrations, folders.state, seen)
        self._store = ProgrammeStore(folders.state)
        self._published: Programme | None = None
        self._state = State(
            shelf=Shelf(layout.policies, story=layout.story),
            screens=self._displays.screens,
            lead_ns=layout.lead_ns,
            programme=Programme(0, boot_id(), heard=hearing.by_layout(layout)),
            swapping=Swapping(Swap(layout.swap.at, ns(layout.swap.crossfade_s))),
        )
        # processes first: they start while the library is read
        self._staff(now_ns)
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
                    self._peers.meet(message.role, sender)
                    self._greet(message.role)
                case m.PlayerStatus():
                    self._know(message.screen, sender, now_ns)
                    self._peers.says(message)
                    run_up_ns = round(message.run_up_ms * MILLISECOND)
                    cued = (message.screen, message.cued)
                    self._state = director.reported(self._state, *cued, now_ns, run_up_ns)
                case m.StageStatus():
                    self._know(m.STAGE, sender, now_ns)
                    self._peers.says(message)
                    self._diary.staged(message)
                    self._state = director.staged(self._state, now_ns)
                case m.RemoteStatus():
                    self._know(m.REMOTE, sender, now_ns)
                    self._remote.said = message
                case m.Chase():
                    self._state = chasing.chased(self._state, message, now_ns)
                case m.Order():
                    self._peers.answer(sender, self._ordered_from(sender, message, now_ns))
        self._publish()
        self._light_remote(now_ns)

    def tick(self, now_ns: int) -> None:
        """Do what is due."""
        if self._repertoire.stirred():
            self._due["library"] = 0
        if self._is_due("library", LIBRARY_NS, now_ns) and self._repertoire.poll(now_ns):
            self._restock(now_ns)
        if self._is_due("displays", DISPLAYS_NS, now_ns):
            self._repertoire.tidy(self._state.programme)
            self._staff_remote(now_ns)
            self._follow_displays(now_ns)
        if self._is_due("watch", WATCH_NS, now_ns):
            self._supervisor.watch(now_ns, lambda who: self._mourn(who, now_ns))
            self._try_versions(now_ns)
            self._state = director.ticked(self._state, now_ns)
            self._count_cycles(now_ns)
        self.hear(now_ns)

    def order(self, what: str, to: str, now_ns: int, by: str = "command") -> m.Reply:
        """Carry out an order, and note it with its source: ``command panel remote``."""
        if what == "status":
            return m.Reply(True, data=to_json(self.status(now_ns)))
        try:
            answer = self._carried_out(what, to, now_ns, by)
        except KissError as fault:
            answer = Answer(False, str(fault))
        self._publish()
        reply = m.Reply(answer.ok, answer.text)
        self._diary.ordered(what, to, by, reply)
        return reply

    def status(self, now_ns: int) -> ShowStatus:
        """The whole show at a glance."""
        library, board = self._repertoire.library, self._repertoire.board
        return report.status(
            report.Facts(
                title=self.layout.title,
                programme=self._state.programme,
                now_ns=now_ns,
                began_ns=self._began_ns,
                placement=self._displays.placement,
                players=self._peers.players,
                stage=self._peers.stage,
                workers={w.name: w for w in self._supervisor.workers},
                versions=board.listed(),
                standings=board.standings(),
                pinned=board.pinned(),
                folder=str(self._folders.versions),
                broken=library.broken(),
                arrivals=library.progress(),
                beats=self._beats(now_ns),
                notes=self._notes(now_ns),
                remote=self._remote.said,
                master=self._state.master.in_words(),
                order=self.layout.names,
            )
        )

    def leave(self) -> None:
        """End the whole show."""
        self._supervisor.leave()
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
            text = self._repertoire.order(what, to, by, self._state.programme, now_ns)
            self._restock(now_ns)
            return Answer(True, text)
        self._state, answer = spoken.carried_out(self._state, self.layout, what, to, now_ns)
        return answer

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
            programme = structs.replace(programme, heard=heard)
            self._repertoire.poll(now_ns)
            self._state = replace(self._state, shelf=self._repertoire.stocked(self._state.shelf))
            self._state = director.taken_over(self._state, programme, now_ns)

    def _publish(self) -> None:
        """Send the programme to everybody when it has changed, and keep it."""
        programme = self._state.programme
        if programme is not self._published:
            self._published = programme
            self._peers.tell_all(m.Follow(programme))
            self._store.save(programme)

    def _restock(self, now_ns: int) -> None:
        """What may play has changed, perhaps."""
        shelf = self._repertoire.stocked(self._state.shelf)
        if not self._repertoire.gathers(self._state.programme, now_ns):
            self._state = director.stocked(self._state, shelf, now_ns)
        self._arrange()

    def _try_versions(self, now_ns: int) -> None:
        """Take back versions that do not play well in their first cycle."""
        if not self.layout.swap.probation:
            return
        programme, versions = self._state.programme, self._state.shelf.versions
        signs = (self._peers.players, self._peers.stage)
        for failed in self._trials.look(programme, versions, *signs, now_ns):
            self._repertoire.set_aside(failed.film, failed.reason)
            self._restock(now_ns)
            if failed.at_once:
                self._state = swapping.hurried(self._state, now_ns)

    def _count_cycles(self, now_ns: int) -> None:
        self._diary.passed(self._state.programme, now_ns)
        moment = moment_at(self._state.programme, now_ns)
        if moment is None:
            return
        if self._first_cycle is None:
            self._first_cycle = moment.cycle
        self.over |= 0 < self._cycles <= moment.cycle - self._first_cycle

    # displays and processes

    def _follow_displays(self, now_ns: int) -> None:
        try:
            changed = self._displays.changed()
        except KissError:  # a server that does not answer has changed nothing
            return
        if changed:
            self._state = replace(self._state, screens=self._displays.screens)
            self._staff(now_ns)
            self._arrange()

    def _staff(self, now_ns: int) -> None:
        """Have a stage, and a player for each screen that has a display."""
        if self._displays.placement.window is not None:
            self._supervisor.want(m.STAGE, crew.stage(self._endpoint), now_ns)
        self._staff_remote(now_ns)
        placed = self._displays.screens
        players = crew.players(self.layout, placed, self._folders.state, self._endpoint)
        for screen in self.layout.names:
            if screen in players:
                self._supervisor.want(screen, players[screen], now_ns)
            else:
                self._supervisor.dismiss(screen)
                self._lose(screen)

    def _staff_remote(self, now_ns: int) -> None:
        if self._remote.wanted(self.layout):
            self._supervisor.want(m.REMOTE, self._remote.command(self._endpoint), now_ns)

    def _know(self, role: str, sender: bytes, now_ns: int) -> None:
        """A life sign; one that an earlier controller had greeted is greeted anew."""
        self._supervisor.heard(role, now_ns)
        if self._peers.meet(role, sender):
            self._greet(role)

    def _greet(self, role: str) -> None:
        if role == m.STAGE:
            self._arrange()
        if role == m.REMOTE:
            self._remote.shown = None
        self._peers.tell(role, m.Follow(self._state.programme))

    def _arrange(self) -> None:
        """Tell the stage what to show where."""
        notice = self._repertoire.notice(self.layout.title)
        arrangement = self._displays.arrangement(notice, self._peers.refresh_ms)
        if arrangement is not None:
            self._peers.tell(m.STAGE, arrangement)

    def _light_remote(self, now_ns: int) -> None:
        """Tell the remote how the show is, when that has changed."""
        if not self._peers.knows(m.REMOTE):
            return
        armed = self._state.standby.armed
        glance = glanced(self.status(now_ns), armed, self._beats(now_ns))
        if glance != self._remote.shown:
            self._remote.shown = glance
            self._peers.tell(m.REMOTE, glance)

    def _mourn(self, who: str, now_ns: int) -> None:
        """A process has ended by itself, or was killed."""
        how = next((w.last_end for w in self._supervisor.workers if w.name == who), "unknown")
        self._diary.fault(who, f"its process ended: {how}")
        if who in self._displays.screens:
            self._trials.lost(who, how, self._state.programme, now_ns)
        # somebody has closed the window on the desk
        self.over |= who == m.STAGE and how == "quit" and self._displays.placement.decorated
        self._lose(who)

    def _lose(self, who: str) -> None:
        self._peers.lose(who)
        if who == m.REMOTE:
            self._remote.said = None
        self._state = director.lost(self._state, who)

    def _is_due(self, what: str, period_ns: int, now_ns: int) -> bool:
        if now_ns < self._due[what]:
            return False
        self._due[what] = now_ns + period_ns
        return True

    # what there is to say

    def _beats(self, now_ns: int) -> tuple[tuple[str, int], ...]:
        return named_beats(plan_at(self._state.programme, now_ns))

    def _notes(self, now_ns: int) -> tuple[str, ...]:
        moment = moment_at(self._state.programme, now_ns)
        library, board = self._repertoire.library, self._repertoire.board
        troubles = (library.trouble(), self._store.fault, self._diary.trouble())
        return (
            *self._displays.placement.notes,
            *self._state.shelf.notes(moment.cycle if moment else 1),
            *(text for text in (*troubles, *board.notes()) if text),
            *(self._remote.said.missing if self._remote.said else ()),
            *report.waits(self._state.swapping.unready, self._peers.players),
            *(self._trials.notes() if self.layout.swap.probation else ()),
            *self._repertoire.warnings(),
        )
