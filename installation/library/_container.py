"""Is a file whole, as far as its own outline tells? Read before any decoder sees it.

Never the decoder's work: a few reads, whatever the file's size, and nothing that it says is trusted
further than to leave a file alone for a while. By container:

* MP4 and QuickTime: the outermost boxes must end within the file, its table of pictures must be
  there, and the last picture and the last sound that the table names must lie in the file and not
  end in a zero (a copier that sets a file's length first leaves zeros where it has not been yet;
  what ends in one by itself is waited for in vain, and only costs the time).
* Matroska and WebM: the segment must end within the file, and not in a zero. One that declares no
  length (a live recording) may be whole or not.
* AVI and WebP: the outermost chunks must end within the file.
* GIF: the file must end in the byte that ends one.
* MPEG, transport streams, MXF, WMV and FLV do not say where they end: each may be whole or not.
"""

import os
from pathlib import Path

from installation.files import open_regular
from installation.library._sampletable import complete, last_samples, reaches_ns
from installation.model import Refusal, clock_text
from installation.said import NOTHING, Said

LARGEST_TABLE = 256 << 20
"""A table of pictures is read up to this size; a film of a day has 40 MB."""
_MP4 = (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip")
_EBML, _SEGMENT = b"\x1aE\xdf\xa3", b"\x18S\x80g"
_ENDLESS = (
    *(b"\0\0\x01\xba", b"\0\0\x01\xb3", b"\x06\x0e\x2b\x34"),
    *(b"\x30\x26\xb2\x75", b"FLV\x01"),
)
"""How MPEG programme streams, MPEG video, MXF, WMV and FLV begin."""
_INDEXED = 16
"""An AVI ends in an entry of its index, of so many bytes, the last of which is mostly zero."""
_LOOKED_AT = 4096
_TERMINATOR = 8
"""A table may well end in a few zeros: QuickTime's list of user data does."""


def check_whole(path: Path) -> None:
    """Raise LibraryError for a file that is missing, empty, not a film, or plainly cut short."""
    if path.is_dir():
        return  # single pictures: each shows when it is decoded
    try:
        with open_regular(path) as file:
            size = os.fstat(file.fileno()).st_size
            if not size:
                raise Refusal.EMPTY.error()
            if os.pread(file.fileno(), 8, 0)[4:8] in _MP4:
                _check_boxes(file.fileno(), size)
    except OSError as fault:
        raise Refusal.UNREADABLE.error(why=fault.strerror) from fault


def missing(path: Path) -> Said:
    """Return what of a file seems to be missing yet, in words; empty when nothing does.

    For what is no film at all that is nothing. Raises OSError when it cannot be read.
    """
    with open_regular(path) as file:
        handle = file.fileno()
        size = os.fstat(handle).st_size
        head = os.pread(handle, _LOOKED_AT, 0)
        if not size:
            return Said("nothing is in it yet")
        if not any(head):
            return Said("it begins with nothing but zeros")
        if head[4:8] in _MP4:
            return _missing_of_boxes(handle, size)
        if head[:4] == _EBML:
            ends = _segment_end(head)
            if ends is None:
                return Said("it does not say how long it is, and may still be growing")
            return _of(size, ends) if ends > size else _unwritten(handle, ends)
        if head[:4] == b"RIFF":
            ends = _riff_end(handle, size)
            return _of(size, ends) if ends > size else _unwritten(handle, ends, _INDEXED)
        if head[:4] == b"GIF8":
            whole = os.pread(handle, 1, size - 1) == b";"
            return NOTHING if whole else Said("its end is not there yet")
        if head[:4] in _ENDLESS or _is_transport(head):
            return Said("it does not say where it ends, and may still be growing")
    return NOTHING


def _riff_end(handle: int, size: int) -> int:
    """Return where the last outermost chunk of an AVI ends; one being written has no length yet."""
    at = 0
    while at + 8 <= size:
        length = int.from_bytes(os.pread(handle, 4, at + 4), "little")
        if not length:
            return size + 1
        at += 8 + length + length % 2
    return at


def _is_transport(head: bytes) -> bool:
    """Tell a transport stream by the byte that begins each packet; cameras put a time before it."""
    return any(
        len(head) > at + 2 * step and all(head[at + k * step] == 0x47 for k in range(3))
        for at, step in ((0, 188), (4, 192))
    )


def is_cut(path: Path) -> bool:
    """Tell whether a Matroska or WebM file ends before its outermost element does.

    It decodes up to there, so where it was cut can be said. False for every other kind of file.
    """
    if path.is_dir():
        return False
    with open_regular(path) as file:
        size, head = os.fstat(file.fileno()).st_size, file.read(_LOOKED_AT)
    ends = _segment_end(head)
    return ends is not None and ends > size


def _segment_end(head: bytes) -> int | None:
    """Return where a Matroska file's segment ends; None when it does not say, or there is none."""
    if head[:4] != _EBML:
        return None
    length, begins = _element_size(head, 4)
    at = begins + (length or 0)
    if head[at : at + 4] != _SEGMENT:
        return None
    length, begins = _element_size(head, at + 4)
    return None if length is None else begins + length


def _element_size(data: bytes, at: int) -> tuple[int | None, int]:
    """An EBML size and where what it measures begins; None for "to the end" (recorded live)."""
    first = data[at] if at < len(data) else 0
    width = 9 - first.bit_length()
    value = int.from_bytes(data[at : at + width], "big") & ((1 << 7 * width) - 1)
    return (None if value == (1 << 7 * width) - 1 else value), at + width


def _boxes(handle: int, size: int) -> tuple[dict[bytes, tuple[int, int]], int]:
    """The outermost boxes as (begin, end) by kind, the first of each, and where the last ends."""
    at, found = 0, dict[bytes, tuple[int, int]]()
    while at + 8 <= size:
        head = os.pread(handle, 16, at)
        length, kind = int.from_bytes(head[:4], "big"), head[4:8]
        if length == 1:
            length = int.from_bytes(head[8:16], "big")
        if length == 0 and any(kind):
            length = size - at  # by the format's rule: to the end of the file
        if length < 8:
            break  # padding after the last box; what comes of it the decoder will say
        found.setdefault(kind, (at, at + length))
        at += length
    return found, at


def _check_boxes(handle: int, size: int) -> None:
    found, at = _boxes(handle, size)
    if b"moov" not in found:
        lacking = _of(size, at) if at > size else Said("its table of pictures is missing")
        raise Refusal.NOT_WHOLE.error(lacking=lacking)
    begin, end = found[b"moov"]
    if end <= size < at and end - begin <= LARGEST_TABLE:
        cut_ns = reaches_ns(os.pread(handle, end - begin, begin), size)
        if cut_ns is not None:
            raise Refusal.CUT_OFF.error(at=clock_text(cut_ns), lacking=_of(size, at))
    if at > size:
        raise Refusal.NOT_WHOLE.error(lacking=_of(size, at))


def _missing_of_boxes(handle: int, size: int) -> Said:
    found, at = _boxes(handle, size)
    if at > size:
        return _of(size, at)
    if b"moov" not in found:
        return Said("its table of pictures is not there yet")
    begin, end = found[b"moov"]
    if b"moof" in found:
        whole = b"mfra" in found
        return NOTHING if whole else Said("it may still be growing, piece by piece")
    if end - begin > LARGEST_TABLE:
        return NOTHING
    table = os.pread(handle, end - begin, begin)
    if not complete(table) or (end == size and not any(table[-_TERMINATOR:])):
        return Said("its table of pictures is not whole yet")
    ends = last_samples(table)
    furthest = max((last.end for last in ends), default=0)
    if furthest > size:
        return _of(size, furthest)
    said = (_unwritten(handle, last.end) for last in ends if last.coded)
    return next(filter(None, said), NOTHING)


def _unwritten(handle: int, end: int, width: int = 1) -> Said:
    """Say that nothing has been written yet in the bytes just before a place of the file."""
    written = any(os.pread(handle, width, max(end - width, 0)))
    return NOTHING if written else Said("its end is nothing but zeros yet")


def _of(size: int, whole: int) -> Said:
    sizes = {"there_mb": size / 1e6, "whole_mb": whole / 1e6}
    return Said("{there_mb:.1f} of {whole_mb:.1f} MB are there", **sizes)
