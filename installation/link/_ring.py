"""A screen's frame ring: pictures in shared memory, written by its player, read by the stage.

A file in /dev/shm rather than ``multiprocessing.shared_memory``, whose tracker removes a segment
when any process that opened it dies. Slots are sized for the largest picture that is admitted;
the file is sparse, so a 1280x720 film costs 1.4 MB a slot (with 10 bits 2.8) whatever the stride.
What is written to is reserved before: memory that is not there would end the player (SIGBUS) in the
middle of a film.

No torn picture: a slot's ``seq`` is odd while it is written, and changes with every picture. The
reader sets ``claimed`` and then looks at ``seq``; the writer makes ``seq`` odd and then looks at
``claimed``. Of two that come at once one sees the other, or both, and leaves the slot alone. So
neither side ever waits, and a slot that is claimed stays as it is until it is released: the stage
may read a picture where it lies, for as long as it is on the glass.
"""

import ctypes
import mmap
import os
import stat
import struct
import threading
import weakref
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from installation.errors import LinkError, RingError
from installation.link._ring_shape import FINEST, MATRICES, RingShape
from installation.model import Samples
from installation.said import Said
from installation.units import SECOND

SLOTS = 48
"""Enough for 60 pictures a second, 200 ms ahead, on three decks while two films dissolve."""
MAX_WIDTH, MAX_HEIGHT = 4096, 2304
SPARE = 64
"""Bytes behind a picture that may be read."""
PAST_NS = 2 * SECOND
"""A picture that came so long before the last one is past: pictures come a lead early."""
READ = 3
"""Slots that the stage reads at most: of the picture on the glass, the next, and one that it looks
at."""

_LIBC = ctypes.CDLL(None)
_KEEP_SIZE, _PUNCH_HOLE = 1, 2
_MAGIC = 0x4B495353_00000004
_PAGE = 4096
_STRIDE = MAX_WIDTH * MAX_HEIGHT * 3 // 2 * FINEST
_HEAD = np.dtype([("magic", "u8"), ("used", "u8")])
_SLOT = np.dtype(
    [
        ("seq", "u8"),
        ("claimed", "u8"),
        ("take", "i8"),
        ("cycle", "i8"),
        ("story_ns", "i8"),
        ("frame", "i8"),
        ("arrived_ns", "i8"),
        ("width", "u4"),
        ("height", "u4"),
        ("pitch", "u4"),
        ("rows", "u4"),
        ("sar_num", "u4"),
        ("sar_den", "u4"),
        ("matrix", "u4"),
        ("full_range", "u4"),
        ("leaving", "u4"),
        ("depth", "u4"),  # a slot's first fields lie at multiples of 8: set and read in one go
    ]
)
_PICTURE = struct.Struct("5q10I")
"""A slot's fields from ``take`` on: numpy takes ten times as long to set them one by one."""
_PICTURE_AT = _SLOT.fields["take"][1] if _SLOT.fields else 0


@dataclass(frozen=True)
class RingPicture:
    """A slot as the stage sees it. ``address`` is where its planes lie in this process.

    ``leaving``: it is of the film that dissolves into the one that its run is for.
    """

    slot: int
    seq: int
    take: int
    cycle: int
    story_ns: int
    frame: int
    arrived_ns: int
    shape: RingShape
    address: int
    leaving: bool = False


class _Ring:
    def __init__(self, path: Path, create: bool) -> None:
        head = _PAGE * -(-(_HEAD.itemsize + SLOTS * _SLOT.itemsize) // _PAGE)
        size = head + SLOTS * _STRIDE + _PAGE  # the last slot has its spare bytes, too
        try:
            # never through a link that somebody else has laid in a folder that all may write
            flags = os.O_RDWR | os.O_NOFOLLOW | (os.O_CREAT if create else 0)
            handle = os.open(path, flags, 0o600)
        except OSError as fault:
            raise RingError(
                Said(
                    "{path}: no frame ring: {why}", path=str(path), why=fault.strerror or str(fault)
                )
            ) from fault
        try:
            found = os.fstat(handle)
            if not stat.S_ISREG(found.st_mode) or found.st_uid != os.geteuid():
                raise RingError(f"{path}: not this user's frame ring", "Remove it.")
            if create:
                os.ftruncate(handle, size)
                _reserve(handle, path, 0, head)
            elif found.st_size != size:
                raise LinkError(f"{path}: a frame ring of another make")
            self._file = found.st_dev, found.st_ino
            self._map = mmap.mmap(handle, size)
        except BaseException:
            os.close(handle)
            raise
        if create:
            self._reserving = handle, path
            weakref.finalize(self, os.close, handle)
        else:
            os.close(handle)
        self._pictures_at = head
        self._base = ctypes.addressof(ctypes.c_char.from_buffer(self._map)) + head
        self._head = np.frombuffer(self._map, _HEAD, 1)
        self._slots = np.frombuffer(self._map, _SLOT, SLOTS, _HEAD.itemsize)
        # a column each: taken out of the rows at every look they cost more than what is done then
        self._seqs, self._claimed = self._slots["seq"], self._slots["claimed"]
        self._takes, self._cycles = self._slots["take"], self._slots["cycle"]
        self._stories, self._leaving = self._slots["story_ns"], self._slots["leaving"]
        self._arrived = self._slots["arrived_ns"]
        if create:
            self._head["magic"] = _MAGIC
        elif self._head["magic"][0] != _MAGIC:
            raise LinkError(f"{path}: a frame ring of another make")

    def is_at(self, path: Path) -> bool:
        """Tell whether this ring's file is the one at a path; another one may lie there by now."""
        try:
            found = path.stat()
        except OSError:
            return False
        return (found.st_dev, found.st_ino) == self._file

    def address(self, slot: int) -> int:
        """Return where a slot's planes begin in this process."""
        return self._base + slot * _STRIDE

    def _picture_at(self, slot: int) -> int:
        """Return where in the map a slot's picture is described."""
        return _HEAD.itemsize + slot * _SLOT.itemsize + _PICTURE_AT

    def luma(self, slot: int, shape: RingShape) -> Samples:
        """A slot's luma plane, (rows, pitch) uint8 or uint16, not copied."""
        start, size = self._pictures_at + slot * _STRIDE, shape.pitch * shape.rows
        luma: Samples = np.frombuffer(self._map, np.uint8, size * shape.sample, start)
        if shape.sample > 1:
            luma = luma.view(np.uint16)
        return luma.reshape(shape.rows, shape.pitch)


class RingWriter(_Ring):
    """A player's side.

    Its decks write from libvlc's threads; a slot is a deck's own from :meth:`begin` to
    :meth:`publish` or :meth:`drop`.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(path, create=True)
        self._busy: set[int] = set()
        self._spare: list[int] = []
        # held for a few microseconds, never while libvlc is called
        self._lock = threading.Lock()
        self._window, self._decks = SLOTS, 2
        self._used = int(self._head["used"][0])
        self._reserved = [0] * SLOTS
        self._seq = int(self._seqs.max()) // 2 * 2 + 2
        for slot in range(SLOTS):  # what a killed writer left half-written is nobody's picture
            if self._seqs[slot] % 2:
                self._takes[slot] = -1
                self._seqs[slot] += 1

    def use(self, slots: int, shape: RingShape, decks: int = 2) -> None:
        """Work in this many slots, for pictures of a shape, beside those that are there.

        So many decks write into them.

        Fewer keep the pictures in the processor's cache, and the memory of the others is given
        back once their pictures are past. Raises LinkError when there is no room in memory, with
        all as before.
        """
        window = min(max(slots, 4), SLOTS)
        for slot in range(window):
            if self._reserved[slot] < shape.size:
                begin = self._pictures_at + slot * _STRIDE
                _reserve(*self._reserving, begin, shape.size + SPARE)
                self._reserved[slot] = shape.size
        self._window, self._decks = window, decks
        self._give_back()

    def _give_back(self) -> None:
        """Free the memory of slots that are worked in no longer, but of those somebody reads."""
        newest_ns = int(self._arrived.max())
        for slot in range(self._window, SLOTS):
            if not self._reserved[slot] or newest_ns - int(self._arrived[slot]) < PAST_NS:
                continue
            with self._lock:
                if slot in self._busy:
                    continue
                self._mark(slot)
            if not self._is_own(slot):
                continue
            self._takes[slot] = -1
            if _punched(self._reserving[0], self._pictures_at + slot * _STRIDE, _STRIDE):
                self._reserved[slot] = 0
            self._release(slot)

    @property
    def share(self) -> int:
        """Return how many slots one of the decks may hold back, beside the one it writes in.

        If each does, there are still those that the stage reads, and one for the next picture.
        """
        return (self._window - READ - self._decks) // self._decks

    def begin(self) -> int:
        """Take the slot that was written longest ago and is not being read.

        One that was given back without a picture goes first, so that pictures stay longer.
        """
        while True:
            with self._lock:
                slot = self._free()
                self._mark(slot)
            if self._is_own(slot):
                return slot

    def _mark(self, slot: int) -> None:
        """Say that a slot is about to be written, under the lock."""
        self._busy.add(slot)
        self._seqs[slot] |= 1

    def _is_own(self, slot: int) -> bool:
        """Tell whether a slot that was marked may be written; if not, it stays as it is."""
        # the lock lies between the mark and this look, so that they are not seen the other way
        with self._lock:
            if not self._claimed[slot]:
                return True
            self._seqs[slot] -= 1  # a reader came first
            self._busy.discard(slot)
            return False

    def _free(self) -> int:
        while self._spare:
            slot = self._spare.pop()
            if slot < self._window and not self._claimed[slot]:
                return slot
        return self._oldest()

    def _oldest(self) -> int:
        # by the sequence, not round and round: a slot may be kept for long before it is published
        seqs = self._seqs[: self._window].tolist()
        for slot in sorted(range(self._window), key=seqs.__getitem__):
            if slot not in self._busy and not self._claimed[slot]:
                return slot
        raise LinkError("every slot of the frame ring is taken")

    def publish(
        self,
        slot: int,
        take: int,
        cycle: int,
        story_ns: int,
        frame: int,
        now_ns: int,
        shape: RingShape,
        leaving: bool = False,
    ) -> None:
        """Hand the slot's picture to the stage."""
        if slot >= self._used:  # no slot from here on has ever had a picture
            self._used = slot + 1
            self._head["used"] = self._used
        _PICTURE.pack_into(
            self._map,
            self._picture_at(slot),
            *(take, cycle, story_ns, frame, now_ns),
            *(shape.width, shape.height, shape.pitch, shape.rows, *shape.sar),
            *(MATRICES.index(shape.matrix), shape.full_range, leaving, shape.depth),
        )
        self._release(slot)

    def drop(self, slot: int) -> None:
        """Give a slot back without a picture."""
        self._takes[slot] = -1
        self._release(slot, spare=True)

    def _release(self, slot: int, spare: bool = False) -> None:
        with self._lock:
            self._seq += 2
            self._seqs[slot] = self._seq
            self._busy.discard(slot)
            if spare:  # while it is held: the other deck's thread must not find it twice
                self._spare.append(slot)


def _punched(handle: int, begin: int, size: int) -> bool:
    """Give the memory of a part of a ring's file back; False where that cannot be had."""
    hole = _KEEP_SIZE | _PUNCH_HOLE
    code: int = _LIBC.fallocate64(handle, hole, ctypes.c_int64(begin), ctypes.c_int64(size))
    return code == 0


def _reserve(handle: int, path: Path, begin: int, size: int) -> None:
    """Have memory for a part of a ring's file; what is in it stays."""
    try:
        os.posix_fallocate(handle, begin, size)
    except OSError as fault:
        free = os.fstatvfs(handle)
        raise RingError(
            Said(
                "{folder} has no room for the pictures of a screen: {why}"
                " ({free_mb:.0f} of {whole_mb:.0f} MB are free)",
                folder=str(path.parent),
                why=fault.strerror or str(fault),
                free_mb=free.f_bavail * free.f_frsize / 1e6,
                whole_mb=free.f_blocks * free.f_frsize / 1e6,
            ),
            Said(
                "Make it larger: mount -o remount,size=75% {folder}, and the same in /etc/fstab.",
                folder=str(path.parent),
            ),
        ) from fault


class RingReader(_Ring):
    """The stage's side; one thread."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, create=False)
        self._claimed[:] = 0
        self._fence = threading.Lock()

    def candidates(self, take: int, cycle: int, leaving: bool = False) -> list[tuple[int, int]]:
        """Return the slots with pictures of a run, as (story_ns, slot), earliest first.

        Those of its own film, or of the one that is ``leaving``.
        """
        # of so few numpy's own ways take three times as long
        columns = (self._seqs, self._takes, self._cycles, self._stories, self._leaving)
        used = int(self._head["used"][0])
        rows = zip(*(column[:used].tolist() for column in columns), strict=True)
        return sorted(
            (story_ns, slot)
            for slot, (seq, its_take, its_cycle, story_ns, leaves) in enumerate(rows)
            if its_take == take and its_cycle == cycle and seq and not seq % 2
            if leaves == leaving
        )

    def claim(self, slot: int) -> RingPicture | None:
        """Hold a slot for reading, and release it after; None when there is no whole picture."""
        self._claimed[slot] = 1
        with self._fence:  # a processor may look before its mark is seen: not across a lock
            seq = int(self._seqs[slot])
        take, cycle, story_ns, frame, arrived_ns, *layout = _PICTURE.unpack_from(
            self._map, self._picture_at(slot)
        )
        if not seq or seq % 2 or take < 0:
            self._claimed[slot] = 0
            return None
        width, height, pitch, rows, sar_num, sar_den, matrix, full_range, leaving, depth = layout
        sar, kind = (sar_num, sar_den), MATRICES[matrix]
        shape = RingShape(width, height, pitch, rows, sar, kind, bool(full_range), depth)
        address = self.address(slot)
        about = take, cycle, story_ns, frame, arrived_ns
        return RingPicture(slot, seq, *about, shape, address, bool(leaving))

    def release(self, picture: RingPicture) -> bool:
        """Let a slot go; True when its picture stayed whole all the while.

        Where a writer of another make may be at work; one of these leaves a claimed slot alone.
        """
        whole = int(self._seqs[picture.slot]) == picture.seq
        self._claimed[picture.slot] = 0
        return whole
