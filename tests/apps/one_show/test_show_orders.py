"""One show on three heads, and everything that a person may ask of it."""

import json
import time
from threading import Thread

import pytest
from show_rig import (
    FRAMES,
    Played,
    Sight,
    Watched,
    apart,
    jumps,
    kiss,
    kiss_process,
    runs,
    wait_until,
)

from installation.model import Go, Hold, Order, Restart, Resume, Sync
from installation.show import ShowStatus

pytestmark = [pytest.mark.process, pytest.mark.alone]
SEAM_S = 3.2


def order(show: Played, *words: str) -> str:
    """Give an order as a person does; what it says."""
    done = kiss_process(*words, "--state", show.stage.state)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def seen(show: Played, sight: Sight, given: Order, seconds: float = 1.0) -> Watched:
    """The pictures on all heads from just before an order on: it is on the glass at once."""
    giving = Thread(target=show.order, args=(given,))
    giving.start()
    samples = sight.watch(seconds)
    giving.join()
    return samples


def test_three_versions_one_picture(show: Played, sight: Sight) -> None:
    assert sight.films() == [1, 2, 3]
    samples = sight.watch(SEAM_S)
    pictures = runs(samples)
    assert apart(samples) == []
    assert len(pictures) > SEAM_S * 24 * 0.6
    assert jumps(samples) == []
    assert pictures != sorted(pictures)  # through a seam


def test_the_status_tells_all_of_it(show: Played) -> None:
    told = json.loads(order(show, "status", "--json"))
    assert set(told) == set(ShowStatus.__struct_fields__)
    assert told["title"] == "Test"
    assert told["state"] == "playing"
    assert told["cycle_s"] == 3.0
    assert [s["screen"] for s in told["screens"]] == ["left", "centre", "right"]
    assert [s["display"] for s in told["screens"]] == ["DUMMY0", "DUMMY1", "DUMMY2"]
    assert [s["version"] for s in told["screens"]] == ["kiss-1", "kiss-2", "kiss-3"]
    assert [s["title"] for s in told["screens"]] == ["The Kiss 1", "The Kiss 2", "The Kiss 3"]
    assert all(s["pid"] and s["fault"] == "" and s["restarts"] == 0 for s in told["screens"])
    assert all(0 <= s["frame"] < FRAMES and s["lead_ms"] > 50 for s in told["screens"])
    refreshes = told["stage"]["refreshes"]
    again = show.says(lambda status: status.stage.refreshes >= refreshes + 24)
    wait_until("a second of refreshes", again, 3)
    assert told["stage"]["renderer"] == "software, without OpenGL"  # there is no card here
    assert not told["stage"]["vsync"]
    assert [v["state"] for v in told["versions"]] == ["ready"] * 3
    assert told["beats"] == [["arrival", 0.5], ["kiss", 1.5], ["march", 2.5]]
    assert told["notes"] == []


def test_the_status_for_people(show: Played) -> None:
    lines = order(show, "status").splitlines()
    assert lines[0].startswith("Test: playing, cycle ")
    assert [line.split()[:3] for line in lines[3:6]] == [
        ["left", "DUMMY0", "kiss-1"],
        ["centre", "DUMMY1", "kiss-2"],
        ["right", "DUMMY2", "kiss-3"],
    ]


def test_a_second_show_for_the_same_state_is_refused(show: Played, sight: Sight) -> None:
    stage = show.stage
    words = ("play", stage.layout, "--versions", stage.versions, "--state", stage.state)
    began = time.monotonic()
    done = kiss_process(*words, environment=show.environment)
    assert done.returncode == 1
    assert "playing already" in done.stderr
    assert f"process {show.keeper.pid}" in done.stderr
    assert "--state DIR" in done.stderr
    assert "Traceback" not in done.stderr
    assert time.monotonic() - began < 5
    assert apart(sight.watch(0.3)) == []


def test_pause_holds_one_picture_and_resume_goes_on_from_it(show: Played, sight: Sight) -> None:
    assert order(show, "pause") == "paused\n"
    wait_until("pause", show.says(lambda status: status.state == "paused"))
    time.sleep(0.15)
    held = sight.watch(0.8)
    assert apart(held) == []
    assert len(runs(held)) == 1
    assert kiss("pause", "--state", show.stage.state).returncode == 1  # and says so
    told = show.status()
    assert {s.frame for s in told.screens} == {held[0][0]}
    went_on = seen(show, sight, Resume())
    assert apart(went_on) == []
    assert went_on[0][0] == held[0][0]
    assert jumps(went_on) == []
    done = kiss("resume", "--state", show.stage.state)
    assert (done.returncode, done.stdout) == (1, "not paused: it plays\n")


def test_a_resume_just_before_a_seam_leads_through_it(show: Played, sight: Sight) -> None:
    show.order(Hold("2.9"))
    wait_until("hold", show.says(lambda status: status.state == "paused"))
    time.sleep(1)
    went_on = seen(show, sight, Resume())
    assert apart(went_on) == []
    assert jumps(went_on) == []
    assert went_on[-1][0] < went_on[0][0]


def test_restart_begins_a_new_cycle(show: Played, sight: Sight) -> None:
    show.order(Go("0.5"))
    wait_until("story", show.says(lambda status: 0.7 < status.story_s < 1.5))
    cycle = show.status().cycle
    samples = seen(show, sight, Restart())
    assert apart(samples) == []
    begins = jumps(samples)[-1]
    assert begins < 4
    assert show.status().cycle == cycle + 1


@pytest.mark.parametrize(("to", "frame"), [("2", 48), ("0:00.5", 12), ("Kiss", 36), ("march", 60)])
def test_go_by_time_and_by_beat(show: Played, sight: Sight, to: str, frame: int) -> None:
    show.order(Restart())
    # far enough from every place: the story plays on for some ten pictures until the cut
    wait_until("story", show.says(lambda status: 0.7 < status.story_s < 0.9))
    samples = seen(show, sight, Go(to))
    assert apart(samples) == []
    there = jumps(samples)[-1]
    assert 0 <= there - frame < 4


@pytest.mark.parametrize(
    ("to", "hint"),
    [("kisses", "did you mean 'kiss'"), ("9:00", "3.0"), ("supper", "arrival, kiss, march")],
)
def test_go_nowhere_says_where_one_can_go(show: Played, sight: Sight, to: str, hint: str) -> None:
    done = kiss("go", to, "--state", show.stage.state)
    assert done.returncode == 1
    assert hint in done.stdout.lower()
    assert apart(sight.watch(0.3)) == []


def test_sync_is_not_seen(show: Played, sight: Sight) -> None:
    before = show.status()
    samples = seen(show, sight, Sync(), 2.0)
    assert apart(samples) == []
    assert jumps(samples) == []
    after = show.status()
    assert after.revision > before.revision


def test_nothing_was_lost_in_all_of_this(show: Played) -> None:
    for screen in show.status().screens:
        assert (screen.unidentified, screen.restarts, screen.fault) == (0, 0, "")
    assert "Traceback" not in show.said()
