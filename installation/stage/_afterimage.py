"""Keeps the wall's last picture in the X server itself, for while no stage runs.

Now and then the server copies the stage's window to a pixmap that is the root window's background.
When the stage dies, its window goes and the server paints the background: a still picture, not
black. The next stage's window has no background of its own, so the picture stays until its first
swap. The copy happens inside the server, 1 ms for 1920x360 pixels.
"""

import ctypes

from pyglet.libs.x11 import xlib
from pyglet.window.xlib import XlibWindow


class AfterImage:
    """Keeps the picture of one window. The stage's thread."""

    def __init__(self, window: XlibWindow) -> None:
        self._display = window._x_display  # noqa: SLF001  # pyglet has no public way to Xlib
        self._drawn_on = window._view  # noqa: SLF001
        self._screen = xlib.XDefaultScreen(self._display)
        self._root = xlib.XRootWindow(self._display, self._screen)
        depth = xlib.XDefaultDepth(self._display, self._screen)
        self._width = xlib.XDisplayWidth(self._display, self._screen)
        self._height = xlib.XDisplayHeight(self._display, self._screen)
        self._pixmap = xlib.XCreatePixmap(
            self._display, self._root, self._width, self._height, depth
        )
        self._context = xlib.XDefaultGC(self._display, self._screen)
        xlib.XSetForeground(self._display, self._context, 0)
        xlib.XFillRectangle(
            self._display, self._pixmap, self._context, 0, 0, self._width, self._height
        )

    def keep(self, place: tuple[int, int], size: tuple[int, int]) -> None:
        """Copy what the window shows now; ``place`` on the X screen and ``size`` are its own."""
        x, y = place
        xlib.XCopyArea(
            self._display, self._drawn_on, self._pixmap, self._context, 0, 0, *size, x, y
        )
        # the server copies the pixmap's reference, not its content: once would do, but a desktop
        # may have set a background of its own meanwhile
        xlib.XSetWindowBackgroundPixmap(self._display, self._root, self._pixmap)
        xlib.XFlush(self._display)

    def forget(self) -> None:
        """Black again: the show ends in order."""
        xlib.XSetWindowBackground(self._display, self._root, ctypes.c_ulong(0))
        xlib.XClearWindow(self._display, self._root)
        xlib.XFreePixmap(self._display, self._pixmap)
        xlib.XFlush(self._display)
