"""The page of the house: whether it is open, what comes next, and its projectors."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from installation.model import Close, HouseNow, Open, Order
from installation.panel._ask_bar import AskBar
from installation.panel._health_words import projector_line
from installation.panel._house_words import house_line
from installation.panel._lineup_words import intention
from installation.panel._page import Sign
from installation.panel._text import Elided, label, say
from installation.panel._tongue import mark, tr
from installation.panel._widgets import scrolled
from installation.show import ShowStatus

CHOICES: tuple[tuple[Order, str], ...] = (
    (Open(), mark("Open")),
    (Open("60"), mark("Open for an hour")),
    (Open("180"), mark("Open for three hours")),
    (Close(), mark("Close")),
    (Close("60"), mark("Close for an hour")),
)


class HousePage(QWidget):
    """Opening and closing ask once, in words."""

    ordered = Signal(object, object)
    """An order, and what is to be called with the answer."""

    def __init__(self) -> None:
        super().__init__()
        self._status: ShowStatus | None = None
        self._lamps: list[Elided] = []
        self._buttons: list[QPushButton] = []
        self._line = label("sentence", wrap=True)
        self._bar = AskBar(tr("What you order holds until the hours say something else."))
        self._bar.ordered.connect(self.ordered)
        choices = self._choices = QGridLayout()
        for number, (order, text) in enumerate(CHOICES):
            button = QPushButton(tr(text))
            button.setObjectName("deed")
            button.setAutoDefault(True)
            button.setAccessibleName(tr(text))
            button.clicked.connect(lambda _=False, order=order: self._ask(order))
            self._buttons.append(button)
            choices.addWidget(button, number // 3, number % 3)
        none = tr("No projector is on the network (projectors: in the layout).")
        self._none = label("small", none, wrap=True)
        self._projectors = QVBoxLayout()
        inside = QWidget()
        inside.setObjectName("list")
        self._lines, self._whole = QVBoxLayout(inside), QVBoxLayout(self)
        for layout in (self._lines, self._whole):
            layout.setContentsMargins(0, 0, 0, 0)
        self._whole.addWidget(self._line)
        self._whole.addWidget(self._bar)
        self._whole.addWidget(scrolled(inside, tr("House")), 1)
        self._lines.addLayout(choices)
        self._lines.addWidget(label("heading", tr("Projectors")))
        self._lines.addWidget(self._none)
        self._lines.addLayout(self._projectors)
        self._lines.addStretch(1)

    def show_status(self, status: ShowStatus) -> None:
        """Show how the house is now."""
        self._status = status
        line = house_line(status.house or HouseNow())
        say(self._line, line, Sign.WELL if _is_open(status) else Sign.STILL)
        self._show_projectors(status)

    def _show_projectors(self, status: ShowStatus) -> None:
        self._none.setVisible(not status.projectors)
        while len(self._lamps) < len(status.projectors):
            self._lamps.append(Elided("small"))
            self._projectors.addWidget(self._lamps[-1])
        for line, one in zip(self._lamps, status.projectors, strict=False):
            line.setText(projector_line(one))

    def set_scale(self, scale: float) -> None:
        """Be drawn at another scale."""
        self._whole.setSpacing(round(12 * scale))
        self._lines.setSpacing(round(12 * scale))
        self._choices.setSpacing(round(10 * scale))
        for button in self._buttons:
            button.setMinimumHeight(round(84 * scale))

    def _ask(self, order: Order) -> None:
        if self._status is not None:
            self._bar.ask(intention(self._status, order))


def _is_open(status: ShowStatus) -> bool:
    return status.house is None or status.house.open
