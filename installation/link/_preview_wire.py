"""The pictures of a preview as bytes in a pipe, from the process that decodes a film to a panel."""

import struct
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from installation.errors import LinkError

_HEAD = struct.Struct("<qqII")
"""When a picture is on and how long its film is, in ns; its width and height in pixels."""
LARGEST = 1 << 25
"""Bytes of a picture; what claims to be more is none."""


@dataclass(frozen=True, eq=False)
class PreviewPicture:
    """A small picture, (height, width, 4) BGRX, and when it is on, in ns from the film's first."""

    at_ns: int
    duration_ns: int
    pixels: NDArray[np.uint8]


def preview_bytes(picture: PreviewPicture) -> bytes:
    """Return a picture as it goes through the pipe."""
    height, width, _ = picture.pixels.shape
    head = _HEAD.pack(picture.at_ns, picture.duration_ns, width, height)
    return head + picture.pixels.tobytes()


class PreviewStream:
    """Puts pictures together from what comes, in whatever pieces it comes."""

    def __init__(self) -> None:
        self._rest = bytearray()

    def take(self, data: bytes) -> list[PreviewPicture]:
        """Return the pictures that are whole now. Raises LinkError for what is no picture."""
        self._rest += data
        found = []
        while len(self._rest) >= _HEAD.size:
            at_ns, duration_ns, width, height = _HEAD.unpack_from(self._rest)
            size = 4 * width * height
            if not 0 < size <= LARGEST:
                raise LinkError(f"a preview's picture of {width} x {height} pixels")
            end = _HEAD.size + size
            if len(self._rest) < end:
                break
            pixels = np.frombuffer(bytes(self._rest[_HEAD.size : end]), np.uint8)
            found.append(PreviewPicture(at_ns, duration_ns, pixels.reshape(height, width, 4)))
            del self._rest[:end]
        return found
