"""The times of all labels: a part of the programme, as voices are. Pure."""

from msgspec import Struct

from installation.units import SECOND


class Called(Struct, frozen=True):
    """A screen's label by order: on from an instant until another one.

    A screen says nothing at the beginning of the cycle in which somebody took its label away, which
    is ``dismissed``.
    """

    from_ns: int
    until_ns: int
    dismissed: int | None = None


class LabelTimes(Struct, frozen=True):
    """The rule of all screens, and orders. ``opening``: for ``for_ns`` as each cycle begins."""

    opening: bool = False
    for_ns: int = 8 * SECOND
    called: dict[str, Called] = {}

    def ever_on(self, screen: str) -> bool:
        """Tell whether a screen's label may be on at all."""
        return self.opening or screen in self.called
