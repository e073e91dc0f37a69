"""A film's index: what one full decode told about it. Shared by the library, players and stage."""

import io
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from installation.errors import LibraryError
from installation.model._fingerprint import SIZE
from installation.units import SECOND

FORMAT = 2
"""Raised whenever an index on disk can no longer be read as it is; old ones are made again."""


@dataclass(frozen=True)
class FilmFacts:
    """The facts of a whole film.

    ``width`` x ``height`` is the visible picture in samples, ``sar`` the shape of one sample,
    ``matrix`` one of ``bt601 bt709 bt2020``, ``full_range`` True for 0-255 luma, ``fps`` the
    nominal rate as a fraction, ``duration_ns`` from the first picture's start to the last's end.
    """

    width: int
    height: int
    sar: tuple[int, int]
    fps: tuple[int, int]
    matrix: str
    full_range: bool
    audio: bool
    codec: str
    pixel_format: str
    duration_ns: int
    frames: int
    chapters: tuple[tuple[str, int], ...] = ()

    @property
    def rate(self) -> Fraction:
        """Frames per second."""
        return Fraction(*self.fps)

    @property
    def frame_ns(self) -> int:
        """The nominal time that one picture is on."""
        return SECOND * self.fps[1] // self.fps[0]


@dataclass(frozen=True)
class FilmIndex:
    """Facts, and for each picture its presentation time and fingerprint.

    ``pts_ns``: (frames,) int64, rising, the first is 0. ``prints``: (frames, 144) uint8.
    ``keys_ns``: (keys, 2) int64, rising: where decoding can begin, the presentation and the
    decoding time of each key picture; both the same where the file does not tell them apart.
    """

    facts: FilmFacts
    pts_ns: NDArray[np.int64]
    prints: NDArray[np.uint8]
    keys_ns: NDArray[np.int64] = field(default_factory=lambda: np.zeros((1, 2), np.int64))

    def frame_at(self, media_ns: int) -> int:
        """The picture that is on at a media time: the last one that began by then."""
        found = int(self.pts_ns.searchsorted(media_ns, side="right")) - 1
        return min(max(found, 0), len(self.pts_ns) - 1)

    def begins(self, frame: int) -> int:
        """Return when a picture begins, in nanoseconds of the film."""
        return int(self.pts_ns[frame])

    def to_bytes(self) -> bytes:
        """The index as a file's content."""
        out = io.BytesIO()
        head = json.dumps({"format": FORMAT, **asdict(self.facts)}).encode()
        np.savez_compressed(
            out,
            head=np.frombuffer(head, np.uint8),
            pts_ns=self.pts_ns,
            prints=self.prints,
            keys_ns=self.keys_ns,
        )
        return out.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> "FilmIndex":
        """Read an index; raises LibraryError when it is of another format or damaged."""
        try:
            with np.load(io.BytesIO(data), allow_pickle=False) as parts:
                facts, pts_ns = _head(parts)
                prints, keys_ns = parts["prints"], parts["keys_ns"]
            if prints.shape != (len(pts_ns), SIZE):
                raise ValueError("fingerprints of another shape")
            return cls(facts, pts_ns, prints, keys_ns)
        except Exception as fault:  # whatever a damaged archive makes numpy or json raise
            raise LibraryError(f"not an index of a film: {fault}") from fault


def read_index_head(path: Path) -> tuple[FilmFacts, NDArray[np.int64]]:
    """Only the facts and presentation times of an index file; the fingerprints are not read."""
    try:
        with np.load(path, allow_pickle=False) as parts:
            return _head(parts)
    except Exception as fault:  # whatever a damaged archive makes numpy or json raise
        raise LibraryError(f"{path}: not an index of a film: {fault}") from fault


def _head(parts: Mapping[str, NDArray[Any]]) -> tuple[FilmFacts, NDArray[np.int64]]:
    head = json.loads(parts["head"].tobytes())
    pts_ns: NDArray[np.int64] = parts["pts_ns"]
    if head.pop("format") != FORMAT or len(pts_ns) != head["frames"] or not len(pts_ns):
        raise ValueError("another format")
    for key in ("sar", "fps"):
        head[key] = (int(head[key][0]), int(head[key][1]))
    head["chapters"] = tuple((str(name), int(at)) for name, at in head["chapters"])
    return FilmFacts(**head), pts_ns
