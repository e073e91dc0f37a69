"""Which machine writes: one of those that hear each other; where two have met, the later term."""

from dataclasses import dataclass, field
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from installation.director import LineupPlanner, State, ticked
from installation.director._writing import (
    followed_at,
    following,
    led_over,
    term_to_begin,
    writer,
    writing,
)
from installation.timeline import (
    LEAD_NS,
    Entry,
    Plan,
    Programme,
    Take,
    Term,
    entry_of,
    moment_at,
    run_at,
    term_of,
)
from installation.units import SECOND

ORDER = ("east", "north", "west")
BLOWS = ("cut", "heal", "kill", "begin", "again")
FILM = Entry("v", "v", "v", "v", "v", ((0, 0), (SECOND, SECOND)))
PLAN = Plan(1, 10 * SECOND, {"left": FILM})


def playing(at_ns: int = 0, revision: int = 5, **changes: object) -> Programme:
    plain = Programme(revision, "boot", (Take(3, at_ns, 1, 0),), None, (PLAN,))
    return replace(plain, **changes)


def state(programme: Programme) -> State:
    return State(LineupPlanner({}), ("left",), LEAD_NS, programme)


def test_the_first_that_is_there_writes_while_nobody_has() -> None:
    assert writer(ORDER, {"west", "north"}, 0) == "north"
    assert writer(ORDER, (), 0) is None


def test_a_writer_goes_on_while_it_is_there_and_is_followed_by_the_first() -> None:
    held = Term(4, ORDER.index("west")).revision + 17
    assert writer(ORDER, ORDER, held) == "west"
    assert writer(ORDER, {"east", "north"}, held) == "east"


def test_a_place_that_a_shorter_layout_does_not_have_writes_nothing() -> None:
    assert writer(ORDER[:2], ORDER[:2], Term(4, 2).revision) == "east"


def test_a_process_begins_a_term_of_its_own_even_in_its_own_name() -> None:
    held = Term(4, 0).revision + 17
    assert term_to_begin(ORDER, ORDER, held, "east", writes=False) == Term(5, 0)
    assert term_to_begin(ORDER, ORDER, held, "east", writes=True) is None
    assert term_to_begin(ORDER, ORDER, held, "west", writes=False) is None


def test_a_new_writer_goes_on_with_the_story_that_it_followed() -> None:
    known = following(state(Programme()), playing())
    begun = writing(known, Term(2, 1), 12 * SECOND)
    assert begun.writes and term_of(begun.programme.revision) == Term(2, 1)
    assert moment_at(begun.programme, 13 * SECOND) == moment_at(playing(), 13 * SECOND)


def test_a_follower_changes_nothing_by_itself() -> None:
    known = following(state(Programme()), playing())
    assert ticked(known, 20 * SECOND) is known and not known.writes


def test_after_a_power_cut_the_kept_programme_is_known_by_its_line_up_only() -> None:
    kept = playing(boot="yesterday", revision=Term(3, 1).revision + 8)
    begun = writing(state(Programme(boot="today")), Term(4, 0), 1, kept, PLAN)
    assert begun.programme.takes == () and begun.programme.pending is not None
    assert begun.programme.boot == "today"
    assert begun.programme.plans[0].entries == PLAN.entries


@pytest.mark.parametrize("now_ns", [1, 4 * SECOND, 23 * SECOND])
def test_another_story_is_followed_from_the_next_seam_on(now_ns: int) -> None:
    at_ns = followed_at(playing(), playing(-3 * SECOND, 9), now_ns)
    assert at_ns == (now_ns // (10 * SECOND) + 1) * 10 * SECOND


def test_the_same_story_is_followed_at_once() -> None:
    on = playing(revision=99, takes=(Take(7, 20 * SECOND, 9, 0),))
    assert followed_at(playing(), on, 25 * SECOND) == 25 * SECOND


def test_other_films_in_the_same_place_are_another_story() -> None:
    other = Plan(1, 10 * SECOND, {"left": replace(FILM, revision="w")})
    assert followed_at(playing(), playing(plans=(other,)), SECOND) == 10 * SECOND


def test_a_wall_that_stands_still_or_is_empty_follows_at_once() -> None:
    held = playing(takes=(Take(3, 0, 1, 0, hold_ns=2 * SECOND),))
    assert followed_at(held, playing(SECOND), 5 * SECOND) == 5 * SECOND
    assert followed_at(Programme(), playing(), SECOND) == SECOND
    assert followed_at(Programme(), Programme(9), SECOND) == SECOND


@given(st.integers(1, 99 * SECOND), st.integers(-50 * SECOND, 0), st.integers(1, 5))
def test_what_leads_over_is_the_own_story_until_then_and_the_others_from_then_on(
    now_ns: int, began_ns: int, later: int
) -> None:
    own = playing()
    plan = replace(PLAN, from_cycle=1 + later, cycle_ns=7 * SECOND)
    other = playing(began_ns, 99, takes=(Take(8, began_ns, 1 + later, 0),), plans=(plan,))
    at_ns = followed_at(own, other, now_ns)
    ahead = led_over(own, other, at_ns)
    run, then = run_at(own, at_ns - 1), run_at(other, at_ns)
    assert run is not None and then is not None
    if then.cycle <= run.cycle:
        assert ahead is None
        return
    assert ahead is not None and own.revision < ahead.revision < other.revision
    for at in (now_ns, at_ns - 1):
        assert moment_at(ahead, at) == moment_at(own, at)
    for at in (at_ns, at_ns + SECOND, at_ns + 90 * SECOND):
        assert moment_at(ahead, at) == moment_at(other, at)
        moment = moment_at(other, at)
        assert moment is not None
        assert entry_of(ahead, moment.cycle, "left") == entry_of(other, moment.cycle, "left")


@dataclass
class Machine:
    """A machine of a world without films: it hears those of its part of the network."""

    name: str
    state: State = field(default_factory=lambda: following(state(Programme()), Programme()))
    waits: Programme | None = None
    at_ns: int = 0
    disk: Programme = field(default_factory=Programme)
    alive: bool = True

    @property
    def revision(self) -> int:
        return max(self.state.programme.revision, self.waits.revision if self.waits else 0)

    def look(self, heard: list["Machine"], now_ns: int, world: "World") -> None:
        there = {self.name, *(one.name for one in heard)}
        latest = max([*heard, self], key=lambda one: one.revision)
        if latest is not self and latest.revision > self.revision and latest.state.writes:
            self.waits = latest.state.programme
        if self.waits is not None:
            own = self.state.programme
            if self.state.writes:  # it may write no more, but plays on as it is
                self.state = following(self.state, own)
            self.at_ns = min(self.at_ns or (1 << 62), followed_at(own, self.waits, now_ns))
            if now_ns >= self.at_ns:
                world.went_over(self, own, self.waits, now_ns)
                self.state, self.waits = following(self.state, self.waits), None
                self.at_ns = 0
            return
        known = max(one.revision for one in [*heard, self])
        term = term_to_begin(ORDER, there, known, self.name, self.state.writes)
        if term is not None:
            kept = self.state.programme if self.state.programme.takes else playing(now_ns)
            self.state = writing(self.state, term, now_ns, replace(kept, boot=""))
            self.disk = self.state.programme  # known limit: it is killed before that is kept

    def restart(self) -> None:
        """Its process begins again, by what the disk has: its last term, perhaps not all of it."""
        self.state = following(self.state, self.disk)
        self.waits, self.at_ns = None, 0


@dataclass
class World:
    random: Random
    machines: list[Machine] = field(default_factory=lambda: [Machine(name) for name in ORDER])
    parts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(ORDER, 0))
    written: dict[int, Programme] = field(default_factory=dict)
    now_ns: int = SECOND

    def went_over(self, machine: Machine, own: Programme, other: Programme, now_ns: int) -> None:
        """Nobody sees more than a seam: it goes over at one, or where nothing changes."""
        run, then = run_at(own, now_ns - 1), moment_at(other, now_ns)
        mine = moment_at(own, now_ns)
        if run is None or mine is None or then is None:
            return
        assert run.end_ns <= now_ns or abs(mine.story_ns - then.story_ns) <= SECOND // 100

    def pass_time(self, steps: int) -> None:
        for _ in range(steps):
            self.now_ns += SECOND // 4
            known = {one.name: one.revision for one in self.machines}
            for one in self.random.sample(self.machines, len(self.machines)):
                if one.alive:
                    one.look(self.heard_by(one), self.now_ns, self)
                    self.check(one)
                    assert one.revision >= known[one.name]

    def heard_by(self, me: Machine) -> list[Machine]:
        return [
            one
            for one in self.machines
            if one is not me and one.alive and self.parts[one.name] == self.parts[me.name]
        ]

    def check(self, one: Machine) -> None:
        programme = one.state.programme
        if self.random.random() < 0.5:
            one.disk = programme
        if one.state.writes and self.random.random() < 0.3:
            takes = programme.takes
            if takes and takes[-1].at_ns < self.now_ns:  # from the beginning, by order
                cycle = takes[-1].cycle + 1000
                takes = (*takes, Take(programme.revision + 1, self.now_ns, cycle, 0))
            one.state = one.state.published(self.now_ns, takes=takes)
            programme = one.state.programme
        if programme.revision:
            before = self.written.setdefault(programme.revision, programme)
            assert before == programme, "two programmes have one revision"

    def settled(self) -> None:
        """All that hear each other follow one writer, and nothing else."""
        for part in set(self.parts.values()):
            inside = [m for m in self.machines if m.alive and self.parts[m.name] == part]
            if inside:
                assert sum(one.state.writes for one in inside) == 1
                latest = max(one.revision for one in inside)
                assert all(term_of(m.state.programme.revision) == term_of(latest) for m in inside)


@settings(deadline=None)
@given(st.integers(0, 1 << 32), st.lists(st.sampled_from(BLOWS)))
def test_whatever_is_cut_or_killed_one_writes_and_no_revision_means_two_things(
    seed: int, blows: list[str]
) -> None:
    world = World(Random(seed))
    for blow in blows:
        one = world.random.choice(world.machines)
        match blow:
            case "cut":
                world.parts = {name: world.random.randrange(2) for name in ORDER}
            case "heal":
                world.parts = dict.fromkeys(ORDER, 0)
            case "kill":
                one.alive = False
            case "begin":
                one.alive = True
                one.restart()
            case "again":
                one.restart()
        world.pass_time(world.random.randint(1, 60))
    world.pass_time(120)  # a wall may go over twice, and waits for a seam each time: ten seconds
    world.settled()
