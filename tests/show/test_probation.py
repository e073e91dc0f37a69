"""A version's first cycle: what fails it, and what is nobody's fault."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from installation.said import verbatim
from installation.show import _probation as probation
from installation.show._probation import End, Failure, Film, Probation, Signs
from installation.units import MILLISECOND, SECOND

FPS = 24
STEP_NS = 250 * MILLISECOND
OLD, OTHER, NEW, NEWER = (Film(name, f"{name}-1", 60 * FPS, FPS) for name in ("a", "b", "c", "d"))
BEFORE = {"left": OLD, "centre": OTHER, "right": OTHER}
AFTER = {"left": OLD, "centre": OTHER, "right": NEW}


@dataclass
class Wall:
    """Three screens that play cycles of a minute; what each misses is the test's to say."""

    state: Probation = field(default_factory=Probation)
    on: Mapping[str, Film] = field(default_factory=lambda: dict(BEFORE))
    signs: dict[str, Signs] = field(default_factory=lambda: {s: Signs() for s in BEFORE})
    now_ns: int = 1000 * SECOND
    cycle: int = 1
    into_ns: int = 0
    failures: list[Failure] = field(default_factory=list)

    def play(self, seconds: float, **missing: float) -> None:
        """Time passes; a screen misses this share of its pictures."""
        for _ in range(round(seconds * SECOND / STEP_NS)):
            self.now_ns += STEP_NS
            self.into_ns += STEP_NS
            if self.into_ns >= 60 * SECOND:
                self.cycle, self.into_ns = self.cycle + 1, 0
            due = FPS * STEP_NS // SECOND
            for screen in self.signs:
                held = round(due * missing.get(screen, 0.0))
                self.add(screen, Signs(shown=due - held, held=held))
            self.look()

    def add(self, screen: str, signs: Signs) -> None:
        self.signs[screen] = self.signs[screen] + signs

    def look(self) -> None:
        self.state, failures = probation.looked(
            self.state, self.cycle, self.on, self.signs, self.now_ns
        )
        self.failures += failures

    def swap(self, on: Mapping[str, Film] = AFTER) -> None:
        """A cycle begins with another line-up."""
        self.on, self.cycle, self.into_ns = on, self.cycle + 1, 0

    def end(self, screen: str, weight: int, cued: Film | None = None) -> None:
        how = "crashed" if weight == 2 else "was killed twice"
        end = End(self.now_ns, screen, weight, verbatim(how), self.on[screen], cued)
        self.state = probation.ended(self.state, end)

    @property
    def trials(self) -> tuple[str, ...]:
        return probation.on_trial(self.state)


@pytest.fixture
def wall() -> Wall:
    wall = Wall()
    wall.play(5)
    wall.swap()
    return wall


def test_what_plays_from_the_start_is_not_on_probation() -> None:
    wall = Wall()
    wall.play(5, left=1.0)
    assert wall.trials == () and not wall.failures


def test_a_version_that_plays_well_for_a_cycle_has_passed(wall: Wall) -> None:
    wall.play(50)
    assert wall.trials == ("c",)
    wall.play(11)
    assert wall.trials == () and not wall.failures
    wall.play(20, right=0.9)  # from now on it is one like any other
    assert not wall.failures


def test_one_that_misses_pictures_is_taken_back(wall: Wall) -> None:
    wall.play(60, right=0.5)
    (failure,) = wall.failures
    assert failure.film == NEW and not failure.at_once
    assert "were not there in time" in failure.reason
    assert wall.trials == ()
    wall.play(4, right=1.0)  # it waits for the boundary, and gets stuck
    assert [failure.at_once for failure in wall.failures] == [False, True]
    wall.play(10, right=1.0)
    assert len(wall.failures) == 2
    wall.swap(BEFORE)
    wall.play(5)
    wall.swap(AFTER)  # a person has brought it back
    wall.play(2)
    assert wall.trials == ("c",)


def test_one_that_stands_still_is_taken_back_at_once(wall: Wall) -> None:
    # the second bound comes first only for a film so long that 2 % of it are more than 3 s
    long = Film("c", "c-1", 600 * FPS, FPS)
    wall.on = {**AFTER, "right": long}
    wall.play(10)
    wall.play(4, right=1.0)
    failure = wall.failures[0]
    assert failure.at_once and "stood still for 3 s" in failure.reason


@pytest.mark.parametrize("missed", [{"left": 0.3, "centre": 0.3, "right": 0.3}, {"left": 0.8}])
def test_what_all_suffer_or_others_is_not_its_fault(wall: Wall, missed: dict[str, float]) -> None:
    wall.play(59, **missed)
    wall.play(3)
    assert not wall.failures and wall.trials == ()


def test_one_stall_is_forgiven_three_are_not(wall: Wall) -> None:
    for count in range(3):
        assert not wall.failures, count
        wall.add("right", Signs(stalls=1, held=5))
        wall.play(5)
    assert "stalled 3 times" in wall.failures[0].reason


def test_pictures_of_another_film_are_noticed(wall: Wall) -> None:
    wall.add("right", Signs(strange=30))
    wall.play(1)
    assert "not those that were vetted" in wall.failures[0].reason


def test_while_the_machine_stalls_nothing_counts(wall: Wall) -> None:
    for _ in range(10):
        wall.play(3)
        wall.state = probation.stalled(wall.state, wall.now_ns)
        wall.add("right", Signs(held=30, stalls=1))
        wall.play(1)
    assert not wall.failures


def test_a_crash_is_enough_but_told_from_one_of_all(wall: Wall) -> None:
    wall.play(5)
    wall.end("right", 2)
    wall.end("left", 2)
    wall.play(10)
    assert not wall.failures
    wall.end("right", 2)
    wall.play(5)
    (failure,) = wall.failures
    assert failure.at_once and failure.reason == "its player crashed"


def test_a_player_that_somebody_kills_asks_for_another_cycle_only(wall: Wall) -> None:
    wall.play(5)
    wall.end("right", 1)
    wall.play(2, right=1.0)  # it takes its time to be back
    wall.play(56)
    assert wall.trials == ("c",) and not wall.failures
    wall.play(60)
    assert wall.trials == () and not wall.failures


@pytest.mark.parametrize("later_s", [5, 55], ids=["in one cycle", "in two"])
def test_killed_twice_it_is_not_chance_any_more(wall: Wall, later_s: float) -> None:
    for _ in range(2):
        wall.play(5)
        wall.end("right", 1)
        wall.play(later_s)
    assert wall.failures[0].at_once


def test_a_film_that_crashes_its_player_again_and_again_when_it_is_cued_never_comes() -> None:
    wall = Wall()
    wall.play(5)
    for _ in range(2):
        wall.end("right", 2, cued=NEW)
        wall.play(5)
    assert {failure.film for failure in wall.failures} == {NEW}


def test_a_restart_does_not_pass_a_version_that_has_hardly_played(wall: Wall) -> None:
    for _ in range(4):
        wall.play(10)
        wall.cycle += 1
    assert wall.trials == ("c",)
    wall.play(40)
    wall.cycle += 1
    wall.play(1)
    assert wall.trials == ()


def test_the_next_arrival_does_not_end_the_probation_of_the_one_before(wall: Wall) -> None:
    wall.play(10)
    wall.swap({"left": OLD, "centre": NEW, "right": NEWER})
    assert not wall.failures
    wall.play(10)
    assert wall.trials == ("c", "d")
    wall.play(20, centre=0.5)
    assert {failure.film for failure in wall.failures} == {NEW}
    wall.play(20)
    assert wall.trials == ("d",)


def test_where_all_films_are_new_the_bounds_are_twice_as_wide() -> None:
    wall = Wall()
    wall.play(5)
    wall.swap(dict.fromkeys(BEFORE, NEW))
    wall.add("right", Signs(held=40))
    wall.play(1)
    assert not wall.failures
    wall.add("right", Signs(held=40))
    wall.play(1)
    assert wall.failures


noise = st.fixed_dictionaries({s: st.integers(0, 20) for s in BEFORE})


@settings(max_examples=60)
@given(st.lists(noise, max_size=4), st.integers(0, 20))
def test_no_noise_that_all_may_have_takes_a_version_back(
    bursts: list[dict[str, int]], spread: int
) -> None:
    wall = Wall()
    wall.play(5)
    wall.swap()
    total = 0
    for burst in bursts:
        total += burst["right"]
        if total > 23 + sum(b["left"] for b in bursts):
            burst = {**burst, "right": 0}
        for screen, held in burst.items():
            wall.add(screen, Signs(held=held))
        wall.play(1 + spread / 4)
    assert not [failure for failure in wall.failures if failure.at_once]


@settings(max_examples=60)
@given(st.floats(0.25, 1.0), st.floats(0, 0.1))
def test_a_version_that_cannot_keep_up_never_passes(share: float, others: float) -> None:
    wall = Wall()
    wall.play(5)
    wall.swap()
    wall.play(61, right=share, left=others, centre=others)
    assert wall.failures and NEW.revision not in wall.state.proven


@settings(max_examples=60)
@given(st.lists(st.tuples(st.sampled_from(tuple(BEFORE)), st.integers(0, 50)), max_size=6))
def test_counters_that_begin_anew_are_not_held_against_anybody(
    restarts: list[tuple[str, int]],
) -> None:
    wall = Wall()
    wall.play(5)
    wall.swap()
    for screen, shown in restarts:
        wall.play(3)
        wall.signs[screen] = Signs(shown=shown)
        wall.look()
    wall.play(1)
    assert not wall.failures


def test_what_an_earlier_controller_had_not_proven_is_on_trial_again() -> None:
    wall = Wall()
    wall.play(10)
    wall.swap()
    wall.play(20)
    kept, charged = wall.state.proven, probation.charged(wall.state)
    assert NEW.revision not in kept and OLD.revision in kept
    after = Wall(Probation(proven=kept, charged={NEW.revision: 1} | charged), AFTER, cycle=2)
    after.play(1)
    assert probation.on_trial(after.state) == (NEW.version,)
    assert probation.charged(after.state) == {NEW.revision: 1}
    after.end("right", 1)
    after.play(10)
    assert [failure.film for failure in after.failures] == [NEW]


def test_a_first_look_at_nothing_is_none() -> None:
    wall = Wall(on={})
    wall.play(1)
    wall.on = dict(BEFORE)
    wall.play(1)
    assert probation.on_trial(wall.state) == ()


def test_a_screen_without_memory_for_pictures_is_not_its_film_s_fault(wall: Wall) -> None:
    for _ in range(40):
        wall.state = probation.starved(wall.state, "right", wall.now_ns)
        wall.play(0.25, right=1.0)
    wall.play(10)  # nor is it held against it afterwards
    assert wall.trials == ("c",) and not wall.failures
    wall.play(10, right=1.0)
    assert {failure.film for failure in wall.failures} == {NEW}


def test_a_wall_that_stands_still_as_a_whole_is_no_films_fault(wall: Wall) -> None:
    wall.play(10)
    wall.play(20, left=1.0, centre=1.0, right=1.0)  # a machine that does something else
    assert not wall.failures
    wall.play(6, right=1.0)
    assert [failure.film for failure in wall.failures if failure.at_once] == [NEW]
