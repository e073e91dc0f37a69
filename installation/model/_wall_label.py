"""A label: what a museum tells of a work. Pure.

Messages carry it. So it stands apart from who makes it of a manifest (`_label_text`), which loads
pydantic: 10 MB in each process that only speaks with others.
"""

import unicodedata

from msgspec import Struct

_WAYS = ("L", "R", "AL")
"""Of letters: from left to right, Hebrew's from right to left, and Arabic's."""


class WallLabel(Struct, frozen=True):
    """The words of a label, as they are drawn on a wall and printed beside it.

    ``facts`` are the iteration and the date on one line, ``tools`` are (step, tool), ``notice``
    says what AI made. Empty is what the manifest, or the layout, does not say.
    """

    title: str
    facts: str = ""
    tools: tuple[tuple[str, str], ...] = ()
    notice: str = ""
    language: str = ""

    @property
    def leftwards(self) -> bool:
        """Tell whether it is written from right to left, by the first letter of its words."""
        text = self.notice or self.facts or self.title
        ways = (unicodedata.bidirectional(letter) for letter in text)
        return next((way for way in ways if way in _WAYS), "L") != "L"
