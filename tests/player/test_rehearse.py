"""A rehearsal with the fake deck, in simulated time: what it plays, and what it finds."""

from pathlib import Path

import numpy as np
import pytest
from fake_deck import FakeDeck, Reels, film_of
from hypothesis import given
from hypothesis import strategies as st

from installation.link import ThreadTime
from installation.player import Rehearsal, RehearsalRing, stretches_to_rehearse
from installation.player._rehearse import ALL_NS, END_NS, RehearsalClock, RehearsedStretch
from installation.timeline import CUE_NS
from installation.units import MILLISECOND, SECOND, ns

FILM = Path("/films/a")


class Room:
    """A deck, a film and a clock that moves when somebody waits."""

    def __init__(self, folder: Path, **wrong: object) -> None:
        self.index = film_of(1, 240)
        self.deck = FakeDeck(Reels({str(FILM): self.index}, **wrong))  # type: ignore[arg-type]
        self.ring = RehearsalRing(folder / "ring")
        self.now_ns = SECOND
        self.spent = 0

    def wait(self, seconds: float) -> None:
        self.now_ns += ns(seconds)
        self.spent += ns(seconds) // 4
        self.deck.tick(self.now_ns)

    def threads(self) -> dict[int, ThreadTime]:
        """One that was there before, and the deck's."""
        deck = ThreadTime(self.spent, self.spent // 2)
        return {1000: ThreadTime(10 * self.now_ns, 0), self.deck.cues: deck}

    def rehearsal(self) -> Rehearsal:
        clock = RehearsalClock(lambda: self.now_ns, self.wait, self.threads)
        return Rehearsal(self.deck, self.ring, FILM, self.index, clock)

    def leave(self) -> None:
        self.wait(0.01)
        self.deck.close()
        vars(self.ring).clear()


def test_a_good_film_is_whole_and_its_speed_is_told(tmp_path: Path) -> None:
    room = Room(tmp_path)
    for stretch in (
        RehearsedStretch(0, 48),
        RehearsedStretch(100, 120),
        RehearsedStretch(192, 239),
    ):
        played = room.rehearsal().play(stretch)
        assert played.whole and played.late_ns < 20 * MILLISECOND
        # only what the deck's own threads have spent counts: a quarter of the time
        assert 3 < played.media_ns / played.processor_ns < 5
        assert 6 < played.media_ns / played.waited_ns < 10
    assert room.deck.cues == 3
    room.leave()


def test_a_film_that_hangs_names_the_first_picture_that_is_missing(tmp_path: Path) -> None:
    room = Room(tmp_path, stalls={str(FILM): 110})
    played = room.rehearsal().play(RehearsedStretch(100, 120))
    assert played.missing == 111 and room.deck.cues == 3
    room.leave()


def test_a_film_that_is_shorter_than_its_index_is_found_out(tmp_path: Path) -> None:
    room = Room(tmp_path, short={str(FILM): 2})
    assert room.rehearsal().play(RehearsedStretch(192, 239)).missing == 238
    room.leave()


def test_a_film_that_never_loads_is_found_out(tmp_path: Path) -> None:
    room = Room(tmp_path, broken={str(FILM)})
    assert room.rehearsal().play(RehearsedStretch(0, 48)).missing == 0
    room.leave()


def test_pictures_of_another_film_are_strange(tmp_path: Path) -> None:
    room = Room(tmp_path)
    room.index = film_of(2, 240)  # what the rehearsal expects, not what the deck plays
    played = room.rehearsal().play(RehearsedStretch(0, 48))
    assert not played.whole
    room.leave()


@given(
    st.integers(1, 200_000),
    st.lists(st.floats(0, 0.9999), max_size=200),
)
def test_any_film_is_rehearsed_in_time_its_beginning_and_end_for_sure(
    frames: int, beats: list[float]
) -> None:
    index = film_of(1, 1)
    length = frames * SECOND // 24
    index = type(index)(
        type(index.facts)(**{**vars(index.facts), "frames": frames, "duration_ns": length}),
        np.arange(frames, dtype=np.int64) * SECOND // 24,
        index.prints,
    )
    planned = stretches_to_rehearse(index, [int(at * length) for at in beats])
    assert planned[0].first == 0 and frames - 1 in [s.last for s in planned]
    assert all(0 <= s.first <= s.last < frames for s in planned)
    took = sum((s.last - s.first + 1) * SECOND // 24 + CUE_NS for s in planned)
    assert took <= ALL_NS + len(planned) * SECOND // 12 + 2 * CUE_NS


@pytest.mark.parametrize("count", [0, 1, 8, 15, 60])
def test_every_beat_is_played_while_there_are_few(count: int) -> None:
    index = film_of(1, 24 * 120)
    beats = [ns(5 + 100 * k / max(count, 1)) for k in range(count)]
    planned = stretches_to_rehearse(index, beats)
    around = [s for s in planned[2:] for at in beats if s.first < index.frame_at(at) < s.last]
    assert len(around) >= min(count, 12)
    assert planned[0] == RehearsedStretch(0, index.frame_at(END_NS))
