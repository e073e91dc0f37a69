"""Joins a machine to the others of its layout: who writes the programme, and who follows it.

Decisions are the director's (:mod:`installation.director`); here they meet the bus, the clocks and
the show's processes. A machine that hears nobody writes for itself, and plays on.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from msgspec import structs

from installation import director
from installation.director import LineupPlanner
from installation.link import (
    Chase,
    Follow,
    MachineDecisions,
    MachineStatus,
    OrderGiven,
    Reply,
    ScreenReady,
)
from installation.machines import Bus, MachineClock, Question
from installation.model import HouseOrder, Layout, Order, Recheck, Stop, StoryOrder, VersionOrder
from installation.said import Said
from installation.show._displays import Displays
from installation.show._kept_time import KeptTime
from installation.show._machine_notes import away_notes, clock_notes
from installation.show._publisher import Publisher
from installation.show._shared_decisions import SharedDecisions
from installation.show._shared_timecode import SharedTimecode
from installation.show._status import MachineSeen
from installation.show._word_ways import WordWays
from installation.timeline import (
    CUE_NS,
    FAR_NS,
    STATUS_NS,
    CommonTime,
    Programme,
    Term,
    term_of,
)
from installation.units import MILLISECOND, SECOND

GRACE_NS = 1500 * MILLISECOND
"""How long a machine that begins listens whether there is a writer already. Connected ones are
known after 0.1 s; the players need as long to be up."""
OPEN_NS = 3 * SECOND
"""How long the way to the others may take to open, with the grace: then a machine plays alone."""
ANSWER_S = 0.5
"""How long an order waits for the machine that writes."""
ECHO_NS = 35 * MILLISECOND
"""How soon a machine says again how it is when its programme has changed, or what stands ready.
Where the last packet of several was lost TCP sees it by what comes after; else it waits 0.2 s."""


@dataclass(frozen=True)
class _Known:
    """The last word of another machine, and its instant."""

    said: MachineStatus
    at_ns: int


class Peers:
    """The other machines of a ``layout`` to this one, which is ``me``. One thread.

    ``clock`` is read now and then; ``boot`` is this machine's.
    """

    def __init__(
        self,
        me: str,
        layout: Layout,
        displays: Displays,
        bus: Bus,
        publisher: Publisher,
        clock: MachineClock,
        boot: str,
    ) -> None:
        self.me, self._order, self._names = me, tuple(layout.machines), layout.names
        self._displays, self._bus, self._publisher = displays, bus, publisher
        self._boot = boot
        self._known: dict[str, _Known] = {}
        self._ways = WordWays()
        self._later: Programme | None = None
        self._later_at_ns: int | None = None
        self._ahead: int | None = None
        """The revision of the later programme that this one's leads over to."""
        self._kept_time = KeptTime(clock)
        self._began_ns = self._said_ns = 0
        self._opened_ns: int | None = None
        self._shelf: LineupPlanner | None = None
        self.decisions = SharedDecisions(bus)
        self._timecode = SharedTimecode(bus, self._order, me)
        self.fills = False
        """A folder that was empty fills: nobody is to wait for what it has not got yet."""
        self._said: MachineStatus | None = None
        self._echo_ns: int | None = None
        publisher.spread = self._spread

    def fileno(self) -> int:
        """Becomes readable when another machine has said something."""
        return self._bus.fileno()

    @property
    def time(self) -> CommonTime:
        """Return how this machine's clock stands to the others'."""
        return self._kept_time.now

    @property
    def there(self) -> frozenset[str]:
        """Return the other machines that are there, and have said how they are."""
        return frozenset(self._known) & self._bus.there()

    @property
    def writer(self) -> str | None:
        """Return which machine writes now, this one included."""
        if self._publisher.state.writes:
            return self.me
        return next((one for one in self.there if self._known[one].said.writes), None)

    def begin(self, kept: Programme | None, now_ns: int) -> None:
        """Write nothing until it is known who does; the processes follow what was ``kept``."""
        self._kept_time.begin(now_ns)
        self._began_ns = now_ns
        own = self._publisher.programme
        holds = kept is not None and kept.boot == self._boot and bool(kept.takes)
        self._publisher.ask(director.following, kept if holds and kept is not None else own)

    def look(self, now_ns: int) -> bool:
        """Hear the others and follow them; whether other films may play together now."""
        before = self._shared_films()
        if self._kept_time.look(self._publisher.programme, now_ns):
            self._publisher.ask(director.renewed, now_ns)
        there = self.there
        for machine, said in self._bus.heard():
            if machine not in self._order:
                continue
            match said:
                case Follow():
                    self._hear(said.programme)
                case MachineDecisions():
                    self.decisions.hear(machine, said)
                case Chase():
                    self._timecode.hear(machine, said, self.time, now_ns)
                case MachineStatus():
                    self._know(machine, said, machine not in there, now_ns)
        if self._bus.opened and self._opened_ns is None:
            self._opened_ns = now_ns
        if (chase := self._timecode.news(now_ns)) is not None:
            self._publisher.ask(director.chased, chase, now_ns)
        self._follow(now_ns)
        self._know_screens(now_ns)
        return before != self._shared_films()

    def chased(self, chase: Chase, now_ns: int) -> None:
        """Take in a master's timecode that comes to this machine: whoever leads follows it."""
        self._timecode.tell(chase, self.time, now_ns)

    def term(self, now_ns: int) -> Term | None:
        """Return the term that this machine is to begin now; None while it has no reason to."""
        if self._later is not None:
            return None
        there = {self.me, *self.there}
        if self._opened_ns is None:
            listens = now_ns - self._began_ns < OPEN_NS and not self._bus.fault
        else:
            listens = now_ns - self._opened_ns < GRACE_NS and len(there) < len(self._order)
        if listens:
            return None
        state = self._publisher.state
        known = [self._known[machine].said.revision for machine in self.there]
        latest = max((*known, state.programme.revision))
        return director.term_to_begin(self._order, there, latest, self.me, state.writes)

    def tell(self, now_ns: int) -> None:
        """Say how this machine is: at once when it is another than before, else now and then."""
        state = self._publisher.state
        screens = tuple(
            ScreenReady(
                screen,
                screen in state.ready,
                state.ready.get(screen, -1),
                state.came[screen] + self.time.difference_ns if state.came.get(screen) else 0,
            )
            for screen in self._displays.screens
        )
        said = MachineStatus(
            self.me,
            state.programme.revision,
            state.writes,
            screens,
            () if self.fills else self._films(),
            self.time.bound_ns,
            self.time.trusted,
        )
        news, echoes = said != self._said, self._echo_ns is not None and now_ns >= self._echo_ns
        if news or echoes or now_ns - self._said_ns >= STATUS_NS:
            acts = self._said is None or self._acts(said) != self._acts(self._said)
            self._said, self._said_ns = said, now_ns
            self._echo_ns = now_ns + ECHO_NS if acts and self.there else None
            at_ns = now_ns + self.time.difference_ns
            self._bus.say(structs.replace(said, at_ns=at_ns, late_ns=self._ways.least_ns))

    @property
    def owes(self) -> bool:
        """Tell whether there is something to say again soon."""
        return self._echo_ns is not None

    def shared(self, shelf: LineupPlanner) -> LineupPlanner:
        """Return what this machine has, less what another one that is there has not."""
        self._shelf = shelf
        shared = self._shared_films()
        if shared is None:
            return shelf
        versions = tuple(ready for ready in shelf.versions if ready.hash in shared)
        return shelf if versions == shelf.versions else shelf.having(versions)

    def elsewhere(self, order: Order, by: str, now_ns: int) -> Reply | None:
        """Have an order carried out where it belongs; None: here.

        The story's are the writer's. What comes of those of versions and of the house is told to
        everybody (``decisions``).
        """
        if isinstance(order, Stop | VersionOrder | HouseOrder):
            return None  # of this machine's show, or decided here for all
        # by a clock that is not to be trusted nobody could say how long it was on its way
        at_ns = now_ns + self.time.difference_ns if self.time.trusted else 0
        given = OrderGiven(order, at_ns, by=f"{self.me}: {by}")
        if isinstance(order, Recheck):
            for machine in self.there:
                self._bus.ask(machine, given, 0)
            return None
        writer = self.writer
        if writer == self.me:
            return None
        if writer is None:
            return Reply(False, Said("no machine leads the show just now; say it again"))
        text = Said("{machine} leads the show, and does not answer; say it again", machine=writer)
        return self._bus.ask(writer, given, ANSWER_S) or Reply(False, text)

    def refusal(self, order: Order) -> Reply | None:
        """Return why an order that was passed on is not carried out here; None when it is."""
        if self._publisher.state.writes or not isinstance(order, StoryOrder):
            return None
        text = Said("{machine} does not lead the show any more; say it again", machine=self.me)
        return Reply(False, text)

    def asked(self) -> Iterator[tuple[Question, OrderGiven]]:
        """Return what others want carried out here, with its instant in this machine's time."""
        for question in self._bus.asked():
            given, known = question.given, self.time.trusted and question.given.at_ns
            at_ns = given.at_ns - self.time.difference_ns if known else 0
            yield question, structs.replace(given, at_ns=at_ns)

    def notes(self, now_ns: int) -> tuple[Said, ...]:
        """Return what a person should know of the other machines, and of this one's clock."""
        away = {
            machine: self._known[machine].at_ns if machine in self._known else None
            for machine in self._order
            if machine != self.me and machine not in self.there
        }
        notes = [*away_notes(away, now_ns)]
        if self._bus.fault:
            notes.append(Said("the other machines cannot be reached: {why}", why=self._bus.fault))
        notes += clock_notes(self.time)
        shared = self._shared_films()
        lacking = [one for one in self._films() if shared is not None and one not in shared]
        if lacking:
            notes.append(
                Said("films that wait until all machines have them: {films}", films=len(lacking))
            )
        return tuple(notes)

    def seen(self, now_ns: int) -> tuple[MachineSeen, ...]:
        """Return how all machines are, as far as it is known here."""
        return tuple(self._seen(machine, now_ns) for machine in self._order)

    def close(self) -> None:
        """Leave the others."""
        self._bus.close()
        self._kept_time.close()

    def _seen(self, machine: str, now_ns: int) -> MachineSeen:
        state, here = self._publisher.state, machine == self.me
        one = self._known.get(machine)
        said = self._said if here else one.said if one else None
        there = here or machine in self.there
        if said is None:
            return MachineSeen(machine, here, there, False, False)
        off_ns = None if here else self._ways.offset_ns(machine, said.late_ns.get(self.me))
        return MachineSeen(
            machine,
            here,
            there,
            leads=state.writes if here else there and said.writes,
            follows=term_of(said.revision) == term_of(state.programme.revision),
            screens=tuple(each.screen for each in said.screens),
            bound_ms=said.bound_ns / MILLISECOND if said.bound_ns is not None else None,
            trusted=said.trusted,
            away_s=(now_ns - one.at_ns) / SECOND if one and not there else None,
            offset_ms=off_ns / MILLISECOND if off_ns is not None and there else None,
            films=len(said.films),
            lacks=len(self._all_films() - frozenset(said.films)),
        )

    def _know(self, machine: str, said: MachineStatus, comes: bool, now_ns: int) -> None:
        """Take in how another machine is; ``comes``: it was not there before."""
        news = comes or self._differs(self._known[machine].said, said)
        if news:
            self._ways.forget(machine)
        if said.at_ns:
            self._ways.heard(machine, now_ns + self.time.difference_ns - said.at_ns)
        self._known[machine] = _Known(said, now_ns)
        if news:
            self._publisher.ask(director.renewed, now_ns)

    def _spread(self, programme: Programme) -> None:
        if self._publisher.state.writes:
            self._bus.say(Follow(self.time.told(programme)))

    def _hear(self, programme: Programme) -> None:
        """A programme of another machine: only what is later than all that is known counts."""
        latest = self._later.revision if self._later else self._publisher.programme.revision
        if programme.revision > latest:
            self._later = programme

    def _follow(self, now_ns: int) -> None:
        """Go over to a later programme: of another writer's at a seam, of the same one's now."""
        state = self._publisher.state
        if self._later is None or self._shelf is None:
            return
        heard = self.time.heard(self._later, self._boot)
        heard = director.at_hand(heard, self._shelf, self._displays.screens)
        if term_of(heard.revision) != term_of(state.programme.revision):
            at_ns = director.followed_at(state.programme, heard, now_ns)
            self._later_at_ns = min(at_ns, self._later_at_ns or at_ns)
            if state.writes:  # no more: it plays on to its seam by what it has
                self._publisher.ask(director.following, state.programme)
            if now_ns < self._later_at_ns:
                self._lead_over(heard, self._later_at_ns, now_ns)
                return
        self._later = self._later_at_ns = self._ahead = None
        self._publisher.ask(director.following, heard)

    def _lead_over(self, heard: Programme, at_ns: int, now_ns: int) -> None:
        """Have the decks know what comes at the seam, unless they do or it is too near for them."""
        if self._ahead == heard.revision or at_ns - now_ns < CUE_NS:
            return
        self._ahead = heard.revision
        ahead = director.led_over(self._publisher.programme, heard, at_ns)
        if ahead is not None:
            self._publisher.ask(director.following, ahead)

    def _know_screens(self, now_ns: int) -> None:
        """Have the director know the others' screens: which there are, and stand ready."""
        state, there = self._publisher.state, self.there
        far: dict[str, ScreenReady] = {
            one.screen: one for machine in there for one in self._known[machine].said.screens
        }
        own = self._displays.screens
        screens = tuple(name for name in self._names if name in far or name in own)
        if screens != state.screens:
            self._publisher.ask(director.displayed, screens)
        self._publisher.ask(director.farther, FAR_NS if there else 0)
        for screen in (*state.ready,):
            if screen not in own and (screen not in far or not far[screen].player):
                self._publisher.ask(director.lost, screen)
        for screen, one in far.items():
            came_ns = one.came_ns - self.time.difference_ns if one.came_ns else 0
            said = (state.ready.get(screen), state.came.get(screen))
            if one.player and said != (one.cued, came_ns):
                self._publisher.ask(director.reported, screen, one.cued, now_ns, came_ns)

    @staticmethod
    def _differs(before: MachineStatus, said: MachineStatus) -> bool:
        """Tell whether a machine needs the programme again: it has other films, or another time."""
        return (before.films, before.trusted) != (said.films, said.trusted)

    @staticmethod
    def _acts(said: MachineStatus) -> tuple[object, ...]:
        """Return what others act upon at once."""
        return said.revision, said.writes, *((one.screen, one.cued) for one in said.screens)

    def _films(self) -> tuple[str, ...]:
        return tuple(ready.hash for ready in self._shelf.versions) if self._shelf else ()

    def _all_films(self) -> frozenset[str]:
        """Return the films that any machine has that is there."""
        others = (film for one in self.there for film in self._known[one].said.films)
        return frozenset((*self._films(), *others))

    def _shared_films(self) -> frozenset[str] | None:
        """Return the films that all machines have that are there and have any; None: no matter."""
        having: Sequence[tuple[str, ...]] = [self._known[one].said.films for one in self.there]
        sets = [frozenset(films) for films in having if films]
        return frozenset.intersection(*sets) if sets else None
