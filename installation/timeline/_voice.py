"""The voices and levels: part of the programme, so that they hold on every way back. Pure.

A choice kept anywhere else would need a second way to reach the players, a second file written
whole, and a rule for when the two disagree. In the programme a player that is started again, and
a controller that takes over, have it with the first message and the first file that they read.
"""

from msgspec import Struct

ALL, NONE, BY_STORY = "all", "none", "story"
LOUDEST = 100


class VoicePart(Struct, frozen=True):
    """A part of the story, from a beat on: who speaks in it, a screen, ``all`` or ``none``."""

    beat: str
    voice: str


class Heard(Struct, frozen=True):
    """The voice, ``all``, ``none``, a screen's name or ``story``; levels in percent, by screen.

    ``parts`` are the layout's, for the voice ``story``: it is handed over at beats. ``routes`` are
    the names of those levels that are not a screen's: of headphones, a hearing loop. ``muted`` are
    those that are silent, whatever their level. The level ``all`` is that of everything together,
    by which each is made softer; muted ``all`` is silence.
    """

    voice: str = NONE
    levels: dict[str, int] = {}
    parts: tuple[VoicePart, ...] = ()
    routes: tuple[str, ...] = ()
    muted: tuple[str, ...] = ()

    @property
    def screens(self) -> tuple[str, ...]:
        """Return the screens, in the layout's order."""
        return tuple(name for name in self.levels if name not in (*self.routes, ALL))

    def level(self, screen: str) -> int:
        """The level of a screen or route in percent, whether it speaks or not."""
        return self.levels.get(screen, LOUDEST)

    def gain(self, name: str) -> float:
        """Return what the samples of a screen or route are multiplied with where it is heard."""
        if not {name, ALL}.isdisjoint(self.muted):
            return 0.0
        return amplitude(self.level(name)) * amplitude(self.level(ALL))

    def may_speak(self, screen: str) -> bool:
        """Tell whether a screen is heard at any time, as things stand."""
        voices = {part.voice for part in self.parts} if self.voice == BY_STORY else {self.voice}
        return self.gain(screen) > 0 and not voices.isdisjoint((ALL, screen))


def amplitude(percent: int) -> float:
    """The gain of a level: its cube, as PulseAudio's and VLC's own sliders have it.

    100 is 0 dB, 80 is -6 dB, 50 is -18 dB, 20 is -42 dB, 0 is silence: equal ways of the fader
    sound about equal.
    """
    return (percent / LOUDEST) ** 3
