"""Keeps a kiosk's displays as its layout wants them: side by side, in their modes, with touch."""

import contextlib
import logging
import time
from pathlib import Path

from installation.apps._far_files import FarFiles
from installation.apps._reading import FollowedLayout
from installation.errors import ConfigError, KissError
from installation.kiosk import DisplayArranger, TouchScreens, unit
from installation.model import Layout, place_screens, wished_modes
from installation.show import cut_long_log

log = logging.getLogger("displays")


class KioskDisplays:
    """The displays of one X server and a layout's file, which may be written again meanwhile.

    One that cannot be read changes nothing: the displays are set as it said before, or at first
    each to its best. One whose share does not answer at first is taken as the show of the state
    folder ``state`` read it last. ``machine`` is the one whose part it is, of several.
    """

    def __init__(self, display: str, file: Path, state: Path, machine: str = "") -> None:
        self._file, self._state, self._files = file, state, FarFiles()
        self._machine = machine
        self._followed: FollowedLayout | None = None
        self._arranger = DisplayArranger(
            display, lambda outputs: wished_modes(self.layout, outputs) if self.layout else {}
        )
        self._touch = TouchScreens(display)
        self._trouble = ""
        self._x_log = Path(unit.X_LOG)

    def look(self) -> list[str]:
        """Do what is to be done; return what ``xrandr`` was told. Raises KioskError."""
        self._read()
        cut_long_log(self._x_log)  # a cable with a loose contact fills it
        told = self._arranger.look()
        trouble = ""
        try:
            self._map_touch()
        except KissError as fault:  # the displays are what matters
            trouble = str(fault)
        if trouble and trouble != self._trouble:
            log.warning(trouble)
        self._trouble = trouble
        return told

    @property
    def layout(self) -> Layout | None:
        """Return what the layout said when it could be read last."""
        return self._followed.layout if self._followed else None

    def close(self) -> None:
        """End the process that reads it."""
        self._files.close()

    def _read(self) -> None:
        now_ns = time.monotonic_ns()
        if self._followed is not None:
            self._followed.look(now_ns)
            return
        self._files.look(now_ns)
        with contextlib.suppress(ConfigError):  # the show says what is wrong with it
            self._followed = FollowedLayout(self._files, self._file, self._state, self._machine)

    def _map_touch(self) -> None:
        if self.layout is None:
            return
        outputs, size = self._arranger.seen
        panel = place_screens(self.layout, outputs).panel
        if panel is not None:
            self._touch.look(panel.rect, size)
