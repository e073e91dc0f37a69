"""The show's status: one frozen snapshot, for commands, the panel and who asks over the link."""

import msgspec
from msgspec import Struct

from installation.link.messages import BeatPassed


class ScreenStatus(Struct, frozen=True):
    """One screen.

    ``story_s`` is where its picture begins in the story, ``lead_ms`` how early its pictures come,
    at worst in the last quarter second. ``late`` pictures came after their instant, ``held`` ones
    were not there at theirs, ``skipped`` ones were never shown; ``unidentified`` ones only the
    clock vouches for. ``level`` is in percent; ``sound`` is why a screen that speaks is not heard.
    ``size`` is its viewport's width and height in pixels, 0 without a display.
    """

    screen: str
    display: str
    pid: int | None
    version: str
    title: str
    frame: int
    story_s: float
    lead_ms: float
    late: int
    held: int
    skipped: int
    unidentified: int
    recoveries: int
    restarts: int
    decoder: str
    fault: str
    speaks: bool = False
    level: int = 100
    sound: str = ""
    size: tuple[int, int] = (0, 0)


class StageReport(Struct, frozen=True):
    """The stage. ``skew`` is the most that two screens differed by at any swap, in pictures."""

    pid: int | None
    refreshes: int
    late_flips: int
    skew: int
    vsync: bool
    refresh_ms: float
    renderer: str
    restarts: int


class RemoteReport(Struct, frozen=True):
    """The remote: what is plugged in, what is missed, and what has come from it."""

    pid: int | None
    ports: tuple[str, ...]
    missing: tuple[str, ...]
    heard: int
    junk: int
    orders: int
    restarts: int


class VersionStatus(Struct, frozen=True):
    """A version, and what stands in its way if anything does.

    ``state`` is one of ``settling waiting indexing broken``, and of what has been found good one of
    ``ready approval retired aside``: it may play, waits for a person, was taken out by one, was set
    aside after it failed or by a rollback. ``revision`` is its film's content hash; ``screens`` are
    those that show it.
    """

    id: str
    title: str
    state: str
    detail: str = ""
    revision: str = ""
    screens: tuple[str, ...] = ()


class ShowStatus(Struct, frozen=True):
    """Everything. ``state`` is one of ``waiting starting playing paused``.

    ``voice`` is ``all``, ``none`` or the screen that speaks. ``master`` is the lock light of a
    master's timecode, in words. ``folder`` has the versions, ``calibration`` the projectors' files;
    ``layout`` is the layout's file. ``aligning``: `kiss calibrate` has the screens.
    """

    title: str
    state: str
    cycle: int
    story_s: float
    cycle_s: float
    beat: str
    revision: int
    uptime_s: float
    controller_pid: int
    screens: tuple[ScreenStatus, ...]
    stage: StageReport
    versions: tuple[VersionStatus, ...] = ()
    beats: tuple[tuple[str, float], ...] = ()
    notes: tuple[str, ...] = ()
    pinned: dict[str, str] = {}
    folder: str = ""
    voice: str = "none"
    dark: bool = False
    master: str = ""
    remote: RemoteReport | None = None
    layout: str = ""
    calibration: str = ""
    aligning: bool = False
    passed: tuple[BeatPassed, ...] = ()
    """What each screen showed at the beats that came last."""


def to_json(status: ShowStatus) -> str:
    """The snapshot as one line of JSON."""
    return msgspec.json.encode(status).decode()


def from_json(text: str) -> ShowStatus:
    """The snapshot that a controller sent."""
    return msgspec.json.decode(text, type=ShowStatus)


def clock(story_s: float) -> str:
    """A story time as people say it: minutes, seconds and a tenth."""
    tenths = round(story_s * 10)
    return f"{tenths // 600}:{tenths // 10 % 60:02d}.{tenths % 10}"


def whole_clock(story_s: float) -> str:
    """A time in whole seconds: one that a person can read while it runs."""
    whole = int(story_s)
    return f"{whole // 60}:{whole % 60:02d}"


STATES = {
    "settling": "just arrived",
    "waiting": "waits for its turn",
    "indexing": "being looked at",
    "broken": "cannot be played",
    "approval": "waits for your approval",
    "retired": "retired",
    "aside": "set aside",
}
"""What a version's state is called where people read."""


def table(status: ShowStatus) -> str:
    """The snapshot for a terminal."""
    head = f"{status.title}: {status.state}"
    if status.state in ("playing", "paused"):
        head += f", cycle {status.cycle}, {clock(status.story_s)} of {clock(status.cycle_s)}"
        head += f", {status.beat}" if status.beat else ""
    rows = [_HEADINGS, *(_row(screen) for screen in status.screens)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [head, ""]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        lines.append("  ".join(cells).rstrip())
    stage = status.stage
    vsync = f"vsync {stage.refresh_ms:.2f} ms" if stage.vsync else "no vsync"
    drawn = f"{stage.refreshes} refreshes, {stage.late_flips} late, skew {stage.skew}"
    lines += ["", ", ".join(filter(None, (f"stage: {drawn}", vsync, stage.renderer)))]
    if status.master:
        lines.append(f"timecode: {status.master}")
    if status.dark:
        lines.append("blackout: the screens are dark; `kiss blackout off` brings them back")
    if status.aligning:
        lines.append("calibrate: the screens show its pattern, or a draft, until it is left")
    if status.remote is not None:
        lines.append(_remote_line(status.remote))
    lines += [_met(status.passed)] if status.passed else []
    lines.append(f"programme revision {status.revision}, up {status.uptime_s:.0f} s")
    lines += [f"{s.screen}: {s.fault}" for s in status.screens if s.fault]
    for version in status.versions:
        if version.state != "ready":
            word = STATES.get(version.state, version.state)
            told = ": ".join(filter(None, (version.id, word, version.detail)))
            lines.append(told.replace("\n", "\n  "))
    lines += list(status.notes)
    return "\n".join(lines)


def _remote_line(remote: RemoteReport) -> str:
    there = ", ".join(remote.ports) or "nothing plugged in"
    counts = f"{remote.heard} messages, {remote.orders} orders"
    return f"remote: {there}; {counts}" + (f", {remote.junk} junk" if remote.junk else "")


def _met(passed: tuple[BeatPassed, ...]) -> str:
    """How well the screens met at the last beat, and at worst of late."""
    last, worst = passed[-1], max(abs(each.error) for each in passed)
    off = [each for each in passed if (each.cycle, each.beat) == (last.cycle, last.beat)]
    told = ", ".join(f"{each.screen} {each.error:+d}" for each in off if each.error)
    return f"at {last.beat!r}: {told or 'all screens exact'}; at worst of late {worst} pictures off"


_HEADINGS = (
    *("screen", "display", "version", "frame", "lead", "late", "held", "skipped", "restarts"),
    "sound",
)


def _row(screen: ScreenStatus) -> tuple[str, ...]:
    counts = (screen.late, screen.held, screen.skipped, screen.restarts)
    return (
        screen.screen,
        screen.display or "-",
        screen.version or "-",
        str(screen.frame),
        f"{screen.lead_ms:.0f} ms",
        *map(str, counts),
        f"{screen.level} %" if screen.speaks else "-",
    )
