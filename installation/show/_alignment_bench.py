"""The bench at which projectors are aligned: drafts on the glass, by a lease, and in files at last.

Whoever stands at it (a terminal's keyboard, a panel) says which key is pressed, and comes back
often; see :mod:`installation.calibration._drafting` for what the keys do.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from installation.calibration import (
    AlignedScreen,
    DraftNote,
    Drafts,
    NoteKind,
    Wish,
    press_key,
    round_draft,
)
from installation.errors import ConfigError, KissError, LinkError, told
from installation.link import LEASE_NS, Alignment, Draft, Reply, Spoke
from installation.model import Layout, Optics, load_yaml
from installation.said import Said, joined
from installation.show._projector_files import calibration_of, write
from installation.show._status import ShowStatus
from installation.units import MILLISECOND, SECOND

RENEW_NS = 300 * MILLISECOND
"""How often the show hears of an alignment; it forgets one that is silent for LEASE_NS."""
SILENT_NS = SECOND
REFUSED_NS = 2 * SECOND
"""So long a refusal is waited out: the lease of one that was killed ends meanwhile."""
AWAY = "the show does not answer; it is looked for"


@dataclass(frozen=True)
class DraftSaving:
    """Drafts that are to be written, by their numbers. Writing them waits for the disk."""

    layout: Path
    folder: Path
    screens: Mapping[int, str]
    drafts: Mapping[int, Optics]

    def write(self) -> "SavedDrafts":
        """Write each into its screen's file, on any thread; a fault of one keeps no other back."""
        written: dict[int, Optics] = {}
        files: dict[str, str] = {}
        says = None
        for number, draft in self.drafts.items():
            name = self.screens[number]
            try:
                files[name] = str(write(self.layout, self.folder, name, draft))
                written[number] = draft
            except ConfigError as fault:
                says = DraftNote(NoteKind.NOT_WRITTEN, told(fault.message, fault.advice))
        return SavedDrafts(
            written, files, says or DraftNote(NoteKind.SAVED_SCREENS, ", ".join(files))
        )


@dataclass(frozen=True)
class SavedDrafts:
    """Drafts that were written, by their numbers; files by screens; what there is to say."""

    written: Mapping[int, Optics]
    files: Mapping[str, str]
    says: DraftNote


@dataclass(frozen=True)
class AlignmentStart:
    """The beginning of an alignment: drafts as they are saved, and where that is."""

    drafts: Drafts
    layout: Path
    folder: Path


def read_alignment(status: ShowStatus) -> AlignmentStart:
    """Read what a show's screens are calibrated to now; waits for the disk.

    Raises LinkError for a show without a layout's file, KissError for one without a display,
    ConfigError for a file that cannot be read.
    """
    if not status.layout:
        raise LinkError(
            Said("the show has no layout's file that a calibration could be written to.")
        )
    file, folder = Path(status.layout), Path(status.calibration)
    layout = load_yaml(file, Layout)
    there = [one for one in status.screens if one.display and one.screen in layout.names]
    if not there:
        raise KissError(
            Said("no screen of the show has a display."), Said("`kiss status` says why.")
        )
    screens = tuple(
        AlignedScreen(one.screen, *one.size, rotation=layout.screen(one.screen).rotation)
        for one in there
    )
    saved = tuple(calibration_of(layout, one.screen, folder) for one in there)
    return AlignmentStart(Drafts(screens, saved, saved), file, folder)


class AlignmentBench:
    """The drafts of an alignment, and the show that has them on its glass. One thread."""

    def __init__(self, spoke: Spoke, start: AlignmentStart) -> None:
        self.start, self.drafts = start, start.drafts
        self._spoke = spoke
        self._heard_ns = self._taken_ns = time.monotonic_ns()
        self._shown: Drafts | None = None
        self._shown_ns = 0
        self._told = ""
        self.files: dict[str, str] = {}
        """The file that each screen's draft was saved to."""

    def renew(self) -> None:
        """Have the drafts on the glass, for as long as this is called again in time."""
        now_ns = time.monotonic_ns()
        if self.drafts is not self._shown or now_ns - self._shown_ns > RENEW_NS:
            self._send(self.drafts.drafts, self.drafts.pattern)
            self._shown, self._shown_ns = self.drafts, now_ns

    def end(self) -> None:
        """Have the film back, by what is saved: a file that is just written is read in a moment."""
        self._send(self.drafts.saved, False)

    def _send(self, calibrations: Sequence[Optics], pattern: bool) -> None:
        drafts = self.drafts
        made = tuple(
            Draft(screen.name, optics)
            for screen, optics in zip(drafts.screens, calibrations, strict=True)
        )
        until_ns = time.monotonic_ns() + LEASE_NS
        name = drafts.screen.name
        self._spoke.send(Alignment(made, pattern, name, drafts.corner, until_ns))

    def hear(self) -> str:
        """Return what the show says to it. Raises KissError when somebody else aligns."""
        now_ns = time.monotonic_ns()
        for message in self._spoke.receive():
            if isinstance(message, Reply):
                self._heard_ns, self._told = now_ns, message.text
                self._taken_ns = now_ns if message.ok else self._taken_ns
                if now_ns - self._taken_ns > REFUSED_NS:
                    raise KissError(joined("", (message.text, ".")), Said("End that one first."))
        return AWAY if now_ns - self._heard_ns > SILENT_NS else self._told

    def press(self, key: str) -> Wish:
        """Do what a key does to the drafts; what else it asks for is the caller's to do."""
        self.drafts, wish = press_key(self.drafts, key)
        return wish

    def saving(self) -> DraftSaving:
        """Return what is to be written; what comes of it is to be :meth:`kept`."""
        drafts, start = self.drafts, self.start
        names = {number: screen.name for number, screen in enumerate(drafts.screens)}
        unsaved = {number: round_draft(drafts.drafts[number]) for number in drafts.unsaved}
        return DraftSaving(start.layout, start.folder, names, unsaved)

    def kept(self, saved: SavedDrafts) -> None:
        """Take note of what was written."""
        self.files |= saved.files
        self.drafts = self.drafts.kept(saved.written, saved.says)
