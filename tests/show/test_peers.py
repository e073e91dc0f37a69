"""Several machines without films or processes: one leads, all follow, and each plays on alone."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from fake_bus import FakeNet
from msgspec import structs
from show_films import a_film

from installation import director
from installation.director import LineupPlanner, State
from installation.library import Decisions, decisions
from installation.link import Chase, MachineDecisions, Message, OrderGiven, Reply
from installation.machines import MachineClock
from installation.model import Approve, Open, Order, Override, Pause, Ready, Restart, Stop
from installation.model._layout import Layout, parse_layout
from installation.said import Said
from installation.show import Connections, Displays, LazyWriter, Peers, ProgrammeStore, Publisher
from installation.show._shared_decisions import Decided
from installation.timeline import (
    LEAD_NS,
    ClockReading,
    Entry,
    Programme,
    entry_of,
    moment_at,
    term_of,
)
from installation.units import MILLISECOND, SECOND

LAYOUT = """machines: {east: 10.0.0.1, west: 10.0.0.2, north: 10.0.0.3}
screens:
- {name: e, machine: east, display: {position: 1}, show: first}
- {name: w, machine: west, display: {position: 1}, show: newest}
- {name: n, machine: north, display: {position: 1}, show: newest}
"""
HOURS_NS = {"east": 0, "west": 5 * 3600 * SECOND, "north": -7 * 3600 * SECOND}
"""How far each machine's CLOCK_MONOTONIC is ahead of the world's."""
COMMON_NS = 10**18
FILMS = (a_film("a"), a_film("b", 15.0))


class Wall:
    """One machine: its peers, its director, and a player that cues at once."""

    def __init__(self, net: FakeNet, layout: Layout, me: str, folder: Path) -> None:
        self.net, self.layout, self.me, self.folder = net, layout, me, folder
        self.films: tuple[Ready, ...] = tuple(_laid(film, folder / me) for film in FILMS)
        self.told: list[Programme] = []
        self.alive, self.set_ns = False, 0
        self.bound_ns: int | None = 100_000
        self.begin()

    def begin(self) -> None:
        """Its process begins, by what the disk has."""
        (screen,) = self.layout.on(self.me).names
        self.screen = screen
        state = State(self.shelf(), (screen,), LEAD_NS, Programme(0, f"boot of {self.me}"))
        room = cast(Connections, SimpleNamespace(tell_all=self._tell))
        state_dir = self.folder / self.me / "state"
        state_dir.mkdir(parents=True, exist_ok=True)
        self.writer = LazyWriter()
        self.publisher = Publisher(state, room, ProgrammeStore(state_dir, self.writer))
        self.peers = Peers(
            self.me,
            self.layout,
            cast(Displays, SimpleNamespace(screens=(screen,))),
            self.net.join(self.me),
            self.publisher,
            cast(MachineClock, SimpleNamespace(read=self.clocks, close=lambda: None)),
            f"boot of {self.me}",
        )
        self.publisher.ask(director.shelved, self.peers.shared(self.shelf()))
        self.publisher.ask(director.staged, self.now(0))
        self.kept = self.publisher.kept()
        self.peers.begin(self.kept, self.now(0))
        self.alive = True

    def clocks(self) -> ClockReading:
        return ClockReading(COMMON_NS + self.set_ns - HOURS_NS[self.me], self.bound_ns)

    def shelf(self) -> LineupPlanner:
        return LineupPlanner(self.layout.policies, self.films)

    def now(self, world_ns: int) -> int:
        return world_ns + HOURS_NS[self.me]

    def _tell(self, message: Message) -> None:
        self.told.append(structs.astuple(message)[0])

    @property
    def programme(self) -> Programme:
        return self.publisher.programme

    def look(self, world_ns: int) -> None:
        now_ns = self.now(world_ns)
        if self.peers.look(now_ns):
            shelf = self.peers.shared(self.shelf())
            self.publisher.ask(director.stocked, shelf, now_ns)
        for question, given in self.peers.asked():
            assert not given.at_ns or abs(given.at_ns - now_ns) < SECOND
            refused = self.peers.refusal(given.order)
            if refused is None:
                answer = self.publisher.order(director.ordered, cast(Restart, given.order), now_ns)
            question.answer(refused or Reply(answer.ok, answer.text))
        term = self.peers.term(now_ns)
        if term is not None:
            self.publisher.ask(director.writing, term, now_ns, self.kept)
            self.publisher.ask(director.stocked, self.publisher.state.shelf, now_ns)
        self.publisher.ask(director.ticked, now_ns)
        self.publisher.publish(now_ns)
        pending = self.programme.pending
        cued = pending.serial if pending else -1
        self.publisher.ask(director.reported, self.screen, cued, now_ns, now_ns)
        self.publisher.publish(now_ns)
        self.peers.tell(now_ns)

    def order(self, order: Order, world_ns: int) -> Reply | None:
        return self.peers.elsewhere(order, "panel", self.now(world_ns))

    def die(self) -> None:
        self.alive = False
        self.peers.close()
        self.writer.finish()


def _laid(film: Ready, folder: Path) -> Ready:
    """The same film in another machine's folder."""
    version = replace(film.version, film=folder / film.version.film)
    return replace(film, version=version, index=folder / film.index)


class World:
    def __init__(self, folder: Path, *names: str) -> None:
        self.net = FakeNet()
        self.layout = parse_layout(LAYOUT, "l.yaml")
        self.walls = {name: Wall(self.net, self.layout, name, folder) for name in names}
        self.now_ns = 1000 * SECOND
        for name in names:
            self.net.work[name] = lambda name=name: self.walls[name].look(self.now_ns)

    def run(self, seconds: float) -> None:
        ends_ns = self.now_ns + round(seconds * SECOND)
        while self.now_ns < ends_ns:
            self.now_ns += 20 * MILLISECOND
            for wall in self.living:
                wall.look(self.now_ns)

    @property
    def living(self) -> list[Wall]:
        return [wall for wall in self.walls.values() if wall.alive]

    def leading(self) -> list[str]:
        return [wall.me for wall in self.living if wall.publisher.state.writes]

    def stories(self) -> list[tuple[int, int]]:
        """Where the story is on each wall: the cycle, and the place in milliseconds."""
        found = []
        for wall in self.living:
            moment = moment_at(wall.programme, wall.now(self.now_ns))
            assert moment is not None
            found.append((moment.cycle, moment.story_ns // MILLISECOND))
        return found

    def in_step(self) -> bool:
        return len(set(self.stories())) == 1

    def close(self) -> None:
        for wall in self.living:
            wall.die()


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., World]]:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "run"))
    made: list[World] = []

    def make(*names: str) -> World:
        made.append(World(tmp_path, *names))
        return made[-1]

    yield make
    for one in made:
        one.close()


def test_machines_with_other_clocks_tell_the_same_story_instant(
    world: Callable[..., World],
) -> None:
    one = world("east", "west", "north")
    one.run(30)
    assert one.leading() == ["east"] and one.in_step()
    assert {term_of(wall.programme.revision) for wall in one.living} == {
        term_of(one.walls["east"].programme.revision)
    }


def test_each_plays_the_files_that_it_has_itself(world: Callable[..., World]) -> None:
    one = world("east", "west")
    one.run(5)
    for wall, film in ((one.walls["east"], "a"), (one.walls["west"], "b")):
        moment = moment_at(wall.programme, wall.now(one.now_ns))
        assert moment is not None
        entry = entry_of(wall.programme, moment.cycle, wall.screen)
        assert entry is not None and entry.version == film
        assert entry.film == str(wall.folder / wall.me / f"{film}.mp4")


def test_one_that_is_alone_waits_a_moment_and_plays(world: Callable[..., World]) -> None:
    one = world("west")
    one.run(1.4)
    assert one.leading() == []
    one.run(1)
    assert one.leading() == ["west"] and one.stories()


@pytest.mark.parametrize(("fault", "after_s"), [("no such file", 0.1), ("", 3.1)])
def test_one_whose_way_to_the_others_does_not_open_plays_alone(
    world: Callable[..., World], fault: str, after_s: float
) -> None:
    one = world("west")
    bus = one.net.buses["west"]
    bus.opened, bus.fault = False, fault
    one.run(after_s)
    assert one.leading() == ["west"]
    notes = one.walls["west"].peers.notes(0)
    assert any("cannot be reached: no such file" in note for note in notes) == bool(fault)


def test_an_order_is_carried_out_by_the_one_that_leads(world: Callable[..., World]) -> None:
    one = world("east", "west")
    one.run(12)
    reply = one.walls["west"].order(Pause(), one.now_ns)
    assert reply == Reply(True, Said("paused"))
    one.run(1)
    before = one.stories()
    one.run(1)
    assert one.stories() == before and one.in_step()
    assert one.walls["east"].order(Pause(), one.now_ns) is None


def test_an_order_for_one_that_leads_no_more_changes_nothing(world: Callable[..., World]) -> None:
    one = world("east", "west")
    one.run(3)
    west = one.walls["west"]
    given = OrderGiven(Restart(), 0, by="east: panel")
    reply = one.net.buses["east"].ask("west", given, 0.5)
    assert reply == Reply(
        False, Said("{machine} does not lead the show any more; say it again", machine="west")
    )
    one.run(1)
    assert one.in_step() and not west.publisher.state.writes


def test_by_a_clock_that_nobody_keeps_an_order_is_of_no_age(world: Callable[..., World]) -> None:
    one = world("east", "west")
    one.run(3)
    one.walls["west"].bound_ns = None
    one.run(2)
    assert one.walls["west"].order(Pause(), one.now_ns) == Reply(True, Said("paused"))


def test_what_is_decided_for_all_is_decided_where_it_was_ordered(
    world: Callable[..., World],
) -> None:
    one = world("east", "west")
    one.run(3)
    west = one.walls["west"]
    for order in (Approve("a"), Open(), Stop()):
        assert west.order(order, one.now_ns) is None
    assert not list(one.net.buses["east"].asked())


def test_decisions_reach_who_was_away_when_it_is_back(world: Callable[..., World]) -> None:
    one = world("east", "west")
    one.run(3)
    east, west = one.walls["east"], one.walls["west"]
    one.net.cut(west=1)
    one.run(3)
    retired = decisions.retire(Decisions(), "a", 5, "east: panel")
    told = Decided(retired, Override(False, at_s=5.0))
    east.peers.decisions.tell(told)
    one.run(1)
    assert west.peers.decisions.heard() == {}
    one.net.cut(west=0)
    one.run(1)
    assert west.peers.decisions.heard() == {"east": told} and west.peers.decisions.heard() == {}
    one.net.buses["west"].hear("east", MachineDecisions(b"of a later release"))
    one.run(1)
    assert west.peers.decisions.heard() == {}


def test_a_masters_timecode_is_followed_whichever_machine_it_comes_to(
    world: Callable[..., World],
) -> None:
    one = world("east", "west")
    one.run(12)
    assert one.leading() == ["east"]
    east, west = one.walls["east"], one.walls["west"]
    began_ns = one.now_ns

    def story_ns() -> int:
        return 2 * SECOND + one.now_ns - began_ns

    for _ in range(40):
        now_ns = west.now(one.now_ns)
        west.peers.chased(Chase(story_ns(), now_ns, running=True, serial=1, light="on"), now_ns)
        one.run(0.2)
    assert one.in_step()
    assert abs(one.stories()[0][1] * MILLISECOND - story_ns()) <= 20 * MILLISECOND
    assert east.publisher.state.master.chase and west.publisher.state.master.chase
    one.run(1.2)  # its remote is gone
    assert not east.publisher.state.master.chase and not west.publisher.state.master.chase


def test_the_first_that_is_left_leads_and_the_story_goes_on(world: Callable[..., World]) -> None:
    one = world("east", "west", "north")
    one.run(7)
    one.walls["east"].die()
    before = one.stories()
    one.run(2)
    assert one.leading() == ["west"] and one.in_step()
    assert one.stories()[0][1] - before[0][1] == 2000
    notes = one.walls["north"].peers.notes(one.walls["north"].now(one.now_ns))
    assert any(str(note).startswith("east has not been heard for 2 s") for note in notes)


def test_one_that_comes_back_follows_and_takes_nothing_over(world: Callable[..., World]) -> None:
    one = world("east", "west")
    one.run(7)
    east = one.walls["east"]
    east.die()
    one.run(2)
    epoch = term_of(one.walls["west"].programme.revision).epoch
    east.begin()
    one.run(1)
    assert one.leading() == ["west"] and one.in_step()
    assert term_of(east.programme.revision).epoch == epoch


def test_a_cut_network_has_a_writer_on_each_side_and_one_when_it_is_whole(
    world: Callable[..., World],
) -> None:
    one = world("east", "west")
    one.run(5)
    east, west = one.walls["east"], one.walls["west"]
    one.net.cut(west=1)
    one.run(1)
    assert sorted(one.leading()) == ["east", "west"] and one.in_step()
    west.publisher.order(director.ordered, Restart(), west.now(one.now_ns))
    one.run(4)
    assert not one.in_step()
    one.net.cut(west=0)
    one.run(0.2)
    assert one.leading() == ["west"] and not one.in_step()  # east plays on to its seam
    seam_ns = east.now(one.now_ns) + (20_000 - one.stories()[0][1]) * MILLISECOND
    ahead = moment_at(east.told[-1], seam_ns + SECOND)  # and its decks know what comes there
    assert ahead == moment_at(west.programme, seam_ns + SECOND - east.now(0) + west.now(0))
    place = one.stories()[0][1]
    one.run((20_000 - place) / 1000 + 0.1)
    assert one.in_step() and one.leading() == ["west"]
    assert term_of(east.programme.revision) == term_of(west.programme.revision)


def test_a_film_that_not_all_have_waits(world: Callable[..., World]) -> None:
    one = world("east", "west")
    one.run(3)
    east, west = one.walls["east"], one.walls["west"]
    for wall in (east, west):
        wall.films = (*wall.films, _laid(a_film("c", 10.0), wall.folder / wall.me))
        if wall is east:
            east.publisher.ask(
                director.stocked, east.peers.shared(east.shelf()), east.now(one.now_ns)
            )
            one.run(40)
            assert entry(west).version == "b"
            notes = east.peers.notes(east.now(one.now_ns))
            assert "films that wait until all machines have them: 1" in map(str, notes)
    west.publisher.ask(director.shelved, west.peers.shared(west.shelf()))
    one.run(40)
    assert entry(west).version == "c"


def test_a_machine_whose_folder_fills_is_not_waited_for(world: Callable[..., World]) -> None:
    one = world("east", "west")
    one.run(3)
    west = one.walls["west"]
    west.films, west.peers.fills = west.films[:1], True
    west.publisher.ask(director.shelved, west.peers.shared(west.shelf()))
    one.run(40)
    assert entry(one.walls["east"], west.screen).version == "b"
    west.peers.fills = False
    one.run(40)
    assert entry(one.walls["east"], west.screen).version == "a"


def entry(wall: Wall, screen: str = "") -> Entry:
    return wall.programme.plans[-1].entries[screen or wall.screen]


def test_a_clock_that_was_set_is_followed_from_a_seam_on(world: Callable[..., World]) -> None:
    one = world("east", "west")
    one.run(3)
    west = one.walls["west"]
    west.set_ns = 3600 * SECOND
    one.run(2)
    assert one.in_step() and not west.peers.time.trusted
    (said,) = [note for note in west.peers.notes(0) if "clock was set" in note]
    assert said
    west.set_ns = 0  # and back, by who keeps it
    one.run(2)
    assert one.in_step() and west.peers.time.trusted


def test_what_is_known_of_all_machines(world: Callable[..., World]) -> None:
    one = world("east", "west")
    one.run(5)
    west = one.walls["west"]
    west.bound_ns = 30 * MILLISECOND
    one.run(2)
    east, seen, north = one.walls["east"].peers.seen(one.now_ns)
    assert (east.name, east.here, east.leads, east.screens) == ("east", True, True, ("e",))
    assert (east.films, east.lacks, seen.films, seen.lacks) == (2, 0, 2, 0)
    # this world's way from west to east takes a step of 20 ms, the way back none
    assert east.offset_ms is None and seen.offset_ms == -10.0
    assert (seen.there, seen.follows, seen.trusted, seen.bound_ms) == (True, True, False, 30.0)
    assert (north.there, north.away_s) == (False, None)


def test_what_is_news_is_said_again_soon(world: Callable[..., World]) -> None:
    one = world("east", "west")
    one.run(12.03)
    east = one.walls["east"]
    assert not east.peers.owes
    one.walls["west"].order(Pause(), one.now_ns)
    assert east.peers.owes
    one.run(0.1)
    assert not east.peers.owes
