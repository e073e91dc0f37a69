"""A deck of libvlc's that stands: that it can be let go, and what of Python's it holds."""

import ctypes
from collections.abc import Iterator
from pathlib import Path

import pytest
import vlc
from deck_rigs import VlcRig, WatchedReel, parked, reel_at, until, wait
from player_films import Recipe

from installation.player._deck import DeckState

pytestmark = pytest.mark.process


@pytest.fixture
def rig(tmp_path: Path, libvlc: vlc.Instance, b_frames: Path) -> Iterator[VlcRig]:
    made = VlcRig(tmp_path, libvlc)
    made.use(b_frames)
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


def test_one_that_stands_can_be_let_go(rig: VlcRig) -> None:
    for frame in (0, 20):
        reel = reel_at(rig, frame)
        rig.deck.cue(rig.film, reel.media_ns, reel)
        until(rig, lambda: rig.deck.state is DeckState.CUED)
        wait(rig, 0.6)
        parked(rig, reel)
        assert not rig.ring.log


def test_without_b_frames_a_place_is_there_before_the_deck_plays(rig: VlcRig) -> None:
    rig.make("b.mp4", Recipe(options={"bf": "0", "g": "12"}))
    for frame in (1, 11, 12, 13, 30, 41):
        reel = reel_at(rig, frame)
        rig.deck.cue(rig.film, reel.media_ns, reel)
        until(rig, lambda: rig.deck.state is DeckState.CUED)
        assert reel._there_ns is not None and reel.origin_ns is not None
        assert reel._there_ns < reel.origin_ns, frame
        parked(rig, reel)


class Played(WatchedReel):
    """Notes what had come when the clock began to run."""

    began = (False, False)

    def plays(self, origin_ns: int) -> None:
        if self.origin_ns is None:
            self.began = self.near, self.there
        super().plays(origin_ns)


def test_without_b_frames_a_place_told_fast_plays_from_the_first_picture_shown(rig: VlcRig) -> None:
    rig.make("b.mp4", Recipe(options={"bf": "0", "g": "24"}))
    for frame in (20, 22, 44):
        reel = reel_at(rig, frame, 930, Played)
        assert rig.index.frame_at(reel.media_ns) < frame  # which is not the one aimed at
        rig.deck.cue(rig.film, reel.media_ns, reel)
        until(rig, lambda: rig.deck.state is DeckState.CUED)
        assert isinstance(reel, Played)
        assert reel.began == (True, False), frame
        parked(rig, reel)


def test_nothing_is_loaded_for_subtitles_that_never_come(rig: VlcRig) -> None:
    reel = reel_at(rig, 0)
    rig.deck.cue(rig.film, reel.media_ns, reel)
    until(rig, lambda: rig.deck.state is DeckState.CUED)
    loaded = Path("/proc/self/maps").read_text()
    assert "libvmem_plugin" in loaded and "/text_renderer/" not in loaded
    parked(rig, reel)


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
