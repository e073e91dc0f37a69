"""Chooses the place in a film to cue at, so that a picture comes for sure and in time. Pure.

Measured on libvlc 3.0.24, mp4, mov, Matroska and WebM, with key pictures 0.5 to 1.5 s apart, 35
places each at paces from 870 to 2000:

* A deck that is cued inside a film decodes from the key picture before the place. When it plays at
  a pace, libvlc reckons with the time from the key picture to the place at the film's own pace: it
  shows the place later by (pace - 1) x that time, to 0.3 ms, or earlier if it plays fast.
* So when it plays fast, the pictures up to the place are late as soon as it rolls: 8 of them at 870
  after 1.7 s. Where three players decoded theirs within 70 ms, 1 cue in 60 took 130 ms, and libvlc
  then left out the place and the 4 pictures after it; where a machine was busy, the 9 around it.
* Begun at the key picture itself, nothing is late: where there is time for that, it begins there,
  or as near to it as the time allows.
* In mp4 it may also decode from a key picture long before that one: where a chunk of the file ends,
  libvlc looks no further (the last 9 s of a film without sound). It can be told from how full
  libvlc says that its buffer is, see :func:`key_told`.
* In mp4 the key picture is the last one to be *decoded* by then, in Matroska the last one to be
  *shown*. So in mp4 a place in the moment between the two loses its picture: it is moved before it.
* libvlc first shows the picture that is on at the place. H.264 without B-frames in mp4, which house
  copies are, is cued within the picture that is aimed at, so that it is there before the deck has
  played (63 of 63 places, three players at once; half a picture earlier it was the one before, 63
  of 63). AV1 lost two pictures so, and all others are cued half a picture early.
* In Matroska libvlc lets go of all that comes before the place, and now and then of one more
  (H.264: 1 of 12 places, always the same; AV1: 4 of 15 cues): it is cued a picture earlier (0 of
  25 lost).
* A cue within a film's last three pictures may not show the last one.
"""

from dataclasses import dataclass

import numpy as np

from installation.model import FilmIndex
from installation.timeline import NATURAL
from installation.units import MILLISECOND

MATROSKA = (".mkv", ".webm")
STEP_NS, CACHING_NS = 250 * MILLISECOND, 300 * MILLISECOND
"""What libvlc reads of an mp4 at a time, and its ``--file-caching``."""
UNHURRIED_NS = 2500 * MILLISECOND
"""The most that a deck rolls ahead only to have nothing to catch up: two decks decode meanwhile."""
RUN_IN = 3
"""How many pictures before a film's last one libvlc has to begin, to show it for sure."""


@dataclass(frozen=True)
class RunUp:
    """The place ``media_ns`` in the film, and how much later libvlc shows it at the pace.

    ``key_ns`` is where decoding is taken to begin. ``ahead_ns`` is how long before the picture that
    is aimed at the deck has to roll. ``in_order``: pictures come out of the decoder as they go in,
    for sure.
    """

    media_ns: int
    late_ns: int
    key_ns: int
    ahead_ns: int = 0
    in_order: bool = False


def run_up(
    index: FilmIndex,
    suffix: str,
    frame: int,
    pace: int,
    key_ns: int | None = None,
    spare_ns: int = 0,
) -> RunUp:
    """Return where to cue a picture of a film, whose file name ends in ``suffix``.

    ``key_ns`` is where libvlc was seen to begin, if it was seen for this picture. ``spare_ns`` is
    how long before the picture the deck may roll: a deck that plays fast has less to catch up.
    """
    last = len(index.pts_ns) - 1
    matroska = suffix.lower() in MATROSKA
    begin = max(0, min(frame - matroska, last - RUN_IN))
    if begin == 0:
        return RunUp(0, 0, 0)
    shown, decoded = index.keys_ns[:, 0], index.keys_ns[:, 1]
    in_order = index.facts.codec == "h264" and bool((shown == decoded).all()) and not matroska
    if in_order:  # within the picture: the one before is over
        media_ns = int(index.pts_ns[begin]) + index.facts.frame_ns // 4
    else:  # half a picture early, so that rounding never excludes the picture itself; libvlc may
        # show some from before it, which are dropped (0 of 80 cues lost the picture asked for)
        media_ns = int(index.pts_ns[begin]) - index.facts.frame_ns // 2
    if not matroska:
        between = (decoded <= media_ns) & (shown > media_ns)
        if between.any():
            media_ns = int(decoded[between].min()) - MILLISECOND
    if key_ns is None:
        keys = shown if matroska else decoded
        before = int(np.searchsorted(keys, media_ns, side="right")) - 1
        key_ns = max(0, int(keys[max(0, before)]))
    if media_ns <= key_ns:
        return RunUp(max(0, media_ns), 0, key_ns, in_order=in_order)
    place_ns, late = media_ns - key_ns, pace - NATURAL
    if pace < NATURAL:
        # what would be early cannot be shown before the deck rolls: begin as much earlier, and as
        # much again, in which to catch up with the pictures that are late from the start
        hurried_ns = media_ns + 2 * place_ns * late // NATURAL
        unhurried_ns = key_ns + place_ns * pace // NATURAL - min(spare_ns, UNHURRIED_NS)
        # inside the key picture: libvlc counts in microseconds, and takes the key before otherwise
        least_ns = min(media_ns, key_ns + index.facts.frame_ns // 2)
        media_ns = max(least_ns, min(hurried_ns, unhurried_ns))
    ahead_ns = place_ns * pace // NATURAL - (media_ns - key_ns)
    return RunUp(media_ns, (media_ns - key_ns) * late // NATURAL, key_ns, ahead_ns, in_order)


def key_told(index: FilmIndex, suffix: str, media_ns: int, percent: float) -> int | None:
    """Return where libvlc began to decode, by how full its buffer was after its first step.

    In mp4 it reads in steps of STEP_NS and is full with CACHING_NS and all from there to the place
    (to 0.1 ms). None where it cannot be told.
    """
    if suffix.lower() in MATROSKA or not 0 < percent < 100:
        return None
    told_ns = media_ns + CACHING_NS - round(STEP_NS * 100 / percent)
    decoded = np.maximum(index.keys_ns[:, 1], 0)
    nearest = int(decoded[np.abs(decoded - told_ns).argmin()])
    return nearest if abs(nearest - told_ns) < index.facts.frame_ns // 2 else None
