"""Draws each viewport small, by OpenGL."""

import ctypes
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from pyglet.gl import gl

from installation.link import SmallScreen

Rect = tuple[int, int, int, int]


class GlShrinker:
    """``rects`` are the viewports: (x, y, width, height), y upwards.

    The copy is scaled by OpenGL (a blit to a small buffer), so that a card that draws reads back
    0.3 MB a screen and not the wall, and the processor that draws without one touches each pixel of
    the small picture only: three viewports of 640x360 took 0.06 of a core at 8 pictures a second,
    beside 0.34 for the wall itself (three runs of 8 s each way on two cores, no picture missed).
    """

    def __init__(self, screens: Sequence[SmallScreen], rects: Sequence[Rect]) -> None:
        self._screens, self._rects = screens, rects
        width = max((place.width for place in screens), default=1)
        height = max((place.height for place in screens), default=1)
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

    def draw(self, into: Sequence[NDArray[np.uint8]]) -> None:
        """Copy all viewports as they are drawn and not shown yet, each into its flat memory."""
        gl.glDisable(gl.GL_SCISSOR_TEST)
        gl.glPixelStorei(gl.GL_PACK_ALIGNMENT, 4)
        for place, rect, pixels in zip(self._screens, self._rects, into, strict=True):
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
