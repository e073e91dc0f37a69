"""Story time to media time of one version: monotone, piecewise linear, invertible.

A map is a tuple of (story, media) points, rising in both; outside of them the story is held at
the first or last picture. The identity map of a film is its two ends.
"""

from bisect import bisect_right
from collections.abc import Sequence

from installation.units import MediaNs, StoryNs

Points = tuple[tuple[int, int], ...]


def identity(duration_ns: int) -> Points:
    """The map of a film that tells the story at its own pace."""
    return ((0, 0), (duration_ns, duration_ns))


def _along(at: int, xs: Sequence[int], ys: Sequence[int]) -> int:
    if at <= xs[0]:
        return ys[0]
    if at >= xs[-1]:
        return ys[-1]
    i = bisect_right(xs, at) - 1
    width = xs[i + 1] - xs[i]
    # floor division of exact integers: a picture's own story time maps back onto that picture
    return ys[i] + (at - xs[i]) * (ys[i + 1] - ys[i]) // width


def media_at(points: Points, story_ns: int) -> MediaNs:
    """The film's position at a story time."""
    return MediaNs(_along(story_ns, [s for s, _ in points], [m for _, m in points]))


def story_at(points: Points, media_ns: int) -> StoryNs:
    """The earliest story time, to the nanosecond, at which the film has reached a position."""
    xs, ys = [m for _, m in points], [s for s, _ in points]
    found = _along(media_ns, xs, ys)
    while found < ys[-1] and media_at(points, found) < media_ns:
        found += 1  # the floor above can fall short by the slope's rounding, a few nanoseconds
    return StoryNs(found)
