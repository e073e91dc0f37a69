"""MIDI Time Code: labels to quarter-frame and full-frame messages, and back. Pure.

A label travels in eight *pieces*, a quarter of a frame apart; piece 0 leaves at the very instant at
which the label's frame begins. So a label is whole one and three quarter frames after it was true,
and the next piece 0 comes two frames after it. A full frame says a label at once: after a locate,
or where the code stops. Source: MIDI 1.0 Detailed Specification, MIDI Time Code (RP-004/008).
"""

from dataclasses import dataclass

from installation.remote._outgoing import exclusive, quarter_frame
from installation.timeline import RATES, Rate, Timecode

PIECES = 8
QUARTER_STATUS = 0xF1
_FULL = (0x7F, 0x7F, 0x01, 0x01)
"""Universal real time, to all devices, MIDI Time Code, full message."""


def piece(rate: Rate, quarter: int) -> tuple[int, int]:
    """The piece (0-7) and its value (0-15) that leave at the beginning of a quarter of a frame.

    Sequences of eight begin at even frames.
    """
    number = quarter % PIECES
    hours, minutes, seconds, frames = rate.label(2 * (quarter // PIECES))
    part = (frames, seconds, minutes, hours | rate.code << 5)[number // 2]
    return number, part >> 4 * (number % 2) & 0xF


def quarter_message(rate: Rate, quarter: int) -> bytes:
    """That piece as MIDI."""
    number, value = piece(rate, quarter)
    return quarter_frame(number, value)


def full_message(rate: Rate, frame: int) -> bytes:
    """A frame's label at once, as system exclusive."""
    hours, minutes, seconds, frames = rate.label(frame)
    return exclusive((*_FULL, hours | rate.code << 5, minutes, seconds, frames))


def read_full_frame(data: bytes) -> tuple[Rate, Timecode] | None:
    """Return what a full frame says; ``data`` without F0 and F7. None when it is something else.

    Any device number is meant for us: a master that sends to one device sends to its chaser.
    """
    if len(data) != 8 or data[0] != 0x7F or data[2:4] != b"\x01\x01" or data[4] > 0x7F:
        return None
    rate, label = RATES[data[4] >> 5 & 3], Timecode(data[4] & 0x1F, *data[5:8])
    return (rate, label) if rate.has(label) else None


@dataclass(frozen=True)
class QuarterFrame:
    """A piece in its place: the quarter of a frame that begins now, at a rate.

    ``whole``: it is the last piece of a label, which has said so itself; the others are counted on
    from the label before. ``forward`` is False for code that runs backward; ``quarter`` then only
    says where about.
    """

    rate: Rate
    quarter: int
    whole: bool
    forward: bool = True


class Reader:
    """Puts pieces together. A gap, a turn, or a label that does not exist begins again.

    ``rate`` stands for what the code says of itself, if given (desks are known to call 29.97 30).
    """

    def __init__(self, rate: Rate | None = None) -> None:
        self._rate = rate
        self.reset()

    def reset(self) -> None:
        """Forget what came before: the code has stopped or jumped."""
        self._values: list[int] = []
        """The last pieces that followed each other in one direction, eight at most."""
        self._step, self._last = 0, 0
        self._base: tuple[Rate, int] | None = None

    def piece(self, number: int, value: int) -> QuarterFrame | None:
        """A quarter-frame message; where the code is, once that is known."""
        step = {1: 1, PIECES - 1: -1}.get((number - self._last) % PIECES, 0)
        if self._values and (not step or step == -self._step):
            self.reset()
        elif self._values:
            self._step = step
        self._last = number
        self._values = [*self._values[1 - PIECES :], value]
        ends = {1: PIECES - 1, -1: 0}.get(self._step)
        if len(self._values) == PIECES and number == ends:
            return self._label()
        if self._base is None:
            return None
        rate, frame = self._base
        return QuarterFrame(rate, 4 * (frame + 2) + number, whole=False)

    def _label(self) -> QuarterFrame | None:
        values = self._values[:: self._step]
        parts = [low | high << 4 for low, high in zip(values[::2], values[1::2], strict=True)]
        frames, seconds, minutes, hours = parts
        rate = self._rate or RATES[hours >> 5 & 3]
        label = Timecode(hours & 0x1F, minutes, seconds, frames)
        if not rate.has(label):
            self.reset()
            return None
        frame = rate.frame(label)
        if self._step < 0:
            return QuarterFrame(rate, 4 * frame, whole=True, forward=False)
        self._base = (rate, frame)
        return QuarterFrame(rate, 4 * frame + PIECES - 1, whole=True)
