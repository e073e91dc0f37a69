"""The projectors' files of a show, which may be written again while it plays."""

import contextlib
import json
from pathlib import Path

import msgspec

from installation.apps._reading import LOOK_NS, FollowedLayout, stamp
from installation.errors import ConfigError
from installation.files import write_whole
from installation.model import Optics, calibration_from, load_calibration


class FollowedCalibrations:
    """The calibration of each screen whose layout names a file.

    The files are followed, and so is which screen has which. One that cannot be read leaves its
    screen what it said before, and has its lines in ``faults``; what was read last is kept in the
    state folder, so that a mistake made in the evening keeps no show from its morning. Raises
    ConfigError at first, where it never could be read.
    """

    def __init__(self, layout: Path, folder: Path, state: Path) -> None:
        self._followed, self._folder = FollowedLayout(layout), folder
        self.layout = self._followed.layout
        """The layout as it was at first."""
        self._memory = state / "projectors.json"
        self.calibrations = self._remembered()
        self.faults: tuple[str, ...] = ()
        self._stamps = self._seen()
        self._read()
        if any(screen not in self.calibrations for screen in self._stamps):
            raise ConfigError("\n".join(self.faults), self._advice())
        self._looked_ns = 0

    def look(self, now_ns: int) -> bool:
        """Tell whether there are other calibrations or faults; cheap to ask at any time."""
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
        return {name: (file, stamp(file)) for name, file in files.items()}

    def _advice(self) -> str:
        if all(there for _, there in self._stamps.values()):
            return ""
        names = ", ".join(sorted(path.name for path in self._folder.glob("*.yaml")))
        have = f"There are {names}. " if names else ""
        return f"{have}Without a name in the layout, `kiss calibrate` makes the file."

    def _read(self) -> None:
        found, faults = {}, []
        for name, (file, there) in self._stamps.items():
            try:
                found[name] = _calibration(name, file, there is not None)
            except ConfigError as fault:
                faults += fault.message.splitlines()
                if name in self.calibrations:
                    found[name] = self.calibrations[name]
        self.calibrations, self.faults = found, tuple(dict.fromkeys(faults))
        if found != self._remembered():
            with contextlib.suppress(OSError):  # a full disk; the files are there all the same
                write_whole(self._memory, msgspec.json.encode(found))

    def _remembered(self) -> dict[str, Optics]:
        """Return what was read last, in this show or an earlier one."""
        try:
            data = json.loads(self._memory.read_bytes())
            return {name: calibration_from(one) for name, one in data.items()}
        except (OSError, ValueError, AttributeError):
            return {}


def _calibration(screen: str, file: Path, is_there: bool) -> Optics:
    if not is_there:
        raise ConfigError(
            f"{file}: there is no such file, but the layout's screen {screen!r} has it as its "
            "calibration"
        )
    return load_calibration(file)
