"""Where ``go`` goes, as people type it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from installation.director import beat_at, story_time
from installation.errors import UsageError
from installation.model import folded
from installation.units import MILLISECOND, SECOND

BEATS = (
    ("Arrival", 0),
    ("ball", 6 * SECOND),
    ("after the ball", 9 * SECOND),
    ("The dark room", 13 * SECOND),
    ("le baiser volé", 20 * SECOND),
    ("supper: which of them?", 25 * SECOND),
    ("the march", 30 * SECOND),
)


@pytest.mark.parametrize(
    ("said", "story_ns"),
    [
        ("0", 0),
        ("70", 70 * SECOND),
        ("70.25", 70 * SECOND + 250 * MILLISECOND),
        (" 1:10 ", 70 * SECOND),
        ("1:10.5", 70 * SECOND + 500 * MILLISECOND),
        ("0:00.001", MILLISECOND),
        ("12:03", 723 * SECOND),
        ("0.000000001", 1),
    ],
)
def test_a_time_is_seconds_or_minutes_and_seconds(said: str, story_ns: int) -> None:
    assert story_time(said, BEATS) == story_time(said, ()) == story_ns


@pytest.mark.parametrize(
    ("said", "beat"),
    [
        ("Arrival", "Arrival"),
        ("ARRIVAL", "Arrival"),
        ("arr", "Arrival"),
        ("ball", "ball"),
        ("bal", "ball"),
        ("after", "after the ball"),
        ("the-dark-room", "The dark room"),
        ("the_dark_room", "The dark room"),
        ("dark room", "The dark room"),
        ("dark", "The dark room"),
        ("Le Baiser Vole", "le baiser volé"),
        ("BAISER VOLÉ", "le baiser volé"),
        ("vole\u0301", "le baiser volé"),
        ("supper which of them", "supper: which of them?"),
    ],
)
def test_a_beat_goes_by_its_name_or_enough_of_it(said: str, beat: str) -> None:
    assert story_time(said, BEATS) == dict(BEATS)[beat]


@pytest.mark.parametrize("said", ["the", "a", "kis", "", " ", "?", "-5", "1:2:3", "nan"])
def test_what_is_no_time_and_not_one_beat_is_refused_with_the_beats(said: str) -> None:
    with pytest.raises(UsageError) as refused:
        story_time(said, BEATS)
    assert repr(said) in refused.value.message
    assert all(name in refused.value.advice for name, _ in BEATS)


def test_a_slip_gets_a_suggestion() -> None:
    with pytest.raises(UsageError, match="Arrival"):
        story_time("arival", BEATS[:1])


def test_without_beats_there_are_times() -> None:
    with pytest.raises(UsageError) as refused:
        story_time("kiss", ())
    assert refused.value.advice == "Go to a time: 1:10"


def test_of_two_beats_with_one_name_the_first_is_meant() -> None:
    assert story_time("door", [("door", 5), ("Door", 9), ("door again", 12)]) == 5


@pytest.mark.thorough
@given(st.text(max_size=30))
def test_folding_folds_once_and_for_all(name: str) -> None:
    assert folded(folded(name)) == folded(name)


@pytest.mark.parametrize(
    ("story_ns", "words"),
    [
        (0, "at 'Arrival'"),
        (10 * MILLISECOND, "between 'Arrival' and 'ball', 6 s to the ball"),
        (6 * SECOND - 1, "between 'Arrival' and 'ball', 1 s to the ball"),
        (6 * SECOND, "at 'ball'"),
        (7 * SECOND, "between 'ball' and 'after the ball', 2 s to the after the ball"),
        (30 * SECOND, "at 'the march'"),
        (99 * SECOND, "after 'the march'"),
    ],
)
def test_where_the_story_is_in_words(story_ns: int, words: str) -> None:
    assert beat_at(story_ns, BEATS) == words


def test_before_the_first_beat_and_without_any() -> None:
    assert beat_at(0, BEATS[1:]) == "before 'ball'"
    assert beat_at(0, ()) == ""
