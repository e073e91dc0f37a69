"""Loads one screen's films for its decks: finds places in them, and makes room for their pictures.

What is wrong with a film is remembered here, and where libvlc was seen to begin in it.
"""

from collections.abc import Callable, Sequence

from installation.errors import KissError, LinkError, told
from installation.link import READ, RingShape, RingWriter
from installation.model import FilmFacts, FilmIndex
from installation.player._cued_film import Counts, CuedFilm, FilmPlace, place_at
from installation.player._runup import RunUp
from installation.player._troubles import Troubles
from installation.said import Said
from installation.timeline import HEADROOM_NS, Entry

TURNING = 2
"""The decks that take turns all the time."""


def slots_for(lead_ns: int, frame_ns: int, decks: int = TURNING) -> int:
    """Return how many slots of a ring a player works in, by how long its shortest picture lasts.

    Each deck has room for a lead of pictures on their way, or for those that it keeps, one that
    comes while it is told to stand still, and one that libvlc writes into.
    """
    ahead = -(-lead_ns // frame_ns)
    kept = -(-max(0, lead_ns - HEADROOM_NS) // frame_ns) + 1  # with the one that it is cued at
    return decks * (max(ahead, kept + 1) + 1) + READ


class FilmLoader:
    """One screen's films. The player's thread; ``load`` reads a film's index by its path."""

    def __init__(self, ring: RingWriter, load: Callable[[str], FilmIndex], lead_ns: int) -> None:
        self.counts = Counts()
        self.troubles = Troubles()
        self.lacks_room = False
        """The machine has no memory for the pictures, which is no film's fault."""
        self.index = load
        self._ring, self._lead_ns = ring, lead_ns
        self._begins: dict[tuple[str, int], int] = {}
        """Where libvlc begins to decode for a picture, where that was not as expected."""

    def playable(self, now_ns: int, entry: Entry) -> bool:
        """Tell whether a film is worth a try: one that has failed waits, longer each time."""
        if self.troubles.waits(entry, now_ns):
            return False
        try:
            self.index(entry.index)
        except (KissError, OSError) as fault:
            why = fault.said if isinstance(fault, KissError) else str(fault)
            self.troubles.failed(entry, Said("its index cannot be read: {why}", why=why), now_ns)
            return False
        return True

    def place(self, entry: Entry, story_ns: int) -> FilmPlace:
        """Return the place of a story time in a film; raises what reading its index does."""
        return place_at(self.index(entry.index), entry, story_ns)

    def place_or_none(self, entry: Entry, story_ns: int) -> FilmPlace | None:
        """Return the same, None where its index cannot be read."""
        try:
            return self.place(entry, story_ns)
        except (KissError, OSError):
            return None

    def run_up(self, place: FilmPlace, spare_ns: int = 0) -> RunUp:
        """Return where a deck has to begin to be sure of a place."""
        known_ns = self._begins.get((place.entry.revision, place.frame))
        return place.run_up(known_ns, spare_ns)

    def surprised(self, reel: CuedFilm, begins_ns: int) -> None:
        """Note that libvlc began to decode elsewhere than it was thought to."""
        self._begins[reel.aim.revision, reel.aim.frame] = begins_ns

    def cued_film(
        self, now_ns: int, place: FilmPlace, spare_ns: int, beside: Sequence[FilmFacts]
    ) -> CuedFilm | None:
        """Make what a deck is cued with; None without memory for its pictures.

        ``beside`` are the films of the decks that are at work.
        """
        if not self._has_room(now_ns, place, beside):
            return None
        keep_ns = max(0, self._lead_ns - HEADROOM_NS)  # the rest comes before the first is due
        return CuedFilm(self._ring, self.counts, place, self.run_up(place, spare_ns), keep_ns)

    def _has_room(self, now_ns: int, place: FilmPlace, beside: Sequence[FilmFacts]) -> bool:
        # another film may have more pictures a second, or larger ones
        films = (place.film.facts, *beside)
        frame_ns = max(1, min(facts.frame_ns for facts in films))
        largest = max((RingShape.of(facts) for facts in films), key=lambda shape: shape.size)
        try:
            decks = max(TURNING, len(films))
            self._ring.use(slots_for(self._lead_ns, frame_ns, decks), largest, decks)
        except LinkError as fault:
            self.troubles.failed(place.entry, told(fault.message, fault.advice), now_ns)
            self.lacks_room = True
            return False
        self.lacks_room = False
        return True
