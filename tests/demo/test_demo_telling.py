import numpy as np
import pytest

from installation.demo._screenplay import BEATS, LENGTH
from installation.demo._telling import TELLINGS, beats_of, own_length, place, story_at
from installation.demo._whispers import WHISPERS, subtitles
from installation.words._read import script_of

NUMBERS = (1, 2, 3)


@pytest.mark.parametrize("number", NUMBERS)
def test_a_telling_goes_there_and_back(number: int) -> None:
    story = np.linspace(0, LENGTH, 500)
    seconds = own_length(number, 36)
    there = place(number, story, seconds)
    assert there[0] == 0 and there[-1] == pytest.approx(seconds)
    assert (np.diff(there) > 0).all()
    assert story_at(number, there / seconds) == pytest.approx(story)


def test_the_three_are_of_different_lengths_but_not_of_different_worlds() -> None:
    assert len({telling[-1] for telling in TELLINGS}) == 3
    paces = np.diff(np.array(TELLINGS), axis=1)
    assert np.abs(paces / np.median(paces, axis=0) - 1).max() <= 0.15


def test_a_film_of_another_length_has_its_beats_in_proportion() -> None:
    assert beats_of(2, 73)["kiss"] == pytest.approx(2 * beats_of(2, 36.5)["kiss"])
    assert list(beats_of(1, 33.25)) == list(BEATS)
    assert beats_of(1, 33.25)["kiss"] == 18.25


@pytest.mark.parametrize("number", NUMBERS)
def test_subtitles_are_subrip_in_order_and_inside(number: int) -> None:
    edges = [edge for said in WHISPERS[number - 1] for edge in (said.start, said.end)]
    assert edges == sorted(edges) and edges[-1] <= LENGTH
    text = subtitles(number, 33.0, "ru")
    assert text.split("\n")[0] == "1"
    assert " --> " in text.split("\n")[1]
    cues = script_of(text.encode()).lines
    assert [cue.text for cue in cues] == [said.ru for said in WHISPERS[number - 1]]
    assert cues[-1].end_ns <= 33_000_000_000


def test_no_two_iterations_say_a_line_alike() -> None:
    lines = [line for whispers in WHISPERS for line in whispers]
    for said in ([line.ru for line in lines], [line.en for line in lines]):
        assert len(set(said)) == len(said)
