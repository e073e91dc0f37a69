"""From a container's stamps to the times of pictures."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from installation.errors import LibraryError
from installation.model import cadence_of, clock_text
from installation.model._cadence import FAMILY

MS = Fraction(1, 1000)


@given(st.sampled_from(FAMILY), st.integers(30, 2000), st.integers(0, 10**7), st.booleans())
def test_rounded_stamps_give_the_even_grid_back(
    rate: Fraction, count: int, start: int, claimed: bool
) -> None:
    stamps = [start + round(k * 1000 / rate) for k in range(count)]
    found = cadence_of(stamps, MS, [rate if claimed else None])
    if claimed or count > 500:  # a short film at 24 looks like one at 23.976, and is one to the ms
        assert found.fps == rate
        assert list(found.pts_ns) == [round(k * 10**9 / rate) for k in range(count)]
        assert found.duration_ns == round(count * 10**9 / rate)
    drift = [abs(int(at) - (s - start) * 10**6) for at, s in zip(found.pts_ns, stamps, strict=True)]
    assert max(drift) <= 10**6


@given(st.lists(st.integers(1, 5000), min_size=1, max_size=300), st.integers(-(10**9), 10**9))
def test_any_rising_stamps_are_a_grid_or_refused(steps: list[int], start: int) -> None:
    stamps = [start]
    for step in steps:
        stamps.append(stamps[-1] + step)
    said: LibraryError | None = None
    try:
        found = cadence_of(stamps, MS, [])
    except LibraryError as fault:
        said = fault
    if said is not None:
        assert said.message.startswith("variable frame rate") and said.advice
        return
    assert found.pts_ns[0] == 0 and (found.pts_ns[1:] > found.pts_ns[:-1]).all()
    assert found.duration_ns > found.pts_ns[-1] and found.fps > 0
    for at, stamp in zip(found.pts_ns, stamps, strict=True):
        assert abs(int(at) - (stamp - start) * 10**6) <= 10**6


def test_a_wrong_claim_is_not_believed() -> None:
    stamps = [k * 512 for k in range(100)]
    found = cadence_of(stamps, Fraction(1, 12800), [Fraction(90000), Fraction(30), None])
    assert found.fps == 25


def test_a_held_picture_makes_a_variable_rate_which_is_refused_with_its_place() -> None:
    with pytest.raises(LibraryError) as caught:
        cadence_of([0, 40, 80, 120, 1000, 1040], MS, [Fraction(25)])
    assert caught.value.message == (
        "variable frame rate: not always 25 pictures a second, as at 00:00.120"
    )
    assert "-r 25" in caught.value.advice


def test_a_single_picture() -> None:
    assert cadence_of([77], MS, [Fraction(10)]).duration_ns == 100_000_000
    assert cadence_of([77], MS, [None, Fraction(90000)]).fps == 25


@pytest.mark.parametrize("stamps", [[0, 40, 40, 80], [0, 40, 30]])
def test_stamps_that_do_not_rise_are_refused(stamps: list[int]) -> None:
    with pytest.raises(LibraryError, match="share one time stamp at 00:00"):
        cadence_of(stamps, MS, [])


def test_a_position_for_people() -> None:
    assert clock_text(72_480_000_000) == "01:12.480"
    assert clock_text(0) == "00:00.000"
