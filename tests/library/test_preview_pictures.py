"""A preview's pictures: small, whole, in the film's order, from any place on."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from library_films import MakeFilm

from installation.errors import LibraryError
from installation.library import preview_pictures
from installation.library._preview import PER_SECOND
from installation.rig import Recipe, barcode, barcoded_film
from installation.units import SECOND


def number(pixels: np.ndarray) -> int:
    height, width, _ = pixels.shape
    at = barcode.points(0, 0, width, height)
    return int(barcode.frames(barcode.read(pixels[at[:, 1], at[:, 0], 1])))


@pytest.mark.parametrize("begin", [0, SECOND, 5 * SECOND // 2])
def test_a_dozen_pictures_a_second_from_a_place_to_the_end(tmp_path: Path, begin: int) -> None:
    film = barcoded_film(Recipe(3, 3.0, 640, 360), tmp_path)
    found = list(preview_pictures(film, begin, 480, 300))
    assert all(one.pixels.shape == (270, 480, 4) for one in found)
    assert {one.duration_ns for one in found} == {3 * SECOND}
    places = [one.at_ns for one in found]
    assert begin <= places[0] < begin + SECOND // 4 and places[-1] > 3 * SECOND - SECOND // 4
    assert all(0 < b - a < SECOND // 4 for a, b in pairwise(places))
    assert len(found) <= PER_SECOND * (3 * SECOND - begin) / SECOND + 2
    assert [number(one.pixels) for one in found] == [round(at * 24 / SECOND) for at in places]


def test_a_place_behind_the_end_has_no_picture(make_film: MakeFilm) -> None:
    assert list(preview_pictures(make_film("a.mp4", frames=24), 60 * SECOND, 96, 54)) == []


def test_a_portrait_is_seen_upright(make_film: MakeFilm) -> None:
    (first, *_) = preview_pictures(make_film("a.mp4", frames=24, size=(72, 128)), 0, 480, 270)
    assert first.pixels.shape == (270, 151, 4)


def test_what_is_no_film_is_said(tmp_path: Path) -> None:
    text = tmp_path / "a.mp4"
    text.write_text("no film")
    with pytest.raises(LibraryError):
        list(preview_pictures(text, 0, 480, 270))
    with pytest.raises(LibraryError):
        list(preview_pictures(tmp_path / "none.mp4", 0, 480, 270))
