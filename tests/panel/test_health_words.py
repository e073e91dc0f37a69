"""The log of the page of health: each event once, in plain words."""

import pytest

from installation.ledger import FaultEvent, VersionEvent
from installation.panel._health_words import log
from installation.panel._machine_probe import MachineState


@pytest.mark.parametrize(
    ("event", "says"),
    [
        (VersionEvent(0, "level left 80", "panel", "left at 80 %"), "panel: left at 80 %"),
        (
            VersionEvent(0, "approve kiss-3", "door: Anna", "kiss-3 is approved"),
            "door: Anna: approved kiss-3",
        ),
        (
            VersionEvent(0, "approve kiss-9", "panel", "refused: there is no kiss-9", ok=False),
            "panel: approve kiss-9, refused: there is no kiss-9",
        ),
        (
            VersionEvent(0, "quarantined", "kiss-5", "not a film. Export it again."),
            "kiss-5: refused, not a film. Export it again.",
        ),
        (FaultEvent(0, "shows 8 of 24 pictures a second", "left"), "! left: shows 8 of 24"),
    ],
)
def test_what_happened_is_said_once(event: VersionEvent, says: str) -> None:
    (line,) = log(MachineState(events=(event,)))
    assert says in line and line.partition("  ")[2].startswith(says)
