"""Makes JPEGs of the wall's small pictures: the one door to the library.

While nobody asks, the stage draws none. A picture is compressed once for all who ask for it.
"""

from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from installation.door._small_jpeg import SmallJpeg
from installation.link import Thumbnail, ThumbnailReader, Thumbnails

QUALITY = 78
GAP = 8
"""Dark pixels between the screens of a whole wall."""


class WallPictures:
    """The newest pictures of a show, as long as somebody asks. One thread."""

    def __init__(self, reader: ThumbnailReader) -> None:
        self._reader = reader
        self._made: dict[str, bytes] = {}
        self._number = -1

    def wall(self, now_ns: int) -> SmallJpeg | None:
        """Return all screens of one instant, side by side; None while there are none."""
        found = self._look(now_ns)
        return self._jpeg("", found, found.screens, now_ns) if found else None

    def screen(self, name: str, now_ns: int) -> SmallJpeg | None:
        """Return one screen's; None where there is none of that name."""
        found = self._look(now_ns)
        some = tuple(one for one in found.screens if one.screen == name) if found else ()
        return self._jpeg(name, found, some, now_ns) if found and some else None

    def close(self) -> None:
        """Look no more."""
        self._reader.close()

    def _look(self, now_ns: int) -> Thumbnails | None:
        found = self._reader.look(now_ns)
        if found is not None and found.number != self._number:
            self._number = found.number
            self._made.clear()
        return found

    def _jpeg(
        self, name: str, found: Thumbnails, some: tuple[Thumbnail, ...], now_ns: int
    ) -> SmallJpeg:
        if name not in self._made:
            self._made[name] = _compressed([one.pixels for one in some])
        return SmallJpeg(self._made[name], found.number, found.age_ns(now_ns))


def _compressed(pictures: list[NDArray[np.uint8]]) -> bytes:
    height = max(one.shape[0] for one in pictures)
    width = sum(one.shape[1] for one in pictures) + GAP * (len(pictures) - 1)
    whole, left = Image.new("RGB", (width, height)), 0
    for one in pictures:
        rows, columns, _ = one.shape
        small = Image.frombuffer("RGB", (columns, rows), one.tobytes(), "raw", "BGRX", 0, 1)
        whole.paste(small, (left, (height - rows) // 2))
        left += columns + GAP
    made = BytesIO()
    whole.save(made, "JPEG", quality=QUALITY)
    return made.getvalue()
