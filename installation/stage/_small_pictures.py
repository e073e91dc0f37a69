"""Draws each viewport small, out of what the stage has drawn and not yet shown."""

from pathlib import Path

from installation.link import Arrange, ThumbnailWriter, in_a_row
from installation.stage._renderer import Rect, Renderer, Shrinker


class SmallPictures:
    """``rects`` are the viewports in the memory's order, in a window of a ``size``."""

    def __init__(
        self,
        memory: ThumbnailWriter,
        rects: list[Rect],
        size: tuple[int, int],
        shrinker: Shrinker,
    ) -> None:
        self.memory, self.rects, self.size = memory, rects, size
        self._shrinker = shrinker
        self.draw()  # OpenGL compiles at the first one, and here no picture waits for it

    def draw(self) -> None:
        """Copy all viewports into the memory's next slot."""
        self._shrinker.draw(self.memory.begin())

    def delete(self) -> None:
        """Give back what it holds."""
        self._shrinker.delete()


def small_pictures(
    arrange: Arrange, before: SmallPictures | None, renderer: Renderer
) -> SmallPictures | None:
    """Return what draws an arrangement small: what did so before, if nothing of it has changed.

    None when the arrangement has no file for them. Raises LinkError when there is no room for it.
    """
    size = arrange.window[2:]
    rects = [(place.x, place.y, place.width, place.height) for place in arrange.places]
    places = in_a_row([(p.screen, p.width, p.height, p.rotation) for p in arrange.places])
    wanted = (places, rects, size)
    if before is not None and (before.memory.screens, before.rects, before.size) == wanted:
        return before
    wanted_until_ns = before.memory.wanted_until_ns if before is not None else 0
    if before is not None:
        before.delete()
    if not arrange.thumbnails or not places:
        return None
    memory = ThumbnailWriter(Path(arrange.thumbnails), places, wanted_until_ns)
    return SmallPictures(memory, rects, size, renderer.shrinker(places, rects))
