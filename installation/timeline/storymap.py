"""Story time to media time of one version: monotone, piecewise linear, invertible.

A map is a tuple of two or more (story, media) points, rising in both; outside of them the story is
held at the first or last picture. The identity map of a film is its two ends.
"""

from bisect import bisect_right
from operator import itemgetter

from installation.units import MediaNs, StoryNs

Point = tuple[int, int]
Points = tuple[Point, ...]


def identity(duration_ns: int) -> Points:
    """The map of a film that tells the story at its own pace."""
    return ((0, 0), (duration_ns, duration_ns))


def _around(points: Points, at: int, side: int) -> tuple[Point, Point]:
    """The two neighbouring points around a story time (side 0) or a media time (side 1)."""
    i = bisect_right(points, at, 1, len(points) - 1, key=itemgetter(side))
    return points[i - 1], points[i]


def media_at(points: Points, story_ns: int) -> MediaNs:
    """The film's position at a story time."""
    (story, media), (next_story, next_media) = _around(points, story_ns, 0)
    past = min(max(story_ns, story), next_story) - story
    return MediaNs(media + past * (next_media - media) // (next_story - story))


def story_at(points: Points, media_ns: int) -> StoryNs:
    """The earliest story time, to the nanosecond, at which the film has reached a position."""
    (story, media), (next_story, next_media) = _around(points, media_ns, 1)
    past = min(max(media_ns, media), next_media) - media
    # rounded up where media_at rounds down: a picture's own story time maps back onto that picture
    return StoryNs(story + -(-past * (next_story - story) // (next_media - media)))
