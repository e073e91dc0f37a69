"""Measures what it costs to bring a film's pictures into a ring, in the deck that plays it."""

import time
from dataclasses import dataclass
from pathlib import Path

from installation.errors import PlayerError
from installation.model import FilmIndex
from installation.player._cued_film import Counts, CuedFilm, FilmPlace
from installation.player._deck import Deck, DeckState
from installation.player._rehearse import RehearsalRing
from installation.player._segments import SegmentLabel
from installation.timeline import HEADROOM_NS, LEAD_NS, Entry, identity_map, span_at
from installation.units import MILLISECOND, SECOND

LOAD_S = 4.0
RUN_IN_S = 0.4
"""What is not measured: a deck that has just begun decodes ahead of its pictures."""
ROLL_IN_NS = 60 * MILLISECOND


@dataclass(frozen=True)
class PicturesDecoded:
    """The pictures that came while a deck played, and the processor's time of this process."""

    pictures: int
    cpu_s: float
    decoder: str


def measure_decoding(
    deck: Deck, ring: RehearsalRing, film: Path, index: FilmIndex, seconds: float
) -> PicturesDecoded:
    """Play a film's beginning, for ``seconds`` or to its end.

    A machine that is too slow for it brings fewer pictures, each at its cost. Nothing else may be
    at work in this process. Raises PlayerError when no picture comes.
    """
    entry = Entry("measured", "", "", str(film), "", identity_map(index.facts.duration_ns))
    place = FilmPlace(index, entry, span_at(entry.points, 0), 0)
    reel = CuedFilm(ring, Counts(), place, place.run_up(), LEAD_NS - HEADROOM_NS)
    reel.label = SegmentLabel(1, 1)
    deck.cue(film, reel.media_ns, reel)
    ends_s = time.monotonic() + LOAD_S
    while deck.state is DeckState.LOADING and time.monotonic() < ends_s:
        time.sleep(0.005)
    if deck.state is not DeckState.CUED:
        raise PlayerError(f"{film.name} is not loaded within {LOAD_S:.0f} s")
    origin_ns = time.monotonic_ns() + ROLL_IN_NS
    ring.begin_ns = origin_ns - reel.media_ns
    deck.roll(origin_ns)
    time.sleep(ROLL_IN_NS / SECOND + RUN_IN_S)
    came, spent_ns = len(ring.came), time.process_time_ns()
    ends_s = time.monotonic() + seconds
    while time.monotonic() < ends_s and not (reel.complete or _over(deck)):
        time.sleep(0.02)
    pictures, spent_s = len(ring.came) - came, (time.process_time_ns() - spent_ns) / SECOND
    deck.park()
    if pictures <= 0:
        raise PlayerError(f"{film.name} brings no picture")
    return PicturesDecoded(pictures, spent_s, deck.decoder)


def _over(deck: Deck) -> bool:
    return deck.state in (DeckState.ENDED, DeckState.FAILED)
