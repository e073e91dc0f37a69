"""Words as a picture: white on black, drawn by the graphics card out of sight and read back."""

import ctypes
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from pyglet.gl import gl
from pyglet.math import Mat4
from pyglet.text import Label
from pyglet.window import Window

FONTS = ["DejaVu Sans", "sans-serif"]


def lettered(window: Window, lines: Sequence[tuple[str, int]], width: int) -> NDArray[np.uint8]:
    """Lines of text, each with its height in pixels, below each other in the middle.

    (height, width), 0 to 255; both sides even. A line that is wider than ``width`` is set smaller.
    """
    width &= ~1
    labels = [_label(text, size, width) for text, size in lines]
    height = sum(label.content_height for label in labels) + 1 & ~1
    made = np.empty((height, width, 4), np.uint8)
    frame, texture = gl.GLuint(), gl.GLuint()
    gl.glGenTextures(1, texture)
    gl.glGenFramebuffers(1, frame)
    try:
        gl.glBindTexture(gl.GL_TEXTURE_2D, texture)
        whole = (gl.GL_TEXTURE_2D, 0, gl.GL_RGBA8, width, height, 0)
        gl.glTexImage2D(*whole, gl.GL_RGBA, gl.GL_UNSIGNED_BYTE, None)
        gl.glBindFramebuffer(gl.GL_FRAMEBUFFER, frame)
        colours = gl.GL_COLOR_ATTACHMENT0
        gl.glFramebufferTexture2D(gl.GL_FRAMEBUFFER, colours, gl.GL_TEXTURE_2D, texture, 0)
        gl.glDisable(gl.GL_SCISSOR_TEST)
        gl.glViewport(0, 0, width, height)
        gl.glClearColor(0.0, 0.0, 0.0, 1.0)
        gl.glClear(gl.GL_COLOR_BUFFER_BIT)
        window.projection = Mat4.orthogonal_projection(0, width, 0, height, -1, 1)
        top = height
        for label in labels:
            label.x, label.y = width // 2, top
            top -= label.content_height
            label.draw()
        address = ctypes.c_void_p(made.ctypes.data)
        gl.glReadPixels(0, 0, width, height, gl.GL_RGBA, gl.GL_UNSIGNED_BYTE, address)
    finally:
        gl.glBindFramebuffer(gl.GL_FRAMEBUFFER, 0)
        gl.glDeleteFramebuffers(1, frame)
        gl.glDeleteTextures(1, texture)
        for label in labels:
            label.delete()
    return np.ascontiguousarray(made[::-1, :, 0])


def _label(text: str, size: int, width: int) -> Label:
    # a font's size is in points, of which there are 72 where there are 96 pixels
    made = Label(text, font_name=FONTS, font_size=size * 0.75, anchor_x="center", anchor_y="top")
    if made.content_width > width:
        made.font_size *= width / made.content_width
    return made
