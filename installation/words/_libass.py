"""libass by ctypes: the one door to it. Only the dozen calls that drawing a line takes.

libass's header (ass/ass.h of 0.17) is the source of all that is declared here.
"""

import ctypes
import re
from collections.abc import Iterator
from ctypes import CFUNCTYPE, POINTER, Structure, byref, c_char_p, c_int, c_longlong, c_void_p
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from installation.errors import WordsError

_GLYPH = re.compile(r"[Gg]lyph 0x([0-9A-Fa-f]+)")
_AUTODETECT = 1
_WARNING = 2
"""libass's messages up to this level are read: 0 is fatal, 7 is chatter."""


class _Image(Structure):
    pass


_Image._fields_ = [
    ("w", c_int),
    ("h", c_int),
    ("stride", c_int),
    ("bitmap", c_void_p),
    ("color", ctypes.c_uint32),
    ("dst_x", c_int),
    ("dst_y", c_int),
    ("next", POINTER(_Image)),
    ("type", c_int),
]
_Told = CFUNCTYPE(None, c_int, c_char_p, c_void_p, c_void_p)


class Layer(NamedTuple):
    """One of the single-coloured bitmaps that libass draws a line with, one over the other.

    ``cover`` is (rows, columns) uint8, ``colour`` red, green, blue, and how opaque it is.
    """

    x: int
    y: int
    cover: NDArray[np.uint8]
    colour: tuple[int, int, int, int]


class AssRenderer:
    """One renderer for pictures of a size (width, height). One thread; close it.

    ``missing`` has the characters, met so far, that no font here has. Raises WordsError where there
    is no libass.
    """

    def __init__(self, size: tuple[int, int], font: str) -> None:
        self.missing: set[str] = set()
        self._lib = _loaded()
        self._libc = ctypes.CDLL(None)
        self._told = _Told(self._note)
        self._library = self._lib.ass_library_init()
        self._lib.ass_set_message_cb(self._library, self._told, None)
        self._lib.ass_set_extract_fonts(self._library, 0)
        self._renderer = self._lib.ass_renderer_init(self._library)
        if not self._renderer:
            raise WordsError("libass cannot begin", "See what `kiss doctor` says.")
        self._lib.ass_set_frame_size(self._renderer, *size)
        self._lib.ass_set_storage_size(self._renderer, *size)
        self._lib.ass_set_fonts(self._renderer, None, font.encode(), _AUTODETECT, None, 1)

    def layers(self, document: str, at_ms: int) -> Iterator[Layer]:
        """Draw what an Advanced SubStation text shows at a time, the lowest layer first."""
        data = document.encode()
        track = self._lib.ass_read_memory(self._library, data, len(data), None)
        if not track:
            raise WordsError("libass cannot read these subtitles")
        try:
            changed = c_int()
            image = self._lib.ass_render_frame(self._renderer, track, at_ms, byref(changed))
            while image:
                yield _layer(image.contents)
                image = image.contents.next
        finally:
            self._lib.ass_free_track(track)

    def close(self) -> None:
        """Give back what libass holds."""
        self._lib.ass_renderer_done(self._renderer)
        self._lib.ass_library_done(self._library)

    def _note(self, level: int, form: bytes, arguments: int, _data: int) -> None:
        if level > _WARNING:
            return
        text = ctypes.create_string_buffer(512)
        self._libc.vsnprintf(text, len(text), form, c_void_p(arguments))
        found = _GLYPH.search(text.value.decode(errors="replace"))
        if found:
            self.missing.add(chr(int(found[1], 16)))


def _layer(image: _Image) -> Layer:
    width, height, stride = image.w, image.h, image.stride
    red, green, blue, hidden = int(image.color).to_bytes(4, "big")
    if not (width and height):
        return Layer(image.dst_x, image.dst_y, np.zeros((0, 0), np.uint8), (0, 0, 0, 0))
    # the last row ends with its last pixel, not with its stride
    bytes_there = (ctypes.c_uint8 * (stride * (height - 1) + width)).from_address(image.bitmap)
    flat = np.zeros(stride * height, np.uint8)
    flat[: len(bytes_there)] = np.ctypeslib.as_array(bytes_there)
    cover = flat.reshape(height, stride)[:, :width]
    return Layer(image.dst_x, image.dst_y, cover, (red, green, blue, 255 - hidden))


def _loaded() -> ctypes.CDLL:
    try:
        lib = ctypes.CDLL("libass.so.9")
    except OSError as fault:
        raise WordsError(f"subtitles need libass ({fault})", "apt-get install libass9") from fault
    for name, result, *arguments in (
        ("ass_library_init", c_void_p),
        ("ass_library_done", None, c_void_p),
        ("ass_set_message_cb", None, c_void_p, _Told, c_void_p),
        ("ass_set_extract_fonts", None, c_void_p, c_int),
        ("ass_renderer_init", c_void_p, c_void_p),
        ("ass_renderer_done", None, c_void_p),
        ("ass_set_frame_size", None, c_void_p, c_int, c_int),
        ("ass_set_storage_size", None, c_void_p, c_int, c_int),
        ("ass_set_fonts", None, c_void_p, c_char_p, c_char_p, c_int, c_char_p, c_int),
        ("ass_read_memory", c_void_p, c_void_p, c_char_p, ctypes.c_size_t, c_char_p),
        ("ass_free_track", None, c_void_p),
        ("ass_render_frame", POINTER(_Image), c_void_p, c_void_p, c_longlong, POINTER(c_int)),
    ):
        function = getattr(lib, name)
        function.restype, function.argtypes = result, list(arguments)
    return lib
