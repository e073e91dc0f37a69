"""Labels against drop-frame's definition, and quarters of frames against exact fractions."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from installation.timeline import RATES, THIRTY, Rate, Timecode, rate_named, read_label
from installation.timeline._smpte import DROP
from installation.units import SECOND

rates = st.sampled_from(RATES)
HOURS = 30 * 3600 * SECOND


def by_definition(rate: Rate) -> Iterator[Timecode]:
    """All labels of a day, in order, as the standard defines them."""
    for hours in range(24):
        for minutes in range(60):
            for seconds in range(60):
                for frames in range(rate.labels):
                    left_out = rate.drop and seconds == 0 and frames < 2 and minutes % 10 != 0
                    if not left_out:
                        yield Timecode(hours, minutes, seconds, frames)


@pytest.mark.parametrize("rate", RATES, ids=lambda rate: rate.name)
def test_the_first_twenty_five_minutes_by_definition(rate: Rate) -> None:
    for frame, label in enumerate(islice(by_definition(rate), 25 * 60 * rate.labels)):
        assert rate.label(frame) == label
        assert rate.frame(label) == frame
        assert rate.has(label)


@given(rates, st.integers(0, 23), st.integers(0, 59), st.integers(0, 59), st.integers(0, 29))
def test_a_label_exists_when_it_is_that_of_its_own_frame(
    rate: Rate, hours: int, minutes: int, seconds: int, frames: int
) -> None:
    label = Timecode(hours, minutes, seconds, frames)
    assert rate.has(label) == (frames < rate.labels and rate.label(rate.frame(label)) == label)


@given(rates, st.integers(0, 10**8))
def test_labels_begin_anew_after_a_day(rate: Rate, frame: int) -> None:
    label = rate.label(frame)
    assert rate.has(label)
    assert rate.frame(label) == frame % rate.per_day


def test_drop_frame_keeps_up_with_the_clock() -> None:
    # 3.6 ms an hour are left over: a frame in nine hours
    assert str(DROP.label(DROP.quarter_at(3600 * SECOND) // 4)) == "01:00:00:00"
    assert str(DROP.label(DROP.quarter_at(10 * 3600 * SECOND) // 4)) == "10:00:00:01"
    assert str(DROP.label(1799)) == "00:00:59:29"
    assert str(DROP.label(1800)) == "00:01:00:02"


@given(rates, st.integers(-HOURS, HOURS))
def test_a_quarter_holds_its_story_times(rate: Rate, story_ns: int) -> None:
    quarter = rate.quarter_at(story_ns)
    exact = Fraction(story_ns, SECOND) * 4 * rate.frames / rate.per_s
    assert quarter <= exact < quarter + 1
    assert rate.quarter_begins(quarter) <= story_ns < rate.quarter_begins(quarter + 1)
    assert rate.quarter_at(rate.quarter_begins(quarter)) == quarter
    assert rate.quarter_at(rate.quarter_begins(quarter) - 1) == quarter - 1


def test_rates_by_name_and_code() -> None:
    assert [rate.code for rate in RATES] == [0, 1, 2, 3]
    assert [rate_named(rate.name) for rate in RATES] == list(RATES)
    assert [rate.frame_ns for rate in RATES] == [41666666, 40000000, 33366666, 33333333]


@pytest.mark.parametrize("text", ["01:00:00:00", "23:59:59;29"])
def test_labels_are_read(text: str) -> None:
    assert str(read_label(text)) == text.replace(";", ":")


@pytest.mark.parametrize("text", ["1:00:00:00", "24:00:00:00", "00:00:00:30", "00:60:00:00", ""])
def test_other_texts_are_not(text: str) -> None:
    with pytest.raises(ValueError, match="timecode"):
        read_label(text)


def test_negative_parts_are_no_label() -> None:
    assert not THIRTY.has(Timecode(0, 0, 0, -1))
