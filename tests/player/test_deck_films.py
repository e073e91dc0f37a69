"""libvlc with films of every kind: every picture there, known for what it is, and unchanged.

A film takes its time to play, and little of the processor's: most of them are played a few at once,
each by a deck of its own, before the first of their tests asks what was seen.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import pytest
import vlc
from deck_rigs import VlcRig, frames, parked, played, rolled, until
from left_behind import nothing_left_behind
from player_films import Recipe, trimmed, write_film

from installation.player import VlcDeck
from installation.player._deck import DeckState

pytestmark = pytest.mark.process

QUIET = {"x265-params": "log-level=none"}
DEEP = "yuv420p10le"
EXACT = (DEEP, "yuv420p")
"""Pixel formats that go into the ring as they are decoded."""
FAST = {"preset": "ultrafast"}
ENCODERS, AT_ONCE = 2, 2
"""Films that are made, and decks that play, at the same time."""
VP9 = {"deadline": "good", "cpu-used": "5"}

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
    "vp9.webm": Recipe(codec="libvpx-vp9", sound=True, options=VP9),
    "av1.mkv": Recipe(codec="libsvtav1", options={"svtav1-params": "preset=12"}),
    "av1-10.mp4": Recipe(codec="libsvtav1", pixel_format=DEEP),
    "mpeg4.mp4": Recipe(codec="mpeg4"),
    "prores.mov": Recipe(codec="prores_ks", pixel_format="yuv422p10le"),
    "mjpeg.mov": Recipe(codec="mjpeg", pixel_format="yuvj420p"),
    "full-range.mp4": Recipe(pixel_format="yuvj420p"),
    "odd-444.mp4": Recipe(pixel_format="yuv444p", crop=(5, 3)),
    "odd-vp9.webm": Recipe(codec="libvpx-vp9", crop=(5, 3), options=VP9),
    "odd-ffv1.mkv": Recipe(codec="ffv1", crop=(5, 3)),
    "carphone.mp4": Recipe(size=(176, 144)),
    "padded.mp4": Recipe(size=(1920, 1080), options=FAST, frames=30),
    "4k.mp4": Recipe(size=(3840, 2160), options=FAST, frames=12),
    "held.mp4": Recipe(held=(10, 30)),
}


@dataclass(frozen=True, eq=False)
class Screening:
    """Films that one deck plays in turn, each to its end from some of its pictures.

    A start below 0 counts back from the end.
    """

    name: str
    films: dict[str, Recipe]
    starts: tuple[int, ...]

    def __str__(self) -> str:
        return self.name


WHOLE = [
    Screening(name, {name: kind}, (0, min(13, kind.frames - 4))) for name, kind in KINDS.items()
]
ENDS = [
    Screening(name, {name: KINDS[name]}, (-1, -2, -3, -4))
    for name in ("b-frames.mp4", "hevc10.mp4", "vp9.webm", "av1.mkv", "60.mkv")
]
LENGTHS = [
    Screening(
        str(rate),
        {f"{count}.mkv": Recipe(rate=rate, frames=count) for count in range(rate, rate + 4)},
        (0,),
    )
    for rate in (12, 15, 24, 25, 50)
]
LENGTHS.append(
    Screening("still", {"still.mkv": Recipe(rate=15, frames=16, held=(9, 16))}, (0,)),
)
"""Its last pictures are alike: which of them was shown is known by the deck alone."""


@contextmanager
def deck_in(folder: Path, libvlc: vlc.Instance) -> Iterator[VlcRig]:
    """A deck that lets everything go at its end."""
    made = VlcRig(folder, libvlc)
    try:
        try:
            yield made
        finally:
            made.deck.close()
        assert not made.ring._busy
    finally:
        vars(made).clear()  # also when a fault, which is kept, has hold of it


@pytest.fixture
def rig(libvlc: vlc.Instance, tmp_path: Path) -> Iterator[VlcRig]:
    with deck_in(tmp_path, libvlc) as made:
        yield made


def check(rig: VlcRig, frame: int) -> None:
    """Play from a picture on: all are there, known, and as the index has them."""
    reel = played(rig, frame)
    assert frames(rig) == list(range(frame, rig.index.facts.frames)), (frame, reel.counts)
    assert not reel.counts_wrong, (frame, reel.counts)
    # two decoders' rounding, where libvlc makes other pictures of a format, at most
    most = 0 if rig.index.facts.pixel_format in EXACT else 1
    assert max(at.distance for at in rig.ring.log) <= most


class Screened:
    """What was seen of screenings; all are over before the first one is asked for."""

    def __init__(self, screenings: list[Screening], libvlc: vlc.Instance, folder: Path) -> None:
        self._libvlc = libvlc
        # while nothing plays: an encoder may put itself before all others
        with ThreadPoolExecutor(ENCODERS) as makers:
            folders = [folder / str(n) for n, _ in enumerate(screenings)]
            films = list(makers.map(self._made, screenings, folders))
        with ThreadPoolExecutor(AT_ONCE) as decks:
            self._seen = {
                one: decks.submit(self._screen, one, made)
                for one, made in zip(screenings, films, strict=True)
            }

    def check(self, screening: Screening) -> None:
        """Fail with what was wrong with a screening."""
        wrong = self._seen[screening].result()
        assert not wrong, wrong

    def _made(self, screening: Screening, folder: Path) -> list[Path]:
        folder.mkdir()
        return [write_film(folder / name, recipe) for name, recipe in screening.films.items()]

    def _screen(self, screening: Screening, films: list[Path]) -> str:
        """Return what was wrong: a fault that is kept would keep the ring."""
        try:
            with deck_in(films[0].parent, self._libvlc) as rig:
                for film in films:
                    rig.use(film)
                    for start in screening.starts:
                        check(rig, start % rig.index.facts.frames)
        except AssertionError as fault:
            return str(fault)
        return ""


@pytest.fixture(scope="module")
def screened(
    request: pytest.FixtureRequest, libvlc: vlc.Instance, tmp_path_factory: pytest.TempPathFactory
) -> Screened:
    """The screenings of all tests that were selected."""
    asked = [
        item.callspec.params["screening"]
        for item in request.session.items
        if isinstance(item, pytest.Function) and "screened" in item.fixturenames
    ]
    chosen = [one for one in asked if isinstance(one, Screening)]
    with nothing_left_behind():
        return Screened(chosen, libvlc, tmp_path_factory.mktemp("screened"))


@pytest.mark.parametrize("screening", WHOLE, ids=str)
def test_every_picture_of_every_kind_of_film(screened: Screened, screening: Screening) -> None:
    screened.check(screening)


@pytest.mark.parametrize("screening", ENDS, ids=str)
def test_a_cue_near_the_end_of_a_film(screened: Screened, screening: Screening) -> None:
    screened.check(screening)


@pytest.mark.parametrize("screening", LENGTHS, ids=str)
def test_the_last_picture_is_shown_however_long_the_film_is(
    screened: Screened, screening: Screening
) -> None:
    """libvlc looks every 100 ms whether all is shown; films of lengths around such a look."""
    screened.check(screening)


def test_the_last_picture_is_shown_whenever_libvlc_looks_whether_all_is(rig: VlcRig) -> None:
    """It looks after every order, too: it gets one every 2 ms."""
    rig.make("a.mkv", Recipe(rate=15, frames=16))
    assert isinstance(rig.deck, VlcDeck)
    libvlc = rig.deck._player._player

    def ended() -> bool:
        libvlc.video_set_spu_delay(0)
        return rig.deck.state is DeckState.ENDED

    reel = rolled(rig, 0)
    until(rig, ended)
    parked(rig, reel)
    assert frames(rig) == list(range(16))


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
