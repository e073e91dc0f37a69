"""Is a file whole, as far as its own outline tells? Read before any decoder sees it."""

import os
from pathlib import Path

from installation.errors import LibraryError

AGAIN = "Wait until it is copied completely, or copy or export it again."


def check_whole(path: Path) -> None:
    """Raise LibraryError for a file that is missing, empty, not a film, or plainly cut short."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(16)
            if not size:
                raise LibraryError("it is an empty file", AGAIN)
            if head[4:8] in (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip"):
                _check_boxes(file.fileno(), size)
    except OSError as fault:
        raise LibraryError(
            f"it cannot be read ({fault.strerror})", "Look at its name and permissions."
        ) from fault


def is_cut(path: Path) -> bool:
    """Whether a Matroska or WebM file ends before its outermost element does.

    It decodes up to there, so where it was cut can be said. False for every other kind of file.
    """
    with path.open("rb") as file:
        size, head = os.fstat(file.fileno()).st_size, file.read(4096)
    if head[:4] != b"\x1aE\xdf\xa3":
        return False
    header = _element_size(head, 4)
    at = header[1] + (header[0] or 0)
    if head[at : at + 4] != b"\x18S\x80g":
        return False
    length, begins = _element_size(head, at + 4)
    return length is not None and begins + length > size


def _element_size(data: bytes, at: int) -> tuple[int | None, int]:
    """An EBML size and where what it measures begins; None for "to the end" (recorded live)."""
    first = data[at] if at < len(data) else 0
    width = 9 - first.bit_length()
    value = int.from_bytes(data[at : at + width], "big") & ((1 << 7 * width) - 1)
    return (None if value == (1 << 7 * width) - 1 else value), at + width


def _check_boxes(handle: int, size: int) -> None:
    """Walk the outermost boxes of an MP4 or QuickTime file; none may pass the file's end."""
    at, found = 0, set()
    while at + 8 <= size:
        head = os.pread(handle, 16, at)
        length, kind = int.from_bytes(head[:4], "big"), head[4:8]
        if length == 1:
            length = int.from_bytes(head[8:16], "big")
        if length == 0:
            length = size - at  # by the format's rule: to the end of the file
        if length < 8:
            break  # padding after the last box; what comes of it the decoder will say
        found.add(kind)
        at += length
    if at > size:
        raise LibraryError(f"not a whole file: {_mb(size)} of {_mb(at)} are there", AGAIN)
    if b"moov" not in found:
        raise LibraryError("not a whole file: its table of pictures is missing", AGAIN)


def _mb(size: int) -> str:
    return f"{size / 1e6:.1f} MB"
