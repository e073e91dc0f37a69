"""The page of sound and words: who speaks, how loud each way of sound is, what is to be read."""

import time
from itertools import zip_longest

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from installation.link import MeterReader
from installation.model import Level, Mute
from installation.panel._meter import SoundMeter
from installation.panel._page import Page, Sign, sentence
from installation.panel._text import label, say
from installation.panel._tongue import tr
from installation.panel._voices import Fader, Voices, WordsButton
from installation.panel._widgets import scrolled
from installation.show import RouteStatus, ScreenStatus, ShowStatus
from installation.timeline import ALL
from installation.units import seconds


class SoundRow(QWidget):
    """A screen or route: its name, fader, button for silence, and why it is not heard, if so."""

    ordered = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._name, self._fader, self._fault = label("name"), Fader(), label("small", wrap=True)
        self.meter = SoundMeter()
        self._heard, self._muted = "", False
        self._fader.moved.connect(lambda percent: self.ordered.emit(Level(self._heard, percent)))
        self._mute = QPushButton()
        self._mute.setObjectName("deed")
        self._mute.setAutoDefault(True)
        self._mute.clicked.connect(self._order_silence)
        self._fader.put_below(self.meter)
        row, lines = QHBoxLayout(), QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(18)
        row.addWidget(self._name, 1)
        row.addWidget(self._fader, 4)
        row.addWidget(self._mute, 1)
        lines.addLayout(row)
        lines.addWidget(self._fault)

    @property
    def heard(self) -> str:
        """The screen or route that it is of."""
        return self._heard

    def _order_silence(self) -> None:
        self.ordered.emit(Mute(self._heard, "off" if self._muted else "on"))

    def show_heard(self, name: str, heard: ScreenStatus | RouteStatus, speaks: bool) -> None:
        """Show how loud a screen or route is."""
        self._heard, self._muted = name, heard.muted
        said = tr("All together") if name == ALL else name
        self._name.setText(said)
        self.meter.show_name(said)
        self.meter.setVisible(name != ALL)
        self._fader.show_level(said, heard.level, speaks and not heard.muted)
        text = tr("Sound on") if heard.muted else tr("Silence")
        self._mute.setText(text)
        self._mute.setAccessibleName(f"{text}: {said}")
        fault = sentence(tr("not heard: {why}", why=heard.sound)) if heard.sound else ""
        say(self._fault, fault, Sign.CARE if fault else None)


METER_MS = 40
"""How often a meter that is seen moves."""


class SoundPage(QWidget):
    """All of it acts at once. Its meters are read while it is seen, and only then."""

    ordered = Signal(object)

    def __init__(self, meters: MeterReader | None) -> None:
        super().__init__()
        self._meters, self._screens, self._looked_ns = meters, 0, 0
        self._scale = 1.0
        self._beat = QTimer(self)
        self._beat.setInterval(METER_MS)
        self._beat.timeout.connect(self._measure)
        self._rows: list[SoundRow] = []
        self._voices = Voices()
        self._voices.chosen.connect(self.ordered)
        self._words = [WordsButton(self), WordsButton(self)]
        self._heading = label("heading", tr("Words on the wall"))
        words, self._sound = QHBoxLayout(), QVBoxLayout()
        for button in self._words:
            button.ordered.connect(self.ordered)
            words.addWidget(button)
        words.addStretch(1)
        inside = QWidget()
        inside.setObjectName("list")
        lines = self._lines = QVBoxLayout(inside)
        self._whole = QVBoxLayout(self)
        for layout in (lines, self._whole):
            layout.setContentsMargins(0, 0, 0, 0)
        lines.addLayout(self._sound)
        lines.addWidget(self._heading)
        lines.addLayout(words)
        lines.addStretch(1)
        self._whole.addWidget(label("heading", tr("Sound")))
        self._whole.addWidget(self._voices)
        self._whole.addWidget(scrolled(inside, tr("Sound")), 1)

    def show_status(self, status: ShowStatus, shown: Page) -> None:
        """Show who is heard now, and what is read."""
        self._screens = len(status.screens)
        self._voices.show_value(shown.voices)
        for button, value in zip_longest(self._words, shown.words):
            button.show_value(value)
        self._heading.setVisible(bool(shown.words))
        heard: list[tuple[str, ScreenStatus | RouteStatus, bool]] = [
            *((screen.screen, screen, screen.speaks) for screen in status.screens),
            *((route.name, route, True) for route in status.hearing),
            (status.overall.name, status.overall, True),
        ]
        while len(self._rows) < len(heard):
            row = SoundRow()
            row.ordered.connect(self.ordered)
            self._rows.append(row)
            row.meter.set_scale(self._scale)
            self._sound.addWidget(row)
        for row, one in zip(self._rows, heard, strict=False):
            row.show_heard(*one)

    def set_scale(self, scale: float) -> None:
        """Be drawn at another scale."""
        self._scale = scale
        for row in self._rows:
            row.meter.set_scale(scale)
        for layout in (self._whole, self._lines):
            layout.setSpacing(round(12 * scale))
        self._sound.setSpacing(round(8 * scale))

    def _measure(self) -> None:
        if self._meters is None:
            return
        now_ns = time.monotonic_ns()
        peaks = self._meters.look(self._screens, now_ns)
        passed_s, self._looked_ns = seconds(now_ns - self._looked_ns), now_ns
        for row in self._rows:
            row.meter.show_peak(peaks.get(row.heard, 0.0), passed_s)

    def showEvent(self, _event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        """Begin to follow what is heard."""
        self._beat.start()

    def hideEvent(self, _event: QHideEvent) -> None:  # noqa: N802
        """Nobody looks: read nothing."""
        self._beat.stop()
        if self._meters is not None:
            self._meters.close()
