"""The bench's judge of code out: a label beside the pictures that were on at its instant."""

import numpy as np
import pytest

from installation.bench import _codeout as codeout
from installation.bench import _timecode as timecode
from installation.remote._timecode import full_message, quarter_message
from installation.rig import SampleStream
from installation.timeline import rate_named
from installation.units import MILLISECOND, SECOND

RATE = rate_named("25")
FRAME_NS = SECOND / 25
BEGIN_NS = 50 * SECOND


def glass(jump_ns: int | None = None, to: int = 0) -> SampleStream:
    """Three heads play from BEGIN_NS on, and are at another picture from an instant on."""
    at_ns = BEGIN_NS + np.arange(0, 4 * SECOND, 10 * MILLISECOND)
    frame = ((at_ns - BEGIN_NS) // FRAME_NS).astype(np.int32)
    if jump_ns is not None:
        after = at_ns >= jump_ns
        frame[after] = to + (at_ns[after] - jump_ns) // FRAME_NS
    return SampleStream(at_ns, np.stack([frame] * 3, 1), np.ones(len(at_ns), bool), 200, FRAME_NS)


@pytest.mark.parametrize(("late", "off"), [(0, 0), (1, 1), (3, 3)])
def test_full_seconds_are_compared_with_the_picture_at_their_instant(late: int, off: int) -> None:
    heard = [
        (quarter_message(RATE, quarter), BEGIN_NS + round((quarter + 4 * late) * FRAME_NS / 4) + 1)
        for quarter in range(8 * 25)
    ]
    found = codeout.compare(heard, glass())
    assert [(one.story_ns, one.off, one.full) for one in found] == [(SECOND, off, False)]


@pytest.mark.parametrize("late_ms", [0, 12, 60])
def test_a_full_frame_waits_for_its_picture_no_longer_than_a_picture(late_ms: int) -> None:
    jump_ns = BEGIN_NS + SECOND + 5 * MILLISECOND
    heard = [(full_message(RATE, 115), jump_ns)]
    (one,) = codeout.compare(heard, glass(jump_ns + late_ms * MILLISECOND, 115))
    within = late_ms < FRAME_NS / MILLISECOND
    assert (one.off == 0, one.full) == (within, True)
    assert not within or late_ms - 10 <= one.late_ms <= late_ms
    held = [bar.held for bar in timecode.bars({"25": [one]}, None)]
    assert held == [False, within]  # and no full second was heard
    assert "full frames" in timecode.summary({"25": [one]}, None)
