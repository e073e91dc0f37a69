"""The show's status as a table for a terminal. Pure."""

from installation.errors import told
from installation.link import BeatPassed
from installation.model import ShowState, VersionState
from installation.show import status_words as words
from installation.show._status import (
    DoorReport,
    MachineSeen,
    RemoteReport,
    ScreenStatus,
    ShowStatus,
    VersionStatus,
)


def status_table(status: ShowStatus) -> str:
    """The snapshot for a terminal."""
    head = f"{status.title}: {status.state}"
    if status.state in (ShowState.PLAYING, ShowState.PAUSED):
        now, length = words.clock(status.story_s), words.clock(status.cycle_s)
        head += f", cycle {status.cycle}, {now} of {length}"
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
    if status.machines:
        lines.append(f"machines: {'; '.join(map(_machine, status.machines))}")
    if status.master:
        lines.append(f"timecode: {status.master}")
    if status.house is not None:
        lines.append(f"house: {words.house_line(status.house)}")
    for one in status.projectors:
        said = ", ".join(filter(None, (one.power or "not asked yet", one.hours)))
        lines.append(f"{one.name}: {said}")
    if status.overall.muted or status.overall.level < 100:
        lines.append(f"all sound: {_loudness(status.overall.level, status.overall.muted)}")
    if status.hearing:
        said = ", ".join(f"{one.name} {_loudness(one.level, one.muted)}" for one in status.hearing)
        lines.append(f"hearing: {said}")
    if status.languages:
        said = ", ".join(f"{s.screen} {s.language or 'none'}" for s in status.screens)
        lines.append(f"subtitles: {said}")
    if status.dark:
        lines.append("blackout: the screens are dark; `kiss blackout off` brings them back")
    if status.aligning:
        lines.append("calibrate: the screens show its pattern, or a draft, until it is left")
    if status.remote is not None:
        lines.append(_remote_line(status.remote))
    if status.door is not None:
        lines.append(_door_line(status.door))
    lines += [_met(status.passed)] if status.passed else []
    lines.append(f"programme revision {status.revision}, up {status.uptime_s:.0f} s")
    lines += [f"{s.screen}: {s.fault}" for s in status.screens if s.fault]
    lines += [f"{s.screen} {s.slow}" for s in status.screens if s.slow]
    lines += [in_the_way(v) for v in status.versions if v.state is not VersionState.READY]
    lines += list(status.notes)
    return "\n".join(lines)


def _machine(one: MachineSeen) -> str:
    if not one.there:
        since = f"for {one.away_s:.0f} s" if one.away_s is not None else "yet"
        return f"{one.name} not heard {since}"
    clock = f"clock within {one.bound_ms:.1f} ms" if one.bound_ms is not None else "clock not kept"
    said = (
        "this one" if one.here else "",
        "leads" if one.leads else "follows" if one.follows else "plays its own to the seam",
        clock if one.trusted or one.bound_ms is None else f"{clock}, not to be trusted",
        "" if one.offset_ms is None else f"found {one.offset_ms:+.1f} ms off this one's",
        f"films {one.films}" + (f", {one.lacks} more on others" if one.lacks else ""),
    )
    return f"{one.name} ({', '.join(filter(None, said))}): {', '.join(one.screens)}"


def version_obstacle(version: VersionStatus) -> str:
    """Say what stands in a version's way, and the command that helps."""
    detail, command = words.detail(version), words.command(version)
    return told(detail, command) if detail and command else detail or command


def in_the_way(version: VersionStatus) -> str:
    """Say how a version stands, by its name, and what helps it onto the wall."""
    said = ": ".join(filter(None, (version.id, words.standing(version), version_obstacle(version))))
    return said.replace("\n", "\n  ")


def _remote_line(remote: RemoteReport) -> str:
    there = ", ".join(remote.ports) or "nothing plugged in"
    counts = f"{remote.heard} messages, {remote.orders} orders"
    return f"remote: {there}; {counts}" + (f", {remote.junk} junk" if remote.junk else "")


def _door_line(door: DoorReport) -> str:
    where = door.url or "does not listen"
    counts = f"{door.watching} watching, {door.orders} orders, {door.refused} requests refused"
    return f"door: {where}; {counts}"


def _met(passed: tuple[BeatPassed, ...]) -> str:
    """Return how well the screens met at the last beat, and at worst of late."""
    last, worst = passed[-1], max(abs(each.error) for each in passed)
    off = [each for each in passed if (each.cycle, each.beat) == (last.cycle, last.beat)]
    apart = ", ".join(f"{each.screen} {each.error:+d}" for each in off if each.error)
    return (
        f"at {last.beat!r}: {apart or 'all screens exact'}; at worst of late {worst} pictures off"
    )


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
        _loudness(screen.level, screen.muted) if screen.speaks else "-",
    )


def _loudness(level: int, muted: bool) -> str:
    return "silent" if muted else f"{level} %"
