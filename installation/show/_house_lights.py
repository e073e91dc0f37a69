"""The lights of a house that opens and closes: its projectors, and its displays if they may."""

from collections.abc import Sequence

from installation.model import DisplaysAtRest, HouseNow, NetworkProjector
from installation.show import status_words as words
from installation.show._parts import Parts

LAMP = "lamp"
"""A projector's lamp, as the ledger calls it."""


class HouseLights:
    """Has the lights follow the house, and notes what became of them. One thread."""

    def __init__(self, parts: Parts) -> None:
        self._diary = parts.diary
        self._projectors, self._power = parts.projectors, parts.display_power
        self._wanted: tuple[NetworkProjector, ...] = ()
        self._displays: DisplaysAtRest = "black"
        self._open: bool | None = None

    def keep(self, projectors: Sequence[NetworkProjector], displays: DisplaysAtRest) -> None:
        """Know the layout's projectors, and what the displays are in a house at rest."""
        self._wanted, self._displays = tuple(projectors), displays

    def follow(self, house: HouseNow, now_ns: int) -> None:
        """Have them on while the house is awake."""
        self._projectors.keep(self._wanted, house.awake)
        follows = self._displays != "black"
        self._power.keep(not house.awake if follows else None, self._displays)
        for who, what in self._projectors.news():
            self._diary.changed(who, what)
        for projector in self._projectors.reports():
            for number, hours in enumerate(projector.lamps_h, 1):
                which = f"{projector.name}, lamp {number}" if number > 1 else projector.name
                self._diary.read(LAMP, which, hours, now_ns)
        if house.open != self._open and (self._open is not None or not house.open):
            self._diary.changed("house", words.house_line(house))
        self._open = house.open

    def close(self) -> None:
        """Leave the displays on, and the projectors as they are."""
        self._power.keep(None)
        self._power.close()
        self._projectors.close()
