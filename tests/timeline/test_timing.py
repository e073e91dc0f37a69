"""The story's own timing: the middle of the cuts, stretch by stretch, or one cut's."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from installation.timeline import Telling, story_led_by, time_story

NAMES = ("door", "kiss", "march")


def tell(length: int, **places: int) -> Telling:
    return Telling(places, length)


def at(story: object) -> list[int]:
    return [*(beat.story_ns for beat in story.beats), story.length_ns]  # type: ignore[attr-defined]


def test_each_stretch_is_as_long_as_the_middle_one() -> None:
    tellings = [
        tell(17, door=4, kiss=9, march=12),
        tell(20, door=5, kiss=11, march=16),
        tell(26, door=9, kiss=16, march=22),
    ]
    assert at(time_story(NAMES, tellings)) == [5, 11, 16, 20]


def test_one_telling_gives_its_own_timing() -> None:
    assert at(time_story(NAMES, [tell(17, door=4, kiss=9, march=12)])) == [4, 9, 12, 17]


def test_a_beat_that_nobody_has_is_left_out_and_one_that_few_have_stays() -> None:
    story = time_story((*NAMES, "moon"), [tell(20, door=4, march=12), tell(20, kiss=9, march=13)])
    assert [beat.name for beat in story.beats] == ["door", "kiss", "march"]
    assert at(story)[0] == 4


def test_the_leader_has_its_own_places_and_the_others_theirs_in_between() -> None:
    story = time_story(NAMES, [tell(20, door=4, kiss=8, march=16)])
    assert at(story_led_by(tell(40, door=10, march=30), story)) == [10, 16, 30, 40]
    assert at(story_led_by(tell(40), story)) == [8, 16, 32, 40]


@given(
    st.lists(
        st.dictionaries(st.sampled_from(NAMES), st.integers(0, 999), max_size=3),
        min_size=1,
        max_size=4,
    )
)
def test_beats_rise_whatever_the_cuts_have(places: list[dict[str, int]]) -> None:
    tellings = [Telling(each, 1000) for each in places]
    for story in (
        time_story(NAMES, tellings),
        story_led_by(tellings[0], time_story(NAMES, tellings)),
    ):
        times = at(story)
        assert times[0] >= 0 and all(a < b for a, b in pairwise(times))
