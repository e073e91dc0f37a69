"""Reads a show's layout, also while it is written again."""

from pathlib import Path

from installation.errors import ConfigError, KissError
from installation.model import Layout, load_yaml
from installation.units import MILLISECOND

LOOK_NS = 500 * MILLISECOND
"""How often a layout that is in use is looked at: a key that was learned works at once."""


def read_layout(path: Path) -> Layout:
    """A layout. Raises ConfigError with every fault in it."""
    if not path.exists():
        raise ConfigError(
            f"{path}: there is no such layout", "A copy of layouts/triptych.yaml is a beginning."
        )
    return load_yaml(path, Layout)


class FollowedLayout:
    """A layout's file that may be written again while it is in use. Raises ConfigError at first."""

    def __init__(self, file: Path) -> None:
        self.layout = read_layout(file)
        self.fault = ""
        """Why the file cannot be read now; what it said before holds."""
        self._file, self._stamp = file, stamp(file)
        self._looked_ns = 0

    def look(self, now_ns: int) -> bool:
        """Tell whether there is another layout; cheap to ask at any time."""
        if now_ns - self._looked_ns < LOOK_NS:
            return False
        self._looked_ns = now_ns
        if (seen := stamp(self._file)) == self._stamp:
            return False
        self._stamp = seen
        try:
            before, self.layout = self.layout, read_layout(self._file)
        except KissError as fault:  # while it is being written, say
            self.fault = str(fault)
            return False
        self.fault = ""
        return self.layout != before


def stamp(file: Path) -> tuple[int, int] | None:
    """Changes when a file does."""
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ino
