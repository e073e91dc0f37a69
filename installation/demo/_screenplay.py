"""The story all iterations share: its beats, in seconds of the usual 36, and its scenes."""

from collections.abc import Mapping
from types import MappingProxyType

LENGTH = 36.0
"""Seconds of the usual telling; each iteration has its own (see telling.py)."""

DISSOLVE = 0.9
"""Seconds that one beat takes to become the next; it is complete when the next beat begins."""

BEATS: Mapping[str, float] = MappingProxyType(
    {
        "arrival": 0.0,
        "ball": 5.5,
        "wrong door": 11.0,
        "dark room": 15.5,
        "kiss": 19.5,
        "supper": 21.75,
        "march": 26.5,
        "return": 31.0,
    }
)
"""Where the moments begin. The kiss is a moment within the dark room, not a scene of its own."""

SCENES = ("arrival", "ball", "wrong door", "dark room", "supper", "march", "return")


def scenes_at(story: float) -> tuple[tuple[str, float, float], ...]:
    """Return what is seen at a story time: (scene, seconds into it, weight), one or two of them.

    The last scene dissolves into the first, so that the film has no end. A scene that is only
    just appearing is seen before its own beginning: its seconds are negative.
    """
    story %= LENGTH
    starts = [BEATS[name] for name in SCENES]
    now = max(i for i, start in enumerate(starts) if start <= story)
    following = (now + 1) % len(SCENES)
    until = starts[now + 1] if following else LENGTH
    seen = (SCENES[now], story - starts[now])
    part = (story - (until - DISSOLVE)) / DISSOLVE
    if part <= 0:
        return ((*seen, 1.0),)
    weight = part * part * (3 - 2 * part)
    return ((*seen, 1 - weight), (SCENES[following], story - until, weight))
