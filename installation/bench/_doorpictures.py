"""Reads the small wall on a phone by its barcodes, and judges how old it is."""

import json
import time
from collections.abc import Sequence

import numpy as np

from installation.bench._doorfound import PictureLook
from installation.rig import PhoneBrowser, SampleStream, barcode, barcode_points
from installation.units import SECOND

EVERY_S = 0.11
"""From one look to the next: no multiple of anything in the show."""
LONGEST_NS = 3 * SECOND
"""A picture that was on the glass longer ago is the same number of another cycle."""
_WALL = "document.getElementById('wall')"
_READ = """(() => {
  const wall = document.getElementById('wall');
  if (wall.hidden || !wall.naturalWidth) return null;
  const canvas = window.benchCanvas ??= new OffscreenCanvas(1, 1);
  canvas.width = wall.naturalWidth; canvas.height = wall.naturalHeight;
  const drawn = canvas.getContext('2d', { willReadFrequently: true });
  drawn.drawImage(wall, 0, 0);
  const data = drawn.getImageData(0, 0, canvas.width, canvas.height).data;
  return benchPoints.map(([x, y]) => data[(y * canvas.width + x) * 4 + 1] ?? 0);
})()"""


def look_at_pictures(
    phone: PhoneBrowser, sizes: Sequence[tuple[int, int]], seconds: float
) -> list[PictureLook]:
    """Read what a phone shows of the wall, again and again. ``sizes`` are the small pictures'."""
    phone.until(f"{_WALL}.naturalWidth > 0 && !{_WALL}.hidden")
    between = phone.evaluate(f"{_WALL}.naturalWidth") - sum(width for width, _ in sizes)
    gap = between // max(1, len(sizes) - 1)
    begins = np.cumsum([0, *(width + gap for width, _ in sizes[:-1])]).tolist()
    heads = [(left, 0, *size) for left, size in zip(begins, sizes, strict=True)]
    points = np.concatenate(barcode_points(heads))
    phone.evaluate(f"window.benchPoints = {json.dumps(points.tolist())}; 0")
    looks = []
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        luma = phone.evaluate(_READ)
        at_ns = time.monotonic_ns()
        if luma is None:
            looks.append(PictureLook(at_ns, (barcode.UNREADABLE,) * len(sizes)))
        else:
            read = np.array(luma, np.uint8).reshape(len(sizes), barcode.POINTS)
            frames = barcode.frames(barcode.read(read))
            looks.append(PictureLook(at_ns, tuple(frames.tolist())))
        time.sleep(EVERY_S)
    return looks


def age_ms(stream: SampleStream, look: PictureLook) -> float | None:
    """Return how long ago a look's oldest picture was on the glass last. Pure.

    None: some screen's could not be read, or was not on the glass.
    """
    part = stream.between(look.at_ns - LONGEST_NS, look.at_ns)
    ages = []
    for head, frame in enumerate(look.frames):
        shown = np.flatnonzero(part.frames[:, head] == frame)
        if frame < 0 or not len(shown):
            return None
        ages.append((look.at_ns - int(part.at_ns[shown[-1]])) / 1e6)
    return max(ages)
