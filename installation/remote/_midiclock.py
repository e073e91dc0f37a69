"""MIDI clock out: 24 pulses a quarter note at a set tempo, from the story's beginning on. Pure.

The story is the song: a run from its beginning sends start, a run from inside the song's position
and continue, a hold stop. Source: MIDI 1.0 Detailed Specification, System Real Time Messages.
"""

from dataclasses import dataclass

from installation.remote._midi_timer import Due
from installation.remote._outgoing import song_position
from installation.timeline import FOREVER, Programme, run_at
from installation.units import MILLISECOND

CLOCK, START, CONTINUE, STOP = b"\xf8", b"\xfa", b"\xfb", b"\xfc"
PER_QUARTER_NOTE = 24
PER_SIXTEENTH = 6
"""Song positions count sixteenth notes, in 14 bits: beyond they begin again."""
_POSITIONS = 1 << 14
LATE_NS = 50 * MILLISECOND


@dataclass(frozen=True)
class _Said:
    """Instant minus story time, or None when it stands; the next pulse."""

    origin_ns: int | None
    pulse: int = 0


class ClockOut:
    """The clock's side. ``bpm`` is in quarter notes a minute. One thread."""

    def __init__(self, bpm: float) -> None:
        # a whole number of microseconds a quarter note, as MIDI files have it
        self._note_ns = round(60e6 / bpm) * 1000
        self._pulse_ns = self._note_ns // PER_QUARTER_NOTE
        self._said: _Said | None = None

    def reset(self) -> None:
        """Somebody new listens."""
        self._said = None

    def upcoming(self, programme: Programme, now_ns: int) -> Due:
        """Return what is due next."""
        run = run_at(programme, now_ns)
        if run is None:
            starts = [take.at_ns for take in programme.takes if take.at_ns > now_ns]
            return Due(min(starts, default=FOREVER))
        said = self._said
        if now_ns >= run.hold_ns:
            if said == _Said(None):
                return Due(run.end_ns)
            return Due(now_ns, (STOP,), _Said(None))
        origin_ns = run.start_ns - run.story_ns
        known = said.origin_ns if said is not None else None
        if said is None or known is None or abs(origin_ns - known) >= self._pulse_ns:
            return self._begin(origin_ns, now_ns, stop=known is not None)
        ends_ns = min(run.end_ns, run.hold_ns)
        pulse = said.pulse
        if now_ns - self._instant(origin_ns, pulse) > LATE_NS:
            return self._begin(origin_ns, now_ns, stop=True)
        at_ns = self._instant(origin_ns, pulse)
        if at_ns >= ends_ns:
            return Due(ends_ns)
        return Due(at_ns, (CLOCK,), _Said(origin_ns, pulse + 1))

    def took(self, due: Due) -> None:
        """It was sent."""
        if isinstance(due.then, _Said):
            self._said = due.then

    def _begin(self, origin_ns: int, now_ns: int, stop: bool) -> Due:
        """From the next sixteenth note on; at the story's beginning that is the very first."""
        story_ns = now_ns - origin_ns
        passed = story_ns * PER_QUARTER_NOTE // (self._note_ns * PER_SIXTEENTH)
        sixteenth = 0 if story_ns < self._pulse_ns else passed + 1
        position = sixteenth % _POSITIONS
        begin = (song_position(position), CONTINUE) if sixteenth else (START,)
        messages = (*((STOP,) if stop else ()), *begin)
        return Due(now_ns, messages, _Said(origin_ns, sixteenth * PER_SIXTEENTH))

    def _instant(self, origin_ns: int, pulse: int) -> int:
        return origin_ns + -(-pulse * self._note_ns // PER_QUARTER_NOTE)
