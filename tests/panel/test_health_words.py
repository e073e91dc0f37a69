"""The log of the page of health: each event once, in plain words."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from installation.ledger import FaultEvent, VersionEvent
from installation.model import Refusal
from installation.panel import speak
from installation.panel._health_words import log
from installation.panel._machine_probe import MachineState
from installation.said import Said


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


@pytest.fixture
def german(qt: QApplication) -> Iterator[None]:
    speak("de")
    yield
    speak("en")


def test_the_log_is_in_the_language_of_the_panel(german: None) -> None:
    ended = Said("its process ended: {how}", how=Said("ended"))
    refused = Said("refused: {why}", why=Said("paused already"))
    events = (
        FaultEvent(0, ended, "left"),
        VersionEvent(0, "pause", "panel", refused, ok=False),
        VersionEvent(0, "quarantined", "kiss-5", Refusal.NO_FILM.fault().reason),
        VersionEvent(0, "put off", "kiss-6", Said("not yet: {why}", why=Said("only sound"))),
        VersionEvent(0, Said("open"), "house"),
        VersionEvent(0, "restart", "door: Anna", Said("from the beginning")),
    )
    assert [line.partition("  ")[2] for line in log(MachineState(events=events))] == [
        "! left: der Prozess brach ab: Grund unbekannt",
        "Pult: pause, abgelehnt: schon angehalten",
        "kiss-5: abgelehnt, kein Film, oder von Anfang an beschädigt",
        "kiss-6: muss warten, noch nicht: nur Ton",
        "das Haus: offen",
        "Tür: Anna: von vorn",
    ]
