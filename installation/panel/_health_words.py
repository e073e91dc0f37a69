"""The page of health in words, and all of it as text for an email. Pure."""

from collections.abc import Iterator
from datetime import datetime

from installation.ledger import VersionEvent
from installation.model import WITHOUT_OPENGL, Surface, VersionState, orders_offered
from installation.panel._machine_probe import MachineState, is_fault
from installation.panel._machines_words import machine_lines
from installation.panel._page import sentence
from installation.panel._tongue import heard, mark, tr
from installation.panel._version_words import VERSIONS
from installation.power import POWER_SAID
from installation.said import NOTHING
from installation.show import ProjectorStatus, ShowStatus, status_table, status_words

HOT_C = 85.0
NOTED = {
    "arrived": mark("arrived"),
    "changed": mark("changed"),
    "settled": mark("settled"),
    "admitted": mark("found good"),
    "quarantined": mark("refused"),
    "gone": mark("taken away"),
    "put off": mark("has to wait"),
    "approve": mark("approved"),
    "retire": VERSIONS[VersionState.RETIRED],
    "restore": mark("brought back"),
    "quarantine": VERSIONS[VersionState.ASIDE],
    "pin": mark("pinned on"),
    "unpin": mark("unpinned from"),
}
"""What the ledger's notes about a version are called."""
ORDERED = frozenset(kind.name for kind in orders_offered(Surface.DOOR))
"""All orders: the door offers each."""
WHO = {
    "command": mark("a command"),
    "panel": mark("panel"),
    "remote": mark("remote"),
    "house": mark("the house"),
    "disk": mark("disk"),
    "stage": mark("stage"),
    "door": mark("door"),
    "probation": mark("probation"),
    "auto": mark("the show"),
}
"""Whom or what the ledger's rows are of, beside screens, versions and people."""


def pids(status: ShowStatus) -> dict[str, int | None]:
    """Return the show's processes by their names."""
    controller, stage = tr("controller"), tr("stage")
    found: dict[str, int | None] = {controller: status.controller_pid, stage: status.stage.pid}
    found |= {_player(screen.screen): screen.pid for screen in status.screens}
    if status.remote is not None:
        found[tr("remote")] = status.remote.pid
    if status.door is not None:
        found[tr("door")] = status.door.pid
    return found


def _player(screen: str) -> str:
    return tr("player {screen}", screen=screen)


def processes(status: ShowStatus, machine: MachineState) -> list[tuple[str, ...]]:
    """Return the table of processes: a row of headings, then name, CPU, memory and restarts."""
    loads = {load.name: load for load in machine.loads}
    restarts = {tr("stage"): status.stage.restarts}
    restarts |= {_player(screen.screen): screen.restarts for screen in status.screens}
    if status.remote is not None:
        restarts[tr("remote")] = status.remote.restarts
    if status.door is not None:
        restarts[tr("door")] = status.door.restarts
    rows: list[tuple[str, ...]] = [(tr("process"), tr("CPU"), tr("memory"), tr("restarts"))]
    for name, pid in pids(status).items():
        load = loads.get(name)
        again = str(restarts[name]) if name in restarts else ""
        if load is None:
            rows.append((name, "…" if pid is not None else tr("away"), "", again))
            continue
        memory = tr("{size} MB", size=f"{load.memory / 1e6:.0f}")
        share = "…" if load.share is None else f"{100 * load.share:.0f} %"
        rows.append((name, share, memory, again))
    return rows


def facts(status: ShowStatus, machine: MachineState) -> list[str]:
    """Return what there is to know of displays, projectors, disk, memory, heat and sound."""
    return [line for line in _facts(status, machine) if line]


def _facts(status: ShowStatus, machine: MachineState) -> Iterator[str]:
    for screen in status.screens:
        size = f", {screen.size[0]} x {screen.size[1]}" if all(screen.size) else ""
        what = f"{screen.display}{size}" if screen.display else tr("no display")
        yield f"{screen.screen}: {', '.join(filter(None, (what, _decoded(screen.decoder))))}"
    for one in status.projectors:
        yield tr("projector {says}", says=projector_line(one))
    if machine.whole:
        free, share = f"{machine.free / 1e9:.0f}", f"{machine.free / machine.whole:.0%}"
        yield tr("disk: {free} GB free ({share})", free=free, share=share)
    if machine.memory_share:
        yield tr("memory: {share} in use", share=f"{machine.memory_share:.0%}")
    for name, degrees in machine.temperatures:
        hot = tr("hot") if degrees >= HOT_C else ""
        yield ", ".join(filter(None, (f"{name}: {degrees:.0f} °C", hot)))
    mute = [
        tr("{screen} is not heard: {why}", screen=screen.screen, why=screen.sound)
        for screen in status.screens
        if screen.sound
    ]
    yield "; ".join(mute) or _voice(status.voice)
    if status.stage.renderer:
        step = tr("in step with the display") if status.stage.vsync else ""
        yield ", ".join(filter(None, (_drawn(status.stage.renderer), step)))


def _decoded(decoder: str) -> str:
    """Say who decodes a screen's films; nothing before the first one."""
    if not decoder:
        return ""
    hardware = decoder == "hardware"
    return tr("decoded by the graphics card") if hardware else tr("decoded by the processor")


def _drawn(renderer: str) -> str:
    """Say who draws."""
    if renderer == WITHOUT_OPENGL:
        return tr("drawn by the processor, without OpenGL")
    return tr("drawn by {renderer}", renderer=renderer)


def projector_line(projector: ProjectorStatus) -> str:
    """Say how a projector is."""
    power = heard(POWER_SAID[projector.power]) if projector.power else tr("has not answered yet")
    trouble = projector.trouble
    if projector.power is not None and trouble == POWER_SAID[projector.power]:  # it says so already
        trouble = NOTHING
    says = ", ".join(filter(None, (power, heard(projector.hours), heard(trouble))))
    return f"{projector.name}: {says}"


def _voice(voice: str) -> str:
    match voice:
        case "none":
            return tr("sound: no screen speaks")
        case "all":
            return tr("sound: all screens speak")
        case "story":
            return tr("sound: the story says who speaks")
    return tr("sound: {screen} speaks", screen=voice)


def log(machine: MachineState) -> list[str]:
    """Return what happened in the last day, the latest first, each as a line in plain words."""
    return [_line(event) for event in machine.events]


def _line(event: VersionEvent) -> str:
    at = datetime.fromtimestamp(event.at_ms / 1000).astimezone()
    word, _, rest = event.what.partition(" ")
    what, detail = heard(event.what), heard(event.detail)
    if event.what in NOTED:
        what = tr(NOTED[event.what])
    elif word in NOTED and event.ok:
        what = " ".join(filter(None, (tr(NOTED[word]), rest)))
    if word in ORDERED and detail and event.ok:
        what, detail = (what if word in NOTED else detail), ""  # the answer says it again
    who = f"{_who(event.by)}: " if event.by else ""
    sign = "! " if is_fault(event) else ""
    return f"{at:%H:%M:%S}  {sign}{who}{what}{f', {detail}' if detail else ''}"


def _who(by: str) -> str:
    """Say who it was: a name behind a colon is that of a key to the door."""
    first, colon, name = by.partition(": ")
    who = tr(WHO[first]) if first in WHO else first
    return f"{who}{colon}{name}"


def report(status: ShowStatus, machine: MachineState) -> str:
    """Return everything as text for an email."""
    rows = processes(status, machine)
    wide = [max(len(row[column]) for row in rows) for column in range(4)]
    table = "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, wide, strict=True)).rstrip()
        for row in rows
    )
    notes = "\n".join(sentence(heard(note)) for note in status.notes)
    up = status_words.length_of_time(status.uptime_s)
    parts = (
        f"{status.title}: {status.state}, running for {up}",
        status_table(status),
        tr("Notes") + f":\n{notes}" if notes else "",
        table,
        "\n".join(machine_lines(status)),
        "\n".join(facts(status, machine)),
        "\n".join(log(machine)),
    )
    return "\n\n".join(filter(None, parts)) + "\n"
