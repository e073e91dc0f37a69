"""The controller, without Qt: hears, asks the director, publishes, supervises.

Hears the show's processes and commands, asks the director what follows, publishes the programme,
sees that the processes run. One thread; two file descriptors say when there is something to hear,
and :meth:`Controller.tick` is called several times a second.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence

from msgspec import structs

from installation import director
from installation.director import LineupPlanner
from installation.errors import KissError
from installation.link import (
    DOOR,
    REMOTE,
    STAGE,
    Alignment,
    AskStatus,
    Chase,
    DoorStatus,
    Hello,
    Leave,
    OrderGiven,
    PlayerStatus,
    RemoteStatus,
    Reply,
    StageStatus,
)
from installation.model import (
    DisplaysAtRest,
    HouseOrder,
    Level,
    NetworkProjector,
    OpeningHours,
    Optics,
    Order,
    Output,
    Recheck,
    Rect,
    Stop,
    VersionOrder,
)
from installation.said import NOTHING, Said
from installation.show._aligning import DARK, SHUT
from installation.show._among_machines import AmongMachines
from installation.show._figures import figures
from installation.show._house_lights import HouseLights
from installation.show._kept_programme import KeptProgramme
from installation.show._open_faults import FaultKind
from installation.show._parts import Parts
from installation.show._remote_process import glanced, stale, too_late
from installation.show._status import ShowStatus, to_json
from installation.show._status_of_parts import show_status
from installation.timeline import TICK_NS, WAKE_MS, RateLimits, is_dark, moment_at
from installation.units import MILLISECOND, SECOND

LIBRARY_NS = 250 * MILLISECOND
DISPLAYS_NS = 2 * SECOND
DISK = "disk"
"""The disk of the state folder, as the ledger calls it."""
AT_ONCE, PER_SECOND = 40, 20
"""Orders of one source: a remote's boxes and desks together give as many, one hand never does."""
TOO_MANY = Said(
    "too many orders at once: {count} a second are carried out of one source; say it again",
    count=PER_SECOND,
)


class Controller:
    """All of the controller but its windows. Nothing happens before :meth:`begin`.

    ``cycles`` ends the show after so many; 0 never does.
    """

    def __init__(self, parts: Parts, cycles: int = 0) -> None:
        self.over = False
        self._parts = parts
        self._began_ns = 0
        self._layout = parts.layout
        self._connections = parts.connections
        self._diary = parts.diary
        self._versions = parts.versions
        self._probation = parts.probation
        self._displays = parts.displays
        self._aligning = parts.aligning
        self._publisher = parts.publisher
        self._processes = parts.processes
        self._health = parts.health
        self._disk = parts.disk
        self._kept = KeptProgramme(parts)
        self._among: AmongMachines | None = None
        if parts.peers is not None:
            self._among = AmongMachines(parts.peers, parts, self._passed_on, self._restock)
        self._doors = parts.doors
        self._lights = HouseLights(parts)
        self._cycles = cycles
        self._limits = RateLimits(AT_ONCE, PER_SECOND)
        self._first_cycle: int | None = None
        self._due = {"library": 0, "displays": 0, "watch": 0}

    def staff(self, now_ns: int) -> None:
        """Start the processes, or adopt them: they come up while the library is read."""
        self._began_ns = now_ns
        self._due["displays"] = now_ns + DISPLAYS_NS  # they were looked at just now
        self._processes.staff(now_ns)

    def begin(self, now_ns: int) -> None:
        """Take over the programme that the processes play by, or begin with what there is."""
        if self._among is None:
            self._take_over(now_ns)
        else:
            self._among.begin(now_ns)
        self._obey_hours(now_ns)
        self.tick(now_ns)

    # the outside

    @property
    def filenos(self) -> tuple[tuple[int, ...], int]:
        """Become readable when :meth:`hear`, and when :meth:`tick`, have something to do."""
        others = (self._among.fileno(),) if self._among is not None else ()
        return (self._connections.fileno(), *others), self._versions.fileno()

    @property
    def panel_place(self) -> tuple[Output | None, Rect | None]:
        """The display that the operator's panel may open on, and where the stage's window is."""
        placement = self._displays.placement
        return placement.panel, placement.window

    def hear(self, now_ns: int) -> None:
        """Answer what has come in; of a flood as much as a turn allows, so that nothing waits."""
        for sender, message in self._connections.receive():
            if isinstance(message, PlayerStatus | StageStatus | RemoteStatus):
                self._publisher.ask(director.outrun, message.revision, now_ns)
            match message:
                case Hello():
                    self._processes.meet(message.role, message.pid, sender)
                case PlayerStatus() if self._processes.know(message.screen, message.pid, sender):
                    self._connections.says(message)
                    self._diary.heard(message.screen, message, now_ns)
                    self._publisher.ask(
                        director.reported, message.screen, message.cued, now_ns, message.came_ns
                    )
                case StageStatus() if self._processes.know(STAGE, message.pid, sender):
                    self._connections.says(message)
                    self._diary.heard(STAGE, message, now_ns)
                    self._note_health(message, now_ns)
                    self._publisher.ask(director.staged, now_ns)
                case RemoteStatus() if self._processes.know_remote(message, sender):
                    self._diary.heard(REMOTE, message, now_ns)
                case DoorStatus() if self._processes.know_door(message, sender):
                    self._diary.heard(DOOR, message, now_ns)
                case Chase() if self._among is not None:
                    self._among.chased(message, now_ns)
                case Chase():
                    self._publisher.ask(director.chased, message, now_ns)
                case Alignment():
                    self._connections.answer(sender, self._aligned(sender, message, now_ns))
                case OrderGiven():
                    self._connections.answer(sender, self._ordered_from(sender, message, now_ns))
                case AskStatus():
                    status = to_json(self.status(now_ns))
                    self._connections.answer(sender, Reply(True, data=status))
        if self._among is not None and self._among.meet(now_ns):
            self._obey_hours(now_ns)
        self._publisher.publish(now_ns)
        if self._among is not None:
            self._among.tell(now_ns)
        self._tell_outside(now_ns)

    def tick(self, now_ns: int) -> None:
        """Do what is due."""
        if self._versions.stirred():
            self._due["library"] = 0
        bare = not self._publisher.programme.takes
        every_ns = TICK_NS if bare else LIBRARY_NS
        if self._is_due("library", every_ns, now_ns):
            if self._versions.poll(now_ns, bare):
                self._restock(now_ns)
            if self._among is not None:
                self._among.carry(now_ns)
        if self._is_due("displays", DISPLAYS_NS, now_ns):
            self._connections.stay()
            self._versions.tidy(self._publisher.programme)
            self._look_at_disk(now_ns)
            self._parts.software.look(self._processes.workers.values(), now_ns)
            if self._parts.metrics is not None:
                self._parts.metrics.tell(figures(self.status(now_ns), self._disk.free_bytes))
            self._processes.staff_outside(now_ns)
            # a display server that does not answer has changed nothing
            with contextlib.suppress(KissError):
                self._processes.follow_displays(now_ns)
        if self._is_due("watch", TICK_NS, now_ns):
            self._processes.watch(now_ns, lambda who: self._mourn(who, now_ns))
            self._try_versions(now_ns)
            self._obey_hours(now_ns)
            self._publisher.ask(director.ticked, now_ns)
            self._count_cycles(now_ns)
        self._connections.renew()
        self.hear(now_ns)

    def patience_ms(self, now_ns: int) -> int:
        """Return how long nothing is to be done but to hear; the next :meth:`tick` is due then."""
        owes = self._publisher.owes or (self._among is not None and self._among.owes)
        if self._connections.pressed or owes:
            return WAKE_MS
        return max(WAKE_MS, -(-(self._due["watch"] - now_ns) // MILLISECOND))

    def calibrate(self, calibrations: dict[str, Optics], troubles: Sequence[Said] = ()) -> None:
        """The projectors' files say something else, or ``troubles`` say what is wrong in them."""
        if self._displays.calibrate(calibrations, troubles):
            self._processes.arrange()

    def keep_hours(
        self, hours: OpeningHours | None, warm_up_s: float, troubles: Sequence[Said] = ()
    ) -> None:
        """The layout's opening hours; ``troubles`` say what is wrong with them."""
        self._doors.keep(hours, warm_up_s, troubles)

    def keep_lights(
        self, projectors: Sequence[NetworkProjector], displays: DisplaysAtRest = "black"
    ) -> None:
        """The layout's projectors, on while the house is awake; its displays while it is not."""
        self._lights.keep(projectors, displays)

    def order(
        self,
        order: Order,
        now_ns: int,
        by: str = "command",
        sender: bytes | None = None,
        passed: bool = False,
    ) -> Reply:
        """Carry out an order, and note it with its source: ``command panel remote``, or a key's.

        Nobody (``sender`` tells commands apart) may give more of them than hands can; levels are
        merged instead. One that another machine has ``passed`` on goes no further.
        """
        if not isinstance(order, Level) and not self._limits.take(sender or by, now_ns):
            self._diary.refused(by, now_ns)
            return Reply(False, TOO_MANY)
        try:
            away = None if passed or not self._among else self._among.elsewhere(order, by, now_ns)
            reply = away or self._carried_out(order, now_ns, by)
        except KissError as fault:
            reply = Reply(False, fault.said)
        self._publisher.publish(now_ns)
        self._diary.ordered(order, by, reply, now_ns)
        return reply

    def status(self, now_ns: int) -> ShowStatus:
        """The whole show at a glance."""
        return show_status(self._parts, self._began_ns, now_ns)

    def leave(self) -> None:
        """End the whole show; the stage leaves the wall black only when it is told so."""
        self._connections.tell(STAGE, Leave())
        self._processes.leave()
        self._lights.close()
        self._versions.close()
        self._diary.close()
        if self._parts.metrics is not None:
            self._parts.metrics.close()
        if self._among is not None:
            self._among.close()
        self._connections.close()
        self._publisher.end()

    # orders

    def _carried_out(self, order: Order, now_ns: int, by: str) -> Reply:
        if isinstance(order, Stop):
            self.over = True
            return Reply(True, Said("the show ends"))
        if isinstance(order, HouseOrder):
            text = self._doors.order(order)
            self._obey_hours(now_ns)
            return Reply(True, text)
        if isinstance(order, Recheck):
            return Reply(True, self._versions.look_again(order.version, now_ns))
        if isinstance(order, VersionOrder):
            reply = self._versions.order(order, by, self._publisher.programme, now_ns)
            self._restock(now_ns)
            return reply
        answer = self._publisher.order(director.ordered, order, now_ns)
        return Reply(answer.ok, answer.text)

    def _aligned(self, sender: bytes, alignment: Alignment, now_ns: int) -> Reply:
        """The answer to somebody who aligns the projectors."""
        programme = self._publisher.programme
        dark = SHUT if programme.shut else DARK if is_dark(programme) else NOTHING
        reply = self._aligning.take(sender, alignment, dark, now_ns)
        if reply.ok:
            self._connections.tell(STAGE, alignment)
        return reply

    def _ordered_from(self, sender: bytes, given: OrderGiven, now_ns: int) -> Reply:
        """The answer to an order that came over the link."""
        if stale(given, now_ns):
            return Reply(False, too_late(given), ref=given.ref)
        if self._connections.is_from(sender, DOOR):
            # each key counts alone, so that one hand's flood leaves the others theirs
            reply = self.order(given.order, now_ns, f"door: {given.by}")
        else:
            by = "remote" if self._connections.is_from(sender, REMOTE) else "command"
            reply = self.order(given.order, now_ns, by, sender)
        return structs.replace(reply, ref=given.ref)

    def _passed_on(self, given: OrderGiven, now_ns: int) -> Reply:
        """The answer to an order that another machine has passed on."""
        return self.order(given.order, now_ns, given.by, passed=True)

    # the programme

    def _take_over(self, now_ns: int) -> None:
        """Go on from the programme that the show's processes play by, if there is one."""
        kept = self._kept.look(self._displays.screens, lambda: self._stock(now_ns), now_ns)
        if kept is not None:
            self._publisher.ask(director.taken_over, kept[0], now_ns, kept[1])

    def _stock(self, now_ns: int) -> LineupPlanner:
        """Return what may play: of several machines, on all of them."""
        if self._among is not None:
            return self._among.stock(now_ns)
        return self._versions.restock(self._publisher.state.shelf, now_ns)

    def _restock(self, now_ns: int) -> None:
        """Take up what may play, which has changed, perhaps."""
        shelf = self._stock(now_ns)
        if not self._versions.gathers(self._publisher.programme, now_ns):
            self._publisher.ask(director.stocked, shelf, now_ns)
            if self._versions.completes(self._publisher.programme):
                self._publisher.ask(director.hurried, now_ns)
        self._processes.arrange()

    def _try_versions(self, now_ns: int) -> None:
        """Take back versions that do not play well in their first cycle."""
        if not self._layout.swap.probation:
            return
        programme, versions = self._publisher.programme, self._publisher.state.shelf.versions
        players, stage = self._connections.players, self._connections.stage
        for failed in self._probation.look(programme, versions, players, stage, now_ns):
            self._versions.set_aside(failed.film, failed.reason)
            self._restock(now_ns)
            if failed.at_once:
                self._publisher.ask(director.hurried, now_ns)

    def _obey_hours(self, now_ns: int) -> None:
        """Darken the wall of a house that is closed, and begin the day of one that opens."""
        house = self._doors.look()
        self._publisher.ask(director.opened if house.awake else director.closed, now_ns)
        self._lights.follow(house, now_ns)

    def _count_cycles(self, now_ns: int) -> None:
        self._diary.passed(self._publisher.programme, now_ns)
        moment = moment_at(self._publisher.programme, now_ns)
        if moment is None:
            return
        if self._first_cycle is None:
            self._first_cycle = moment.cycle
        self.over |= 0 < self._cycles <= moment.cycle - self._first_cycle

    def _tell_outside(self, now_ns: int) -> None:
        if not (self._connections.knows(REMOTE) or self._connections.knows(DOOR)):
            return
        armed = self._publisher.state.standby.armed
        seen = show_status(self._parts, self._began_ns, now_ns, versions=False)
        glance = glanced(seen, armed, self._publisher.beats(now_ns))
        self._processes.tell_outside(glance)

    def _note_health(self, stage: StageStatus, now_ns: int) -> None:
        for screen, trouble in self._health.heard(stage, now_ns).items():
            if trouble:
                self._diary.fault(screen, FaultKind.PICTURES, trouble, now_ns)
            else:
                self._diary.mended(screen, FaultKind.PICTURES, now_ns)

    def _look_at_disk(self, now_ns: int) -> None:
        if self._disk.look():
            self._diary.fault(DISK, FaultKind.DISK, self._disk.trouble, now_ns)
        elif not self._disk.trouble:
            self._diary.mended(DISK, FaultKind.DISK, now_ns)
        if self._disk.free_bytes is not None:
            self._diary.read(DISK, str(self._parts.folders.state), self._disk.free_bytes, now_ns)

    def _mourn(self, who: str, now_ns: int) -> None:
        """A process has ended by itself, or was killed."""
        end = self._processes.last_end(who)
        why = Said("its process ended: {how}", how=end.words)
        self._diary.fault(who, FaultKind.PROCESS, why, now_ns)
        if who in self._displays.screens:
            self._probation.lost(who, end, self._publisher.programme, now_ns)
        # somebody has closed the window on the desk
        self.over |= who == STAGE and end.by_itself and self._displays.placement.decorated
        self._processes.lose(who)

    def _is_due(self, what: str, period_ns: int, now_ns: int) -> bool:
        if now_ns < self._due[what]:
            return False
        self._due[what] = now_ns + period_ns
        return True
