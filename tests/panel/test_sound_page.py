"""The page of sound: a row for each screen, and for each further way of sound."""

from panel_status import a_show
from PySide6.QtWidgets import QApplication, QPushButton, QSlider

from installation.model import Level, Mute
from installation.panel._press_memory import PressMemory
from installation.panel._sound_page import SoundPage, SoundRow
from installation.panel._viewmodel import page
from installation.show import RouteStatus


def test_a_hearing_route_has_a_fader_and_a_button_for_silence(qt: QApplication) -> None:
    routes = RouteStatus("phones", 70), RouteStatus("loop", 40, muted=True, sound="no such device")
    status = a_show(hearing=routes)
    sound, given = SoundPage(), list[object]()
    sound.ordered.connect(given.append)
    sound.show_status(status, page(status, PressMemory()))
    sound.show()
    qt.processEvents()
    rows = sound.findChildren(SoundRow)
    assert len(rows) == len(status.screens) + 2
    phones, loop = rows[-2:]
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
    sound.close()
    sound.deleteLater()
    qt.sendPostedEvents(None, 52)  # QEvent.DeferredDelete
