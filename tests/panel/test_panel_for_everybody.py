"""The panel for weak eyes, and for who has only a keyboard."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from panel_status import BROKEN, READY, a_show
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QSlider, QWidget
from qt_ends import let_go

from installation.link import Reply
from installation.model import VersionState
from installation.panel import Panel
from installation.panel._rail import RailButton
from installation.panel._style import CANDLE, COLOURS, GROUND, INK, QUIET, RAISED, sheet
from installation.said import verbatim
from installation.show import ShowStatus, VersionStatus
from installation.show._status import ComingLineUp

READABLE = 4.5
"""WCAG 2's least contrast of text (1.4.3)."""


def brightness(colour: str) -> float:
    """Relative luminance, as WCAG 2 has it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [x / 12.92 if x <= 0.03928 else ((x + 0.055) / 1.055) ** 2.4 for x in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dark, light = sorted((brightness(one), brightness(other)))
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_counted_as_wcag_does() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_all_that_is_written_can_be_read() -> None:
    grounds = set(re.findall(r"background: (#[0-9a-f]{6})", sheet(1.0)))
    pressed = set(re.findall(r":pressed {\s*background: (#[0-9a-f]{6})", sheet(1.0)))
    assert {GROUND, RAISED} < grounds and len(pressed) == 1
    # but a chosen button, a fader with its way, scroll bars, and what is so for an instant
    for ground in grounds - {INK, CANDLE, QUIET, "#6b6356", "#524c42"} - pressed:
        assert contrast(INK, ground) >= READABLE
    for words in (QUIET, *COLOURS.values()):
        assert min(contrast(words, ground) for ground in (GROUND, RAISED)) >= READABLE
    assert contrast(GROUND, CANDLE) >= READABLE
    assert contrast(QUIET, "#2b2823") >= READABLE  # what stands below a button's word


@pytest.fixture
def panel(qt: QApplication, silent: None, tmp_path: Path) -> Iterator[Panel]:
    asks = VersionStatus("kiss-7", "Seventh", VersionState.APPROVAL)

    def status() -> ShowStatus:
        return a_show(
            versions=(*READY, asks, BROKEN),
            pinned={"left": READY[0].id},
            coming=ComingLineUp({"left": READY[1].id}, "boundary"),
        )

    made = Panel(status, lambda _, answered: answered(Reply(True, verbatim(""))), None, tmp_path)
    made.open_window()
    made.resize(1280, 800)
    yield made
    let_go(made)


@pytest.mark.parametrize("page", range(6))
def test_the_tab_key_comes_to_all_that_can_be_pressed(panel: Panel, page: int) -> None:
    QTest.mouseClick(panel.findChildren(RailButton)[page], Qt.MouseButton.LeftButton)
    panel.refresh()
    QApplication.processEvents()
    there = [one for one in panel.findChildren(QWidget) if one.isVisible() and one.isEnabled()]
    wanted = {one for one in there if isinstance(one, QPushButton | QSlider | QLineEdit)}
    assert len(wanted) > 7  # six pages and the lock, and what is on this one
    panel.setFocus()
    found: set[QWidget] = set()
    for _ in range(2 * len(there)):
        QTest.keyClick(QApplication.focusWidget() or panel, Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
        if focus is not None:
            found.add(focus)
    missed = {one.accessibleName() or one.objectName() for one in wanted - found}
    assert missed == set()
    for button in wanted:
        if isinstance(button, QPushButton):
            assert button.autoDefault(), button.accessibleName()  # Enter presses it
