"""The projectors' files of a show, which may be written again while it plays."""

import json
from collections.abc import Callable
from pathlib import Path

import msgspec

from installation.apps._reading import FollowedLayout
from installation.errors import ConfigError
from installation.model import Optics, calibration_from, load_calibration, needed
from installation.said import Said, lines_of

Named = dict[str, tuple[Path, int]]
"""Each screen's file, and which one it is of those that have lain there."""


class FollowedCalibrations:
    """The calibration of each screen whose layout names a file.

    The files are followed, and so is which screen has which. One that cannot be read leaves its
    screen what it said before, and has its lines in ``faults``; what was read last is kept in the
    state folder by ``write``, so that a mistake made in the evening keeps no show from its morning.
    Raises ConfigError at first, where it never could be read.
    """

    def __init__(
        self,
        followed: FollowedLayout,
        folder: Path,
        state: Path,
        write: Callable[[Path, bytes], None],
    ) -> None:
        self._followed, self._folder, self._write = followed, folder, write
        self._memory = state / "projectors.json"
        self._kept = self.calibrations = self._remembered()
        self.faults: tuple[Said, ...] = ()
        self._seen()
        followed.files.wait()
        self._named = self._seen()
        self._read()
        if any(screen not in self.calibrations for screen in self._named):
            raise ConfigError("\n".join(self.faults), self._advice())

    def look(self, now_ns: int) -> bool:
        """Tell whether there are other calibrations or faults; cheap to ask at any time."""
        self._followed.look(now_ns)
        seen = self._seen()
        coming = not self._followed.files.trouble and not all(n for _, n in seen.values())
        if coming or seen == self._named:
            return False
        before = self.calibrations, self.faults
        self._named = seen
        self._read()
        return before != (self.calibrations, self.faults)

    def _seen(self) -> Named:
        """Look which screen has which file."""
        named = ((s.name, s.calibration) for s in self._followed.layout.screens)
        found = {name: self._folder / file for name, file in named if file}
        files = self._followed.files
        files.follow(*found.values())
        return {name: (file, files.version(file)) for name, file in found.items()}

    def _advice(self) -> str:
        if not any("no such file" in fault for fault in self.faults):
            return ""
        names = ", ".join(sorted(path.name for path in self._folder.glob("*.yaml")))
        have = f"There are {names}. " if names else ""
        return f"{have}Without a name in the layout, `kiss calibrate` makes the file."

    def _read(self) -> None:
        found, faults = {}, list[Said]()
        for name, (file, _) in self._named.items():
            try:
                whose = f"file, but the layout's screen {name!r} has it as its calibration"
                found[name] = load_calibration(file, needed(self._followed.files.read, whose))
            except ConfigError as fault:
                faults += lines_of(fault.message)
                if name in self.calibrations:
                    found[name] = self.calibrations[name]
        self.calibrations, self.faults = found, tuple(dict.fromkeys(faults))
        if found != self._kept:
            self._kept = found
            self._write(self._memory, msgspec.json.encode(found))

    def _remembered(self) -> dict[str, Optics]:
        """Return what was read last, in this show or an earlier one."""
        try:
            data = json.loads(self._memory.read_bytes())
            return {name: calibration_from(one) for name, one in data.items()}
        except (OSError, ValueError, AttributeError):
            return {}
