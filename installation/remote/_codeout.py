"""Timecode out: what to send, and when, so that others chase the story. Pure.

The story time of the programme is that of the glass, so a label that says a story time leaves at
the instant at which the picture of that story time comes on. Every jump (a seam, a restart, a go,
a resume) and every hold is told at once by a full frame; quarter frames follow from the next
sequence on. While the story is held nothing else is sent.
"""

from dataclasses import dataclass

from installation.remote._midi_timer import Due
from installation.remote._timecode import PIECES, full_message, quarter_message
from installation.timeline import FOREVER, ZERO, Programme, Rate, Timecode, run_at


@dataclass(frozen=True)
class _Said:
    """The listeners' knowledge: instant minus story time, or where it is held; the next quarter."""

    origin_ns: int
    held_ns: int | None
    quarter: int


class TimecodeSender:
    """The sender's side. ``start`` is the label of the story's beginning. One thread."""

    def __init__(self, rate: Rate, start: Timecode = ZERO) -> None:
        self._rate = rate
        self._start = 4 * rate.frame(start)
        self._said: _Said | None = None

    def reset(self) -> None:
        """Somebody new listens: begin with a full frame."""
        self._said = None

    def upcoming(self, programme: Programme, now_ns: int) -> Due:
        """Return what is due next. What is due by now has to be taken before the next question."""
        run = run_at(programme, now_ns)
        if run is None:
            starts = [take.at_ns for take in programme.takes if take.at_ns > now_ns]
            return Due(min(starts, default=FOREVER))
        origin_ns = run.start_ns - run.story_ns
        held_ns = run.story_at(now_ns) if now_ns >= run.hold_ns else None
        said = self._said
        if said is None or not self._goes_on(said, origin_ns, held_ns):
            quarter = self._start + self._rate.quarter_at(run.story_at(now_ns))
            message = full_message(self._rate, quarter // 4)
            # a full frame takes 3.2 ms on a MIDI cable: a quarter of a frame is left to it
            follows = _sequence(quarter + 2)
            return Due(now_ns, (message,), _Said(origin_ns, held_ns, follows))
        ends_ns = run.end_ns if held_ns is not None else min(run.end_ns, run.hold_ns)
        if held_ns is not None:
            return Due(ends_ns)
        quarter = said.quarter
        if now_ns - self._instant(origin_ns, quarter) > self._rate.frame_ns:
            # this process was kept from its work: no burst of late pieces, but a new sequence
            quarter = _sequence(self._start + self._rate.quarter_at(now_ns - origin_ns) + 1)
            return Due(now_ns, (), _Said(origin_ns, None, quarter))
        at_ns = self._instant(origin_ns, quarter)
        if at_ns >= ends_ns:
            return Due(ends_ns)
        message = quarter_message(self._rate, quarter)
        return Due(at_ns, (message,), _Said(origin_ns, None, quarter + 1))

    def took(self, due: Due) -> None:
        """It was sent."""
        if isinstance(due.then, _Said):
            self._said = due.then

    def _instant(self, origin_ns: int, quarter: int) -> int:
        return origin_ns + self._rate.quarter_begins(quarter - self._start)

    def _goes_on(self, said: _Said, origin_ns: int, held_ns: int | None) -> bool:
        """Tell whether the story is where the listeners expect it.

        A step of less than half a frame (of a show that follows a master's clock) is no jump: the
        next quarter frames take it along.
        """
        if said.held_ns is not None or held_ns is not None:
            return said.held_ns == held_ns
        return abs(origin_ns - said.origin_ns) < self._rate.frame_ns // 2


def _sequence(quarter: int) -> int:
    """The first sequence of pieces that begins at or after a quarter of a frame."""
    return -(-quarter // PIECES) * PIECES
