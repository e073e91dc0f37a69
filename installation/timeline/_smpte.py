"""SMPTE timecode: hours, minutes, seconds and frames, and the story time that they stand for. Pure.

Frames are counted from 00:00:00:00; a label is how people and desks write such a count. Sources:
SMPTE ST 12-1 for labels and drop-frame counting, the MIDI Time Code specification for the rates'
codes.
"""

import re
from dataclasses import dataclass
from typing import NamedTuple

from installation.units import SECOND

_TEN_MINUTES = 10 * 60 * 30 - 9 * 2
_DROPPING_MINUTE = 60 * 30 - 2
"""Drop-frame leaves out the labels of frames 0 and 1 of every minute, but not of each tenth: 30
labels a second then keep up with 30000/1001 pictures a second."""


class Timecode(NamedTuple):
    """A label. Whether it exists depends on the rate, see :meth:`Rate.has`."""

    hours: int
    minutes: int
    seconds: int
    frames: int

    def __str__(self) -> str:
        return f"{self.hours:02d}:{self.minutes:02d}:{self.seconds:02d}:{self.frames:02d}"


ZERO = Timecode(0, 0, 0, 0)


@dataclass(frozen=True)
class Rate:
    """A frame rate of timecode.

    ``name`` is how people write it, ``code`` its number in MIDI, ``labels`` how many labels a
    second has; frames run at ``frames`` in ``per_s`` seconds.
    """

    name: str
    code: int
    labels: int
    frames: int
    per_s: int = 1

    @property
    def drop(self) -> bool:
        """Tell whether labels are left out."""
        return self.per_s != 1

    @property
    def frame_ns(self) -> int:
        """Return how long a frame lasts, rounded down."""
        return SECOND * self.per_s // self.frames

    @property
    def per_day(self) -> int:
        """Return how many frames the labels of 24 hours count."""
        return 144 * _TEN_MINUTES if self.drop else 86400 * self.labels

    def quarter_at(self, story_ns: int) -> int:
        """The quarter of a frame, counted from 0, that a story time lies in."""
        return story_ns * 4 * self.frames // (SECOND * self.per_s)

    def quarter_begins(self, quarter: int) -> int:
        """The first whole nanosecond of story time that lies in a quarter of a frame."""
        return -(-quarter * SECOND * self.per_s // (4 * self.frames))

    def label(self, frame: int) -> Timecode:
        """A frame's label; after 24 hours they begin again."""
        frame %= self.per_day
        if self.drop:
            tens, rest = divmod(frame, _TEN_MINUTES)
            # the first minute of ten keeps its labels, so it is two frames longer
            frame += 18 * tens + 2 * (max(0, rest - 2) // _DROPPING_MINUTE)
        seconds, frames = divmod(frame, self.labels)
        minutes, seconds = divmod(seconds, 60)
        return Timecode(*divmod(minutes, 60), seconds, frames)

    def frame(self, label: Timecode) -> int:
        """The frame that a label (which has to exist) stands for."""
        minutes = 60 * label.hours + label.minutes
        counted = (60 * minutes + label.seconds) * self.labels + label.frames
        return counted - 2 * (minutes - minutes // 10) if self.drop else counted

    def has(self, label: Timecode) -> bool:
        """Tell whether there is such a label at this rate."""
        hours, minutes, seconds, frames = label
        if not (hours < 24 and minutes < 60 and seconds < 60 and frames < self.labels):
            return False
        return not (self.drop and frames < 2 and seconds == 0 and minutes % 10) and min(label) >= 0


FILM = Rate("24", 0, 24, 24)
PAL = Rate("25", 1, 25, 25)
DROP = Rate("29.97", 2, 30, 30000, 1001)
THIRTY = Rate("30", 3, 30, 30)
RATES = (FILM, PAL, DROP, THIRTY)
"""By their code."""


def rate_named(name: str) -> Rate:
    """The rate that people write so; KeyError when there is none."""
    return {rate.name: rate for rate in RATES}[name]


def read_label(text: str) -> Timecode:
    """A label from its text; raises ValueError. Drop-frame's ``;`` is as good as ``:``."""
    found = re.fullmatch(r"(\d\d):(\d\d):(\d\d)[:;](\d\d)", text)
    if found is None or not THIRTY.has(label := Timecode(*map(int, found.groups()))):
        raise ValueError('should be a timecode in quotes, as "01:00:00:00"')
    return label
