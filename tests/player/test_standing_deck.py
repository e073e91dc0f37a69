"""A deck of libvlc's that stands: what it costs meanwhile, and that it goes on as it should."""

import ctypes
from collections.abc import Iterator
from pathlib import Path

import pytest
import vlc
from deck_rigs import VlcRig, frames, parked, reel_at, until, wait
from player_films import Recipe

from installation.player._deck import DeckState
from installation.player._libvlc import STANDS_S
from installation.units import MILLISECOND

pytestmark = pytest.mark.process


@pytest.fixture
def rig(tmp_path: Path, libvlc: vlc.Instance) -> Iterator[VlcRig]:
    made = VlcRig(tmp_path, libvlc)
    made.make("a.mp4", Recipe(options={"bf": "2"}))
    yield made
    made.deck.close()
    assert not made.ring._busy
    vars(made).clear()


def states() -> int:
    """How many threads have a state of Python's."""
    python = ctypes.pythonapi
    get, first, following = (
        python.PyInterpreterState_Get,
        python.PyInterpreterState_ThreadHead,
        python.PyThreadState_Next,
    )
    get.restype = first.restype = following.restype = ctypes.c_void_p
    first.argtypes = following.argtypes = [ctypes.c_void_p]
    count, state = 0, first(get())
    while state:
        count, state = count + 1, following(state)
    return count


@pytest.mark.parametrize("frame", [0, 20])
def test_its_picture_is_seldom_shown_again_and_all_come_when_it_rolls(
    rig: VlcRig, frame: int
) -> None:
    reel = reel_at(rig, frame)
    shown = 0
    hand_over = reel.shown

    def counted(slot: int, now_ns: int) -> None:
        nonlocal shown
        shown += 1
        hand_over(slot, now_ns)

    reel.shown = counted  # type: ignore[method-assign]
    rig.deck.cue(rig.film, reel.media_ns, reel)
    until(rig, lambda: rig.deck.state is DeckState.CUED)
    wait(rig, 0.6)  # until its first pictures are kept, and libvlc has shown the last of them again
    began_ns, shown = rig.now(), 0
    wait(rig, 2)
    stood_s = (rig.now() - began_ns) / 1e9
    assert shown <= 1 + stood_s / STANDS_S  # 12 times a second without being held up
    reel.origin_ns = rig.now() + 60 * MILLISECOND
    rig.deck.roll(reel.origin_ns)
    until(rig, lambda: rig.deck.state is DeckState.ENDED)
    parked(rig, reel)
    del reel.shown
    assert frames(rig) == list(range(frame, 48))


def test_one_that_stands_can_be_let_go(rig: VlcRig) -> None:
    for frame in (0, 20):
        reel = reel_at(rig, frame)
        rig.deck.cue(rig.film, reel.media_ns, reel)
        until(rig, lambda: rig.deck.state is DeckState.CUED)
        wait(rig, 0.6)
        parked(rig, reel)
        assert not rig.ring.log


def test_libvlcs_threads_have_a_state_of_pythons_as_long_as_a_film_and_no_longer(
    rig: VlcRig,
) -> None:
    before = states()
    for _ in range(3):
        reel = reel_at(rig, 0)
        rig.deck.cue(rig.film, reel.media_ns, reel)
        until(rig, lambda: rig.deck.state is DeckState.CUED)
        wait(rig, 0.6)
        assert states() == before + 1
        parked(rig, reel)
        until(rig, lambda: states() == before)
