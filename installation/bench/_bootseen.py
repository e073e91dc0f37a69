"""Tells from screen dumps what the bench's machine shows, and waits for it."""

import time
from collections.abc import Callable, Sequence
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from installation.bench._bootmachine import Machine
from installation.rig import barcode

LOOKS = 600
"""How often a picture is looked for: half an hour of a bench that runs. One that was stopped for a
while, with its machine, has not waited meanwhile."""
LOOK_S = 3.0
_GLOW = 0.3


class Seen(Enum):
    """The contents of a display."""

    DARK = "dark, or a terminal"
    WAITING = "the waiting picture"
    FILM = "a film"


def seen(screen: NDArray[np.uint8]) -> Seen:
    """Tell what a display shows from its picture, (height, width, 3)."""
    if film_picture(screen) >= 0:
        return Seen.FILM
    # a terminal's letters light less of it; the waiting picture has a glow behind its words
    return Seen.WAITING if screen.any(axis=2).mean() > _GLOW else Seen.DARK


def film_picture(screen: NDArray[np.uint8]) -> int:
    """Return the number of the film's picture on a display; negative where there is none."""
    height, width, _ = screen.shape
    tall = width * 9 // 16  # the film is 16:9, in the middle
    at = barcode.points(0, (height - tall) // 2, width, tall)
    return int(barcode.read(screen[at[:, 1], at[:, 0], 1]))


def wait_for(machine: Machine, wanted: Callable[[Sequence[Seen]], bool]) -> float | None:
    """Return the machine's age when its displays show what is wanted; None if they never do."""
    return _wait(machine, lambda screens: wanted([seen(screen) for screen in screens]))


def wait_for_motion(machine: Machine, heads: int) -> float | None:
    """Return the machine's age when films play on its first displays, and not only stand there.

    What the card still sends to a display that was pulled is nobody's to see.
    """
    before = [film_picture(screen) for screen in machine.screens()[:heads]]

    def move(screens: Sequence[NDArray[np.uint8]]) -> bool:
        now = [film_picture(screen) for screen in screens[:heads]]
        return all(
            new >= 0 and old >= 0 and new != old for old, new in zip(before, now, strict=True)
        )

    return _wait(machine, move)


def _wait(machine: Machine, wanted: Callable[[Sequence[NDArray[np.uint8]]], bool]) -> float | None:
    for _ in range(LOOKS):
        if wanted(machine.screens()):
            machine.up()  # the wall may be there before the shell is
            return machine.age_s()
        time.sleep(LOOK_S)
    return None


def all_films(heads: Sequence[Seen]) -> bool:
    """Tell whether every display shows a film."""
    return all(head is Seen.FILM for head in heads)


def none_dark(heads: Sequence[Seen]) -> bool:
    """Tell whether every display shows something."""
    return Seen.DARK not in heads
