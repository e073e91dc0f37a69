"""MIDI Time Code: what is written is what is read, from any place, and junk is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from installation.remote import Reader, read_full_frame
from installation.remote._timecode import PIECES, QuarterFrame, full_message, piece, quarter_message
from installation.timeline import RATES, THIRTY, Rate, Timecode
from installation.timeline._smpte import DROP, PAL

rates = st.sampled_from(RATES)
quarters = st.integers(0, 4 * 24 * 86400)


def listen(reader: Reader, rate: Rate, quarters: range) -> list[QuarterFrame | None]:
    return [reader.piece(*piece(rate, quarter)) for quarter in quarters]


def test_the_pieces_of_a_label_by_hand() -> None:
    # 17:45:33:14 at 30, as 0x71 0x2D 0x21 0x0E: hours carry the rate's code 3 in bits 5 and 6
    frame = THIRTY.frame(Timecode(17, 45, 33, 14))
    said = [quarter_message(THIRTY, 2 * frame * 2 + number) for number in range(PIECES)]
    assert [message.hex() for message in said] == [
        "f10e",
        "f110",
        "f121",
        "f132",
        "f14d",
        "f152",
        "f161",
        "f177",
    ]
    assert full_message(THIRTY, frame).hex(" ") == "f0 7f 7f 01 01 71 2d 21 0e f7"


@given(rates, quarters)
def test_a_reader_knows_the_quarter_at_the_latest_after_two_labels(rate: Rate, begin: int) -> None:
    heard = listen(Reader(), rate, range(begin, begin + 40))
    first = PIECES - 1 + (-begin) % PIECES
    assert heard[:first] == [None] * first
    day = 4 * rate.per_day
    for quarter, found in enumerate(heard[first:], begin + first):
        assert found is not None
        assert found.rate == rate and found.forward
        assert found.whole == (quarter % PIECES == PIECES - 1)
        # two frames are in the counting: at the turn of the day it goes on past it
        assert (found.quarter - quarter) % day == 0


@given(rates, quarters, st.integers(1, 7))
def test_a_gap_begins_anew(rate: Rate, begin: int, gap: int) -> None:
    begin -= begin % PIECES
    reader = Reader()
    listen(reader, rate, range(begin, begin + 20))
    after = listen(reader, rate, range(begin + 20 + gap, begin + 60))
    known = [found.quarter % (4 * rate.per_day) for found in after if found]
    assert known == [q % (4 * rate.per_day) for q in range(begin + 60 - len(known), begin + 60)]
    assert after[: PIECES - 1] == [None] * (PIECES - 1)


@given(rates, st.integers(100, 10**6))
def test_code_that_runs_backward_is_known_as_such(rate: Rate, begin: int) -> None:
    heard = [found for found in listen(Reader(), rate, range(begin + 30, begin, -1)) if found]
    assert heard
    assert not any(found.forward for found in heard)
    assert all(0 <= found.quarter % (4 * rate.per_day) < 4 * rate.per_day for found in heard)


@given(rates, st.integers(0, 3 * 10**6))
def test_full_frames_are_read_as_written(rate: Rate, frame: int) -> None:
    found = read_full_frame(full_message(rate, frame)[1:-1])
    assert found == (rate, rate.label(frame))


@given(st.binary(max_size=12))
def test_other_system_exclusive_is_no_full_frame(data: bytes) -> None:
    found = read_full_frame(data)
    if found is not None:
        rate, label = found
        assert data[0] == 0x7F and data[2:4] == b"\x01\x01" and rate.has(label)


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 15))))
def test_any_pieces_do_no_harm(pieces: list[tuple[int, int]]) -> None:
    reader = Reader()
    for number, value in pieces:
        found = reader.piece(number, value)
        assert found is None or found.rate in RATES


def test_a_label_that_does_not_exist_is_passed_over() -> None:
    reader = Reader(DROP)  # 00:01:00:00 is left out at this rate
    quarter = 4 * PAL.frame(Timecode(0, 0, 59, 23))
    said = listen(Reader(PAL), PAL, range(quarter, quarter + 8))
    assert said[-1] is not None
    values = (0, 0, 0, 0, 1, 0, 0, 4)
    assert [reader.piece(*pair) for pair in enumerate(values)] == [None] * 8
    assert [reader.piece(*pair) for pair in enumerate(values)] == [None] * 8


@pytest.mark.parametrize("number", range(PIECES))
def test_one_piece_alone_says_nothing(number: int) -> None:
    assert Reader().piece(number, 0) is None
