"""One viewport, drawn by the processor into the window's picture; only when anything changes."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from installation.calibration import Fit, corrected
from installation.link import RingPicture, RingShape, ViewportPlace
from installation.model import Optics
from installation.stage._film_pixels import FilmDrawing, FilmPicture
from installation.stage._laying import Bent, laid
from installation.stage._pixels import (
    Overprint,
    Pixels,
    dissolve,
    dusk,
    overprint,
    print_over,
    read_by,
    veil,
)
from installation.stage._renderer import Rect
from installation.timeline import PLAIN, Look


@dataclass(eq=False)
class PlainWords:
    """A picture of words for the pictures ``first`` to ``last`` of a film.

    ``place`` is in the upright picture, ``rgba`` (height, width, 4), each colour multiplied by its
    cover.
    """

    sheet: int
    first: int
    last: int
    place: Rect
    rgba: NDArray[np.uint8]

    def delete(self) -> None:
        """Free its memory: the last who has it does."""


class Sheet(Protocol):
    """The protocol of the picture that a canvas is a part of."""

    @property
    def pixels(self) -> Pixels:
        """The whole of it."""
        ...

    def change(self, rect: Rect) -> None:
        """Note that a part of it is another one."""
        ...


class Setter(Protocol):
    """The protocol of who sets words for a size: a beat's title, a caption, or the notice."""

    def notice(self, size: tuple[int, int], text: str) -> Overprint:
        """Set what a wall that waits says."""
        ...

    def title(self, size: tuple[int, int], look: Look) -> Overprint:
        """Set what a screen says that waits for the others."""
        ...


class PlainCanvas:
    """Draws one viewport of a sheet."""

    def __init__(self, place: ViewportPlace, sheet: Sheet, setter: Setter) -> None:
        self._place, self._sheet, self._setter = place, sheet, setter
        self._rect: Rect = (place.x, place.y, place.width, place.height)
        self._optics = place.optics
        red, green, blue = (round(part * 255) for part in place.background)
        self._shade = blue, green, red
        self._drawings: dict[tuple[RingShape, bool], FilmDrawing] = {}
        self._film, self._aside = FilmPicture(), FilmPicture()
        self._pattern: FilmPicture | None = None
        self._kept: Pixels | None = None
        self._share, self._look = 0.0, PLAIN
        self._words: PlainWords | None = None
        self._label: PlainWords | None = None
        self._strength = 0.0
        self._prints: dict[int, Overprint] = {}
        """Of the words that are on, laid in the viewport, by who they are."""
        self._painted: tuple[str, float] | None = None
        """The notice and the light that were painted last; None: something else has changed."""

    @property
    def upright(self) -> tuple[int, int]:
        """The viewport's width and height as an upright film has them."""
        width, height = self._rect[2:]
        return (height, width) if self._place.rotation % 180 else (width, height)

    @property
    def dark(self) -> bool:
        """No picture has been taken yet."""
        return self._film.shape is None

    @property
    def covered(self) -> bool:
        """A picture lies over the film's."""
        return self._pattern is not None

    def lie(self, rect: Rect) -> None:
        """Lie there in the window from now on; it is drawn there, and black where it was."""
        if rect != self._rect:
            self.delete()
        self._rect = rect
        self._painted = None

    def calibrate(self, optics: Optics) -> None:
        """Draw with other optics from the next paint on; the picture stays."""
        if optics != self._optics:
            self._optics = optics
            self._drawings.clear()
            self._prints.clear()
            self._painted = None

    def rehearse(self, shape: RingShape) -> None:
        """Work the maps and tables of a shape out, and touch the memory that it takes."""
        if (shape, False) not in self._drawings:
            empty = FilmPicture()
            nothing = np.zeros(shape.size, np.uint8)
            empty.load(RingPicture(0, 0, 0, 0, 0, 0, 0, shape, nothing.ctypes.data))
            self._drawing(shape, False).draw(empty, np.empty((*self._rect[:1:-1], 4), np.uint8))

    def prepare_words(self) -> None:
        """Nothing that the first words would have to wait for is left to do."""

    holds = True

    def load(self, picture: RingPicture) -> None:
        """Have a picture aside, where it lies: it is to stay there until the next one is taken."""
        self._aside.refer(picture)

    def take(self) -> None:
        """Draw what was loaded from now on."""
        self._film, self._aside = self._aside, self._film
        self._painted = None

    def keep(self) -> None:
        """Keep what is drawn, to dissolve from."""
        kept = np.empty((*self._rect[:1:-1], 4), np.uint8)
        self._paint_film(kept)
        self._kept = kept

    def keep_picture(self, picture: RingPicture) -> None:
        """Keep a picture in place of what was kept; it is not read after."""
        if self._kept is None:
            self._kept = np.empty((*self._rect[:1:-1], 4), np.uint8)
        before = FilmPicture()
        before.refer(picture)
        self._paint(before, self._kept)
        self._painted = None

    def dissolve(self, share: float) -> None:
        """See so much of what was kept, 0 to 1."""
        if share != self._share:
            self._share, self._painted = share, None
        if share <= 0:
            self._kept = None

    def dress(self, look: Look) -> None:
        """Be seen like this from now on."""
        self._look, self._painted = look, None

    def say(self, words: PlainWords | None) -> None:
        """Draw these words over the picture from now on; None for none."""
        self._words, self._painted = words, None
        self._lay()

    def tell(self, label: PlainWords | None, strength: float) -> None:
        """Draw so much of a label over the picture from now on, 0 to 1; None for none."""
        self._label, self._strength, self._painted = label, strength, None
        self._lay()

    def lay_over(self, picture: RingPicture | None) -> None:
        """Draw a picture over the whole viewport in place of the film's; None for the film's."""
        if picture is None and self._pattern is None:
            return
        self._painted = None
        self._pattern = None if picture is None else FilmPicture()
        if self._pattern is not None and picture is not None:
            self._pattern.load(picture)

    def paint(self, notice: str, light: float) -> None:
        """Draw with so much light, 0 to 1, if that is another picture than the last one."""
        if self._painted == (notice, light):
            return
        self._painted = notice, light
        size = self._rect[2:]
        there = self._pixels
        within = there.shape[1::-1] == size
        # one that reaches out of the window is drawn aside
        pixels = there if within else np.empty((*size[::-1], 4), np.uint8)
        if light <= 0:
            pixels[:] = 0
        elif self._pattern is not None:
            self._paint(self._pattern, pixels)
        elif notice:
            pixels[:] = dusk(*size)
            print_over(pixels, self._setter.notice(size, notice))
        else:
            self._paint_film(pixels)
            veil(pixels, self._look.light, self._shade)
            if self._look.title:
                print_over(pixels, self._setter.title(size, self._look), self._look.strength)
        veil(pixels, light)
        if not within:
            there[:] = pixels[: there.shape[0], : there.shape[1]]
        self._sheet.change(self._rect)

    def delete(self) -> None:
        """Be seen no more: black, until something else is drawn there."""
        self._pixels[:] = 0
        self._sheet.change(self._rect)

    @property
    def _pixels(self) -> Pixels:
        x, y, width, height = self._rect
        return self._sheet.pixels[y : y + height, x : x + width]

    def _paint_film(self, pixels: Pixels) -> None:
        self._paint(self._film, pixels)
        if self._kept is not None:
            dissolve(pixels, self._kept, self._share)
        for words, strength in ((self._words, 1.0), (self._label, self._strength)):
            if words is not None:
                print_over(pixels, self._laid(words), strength)

    def _paint(self, picture: FilmPicture, pixels: Pixels) -> None:
        drawing = None
        if picture.shape is not None:
            drawing = self._drawing(picture.shape, picture is self._pattern)
        if drawing is None or not drawing.covers:
            pixels[:] = (*self._shade, 0)
        if drawing is not None:
            drawing.draw(picture, pixels)

    def _drawing(self, shape: RingShape, fills: bool) -> FilmDrawing:
        """Return what draws pictures of a shape; one that ``fills`` the viewport has no margins."""
        if (shape, fills) not in self._drawings:
            fit: Fit = "stretch" if fills else self._place.fit
            size = self._rect[2:]
            made = FilmDrawing(fit, self._place.rotation, shape, size, self._optics)
            self._drawings[shape, fills] = made
        return self._drawings[shape, fills]

    def _laid(self, words: PlainWords) -> Overprint:
        """Return words as they lie in the viewport: turned, bent and coloured as the film is."""
        if id(words) not in self._prints:
            self._prints[id(words)] = self._lay_words(words)
        return self._prints[id(words)]

    def _lay(self) -> None:
        """Lay words now, before their swap, and forget those that are over."""
        on = [words for words in (self._words, self._label) if words is not None]
        self._prints = {id(words): self._laid(words) for words in on}

    def _lay_words(self, words: PlainWords) -> Overprint:
        x, y, width, height = words.place
        rgba = words.rgba
        if self._optics.recolours:
            cover = rgba[..., 3:] / 255
            own = rgba[..., :3] / np.maximum(rgba[..., 3:], 1)
            rgba = np.rint(np.dstack([corrected(own, self._optics) * cover, cover]) * 255)
            rgba = rgba.astype(np.uint8)
        if not self._place.rotation and not self._optics.corners.moved:
            return overprint(x, y, rgba)
        across, down = self.upright
        whole = np.zeros((down, across, 4), np.uint8)
        there = whole[max(0, y) : y + height, max(0, x) : x + width]
        there[:] = rgba[max(0, -y) :, max(0, -x) :][: there.shape[0], : there.shape[1]]
        shape = RingShape(across, down, across, down, (1, 1), "bt709", True)
        lies = laid("stretch", self._place.rotation, shape, self._rect[2:], self._optics.corners)
        assert isinstance(lies, Bent)
        seen = read_by(whole, lies.across, lies.down)
        rows, columns = (np.flatnonzero(seen[..., 3].any(axis=axis)) for axis in (1, 0))
        if not len(rows):
            return overprint(0, 0, seen[:0])
        part = seen[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
        return overprint(int(columns[0]), int(rows[0]), part)
