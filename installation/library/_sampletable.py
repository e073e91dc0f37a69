"""Reads an MP4's own table: where its pictures lie in the file, and when they are on. Pure.

ISO/IEC 14496-12, 8.6 and 8.7: the boxes stsz (sizes), stsc (samples in a chunk), stco and co64
(where chunks begin), stts (durations). Nothing in it is trusted: a table that does not add up is
none.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from installation.units import SECOND

NESTED = (b"moov", b"trak", b"mdia", b"minf", b"stbl")


@dataclass(frozen=True)
class LastSample:
    """The end of a track's last sample in its file.

    ``coded``: it is a compressed one, whose last byte is hardly ever a zero. Plain sound, and plain
    pictures, are known by samples of one size.
    """

    end: int
    coded: bool


@dataclass(frozen=True)
class SamplePlaces:
    """The places of a track's samples: first bytes and sizes, and which of them begin a chunk."""

    begins: NDArray[np.int64]
    sizes: NDArray[np.int64]
    firsts: NDArray[np.int64]


@dataclass(frozen=True)
class _Track:
    begins: NDArray[np.int64]
    ends: NDArray[np.int64]
    decoded_ns: NDArray[np.int64]
    coded: bool


def complete(moov: bytes) -> bool:
    """Tell whether the boxes that a table of pictures is made of fill it to its end."""
    return _tiled(moov)


def last_samples(moov: bytes) -> list[LastSample]:
    """The sample of each track, pictures or sound, that reaches furthest into the file."""
    return [
        LastSample(int(track.ends.max()), track.coded)
        for track in _tracks(moov, (b"vide", b"soun"))
    ]


def reaches_ns(moov: bytes, size: int) -> int | None:
    """Return how far into the film so many first bytes reach; None when all are there."""
    cuts = []
    for track in _tracks(moov, (b"vide",)):
        beyond = np.flatnonzero(track.ends > size)
        if len(beyond):
            cuts.append(int(track.decoded_ns[beyond[0]]))
    return min(cuts, default=None)


def _tracks(moov: bytes, kinds: Collection[bytes]) -> Iterator[_Track]:
    for kind, trak in children(moov, 8):
        if kind != b"trak":
            continue
        boxes = dict(_descend(trak))
        if boxes.get(b"hdlr", b"")[8:12] in kinds:
            track = _track(boxes)
            if track is not None:
                yield track


def _track(boxes: dict[bytes, bytes]) -> _Track | None:
    try:
        samples = samples_of(boxes)
        coded = boxes[b"stsz"][4:8] == bytes(4)
        decoded_ns = _decoded_ns(boxes, len(samples.sizes))
        return _Track(samples.begins, samples.begins + samples.sizes, decoded_ns, coded)
    except (KeyError, ValueError, IndexError, OverflowError, MemoryError):
        return None


def samples_of(boxes: dict[bytes, bytes]) -> SamplePlaces:
    """Return where the samples lie, by the boxes of a track.

    Raises KeyError, ValueError and the like for tables that do not add up, and for one without any.
    """
    sizes = _sizes(boxes[b"stsz"])
    wide = b"co64" in boxes
    chunks = table_of(boxes[b"co64" if wide else b"stco"], ">u8" if wide else ">u4", 1)[:, 0]
    counts = _chunk_counts(table_of(boxes[b"stsc"], ">u4", 3), len(chunks))
    if not len(sizes) or counts.sum() != len(sizes):
        raise ValueError("another number of samples than the chunks have")
    chunk_of = np.repeat(np.arange(len(chunks)), counts)
    before = np.concatenate([[0], np.cumsum(sizes)[:-1]])  # of all samples before this one
    firsts = np.concatenate([[0], np.cumsum(counts)[:-1]])
    begins = chunks[chunk_of] + before - before[firsts[chunk_of]]
    return SamplePlaces(begins, sizes, firsts)


def _decoded_ns(boxes: dict[bytes, bytes], count: int) -> NDArray[np.int64]:
    steps = table_of(boxes[b"stts"], ">u4", 2)
    head = boxes[b"mdhd"]
    scale = int.from_bytes(head[20:24] if head[0] else head[12:16], "big")
    if not scale or steps[:, 0].sum() != count:
        raise ValueError("another number of durations than of pictures")
    ticks = np.concatenate([[0], np.cumsum(np.repeat(steps[:, 1], steps[:, 0]))[:-1]])
    return (ticks * (SECOND / scale)).astype(np.int64)


def _sizes(box: bytes) -> NDArray[np.int64]:
    size, count = int.from_bytes(box[4:8], "big"), int.from_bytes(box[8:12], "big")
    if size:
        if count > 1 << 26:
            raise ValueError("too many pictures")
        return np.full(count, size, np.int64)
    return np.frombuffer(box, ">u4", count, 12).astype(np.int64)


def table_of(box: bytes, kind: str, columns: int) -> NDArray[np.int64]:
    """Return a box of rows: so many big-endian columns of a kind, behind their number."""
    count = int.from_bytes(box[4:8], "big")
    return np.frombuffer(box, kind, count * columns, 8).reshape(-1, columns).astype(np.int64)


def _chunk_counts(runs: NDArray[np.int64], chunks: int) -> NDArray[np.int64]:
    """Count each chunk's samples; ``runs`` are (first chunk from 1, samples in each, -)."""
    lengths = np.diff(np.append(runs[:, 0], chunks + 1))
    if (lengths < 0).any() or runs[:, 1].max(initial=0) > 1 << 26:
        raise ValueError("chunks out of order")
    counts: NDArray[np.int64] = np.repeat(runs[:, 1], lengths)
    if len(counts) != chunks:
        raise ValueError("another number of chunks")
    return counts


def _tiled(data: bytes) -> bool:
    """Tell whether boxes, and those inside, lie one behind the other from the first byte on."""
    ends = 0
    for begin, end, kind in places(data):
        if kind in NESTED and not _tiled(data[begin:end]):
            return False
        ends = end
    return ends == len(data)


def _descend(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """All boxes below a track, without their heads, the first of each kind last."""
    for kind, body in children(data, 0):
        yield kind, body
        if kind in NESTED:
            yield from _descend(body)


def children(data: bytes, at: int) -> Iterator[tuple[bytes, bytes]]:
    """Return the kind and the content of the boxes from a place on."""
    for begin, end, kind in places(data, at):
        yield kind, data[begin:end]


def places(data: bytes, at: int = 0) -> Iterator[tuple[int, int, bytes]]:
    """The boxes from a place on: where each one's content begins and ends, and its kind."""
    while at + 8 <= len(data):
        length, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        begin = at + 8
        if length == 1:
            length, begin = int.from_bytes(data[at + 8 : at + 16], "big"), at + 16
        if length < begin - at:
            return
        yield begin, at + length, kind
        at += length
