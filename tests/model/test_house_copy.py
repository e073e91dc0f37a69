"""The decision which films get a house copy, and which."""

from fractions import Fraction
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from installation.model import (
    LONGEST,
    SHORTEST,
    CopyPlan,
    CopyTerms,
    FilmTraits,
    HouseCopy,
    farthest_ns,
    plan_for,
    plan_in_words,
    proof_in_words,
)
from installation.said import packed, unpacked, verbatim
from installation.units import MILLISECOND, SECOND

PLAIN = FilmTraits("h264", "yuv420p", 1920, 1080, pictures=48, duration_ns=2 * SECOND, sound=True)
TIMES = np.arange(48, dtype=np.int64) * SECOND // 24

NEEDED: list[tuple[dict[str, Any], str, dict[str, Any]]] = [
    ({"rate": (12, 1)}, "12 pictures a second are too few", {"rate": (24, 1)}),
    ({"rate": (120, 1)}, "120 pictures a second are more than 60", {"rate": (60, 1)}),
    ({"rate": (0, 1)}, "its rate varies", {"rate": (24, 1)}),
    ({"rotation": 90}, "turned by 90 degrees", {"turn": 90, "size": (1080, 1920)}),
    ({"rotation": 180}, "turned by 180 degrees", {"turn": 180, "size": (1920, 1080)}),
    ({"mirrored": True}, "stored mirrored", {"mirror": True, "size": (1920, 1080)}),
    ({"interlaced": 40}, "are interlaced", {"fields": True, "rate": (48, 1)}),
    ({"transfer": "pq", "matrix": "bt2020"}, "HDR (PQ)", {"transfer": "pq", "matrix": "bt709"}),
    ({"transfer": "hlg", "full_range": True}, "HDR (HLG)", {"full_range": False}),
    ({"alpha": True}, "transparent", {"background": "#000000"}),
    ({"width": 7680, "height": 4320}, "7680 x 4320", {"size": (4096, 2304)}),
    ({"hidden": 3}, "hides 3", {}),
    ({"wrapped": False}, "its file is of a kind", {}),
    ({"late_ns": 400 * MILLISECOND}, "0.40 s after its sound", {}),
]


@pytest.mark.parametrize(("found", "why", "wanted"), NEEDED, ids=[why for _, why, _ in NEEDED])
def test_what_players_mind_gets_a_copy_that_they_do_not(
    found: dict[str, Any], why: str, wanted: dict[str, Any]
) -> None:
    plan = plan_for(msgspec.structs.replace(PLAIN, **found), TIMES, CopyTerms("auto"))
    assert plan is not None
    assert [why in reason for reason in plan.reasons] == [True]
    assert {field: getattr(plan.recipe, field) for field in wanted} == wanted
    assert plan_for(msgspec.structs.replace(PLAIN, **found), TIMES, CopyTerms("never")) is None


def test_a_plain_film_is_copied_only_when_it_failed_or_when_it_is_always_done() -> None:
    assert plan_for(PLAIN, TIMES, CopyTerms("auto")) is None
    assert plan_for(PLAIN, TIMES, CopyTerms("never"), verbatim("it failed")) is None
    failed = plan_for(PLAIN, TIMES, CopyTerms("auto"), verbatim("the player leaves pictures out"))
    assert failed and failed.reasons == ("the player leaves pictures out",)
    always = plan_for(PLAIN, TIMES, CopyTerms("always"))
    assert always and always.reasons == ("the layout asks for it",)
    assert always.recipe == failed.recipe and always.recipe.key == failed.recipe.key


def test_square_pixels_keep_what_is_seen() -> None:
    for sar, size in (((64, 45), (1024, 576)), ((1, 2), (720, 1152)), ((1, 1), (720, 576))):
        narrow = msgspec.structs.replace(PLAIN, width=720, height=576, sar=sar)
        plan = plan_for(narrow, TIMES, CopyTerms("always"))
        assert plan and plan.recipe.size == size


SCREENS = ((1024, 768), (1280, 720))


def test_a_copy_is_no_larger_than_the_largest_screen_that_it_would_have_to_cover() -> None:
    for found, screens, size in (
        ({}, SCREENS, (1366, 768)),
        ({}, ((3840, 2160),), (1920, 1080)),
        ({"rotation": 90}, ((1080, 1920),), (1080, 1920)),
        ({"rotation": 90}, ((360, 640),), (360, 640)),
        ({"width": 7680, "height": 4320}, ((3840, 2160),), (3840, 2160)),
    ):
        film = msgspec.structs.replace(PLAIN, **found)
        plan = plan_for(film, TIMES, CopyTerms("always", screens))
        assert plan and plan.recipe.size == size
        assert plan.screens == (() if size == (1920, 1080) or size == (1080, 1920) else screens)


def test_a_copy_does_for_smaller_screens_and_not_for_larger_or_another_background() -> None:
    film = msgspec.structs.replace(PLAIN, alpha=True)
    terms = CopyTerms("auto", SCREENS, "#102030")
    plan = plan_for(film, TIMES, terms)
    assert plan is not None and plan.recipe.background == "#102030"
    house = HouseCopy(plan, film, "c0ffee")
    assert house.fits(terms) and house.fits(CopyTerms("auto", (), "#102030"))
    assert house.fits(CopyTerms("auto", ((640, 360),), "#102030"))
    assert not house.fits(CopyTerms("auto", ((1920, 1080),), "#102030"))
    assert not house.fits(CopyTerms("auto", SCREENS, "#000000"))
    whole = plan_for(PLAIN, TIMES, CopyTerms("always"))
    assert whole and HouseCopy(whole, PLAIN).fits(CopyTerms("always", ((4096, 2160),)))


def test_what_is_lost_is_said() -> None:
    fast = msgspec.structs.replace(
        PLAIN, rate=(120, 1), pictures=120, late_ns=SECOND, duration_ns=SECOND
    )
    plan = plan_for(fast, np.arange(120, dtype=np.int64) * SECOND // 120, CopyTerms("auto"))
    assert plan is not None
    notes = (
        "60 of its 120 pictures come too fast to be shown",
        "1.00 s of sound before its first picture are left out",
    )
    assert plan.notes == notes


def test_an_old_film_keeps_its_matrix_and_its_range() -> None:
    old = msgspec.structs.replace(PLAIN, matrix="bt601", full_range=True)
    plan = plan_for(old, TIMES, CopyTerms("always"))
    assert plan and (plan.recipe.matrix, plan.recipe.full_range) == ("bt601", True)
    drawn = plan_for(msgspec.structs.replace(old, rgb=True), TIMES, CopyTerms("always"))
    assert drawn and (drawn.recipe.matrix, drawn.recipe.full_range) == ("bt709", False)


@given(
    some.integers(1, 8192),
    some.integers(1, 8192),
    some.tuples(some.integers(1, 64), some.integers(1, 64)),
    some.sampled_from([0, 90, 180, 270]),
)
def test_every_copy_is_even_and_fits_into_a_ring(
    width: int, height: int, sar: tuple[int, int], rotation: int
) -> None:
    film = msgspec.structs.replace(PLAIN, width=width, height=height, sar=sar, rotation=rotation)
    plan = plan_for(film, TIMES, CopyTerms("always"))
    assert plan is not None
    longer, shorter = max(plan.recipe.size), min(plan.recipe.size)
    assert longer <= LONGEST and shorter <= SHORTEST and not longer % 2 and not shorter % 2
    shape = Fraction(width * sar[0], height * sar[1])
    seen = 1 / shape if rotation % 180 else shape
    if shorter > 100:
        assert abs(Fraction(*plan.recipe.size) / seen - 1) < 0.03


def test_a_copy_is_told_in_words_and_comes_back_from_its_file() -> None:
    film = msgspec.structs.replace(PLAIN, rotation=90, transfer="hlg", rate=(12, 1))
    plan = plan_for(film, TIMES, CopyTerms("auto"))
    assert plan is not None
    house = HouseCopy(plan, film, "c0ffee", 0.9951, 0.981, 1_500_000_000, 4 * MILLISECOND)
    assert plan_in_words(house) == (
        "1080 x 1920, 24 pictures a second, tone-mapped to SDR, turned upright, since 12 pictures a"
        " second are too few for the player and it is stored turned by 90 degrees and it is HDR"
        " (HLG)"
    )
    assert proof_in_words(house) == (
        "SSIM 0.9951 on the mean, 0.9810 at 00:01.500; every picture within 4.0 ms of its time"
    )
    data = msgspec.json.encode(house, enc_hook=packed)
    assert msgspec.json.decode(data, type=HouseCopy, dec_hook=unpacked) == house
    assert house.name("abc") == f"abc-{plan.recipe.key}"
    assert isinstance(house.plan, CopyPlan) and farthest_ns(plan, PLAIN, TIMES) < MILLISECOND
