"""The page of health: how the show did lately, its processes, its machine, what happened."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from installation.panel import _health_words as words
from installation.panel._health_history import LONG_NS, HealthHistory
from installation.panel._machine_probe import MachineProbe, MachineState
from installation.panel._machines_words import machine_lines
from installation.panel._plot import Plot, PlotScale
from installation.panel._text import Elided, label, say
from installation.panel._tongue import tr
from installation.panel._widgets import scrolled
from installation.show import ShowStatus

COLUMNS = 4


class HealthPage(QWidget):
    """Follows the show while it is hidden, too, so that its plots have the last ten minutes."""

    def __init__(self, state: Path | None) -> None:
        super().__init__()
        self._history, self._probe = HealthHistory(), MachineProbe(state)
        self._status: ShowStatus | None = None
        self._machine = MachineState()
        self._shown = Plot(PlotScale(tr("Pictures shown of those due"), 0.9, 1.0, share=True))
        self._skew = Plot(PlotScale(tr("Screens apart, in pictures"), 0, 4))
        self._lead = Plot(PlotScale(tr("Pictures early, in milliseconds"), 0, 400))
        self._cells: list[list[Elided]] = []
        self._table, self._facts = QGridLayout(), label("small", wrap=True)
        self._machines_heading = label("heading", tr("All machines"))
        self._machines, self._log = label("small", wrap=True), label("small", wrap=True)
        self._copy = QPushButton(tr("Copy report"))
        self._copy.setObjectName("deed")
        self._copy.setAutoDefault(True)
        self._copy.setAccessibleName(tr("Copy report"))
        self._copy.setToolTip(tr("Puts all of this on the clipboard, for an email"))
        self._copy.clicked.connect(self._copy_report)
        plots = self._plots = QVBoxLayout()
        plots.addWidget(label("heading", tr("The last ten minutes")))
        for plot in (self._shown, self._skew, self._lead):
            plots.addWidget(plot, 1)
        self._whole = QHBoxLayout(self)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._whole.addLayout(plots, 4)
        self._whole.addWidget(self._side(), 5)

    def _side(self) -> QScrollArea:
        inside = QWidget()
        inside.setObjectName("list")
        lines = self._lines = QVBoxLayout(inside)
        lines.setContentsMargins(0, 0, 0, 0)
        head = QHBoxLayout()
        head.addWidget(label("heading", tr("Processes")), 1)
        head.addWidget(self._copy)
        lines.addLayout(head)
        lines.addLayout(self._table)
        lines.addWidget(self._machines_heading)
        lines.addWidget(self._machines)
        lines.addWidget(label("heading", tr("Machine")))
        lines.addWidget(self._facts)
        lines.addWidget(label("heading", tr("Lately")))
        lines.addWidget(self._log)
        lines.addStretch(1)
        self._table.setHorizontalSpacing(12)
        self._table.setColumnStretch(0, 2)
        for column in range(1, COLUMNS):
            self._table.setColumnStretch(column, 1)
        return scrolled(inside, tr("Processes, machine and log"))

    def remember(self, status: ShowStatus, now_ns: int) -> None:
        """Take in how the show is, seen or not."""
        self._history.see(status, now_ns)

    def show_status(self, status: ShowStatus) -> None:
        """Show how the show is now."""
        self._status = status
        self._machine = self._probe.look(words.pids(status))
        self._draw_plots()
        for number, row in enumerate(words.processes(status, self._machine)):
            self._draw_row(number, row)
        say(self._machines, "\n".join(machine_lines(status)))
        self._machines_heading.setVisible(bool(status.machines))
        self._machines.setVisible(bool(status.machines))
        say(self._facts, "\n".join(words.facts(status, self._machine)))
        say(self._log, "\n".join(words.log(self._machine)) or tr("Nothing in the last day."))

    def set_scale(self, scale: float) -> None:
        """Be drawn at another scale."""
        self._whole.setSpacing(round(24 * scale))
        self._plots.setSpacing(round(12 * scale))
        self._lines.setSpacing(round(8 * scale))

    def _draw_plots(self) -> None:
        bins = self._history.bins
        if not bins:
            return
        now_ns = bins[-1].at_ns
        places = [1 - (now_ns - one.at_ns) / LONG_NS for one in bins]
        shown = [one.shown for one in bins]
        due, missed = sum(one.due for one in bins), sum(one.missed for one in bins)
        says = f"{100 * (due - missed) / due:.2f} %" if due else "—"
        self._shown.show_values(list(zip(places, shown, strict=True)), says)
        skews = [float(one.skew) for one in bins]
        self._skew.show_values(list(zip(places, skews, strict=True)), f"{max(skews):.0f}")
        leads = [one.lead_ms for one in bins]
        known = [lead for lead in leads if lead is not None]
        says = "—"
        if known:
            says = tr(
                "{now} ms, at least {least}", now=f"{known[-1]:.0f}", least=f"{min(known):.0f}"
            )
        self._lead.show_values(list(zip(places, leads, strict=True)), says)

    def _draw_row(self, number: int, row: tuple[str, ...]) -> None:
        while len(self._cells) <= number:
            cells = [Elided("small" if column == 0 else "quiet") for column in range(len(row))]
            for column, cell in enumerate(cells):
                if column:
                    cell.setAlignment(Qt.AlignmentFlag.AlignRight)
                self._table.addWidget(cell, len(self._cells), column)
            self._cells.append(cells)
        for cell, text in zip(self._cells[number], row, strict=True):
            cell.setText(text)

    def _copy_report(self) -> None:
        if self._status is not None:
            QApplication.clipboard().setText(words.report(self._status, self._machine))
            self._copy.setText(tr("Copied"))
