"""The barcode tells its number, or that it cannot."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.typing import NDArray

from installation.rig import barcode

FRAMES = st.integers(0, barcode.MAX_FRAMES - 1)
FILMS = st.integers(0, barcode.MAX_FILMS - 1)
SIZES = st.sampled_from([(360, 640), (720, 1280), (144, 176), (1080, 1920), (375, 667)])


def picture(frame: int, film: int, size: tuple[int, int] = (360, 640)) -> NDArray[np.uint8]:
    luma = np.full(size, 120, np.uint8)
    barcode.draw(luma, frame, film)
    return luma


def look(luma: NDArray[np.uint8]) -> int:
    """Through limited-range luma to what a display shows, at the points."""
    return int(barcode.read(seen(luma)))


@given(FRAMES, FILMS, SIZES)
def test_reads_what_was_drawn(frame: int, film: int, size: tuple[int, int]) -> None:
    code = np.array([look(picture(frame, film, size))], np.int32)
    assert barcode.frames(code)[0] == frame
    assert barcode.films(code)[0] == film


@given(FRAMES, FRAMES, FILMS, st.floats(0.2, 0.8))
def test_a_blend_is_unreadable(one: int, other: int, film: int, share: float) -> None:
    assume(one != other)
    blend = picture(one, film) * share + picture(other, film) * (1 - share)
    assert look(blend.astype(np.uint8)) == barcode.UNREADABLE


def seen(luma: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """A picture's points, as a display shows them."""
    shown = np.clip((luma.astype(float) - 16) * 255 / 219, 0, 255).astype(np.uint8)
    at = barcode.points(0, 0, luma.shape[1], luma.shape[0])
    return shown[at[:, 1], at[:, 0]]


SHARES = st.one_of(st.floats(0.15, 0.38), st.floats(0.62, 0.85))


@given(FRAMES, FRAMES, FILMS, FILMS, SHARES)
def test_two_films_that_dissolve_are_both_read(
    one: int, other: int, leaving: int, coming: int, share: float
) -> None:
    assume(leaving != coming)
    both = picture(one, leaving) * share + picture(other, coming) * (1 - share)
    read = barcode.dissolved(seen(both.astype(np.uint8)), leaving, coming)
    assert read.tolist() == [one, other]


@given(FRAMES, FRAMES, FILMS, FILMS, SHARES)
def test_a_dissolve_of_other_films_is_not(
    one: int, other: int, leaving: int, coming: int, share: float
) -> None:
    third = (coming + 1) % barcode.MAX_FILMS
    assume(len({leaving, coming, third}) == 3)
    both = picture(one, leaving) * share + picture(other, third) * (1 - share)
    read = barcode.dissolved(seen(both.astype(np.uint8)), leaving, coming)
    assert read.tolist() == [barcode.UNREADABLE] * 2


@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
def test_a_share_that_tells_nothing_is_not_read(share: float) -> None:
    both = picture(5, 1) * share + picture(5, 2) * (1 - share)
    assert (barcode.dissolved(seen(both.astype(np.uint8)), 1, 2) == barcode.UNREADABLE).all()


@given(FRAMES, FRAMES, FILMS, st.floats(0.15, 0.85))
def test_a_tear_within_the_strip_is_unreadable(
    one: int, other: int, film: int, where: float
) -> None:
    assume(one != other)
    torn = picture(one, film)
    line = round((barcode.TOP + (barcode.BOTTOM - barcode.TOP) * where) * torn.shape[0])
    torn[line:] = picture(other, film)[line:]
    assert look(torn) == barcode.UNREADABLE


@given(FRAMES, FILMS, st.integers(0, 2**32 - 1))
def test_the_codecs_noise_does_not_matter(frame: int, film: int, seed: int) -> None:
    luma = picture(frame, film).astype(int)
    luma += np.random.default_rng(seed).integers(-15, 16, luma.shape)
    assert look(np.clip(luma, 0, 255).astype(np.uint8)) == barcode.code(frame, film)


def test_black_is_black_and_grey_is_nothing() -> None:
    assert look(np.full((360, 640), 16, np.uint8)) == barcode.BLACK
    assert look(np.full((360, 640), 126, np.uint8)) == barcode.UNREADABLE
    assert look(np.full((360, 640), 235, np.uint8)) == barcode.UNREADABLE


def test_no_samples_are_no_codes() -> None:
    none = np.zeros((0, 3, barcode.POINTS), np.uint8)
    assert barcode.read(none).shape == (0, 3)


def test_many_samples_at_once() -> None:
    at = barcode.points(0, 0, 640, 360)
    lumas = np.stack([picture(n, 3) for n in range(6)])[:, at[:, 1], at[:, 0]].reshape(2, 3, -1)
    full = np.where(lumas > 128, 255, 0).astype(np.uint8)
    assert barcode.frames(barcode.read(full)).tolist() == [[0, 1, 2], [3, 4, 5]]


@pytest.mark.parametrize(("frame", "film"), [(4096, 0), (-1, 0), (0, 16), (0, -1)])
def test_a_number_that_does_not_fit_is_refused(frame: int, film: int) -> None:
    with pytest.raises(ValueError, match="does not fit"):
        barcode.code(frame, film)


def test_points_lie_within_the_strip_of_their_head() -> None:
    at = barcode.points(640, 100, 640, 360)
    assert at.shape == (barcode.POINTS, 2)
    assert (at[:, 0] >= 640).all() and (at[:, 0] < 1280).all()
    assert (at[:, 1] >= 100 + 0.40 * 360).all() and (at[:, 1] < 100 + 0.52 * 360).all()
