"""A show that follows a master: it is with him within a second, and stays there unseen."""

from dataclasses import dataclass
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from show_films import a_film
from show_simulation import Show, a_show, playing

from installation.director import _timecode_decision as following
from installation.director import _timecode_moves as chasing
from installation.director._state import Aim
from installation.link import REMOTE, Chase
from installation.timeline import FOREVER, moment_at, run_at
from installation.units import MILLISECOND, SECOND

LENGTH_S = 20.0
CYCLE_NS = round(LENGTH_S * SECOND)
FILMS = (a_film("a", LENGTH_S), a_film("b", LENGTH_S), a_film("c", LENGTH_S))
LONG = tuple(a_film(name, 1200.0) for name in "abc")
FRAME_NS = 40 * MILLISECOND
TELL_NS = 250 * MILLISECOND


@dataclass
class Master:
    """Runs on a clock of its own, and tells the director where it is."""

    show: Show
    ppm: float = 0.0
    story_ns: float = 0.0
    since_ns: int = 0
    running: bool = False
    known: bool = True
    serial: int = 0
    light: str = "locked"
    told_ns: int = 0
    cycle_ns: int = CYCLE_NS

    def at(self, now_ns: int) -> int:
        passed = (now_ns - self.since_ns) * (1 + self.ppm / 1e6) if self.running else 0
        return round(self.story_ns + passed)

    def put(self, running: bool, story_ns: int | None = None) -> None:
        """Start, stop, jump; and say so."""
        now_ns = self.show.now_ns
        self.known = story_ns is not None or running
        self.story_ns = self.at(now_ns) if story_ns is None else story_ns
        self.since_ns, self.running = now_ns, running
        self.serial += 1
        self.tell()

    def tell(self) -> None:
        now_ns = self.told_ns = self.show.now_ns
        story_ns = self.at(now_ns) if self.known else None
        chase = Chase(story_ns, now_ns, self.running, self.serial, self.light)
        self.show.do(lambda state: chasing.chased(state, chase, now_ns))

    def run(self, duration_ns: int) -> None:
        def told() -> bool:
            if self.show.now_ns - self.told_ns >= TELL_NS:
                self.tell()
            return False

        self.show.run(duration_ns, told)

    def apart_ns(self) -> int:
        """How far the show is ahead, the short way round."""
        now = playing(self.show)
        assert now is not None
        off = now.story_ns - self.at(self.show.now_ns)
        return (off + self.cycle_ns // 2) % self.cycle_ns - self.cycle_ns // 2


def led(seed: int = 1, ppm: float = 0.0, **traits: Any) -> tuple[Show, Master]:
    show = a_show(FILMS, seed, delays=(30 * MILLISECOND, 400 * MILLISECOND), **traits)
    show.run(2 * SECOND)
    return show, Master(show, ppm)


def is_held(show: Show) -> bool:
    now = playing(show)
    return now is not None and now.held


@pytest.mark.parametrize("story_s", [0.0, 3.3, 11.0, 19.9, 63.0])
def test_is_with_the_master_one_second_after_it_starts(story_s: float) -> None:
    show, master = led()
    master.put(True, round(story_s * SECOND))
    master.run(SECOND)
    assert abs(master.apart_ns()) < MILLISECOND
    takes = len(show.commits)
    for _ in range(100):
        master.run(SECOND)
        assert abs(master.apart_ns()) < MILLISECOND
    assert len(show.commits) == takes  # nothing to do on the same clock


@pytest.mark.thorough
@pytest.mark.parametrize("ppm", [100.0, -100.0])
def test_a_clock_that_is_off_is_followed_at_the_seams(ppm: float) -> None:
    show, master = led(ppm=ppm)
    master.put(True, 5 * SECOND)
    master.run(2 * SECOND)
    began = len(show.commits)
    for _ in range(600):
        master.run(SECOND)
        assert abs(master.apart_ns()) < following.UNSEEN_NS
    moves = show.commits[began:]
    assert 5 < len(moves) <= 30
    assert all(aim is Aim.MEET and take.story_ns == 0 for aim, take in moves)


@pytest.mark.thorough
@pytest.mark.parametrize("ppm", [100.0, -100.0])
def test_within_a_long_cycle_a_picture_is_moved_a_little(ppm: float) -> None:
    show = a_show(LONG, 1)
    show.run(2 * SECOND)
    master = Master(show, ppm)
    master.put(True, 5 * SECOND)
    master.run(2 * SECOND)
    began = len(show.commits)
    for _ in range(110):
        master.run(10 * SECOND)
        assert abs(master.apart_ns()) < following.UNSEEN_NS + MILLISECOND
    assert 4 <= len(show.commits) - began <= 9


@pytest.mark.parametrize("cycle_s", [3.0, 3.5, 6.0])
def test_the_story_never_stands_for_what_nobody_would_see(cycle_s: float) -> None:
    """A seam between now and the next cue is left alone: a short cycle's decks wait for it."""
    show = a_show([a_film(name, cycle_s) for name in "abc"], 1, delays=(30 * MILLISECOND,) * 2)
    show.run(2 * SECOND)
    master = Master(show, cycle_ns=round(cycle_s * SECOND))
    random = Random(1)
    for nudge_ms in (0, 5, -8, 20, -30) * 12:
        master.put(True, random.randrange(master.cycle_ns))
        master.run(950 * MILLISECOND)
        master.story_ns += nudge_ms * MILLISECOND
        for _ in range(random.randint(20, 80)):
            master.run(40 * MILLISECOND)
            assert abs(master.apart_ns()) < FRAME_NS
            assert not is_held(show)


def test_stops_with_the_master_where_it_stops() -> None:
    show, master = led()
    master.put(True, 0)
    master.run(4 * SECOND)
    master.put(False)
    master.run(200 * MILLISECOND)
    assert is_held(show)
    master.put(False, 3 * SECOND)
    master.run(SECOND)
    now = playing(show)
    assert now is not None and now.held and now.story_ns == 3 * SECOND
    revision = show.state.programme.revision
    master.run(5 * SECOND)
    assert show.state.programme.revision == revision
    master.put(True, 3 * SECOND)
    master.run(SECOND)
    assert abs(master.apart_ns()) < MILLISECOND and not is_held(show)


def test_goes_where_a_standing_master_is_put() -> None:
    show, master = led()
    for story_s in (7, 2, 19, 0):
        master.put(False, story_s * SECOND)
        master.run(1500 * MILLISECOND)
        now = playing(show)
        assert now is not None and now.held and now.story_ns == story_s * SECOND


def test_waits_for_a_master_that_counts_down_and_begins_with_it() -> None:
    show, master = led()
    master.put(True, -10 * SECOND)
    master.run(2 * SECOND)
    now = playing(show)
    assert now is not None and now.held and now.story_ns == 0
    master.run(8 * SECOND + 100 * MILLISECOND)
    assert abs(master.apart_ns()) < MILLISECOND
    assert not is_held(show)


def test_a_jump_is_followed_in_a_second() -> None:
    _show, master = led()
    master.put(True, 0)
    master.run(3 * SECOND)
    for story_s in (10, 10.1, 1, 18.5, 0):
        master.put(True, round(story_s * SECOND))
        master.run(SECOND)
        assert abs(master.apart_ns()) < MILLISECOND


def test_a_jump_while_an_earlier_one_is_prepared() -> None:
    show, master = led()
    master.put(True, 0)
    master.run(300 * MILLISECOND)
    master.put(True, 8 * SECOND)
    master.run(SECOND)
    assert abs(master.apart_ns()) < MILLISECOND
    master.put(True, 2 * SECOND)
    master.run(200 * MILLISECOND)
    master.put(False, 5 * SECOND)
    master.run(1500 * MILLISECOND)
    now = playing(show)
    assert now is not None and now.held and now.story_ns == 5 * SECOND


def test_before_a_seam_the_story_waits_for_a_jump_at_its_end() -> None:
    show, master = led()
    master.put(True, 0)
    master.run(18_800 * MILLISECOND)
    master.put(True, 10 * SECOND)
    run = run_at(show.state.programme, show.now_ns)
    assert run is not None and run.end_ns == FOREVER  # players cue nothing for the seam any more
    show.players["left"].delay_ns = 500 * MILLISECOND
    master.run(SECOND)
    assert abs(master.apart_ns()) < MILLISECOND
    assert not is_held(show)


def test_a_jump_goes_before_a_seam_that_was_to_be_moved() -> None:
    show, master = led(ppm=500.0)
    master.put(True, 0)
    master.run(18_600 * MILLISECOND)
    assert show.state.programme.takes[-1].at_ns > show.now_ns + SECOND
    master.put(True, 10 * SECOND)
    master.run(SECOND)
    assert abs(master.apart_ns()) < 2 * MILLISECOND


def test_a_slow_screen_makes_it_later_but_right() -> None:
    show, master = led()
    show.players["left"].delay_ns = 1500 * MILLISECOND
    master.put(True, 9 * SECOND)
    master.run(5 * SECOND)
    assert abs(master.apart_ns()) < MILLISECOND


@pytest.mark.parametrize("what", ["pause", "restart", "go"])
def test_a_person_goes_before_the_master(what: str) -> None:
    show, master = led()
    master.put(True, 0)
    master.run(3 * SECOND)
    answer = show.order(what, 10 * SECOND if what == "go" else None)
    assert answer.ok and "timecode is not followed" in answer.text
    master.run(4 * SECOND)
    assert abs(master.apart_ns()) > FRAME_NS
    assert show.order("sync").text == "follows the timecode"
    master.run(SECOND)
    assert abs(master.apart_ns()) < MILLISECOND
    assert show.order(what, 10 * SECOND if what == "go" else None).ok
    master.run(2 * SECOND)
    master.put(True, 12 * SECOND)  # a jump takes the lead again
    master.run(SECOND)
    assert abs(master.apart_ns()) < MILLISECOND


def test_a_person_may_resume_what_the_master_stopped() -> None:
    show, master = led()
    master.put(True, 0)
    master.run(3 * SECOND)
    master.put(False)
    master.run(SECOND)
    assert is_held(show)
    assert show.order("resume").ok
    master.run(SECOND)
    assert not is_held(show)


def test_a_master_that_is_gone_leaves_the_show_to_itself() -> None:
    show, master = led()
    master.put(True, 0)
    master.run(3 * SECOND)
    master.light = ""
    master.put(False)
    assert show.state.master.chase is None
    master.run(3 * SECOND)
    assert not is_held(show)
    assert show.order("pause").text == "paused"
    master.light = "locked"
    master.put(True, SECOND)
    show.lose(REMOTE)
    assert not show.state.master.leads


def test_the_controller_changes_under_a_master() -> None:
    show, master = led()
    master.put(True, 0)
    master.run(400 * MILLISECOND)
    show.change_controller()
    master.run(2500 * MILLISECOND)
    assert abs(master.apart_ns()) < MILLISECOND


@pytest.mark.thorough
@settings(max_examples=40)
@given(st.integers(0, 10**6), st.floats(-200, 200))
def test_any_master(seed: int, ppm: float) -> None:
    random = Random(seed)
    show, master = led(seed, ppm)
    for _ in range(8):
        kind = random.choice(["run", "run", "stand", "stop", "order"])
        story_ns = random.randint(-3 * SECOND, 50 * SECOND)
        if kind == "order":
            show.order(random.choice(["pause", "resume", "restart", "sync"]))
            master.run(random.randint(800, 3000) * MILLISECOND)
            continue
        master.put(kind == "run", None if kind == "stop" else story_ns)
        master.run(random.randint(50, 4000) * MILLISECOND)
    story_ns = random.randint(0, 50 * SECOND)
    master.put(True, story_ns)
    master.run(2500 * MILLISECOND)
    for _ in range(30):
        master.run(SECOND)
        assert abs(master.apart_ns()) < following.FRAME_NS
        assert not is_held(show)
    now = moment_at(show.state.programme, show.now_ns)
    assert now is not None
