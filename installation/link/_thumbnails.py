"""The wall's small pictures in shared memory: drawn by the stage, read by whoever shows them.

One file in /dev/shm, beside the frame rings. All screens' pictures of one swap lie in one slot, so
whoever reads a slot has them of the same instant. The stage draws them only while somebody looks:
a reader writes into the file until when it wants them, and renews that with every look. So a panel
that dies costs the stage nothing a second later, and no controller has a part in it.

Neither side waits: a slot carries the number of what lies in it, which is 0 while it is written;
the reader copies, and looks at the number again.
"""

import mmap
import os
import stat
import struct
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from installation.errors import LinkError
from installation.units import MILLISECOND

WANTED_NS = 1500 * MILLISECOND
"""How long the stage goes on drawing them after the last look."""
SIDE = 384
"""The longer side of a small picture, in pixels."""

_SLOTS = 3
"""One is read, one is the newest, one is written."""
_MAGIC = 0x4B495353_00010001
_PAGE = 4096
_HEAD = struct.Struct("Qqqq")
"""What the file is; until when somebody wants pictures; the newest's number; the last instant at
which that was known to be what is on the glass."""
_WANTED, _NEWEST, _SEEN = 8, 16, 24
_SLOT = struct.Struct("qq")
"""The number of what lies in a slot, and the instant of its swap."""
_TEXT_AT = _HEAD.size + _SLOTS * _SLOT.size + 8
_LENGTH = struct.Struct("q")
_INSTANT = struct.Struct("q")


class SmallScreen(msgspec.Struct, frozen=True):
    """A screen's place in a slot: its picture's size as it lies on the glass, and where it begins.

    ``rotation`` is how an upright film is turned on the glass, clockwise in degrees.
    """

    screen: str
    width: int
    height: int
    rotation: int
    begins: int

    @property
    def size(self) -> int:
        """Return the picture's bytes."""
        return self.width * self.height * 4


@dataclass(frozen=True)
class Thumbnail:
    """A screen's small picture, upright: rows from the top, (height, width, 4) blue, green, red, x.

    The fourth byte of a pixel means nothing (Qt's ``Format_RGB32``, Pillow's ``BGRX``).
    """

    screen: str
    pixels: NDArray[np.uint8]


@dataclass(frozen=True)
class Thumbnails:
    """All screens' small pictures of one swap. Instants in nanoseconds of CLOCK_MONOTONIC.

    ``number`` is another one for every other picture; ``at_ns`` is when they came on the glass,
    and ``seen_ns`` the last instant at which they were known to be there still: a show that stands
    keeps its pictures, and they are not old.
    """

    number: int
    at_ns: int
    seen_ns: int
    screens: tuple[Thumbnail, ...]

    def age_ns(self, now_ns: int) -> int:
        """Return for how long something else may have been on the glass."""
        return max(0, now_ns - self.seen_ns)


def small_size(width: int, height: int) -> tuple[int, int]:
    """Return the size of a viewport's small picture: SIDE along its longer side, never larger."""
    share = min(1.0, SIDE / max(width, height, 1))
    return max(1, round(width * share)), max(1, round(height * share))


def in_a_row(screens: Sequence[tuple[str, int, int, int]]) -> tuple[SmallScreen, ...]:
    """Return the places of screens in a slot; each is (name, its width and height, rotation)."""
    found: list[SmallScreen] = []
    for name, width, height, rotation in screens:
        begins = found[-1].begins + found[-1].size if found else 0
        found.append(SmallScreen(name, *small_size(width, height), rotation, begins))
    return tuple(found)


class ThumbnailWriter:
    """The stage's side; one thread. Makes a new file, in place of one that lies there.

    Raises LinkError when there is no room for it.
    """

    def __init__(self, path: Path, screens: tuple[SmallScreen, ...], wanted_until_ns: int) -> None:
        text = msgspec.json.encode(screens)
        size = screens[-1].begins + screens[-1].size if screens else 0
        head = _pages(_TEXT_AT + len(text))
        self.screens, self._stride, self._head = screens, _pages(size), head
        fresh = path.with_name(f"{path.name}.new")
        fresh.unlink(missing_ok=True)
        try:
            handle = os.open(fresh, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
            try:
                # memory that is not there would end the stage (SIGBUS) when it draws
                os.posix_fallocate(handle, 0, head + _SLOTS * self._stride)
                self._path, self._inode = path, os.fstat(handle).st_ino
                self._map = mmap.mmap(handle, head + _SLOTS * self._stride)
            finally:
                os.close(handle)
            _HEAD.pack_into(self._map, 0, _MAGIC, wanted_until_ns, 0, 0)
            _LENGTH.pack_into(self._map, _TEXT_AT - _LENGTH.size, len(text))
            self._map[_TEXT_AT : _TEXT_AT + len(text)] = text
            self._pixels = np.frombuffer(self._map, np.uint8, _SLOTS * self._stride, head)
            fresh.replace(path)
        except OSError as fault:
            fresh.unlink(missing_ok=True)
            raise LinkError(f"{path}: no small pictures: {fault.strerror}") from fault
        self._number = 0

    @property
    def wanted_until_ns(self) -> int:
        """Return until when somebody wants pictures."""
        return int(_INSTANT.unpack_from(self._map, _WANTED)[0])

    @property
    def is_there(self) -> bool:
        """Tell whether readers find the file: a log-out or a cleaner may have removed it."""
        try:
            return self._path.stat(follow_symlinks=False).st_ino == self._inode
        except OSError:
            return False

    def begin(self) -> list[NDArray[np.uint8]]:
        """Return the memory that the next pictures go into, flat, one for each screen."""
        slot = (self._number + 1) % _SLOTS
        _SLOT.pack_into(self._map, _HEAD.size + slot * _SLOT.size, 0, 0)
        at = slot * self._stride
        return [
            self._pixels[at + place.begins : at + place.begins + place.size]
            for place in self.screens
        ]

    def publish(self, at_ns: int) -> None:
        """Hand over what was written since :meth:`begin`: it came on the glass at an instant."""
        self._number += 1
        slot = self._number % _SLOTS
        _SLOT.pack_into(self._map, _HEAD.size + slot * _SLOT.size, self._number, at_ns)
        self.still(at_ns)
        _INSTANT.pack_into(self._map, _NEWEST, self._number)

    def still(self, now_ns: int) -> None:
        """Say that the newest is what is on the glass still."""
        _INSTANT.pack_into(self._map, _SEEN, now_ns)


class ThumbnailReader:
    """Reads the small pictures of the show whose file lies at a path (``thumbnail_path``).

    One thread. The file need not be there yet, and may be another one at the next look.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._map: mmap.mmap | None = None
        self._file = (0, 0)
        self._screens: tuple[SmallScreen, ...] = ()
        self._last: Thumbnails | None = None

    def look(self, now_ns: int) -> Thumbnails | None:
        """Return the newest pictures, and ask for more: at least every second, while looking.

        None when there are none yet. The same ones are not copied twice.
        """
        if not self._find() or self._map is None:
            return None
        others_ns = _INSTANT.unpack_from(self._map, _WANTED)[0]
        _INSTANT.pack_into(self._map, _WANTED, max(now_ns + WANTED_NS, others_ns))
        for _ in range(_SLOTS):
            _, _, newest, seen_ns = _HEAD.unpack_from(self._map)
            if self._last is not None and self._last.number == newest:
                self._last = replace(self._last, seen_ns=seen_ns)
                return self._last
            if newest == 0:
                return None
            found = self._copied(newest, seen_ns)
            if found is not None:
                self._last = found
                return found
        return self._last  # the stage has gone round all slots meanwhile, three times

    def close(self) -> None:
        """Look no more."""
        if self._map is not None:
            self._map.close()
        self._map, self._last, self._file = None, None, (0, 0)

    def _copied(self, number: int, seen_ns: int) -> Thumbnails | None:
        assert self._map is not None
        slot = number % _SLOTS
        at = _HEAD.size + slot * _SLOT.size
        known, at_ns = _SLOT.unpack_from(self._map, at)
        begins = self._pictures_at + slot * self._stride
        whole = bytes(self._map[begins : begins + self._size])
        if known != number or _SLOT.unpack_from(self._map, at)[0] != number:
            return None
        pixels = np.frombuffer(whole, np.uint8)
        small = tuple(_upright(place, pixels) for place in self._screens)
        return Thumbnails(number, at_ns, seen_ns, small)

    def _find(self) -> bool:
        """Have the file that lies at the path, if there is one."""
        try:
            found = self._path.stat(follow_symlinks=False)
        except OSError:
            self.close()
            return False
        if self._map is not None and (found.st_dev, found.st_ino) == self._file:
            return True
        self.close()
        try:
            handle = os.open(self._path, os.O_RDWR | os.O_NOFOLLOW)
        except OSError:
            return False
        try:
            found = os.fstat(handle)
            if not stat.S_ISREG(found.st_mode) or found.st_size < _TEXT_AT:
                return False
            self._map = mmap.mmap(handle, found.st_size)
        finally:
            os.close(handle)
        self._file = found.st_dev, found.st_ino
        if not self._understand(found.st_size):
            self.close()
            return False
        return True

    def _understand(self, size: int) -> bool:
        assert self._map is not None
        length = _LENGTH.unpack_from(self._map, _TEXT_AT - _LENGTH.size)[0]
        if _HEAD.unpack_from(self._map)[0] != _MAGIC or not 0 < length <= size - _TEXT_AT:
            return False
        text = self._map[_TEXT_AT : _TEXT_AT + length]
        self._screens = msgspec.json.decode(text, type=tuple[SmallScreen, ...])
        self._size = sum(place.size for place in self._screens)
        self._stride, self._pictures_at = _pages(self._size), _pages(_TEXT_AT + length)
        return size == self._pictures_at + _SLOTS * self._stride


def _upright(place: SmallScreen, pixels: NDArray[np.uint8]) -> Thumbnail:
    flat = pixels[place.begins : place.begins + place.size]
    turned = np.rot90(flat.reshape(place.height, place.width, 4), place.rotation // 90)
    return Thumbnail(place.screen, np.ascontiguousarray(turned))


def _pages(size: int) -> int:
    return -(-size // _PAGE) * _PAGE
