"""The whole intake of any film or version folder, admitting nothing."""

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

import msgspec

from installation.errors import LibraryError
from installation.files import writing_whole
from installation.library._folder import OwnFolder
from installation.library._intake_process import IntakeProcess
from installation.library._library import Library
from installation.library._scan import Candidate, Scanner
from installation.link import sweep_show
from installation.model import (
    CopyTerms,
    Fault,
    HouseCopy,
    IntakeStep,
    Ready,
    Refusal,
    Refused,
    Version,
)
from installation.said import NOTHING
from installation.store import ContentStore

AUTOMATIC = CopyTerms("auto")


def candidate_at(path: Path) -> Candidate:
    """Return what lies at a path, as the versions folder would take it. Raises LibraryError."""
    whole = path.absolute()
    if not whole.exists():
        raise LibraryError(f"{path}: there is no such file or folder", "Look at its name.")
    found = Scanner(whole.parent).one(whole.name)
    if found is None:
        raise LibraryError(
            f"{path}: neither a film nor a folder with one",
            "Films are .mp4, .mkv, .mov, .webm, .avi, .mpg, .ts, .mxf and the like; a folder holds"
            " one, and a version.yaml.",
        )
    return found


@dataclass(frozen=True)
class Planned:
    """A version whose film would be played from a house copy, and what that would be."""

    version: Version
    house: HouseCopy


class SeparateIntake:
    """An intake beside the show's, in a state folder of its own that goes away with it.

    ``terms`` are the show's for house copies. With ``copy_to`` a house copy is made, whether the
    film needs one or not, and laid there; without it is only said which it would get.

    Use it as a context; not thread-safe, nothing blocks. Raises LibraryError for what is no
    version, OSError when no process or folder can be had.
    """

    def __init__(
        self,
        path: Path,
        decode: str = "auto",
        terms: CopyTerms = AUTOMATIC,
        copy_to: Path | None = None,
    ) -> None:
        found = candidate_at(path)
        self._state = tempfile.TemporaryDirectory(prefix="kiss-check-")
        self.version: Version | None = found.version
        self.verdict: Ready | Refused | Planned | None = None
        self._copy_to = copy_to
        self._terms = msgspec.structs.replace(terms, rule="always") if copy_to else terms
        self._worker: IntakeProcess | None = None
        if found.version is None:
            self.verdict = Refused(found.fault or Fault(NOTHING))
        else:
            self._worker = IntakeProcess(
                found.version.film,
                Path(self._state.name),
                found.version.beats,
                found.version.sounds,
                decode,
                self._terms,
                only_plan=copy_to is None,
            )

    def __enter__(self) -> "SeparateIntake":
        return self

    def __exit__(self, *_: object) -> None:
        if self._worker is not None:
            self._worker.kill()
        sweep_show(Path(self._state.name))  # what no disk took lies there
        self._state.cleanup()

    def poll(self, now_ns: int) -> bool:
        """Tell whether the verdict is there."""
        if self._worker is None or self.version is None:
            return True
        ending = self._worker.poll(now_ns)
        if ending is None:
            return False
        self._worker = None
        if ending.fault is not None:
            self.verdict = Refused(ending.fault, ending.hash)
        elif ending.house is not None and not ending.house.hash:
            self.verdict = Planned(self.version, ending.house)
        else:
            store = ContentStore(Path(self._state.name))
            library = Library(
                OwnFolder(self.version.film.parent), store, house_copy=lambda: self._terms
            )
            lost = Refused(Refusal.VERDICT_LOST.fault())
            self.verdict = library.recall(self.version, ending.hash) or lost
            if isinstance(self.verdict, Ready) and self.verdict.copy and self._copy_to:
                with self.verdict.copy.open("rb") as made, writing_whole(self._copy_to) as out:
                    shutil.copyfileobj(made, out)
        return True

    @property
    def progress(self) -> tuple[float, float | None, IntakeStep | None]:
        """The share that is done, the seconds that are left, and what it is at."""
        worker = self._worker
        return (worker.share, worker.eta_s, worker.step) if worker else (1.0, None, None)
