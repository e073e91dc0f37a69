"""Keeps a kiosk's displays as its layout wants them: side by side, in their modes, with touch."""

import contextlib
import logging
import os
from pathlib import Path

from installation.apps._reading import read_layout, stamp
from installation.errors import KissError
from installation.kiosk import DisplayArranger, TouchScreens
from installation.model import Layout, place_screens, wished_modes
from installation.show import cut_long_log

log = logging.getLogger("displays")


class KioskDisplays:
    """The displays of one X server and a layout's file, which may be written again meanwhile.

    One that cannot be read changes nothing: the displays are set as it said before, or at first
    each to its best.
    """

    def __init__(self, display: str, file: Path) -> None:
        self._file = file
        self._stamp: tuple[int, int] | None = None
        self._layout: Layout | None = None
        self._arranger = DisplayArranger(
            display, lambda outputs: wished_modes(self._layout, outputs) if self._layout else {}
        )
        self._touch = TouchScreens(display)
        self._trouble = ""
        data = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
        self._x_log = data / "xorg" / f"Xorg.{display.strip(':').partition('.')[0]}.log"
        """Where an X server that is not root's writes."""

    def look(self) -> list[str]:
        """Do what is to be done; return what ``xrandr`` was told. Raises KioskError."""
        if (seen := stamp(self._file)) != self._stamp:
            self._stamp = seen
            with contextlib.suppress(KissError):  # the show says what is wrong with it
                self._layout = read_layout(self._file)
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

    def _map_touch(self) -> None:
        if self._layout is None:
            return
        outputs, size = self._arranger.seen
        panel = place_screens(self._layout, outputs).panel
        if panel is not None:
            self._touch.look(panel.rect, size)
