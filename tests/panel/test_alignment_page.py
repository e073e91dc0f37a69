"""The page of alignment by touch: what the show hears of it, what is written, and when it ends."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace as another
from pathlib import Path
from typing import Any

import msgspec
import pytest
from panel_status import CENTRE, LEFT, RIGHT, a_show
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from qt_ends import let_go

from installation.calibration import (
    CORNERS,
    AlignedScreen,
    DraftNote,
    Drafts,
    NoteKind,
    press_key,
)
from installation.link import Alignment, Hub, Reply, endpoint
from installation.model import EFFECTS, LANGUAGES, Optics, load_calibration
from installation.panel import Panel, speak
from installation.panel._alignment_page import AlignmentPage
from installation.panel._alignment_words import (
    CORNER_NAMES,
    EFFECT_NAMES,
    corner_line,
    note,
    unsaved_line,
)
from installation.panel._rail import RailButton
from installation.said import verbatim
from installation.units import SECOND

LAYOUT = """\
screens:
  - {name: left, display: {position: 1}}
  - {name: centre, display: {position: 2}}
  - {name: right, display: {position: 3}}
"""
ALIGN = 5


class Aligner:
    """A panel at a show that hears what is aligned, and takes it or not."""

    def __init__(self, folder: Path) -> None:
        layout, files = folder / "layout.yaml", folder / "calibration"
        layout.write_text(LAYOUT)
        files.mkdir()
        self.files, self.takes, self.heard = files, True, list[Alignment]()
        screens = tuple(msgspec.structs.replace(s, size=(640, 360)) for s in (LEFT, CENTRE, RIGHT))
        self.show: Any = a_show(layout=str(layout), calibration=str(files), screens=screens)
        self.hub = Hub(endpoint(folder / "state"))
        self.panel = Panel(
            lambda: self.show,
            lambda _, answered: answered(Reply(True, verbatim("so"))),
            None,
            folder / "state",
        )
        self.panel.open_window()
        self.panel.resize(800, 480)
        self.page = self.panel.findChildren(AlignmentPage)[0]
        self.turn_to(ALIGN)

    def turn_to(self, page: int) -> None:
        button = self.panel.findChildren(RailButton)[page]
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        QApplication.processEvents()

    def press(self, name: str) -> None:
        found = [b for b in self.page.findChildren(QPushButton) if b.accessibleName() == name]
        (button,) = [b for b in found if b.isVisible()]
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def until(self, reached: Callable[[Alignment], bool]) -> Alignment:
        ends = time.monotonic() + 60
        while time.monotonic() < ends:
            for sender, message in self.hub.receive():
                if isinstance(message, Alignment):
                    self.heard.append(message)
                    self.hub.send(sender, Reply(self.takes, verbatim("" if self.takes else "busy")))
            if self.heard and reached(self.heard[-1]):
                return self.heard[-1]
            QTest.qWait(10)
        raise AssertionError(f"not heard; last {self.heard[-1:]}")

    def begin(self) -> Alignment:
        self.press("Begin")
        return self.until(lambda one: one.pattern)


@pytest.fixture
def aligner(qt: QApplication, silent: None, tmp_path: Path) -> Iterator[Aligner]:
    made = Aligner(tmp_path)
    yield made
    let_go(made.panel)
    made.hub.close()


def test_a_corner_is_moved_and_saved(aligner: Aligner) -> None:
    begun = aligner.begin()
    assert [one.optics for one in begun.drafts] == [Optics()] * 3
    assert (begun.screen, begun.corner) == ("left", 0)
    aligner.press("Screen: centre")
    aligner.press("Corner: bottom right")
    aligner.press("Corner to the left")
    aligner.press("Steps of one pixel or ten")
    aligner.press("Corner up")
    moved = pytest.approx((-1 / 640, -10 / 360))
    seen = aligner.until(lambda one: one.drafts[1].optics.corners.bottom_right == moved)
    assert (seen.screen, seen.corner) == ("centre", 2)
    assert "Bottom" in (shown := corner_line(aligner.page._bench.drafts)).capitalize()
    assert shown == "bottom right: 1 to the left, 10 up"
    aligner.press("Red")
    aligner.press("Brightness: more")
    aligner.until(lambda one: one.drafts[1].optics.gain == (1.01, 1.0, 1.0))
    aligner.press("Undo")
    aligner.until(lambda one: one.drafts[1].optics.gain == (1.0, 1.0, 1.0))
    aligner.press("Save")
    aligner.until(lambda _: not aligner.page._bench.drafts.unsaved)
    written = load_calibration(aligner.files / "centre.yaml")
    assert written.corners.bottom_right == pytest.approx((-1 / 640, -10 / 360), abs=1e-6)
    aligner.press("Leave")
    assert not aligner.until(lambda one: not one.pattern).pattern


def test_what_is_not_saved_is_asked_about_and_lost_only_by_a_word(aligner: Aligner) -> None:
    aligner.begin()
    aligner.press("Saturation: less")
    aligner.press("Leave")
    aligner.press("Go on aligning")
    aligner.until(lambda one: one.pattern and one.drafts[0].optics.saturation == 0.98)
    aligner.press("Leave")
    aligner.press("Leave without")
    last = aligner.until(lambda one: not one.pattern)
    assert [one.optics for one in last.drafts] == [Optics()] * 3
    assert list(aligner.files.iterdir()) == []
    assert aligner.begin().drafts[0].optics == Optics()
    aligner.press("Saturation: less")
    aligner.press("Leave")
    aligner.press("Save and leave")
    aligner.until(lambda one: not one.pattern)
    assert load_calibration(aligner.files / "left.yaml").saturation == 0.98


@pytest.mark.parametrize("way", ["page", "lock", "window"])
def test_the_film_is_back_when_nobody_looks(aligner: Aligner, way: str) -> None:
    aligner.begin()
    aligner.press("Saturation: less")
    if way == "page":
        aligner.turn_to(0)
    elif way == "lock":
        aligner.panel._rail._held()
    else:
        aligner.panel.hide()
    aligner.until(lambda one: not one.pattern)
    if way == "page":  # and what was not saved is still there
        aligner.turn_to(ALIGN)
        aligner.press("Go on aligning")
        aligner.until(lambda one: one.pattern and one.drafts[0].optics.saturation == 0.98)


def test_somebody_else_who_aligns_is_said(aligner: Aligner) -> None:
    aligner.takes = False
    aligner.begin()
    aligner.until(lambda one: not one.pattern)
    assert "busy" in aligner.page._fault.text()
    aligner.show = msgspec.structs.replace(aligner.show, aligning=True)
    aligner.page._left_ns -= 3 * SECOND  # not the one of our own that has just ended
    aligner.panel.refresh()
    assert not aligner.page._begin.isEnabled()


def test_a_show_that_is_away_for_a_while_has_it_on_again(aligner: Aligner) -> None:
    aligner.begin()
    aligner.show = None
    QTest.qWait(400)
    aligner.heard.clear()
    aligner.until(lambda one: one.pattern)


def test_a_layout_that_cannot_be_read_is_said(aligner: Aligner) -> None:
    Path(aligner.show.layout).write_text("screens: 3\n")
    aligner.press("Begin")
    ends = time.monotonic() + 60
    while not aligner.page._fault.text() and time.monotonic() < ends:
        QTest.qWait(10)
    assert "layout.yaml" in aligner.page._fault.text()
    assert aligner.page._bench is None


def test_a_key_of_the_keyboard_reaches_every_button(aligner: Aligner) -> None:
    aligner.begin()
    aligner.panel.setFocus()
    seen = set()
    for _ in range(80):
        QTest.keyClick(QApplication.focusWidget() or aligner.panel, Qt.Key.Key_Tab)
        seen.add(QApplication.focusWidget())
    buttons = {b for b in aligner.page.findChildren(QPushButton) if b.isVisible()}
    assert buttons <= seen
    right = next(b for b in buttons if b.accessibleName() == "Corner to the right")
    right.setFocus()
    QTest.keyClick(right, Qt.Key.Key_Return)
    aligner.until(lambda one: one.drafts[0].optics.corners.top_left[0] > 0)


def test_every_effect_and_corner_has_its_words() -> None:
    assert set(EFFECT_NAMES) == set(EFFECTS)
    assert CORNER_NAMES == CORNERS


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_that_there_is_to_say_is_said(qt: QApplication, language) -> None:
    speak(language)
    try:
        for kind in NoteKind:
            said = note(DraftNote(kind, "gain" if kind is NoteKind.AMOUNT_ENDS else "left", 2.0))
            assert said and "{" not in said
        screens = (AlignedScreen("left", 640, 360, 90),)
        state = Drafts(screens, (Optics(),), (Optics(),))
        assert unsaved_line(state) == ""
        state, _ = press_key(another(state, coarse=True), "down")
        assert "10" in corner_line(state) and "left" in unsaved_line(state)
    finally:
        speak("en")
