"""The panel's other pages by hand: versions are moved, approved, taken back; health is told."""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import msgspec
import numpy as np
import pytest
from panel_status import BROKEN, READY, a_screen, a_show
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QSlider
from qt_ends import let_go

from installation.link import Reply, ThumbnailReader, ThumbnailWriter, in_a_row
from installation.model import (
    Approve,
    Close,
    Level,
    Mute,
    Order,
    Pin,
    Reject,
    Retire,
    Rollback,
    Swap,
    Unpin,
    VersionState,
    Voice,
)
from installation.panel import Panel
from installation.panel._keypad import Keypad
from installation.panel._live_picture import LivePicture
from installation.panel._panel_window import PAGES
from installation.panel._rail import RailButton
from installation.panel._screen_tile import ScreenTile
from installation.panel._version_card import DRAGGED, VersionCard
from installation.said import verbatim
from installation.show import ShowStatus, VersionStatus
from installation.show._status import ComingLineUp
from installation.store import ContentStore

replace = msgspec.structs.replace
GEN2, LUCID = "kiss-2-gen2", "kiss-3-lucid"
ASKS = msgspec.structs.replace(READY[0], id="kiss-4", title="Fourth", state=VersionState.APPROVAL)
LATER = ComingLineUp({"left": GEN2}, "boundary")


class Pages(SimpleNamespace):
    """A panel in a window, with a show that does as it is told."""

    show: ShowStatus | None

    def __init__(self, state: Path) -> None:
        super().__init__(
            show=a_show(versions=(*READY, ASKS)), orders=[], reply=Reply(True, verbatim("so"))
        )
        self.live = ThumbnailReader(state / "small.ring")
        self.panel = Panel(lambda: self.show, self.order, self.live, state)
        self.panel.open_window()
        self.see()

    def order(self, order: Order, answered: Callable[[Reply], None]) -> None:
        self.orders.append(order)
        answered(self.reply)

    def see(self, **changes) -> None:
        assert self.show is not None
        self.show = msgspec.structs.replace(self.show, **changes)
        self.panel.refresh()
        QApplication.processEvents()

    def until(self, reached: Callable[[], bool]) -> None:
        """See how the show is until something is so that a thread does."""
        deadline = time.monotonic() + 20
        while not reached():
            assert time.monotonic() < deadline
            QTest.qWait(20)
            self.see()

    def turn_to(self, page: int) -> None:
        QTest.mouseClick(self.panel.findChildren(RailButton)[page], Qt.MouseButton.LeftButton)
        QApplication.processEvents()

    def button(self, name: str) -> QPushButton:
        found = [b for b in self.panel.findChildren(QPushButton) if b.accessibleName() == name]
        return next(b for b in found if b.isVisible())

    def press(self, name: str) -> None:
        QTest.mouseClick(self.button(name), Qt.MouseButton.LeftButton)

    def tile(self, screen: str) -> ScreenTile:
        return next(t for t in self.panel.findChildren(ScreenTile) if t.of_screen == screen)

    def drop(self, version: str, screen: str) -> None:
        what = QMimeData()
        what.setData(DRAGGED, version.encode())
        here = QPointF(20, 20)
        buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        event = QDropEvent(here, Qt.DropAction.CopyAction, what, buttons, keys, QEvent.Type.Drop)
        self.tile(screen).dropEvent(event)
        QApplication.processEvents()

    def says(self, text: str) -> bool:
        return any(
            text in label.text() for label in self.panel.findChildren(QLabel) if label.isVisible()
        )


@pytest.fixture
def pages(qt: QApplication, silent: None, tmp_path: Path) -> Iterator[Pages]:
    made = Pages(tmp_path)
    yield made
    let_go(made.panel)
    made.live.close()


def test_a_version_that_is_dropped_on_a_screen_is_asked_about_and_pinned(pages: Pages) -> None:
    pages.turn_to(1)
    pages.drop(LUCID, "left")
    assert pages.orders == [] and pages.says("Left shows The Kiss, lucid in place of")
    pages.press("Leave it")
    assert pages.orders == [] and not pages.says("in place of")
    pages.drop(LUCID, "left")
    pages.reply = Reply(True, verbatim("so"), undo=Unpin("left"))
    pages.press("Do it")
    assert pages.orders == [Pin(LUCID, "left")] and pages.says("So.")
    pages.press("Undo")
    assert pages.orders[1:] == [Unpin("left")]


def test_the_buttons_do_what_dragging_does(pages: Pages) -> None:
    pages.turn_to(1)
    pages.see(pinned={"right": LUCID}, coming=LATER)
    for name in (
        "→ centre: The Kiss, lucid",
        "Retire: The Kiss, lucid",
        "Unpin: right",
        "Roll back: left",
    ):
        pages.press(name)
        pages.press("Do it")
    wanted = [Pin(LUCID, "centre"), Retire(LUCID), Unpin("right"), Rollback("left")]
    assert pages.orders == wanted
    for name, at in (("Now", "now"), ("At the boundary", "boundary")):
        pages.press(name)
        pages.press("Do it")
        assert pages.orders[-1] == Swap(at)


def waits(number: int) -> VersionStatus:
    return replace(ASKS, id=f"kiss-{number}", title=f"Film {number}")


def test_nothing_goes_away_under_a_finger(pages: Pages) -> None:
    """What is approved goes to its new place when nobody is at the panel any more."""
    pages.turn_to(1)
    pages.panel.resize(800, 480)
    pages.see(versions=(*READY, waits(4), waits(5)))

    def places() -> dict[str, QPoint]:
        names = ("Approve: Film 5", "→ left: The Kiss, lucid")
        return {name: pages.button(name).mapTo(pages.panel, QPoint()) for name in names}

    before = places()
    pages.press("Approve: Film 4")
    pages.press("Do it")
    approved = replace(waits(4), state=VersionState.READY)
    newcomer = replace(BROKEN, id="kiss-0")
    pages.see(versions=(newcomer, *READY, approved, waits(5)), uptime_s=101.0)
    assert places() == before
    pages.see(pinned={"left": LUCID}, uptime_s=102.0)
    assert places() == before and not pages.button("→ left: The Kiss, lucid").isEnabled()
    pages.see(uptime_s=150.0)
    assert places() != before
    cards = [card for card in pages.panel.findChildren(VersionCard) if card.isVisible()]
    assert cards[0].version == "kiss-5" and cards[1].version == "kiss-0"


def test_the_list_begins_with_what_needs_a_look_when_its_page_is_turned_to(pages: Pages) -> None:
    pages.turn_to(1)
    pages.see(versions=(*READY, waits(4)), uptime_s=100.0)
    pages.press("→ left: The Kiss, lucid")
    pages.see(versions=(*READY, waits(5)), uptime_s=100.5)
    cards = [card for card in pages.panel.findChildren(VersionCard) if card.isVisible()]
    assert cards[-1].version == "kiss-5"
    pages.turn_to(0)
    pages.turn_to(1)
    assert cards[0].version == "kiss-5"


def test_there_is_room_for_pictures_before_they_are_read(pages: Pages, tmp_path: Path) -> None:
    pages.turn_to(1)
    beats = (("", "0.jpg"), ("kiss", "1500.jpg"))
    made = replace(waits(4), revision="abc", pictures=beats)
    pages.see(versions=(made, waits(5)))
    card, below = pages.panel.findChildren(VersionCard)[:2]
    before = below.mapTo(pages.panel, QPoint())
    picture = QImage(320, 180, QImage.Format.Format_RGB32)
    picture.fill(0x336699)
    shelf = ContentStore(tmp_path).thumbnails("abc").folder
    shelf.mkdir(parents=True)
    for _, file in beats:
        assert picture.save(str(shelf / file))
    pages.until(lambda: len(card.strip._pictures) == 2)
    assert below.mapTo(pages.panel, QPoint()) == before


def test_a_rejection_goes_with_its_reason(pages: Pages) -> None:
    pages.turn_to(1)
    pages.press("Reject …: Fourth")
    (reason,) = (line for line in pages.panel.findChildren(QLineEdit) if line.isVisible())
    QTest.keyClicks(reason, "too dark, by far")
    QTest.keyClick(reason, Qt.Key.Key_Return)
    assert pages.orders == [Reject("kiss-4", "too dark, by far")]
    pages.press("Approve: Fourth")
    pages.press("Do it")
    assert pages.orders[1:] == [Approve("kiss-4")]


def test_what_is_refused_can_not_be_taken_back(pages: Pages) -> None:
    pages.turn_to(1)
    pages.reply = Reply(False, verbatim("it is the only version that may play"))
    pages.press("Retire: The Kiss, lucid")
    pages.press("Do it")
    assert pages.says("It is the only version that may play.")
    assert not any(
        b.isVisible() for b in pages.panel.findChildren(QPushButton) if b.text() == "Undo"
    )


def test_a_version_shows_its_pictures(pages: Pages, tmp_path: Path) -> None:
    image = QImage(32, 18, QImage.Format.Format_RGB32)
    image.fill(0xFF8800)
    shelf = ContentStore(tmp_path).thumbnails("abc")
    shelf.folder.mkdir(parents=True)
    assert image.save(str(shelf.path("00000000.jpg")), "JPG")  # type: ignore[call-overload]
    found = (("arrival", "00000000.jpg"), ("kiss", "00019500.jpg"))
    pictured = msgspec.structs.replace(READY[0], revision="abc", pictures=found)
    pages.turn_to(1)
    pages.see(versions=(pictured,))
    (card,) = (card for card in pages.panel.findChildren(VersionCard) if card.isVisible())
    pages.until(lambda: len(card.strip._pictures) == 1)
    assert card.strip.isVisible()
    pages.turn_to(0)
    screens = (a_screen("left", pictured),)
    pages.see(screens=screens)
    assert [one.begins for one in pages.panel._show._strips._pictures] == [0.0]


def test_each_card_has_its_screens_live_picture(pages: Pages, tmp_path: Path) -> None:
    places = in_a_row([(name, 64, 36, 0) for name in ("left", "centre", "right")])
    writer = ThumbnailWriter(tmp_path / "small.ring", places, 0)
    for value, pixels in enumerate(writer.begin()):
        pixels[:] = 50 * value
    writer.publish(1)
    pages.panel.resize(800, 480)  # Qt draws large pictures with threads, and keeps them
    pages.see()
    shown = [p for p in pages.panel.findChildren(LivePicture) if p.isVisible()]
    values = [int(np.max(p._pixels)) for p in shown if p._pixels is not None]
    assert values == [0, 50, 100]
    assert writer.wanted_until_ns > 0  # somebody looks


def test_health_is_told_and_can_be_sent(pages: Pages) -> None:
    pages.turn_to(2)
    for frame in (400, 448):
        screens = tuple(
            msgspec.structs.replace(s, frame=frame, held=frame // 448) for s in pages.show.screens
        )
        pages.see(screens=screens)
    assert pages.says("player left") and pages.says("HDMI-centre")
    pages.press("Copy report")
    report = QGuiApplication.clipboard().text()
    assert "The Kiss, three times: playing" in report and "player right" in report


def test_the_house_opens_and_closes_after_a_word(pages: Pages) -> None:
    pages.turn_to(3)
    assert pages.says("The house is open. So it stays until an order closes it.")
    pages.press("Close for an hour")
    assert pages.orders == [] and pages.says("All screens go dark and silent")
    pages.press("Do it")
    assert pages.orders == [Close("60")]


def test_who_speaks_and_how_loud_is_ordered_at_once(pages: Pages) -> None:
    pages.turn_to(4)
    pages.press("Speaks: left")
    pages.press("Silence: centre")
    assert pages.orders == [Voice("left"), Mute("centre", "on")]
    left, centre, right = pages.show.screens
    pages.see(screens=(left, msgspec.structs.replace(centre, muted=True), right))
    pages.press("Sound on: centre")
    assert pages.orders[2:] == [Mute("centre", "off")]
    fader = next(f for f in pages.panel.findChildren(QSlider) if f.isVisible())
    fader.setFocus()
    QTest.keyClick(fader, Qt.Key.Key_Left)
    while len(pages.orders) < 4:
        QTest.qWait(20)
    assert pages.orders[3:] == [Level("left", 98)]


def test_a_locked_panel_takes_nothing_and_shows_everything(pages: Pages) -> None:
    def hold() -> None:
        lock, before = pages.panel._rail.lock, pages.panel._stack.isEnabled()
        QTest.mousePress(lock, Qt.MouseButton.LeftButton)
        deadline = time.monotonic() + 60
        while pages.panel._stack.isEnabled() is before and time.monotonic() < deadline:
            QTest.qWait(20)
        QTest.mouseRelease(lock, Qt.MouseButton.LeftButton)

    QTest.mouseClick(pages.panel._rail.lock, Qt.MouseButton.LeftButton)  # too short
    QTest.keyClick(pages.panel, Qt.Key.Key_S)
    assert len(pages.orders) == 1
    hold()
    QTest.keyClick(pages.panel, Qt.Key.Key_R)
    QTest.keyClick(pages.panel, Qt.Key.Key_V)
    pages.turn_to(1)
    assert len(pages.orders) == 1 and pages.says("The Kiss, lucid")
    hold()
    pages.turn_to(0)
    QTest.keyClick(pages.panel, Qt.Key.Key_V)
    assert len(pages.orders) == 2


def test_a_lock_with_a_code_opens_by_it_alone(pages: Pages) -> None:
    panel = Panel(lambda: pages.show, pages.order, None, None, "0420")
    panel.open_window()
    try:
        panel._rail._held()
        panel._rail._held()
        assert not panel._stack.isEnabled() and panel._keypad.isVisible()
        panel.resize(800, 480)
        small = [
            b for b in panel._keypad.findChildren(QPushButton) if min(b.width(), b.height()) < 48
        ]
        assert small == [] and panel.rect().contains(panel._keypad.geometry())
        for digit in "0421":
            QTest.mouseClick(press(panel._keypad, digit), Qt.MouseButton.LeftButton)
        assert "another code" in panel._keypad._says.text() and not panel._stack.isEnabled()
        QTest.keyClicks(panel._keypad, "049")
        QTest.keyClick(panel._keypad, Qt.Key.Key_Backspace)
        QTest.keyClicks(panel._keypad, "20")
        assert panel._stack.isEnabled() and not panel._keypad.isVisible()
    finally:
        panel.close()
        panel.deleteLater()


def press(keypad: Keypad, digit: str) -> QPushButton:
    return next(b for b in keypad.findChildren(QPushButton) if b.text() == digit)


def test_a_show_that_is_away_is_said_and_comes_back(pages: Pages) -> None:
    before, pages.show = pages.show, None
    pages.panel.refresh()
    assert pages.says("The show does not answer")
    QTest.keyClick(pages.panel, Qt.Key.Key_Space)
    assert pages.orders == []
    pages.show = before
    pages.panel.refresh()
    assert not pages.says("The show does not answer")


@pytest.mark.parametrize("size", [(800, 480), (1920, 1080), (3840, 2160)])
def test_every_target_is_large_enough_for_a_finger(pages: Pages, size: tuple[int, int]) -> None:
    pages.panel.resize(*size)
    pages.see(pinned={"right": LUCID}, coming=LATER)
    for page in range(len(PAGES)):
        pages.turn_to(page)
        names = ("deed", "rail", "order", "voice", "press", "choice")
        found = [b for name in names for b in pages.panel.findChildren(QPushButton, name)]
        small = [
            (b.accessibleName(), b.width(), b.height())
            for b in found
            if b.isVisible() and min(b.width(), b.height()) < 48
        ]
        assert small == []
        assert (pages.panel.width(), pages.panel.height()) == size


def test_a_disk_that_hangs_holds_up_no_page(pages: Pages, tmp_path: Path) -> None:
    """The panel of a show lives in the controller's process."""
    shelf = ContentStore(tmp_path).thumbnails("abc")
    shelf.folder.mkdir(parents=True)
    os.mkfifo(shelf.path("0.jpg"))  # whoever opens it waits until somebody writes
    pictured = msgspec.structs.replace(READY[0], revision="abc", pictures=(("", "0.jpg"),))
    pages.turn_to(1)
    pages.see(versions=(pictured,))
    films = pages.panel._versions._films
    pages.until(lambda: films._thread is not None)
    assert films._thread is not None and films._thread.is_alive()
    pages.see(versions=(pictured, waits(4)))
    assert pages.button("Approve: Film 4")
    shelf.path("0.jpg").write_bytes(b"")
    films._thread.join(20)
    assert not films._thread.is_alive()
