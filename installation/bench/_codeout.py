"""`bench timecode`, the half in which the show leads: its code beside the glass.

What it sends is read through a real port, and compared with the barcodes that the heads show at
that instant.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from installation.bench._sync import Rig, wait_for_films
from installation.model import Go, Pause, Restart, Resume
from installation.remote import QUARTER_STATUS, JackMidi, Reader, read_full_frame
from installation.rig import (
    GlassReader,
    JackServer,
    PreparedShow,
    SampleStream,
    Show,
    barcode_points,
)
from installation.timeline import Rate

PORT = "kiss-bench-out"
_SETTLE_S = 2.0


@dataclass(frozen=True)
class Compared:
    """A label of the code beside the glass: how many pictures the worst head was off.

    A ``full`` frame tells a jump at the instant at which the picture jumps, so it is looked for
    within a picture's time of it; ``late_ms`` is how much after the label the old one was still
    seen.
    """

    at_ns: int
    story_ns: int
    off: int
    quiet: bool
    full: bool
    late_ms: float = 0.0


def block(rate: Rate) -> str:
    """The layout's lines for a show that leads."""
    return f'timecode: {{out: {{port: "bench:{PORT}", rate: "{rate.name}"}}}}\n'


def measure(
    rig: Rig, jack: JackServer, stage: PreparedShow, cycles: int, keep: Path | None = None
) -> list[Compared]:
    """Let it play so many cycles, with a pause and a jump in each; compare every full second."""
    heard: list[tuple[bytes, int]] = []
    midi = JackMidi("bench")
    ear = midi.offer_sink(PORT, lambda data, at_ns: heard.append((data, at_ns)))
    try:
        with (
            GlassReader(rig.heads.display, barcode_points(rig.rects)) as glass,
            Show(stage, rig.heads.environment | jack.environment) as show,
        ):
            wait_for_films(show, glass, rig)
            show.wait("timecode", lambda: len(heard) > 100)
            time.sleep(_SETTLE_S)
            began_ns = time.monotonic_ns()
            length_s = rig.recipe.seconds
            # 0.37 of a second on: no two orders at the same moment of a picture
            for number in range(cycles // 2):
                time.sleep(length_s * 0.3 + number * 0.037)
                show.order(Pause())
                time.sleep(1.3)
                show.order(Resume())
                time.sleep(length_s * 0.4)
                show.order(Go(f"{(0.2 + number * 0.1 % 0.5) * length_s:.3f}"))
                time.sleep(length_s * 0.5)
                show.order(Restart())
                # and through a seam
                time.sleep(length_s * 1.2)
            time.sleep(0.3)
            samples = glass.samples(began_ns)
    finally:
        ear.close()
        midi.close()
    if keep:
        samples.keep(keep)
    stream = samples.stream(rig.recipe.frames, rig.recipe.frame_ns)
    return compare([one for one in list(heard) if one[1] > began_ns], stream)


def compare(heard: Sequence[tuple[bytes, int]], stream: SampleStream) -> list[Compared]:
    """Every full second of the code, and every full frame, with the glass. Pure."""
    reader, found = Reader(), []
    for data, at_ns in heard:
        if data[0] == QUARTER_STATUS:
            got = reader.piece(data[1] >> 4, data[1] & 15)
            if got is None or got.quarter % (4 * got.rate.labels):
                continue  # (drop-frame's labels are full seconds 2 frames later after a minute)
            one = _beside(stream, at_ns, got.rate.quarter_begins(got.quarter))
        else:
            located = read_full_frame(data[1:-1])
            reader.reset()
            if located is None:
                continue
            rate, label = located
            one = _at_jump(stream, at_ns, rate.quarter_begins(4 * rate.frame(label)))
        if one is not None:
            found.append(one)
    return found


def _beside(stream: SampleStream, at_ns: int, story_ns: int) -> Compared | None:
    nearest = int(np.searchsorted(stream.at_ns, at_ns))
    if not 0 < nearest < len(stream.at_ns):
        return None
    # the sample before or after: a picture that is due at this very instant may be in either
    around = slice(nearest - 1, nearest + 1)
    off, quiet = _off(stream, around, story_ns), bool(stream.quiet[around].all())
    return Compared(at_ns, story_ns, int(off.min()), quiet, full=False)


def _at_jump(stream: SampleStream, at_ns: int, story_ns: int) -> Compared | None:
    period_ns = round(stream.frame_ns)
    low, high = np.searchsorted(stream.at_ns, (at_ns - period_ns, at_ns + period_ns))
    if low == 0 or high == len(stream.at_ns):
        return None
    off, quiet = _off(stream, slice(low, high), story_ns), bool(stream.quiet[low:high].all())
    there = low + np.flatnonzero(off <= max(1, off.min()))
    late_ns = int(stream.at_ns[there[0] - 1]) - at_ns  # the last sample without it
    return Compared(at_ns, story_ns, int(off.min()), quiet, True, max(0, late_ns) / 1e6)


def _off(stream: SampleStream, part: slice, story_ns: int) -> NDArray[np.int64]:
    """Return how many pictures the worst head is off a story time, in each sample of a part."""
    frames = stream.frames[part].astype(np.int64)
    wanted = int(story_ns / stream.frame_ns + 1e-6)
    off = np.abs((frames - wanted + stream.length // 2) % stream.length - stream.length // 2)
    off[frames < 0] = stream.length
    worst: NDArray[np.int64] = off.max(axis=1)
    return worst
