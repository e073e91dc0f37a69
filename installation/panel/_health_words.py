"""The page of health in words, and all of it as text for an email. Pure."""

from collections.abc import Iterator
from datetime import datetime

from installation.ledger import VersionEvent
from installation.panel._machine_probe import MachineState, is_fault
from installation.panel._page import sentence
from installation.show import NOTED, ShowStatus, status_table, status_words

HOT_C = 85.0


def pids(status: ShowStatus) -> dict[str, int | None]:
    """Return the show's processes by their names."""
    found: dict[str, int | None] = {"controller": status.controller_pid, "stage": status.stage.pid}
    found |= {f"player {screen.screen}": screen.pid for screen in status.screens}
    if status.remote is not None:
        found["remote"] = status.remote.pid
    return found


def processes(status: ShowStatus, machine: MachineState) -> list[tuple[str, ...]]:
    """Return the table of processes: a row of headings, then name, CPU, memory and restarts."""
    loads = {load.name: load for load in machine.loads}
    restarts = {"stage": status.stage.restarts}
    restarts |= {f"player {screen.screen}": screen.restarts for screen in status.screens}
    if status.remote is not None:
        restarts["remote"] = status.remote.restarts
    rows: list[tuple[str, ...]] = [("process", "CPU", "memory", "restarts")]
    for name, pid in pids(status).items():
        load = loads.get(name)
        again = str(restarts[name]) if name in restarts else ""
        if load is None:
            rows.append((name, "…" if pid is not None else "away", "", again))
            continue
        rows.append((name, f"{100 * load.share:.0f} %", f"{load.memory / 1e6:.0f} MB", again))
    return rows


def facts(status: ShowStatus, machine: MachineState) -> list[str]:
    """Return what there is to know of displays, projectors, disk, memory, heat and sound."""
    return [line for line in _facts(status, machine) if line]


def _facts(status: ShowStatus, machine: MachineState) -> Iterator[str]:
    for screen in status.screens:
        size = f", {screen.size[0]} x {screen.size[1]}" if all(screen.size) else ""
        what = f"{screen.display}{size}" if screen.display else "no display"
        yield f"{screen.screen}: {what}{f', decoded by {screen.decoder}' * bool(screen.decoder)}"
    for one in status.projectors:
        power = one.power if one.power is not None else "has not answered yet"
        says = ", ".join(filter(None, (str(power), one.hours, one.trouble)))
        yield f"projector {one.name}: {says}"
    if machine.whole:
        share = machine.free / machine.whole
        yield f"disk: {machine.free / 1e9:.0f} GB free ({share:.0%})"
    if machine.memory_share:
        yield f"memory: {machine.memory_share:.0%} in use"
    for name, degrees in machine.temperatures:
        yield f"{name}: {degrees:.0f} °C{', hot' if degrees >= HOT_C else ''}"
    mute = [
        f"{screen.screen} is not heard: {screen.sound}" for screen in status.screens if screen.sound
    ]
    yield "; ".join(mute) or f"sound: {_voice(status.voice)}"
    draws = status.stage.renderer
    yield f"drawn by {draws}{', in step with the display' * status.stage.vsync}" if draws else ""


def _voice(voice: str) -> str:
    return {"none": "no screen speaks", "all": "all screens speak"}.get(voice, f"{voice} speaks")


def log(machine: MachineState) -> list[str]:
    """Return what happened in the last day, the latest first, each as a line in plain words."""
    return [_line(event) for event in machine.events]


def _line(event: VersionEvent) -> str:
    at = datetime.fromtimestamp(event.at_ms / 1000).astimezone()
    word, _, rest = event.what.partition(" ")
    what = f"{NOTED.get(word, word)} {rest}".strip()
    who = f"{event.by}: " if event.by else ""
    sign = "! " if is_fault(event) else ""
    return f"{at:%H:%M:%S}  {sign}{who}{what}{f', {event.detail}' if event.detail else ''}"


def report(status: ShowStatus, machine: MachineState) -> str:
    """Return everything as text for an email."""
    rows = processes(status, machine)
    wide = [max(len(row[column]) for row in rows) for column in range(4)]
    table = "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, wide, strict=True)).rstrip()
        for row in rows
    )
    notes = "\n".join(sentence(note) for note in status.notes)
    up = status_words.length_of_time(status.uptime_s)
    parts = (
        f"{status.title}: {status.state}, running for {up}",
        status_table(status),
        f"Notes:\n{notes}" if notes else "",
        table,
        "\n".join(facts(status, machine)),
        "\n".join(log(machine)),
    )
    return "\n\n".join(filter(None, parts)) + "\n"
