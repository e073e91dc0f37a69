"""The page of sound: a row for each screen, and for each further way of sound; its meters."""

import time
from pathlib import Path

import pytest
from panel_status import a_show
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QSlider
from qt_ends import let_go

from installation.link import MeterReader, MeterWriter, meter_path, ring_path, sweep_show
from installation.model import Level, Mute
from installation.panel._meter import FALL_DB_S, FLOOR_DB, SoundMeter, decibels, share
from installation.panel._press_memory import PressMemory
from installation.panel._sound_page import SoundPage, SoundRow
from installation.panel._viewmodel import page
from installation.said import verbatim
from installation.show import RouteStatus


def test_a_hearing_route_has_a_fader_and_a_button_for_silence(qt: QApplication) -> None:
    routes = (
        RouteStatus("phones", 70),
        RouteStatus("loop", 40, muted=True, sound=verbatim("no such device")),
    )
    status = a_show(hearing=routes)
    sound, given = SoundPage(None), list[object]()
    sound.ordered.connect(given.append)
    sound.show_status(status, page(status, PressMemory()))
    sound.show()
    qt.processEvents()
    rows = sound.findChildren(SoundRow)
    assert len(rows) == len(status.screens) + 3
    phones, loop, together = rows[-3:]
    assert [row.findChild(QSlider).value() for row in (phones, loop)] == [70, 40]
    silences = [row.findChild(QPushButton) for row in (phones, loop)]
    assert [button.text() for button in silences] == ["Silence", "Sound on"]
    for button in silences:
        button.click()
    assert given == [Mute("phones", "on"), Mute("loop", "off")]
    phones.findChild(QSlider).setValue(71)
    while len(given) < 3:
        qt.processEvents()
    assert given[-1] == Level("phones", 71)
    together.findChild(QPushButton).click()
    assert given[-1] == Mute("all", "on")
    let_go(sound)


def test_a_decibel_is_a_share_of_the_bar() -> None:
    assert [decibels(peak) for peak in (0.0, 1e-9, 1.0)] == [FLOOR_DB, FLOOR_DB, 0.0]
    assert decibels(0.5) == pytest.approx(-6.02, abs=0.01)
    assert [share(db) for db in (FLOOR_DB, FLOOR_DB / 2, 0.0, 3.0)] == [0.0, 0.5, 1.0, 1.0]


def shown(meter: SoundMeter) -> list[str]:
    """The colours of its bar, from left to right, without repeats."""
    image = meter.grab().toImage()
    colours = [image.pixelColor(x, 3).name() for x in range(image.width())]
    return [one for n, one in enumerate(colours) if n == 0 or one != colours[n - 1]]


def test_a_meter_rises_at_once_and_falls_with_time(qt: QApplication) -> None:
    meter = SoundMeter()
    meter.resize(300, 8)
    assert len(shown(meter)) == 1
    meter.show_peak(1.0, 0.04)
    assert len(shown(meter)) == 4  # three zones and the mark
    meter.show_peak(0.0, 1.0)
    quiet = image_share(meter)
    assert quiet == pytest.approx(share(-FALL_DB_S), abs=0.02)
    for _ in range(3):
        meter.show_peak(0.0, 1.0)
    assert len(shown(meter)) == 1
    let_go(meter)


def image_share(meter: SoundMeter) -> float:
    """How much of the bar is filled, the mark not counted."""
    image = meter.grab().toImage()
    ground = image.pixelColor(image.width() // 2 + image.width() // 4, 3).name()
    filled = [x for x in range(image.width()) if image.pixelColor(x, 3).name() != ground]
    return max(x for x in filled if x < image.width() - 4) / image.width()


def test_meters_follow_what_the_players_say_while_the_page_is_seen(
    qt: QApplication, tmp_path: Path
) -> None:
    writer = MeterWriter(meter_path(ring_path(tmp_path, 0)), ["left"])
    status, sound = a_show(), SoundPage(MeterReader(tmp_path))
    sound.resize(700, 500)
    sound.show_status(status, page(status, PressMemory()))
    sound.show()
    meter = sound.findChildren(SoundRow)[0].meter
    deadline = time.monotonic() + 60
    while len(shown(meter)) < 3 and time.monotonic() < deadline:
        writer.meter("left")(time.monotonic_ns() + 50_000_000, 0.5)
        QTest.qWait(20)
    assert len(shown(meter)) >= 3  # green, orange, and the ground behind
    sound.hide()
    del writer
    assert meter_path(ring_path(tmp_path, 0)).name not in Path("/proc/self/maps").read_text()
    sweep_show(tmp_path)
    let_go(sound)
