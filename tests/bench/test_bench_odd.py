"""What `bench odd` makes of what it saw, and the films that it makes."""

from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from installation.bench._odd import OddSeen, bars, judged
from installation.bench._oddfilms import PATCHES, SECONDS, OddFilm, write
from installation.bench._oddkinds import KINDS
from installation.bench._oddpatches import converted
from installation.bench._oddsound import heard
from installation.library import survey
from installation.rig import barcode

PLAIN = OddFilm("plain", rate=24)
FAST = OddFilm("fast", rate=120)
CYCLE = list(range(48))


def seen(numbers: list[int], each: int = 4, kind: OddFilm = PLAIN, stall: int = -1) -> OddSeen:
    """Three cycles of these pictures, each in so many samples, 10 ms apart."""
    frames = np.repeat(np.array(numbers * 3, np.int32), each)
    quiet = np.ones(len(frames), np.bool_)
    if stall >= 0:
        quiet[stall * each : stall * each + each] = False
    return judged(kind, np.arange(len(frames), dtype=np.int64) * 10_000_000, frames, quiet)


def test_a_film_that_is_whole_is_whole() -> None:
    assert seen(CYCLE).whole and seen(CYCLE).steps > 130
    assert FAST.shown == tuple(range(0, 240, 2)) and seen(list(FAST.shown), 2, FAST).whole
    assert len(KINDS) >= 60 and len({kind.name for kind in KINDS}) == len(KINDS)


@pytest.mark.parametrize(
    ("numbers", "what"),
    [
        ([*range(20), *range(22, 48)], "never"),
        ([*range(20), 23, *range(21, 48)], "missing"),
        ([*range(20), 18, *range(20, 48)], "twice"),
        ([*range(20), 77, *range(20, 48)], "strange"),
        ([*range(20), barcode.BLACK, *range(20, 48)], "black"),
    ],
)
def test_what_is_lost_is_counted(numbers: list[int], what: str) -> None:
    found = seen(numbers)
    assert getattr(found, what) > 0 and not found.whole
    assert [bar.held for bar in bars([found])] == [False, False, True, True, True, True]


def test_what_a_stall_hides_is_not_held_against_it() -> None:
    numbers = [*range(20), *range(21, 48)]
    assert seen(numbers).missing == 3
    frames = np.repeat(np.array(CYCLE * 3, np.int32), 4)
    frames[80:84] = 19  # one picture held too long, in one cycle only, while the machine stalls
    quiet = np.ones(len(frames), np.bool_)
    quiet[78:86] = False
    assert judged(PLAIN, np.arange(len(frames), dtype=np.int64) * 10_000_000, frames, quiet).whole


def test_a_beep_is_held_against_the_picture_that_it_begins_with() -> None:
    at_ns = np.arange(300, dtype=np.int64) * 10_000_000
    frames = np.repeat(np.arange(60, dtype=np.int32), 5)
    quiet = np.ones(300, np.bool_)
    came = (at_ns[50] + at_ns[49]) // 2
    late = np.array([came + 30_000_000], np.int64)
    found = heard((10, 40), at_ns, frames, quiet, late)
    assert found.off_ms == (30.0,) and found.unheard == 1
    assert heard((10,), at_ns, frames, quiet, np.array([], np.int64)).unheard == 1
    quiet[50] = False
    assert heard((10,), at_ns, frames, quiet, late).off_ms == ()


def test_what_has_other_colours_or_is_heard_late_is_said() -> None:
    good = seen(CYCLE)
    assert good.verdict == "whole"
    for wrong, said in (
        (replace(good, colour=4), "OTHER COLOURS"),
        (replace(good, beeps_ms=(3.0, -41.0)), "SOUND OFF"),
        (replace(good, unheard=1), "NOT HEARD"),
    ):
        assert wrong.verdict == said
        assert sum(not bar.held for bar in bars([replace(wrong, ssim=1.0)])) == 1


def test_beeps_begin_with_pictures_that_are_shown() -> None:
    for kind in KINDS:
        assert set(kind.beeps) <= set(kind.shown), kind.name
        assert bool(kind.beeps) == (kind.ending not in ("", ".gif")), kind.name
        assert all(kind.begins_s(k) < SECONDS for k in kind.beeps)


PATCHED = ("turned by 90", "upside down in a mirror", "BMP pictures", "AVI of FFV1")


@pytest.mark.parametrize("name", PATCHED)
def test_patches_are_found_where_a_film_has_them(name: str, tmp_path: Path) -> None:
    kind = next(kind for kind in KINDS if kind.name == name)
    found = converted(kind, write(kind, 2, tmp_path))
    # in an AVI nothing tells the matrix, and FFmpeg takes another one for it
    assert np.abs(found - np.array(PATCHES)).max() <= (25 if name.startswith("AVI") else 3)


SMALL = [kind for kind in KINDS if kind.size[0] < 400 and kind.codec != "libvpx-vp9"]


@pytest.mark.parametrize("kind", SMALL[::7], ids=[kind.name for kind in SMALL[::7]])
def test_a_kind_has_the_barcodes_of_all_its_pictures(kind: OddFilm, tmp_path: Path) -> None:
    film = write(kind, 3, tmp_path)
    found = survey(film)
    assert found.traits.pictures == kind.pictures
    if film.is_file() and not (kind.turn or kind.flip or "interlaced" in kind.name):
        with av.open(str(film)) as source:
            greys = [frame.to_ndarray(format="gray") for frame in source.decode(video=0)]
        lumas = [np.asarray(grey, np.uint8) for grey in greys]
        assert numbers_in(lumas) == list(range(kind.pictures))


def numbers_in(lumas: list[NDArray[np.uint8]]) -> list[int]:
    at = barcode.points(0, 0, *lumas[0].shape[::-1])
    codes = barcode.read(np.stack([luma[at[:, 1], at[:, 0]] for luma in lumas]))
    return barcode.frames(codes, barcode.FILM_BITS).tolist()
