"""The programme: the one value that the controller publishes and everything else follows.

Plain frozen data; what it means at an instant is in :mod:`installation.timeline._transport`.
"""

from msgspec import Struct

from installation.model import WallLabel
from installation.timeline._label_times import LabelTimes
from installation.timeline._languages import Languages
from installation.timeline._lock import Beat, Interlude
from installation.timeline._storymap import Points
from installation.timeline._voice import Heard
from installation.units import MILLISECOND

FADE_NS = 300 * MILLISECOND
"""All the way from dark to light, at an order."""


class EntrySound(Struct, frozen=True):
    """One of a version's sounds: its name, its samples' file and channels, and its gain."""

    name: str
    file: str
    channels: int
    gain: float = 1.0


class Entry(Struct, frozen=True):
    """One version as a screen's player needs it. ``revision`` is the film's content hash.

    ``interludes`` are its waits that show more than a picture that stands, ``missing`` the story's
    beats that it does not have, ``subtitles`` its files by language, ``label`` what the screen says
    of it, in its language, ``sounds`` what may be heard.
    """

    version: str
    revision: str
    title: str
    film: str
    index: str
    points: Points
    interludes: tuple[Interlude, ...] = ()
    missing: tuple[str, ...] = ()
    subtitles: tuple[tuple[str, str], ...] = ()
    label: WallLabel | None = None
    sounds: tuple[EntrySound, ...] = ()

    def sound(self, name: str) -> EntrySound | None:
        """Return the sound of a name; None when it has none."""
        return next((sound for sound in self.sounds if sound.name == name), None)


class Plan(Struct, frozen=True):
    """A line-up, from one cycle on: which version on which screen, and how long a cycle is.

    A screen without an entry shows the background. For ``fade_ns`` from its beginning on, screens
    that it gives another film dissolve into it; 0 is a cut. ``leaving`` is what those showed: it
    goes on until then, at the same place of the story. ``beats`` are the story's, in order.
    """

    from_cycle: int
    cycle_ns: int
    entries: dict[str, Entry]
    fade_ns: int = 0
    beats: tuple[Beat, ...] = ()
    leaving: dict[str, Entry] = {}


class Take(Struct, frozen=True):
    """A stretch of continuous story from an instant on, through any number of cycles.

    At ``at_ns`` the story is at ``story_ns`` of ``cycle``. From ``hold_ns`` on, if set, it stands
    still. Start, restart, go, sync and resume are new takes; a pause ends one with a hold.
    ``serial`` is its cue's: the revision of the programme that brought that.
    """

    serial: int
    at_ns: int
    cycle: int
    story_ns: int
    hold_ns: int | None = None


class Cue(Struct, frozen=True):
    """A take that is being prepared: every screen cues its picture, then the instant is set.

    With a ``plan`` it is a swap: the screens cue what that line-up has for them. It is only
    proposed, and holds once it stands among the programme's plans.
    """

    serial: int
    cycle: int
    story_ns: int
    plan: Plan | None = None


class Fade(Struct, frozen=True):
    """The wall's light goes from ``start`` to ``goal`` from an instant on: 0 is black, 1 is full.

    ``way_ns`` is how long all the way takes from one to the other; less is shorter.
    See :mod:`installation.timeline._light`.
    """

    at_ns: int
    start: float
    goal: float
    way_ns: int = FADE_NS


class Programme(Struct, frozen=True):
    """Everything there is to know to play. ``takes`` rise in ``at_ns``; so do ``plans`` in cycle.

    ``boot`` names the machine's boot: instants of CLOCK_MONOTONIC mean nothing in another one.
    ``shut``: the house is closed. The wall is dark, or on its way there, and nobody is heard.
    """

    revision: int = 0
    boot: str = ""
    takes: tuple[Take, ...] = ()
    pending: Cue | None = None
    plans: tuple[Plan, ...] = ()
    heard: Heard = Heard()
    fade: Fade | None = None
    captions: Languages = Languages()
    labels: LabelTimes = LabelTimes()
    shut: bool = False

    def rests(self, now_ns: int) -> bool:
        """Tell whether the house is closed and the story has come to its rest."""
        if not self.shut or self.pending is None or not self.takes:
            return False
        hold_ns = self.takes[-1].hold_ns
        return hold_ns is not None and hold_ns <= now_ns
