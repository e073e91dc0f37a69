"""A deck on a slow machine: a film may take longer to stand ready after each one that did not."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

import pytest

from installation.player import _vlcdeck
from installation.player._deck import DeckState
from installation.player._vlcdeck import CUE_TIMEOUT_NS, DECODED_NS, LONGEST_CUE_NS, VlcDeck
from installation.timeline import NATURAL
from installation.units import SECOND

FILM = Path("film.mp4")


class NeverReady:
    """A player of libvlc that loads a film and never has a picture of it."""

    decoder, ready, ended, drained, stands = "", False, False, False, False
    filled, rolls = 0.0, False

    def __init__(self, *_: object) -> None:
        self.sink: object = None

    def roll(self) -> None:
        self.rolls = True

    def load(self, _film: Path, _media_ns: int, sink: object) -> None:
        self.sink = sink

    def looked(self) -> None:
        pass

    def stop(self) -> None:
        self.sink = None

    def release(self) -> None:
        pass


class Sink:
    """Keeps nothing; ``near``: libvlc is at the place; ``there``: the first picture has come."""

    near, there, over, full, late_ns = False, False, False, False, 0
    last_ns, pace = 0, NATURAL

    def __getattr__(self, _name: str) -> Callable[..., None]:
        return lambda *_: None


class Slow:
    """A deck whose clock is ours."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now_ns = 0
        monkeypatch.setattr(_vlcdeck, "VlcPlayer", NeverReady)
        monkeypatch.setattr(time, "monotonic_ns", lambda: self.now_ns)
        self.deck = VlcDeck(object(), "A")
        self.sink = Sink()

    def cue(self, media_ns: int = 0) -> None:
        self.deck.cue(FILM, media_ns, self.sink)  # type: ignore[arg-type]
        self.rest()

    def after(self, passed_ns: int) -> DeckState:
        """How the deck is when so much time has passed."""
        self.now_ns += passed_ns
        self.deck._give(_vlcdeck._look_again)
        self.rest()
        return self.deck.state

    def rest(self) -> None:
        """Until all orders are done: a look is the deck's thread's before its next order."""
        done = threading.Event()
        self.deck._give(done.set)
        assert done.wait(10)


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[Slow]:
    made = Slow(monkeypatch)
    yield made
    made.deck.close()


def test_a_film_that_does_not_stand_ready_is_given_twice_as_long_next_time(slow: Slow) -> None:
    longest_ns = CUE_TIMEOUT_NS
    for _ in range(6):
        slow.cue()
        assert slow.after(longest_ns) is DeckState.LOADING
        assert slow.after(1) is DeckState.FAILED
        longest_ns = min(2 * longest_ns, LONGEST_CUE_NS)


def test_one_that_stood_ready_ends_that(slow: Slow) -> None:
    slow.cue()
    assert slow.after(CUE_TIMEOUT_NS + 1) is DeckState.FAILED
    slow.cue()
    slow.deck._origin_ns, slow.sink.there = 0, True
    assert slow.after(CUE_TIMEOUT_NS + 1) is DeckState.CUED
    slow.sink.there = False
    slow.cue()
    assert slow.after(CUE_TIMEOUT_NS + 1) is DeckState.FAILED


@pytest.mark.parametrize("near", [False, True])
def test_a_clock_runs_once_libvlc_is_at_the_place_for_sure(slow: Slow, near: bool) -> None:
    player = cast(NeverReady, slow.deck._player)
    slow.sink.last_ns, slow.sink.pace = 2 * SECOND, NATURAL
    slow.cue(SECOND)
    player.ready, slow.sink.near = True, near
    slow.after(0)
    assert player.rolls is near
    slow.after(DECODED_NS)
    assert player.rolls
    assert slow.after(0) is DeckState.LOADING
    slow.sink.there = True
    assert slow.after(0) is DeckState.CUED
