"""The languages of the subtitles by screen: a part of the programme, as voices are. Pure."""

from msgspec import Struct


class Languages(Struct, frozen=True):
    """``by_screen`` has each screen's language; one that is missing or empty is none."""

    by_screen: dict[str, str] = {}

    def of(self, screen: str) -> str:
        """The language that a screen shows; empty for none."""
        return self.by_screen.get(screen, "")
