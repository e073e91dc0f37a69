"""A deck that libvlc does not come back to, told from one that works."""

import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from installation.link import ThreadTime
from installation.player import _vlcdeck
from installation.player._deck_watch import KEPT_NS, DeckWatch
from installation.timeline import WatchedTime
from installation.units import MILLISECOND, SECOND

STEP_NS = 40 * MILLISECOND


def at_rest(_pid: int) -> dict[int, ThreadTime]:
    return {1: ThreadTime(0, 0)}


def test_one_order_that_is_kept_too_long_is_found() -> None:
    watch = DeckWatch(at_rest)
    found = [now_ns for now_ns in range(0, 2 * KEPT_NS, STEP_NS) if watch.looked(now_ns, 7)]
    assert found[0] == KEPT_NS + STEP_NS


@given(st.lists(st.integers(0, 3), min_size=1, max_size=600))
def test_a_deck_that_takes_its_orders_never_hangs(states: list[int]) -> None:
    watch, order = DeckWatch(at_rest), 0
    for number, state in enumerate(states):
        order += state > 0
        at_work = order if state else 0
        assert not watch.looked(number * KEPT_NS // 2, at_work)


def test_a_deck_that_waits_for_a_processor_is_slow() -> None:
    """Stopping a film takes seconds beside programs that want all of the machine."""
    watch = DeckWatch(lambda _: {1: ThreadTime(5, 5, waits=True)})
    assert not any(watch.looked(now_ns, 7) for now_ns in range(0, 60 * SECOND, STEP_NS))


def test_a_machine_that_stood_still_is_no_deck_that_hangs() -> None:
    watch = DeckWatch(at_rest)
    watch.looked(0, 1)
    for hour in range(1, KEPT_NS // WatchedTime.LONGEST_NS + 1):
        assert not watch.looked(hour * 3600 * SECOND, 1)


class HeldLibVlc:
    """A player of libvlc that keeps the order to load until it is let go."""

    decoder, sink, ready, ended, drained = "", None, False, False, False

    def __init__(self, *_: object) -> None:
        self.let_go = threading.Event()

    def load(self, *_: object) -> None:
        self.let_go.wait()

    def looked(self) -> None:
        pass

    def stop(self) -> None:
        pass

    def release(self) -> None:
        pass


def test_a_deck_says_which_order_it_has_not_done(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(_vlcdeck, "VlcPlayer", HeldLibVlc)
    deck = _vlcdeck.VlcDeck(object(), "A")
    assert deck.at_work == 0
    deck.cue(tmp_path, 0, object())  # type: ignore[arg-type]
    held = deck.at_work
    assert held > 0
    deck.park()
    assert deck.at_work == held  # the same one: what waits behind it is not begun
    deck._player.let_go.set()  # type: ignore[attr-defined]
    deck.close()
    assert deck.at_work == 0
