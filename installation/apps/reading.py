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
    if not path.exists():
        raise ConfigError(
            f"{path}: there is no such layout", "A copy of layouts/triptych.yaml is a beginning."
        )
    return load(path, Layout)


def read_calibrations(layout: Layout, folder: Path) -> dict[str, Calibration]:
    """The projector of each screen that names one. Raises ConfigError."""
    for screen in layout.screens:
        if screen.calibration and not (folder / screen.calibration).exists():
            there = ", ".join(sorted(path.name for path in folder.glob("*.yaml")))
            raise ConfigError(
                f"{folder / screen.calibration}: there is no such file, "
                f"but the layout's screen '{screen.name}' has it as its calibration",
                f"There are {there}." if there else "Copy calibration/example.yaml to begin one.",
            )
    return {
        screen.name: load(folder / screen.calibration, Calibration)
        for screen in layout.screens
        if screen.calibration
    }


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


def _stamp(file: Path) -> tuple[int, int] | None:
    """Changes when a file does."""
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ino
