"""Meters of what each player lets hear, in shared memory, in step with what is heard.

A file beside the player's frame ring. A speaker writes the peak of each hundredth of a second where
that hundredth belongs, a quarter of a second before it is heard; whoever shows meters reads what
belongs to the time since it looked last. So what a pause or a mute takes back from the device is
taken back here, and nobody waits: a place has the number of the hundredth that lies in it.
"""

import mmap
import os
import struct
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from installation.errors import LinkError
from installation.link._run_folder import ring_path
from installation.units import MILLISECOND

BIN_NS = 10 * MILLISECOND
"""A speaker's chunk."""
BINS = 128
"""As many as a speaker writes ahead, as a look may reach back, and room between the two."""
LONGEST_LOOK = 40
"""Hundredths that one look reaches back at most."""
_MAGIC = 0x4B495353_4D455431
_HEAD = struct.Struct("QQ")
"""What the file is; how long the names are, which follow as JSON."""
_BIN = struct.Struct("qd")
"""The hundredth's number since the clock's zero, and the peak in it, 1 for full scale."""
_NUMBER, _PEAK = struct.Struct("q"), struct.Struct("d")


def meter_path(ring: Path) -> Path:
    """Return where the player of a frame ring writes how loud it is."""
    return ring.with_name(f"{ring.stem}-sound.ring")


class MeterWriter:
    """A player's side: a new file, with a meter for each name. Raises LinkError without room."""

    def __init__(self, path: Path, names: Sequence[str]) -> None:
        text = msgspec.json.encode(list(names))
        self._names = tuple(names)
        self._begin = _aligned(_HEAD.size + len(text))
        size = self._begin + len(names) * BINS * _BIN.size
        fresh = path.with_name(f"{path.name}.new")
        fresh.unlink(missing_ok=True)
        try:
            handle = os.open(fresh, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
            try:
                os.posix_fallocate(handle, 0, size)  # or what is written later would end the player
                self._map = mmap.mmap(handle, size)
            finally:
                os.close(handle)
            _HEAD.pack_into(self._map, 0, _MAGIC, len(text))
            self._map[_HEAD.size : _HEAD.size + len(text)] = text
            for place in range(self._begin, size, _BIN.size):
                _BIN.pack_into(self._map, place, -1, 0.0)
            fresh.replace(path)
        except OSError as fault:
            fresh.unlink(missing_ok=True)
            raise LinkError(f"{path}: no meters of sound: {fault.strerror}") from fault

    def meter(self, name: str) -> Callable[[int, float], None]:
        """Return what takes (instant in ns, peak) of a name; each on one thread of its own."""
        begin = self._begin + self._names.index(name) * BINS * _BIN.size

        def write(at_ns: int, peak: float) -> None:
            number = at_ns // BIN_NS
            place = begin + number % BINS * _BIN.size
            _PEAK.pack_into(self._map, place + _NUMBER.size, peak)  # before the number vouches
            _NUMBER.pack_into(self._map, place, number)

        return write


class MeterReader:
    """Reads the meters of the show of a state folder. One thread."""

    def __init__(self, state: Path) -> None:
        self._state = state
        self._files: dict[Path, _MeterFile] = {}
        self._looked = 0

    def look(self, screens: int, now_ns: int) -> dict[str, float]:
        """Return the highest peak of each name since the last look; of so many screens' players.

        Names whose player has no meters are not among them.
        """
        last = now_ns // BIN_NS
        first = max(min(self._looked + 1, last), last - LONGEST_LOOK)
        self._looked = last
        return self._peaks(screens, first, last)

    def lately(self, screens: int, now_ns: int) -> dict[str, float]:
        """Return the highest peak of each name in the last 0.4 s, however many ask."""
        last = now_ns // BIN_NS
        return self._peaks(screens, last - LONGEST_LOOK, last)

    def _peaks(self, screens: int, first: int, last: int) -> dict[str, float]:
        found: dict[str, float] = {}
        for screen in range(screens):
            path = meter_path(ring_path(self._state, screen))
            file = self._files.setdefault(path, _MeterFile(path))
            found |= file.peaks(first, last)
        return found

    def close(self) -> None:
        """Look no more."""
        for file in self._files.values():
            file.close()
        self._files.clear()


class _MeterFile:
    """One player's file, which may be another one at the next look, or not there."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known = (0, 0)
        self._map: mmap.mmap | None = None
        self._names: list[str] = []

    def peaks(self, first: int, last: int) -> dict[str, float]:
        """Return each name's highest peak in these hundredths."""
        self._find()
        if self._map is None:
            return {}
        found = {}
        for number, name in enumerate(self._names):
            begin = self._begin + number * BINS * _BIN.size
            read = (self._read(begin, at) for at in range(first, last + 1))
            found[name] = max(read, default=0.0)
        return found

    def _read(self, begin: int, at: int) -> float:
        assert self._map is not None
        number, peak = _BIN.unpack_from(self._map, begin + at % BINS * _BIN.size)
        return float(peak) if number == at else 0.0

    def close(self) -> None:
        if self._map is not None:
            self._map.close()
        self._map, self._known = None, (0, 0)

    def _find(self) -> None:
        """Have the file that lies there, if there is one."""
        try:
            found = self._path.stat(follow_symlinks=False)
            if self._map is not None and (found.st_dev, found.st_ino) == self._known:
                return
            self.close()
            handle = os.open(self._path, os.O_RDONLY | os.O_NOFOLLOW)
        except OSError:
            self.close()
            return
        try:
            found = os.fstat(handle)
            if found.st_size >= _HEAD.size:
                self._map = mmap.mmap(handle, found.st_size, prot=mmap.PROT_READ)
                self._known = found.st_dev, found.st_ino
        finally:
            os.close(handle)
        if self._map is not None and not self._understand(found.st_size):
            self.close()

    def _understand(self, size: int) -> bool:
        assert self._map is not None
        magic, length = _HEAD.unpack_from(self._map)
        if magic != _MAGIC or not 0 < length <= size - _HEAD.size:
            return False
        text = self._map[_HEAD.size : _HEAD.size + length]
        self._names = msgspec.json.decode(text, type=list[str])
        self._begin = _aligned(_HEAD.size + length)
        return size == self._begin + len(self._names) * BINS * _BIN.size


def _aligned(size: int) -> int:
    return -(-size // _BIN.size) * _BIN.size
