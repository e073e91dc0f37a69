"""The story all iterations share: its beats, in seconds of the usual 36, and what is whispered."""

from collections.abc import Mapping
from types import MappingProxyType

LENGTH = 36.0
"""Seconds of one telling. A film of another length tells the same story faster or slower."""

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

WHISPERS: tuple[tuple[float, float, str], ...] = (
    (0.9, 3.1, "An evening in May. A house full of light."),
    (3.3, 5.2, "We are all invited. Even I."),
    (6.2, 8.4, "They dance. I have never danced."),
    (8.7, 10.6, "The windows are open: poplar, rose, lilac."),
    (11.6, 14.6, "On the way back I take the wrong door."),
    (16.2, 18.2, "Darkness. Steps. The rustle of a dress."),
    (18.6, 19.4, "“At last.”"),
    (20.4, 21.6, "And she is gone."),
    (22.4, 24.2, "Which of them was it?"),
    (24.5, 26.1, "The voice of one, the shoulders of another."),
    (27.2, 30.4, "We march. I carry one second with me."),
    (31.8, 33.6, "We come back. Nobody sends for us."),
    (33.9, 35.3, "I remember it differently now."),
)
"""The subtitles: from, until, text; in our own words after Chekhov."""


def scaled_beats(seconds: float) -> dict[str, float]:
    """The beats of a film that long, in seconds."""
    return {name: round(at * seconds / LENGTH, 3) for name, at in BEATS.items()}


def scenes_at(story: float) -> tuple[tuple[str, float, float], ...]:
    """What is seen at a story time: (scene, seconds into it, weight), one or two of them.

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


def subtitles(seconds: float) -> str:
    """The whispers as SubRip text for a film that long."""
    blocks = []
    for number, (start, end, text) in enumerate(WHISPERS, 1):
        times = " --> ".join(_stamp(at * seconds / LENGTH) for at in (start, end))
        blocks.append(f"{number}\n{times}\n{text}\n")
    return "\n".join(blocks)


def _stamp(at: float) -> str:
    thousandths = round(at * 1000)
    minutes, rest = divmod(thousandths, 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{rest // 1000:02},{rest % 1000:03}"
