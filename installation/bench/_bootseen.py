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
    height, width, _ = screen.shape
    tall = width * 9 // 16  # the film is 16:9, in the middle
    at = barcode.points(0, (height - tall) // 2, width, tall)
    if int(barcode.read(screen[at[:, 1], at[:, 0], 1])) >= 0:
        return Seen.FILM
    # a terminal's letters light less of it; the waiting picture has a glow behind its words
    return Seen.WAITING if screen.any(axis=2).mean() > _GLOW else Seen.DARK


def wait_for(machine: Machine, wanted: Callable[[Sequence[Seen]], bool]) -> float | None:
    """Return the machine's age when its displays show what is wanted; None if they never do."""
    for _ in range(LOOKS):
        if wanted([seen(screen) for screen in machine.screens()]):
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
