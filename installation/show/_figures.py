"""Turns the show's status into figures for whoever watches machines. Pure.

After Prometheus's rules: names with units, in base units, counters that only grow and end in
``_total``; a counter begins at 0 with its process.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from installation.model import ShowState
from installation.show._status import ScreenStatus, ShowStatus


@dataclass(frozen=True)
class Figure:
    """One figure: a sample by each value of its ``label``, or one alone under ''."""

    name: str
    told: str
    samples: dict[str, float] = field(default_factory=dict)
    label: str = ""
    counts: bool = False
    """It only grows."""


def figures(status: ShowStatus, free_bytes: int | None) -> Iterator[Figure]:
    """Return all figures of a show; ``free_bytes`` is the room on the state folder's disk."""
    states = {str(state): float(state is status.state) for state in ShowState}
    yield Figure("kiss_state", "1 for the state that the show is in.", states, "state")
    yield _one("kiss_cycle", "The cycle of the story that is on.", status.cycle)
    yield _one("kiss_uptime_seconds", "How long the controller has run.", status.uptime_s)
    yield _one("kiss_notes", "What `kiss status` says a person should know.", len(status.notes))
    stage = status.stage
    yield _count("kiss_swaps", "Swaps of all displays.", stage.refreshes)
    yield _count("kiss_late_swaps", "Swaps that came too late.", stage.late_flips)
    yield _count("kiss_stage_restarts", "Stages that were started again.", stage.restarts)
    told = "The most that two screens differed by at any swap."
    yield _one("kiss_skew_pictures", told, stage.skew)
    yield from _screens(status.screens)
    if free_bytes is not None:
        yield _one("kiss_disk_free_bytes", "Room on the state folder's disk.", free_bytes)


def _screens(screens: tuple[ScreenStatus, ...]) -> Iterator[Figure]:
    def of(name: str, told: str, values: list[float], counts: bool = False) -> Figure:
        names = (screen.screen for screen in screens)
        return Figure(name, told, dict(zip(names, values, strict=True)), "screen", counts)

    yield of(
        "kiss_screen_well",
        "1 for a screen that has a display, and shows its pictures.",
        [float(bool(s.display) and not s.fault and not s.slow) for s in screens],
    )
    leads = [s.lead_ms / 1000 for s in screens]
    yield of("kiss_screen_lead_seconds", "How early pictures come, at worst of late.", leads)
    for what, told, values in (
        ("late", "Pictures that came after their instant.", [s.late for s in screens]),
        ("held", "Pictures that were not there at their instant.", [s.held for s in screens]),
        ("skipped", "Pictures that were never shown.", [s.skipped for s in screens]),
        ("recoveries", "Times that a player fell behind.", [s.recoveries for s in screens]),
        ("restarts", "Players that were started again.", [s.restarts for s in screens]),
    ):
        unit = "_pictures" if what in ("late", "held", "skipped") else ""
        yield of(f"kiss_screen_{what}{unit}", told, [float(value) for value in values], True)


def _one(name: str, told: str, value: float) -> Figure:
    return Figure(name, told, {"": float(value)})


def _count(name: str, told: str, value: float) -> Figure:
    return Figure(name, told, {"": float(value)}, counts=True)
