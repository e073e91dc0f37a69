"""What is noted each time that a beat comes."""

from stage_fakes import grid, track

from installation.stage._syncrecord import KEPT, OnGlass, SyncRecord
from installation.timeline import FOREVER, Beat, Run
from installation.units import MILLISECOND, SECOND

BEATS = (Beat("arrival", SECOND), Beat("kiss", 4 * SECOND))
TRACK = track("v", grid(10), 10 * SECOND)
RUN = Run(1, 3, 100 * SECOND, 0, FOREVER, FOREVER)


def on(*frames: int) -> list[OnGlass]:
    names = ("left", "middle", "right")
    return [OnGlass(s, "v", frame, TRACK) for s, frame in zip(names, frames, strict=False)]


def test_every_screen_is_noted_once_a_beat_with_its_error() -> None:
    record = SyncRecord()
    record.look(RUN, BEATS, SECOND - 1, on(23, 23, 23))
    assert not record.passed
    record.look(RUN, BEATS, SECOND + 2 * MILLISECOND, on(24, 22, 25))
    record.look(RUN, BEATS, SECOND + 40 * MILLISECOND, on(25, 25, 25))
    assert [(p.screen, p.beat, p.error) for p in record.passed] == [
        ("left", "arrival", 0),
        ("middle", "arrival", -2),
        ("right", "arrival", 1),
    ]
    first = record.passed[0]
    assert (first.cycle, first.at_ns, first.frame, first.expected) == (3, 101 * SECOND, 24, 24)


def test_a_beat_that_nobody_looked_at_in_time_is_left_out() -> None:
    record = SyncRecord()
    record.look(RUN, BEATS, SECOND + 300 * MILLISECOND, on(31))
    assert not record.passed


def test_a_run_that_begins_behind_a_beat_does_not_pass_it() -> None:
    record = SyncRecord()
    joined = Run(2, 3, 100 * SECOND, SECOND + 50 * MILLISECOND, FOREVER, FOREVER)
    record.look(joined, BEATS, SECOND + 60 * MILLISECOND, on(25))
    assert not record.passed
    at_it = Run(3, 3, 100 * SECOND, SECOND, FOREVER, FOREVER)
    record.look(at_it, BEATS, SECOND, on(24))
    assert [p.at_ns for p in record.passed] == [100 * SECOND]


def test_the_latest_stay() -> None:
    record = SyncRecord()
    for cycle in range(40):
        run = Run(1, cycle, (100 + 10 * cycle) * SECOND, 0, FOREVER, FOREVER)
        for beat in BEATS:
            record.look(run, BEATS, beat.story_ns, on(int(beat.story_ns * 24 / SECOND)))
    assert len(record.passed) == KEPT
    assert record.passed[-1].cycle == 39 and record.passed[-1].beat == "kiss"
    assert all(p.error == 0 for p in record.passed)
