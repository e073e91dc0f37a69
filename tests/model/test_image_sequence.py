"""Single pictures that make a film: their names, their order, what is lacking."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from installation.errors import ConfigError, LibraryError
from installation.model import sequence_in
from installation.model._manifest import parse_manifest

RATE = Fraction(24)


@given(
    some.text("abc_-% 12.", max_size=6).filter(lambda text: not text[-1:].isdigit()),
    some.integers(1, 6),
    some.integers(0, 2000),
    some.integers(2, 60),
    some.sampled_from([".png", ".JPG", ".tiff"]),
)
def test_the_names_that_a_program_writes_are_found_in_their_order(
    head: str, digits: int, first: int, count: int, tail: str
) -> None:
    names = [f"{head}{number:0{digits}d}{tail}" for number in range(first, first + count)]
    found = sequence_in([*reversed(names), "poster.png", "version.yaml"], RATE)
    assert list(found.names) == names and found.fps == RATE
    assert [found.pattern % (first + k) for k in range(count)] == names


@pytest.mark.parametrize(
    ("names", "why"),
    [
        (["film.png", "version.yaml"], "no numbered pictures"),
        (["a1.png", "a2.png", "a4.png"], "its picture a3.png is missing"),
        (["a1.png", "a2.png", "b1.png", "b2.png"], "2 films of pictures: a*.png, b*.png"),
        (["a1.png", "a2.png", "a20240321.png"], "most are missing"),
        (["a1.png", "a01.png", "a2.png"], "the same number"),
        (["a08.png", "a9.png", "a10.png"], "a8.png is missing"),
    ],
)
def test_what_makes_no_film_says_why(names: list[str], why: str) -> None:
    with pytest.raises(LibraryError, match=why.replace("*", r"\*")) as caught:
        sequence_in(names, RATE)
    assert caught.value.advice


@pytest.mark.parametrize(
    ("said", "rate"),
    [("24", (24, 1)), ("12.5", (25, 2)), ("23.976", (24000, 1001)), ("29.97", (30000, 1001))],
)
def test_a_rate_is_read_as_people_write_it(said: str, rate: tuple[int, int]) -> None:
    assert parse_manifest(f"rate: {said}\n", "version.yaml").rate == rate


@pytest.mark.parametrize("text", ["rate: 0", "rate: 241", "rate: fast", "rate: 24\nfilm: a.mp4"])
def test_a_rate_that_is_none_is_a_fault(text: str) -> None:
    with pytest.raises(ConfigError, match="rate"):
        parse_manifest(text, "version.yaml")
