"""The page of alignment: what `kiss calibrate` does, by touch."""

import time
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from installation.calibration import Wish
from installation.errors import KissError, told
from installation.link import LEASE_NS, Spoke, endpoint
from installation.panel import _alignment_words as words
from installation.panel._alignment_controls import AlignmentControls, KeyButton
from installation.panel._errand import Errand
from installation.panel._page import Sign
from installation.panel._text import label, say
from installation.panel._tongue import heard, tr
from installation.show import (
    RENEW_NS,
    AlignmentBench,
    AlignmentStart,
    SavedDrafts,
    ShowStatus,
    read_alignment,
)
from installation.units import MILLISECOND


class AlignmentPage(QWidget):
    """The pattern is on the wall only while this page is seen: turned away, the film is back.

    What is not saved is kept then, until the panel ends.
    """

    def __init__(self, state: Path | None) -> None:
        super().__init__()
        self._state = state
        self._status: ShowStatus | None = None
        self._spoke: Spoke | None = None
        self._bench: AlignmentBench | None = None
        self._resting: AlignmentStart | None = None
        """What is left of the last one, if something is not saved."""
        self._leaves, self._told, self._left_ns = False, "", 0
        self._pulse = QTimer(self)  # no part of the panel's: a show that is away may come back
        self._pulse.setInterval(RENEW_NS // MILLISECOND // 2)
        self._pulse.timeout.connect(self._renew)
        self._reading = Errand[AlignmentStart](self._begin_with, self._refused)
        self._writing = Errand[SavedDrafts](self._keep, self._refused)
        self._fault, self._waits = label("small", wrap=True), label("small", wrap=True)
        self._begin = KeyButton(tr("Begin"), tr("Begin"), self._ask)
        entrance, self._controls = QWidget(), AlignmentControls()
        self._controls.pressed.connect(self._press)
        lines = self._lines = QVBoxLayout(entrance)
        lines.setContentsMargins(0, 0, 0, 0)
        text = tr(
            "While you align, all screens show a pattern in place of the films; the story goes on "
            "behind it. The films are back when you leave, or turn to another page."
        )
        lines.addWidget(label("small", text, wrap=True))
        lines.addWidget(self._waits)
        lines.addWidget(self._fault)
        lines.addWidget(self._begin, 0, Qt.AlignmentFlag.AlignLeft)
        lines.addStretch(1)
        self._stack = QStackedWidget()
        self._stack.addWidget(entrance)
        self._stack.addWidget(self._controls)
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._whole.addWidget(label("heading", tr("Alignment")))
        self._whole.addWidget(self._stack, 1)
        self._say("")

    def show_status(self, status: ShowStatus) -> None:
        """Show whether an alignment may begin."""
        self._status = status
        own = time.monotonic_ns() - self._left_ns < 2 * LEASE_NS  # the last one has just ended
        other = status.aligning and not own
        says = tr("Somebody aligns the projectors already.") if other else ""
        say(self._waits, says or self._left())
        self._begin.setEnabled(not other and self._state is not None)

    def rest(self) -> None:
        """Have the film back; the drafts are kept."""
        self._leave(forget=False)

    def set_scale(self, scale: float) -> None:
        """Be drawn at another scale."""
        for layout in (self._whole, self._lines):
            layout.setSpacing(round(12 * scale))
        self._controls.set_scale(scale)

    # inside

    def _ask(self) -> None:
        self._say("")
        if self._resting is not None:
            self._begin_with(self._resting)
        elif self._status is not None:
            self._reading.run(partial(read_alignment, self._status))

    def _begin_with(self, start: AlignmentStart) -> None:
        if self._state is None or self._spoke is not None or not self.isVisible():
            return
        self._spoke = Spoke(endpoint(self._state))
        self._bench, self._told = AlignmentBench(self._spoke, start), ""
        self._bench.renew()
        self._draw()
        self.window().setFocus()  # and no button yet
        self._stack.setCurrentIndex(1)
        self._pulse.start()

    def _renew(self) -> None:
        """Keep the alignment on the wall, and hear what the show says to it."""
        if self._bench is None:
            return
        try:
            self._bench.renew()
            self._told = self._bench.hear()
            self._draw()
        except KissError as fault:
            self.rest()
            self._refused(fault)

    def _press(self, key: str) -> None:
        if self._bench is None:
            return
        wish = self._bench.press(key)
        if wish in (Wish.SAVE, Wish.SAVE_AND_LEAVE):
            self._leaves = wish is Wish.SAVE_AND_LEAVE
            self._writing.run(self._bench.saving().write)
        if wish is Wish.LEAVE:
            self._leave(forget=True)
            return
        self._bench.renew()
        self._draw()

    def _leave(self, forget: bool) -> None:
        """End it; what is not saved may be gone on with, unless somebody said to forget it."""
        if self._bench is None or self._spoke is None:
            return
        drafts, self._resting = replace(self._bench.drafts, asks=False), None
        if drafts.unsaved and not forget:
            self._resting = replace(self._bench.start, drafts=drafts)
        self._pulse.stop()
        self._bench.end()
        self._left_ns = time.monotonic_ns()
        self._spoke.close()
        self._bench = self._spoke = None
        self._stack.setCurrentIndex(0)
        self._begin.setText(tr("Go on aligning") if self._resting else tr("Begin"))
        self._begin.setAccessibleName(self._begin.text())

    def _keep(self, saved: SavedDrafts) -> None:
        if self._bench is None:  # turned away meanwhile: it says so when they come back
            if self._resting is not None:
                drafts = self._resting.drafts.kept(saved.written, saved.says)
                self._resting = replace(self._resting, drafts=drafts)
            return
        self._bench.kept(saved)
        if self._leaves and not self._bench.drafts.unsaved:
            self._leave(forget=True)
            return
        self._leaves = False
        self._draw()

    def _refused(self, fault: KissError) -> None:
        self._say(heard(told(fault.message, fault.advice)))

    def _say(self, fault: str) -> None:
        say(self._fault, fault, Sign.CARE if fault else None)

    def _left(self) -> str:
        return words.unsaved_line(self._resting.drafts) if self._resting is not None else ""

    def _draw(self) -> None:
        if self._bench is not None:
            self._controls.show_drafts(self._bench.drafts, self._told)

    def hideEvent(self, _event: QHideEvent) -> None:  # noqa: N802 (Qt's name)
        """Nobody looks: the film is back."""
        self.rest()
