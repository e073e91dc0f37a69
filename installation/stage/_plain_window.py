"""The one window over all displays without OpenGL: a picture in memory that its X server shares.

All that changed since the last swap goes to the glass by one request (MIT-SHM's put), which the
server carries out in one piece: one swap for all displays, as OpenGL's. The one door of the stage
to libxcb.
"""

import ctypes
import os
from ctypes import POINTER, c_int, c_int16, c_uint8, c_uint16, c_uint32, c_void_p
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from installation.errors import KioskError, StageError
from installation.x11 import Cookie, SharedPicture, XConnection, declare, library

Rect = tuple[int, int, int, int]
"""x, y, width, height, from the top left corner."""

_WINDOW_CLASS, _COPY_PARENT, _STRING, _ATOM = 1, 0, 31, 4
_BACK_PIXMAP, _BACK_PIXEL, _OVERRIDE, _EVENTS, _CURSOR = 1 << 0, 1 << 1, 1 << 9, 1 << 11, 1 << 14
_PLACE, _ABOVE = 1 | 2 | 4 | 8, 1 << 6
_EXPOSURE, _STRUCTURE = 1 << 15, 1 << 17
_EXPOSE, _CLIENT_MESSAGE = 12, 33
_Z_PIXMAP = 2
_NAME = 39  # WM_NAME


class _Atom(ctypes.Structure):
    """The head of ``xcb_intern_atom_reply_t``."""

    _fields_ = [
        ("kind", c_uint8),
        ("pad", c_uint8),
        ("sequence", c_uint16),
        ("length", c_uint32),
        ("atom", c_uint32),
    ]


class _Event(ctypes.Structure):
    """``xcb_generic_event_t``; of a client's message with its first word of data."""

    _fields_ = [
        ("kind", c_uint8),
        ("format", c_uint8),
        ("sequence", c_uint16),
        ("window", c_uint32),
        ("type", c_uint32),
        ("data", c_uint32),
    ]


@cache
def _libraries() -> tuple[ctypes.CDLL, ctypes.CDLL]:
    xcb, shm = library("libxcb.so.1"), library("libxcb-shm.so.0")
    here, name, number = c_void_p, c_uint32, c_uint32
    box: list[Any] = [c_int16, c_int16, c_uint16, c_uint16]
    declare(
        xcb,
        xcb_generate_id=(name, [here]),
        xcb_connection_has_error=(c_int, [here]),
        xcb_flush=(c_int, [here]),
        xcb_poll_for_event=(POINTER(_Event), [here]),
        xcb_create_window=(
            Cookie,
            [here, c_uint8, name, name, *box, c_uint16, c_uint16, name, number, c_void_p],
        ),
        xcb_change_window_attributes=(Cookie, [here, name, number, c_void_p]),
        xcb_configure_window=(Cookie, [here, name, c_uint16, c_void_p]),
        xcb_map_window=(Cookie, [here, name]),
        xcb_destroy_window=(Cookie, [here, name]),
        xcb_clear_area=(Cookie, [here, c_uint8, name, *box]),
        xcb_intern_atom=(Cookie, [here, c_uint8, c_uint16, ctypes.c_char_p]),
        xcb_intern_atom_reply=(POINTER(_Atom), [here, Cookie, c_void_p]),
        xcb_change_property=(
            Cookie,
            [here, c_uint8, name, name, name, c_uint8, number, c_void_p],
        ),
        xcb_create_gc=(Cookie, [here, name, name, number, c_void_p]),
        xcb_create_pixmap=(Cookie, [here, c_uint8, name, name, c_uint16, c_uint16]),
        xcb_free_pixmap=(Cookie, [here, name]),
        xcb_create_cursor=(Cookie, [here, name, name, name, *[c_uint16] * 8]),
        xcb_copy_area=(
            Cookie,
            [here, name, name, name, c_int16, c_int16, c_int16, c_int16, c_uint16, c_uint16],
        ),
        xcb_poly_fill_rectangle=(Cookie, [here, name, name, number, c_void_p]),
    )
    # connection, drawable, context, whole size and source's box, target's corner, depth, format,
    # whether to send an event, segment, offset
    sizes, corner = [c_uint16] * 6, [c_int16] * 2
    rest = [c_uint8, c_uint8, c_uint8, c_uint32, c_uint32]
    declare(shm, xcb_shm_put_image=(Cookie, [here, name, name, *sizes, *corner, *rest]))
    return xcb, shm


class PlainWindow:
    """Opens at a rectangle of the X screen; ``pixels`` is what it shows with the next flip.

    Without a title it lies over everything, unmanaged by any window manager; with one it is an
    ordinary window. Raises StageError without a display that shares memory and has 24-bit colour.
    """

    def __init__(self, rect: Rect, title: str) -> None:
        self._xcb, self._shm = _libraries()
        name = os.environ.get("DISPLAY", "")
        try:
            self._server = server = XConnection(name)
            self._shared = SharedPicture(server, rect[2] * rect[3] * 4)
        except KioskError as fault:
            raise StageError(f"no window on this display: {fault}", fault.advice) from fault
        if server.depth not in (24, 32):
            server.close()
            raise StageError(f"display {name} has {server.depth}-bit colour, not 24.")
        self.size = rect[2:]
        self.pixels: NDArray[np.uint8] = self._shared.pixels(*self.size)
        """(height, width, 4): blue, green, red, unused."""
        self.pixels[:] = 0
        self.closed = False
        self._place = rect[:2]
        self._changed: Rect | None = None
        self._window, self._context = self._name(), self._name()
        self._kept = self._deleting = 0
        self._open(rect, title)

    def _open(self, rect: Rect, title: str) -> None:
        """Make the window, with no pointer, and no background when it lies over everything."""
        xcb, here, root = self._xcb, self._server.handle, self._server.root
        dot, no_arrow = self._name(), self._name()
        xcb.xcb_create_pixmap(here, 1, dot, root, 1, 1)
        ink = self._name()
        xcb.xcb_create_gc(here, ink, dot, 0, None)
        xcb.xcb_poly_fill_rectangle(here, dot, ink, 1, (c_uint16 * 4)(0, 0, 1, 1))
        xcb.xcb_create_cursor(here, no_arrow, dot, dot, *[0] * 8)
        # no background: what an earlier stage left on the glass stays until the first swap
        mask = _BACK_PIXMAP | _OVERRIDE | _EVENTS | _CURSOR
        told = (0, 0 if title else 1, _EXPOSURE | _STRUCTURE, no_arrow)
        xcb.xcb_create_window(
            *(here, 0, self._window, root, *rect, 0, _WINDOW_CLASS, _COPY_PARENT),
            *(mask, (c_uint32 * 4)(*told)),
        )
        said = (title or "The Kiss").encode()
        xcb.xcb_change_property(here, 0, self._window, _NAME, _STRING, 8, len(said), said)
        if title:
            protocols, self._deleting = self._atom("WM_PROTOCOLS"), self._atom("WM_DELETE_WINDOW")
            xcb.xcb_change_property(
                here, 0, self._window, protocols, _ATOM, 32, 1, (c_uint32 * 1)(self._deleting)
            )
            utf8 = self._atom("UTF8_STRING"), self._atom("_NET_WM_NAME")
            xcb.xcb_change_property(here, 0, self._window, utf8[1], utf8[0], 8, len(said), said)
        xcb.xcb_create_gc(here, self._context, self._window, 0, None)  # which draws in black
        xcb.xcb_map_window(here, self._window)
        self._put_in_place(rect)

    def move(self, rect: Rect) -> None:
        """Move to another rectangle (a display came or went); it is black until drawn again."""
        self._put_in_place(rect)
        if rect[2:] != self.size:
            self.size = rect[2:]
            self._shared.close()
            self._shared = SharedPicture(self._server, rect[2] * rect[3] * 4)
            self.pixels = self._shared.pixels(*self.size)
        self.pixels[:] = 0
        self.change((0, 0, *self.size))

    def change(self, rect: Rect) -> None:
        """Note that a part of the picture is another one since the last flip."""
        x, y = max(0, rect[0]), max(0, rect[1])
        right, bottom = min(rect[0] + rect[2], self.size[0]), min(rect[1] + rect[3], self.size[1])
        if right <= x or bottom <= y:
            return  # beside the window
        rect = x, y, right - x, bottom - y
        if self._changed is not None:
            rect = _around(rect, self._changed)
        self._changed = rect

    def flip(self) -> None:
        """Show what has changed on all displays at once; returns when it is on the glass."""
        if self._changed is None:
            return
        x, y, width, height = self._changed
        self._changed = None
        self._shm.xcb_shm_put_image(
            *(self._server.handle, self._window, self._context, *self.size),
            *(x, y, width, height, x, y, self._server.depth, _Z_PIXMAP, 0),
            *(self._shared.segment, 0),
        )
        self._wait()

    def attend(self) -> None:
        """Take what the X server sends: what lay over the window is gone, or it is to close."""
        exposed = False
        while event := self._xcb.xcb_poll_for_event(self._server.handle):
            said = event.contents
            kind = said.kind & 0x7F
            exposed |= kind == _EXPOSE
            self.closed |= (
                kind == _CLIENT_MESSAGE and bool(self._deleting) and (said.data == self._deleting)
            )
            self._server.free(event)
        if self._xcb.xcb_connection_has_error(self._server.handle):
            raise self._lost()
        if exposed:
            self.change((0, 0, *self.size))
            self.flip()

    def keep_image(self) -> None:
        """Let the X server keep what is on the glass as its background, for the time without us."""
        xcb, here = self._xcb, self._server.handle
        if self._kept == 0:
            self._kept = self._black_picture(*self._server.extent)
        x, y = self._place
        xcb.xcb_copy_area(here, self._window, self._kept, self._context, 0, 0, x, y, *self.size)
        # the server copies the pixmap's reference, not its content: once would do, but a desktop
        # may have set a background of its own meanwhile
        self._background(_BACK_PIXMAP, self._kept)
        xcb.xcb_flush(here)

    def _black_picture(self, width: int, height: int) -> int:
        xcb, here, made = self._xcb, self._server.handle, self._name()
        xcb.xcb_create_pixmap(here, self._server.depth, made, self._server.root, width, height)
        whole = (c_uint16 * 4)(0, 0, width, height)
        xcb.xcb_poly_fill_rectangle(here, made, self._context, 1, whole)
        return made

    def close(self, keep: bool = False) -> None:
        """Take the window away; ``keep`` leaves its last picture on the wall, else it is black."""
        if keep:
            self.keep_image()
        else:
            self._background(_BACK_PIXEL, 0)
            root = self._server.root
            self._xcb.xcb_clear_area(self._server.handle, 0, root, 0, 0, 0, 0)
        self._xcb.xcb_destroy_window(self._server.handle, self._window)
        self._shared.close()
        self._server.close()

    def _background(self, kind: int, value: int) -> None:
        values = (c_uint32 * 1)(value)
        root = self._server.root
        self._xcb.xcb_change_window_attributes(self._server.handle, root, kind, values)

    def _put_in_place(self, rect: Rect) -> None:
        x, y, width, height = rect
        values = (c_uint32 * 5)(x & 0xFFFFFFFF, y & 0xFFFFFFFF, width, height, 0)
        self._xcb.xcb_configure_window(self._server.handle, self._window, _PLACE | _ABOVE, values)
        self._place = x, y

    def _wait(self) -> None:
        """Wait until the server has done all that it was asked for."""
        if not self._server.sync():
            raise self._lost()

    def _name(self) -> int:
        return int(self._xcb.xcb_generate_id(self._server.handle))

    def _atom(self, name: str) -> int:
        said = name.encode()
        ask, answer = self._xcb.xcb_intern_atom, self._xcb.xcb_intern_atom_reply
        reply = self._server.reply(ask, answer, 0, len(said), said)
        atom = int(reply.contents.atom)
        self._server.free(reply)
        return atom

    def _lost(self) -> StageError:
        return StageError(
            f"the X display {self._server.display} has gone away.",
            "Check that its X server runs; the show begins again by itself when it does.",
        )


def _around(one: Rect, other: Rect) -> Rect:
    """Return the smallest rectangle around two."""
    x, y = min(one[0], other[0]), min(one[1], other[1])
    right = max(one[0] + one[2], other[0] + other[2])
    bottom = max(one[1] + one[3], other[1] + other[3])
    return x, y, right - x, bottom - y
