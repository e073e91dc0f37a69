"""Whether an AVI, GIF, MPEG, transport stream or MXF is whole, by its outline alone."""

import pytest
from library_films import MakeFilm

from installation.library._container import missing

MPEG2 = {"codec": "mpeg2video", "rate": 25, "size": (352, 288)}
GIF = {"codec": "gif", "pixel_format": "rgb8", "rate": 10}


@pytest.mark.parametrize(
    ("name", "recipe"), [("a.avi", {"codec": "mpeg4"}), ("a.gif", GIF)], ids=["AVI", "GIF"]
)
def test_half_a_film_is_told_from_a_whole_one(
    make_film: MakeFilm, name: str, recipe: dict[str, object]
) -> None:
    film = make_film(name, **recipe)
    assert missing(film) == ""
    whole = film.read_bytes()
    for share in (0.1, 0.5, 0.9):
        film.write_bytes(whole[: int(len(whole) * share)])
        assert missing(film)
    film.write_bytes(whole[: len(whole) // 2] + bytes(len(whole) - len(whole) // 2))
    assert missing(film)


@pytest.mark.parametrize(
    ("name", "recipe"), [("a.ts", {}), ("a.m2ts", {}), ("a.mpg", MPEG2), ("a.mxf", MPEG2)]
)
def test_what_does_not_say_where_it_ends_is_waited_for(
    make_film: MakeFilm, name: str, recipe: dict[str, object]
) -> None:
    assert missing(make_film(name, **recipe)).startswith("it does not say where it ends")
