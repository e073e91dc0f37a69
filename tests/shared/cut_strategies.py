"""Stories and cuts of every kind, for property tests."""

from hypothesis import strategies as st

from installation.timeline import Beat, StoryTiming, Terms, Waiting
from installation.units import MILLISECOND, SECOND

GAPS = st.integers(20 * MILLISECOND, 60 * SECOND)
NAMES = [f"beat {n}" for n in range(12)]


@st.composite
def stories(draw: st.DrawFn) -> StoryTiming:
    at_ns, beats = draw(st.one_of(st.just(0), GAPS)), []
    for name in NAMES[: draw(st.integers(1, 10))]:
        beats.append(Beat(name, at_ns))
        at_ns += draw(GAPS)
    return StoryTiming(tuple(beats), at_ns)


@st.composite
def cuts(draw: st.DrawFn) -> tuple[StoryTiming, dict[str, int], int]:
    """A story, where a film has (some of) its beats, and how long the film is."""
    story = draw(stories())
    at_ns, places = draw(st.one_of(st.just(0), GAPS)), {}
    for beat in story.beats:
        if draw(st.integers(0, 5)):
            places[beat.name] = at_ns
            at_ns += draw(GAPS)
    return story, places, at_ns + draw(GAPS)


TERMS = st.builds(
    Terms,
    st.floats(0.5, 1),
    st.floats(1, 2),
    st.sampled_from([Waiting.HOLD, Waiting.BREATHE, Waiting.TITLE]),
    st.sampled_from([Waiting.HOLD, Waiting.DIM]),
)
