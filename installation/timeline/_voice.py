"""The voices and levels: part of the programme, so that they hold on every way back. Pure.

A choice kept anywhere else would need a second way to reach the players, a second file written
whole, and a rule for when the two disagree. In the programme a player that is started again, and
a controller that takes over, have it with the first message and the first file that they read.
"""

from msgspec import Struct

ALL, NONE = "all", "none"
LOUDEST = 100


class Heard(Struct, frozen=True):
    """``voice`` is ``all``, ``none`` or one screen's name; levels in percent, by screen."""

    voice: str = NONE
    levels: dict[str, int] = {}

    def level(self, screen: str) -> int:
        """A screen's level in percent, whether it speaks or not."""
        return self.levels.get(screen, LOUDEST)

    def speaks(self, screen: str) -> bool:
        """Tell whether a screen is heard."""
        return self.voice in (ALL, screen)

    def gain(self, screen: str) -> float:
        """Return what a screen's samples are multiplied with, 0 to 1."""
        return amplitude(self.level(screen)) if self.speaks(screen) else 0.0


def amplitude(percent: int) -> float:
    """The gain of a level: its cube, as PulseAudio's and VLC's own sliders have it.

    100 is 0 dB, 80 is -6 dB, 50 is -18 dB, 20 is -42 dB, 0 is silence: equal ways of the fader
    sound about equal.
    """
    return (percent / LOUDEST) ** 3
