"""The whole show at a glance: asks the rooms of the house for what the status is made from."""

from dataclasses import dataclass
from pathlib import Path

from installation.model.layout import Layout
from installation.show import snapshot
from installation.show.aligning import Aligning
from installation.show.connections import Connections
from installation.show.diary import Diary
from installation.show.displays import Displays
from installation.show.processes import Processes
from installation.show.publisher import Publisher
from installation.show.status import ShowStatus
from installation.show.trials import Trials
from installation.show.versions import Versions
from installation.timeline.transport import moment_at


@dataclass(frozen=True)
class StatusFacts:
    """The rooms that have something to say. ``began_ns`` is when the controller did."""

    layout: Layout
    layout_file: Path | None
    versions_dir: Path
    calibration_dir: Path
    began_ns: int
    displays: Displays
    peers: Connections
    book: Publisher
    company: Processes
    repertoire: Versions
    diary: Diary
    trials: Trials
    aligning: Aligning

    def status(self, now_ns: int) -> ShowStatus:
        """The snapshot."""
        library, board = self.repertoire.library, self.repertoire.board
        return snapshot.status(
            snapshot.Facts(
                title=self.layout.title,
                programme=self.book.programme,
                now_ns=now_ns,
                began_ns=self.began_ns,
                placement=self.displays.placement,
                players=self.peers.players,
                stage=self.peers.stage,
                workers={worker.name: worker for worker in self.company.supervisor.workers},
                versions=board.listed(),
                standings=board.standings(),
                pinned=board.pinned(),
                folder=str(self.versions_dir),
                broken=library.broken(),
                arrivals=library.progress(),
                beats=self.book.beats(now_ns),
                notes=self._notes(now_ns),
                remote=self.company.remote.said,
                layout=str(self.layout_file or ""),
                calibration=str(self.calibration_dir),
                aligning=self.aligning.lasts(now_ns),
                master=self.book.state.master.in_words(),
                order=self.layout.names,
            )
        )

    def _notes(self, now_ns: int) -> tuple[str, ...]:
        """What a person should know, the most lasting first."""
        state, moment = self.book.state, moment_at(self.book.programme, now_ns)
        troubles = (self.repertoire.library.trouble(), self.book.fault, self.diary.trouble())
        remote = self.company.remote.said
        return (
            *self.displays.placement.notes,
            *state.shelf.notes(moment.cycle if moment else 1),
            *(f"{what} (the values before hold)" for what in self.displays.troubles),
            *filter(None, troubles),
            *self.repertoire.board.notes(),
            *(remote.missing if remote else ()),
            *snapshot.waits(state.swapping.unready, self.peers.players),
            *(self.trials.notes() if self.layout.swap.probation else ()),
            *self.repertoire.warnings(),
        )
