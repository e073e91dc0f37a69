"""The house: everything that the controller does, without Qt.

Hears the show's processes and commands, watches the versions folder and the displays, asks the
director what follows, publishes the programme, supervises. One thread; two file descriptors say
when there is something to hear, and :meth:`House.tick` is called several times a second.
"""

import contextlib
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from msgspec import structs

from installation.errors import KissError, LinkError
from installation.files import write_whole
from installation.kiosk.outputs import outputs
from installation.library.catalogue import State as Stage
from installation.library.library import Library
from installation.library.vault import Vault
from installation.library.watch import Watcher
from installation.link import messages as m
from installation.link.codec import decode_programme, encode_programme
from installation.link.places import endpoint, programme_path, ring_path, run_folder
from installation.link.sockets import Hub
from installation.model.layout import Layout
from installation.model.output import Output, Rect
from installation.model.placement import resolve
from installation.model.projector import Calibration
from installation.show import chasing, director, hearing, orders, report, swapping
from installation.show import swap as swaps
from installation.show.board import Board
from installation.show.decide import WORDS
from installation.show.diary import Diary
from installation.show.remotes import RemoteDesk, glanced, stale
from installation.show.shelf import Shelf
from installation.show.state import State
from installation.show.status import ShowStatus, to_json
from installation.show.supervisor import Supervisor
from installation.show.swap import Swap, Swapping
from installation.show.times import story_time
from installation.show.trials import Trials
from installation.timeline.clock import boot_id
from installation.timeline.programme import Programme
from installation.timeline.transport import moment_at, plan_of
from installation.units import MILLISECOND, SECOND, ns

LIBRARY_NS = 250 * MILLISECOND
DISPLAYS_NS = 2 * SECOND
WATCH_NS = 100 * MILLISECOND
GATHER_NS = 30 * SECOND
PROBATION = "probation"
"""Who sets a version aside that did not play well in its first cycle."""
BEHIND = ("nice", "-n", "5")
"""Before a player's command: decoding has the lead to spare, the X server and the stage have not.
A player that starts anew, at full speed, would take their time."""


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
    show after so many; 0 never does.
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
        self._calibrations = calibrations
        self._folders = folders
        self._cycles = cycles
        self._outputs = seen
        self._began_ns = now_ns
        self._endpoint = endpoint(folders.state)
        self._hub = Hub(self._endpoint)
        self._peers: dict[str, bytes] = {}
        self._said: dict[str, m.PlayerStatus] = {}
        self._stage: m.StageStatus | None = None
        self._refresh_ms: float | None = None
        self._remote = RemoteDesk(folders.layout)
        self._supervisor = Supervisor(run_folder(folders.state), folders.state / "logs")
        rules = layout.versions
        self._library = Library(
            folders.versions, folders.state, rules.settle_s, rules.patience_s, layout.decode
        )
        self._diary = Diary(folders.state, layout.title, layout.policies, boot_id())
        self._board = Board(folders.state, layout, self._diary.decided)
        self._vault = Vault(folders.state)
        self._watcher = Watcher(folders.versions, poll=rules.watch == "poll")
        self._due = {"library": 0, "displays": now_ns + DISPLAYS_NS, "watch": 0}
        self._lit = self._look_at_displays()
        self._placement = resolve(layout, self._lit)
        self._sent: Programme | None = None
        self._fault = ""
        self._first_cycle: int | None = None
        self._gathering_since: int | None = None
        self._trials = Trials()
        self._state = self._fresh_state()
        # processes first: they start while the library is read
        self._staff(now_ns)
        self._take_over(now_ns)
        self.tick(now_ns)

    # the outside

    @property
    def filenos(self) -> tuple[int, int]:
        """Become readable when :meth:`hear`, and when :meth:`tick`, have something to do."""
        return self._hub.fileno(), self._watcher.fileno()

    @property
    def panel_place(self) -> tuple[Output | None, Rect | None]:
        """The display that the operator's panel may open on, and where the stage's window is."""
        return self._placement.panel, self._placement.window

    def hear(self, now_ns: int) -> None:
        """Answer everything that has come in."""
        for sender, message in self._hub.receive():
            if isinstance(message, m.Hello):
                self._greet(message.role, sender)
            elif isinstance(message, m.PlayerStatus):
                self._know(message.screen, sender, now_ns)
                self._said[message.screen] = message
                self._state = director.reported(
                    *(self._state, message.screen, message.cued, now_ns),
                    round(message.run_up_ms * MILLISECOND),
                )
            elif isinstance(message, m.StageStatus):
                self._know(m.STAGE, sender, now_ns)
                self._stage = message
                self._diary.staged(message)
                self._refresh_ms = message.refresh_ms
                self._state = director.staged(self._state, now_ns)
            elif isinstance(message, m.RemoteStatus):
                self._know(m.REMOTE, sender, now_ns)
                self._remote.said = message
            elif isinstance(message, m.Chase):
                self._state = chasing.chased(self._state, message, now_ns)
            elif isinstance(message, m.Order):
                self._hub.send(sender, self._carried_out(message, sender, now_ns))
        self._publish()
        self._show_remote(now_ns)

    def tick(self, now_ns: int) -> None:
        """Do what is due."""
        if self._watcher.take():
            self._library.look()
            self._due["library"] = 0
        if self._is_due("library", LIBRARY_NS, now_ns) and (
            self._library.poll(now_ns) or self._gathering_since is not None
        ):
            self._restock(now_ns)
        if self._is_due("displays", DISPLAYS_NS, now_ns):
            self._watcher.follow()
            self._let_go()
            if self._remote.wanted(self.layout):
                self._supervisor.want(m.REMOTE, self._remote.command(self._endpoint), now_ns)
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
        reply = self._judged(what, to, now_ns, by) if what in WORDS else self._do(what, to, now_ns)
        self._diary.ordered(what, to, by, reply)
        return reply

    def _judged(self, what: str, to: str, now_ns: int, by: str) -> m.Reply:
        """Carry out an order about versions."""
        try:
            answer = self._board.order(what, to, by, self._coming(), self._shown(now_ns))
        except KissError as fault:
            return m.Reply(False, str(fault))
        self._restock(now_ns)
        self._publish()
        return m.Reply(True, answer)

    def _do(self, what: str, to: str, now_ns: int) -> m.Reply:
        if what == "stop":
            self.over = True
            return m.Reply(True, "the show ends")
        if what in hearing.ORDERS:
            return self._hearing(what, to, now_ns)
        if what == "blackout":
            self._state, answer = orders.darkened(self._state, to or "toggle", now_ns)
            self._publish()
            return m.Reply(answer.ok, answer.text)
        story_ns = None
        try:
            if what in ("go", "hold") or (what == "restart" and to):
                story_ns = story_time(to, self._beats(now_ns))
            if what == "swap":
                self._state, answer = swapping.swap_ordered(self._state, to, now_ns)
            else:
                self._state, answer = orders.ordered(self._state, what, story_ns, now_ns)
        except KissError as fault:
            return m.Reply(False, str(fault))
        self._publish()
        return m.Reply(answer.ok, answer.text)

    def _hearing(self, what: str, to: str, now_ns: int) -> m.Reply:
        try:
            heard, text = hearing.ordered(self._state.programme.heard, self.layout, what, to)
        except KissError as fault:
            return m.Reply(False, str(fault))
        self._state = director.heard(self._state, heard, now_ns)
        self._publish()
        return m.Reply(True, text)

    def _carried_out(self, order: m.Order, sender: bytes, now_ns: int) -> m.Reply:
        """The answer to an order that came over the link."""
        if stale(order, now_ns):
            return m.Reply(False, f"{order.what}: too late, it was given long ago", ref=order.ref)
        by = "remote" if self._peers.get(m.REMOTE) == sender else "command"
        reply = self.order(order.what, order.to, now_ns, by)
        return m.Reply(reply.ok, reply.text, reply.data, order.ref)

    def status(self, now_ns: int) -> ShowStatus:
        """The whole show at a glance."""
        return report.status(
            report.Facts(
                title=self.layout.title,
                programme=self._state.programme,
                now_ns=now_ns,
                began_ns=self._began_ns,
                placement=self._placement,
                players=self._said,
                stage=self._stage,
                workers={w.name: w for w in self._supervisor.workers},
                versions=self._board.listed(),
                standings=self._board.standings(),
                pinned=self._board.pinned(),
                folder=str(self._folders.versions),
                broken=self._library.broken(),
                arrivals=self._library.progress(),
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
        self._library.close()
        self._diary.close()
        self._watcher.close()
        self._hub.close()
        for screen in range(len(self.layout.screens)):
            ring_path(self._folders.state, screen).unlink(missing_ok=True)
        with contextlib.suppress(OSError):  # not there, or on a disk that has become read-only
            programme_path(self._folders.state).unlink()
        shutil.rmtree(run_folder(self._folders.state), ignore_errors=True)

    # inside

    def _fresh_state(self) -> State:
        return State(
            shelf=Shelf(self.layout.policies, story=self.layout.story),
            screens=self._screens(),
            lead_ns=self.layout.lead_ns,
            programme=Programme(0, boot_id(), heard=hearing.by_layout(self.layout)),
            swapping=Swapping(Swap(self.layout.swap.at, ns(self.layout.swap.crossfade_s))),
        )

    def _screens(self) -> tuple[str, ...]:
        return tuple(placed.screen for placed in self._placement.placed)

    def _take_over(self, now_ns: int) -> None:
        kept = []
        for path in self._programme_paths():
            with contextlib.suppress(OSError, LinkError):
                kept.append(decode_programme(path.read_bytes()))
        if kept:
            programme = max(kept, key=lambda one: one.revision)
            heard = hearing.settled(programme.heard, self.layout)
            programme = structs.replace(programme, heard=heard)
            self._library.poll(now_ns)
            self._state = replace(self._state, shelf=self._stocked())
            self._state = director.taken_over(self._state, programme, now_ns)

    def _programme_paths(self) -> tuple[Path, Path]:
        """Where the programme is kept, and where when that cannot be written."""
        state = self._folders.state
        return programme_path(state), run_folder(state) / "programme.json"

    def _staff(self, now_ns: int) -> None:
        """Have a stage, and a player for each screen that has a display."""
        python = [sys.executable, "-m"]
        if self._placement.window is not None:
            command = [*python, "installation.apps.stage", "--endpoint", self._endpoint]
            self._supervisor.want(m.STAGE, command, now_ns)
        if self._remote.wanted(self.layout):
            self._supervisor.want(m.REMOTE, self._remote.command(self._endpoint), now_ns)
        placed = self._screens()
        for number, screen in enumerate(self.layout.screens):
            if screen.name not in placed:
                self._supervisor.dismiss(screen.name)
                self._lose(screen.name)
                continue
            command = [*BEHIND, *python, "installation.apps.player", "--screen", screen.name]
            command += ["--ring", str(ring_path(self._folders.state, number))]
            command += ["--endpoint", self._endpoint, "--lead-ms", str(self.layout.lead_ms)]
            command += ["--decode", self.layout.decode]
            command += ["--device", screen.sound.device] if screen.sound.device else []
            self._supervisor.want(screen.name, command, now_ns)

    def _is_due(self, what: str, period_ns: int, now_ns: int) -> bool:
        if now_ns < self._due[what]:
            return False
        self._due[what] = now_ns + period_ns
        return True

    def _greet(self, role: str, sender: bytes) -> None:
        self._peers[role] = sender
        if role == m.STAGE:
            self._rearrange()
        if role == m.REMOTE:
            self._remote.shown = None
        self._hub.send(sender, m.Follow(self._state.programme))

    def _know(self, role: str, sender: bytes, now_ns: int) -> None:
        self._supervisor.heard(role, now_ns)
        if self._peers.get(role) != sender:  # one that an earlier controller had greeted
            self._greet(role, sender)

    def _mourn(self, who: str, now_ns: int) -> None:
        """A process has ended by itself, or was killed."""
        ends = [w.last_end for w in self._supervisor.workers if w.name == who]
        how = ends[0] if ends else "unknown"
        self._diary.fault(who, f"its process ended: {how}")
        if who in self._screens():
            self._trials.lost(who, how, self._state.programme, now_ns)
        self._lose(who)

    def _lose(self, who: str) -> None:
        self._peers.pop(who, None)
        self._said.pop(who, None)
        if who == m.STAGE:
            self._stage = None
            # somebody has closed the window on the desk
            quit_by_hand = any(
                w.name == who and w.last_end == "quit" for w in self._supervisor.workers
            )
            self.over |= self._placement.decorated and quit_by_hand
        if who == m.REMOTE:
            self._remote.said = None
        self._state = director.lost(self._state, who)

    def _publish(self) -> None:
        """Send the programme to everybody when it has changed, and keep it."""
        programme = self._state.programme
        if programme is self._sent:
            return
        self._sent = programme
        message = m.Follow(programme)
        for sender in self._peers.values():
            self._hub.send(sender, message)
        path, spare = self._programme_paths()
        try:
            write_whole(path, encode_programme(programme))
            self._fault = ""
        except OSError as fault:  # the show goes on; only a restarted controller would miss it
            self._fault = f"the state folder cannot be written: {fault.strerror}"
            with contextlib.suppress(OSError):
                write_whole(spare, encode_programme(programme))

    def _show_remote(self, now_ns: int) -> None:
        """Tell the remote how the show is, when that has changed."""
        if m.REMOTE not in self._peers:
            return
        glance = glanced(self.status(now_ns), self._state.standby.armed, self._beats(now_ns))
        if glance != self._remote.shown:
            self._remote.shown = glance
            self._hub.send(self._peers[m.REMOTE], glance)

    def _gathering(self, now_ns: int) -> bool:
        """Whether a line-up should still wait for versions that are being looked at.

        At a first start with a folder of films they become ready one by one; beginning with the
        first of them on every screen would show the same film three times for a whole cycle. So
        would several versions that come together, where they do not wait for the boundary.
        """
        begun = bool(self._state.programme.takes or self._state.programme.plans)
        coming = any(a.state is not Stage.SETTLING for a in self._library.progress())
        if begun and self.layout.swap.at == swaps.BOUNDARY:
            coming = False  # what comes until the boundary is one change of line-up
        if not self._library.versions() or not (coming if begun else self._library.progress()):
            self._gathering_since = None
        elif self._gathering_since is None:
            self._gathering_since = now_ns
        since = self._gathering_since
        return since is not None and now_ns - since < GATHER_NS

    def _restock(self, now_ns: int) -> None:
        shelf = self._stocked()
        if self._gathering(now_ns):
            self._rearrange()
            return
        self._state = director.stocked(self._state, shelf, now_ns)
        self._rearrange()

    def _stocked(self) -> Shelf:
        """The shelf with what is admitted and may take part."""
        versions = self._library.versions()
        self._diary.arrived(self._library.events())
        self._diary.admitted(versions)
        revisions = self._vault.offered(versions, self._coming())
        return self._board.applied(self._state.shelf, revisions)

    def _let_go(self) -> None:
        """Keep only the films that are in a programme, or may be soon."""
        programme = self._state.programme
        proposed = programme.pending.plan if programme.pending else None
        plans = (*programme.plans, *([proposed] if proposed else []))
        held = [e.revision for plan in plans for e in plan.entries.values()]
        self._vault.sweep([*held, *self._board.wanted()])

    def _coming(self) -> list[str]:
        """The names of what lies in the folder and is not admitted: on its way, or bad."""
        coming = [arrival.name for arrival in self._library.progress()]
        return coming + [broken.name for broken in self._library.broken()]

    def _shown(self, now_ns: int) -> dict[str, tuple[str, str]]:
        """The version and its revision on each screen."""
        moment = moment_at(self._state.programme, now_ns)
        plan = plan_of(self._state.programme, moment.cycle) if moment else None
        entries = plan.entries if plan else {}
        return {screen: (entry.version, entry.revision) for screen, entry in entries.items()}

    def _try_versions(self, now_ns: int) -> None:
        """Take back versions that do not play well in their first cycle."""
        if not self.layout.swap.probation:
            return
        facts = (self._state.shelf.versions, self._said, self._stage, now_ns)
        for failed in self._trials.look(self._state.programme, *facts):
            film = failed.film
            self._board.quarantine(film.version, film.revision, PROBATION, failed.reason)
            self._restock(now_ns)
            if failed.at_once:
                self._state = swapping.hurried(self._state, now_ns)

    def _swap_notes(self) -> tuple[str, ...]:
        """Why another line-up does not take over, in words, and what is on probation."""
        waits = self._state.swapping.unready
        told = []
        for screen in waits:
            said = self._said.get(screen)
            why = (said.fault if said else "") or ("not cued" if said else "its player is away")
            told.append(f"{screen} ({why})")
        late = [f"the new line-up waits for the next boundary: {', '.join(told)}"] if told else []
        trials = self._trials.notes() if self.layout.swap.probation else ()
        return (*late, *trials)

    def _rearrange(self) -> None:
        if m.STAGE in self._peers and self._placement.window is not None:
            arrange = self._arrangement(self._placement.window)
            self._hub.send(self._peers[m.STAGE], arrange)

    def _look_at_displays(self) -> list[Output]:
        return [output for output in self._outputs() if output.lit]

    def _follow_displays(self, now_ns: int) -> None:
        with contextlib.suppress(KissError):  # a server that does not answer has changed nothing
            lit = self._look_at_displays()
            if lit != self._lit:
                self._lit = lit
                self._placement = resolve(self.layout, lit)
                self._state = replace(self._state, screens=self._screens())
                self._staff(now_ns)
                self._rearrange()

    def _arrangement(self, window: Rect) -> m.Arrange:
        places = []
        numbers = {screen.name: i for i, screen in enumerate(self.layout.screens)}
        for placed in self._placement.placed:
            screen = self.layout.screen(placed.screen)
            rect = placed.rect.within(window)
            projector = self._calibrations.get(screen.name, Calibration())
            plain = Calibration(corners=projector.corners) == projector
            places.append(
                m.Place(
                    screen=screen.name,
                    ring=str(ring_path(self._folders.state, numbers[screen.name])),
                    x=rect.x,
                    y=rect.y,
                    width=rect.width,
                    height=rect.height,
                    fit=screen.fit,
                    rotation=screen.rotation,
                    background=screen.background_rgb,
                    pin=projector.corners.quad,
                    correction=None
                    if plain
                    else (projector.gain, projector.gamma, projector.black),
                )
            )
        title = self.layout.title if self._placement.decorated else ""
        return m.Arrange((*window,), tuple(places), title, self._notice(), self._refresh_ms)

    def _notice(self) -> str:
        if self._library.progress():
            return f"{self.layout.title}\n\nthe films are being looked at"
        if self._library.versions():
            return self.layout.title
        return f"{self.layout.title}\n\nwaiting for a first version"

    def _beats(self, now_ns: int) -> tuple[tuple[str, int], ...]:
        moment = moment_at(self._state.programme, now_ns)
        plan = plan_of(self._state.programme, moment.cycle) if moment else None
        return tuple((beat.name, beat.story_ns) for beat in plan.beats) if plan else ()

    def _notes(self, now_ns: int) -> tuple[str, ...]:
        moment = moment_at(self._state.programme, now_ns)
        cycle = moment.cycle if moment else 1
        notes = [*self._placement.notes]
        notes += self._state.shelf.notes(cycle)
        troubles = (self._library.trouble(), self._fault, self._diary.trouble())
        notes += [text for text in (*troubles, *self._board.notes()) if text]
        notes += self._remote.said.missing if self._remote.said else ()
        notes += self._swap_notes()
        for ready in self._library.versions():
            notes += [f"{ready.version.id}: {warning}" for warning in ready.warnings]
        return tuple(notes)

    def _count_cycles(self, now_ns: int) -> None:
        self._diary.passed(self._state.programme, now_ns)
        moment = moment_at(self._state.programme, now_ns)
        if moment is None:
            return
        if self._first_cycle is None:
            self._first_cycle = moment.cycle
        self.over |= 0 < self._cycles <= moment.cycle - self._first_cycle
