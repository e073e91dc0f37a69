"""The status, put together from what the processes have said, and from what they have not."""

from typing import Any

import pytest
from msgspec.structs import replace
from show_films import a_film

from installation.director import LineupPlanner
from installation.library import Broken, IntakeProgress
from installation.link import STAGE, PlayerStatus, ScreenShown, StageStatus
from installation.model import (
    NONE_YET,
    Fault,
    IntakeStep,
    Placed,
    Placement,
    Rect,
    ShowState,
    VersionState,
)
from installation.model._placement import Missing
from installation.said import verbatim
from installation.show import VersionStatus, status_table
from installation.show._process_end import ProcessEnd
from installation.show._remote_process import glanced
from installation.show._supervisor import SupervisedProcess
from installation.show.status_facts import Facts, status
from installation.timeline import Cue, Programme, Take
from installation.units import SECOND

LEFT, RIGHT = "left", "right"
FILMS = (a_film("a", 12.0), a_film("b", 30.0, {"arrival": 0.0, "kiss": 20.0}))
PLAN = LineupPlanner({LEFT: "first", RIGHT: "newest"}, FILMS).plan(4)
assert PLAN is not None
PLAYING = Programme(9, "boot", (Take(3, 100 * SECOND, 4, 0),), None, (PLAN,))
PLACEMENT = Placement(
    window=Rect(0, 0, 1280, 360),
    decorated=False,
    placed=(
        Placed(LEFT, "HDMI-1", Rect(0, 0, 640, 360)),
        Placed(RIGHT, "HDMI-2", Rect(640, 0, 640, 360)),
    ),
    missing=(),
    panel=None,
)


def facts(**changes: Any) -> Facts:
    """A show 70 s old, 5 s into its fourth cycle; what is not said is the least that there is."""
    plain: dict[str, Any] = {
        "pid": 4711,
        "title": "The Kiss",
        "programme": PLAYING,
        "now_ns": 105 * SECOND,
        "began_ns": 35 * SECOND,
        "placement": PLACEMENT,
        "players": {},
        "stage": None,
        "workers": {},
        "versions": FILMS,
        "broken": (),
        "arrivals": (),
        "beats": (("arrival", 0), ("kiss", 20 * SECOND)),
        "notes": ("a note",),
    }
    return Facts(**{**plain, **changes})


def a_worker(name: str, **traits: Any) -> SupervisedProcess:
    return SupervisedProcess(name, ["true"], **traits)


def test_where_the_story_is() -> None:
    found = status(facts())
    assert (found.title, found.state, found.cycle) == ("The Kiss", ShowState.PLAYING, 4)
    assert (found.story_s, found.cycle_s) == (5.0, 30.0)
    assert found.beat.startswith("between 'arrival' and 'kiss', ")
    assert found.beats == (("arrival", 0.0), ("kiss", 20.0))
    assert (found.revision, found.uptime_s, found.notes) == (9, 70.0, ("a note",))
    assert found.controller_pid == 4711


def test_a_screen_that_plays_is_not_said_to_wait() -> None:
    """A controller that follows knows of no version until the films have been looked at again."""
    waits = "There is no version yet; the screens wait for the first."
    found = status(facts(notes=(NONE_YET, "a note")))
    assert found.notes == ("No version has been found good yet; what plays goes on.", "a note")
    assert status(facts(programme=Programme(), notes=(NONE_YET,))).notes == (waits,)


@pytest.mark.parametrize(
    ("programme", "state"),
    [
        (Programme(), ShowState.WAITING),
        (replace(PLAYING, takes=(), pending=Cue(3, 4, 0)), ShowState.STARTING),
        (replace(PLAYING, takes=(Take(3, 106 * SECOND, 4, 0),)), ShowState.STARTING),
        (PLAYING, ShowState.PLAYING),
        (replace(PLAYING, takes=(Take(3, 100 * SECOND, 4, 0, 106 * SECOND),)), ShowState.PLAYING),
        (replace(PLAYING, takes=(Take(3, 100 * SECOND, 4, 0, 105 * SECOND),)), ShowState.PAUSED),
    ],
)
def test_the_state_of_the_show(programme: Programme, state: ShowState) -> None:
    found = status(facts(programme=programme))
    assert found.state is state
    assert (found.cycle > 0) == (state in (ShowState.PLAYING, ShowState.PAUSED))


def test_a_screen_is_what_its_player_its_worker_and_the_stage_say() -> None:
    said = PlayerStatus("left", 11, 9, lead_ms=181.26, unidentified=1, recoveries=2, decoder="sw")
    shown = ScreenShown(version="a", frame=120, late=3, held=4, skipped=5)
    found = status(
        facts(
            players={"left": said},
            stage=StageStatus(7, 9, screens={"left": shown}),
            workers={"left": a_worker("left", pid=11, restarts=6)},
        )
    )
    left, right = found.screens
    assert (left.screen, left.display, left.pid, left.title) == (
        "left",
        "HDMI-1",
        11,
        "The Kiss, a",
    )
    assert (left.version, left.frame, left.lead_ms) == ("a", 120, 181.3)
    assert (left.late, left.held, left.skipped) == (3, 4, 5)
    assert (left.unidentified, left.recoveries, left.restarts) == (1, 2, 6)
    assert (left.decoder, left.fault) == ("sw", "")
    assert (right.screen, right.pid, right.version, right.frame) == ("right", None, "", -1)
    assert (right.display, right.title, right.fault) == ("HDMI-2", "The Kiss, b", "")


def test_a_screen_without_a_display_says_why() -> None:
    placement = Placement(
        window=PLACEMENT.window,
        decorated=False,
        placed=PLACEMENT.placed[1:],
        missing=(Missing(LEFT, verbatim("there is no display HDMI-1")),),
        panel=None,
    )
    left, right = status(facts(placement=placement, order=("left", "right"))).screens
    assert (left.screen, left.display, left.fault) == ("left", "", "there is no display HDMI-1")
    assert (right.screen, right.display) == ("right", "HDMI-2")


def test_a_fault_is_the_player_s_own_word_or_how_it_ended() -> None:
    ended = a_worker("left", pid=None, last_end=ProcessEnd(verbatim("signal 9")))
    alive = a_worker("left", pid=11, last_end=ProcessEnd(verbatim("signal 9")))
    said = {"left": PlayerStatus("left", 11, 9, fault=verbatim("libvlc did not deliver picture 3"))}

    def fault(**changes: Any) -> str:
        return status(facts(**changes)).screens[0].fault

    assert fault(workers={"left": ended}) == "its process ended (signal 9); it is started again"
    assert fault(workers={"left": alive}) == fault(workers={"left": ended})
    speaks = {"left": PlayerStatus("left", 11, 9)}
    assert fault(workers={"left": alive}, players=speaks) == fault() == ""
    assert fault(workers={"left": ended}, players=said) == "libvlc did not deliver picture 3"


def test_a_stage_that_cannot_begin_is_told_with_its_reason_until_it_plays() -> None:
    why = "gave up with code 1: no window with OpenGL 3.3 on this display"
    for pid in (None, 7):  # between two tries, and in one
        workers = {STAGE: a_worker(STAGE, pid=pid, last_end=ProcessEnd(verbatim(why)))}
        (_, note) = status(facts(workers=workers)).notes
        assert note == f"the stage has ended ({why}); it is tried again until it plays"
        there = status(facts(workers=workers, stage=StageStatus(7, 9)))
        assert there.notes == ("a note",)


def test_the_stage_is_what_it_says_or_nothing_yet() -> None:
    said = StageStatus(7, 9, refreshes=50, late_flips=1, skew=2, vsync=True, refresh_ms=16.7)
    found = status(facts(stage=said, workers={STAGE: a_worker(STAGE, pid=7, restarts=1)})).stage
    assert (found.pid, found.restarts) == (7, 1)
    assert (found.refreshes, found.late_flips, found.skew) == (50, 1, 2)
    assert (found.vsync, found.refresh_ms, found.renderer) == (True, 16.7, "")
    nothing = status(facts()).stage
    assert (nothing.pid, nothing.refreshes, nothing.restarts) == (None, 0, 0)


def test_every_version_says_what_stands_in_its_way() -> None:
    found = status(
        facts(
            versions=FILMS[:1],
            arrivals=(
                IntakeProgress("d", VersionState.INDEXING, IntakeStep.DECODING, 0.426, 3.2),
                IntakeProgress(
                    "e", VersionState.SETTLING, hindrance=verbatim("half of it is missing")
                ),
            ),
            broken=(
                Broken("f", Fault(verbatim("not a whole file."), verbatim("Copy it again."))),
                Broken("g", Fault(verbatim("empty"), verbatim(""))),
            ),
        )
    ).versions
    assert found == (
        VersionStatus(
            *("a", "The Kiss, a", VersionState.READY),
            revision="a-1",
            screens=("left",),
            file="a.mp4",
        ),
        VersionStatus(
            *("d", "d", VersionState.INDEXING),
            step=IntakeStep.DECODING,
            share=0.426,
            eta_s=3.2,
        ),
        VersionStatus("e", "e", VersionState.SETTLING, verbatim("half of it is missing")),
        VersionStatus(
            "f", "f", VersionState.BROKEN, verbatim("not a whole file."), verbatim("Copy it again.")
        ),
        VersionStatus("g", "g", VersionState.BROKEN, verbatim("empty")),
    )


def test_a_screen_that_shows_too_few_pictures_says_so() -> None:
    few = "shows 9 of 24 pictures a second: this machine draws too slowly"
    at_work = {name: a_worker(name, pid=1) for name in (LEFT, RIGHT, STAGE)}
    assert glanced(status(facts(workers=at_work)), False, ()).step == "well"
    found = status(facts(slow={"left": few}, workers=at_work))
    slow = {screen.screen: screen.slow for screen in found.screens}
    assert slow["left"] == few and not any(w for s, w in slow.items() if s != "left")
    assert f"left {few}" in status_table(found).splitlines()
    assert glanced(found, False, ()).step == "care"
