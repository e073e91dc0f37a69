"""Reads the glass: pictures back from an X display, all heads in one instant.

Pictures travel by shared memory (MIT-SHM): reading three 640x360 heads takes 0.5 ms, of them
0.15 ms of this process (500 reads in a row), so that reading at 96 Hz disturbs nobody.
"""

import ctypes
import struct
import zlib
from ctypes import POINTER, c_int16, c_uint8, c_uint16, c_uint32, c_void_p
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from installation.errors import KioskError
from installation.files import write_whole
from installation.x11 import Cookie, SharedPicture, XConnection, declare, library

Rgb = npt.NDArray[np.uint8]
"""A picture: (height, width, 3), red first."""

_Z_PIXMAP = 2
_ALL_PLANES = 0xFFFFFFFF


class _Geometry(ctypes.Structure):
    """The head of ``xcb_get_geometry_reply_t``."""

    _fields_ = [
        ("kind", c_uint8),
        ("depth", c_uint8),
        ("sequence", c_uint16),
        ("length", c_uint32),
        ("root", c_uint32),
        ("x", c_int16),
        ("y", c_int16),
        ("width", c_uint16),
        ("height", c_uint16),
    ]


@cache
def _libraries() -> tuple[ctypes.CDLL, ctypes.CDLL]:
    """libxcb and libxcb-shm with their signatures."""
    xcb, shm = library("libxcb.so.1"), library("libxcb-shm.so.0")
    declare(
        xcb,
        xcb_get_geometry=(Cookie, [c_void_p, c_uint32]),
        xcb_get_geometry_reply=(POINTER(_Geometry), [c_void_p, Cookie, c_void_p]),
    )
    # connection, drawable, x, y, width, height, planes, format, segment, offset
    region: list[Any] = [c_void_p, c_uint32, c_int16, c_int16, c_uint16, c_uint16]
    declare(
        shm,
        xcb_shm_get_image=(Cookie, [*region, c_uint32, c_uint8, c_uint32, c_uint32]),
        xcb_shm_get_image_reply=(c_void_p, [c_void_p, Cookie, c_void_p]),
    )
    return xcb, shm


class RootWindow(XConnection):
    """A connection to one X display that reads its root window; close it, or use ``with``.

    Not for several threads at once. Raises KioskError when the display cannot be reached, goes
    away, or has no 24-bit colour.
    """

    def __init__(self, display: str) -> None:
        self._xcb, self._shm = _libraries()
        self._shared: SharedPicture | None = None
        super().__init__(display)
        if self.depth not in (24, 32):
            self.close()
            raise KioskError(f"display {display} has {self.depth}-bit colour, not 24.")

    def size(self) -> tuple[int, int]:
        """Width and height of the whole display now (RandR can change it)."""
        reply = self.reply(self._xcb.xcb_get_geometry, self._xcb.xcb_get_geometry_reply, self.root)
        width, height = int(reply.contents.width), int(reply.contents.height)
        self.free(reply)
        return width, height

    def read(self, x: int, y: int, width: int, height: int) -> npt.NDArray[np.uint8]:
        """The region as (height, width, 4): blue, green, red, unused.

        A view into shared memory that the next ``read`` overwrites and ``close`` takes away: copy
        what is to stay. Raises KioskError when the region is not within the display.
        """
        whole = self.size()
        if min(x, y) < 0 or min(width, height) < 1 or x + width > whole[0] or y + height > whole[1]:
            raise KioskError(
                f"region {width}x{height}+{x}+{y} is not within display {self.display}"
                f" ({whole[0]}x{whole[1]})."
            )
        shared = self._share(width * height * 4)
        get, answer = self._shm.xcb_shm_get_image, self._shm.xcb_shm_get_image_reply
        how = (_ALL_PLANES, _Z_PIXMAP, shared.segment, 0)
        self.free(self.reply(get, answer, self.root, x, y, width, height, *how))
        return shared.pixels(width, height)

    def grab(self, x: int, y: int, width: int, height: int) -> Rgb:
        """The region as a picture of its own, (height, width, 3), red first."""
        return np.ascontiguousarray(self.read(x, y, width, height)[:, :, 2::-1])

    def close(self) -> None:
        """Let go of the display and the shared memory. Closing twice is fine."""
        self._unshare()
        super().close()

    def _share(self, room: int) -> SharedPicture:
        """Return memory shared with the server, for at least ``room`` bytes."""
        if self._shared is None or room > self._shared.room:
            self._unshare()
            self._shared = SharedPicture(self, room)
        return self._shared

    def _unshare(self) -> None:
        if self._shared is not None:
            self._shared.close()
            self._shared = None


def grab(display: str, x: int, y: int, width: int, height: int) -> Rgb:
    """One picture of a region of ``display``, (height, width, 3), red first."""
    with RootWindow(display) as glass:
        return glass.grab(x, y, width, height)


def write_png(path: Path, picture: Rgb) -> None:
    """Write an (height, width, 3) picture as PNG, whole or not at all."""
    height, width, _ = picture.shape
    # Every row starts with its filter; 0 is "none".
    rows = np.zeros((height, 1 + width * 3), np.uint8)
    rows[:, 1:] = picture.reshape(height, width * 3)
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(rows.tobytes(), 6)), (b"IEND", b"")]
    data = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks
    )
    write_whole(path, data)
