"""The whole intake of any film or version folder, admitting nothing."""

import tempfile
from pathlib import Path

from installation.errors import LibraryError
from installation.library._folder import OwnFolder
from installation.library._intake_process import IntakeProcess
from installation.library._library import Library
from installation.library._scan import Candidate, Scanner
from installation.model import Fault, IntakeStep, Ready, Refused, Version
from installation.store import ContentStore


def candidate_at(path: Path) -> Candidate:
    """Return what lies at a path, as the versions folder would take it. Raises LibraryError."""
    whole = path.absolute()
    if not whole.exists():
        raise LibraryError(f"{path}: there is no such file or folder", "Look at its name.")
    found = Scanner(whole.parent).one(whole.name)
    if found is None:
        raise LibraryError(
            f"{path}: neither a film nor a folder with one",
            "Films are .mp4, .mkv, .mov, .webm or .m4v; a folder holds one, and a version.yaml.",
        )
    return found


class SeparateIntake:
    """An intake beside the show's, in a state folder of its own that goes away with it.

    Use it as a context; not thread-safe, nothing blocks. Raises LibraryError for what is no
    version, OSError when no process or folder can be had.
    """

    def __init__(self, path: Path, decode: str = "auto") -> None:
        found = candidate_at(path)
        self._state = tempfile.TemporaryDirectory(prefix="kiss-check-")
        self.version: Version | None = found.version
        self.verdict: Ready | Refused | None = None
        self._worker: IntakeProcess | None = None
        if found.version is None:
            self.verdict = Refused(found.fault or Fault(""))
        else:
            self._worker = IntakeProcess(
                found.version.film, Path(self._state.name), found.version.beats, decode
            )

    def __enter__(self) -> "SeparateIntake":
        return self

    def __exit__(self, *_: object) -> None:
        if self._worker is not None:
            self._worker.kill()
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
        else:
            store = ContentStore(Path(self._state.name))
            library = Library(OwnFolder(self.version.film.parent), store)
            lost = Refused(Fault("its verdict is lost", "Make room, and check it again."))
            self.verdict = library.recall(self.version, ending.hash) or lost
        return True

    @property
    def progress(self) -> tuple[float, float | None, IntakeStep | None]:
        """The share that is done, the seconds that are left, and what it is at."""
        worker = self._worker
        return (worker.share, worker.eta_s, worker.step) if worker else (1.0, None, None)
