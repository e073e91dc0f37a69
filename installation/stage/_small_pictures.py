"""Draws each viewport small, out of what the stage has drawn and not yet shown."""

import ctypes
from pathlib import Path

from pyglet.gl import gl

from installation.link import Arrange, SmallScreen, ThumbnailWriter, in_a_row

Rect = tuple[int, int, int, int]


class SmallPictures:
    """``rects`` are the viewports in the memory's order: (x, y, width, height), y upwards.

    The copy is scaled by OpenGL (a blit to a small buffer), so that a card that draws reads back
    0.3 MB a screen and not the wall, and the processor that draws without one touches each pixel of
    the small picture only.
    """

    def __init__(self, memory: ThumbnailWriter, rects: list[Rect]) -> None:
        self.memory, self.rects = memory, rects
        width = max((place.width for place in memory.screens), default=1)
        height = max((place.height for place in memory.screens), default=1)
        self._frame, self._colour = gl.GLuint(), gl.GLuint()
        gl.glGenFramebuffers(1, self._frame)
        gl.glGenRenderbuffers(1, self._colour)
        gl.glBindRenderbuffer(gl.GL_RENDERBUFFER, self._colour)
        gl.glRenderbufferStorage(gl.GL_RENDERBUFFER, gl.GL_RGBA8, width, height)
        gl.glBindFramebuffer(gl.GL_FRAMEBUFFER, self._frame)
        gl.glFramebufferRenderbuffer(
            gl.GL_FRAMEBUFFER, gl.GL_COLOR_ATTACHMENT0, gl.GL_RENDERBUFFER, self._colour
        )
        gl.glBindFramebuffer(gl.GL_FRAMEBUFFER, 0)
        self.draw()  # OpenGL compiles at the first one, and here no picture waits for it

    def draw(self) -> None:
        """Copy all viewports into the memory's next slot."""
        gl.glDisable(gl.GL_SCISSOR_TEST)
        gl.glPixelStorei(gl.GL_PACK_ALIGNMENT, 4)
        for place, rect, pixels in zip(
            self.memory.screens, self.rects, self.memory.begin(), strict=True
        ):
            gl.glBindFramebuffer(gl.GL_READ_FRAMEBUFFER, 0)
            gl.glBindFramebuffer(gl.GL_DRAW_FRAMEBUFFER, self._frame)
            self._shrink(place, rect)
            gl.glBindFramebuffer(gl.GL_READ_FRAMEBUFFER, self._frame)
            size, kind = (place.width, place.height), (gl.GL_BGRA, gl.GL_UNSIGNED_BYTE)
            gl.glReadPixels(0, 0, *size, *kind, ctypes.c_void_p(pixels.ctypes.data))
        gl.glBindFramebuffer(gl.GL_FRAMEBUFFER, 0)

    def _shrink(self, place: SmallScreen, rect: Rect) -> None:
        x, y, width, height = rect
        gl.glBlitFramebuffer(
            *(x, y, x + width, y + height),
            *(0, place.height, place.width, 0),  # upside down: rows from the top
            gl.GL_COLOR_BUFFER_BIT,
            gl.GL_LINEAR,
        )

    def delete(self) -> None:
        """Give back what it holds."""
        gl.glDeleteFramebuffers(1, self._frame)
        gl.glDeleteRenderbuffers(1, self._colour)


def small_pictures(arrange: Arrange, before: SmallPictures | None) -> SmallPictures | None:
    """Return what draws an arrangement small: what did so before, if nothing of it has changed.

    None when the arrangement has no file for them. Raises LinkError when there is no room for it.
    """
    bottom = arrange.window[3]
    rects = [(p.x, bottom - p.y - p.height, p.width, p.height) for p in arrange.places]
    places = in_a_row([(p.screen, p.width, p.height, p.rotation) for p in arrange.places])
    if before is not None and (before.memory.screens, before.rects) == (places, rects):
        return before
    wanted_until_ns = before.memory.wanted_until_ns if before is not None else 0
    if before is not None:
        before.delete()
    if not arrange.thumbnails or not places:
        return None
    memory = ThumbnailWriter(Path(arrange.thumbnails), places, wanted_until_ns)
    return SmallPictures(memory, rects)
