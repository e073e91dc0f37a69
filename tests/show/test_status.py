"""The snapshot as JSON and as a table."""

import json

import msgspec
import pytest

from installation.link import BeatPassed
from installation.model import IntakeStep, ShowState, VersionState
from installation.said import verbatim
from installation.show import (
    ScreenStatus,
    ShowStatus,
    VersionStatus,
    status_from_json,
    status_table,
)
from installation.show._status import MachineSeen, StageReport, to_json
from installation.show.status_words import clock

LEFT = ScreenStatus(
    screen="left",
    display="HDMI-1",
    pid=11,
    version="kiss-1-storyboard",
    title="The Kiss, storyboard",
    frame=1234,
    story_s=51.4,
    lead_ms=181.6,
    late=1,
    held=2,
    skipped=3,
    unidentified=4,
    recoveries=5,
    restarts=6,
    decoder="avcodec",
    fault=verbatim(""),
)
RIGHT = msgspec.structs.replace(
    LEFT, screen="right", display="", pid=None, version="", frame=-1, fault="no display HDMI-3"
)
STAGE = StageReport(7, 1000, 2, 0, True, 16.667, "llvmpipe", 0)
SHOW = ShowStatus(
    title="The Kiss, twice",
    state=ShowState.PLAYING,
    cycle=14,
    story_s=20.96,
    cycle_s=72.0,
    beat="between 'kiss' and 'supper'",
    revision=3,
    uptime_s=99.6,
    controller_pid=1,
    screens=(LEFT, RIGHT),
    stage=STAGE,
    versions=(
        VersionStatus("kiss-1-storyboard", "The Kiss, storyboard", VersionState.READY),
        VersionStatus(
            "kiss-4",
            "kiss-4",
            VersionState.BROKEN,
            verbatim("not a whole file"),
            verbatim("Copy it again."),
        ),
        VersionStatus("kiss-5", "kiss-5", VersionState.SETTLING, verbatim("half of it is missing")),
        VersionStatus(
            *("kiss-6", "kiss-6", VersionState.INDEXING),
            step=IntakeStep.DECODING,
            share=0.426,
            eta_s=3.2,
        ),
        VersionStatus("kiss-7", "kiss-7", VersionState.APPROVAL),
        VersionStatus("kiss-8", "kiss-8", VersionState.ASIDE, verbatim("its player crashed")),
    ),
    beats=(("kiss", 19.5), ("supper", 21.75)),
    notes=(verbatim("2 screens share one version."),),
)


def test_the_table_says_everything_that_matters() -> None:
    assert status_table(SHOW).splitlines() == [
        "The Kiss, twice: playing, cycle 14, 0:21.0 of 1:12.0, between 'kiss' and 'supper'",
        "",
        "screen  display  version            frame  lead    late  held  skipped  restarts  sound",
        "left    HDMI-1   kiss-1-storyboard  1234   182 ms  1     2     3        6         -",
        "right   -        -                  -1     182 ms  1     2     3        6         -",
        "",
        "stage: 1000 refreshes, 2 late, skew 0, vsync 16.67 ms, llvmpipe",
        "programme revision 3, up 100 s",
        "right: no display HDMI-3",
        "kiss-4: cannot be played: not a whole file. Copy it again.",
        "kiss-5: just arrived: half of it is missing",
        "kiss-6: being looked at, 43 %: decoding (3 s left)",
        "kiss-7: waits for your approval: `kiss versions approve kiss-7`",
        "kiss-8: set aside: its player crashed. `kiss versions restore kiss-8`",
        "2 screens share one version.",
    ]


def test_the_table_says_how_all_machines_are() -> None:
    east = MachineSeen("east", True, True, True, True, ("left", "centre"), 0.41, True, films=5)
    west = MachineSeen(
        *("west", False, True, False, True, ("right",), 30.0, False),
        offset_ms=-0.41,
        films=4,
        lacks=1,
    )
    odd = MachineSeen("odd", False, True, False, False, ("far",))
    north = MachineSeen("north", False, False, False, False, ("up",), away_s=12.4)
    never = MachineSeen("never", False, False, False, False)
    show = msgspec.structs.replace(SHOW, machines=(east, west, odd, north, never))
    (line,) = (one for one in status_table(show).splitlines() if one.startswith("machines: "))
    assert line == (
        "machines: east (this one, leads, clock within 0.4 ms, films 5): left, centre;"
        " west (follows, clock within 30.0 ms, not to be trusted, found -0.4 ms off this one's,"
        " films 4, 1 more on others): right;"
        " odd (plays its own to the seam, clock not kept, films 0): far;"
        " north not heard for 12 s; never not heard yet"
    )


def test_the_table_says_that_somebody_aligns() -> None:
    said = status_table(msgspec.structs.replace(SHOW, aligning=True))
    assert "calibrate: the screens show its pattern" in said


def test_the_table_says_how_the_screens_met_at_the_last_beat() -> None:
    def met(*passed: tuple[str, str, int]) -> str:
        noted = tuple(
            BeatPassed(n, 3, beat, screen, "kiss-1", 100 + error, 100, error)
            for n, (beat, screen, error) in enumerate(passed)
        )
        return next(
            line
            for line in status_table(msgspec.structs.replace(SHOW, passed=noted)).splitlines()
            if line.startswith("at '")
        )

    assert met(("kiss", "left", 0), ("kiss", "right", 0)) == (
        "at 'kiss': all screens exact; at worst of late 0 pictures off"
    )
    assert met(("door", "left", -2), ("kiss", "left", 0), ("kiss", "right", 1)) == (
        "at 'kiss': right +1; at worst of late 2 pictures off"
    )


@pytest.mark.parametrize("state", [ShowState.WAITING, ShowState.STARTING])
def test_a_show_that_has_not_begun_speaks_of_no_cycle(state: ShowState) -> None:
    stage = msgspec.structs.replace(STAGE, vsync=False, renderer="")
    before = msgspec.structs.replace(SHOW, state=state, screens=(), stage=stage, notes=())
    lines = status_table(before).splitlines()
    assert lines[0] == f"The Kiss, twice: {state}"
    assert lines[4] == "stage: 1000 refreshes, 2 late, skew 0, no vsync"


def test_the_rows_stand_in_columns_whatever_is_in_them() -> None:
    wide = msgspec.structs.replace(LEFT, screen="the one behind the door", frame=123456789)
    head, *rows = status_table(msgspec.structs.replace(SHOW, screens=(LEFT, wide))).splitlines()[
        2:5
    ]
    for heading in ("display", "version", "lead", "late"):
        column = head.index(heading)
        assert all(row[column - 2 : column] == "  " and row[column] != " " for row in rows)


def test_the_snapshot_comes_back_from_json() -> None:
    text = to_json(SHOW)
    assert status_from_json(text) == SHOW
    assert "\n" not in text
    assert json.loads(text)["screens"][0]["frame"] == 1234


@pytest.mark.parametrize(
    ("story_s", "said"),
    [(0.0, "0:00.0"), (9.94, "0:09.9"), (59.96, "1:00.0"), (61.25, "1:01.2"), (3723.5, "62:03.5")],
)
def test_a_story_time_as_people_say_it(story_s: float, said: str) -> None:
    assert clock(story_s) == said
