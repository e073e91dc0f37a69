"""Three cuts of one story: how long each iteration takes over each of its moments.

The first hurries; the second lingers at the house and before the door; the third takes its time.
Between two beats each goes at an even pace.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from installation.demo._screenplay import BEATS, LENGTH

TELLINGS: tuple[tuple[float, ...], ...] = (
    (0.0, 5.0, 10.25, 14.5, 18.25, 20.5, 24.75, 28.75, 33.25),
    (0.0, 5.75, 11.0, 16.0, 20.0, 22.25, 26.75, 31.25, 36.5),
    (0.0, 6.0, 12.0, 16.75, 21.25, 23.5, 28.5, 33.5, 38.75),
)
"""Where the beats of iterations 1, 2 and 3 are in a film of the usual length, and where it ends.

No pace is further than 15 % from the median of the three: the story map's usual bound.
"""

_STORY = (*BEATS.values(), LENGTH)


def own_length(number: int, seconds: float) -> float:
    """Seconds of iteration ``number`` in a demo of films that are ``seconds`` long, usually."""
    return TELLINGS[number - 1][-1] * seconds / LENGTH


def place(number: int, story: ArrayLike, seconds: float) -> NDArray[np.float64]:
    """Return where story times are in iteration ``number``, a film of ``seconds``."""
    return _along(story, _STORY, TELLINGS[number - 1]) * (seconds / TELLINGS[number - 1][-1])


def story_at(number: int, share: ArrayLike) -> NDArray[np.float64]:
    """The story times at shares, 0..1, of iteration ``number``."""
    knots = TELLINGS[number - 1]
    return _along(np.asarray(share) * knots[-1], knots, _STORY)


def beats_of(number: int, seconds: float) -> dict[str, float]:
    """The beats of iteration ``number``, a film of ``seconds``, in seconds."""
    return {name: round(float(place(number, at, seconds)), 3) for name, at in BEATS.items()}


def _along(at: ArrayLike, source: Sequence[float], target: Sequence[float]) -> NDArray[np.float64]:
    return np.asarray(np.interp(np.asarray(at, np.float64), source, target), np.float64)
