"""Reads the files that a show is made from."""

from pathlib import Path

from installation.errors import ConfigError, KissError
from installation.model.layout import Layout
from installation.model.projector import Calibration
from installation.model.yamlfile import load
from installation.units import MILLISECOND

LOOK_NS = 500 * MILLISECOND
"""How often a layout that is in use is looked at: a key that was learned works at once."""


def read_layout(path: Path) -> Layout:
    """A layout. Raises ConfigError with every fault in it."""
    return load(path, Layout)


class FollowedLayout:
    """A layout's file that may be written anew while it is in use. Raises ConfigError at first."""

    def __init__(self, file: Path) -> None:
        self.layout = read_layout(file)
        self.fault = ""
        """Why the file cannot be read now; what it said before holds."""
        self._file, self._stamp = file, _stamp(file)
        self._looked_ns = 0

    def look(self, now_ns: int) -> bool:
        """Whether there is another layout; cheap to ask at any time."""
        if now_ns - self._looked_ns < LOOK_NS:
            return False
        self._looked_ns = now_ns
        if (seen := _stamp(self._file)) == self._stamp:
            return False
        self._stamp = seen
        try:
            before, self.layout = self.layout, read_layout(self._file)
        except KissError as fault:  # while it is being written, say
            self.fault = str(fault)
            return False
        self.fault = ""
        return self.layout != before


class FollowedCalibrations:
    """The projectors' files, written anew while they are in use; so may be which screen has which.

    Raises ConfigError at first. Later a file that cannot be read leaves its screen what it said
    before, and has its line in ``faults``.
    """

    def __init__(self, layout: Path, folder: Path) -> None:
        self._followed, self._folder = FollowedLayout(layout), folder
        self.layout = self._followed.layout
        """The layout as it was at first."""
        self.calibrations: dict[str, Calibration] = {}
        self.faults: tuple[str, ...] = ()
        self._stamps = self._seen()
        self._read()
        if self.faults:
            raise ConfigError("\n".join(self.faults))
        self._looked_ns = 0

    def look(self, now_ns: int) -> bool:
        """Whether there are other calibrations or faults; cheap to ask at any time."""
        if now_ns - self._looked_ns < LOOK_NS:
            return False
        self._looked_ns = now_ns
        self._followed.look(now_ns)
        seen = self._seen()
        if seen == self._stamps:
            return False
        before = self.calibrations, self.faults
        self._stamps = seen
        self._read()
        return before != (self.calibrations, self.faults)

    def _seen(self) -> dict[str, tuple[Path, tuple[int, int] | None]]:
        """The file of each screen that names one, and its stamp."""
        named = ((s.name, s.calibration) for s in self._followed.layout.screens)
        files = {name: self._folder / file for name, file in named if file}
        return {name: (file, _stamp(file)) for name, file in files.items()}

    def _read(self) -> None:
        found, faults = {}, []
        for name, (file, _) in self._stamps.items():
            try:
                found[name] = load(file, Calibration)
            except ConfigError as fault:
                faults += fault.message.splitlines()
                if name in self.calibrations:
                    found[name] = self.calibrations[name]
        self.calibrations, self.faults = found, tuple(dict.fromkeys(faults))


def _stamp(file: Path) -> tuple[int, int] | None:
    """Changes when a file does."""
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ino
