"""libvlc with films of every kind: every picture there, known for what it is, and unchanged."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest
import vlc
from deck_rigs import VlcRig, frames, parked, played, rolled
from player_films import Recipe, trimmed, write_film

pytestmark = pytest.mark.process

QUIET = {"x265-params": "log-level=none"}
DEEP = "yuv420p10le"
FAST = {"preset": "ultrafast"}

KINDS: dict[str, Recipe] = {
    "b-frames.mp4": Recipe(options={"bf": "3", "b_strategy": "0"}),
    "cinema.mkv": Recipe(rate=Fraction(24000, 1001)),
    "25.mov": Recipe(rate=25, sound=True),
    "broadcast.mp4": Recipe(rate=Fraction(30000, 1001), sound=True),
    "50.mp4": Recipe(rate=50, frames=60),
    "60.mkv": Recipe(rate=60, frames=60),
    "hevc10.mp4": Recipe(codec="libx265", pixel_format=DEEP, options=QUIET),
    "h264-10.mp4": Recipe(pixel_format=DEEP),
    "h264-422.mp4": Recipe(pixel_format="yuv422p"),
    "vp9.webm": Recipe(codec="libvpx-vp9", sound=True),
    "av1.mkv": Recipe(codec="libsvtav1", options={"svtav1-params": "preset=12"}),
    "av1-10.mp4": Recipe(codec="libsvtav1", pixel_format=DEEP),
    "mpeg4.mp4": Recipe(codec="mpeg4"),
    "prores.mov": Recipe(codec="prores_ks", pixel_format="yuv422p10le"),
    "mjpeg.mov": Recipe(codec="mjpeg", pixel_format="yuvj420p"),
    "full-range.mp4": Recipe(pixel_format="yuvj420p"),
    "odd-444.mp4": Recipe(pixel_format="yuv444p", crop=(5, 3)),
    "odd-vp9.webm": Recipe(codec="libvpx-vp9", crop=(5, 3)),
    "odd-ffv1.mkv": Recipe(codec="ffv1", crop=(5, 3)),
    "carphone.mp4": Recipe(size=(176, 144)),
    "padded.mp4": Recipe(size=(1920, 1080), options=FAST, frames=30),
    "4k.mp4": Recipe(size=(3840, 2160), options=FAST, frames=12),
    "held.mp4": Recipe(held=(10, 30)),
}


@pytest.fixture
def rig(libvlc: vlc.Instance, tmp_path: Path) -> Iterator[VlcRig]:
    made = VlcRig(tmp_path, libvlc)
    yield made
    made.deck.close()
    assert not made.ring._busy
    vars(made).clear()


def check(rig: VlcRig, frame: int) -> None:
    """Play from a picture on: all are there, known, and as the index has them."""
    reel = played(rig, frame)
    assert frames(rig) == list(range(frame, rig.index.facts.frames)), (frame, reel.counts)
    assert not reel.counts_wrong, (frame, reel.counts)
    # two decoders' rounding of 10-bit pictures, at most
    assert max(at.distance for at in rig.ring.log) < 1


@pytest.mark.parametrize("name", KINDS)
def test_every_picture_of_every_kind_of_film(rig: VlcRig, name: str) -> None:
    rig.make(name, KINDS[name])
    check(rig, 0)
    check(rig, min(13, rig.index.facts.frames - 4))


@pytest.mark.parametrize("name", ["b-frames.mp4", "hevc10.mp4", "vp9.webm", "av1.mkv", "60.mkv"])
def test_a_cue_near_the_end_of_a_film(rig: VlcRig, name: str) -> None:
    rig.make(name, KINDS[name])
    for back in (1, 2, 3, 4):
        check(rig, rig.index.facts.frames - back)


@pytest.mark.parametrize("rate", [15, 24, 25, 50])
def test_the_last_picture_is_shown_however_long_the_film_is(rig: VlcRig, rate: int) -> None:
    """libvlc looks every 100 ms whether it has shown all; films of lengths around such a look."""
    for count in range(rate, rate + 4):
        rig.make(f"{count}.mkv", Recipe(rate=rate, frames=count))
        check(rig, 0)


def test_a_trimmed_copy_begins_where_its_edit_list_says(rig: VlcRig) -> None:
    whole = write_film(rig.folder / "whole.mp4", Recipe(options={"bf": "2"}))
    rig.use(trimmed(whole, rig.folder / "trimmed.mp4", 0.5))
    assert rig.index.facts.frames == 36  # 12 are in the file, and hidden
    check(rig, 0)
    check(rig, 13)


def test_a_film_of_one_picture(rig: VlcRig) -> None:
    rig.make("still.mkv", Recipe(frames=1))
    check(rig, 0)


def test_a_film_with_sound_is_played_without_it(rig: VlcRig) -> None:
    rig.make("a.mp4", Recipe(sound=True))
    check(rig, 0)
    check(rig, 13)
    reel = rolled(rig, 0)
    parked(rig, reel)
    assert reel.calls_after == 0
