"""The words between a stage and the process that draws its subtitles: a line of JSON each.

A :class:`Drawn` is followed by its picture, as many bytes as it says.
"""

from typing import Any

import msgspec
from msgspec import Struct

from installation.model import CaptionStyle, WallLabel


class OpenSheet(Struct, frozen=True, tag=True):
    """Read a file of subtitles for a film, or take a label; ``size`` is the picture's.

    ``index`` is the film's.
    """

    sheet: int
    words: str | WallLabel
    index: str
    size: tuple[int, int]
    style: CaptionStyle


class DrawCaption(Struct, frozen=True, tag=True):
    """Draw one span of a sheet."""

    sheet: int
    revision: int
    number: int


class CloseSheet(Struct, frozen=True, tag=True):
    """Forget a sheet."""

    sheet: int


class SheetSpans(Struct, frozen=True, tag=True):
    """The first and the last picture of each span of a sheet; again when its file has changed."""

    sheet: int
    revision: int
    spans: tuple[tuple[int, int], ...] = ()
    fault: str = ""


class Drawn(Struct, frozen=True, tag=True):
    """A span's picture: its place, and its size; its rows follow, red, green, blue and cover."""

    sheet: int
    revision: int
    number: int
    x: int
    y: int
    width: int
    height: int

    @property
    def size(self) -> int:
        """The bytes of its picture."""
        return self.width * self.height * 4


Asked = OpenSheet | DrawCaption | CloseSheet
Answered = SheetSpans | Drawn


def to_line(word: Asked | Answered) -> bytes:
    """Pack a word as a line."""
    return msgspec.json.encode(word) + b"\n"


def from_line(line: bytes, kind: Any) -> Any:
    """Unpack a word again. Raises ValueError for what is none."""
    return msgspec.json.decode(line, type=kind)
