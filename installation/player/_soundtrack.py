"""Keeps the sound that the decks have decoded until it is due.

libvlc hands over samples with a date on its own clock, about half a second before they are due.
When a date is due follows from the pictures: a reel knows for each picture when libvlc showed it
and when it is due on the glass. So sound and picture of one deck cannot part, however late or
early libvlc's clock was set going.
"""

import threading
from collections import deque

import numpy as np
from numpy.typing import NDArray

from installation.player._segments import SegmentLabel
from installation.timeline import NATURAL
from installation.units import MILLISECOND

RATE, CHANNELS = 48_000, 2
Sound = NDArray[np.float32]
"""(samples, CHANNELS), -1 to 1."""

ROOM = 4 * RATE
"""Samples that a strip has room for: libvlc is up to 2 s ahead, the lead up to half a second."""
TOGETHER = RATE // 100
"""Samples whose dates miss their neighbours' by less than this follow them without a gap."""
TOGETHER_PACED = RATE * 8 // 100
"""The same at another pace than the film's own. libvlc's scaletempo keeps back what it compares and
hands over 30 ms or nothing for every block that comes in, under that block's date: the dates run
up to 59 ms ahead of the samples, and back (paces from 870 to 1175). Samples that simply follow one
another are 20 ms early to 4 ms late by what is in them; EARLY of it is taken off."""
EARLY = RATE // 125
SOFT = RATE // 200
_RISE = np.linspace(0, 1, SOFT, dtype=np.float32)[:, None]
STRIPS = 4
"""A screen's latest strips: two decks', and what the two before them have left."""
PICTURES = 15
"""A reel's last pictures whose median lead counts; one that comes late bends nothing."""
SETTLED = 2
STEADY_NS = 6 * MILLISECOND
"""A lead that moves by less is not followed: each step is a jump in the sound."""


def sample_at(instant_ns: int) -> int:
    """The number of the sample at an instant; samples are counted from the clock's zero."""
    return instant_ns * 6 // 125_000


def instant_of(sample: int) -> int:
    """The instant of a sample."""
    return sample * 125_000 // 6


class AudioSpan:
    """One reel's sound, for a leg. libvlc's threads put, the speaker reads."""

    def __init__(self, label: SegmentLabel, pace: int = NATURAL) -> None:
        self.label = label
        self._together = TOGETHER if pace == NATURAL else TOGETHER_PACED
        self._early = 0 if pace == NATURAL else EARLY
        self._begun = False
        self._wave = np.zeros((ROOM, CHANNELS), np.int16)
        self._begin = self._end = 0
        self._lock = threading.Lock()
        self._leads: deque[int] = deque(maxlen=PICTURES)
        self._lead_ns: int | None = None

    def put(self, date_ns: int, data: bytes) -> None:
        """Samples, 16 bits each, of which the first has a date on libvlc's clock."""
        wave = np.frombuffer(data, np.int16).reshape(-1, CHANNELS)
        first = sample_at(date_ns) + self._early
        with self._lock:
            off = first - self._end
            if not self._begun or not -self._together <= off < ROOM // 2:
                self._begin = self._end = first
                self._begun = True
            elif off < self._together:
                first = self._end
            else:  # libvlc has dropped some, as it does with what comes late to it
                last = max(self._begin, self._end - SOFT)
                wave = np.concatenate([wave[:SOFT] * _RISE[: len(wave)], wave[SOFT:]])
                falling = self.read(last, self._end - last) * _RISE[: self._end - last][::-1]
                missing = np.zeros((first - self._end, CHANNELS))
                self._write(last, np.concatenate([falling * 32767, missing]).astype(np.int16))
            self._write(first, wave.astype(np.int16))
            self._begin = max(self._begin, self._end - ROOM)

    def _write(self, first: int, wave: NDArray[np.int16]) -> None:
        at = first % ROOM
        fits = min(len(wave), ROOM - at)
        self._wave[at : at + fits] = wave[:fits]
        self._wave[: len(wave) - fits] = wave[fits:]
        self._end = first + len(wave)

    def shown(self, lead_ns: int) -> None:
        """A picture was shown this long before it is due."""
        self._leads.append(lead_ns)

    @property
    def lead_ns(self) -> int | None:
        """Return how early libvlc's clock runs; None before the first picture."""
        leads = sorted(self._leads.copy())
        if not leads:
            return None
        now = leads[len(leads) // 2]
        if self._lead_ns is None or abs(now - self._lead_ns) > STEADY_NS:
            self._lead_ns = now
        return self._lead_ns

    @property
    def settled(self) -> bool:
        """Its lead is not that of the first picture alone, which may be 40 ms late."""
        return len(self._leads) >= SETTLED

    @property
    def span(self) -> tuple[int, int]:
        """The first sample that is there, and the one after the last, by libvlc's dates."""
        with self._lock:
            return self._begin, self._end

    def read(self, first: int, count: int) -> Sound:
        """Samples within the span."""
        at = np.arange(first, first + count) % ROOM
        return self._wave[at].astype(np.float32) / np.float32(32768)


class Soundtrack:
    """The strips of a screen's decks. A deck that is parked leaves what it has decoded behind."""

    def __init__(self) -> None:
        self._strips: deque[AudioSpan] = deque(maxlen=STRIPS)

    def begin(self, label: SegmentLabel, pace: int = NATURAL) -> AudioSpan:
        """A strip for a reel whose first samples have come (libvlc's thread)."""
        strip = AudioSpan(label, pace)
        self._strips.append(strip)
        return strip

    def of(self, label: SegmentLabel) -> list[AudioSpan]:
        """A leg's strips, the latest first: one that takes over begins while another plays."""
        return [strip for strip in reversed(self._strips.copy()) if strip.label == label]
