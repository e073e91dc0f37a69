"""Draws subtitles as pictures: what libass makes of them, in one layer of colour and cover."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from installation.model import CaptionStyle, WallLabel
from installation.words._document import styled
from installation.words._label_drawing import label_document
from installation.words._libass import AssRenderer, Layer
from installation.words._script import Script, SpokenLine


@dataclass(frozen=True, eq=False)
class CaptionPicture:
    """Words as a picture: where its top left corner lies, and (rows, columns, 4) uint8.

    Red, green and blue are multiplied by the cover, which is the fourth.
    """

    x: int
    y: int
    rgba: NDArray[np.uint8]


EMPTY = CaptionPicture(0, 0, np.zeros((0, 0, 4), np.uint8))


class Letterer:
    """Draws for upright pictures of a size (width, height). One thread; close it."""

    def __init__(self, size: tuple[int, int], style: CaptionStyle) -> None:
        self._size, self._style = size, style
        self._renderer = AssRenderer(size, style.font)

    def draw(self, script: Script, spoken: Sequence[SpokenLine], at_ns: int) -> CaptionPicture:
        """Draw lines that are spoken together; ``at_ns`` is a time at which they are."""
        if script.document:
            layers = self._renderer.layers(script.document, at_ns // 1_000_000)
        else:
            layers = self._renderer.layers(styled(spoken, self._style, self._size), 500)
        return joined(layers, self._size)

    def draw_label(self, label: WallLabel) -> CaptionPicture:
        """Draw a label."""
        document = label_document(label, self._style, self._size)
        return joined(self._renderer.layers(document, 500), self._size)

    def missing(self, text: str) -> frozenset[str]:
        """The characters of a text that no font of this machine has."""
        said = " ".join(sorted({letter for letter in text if letter.isprintable()} - set("{}\\")))
        self._renderer.missing.clear()
        self.draw(Script(()), [SpokenLine(0, 1, said, said)], 0)
        return frozenset(self._renderer.missing)

    def close(self) -> None:
        """Give back what it holds."""
        self._renderer.close()


def joined(layers: Iterable[Layer], size: tuple[int, int]) -> CaptionPicture:
    """Layers laid over each other, cut to where there is anything."""
    there = [layer for layer in layers if layer.cover.size and layer.colour[3]]
    if not there:
        return EMPTY
    left = max(0, min(layer.x for layer in there))
    top = max(0, min(layer.y for layer in there))
    right = min(size[0], max(layer.x + layer.cover.shape[1] for layer in there))
    bottom = min(size[1], max(layer.y + layer.cover.shape[0] for layer in there))
    if right <= left or bottom <= top:
        return EMPTY
    made = np.zeros((bottom - top, right - left, 4), np.float32)
    for layer in there:
        rows, columns = layer.cover.shape
        x0, y0 = max(layer.x, left), max(layer.y, top)
        x1, y1 = min(layer.x + columns, right), min(layer.y + rows, bottom)
        if x1 <= x0 or y1 <= y0:
            continue
        part = layer.cover[y0 - layer.y : y1 - layer.y, x0 - layer.x : x1 - layer.x, None]
        share = part * np.float32(layer.colour[3] / 255 / 255)
        under = made[y0 - top : y1 - top, x0 - left : x1 - left]
        under *= 1 - share
        under += share * np.array([*layer.colour[:3], 255], np.float32)
    return CaptionPicture(left, top, np.rint(made).astype(np.uint8))
