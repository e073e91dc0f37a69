"""Reads the sound of a leg: a version's samples, by the sample at which each is due.

A function of the programme, as the pictures are. The sound is read where the leg has it, whether
its pictures come or not; so it is in step with every other screen's by itself, and sounds from the
first sample on after a jump, a seam or a start.
"""

from collections import deque
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from installation.model import mix
from installation.player._paced_sound import PacedSound
from installation.player._segments import Segment
from installation.player._sound_file import RATE, Sound, SoundFile, first_sample
from installation.timeline import NATURAL, EntrySound
from installation.units import SECOND

KEPT = 6
"""The legs that are remembered: more than may be heard at once, and before and after that."""


class LegSound:
    """A sound in a leg, for so many loudspeakers; samples count from the clock's zero. One thread.

    ``origin`` is the sample at which the leg's film is at the leg's beginning, or would be.
    """

    def __init__(self, sound: EntrySound, leg: Segment, loudspeakers: int) -> None:
        self._source: SoundFile | PacedSound
        file = SoundFile(Path(sound.file), sound.channels)
        begin = leg.span.media_ns * RATE // SECOND
        due = first_sample(leg.run.instant(leg.span.story_ns))
        if leg.span.pace == NATURAL:
            self._source, self._origin = file, due - begin
            span = 0, len(file)
        else:
            paced = PacedSound(file, begin, leg.span.pace)
            self._source, self._origin, span = paced, due, paced.span
        self.span = span[0] + self._origin, span[1] + self._origin
        self._mix: NDArray[np.float32] = mix(sound.channels, loudspeakers) * np.float32(sound.gain)

    def read(self, first: int, count: int) -> Sound:
        """Return what is due from a sample on, (count, loudspeakers)."""
        found: Sound = self._source.read(first - self._origin, count) @ self._mix
        return found


class Soundtrack:
    """A screen's sounds of one name, leg by leg; its own where there is none of that name.

    One thread. A leg that is asked for again is the same one, so that its sound goes on.
    """

    def __init__(self, name: str, own: str, loudspeakers: int) -> None:
        self._names = name, own
        self._loudspeakers = loudspeakers
        self._known: deque[tuple[tuple[object, ...], LegSound]] = deque(maxlen=KEPT)

    def of(self, leg: Segment) -> LegSound | None:
        """Return what is heard in a leg; None when its version has no sound."""
        entry = leg.entry
        if entry is None:
            return None
        sound = entry.sound(self._names[0]) or entry.sound(self._names[1])
        if sound is None:
            return None
        key = sound, leg.span, leg.run.instant(0)
        for known, found in self._known:
            if known == key:
                return found
        made = LegSound(sound, leg, self._loudspeakers)
        self._known.appendleft((key, made))
        return made
