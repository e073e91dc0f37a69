"""Snapshots to show: a triptych that plays, and what can become of it."""

from typing import Any

import msgspec

from installation.library import Broken, IntakeProgress
from installation.model import IntakeStep, Refusal, ShowState, VersionState
from installation.said import Said
from installation.show import ScreenStatus, ShowStatus, VersionStatus
from installation.show._status import StageReport
from installation.show.status_facts import versions

STAGE = StageReport(
    pid=7,
    refreshes=1000,
    late_flips=0,
    skew=0,
    vsync=False,
    refresh_ms=0.0,
    renderer="llvmpipe",
    restarts=0,
)
CP = Said("{name} (process {pid})", name="cp", pid=4711)
HINDRANCE = Said("open for writing in {who}", who=CP)
BEATS = (("arrival", 0.0), ("ball", 5.5), ("dark room", 15.5), ("kiss", 19.5), ("supper", 21.75))
READY = (
    VersionStatus("kiss-1-storyboard", "The Kiss, storyboard", VersionState.READY),
    VersionStatus("kiss-2-gen2", "The Kiss, second memory", VersionState.READY),
    VersionStatus("kiss-3-lucid", "The Kiss, lucid", VersionState.READY),
)
ARRIVING, WAITING, BROKEN = versions(
    (),
    (
        IntakeProgress("kiss-5", VersionState.INDEXING, IntakeStep.DECODING, 0.43, 12.4),
        IntakeProgress("kiss-6", VersionState.SETTLING, hindrance=HINDRANCE),
    ),
    (Broken("kiss-4", Refusal.NO_FILM.fault()),),
    {},
    {},
    (),
)
"""What the snapshot makes of the library's records."""


def a_screen(name: str, version: VersionStatus | None, **changes: Any) -> ScreenStatus:
    """A screen in step, or with no version one that has not begun."""
    plain = ScreenStatus(
        screen=name,
        display=f"HDMI-{name}",
        pid=11,
        version=version.id if version else "",
        title=version.title if version else "",
        frame=400 if version else -1,
        story_s=16.7 if version else 0.0,
        lead_ms=180.0,
        decoder="avcodec",
    )
    return msgspec.structs.replace(plain, **changes)


LEFT, CENTRE, RIGHT = map(a_screen, ("left", "centre", "right"), READY)


def a_show(**changes: Any) -> ShowStatus:
    """The triptych, playing, a second before supper."""
    plain = ShowStatus(
        title="The Kiss, three times",
        state=ShowState.PLAYING,
        cycle=14,
        story_s=20.9,
        cycle_s=36.0,
        beat="between 'kiss' and 'supper'",
        revision=3,
        uptime_s=100.0,
        controller_pid=1,
        screens=(LEFT, CENTRE, RIGHT),
        stage=STAGE,
        versions=READY,
        beats=BEATS,
        languages=("en", "ru"),
        labelled=True,
    )
    return msgspec.structs.replace(plain, **changes)


def not_begun(state: ShowState, **changes: Any) -> ShowStatus:
    """The triptych before its first picture."""
    screens = tuple(a_screen(name, None) for name in ("left", "centre", "right"))
    empty = a_show(state=state, screens=screens, cycle=0, story_s=0.0, cycle_s=0.0, beat="")
    return msgspec.structs.replace(empty, beats=(), **changes)
