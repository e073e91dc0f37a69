"""The one window over all displays, and its OpenGL context."""

import ctypes
import time

from pyglet.gl import Config, gl
from pyglet.libs.x11 import xlib
from pyglet.window import Window
from pyglet.window.xlib import XlibWindow

from installation.errors import StageError
from installation.stage._afterimage import AfterImage
from installation.stage._card_memory import CardMemory, can_map
from installation.stage._pace import Pace, measured
from installation.stage._textures import Textures

PROBES = 24
"""Swaps in a row that tell whether they block: 0.4 s at 60 Hz, a few ms without vsync."""


class StageWindow:
    """Opens at a rectangle (x, y, width, height) of the X screen.

    Without a title it lies over everything, unmanaged by any window manager; with one it is an
    ordinary window. Raises StageError without a display or OpenGL 3.3.
    """

    def __init__(self, rect: tuple[int, int, int, int], title: str) -> None:
        # pyglet's name for the platform's own class, which is not abstract
        config = Config(double_buffer=True, major_version=3, minor_version=3, depth_size=0)  # type: ignore[abstract]
        x, y, width, height = rect
        style = Window.WINDOW_STYLE_DEFAULT if title else Window.WINDOW_STYLE_BORDERLESS
        try:
            self._window = Window(
                width,
                height,
                caption=title or "The Kiss",
                style=style,
                visible=False,
                vsync=True,
                config=config,
            )
        except Exception as fault:  # pyglet has a class of its own for every way to fail
            raise StageError(
                f"no window with OpenGL 3.3 on this display: {type(fault).__name__}: {fault}",
                "Check DISPLAY and the graphics driver; `kiss doctor` says what is missing.",
            ) from fault
        self._window.set_mouse_visible(False)
        # nothing that can be pressed does harm: pyglet would close a window on Escape
        self._window.push_handlers(on_key_press=_deaf)
        if not title:  # no window manager shows it, so nobody means it who asks it to close
            self._window.push_handlers(on_close=_deaf)
        self._after_image: AfterImage | None = None
        if not title:
            self._unmanaged()
        self._window.set_location(x, y)
        self._window.set_visible(True)
        self._window.switch_to()
        self.place, self.size = (x, y), (width, height)
        self._mapped = False

    def map_memory(self) -> bool:
        """Load textures through memory of the card from now on; False where it has none for that.

        Where the processor draws it would be one copy more.
        """
        self._mapped = can_map()
        return self._mapped

    def textures(self) -> Textures:
        """Make room for a picture on the card."""
        return Textures(CardMemory() if self._mapped else None)

    def _unmanaged(self) -> None:
        window = self._window
        assert isinstance(window, XlibWindow)
        attributes = xlib.XSetWindowAttributes()
        attributes.override_redirect = 1
        # no background: what an earlier stage left on the glass stays until the first swap
        attributes.background_pixmap = 0
        mask = xlib.CWOverrideRedirect | xlib.CWBackPixmap
        display = window._x_display  # noqa: SLF001  # pyglet has no public way to Xlib
        for part in (window._window, window._view):  # noqa: SLF001
            xlib.XChangeWindowAttributes(display, part, mask, ctypes.byref(attributes))
        self._after_image = AfterImage(window)

    @property
    def pyglet(self) -> Window:
        """pyglet's own window, for drawing text."""
        return self._window

    def clear(self) -> None:
        """Black everywhere; what lies between the viewports stays so."""
        gl.glDisable(gl.GL_SCISSOR_TEST)
        gl.glClearColor(0.0, 0.0, 0.0, 1.0)
        gl.glClear(gl.GL_COLOR_BUFFER_BIT)

    @property
    def name(self) -> str:
        """The name of what draws (``llvmpipe ...`` is the processor)."""
        name = ctypes.cast(gl.glGetString(gl.GL_RENDERER), ctypes.c_char_p).value
        return (name or b"").decode(errors="replace")

    def move(self, rect: tuple[int, int, int, int]) -> None:
        """Move to another rectangle (a display came or went)."""
        x, y, width, height = rect
        self._window.set_size(width, height)
        self._window.set_location(x, y)
        self.place, self.size = (x, y), (width, height)

    def pace(self) -> Pace:
        """Tell whether swaps follow the display's refresh, by trying; takes up to half a second."""
        returns = []
        for _ in range(PROBES):
            self.flip()
            returns.append(time.monotonic_ns())
        return measured(returns)

    def attend(self) -> None:
        """Take what the X server sends; a window that is not attended seems to hang."""
        self._window.dispatch_events()

    @property
    def closed(self) -> bool:
        """Somebody closed the window (a desk's has a button for it)."""
        return bool(self._window.has_exit)

    def finish(self) -> None:
        """Wait until everything drawn is drawn."""
        gl.glFinish()

    def flip(self) -> None:
        """Show what was drawn on all displays, at once."""
        self._window.flip()

    def keep_image(self) -> None:
        """Let the X server keep what is on the glass, for the time without a stage."""
        if self._after_image is not None:
            self._after_image.keep(self.place, self.size)

    def close(self, keep: bool = False) -> None:
        """Take the window away; ``keep`` leaves its last picture on the wall, else it is black."""
        if self._after_image is not None:
            if keep:
                self._after_image.keep(self.place, self.size)
            else:
                self._after_image.forget()
        self._window.close()


def _deaf(*_: object) -> bool:
    """Take an event, so that pyglet's own handler never hears of it."""
    return True
