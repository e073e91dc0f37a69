"""Story time to media time of one version: monotone, piecewise linear, invertible.

A map is a tuple of two or more (story, media) points in nanoseconds that never fall in either; no
two of them are the same. Between two points of one media time the film *waits*; between two of one
story time it *leaps*, and from that instant on the later one counts. Outside of the map the story
is held at the first or last picture. The identity map of a film is its two ends.
"""

from bisect import bisect_left, bisect_right
from itertools import pairwise
from operator import itemgetter

Point = tuple[int, int]
Points = tuple[Point, ...]

_STORY, _MEDIA = itemgetter(0), itemgetter(1)


def identity_map(duration_ns: int) -> Points:
    """The map of a film that tells the story at its own pace."""
    return ((0, 0), (duration_ns, duration_ns))


def media_at(points: Points, story_ns: int) -> int:
    """The film's position at a story time; where the film leaps, the one that it leaps to."""
    i = bisect_right(points, story_ns, 1, len(points) - 1, key=_STORY)
    (story, media), (next_story, next_media) = points[i - 1], points[i]
    if story_ns >= next_story:
        return next_media
    past = max(0, story_ns - story)
    return media + past * (next_media - media) // (next_story - story)


def leaps(points: Points) -> frozenset[int]:
    """The story times at which the film leaps."""
    return frozenset(story for (story, _), (following, _) in pairwise(points) if story == following)


def story_at(points: Points, media_ns: int) -> int:
    """The earliest story time, to the nanosecond, at which the film has reached a position."""
    i = bisect_left(points, media_ns, 1, len(points) - 1, key=_MEDIA)
    (story, media), (next_story, next_media) = points[i - 1], points[i]
    if media_ns <= media:
        return story
    if media_ns >= next_media:
        return next_story if next_media > media else story
    past = media_ns - media
    # rounded up where media_at rounds down: a picture's own story time maps back onto that picture
    return story + -(-past * (next_story - story) // (next_media - media))
