"""Decides what a film's house copy is to be, from what one full decode has found. Pure.

A house copy is a film that any player plays with ease: upright, square pixels, whole pictures at a
constant rate, SDR, 8 bit 4:2:0, short closed groups without B-frames, sound from picture 0 on. The
original stays as it is. See docs/decisions/0014-house-copy.md.
"""

import hashlib
import math
from fractions import Fraction
from typing import Literal

import msgspec
import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from installation.model._cadence import clock_text
from installation.model._copy_rule import CopyTerms
from installation.model._picture_slots import (
    FASTEST,
    SLOWEST,
    even_rate,
    half_picture_times,
    off_ns,
    rate_for,
    slots_of,
)
from installation.said import NOTHING, Said
from installation.units import MILLISECOND, SECOND

LONGEST, SHORTEST = 4096, 2304
"""The largest picture that a ring has room for, on its longer and its shorter side."""
LATEST_BEGIN_NS = 150 * MILLISECOND
"""A first picture that comes later than this after the film begins is missed by the player, which
counts from there: it would be called late for ever. Sound that begins with the pictures of a second
frame is common, and well."""
EASY, SLOW = 1.5, 0.1
"""How many times real time a copy is to be decoded at, and the least that a rehearsal tells."""
INTERLACED = 0.1
"""The share of pictures that may be marked as two half pictures: some cameras mark a few so."""
FORMAT = 2
"""Raised when a copy is made in another way: those that stand already stay as they are."""


class FilmTraits(Struct, frozen=True):
    """Facts of a film that a player may mind, as one full decode has found them.

    ``width`` x ``height`` are as stored; ``mirrored`` left to right, and then turned clockwise by
    ``rotation`` degrees it is upright;
    ``rate`` is (0, 1) for a variable one, ``transfer`` one of ``sdr pq hlg``. ``wrapped`` tells
    that it is in a container that players know, ``hidden`` counts pictures that an edit list hides,
    ``late_ns`` is how long its sound goes on before the first picture.
    """

    codec: str
    pixel_format: str
    width: int
    height: int
    sar: tuple[int, int] = (1, 1)
    rotation: int = 0
    mirrored: bool = False
    rate: tuple[int, int] = (24, 1)
    matrix: str = "bt709"
    full_range: bool = False
    rgb: bool = False
    transfer: Literal["sdr", "pq", "hlg"] = "sdr"
    alpha: bool = False
    interlaced: int = 0
    wrapped: bool = True
    pictures: int = 1
    hidden: int = 0
    late_ns: int = 0
    duration_ns: int = SECOND
    sound: bool = False

    @property
    def halved(self) -> bool:
        """Tell whether its pictures are two half pictures of different moments each."""
        return self.interlaced > INTERLACED * self.pictures


class CopyRecipe(Struct, frozen=True):
    """The recipe of a house copy: what is done to each picture, in this order.

    What is transparent is laid over ``background`` (empty for a film that is not), half pictures
    (``fields``) become whole ones, what is HDR by its ``transfer`` is tone-mapped, the picture is
    mirrored (``mirror``), turned clockwise by ``turn`` degrees and scaled to ``size``; ``rate`` is
    the copy's.
    """

    rate: tuple[int, int]
    size: tuple[int, int]
    fields: bool = False
    background: str = ""
    transfer: Literal["sdr", "pq", "hlg"] = "sdr"
    mirror: bool = False
    turn: int = 0
    matrix: str = "bt709"
    full_range: bool = False
    format: int = FORMAT

    @property
    def key(self) -> str:
        """Return the name by which it is told from other recipes."""
        return hashlib.blake2b(msgspec.json.encode(self), digest_size=6).hexdigest()

    @property
    def fps(self) -> Fraction:
        """Return the copy's pictures a second."""
        return Fraction(*self.rate)


class CopyPlan(Struct, frozen=True):
    """A recipe, why the film needs it, and what comes of it that a person should know.

    ``screens`` are the sizes of the screens that it was made for, none where they did not count.
    """

    recipe: CopyRecipe
    reasons: tuple[Said, ...]
    notes: tuple[Said, ...] = ()
    screens: tuple[tuple[int, int], ...] = ()


class HouseCopy(Struct, frozen=True):
    """The house copy of a film: its own content hash, its plan, what it was made of, and the proof.

    ``ssim`` is how like the copy's pictures are to the original's as the recipe turns them out, on
    the mean, and ``worst_ssim`` for the worst, which is at ``worst_ns``; ``off_ns`` is how far any
    picture is from its own time. All is empty while there is only a plan.
    """

    plan: CopyPlan
    traits: FilmTraits
    hash: str = ""
    ssim: float = 0.0
    worst_ssim: float = 0.0
    worst_ns: int = 0
    off_ns: int = 0

    def name(self, original: str) -> str:
        """Return what the copy of an original with a hash is kept as."""
        return f"{original}-{self.plan.recipe.key}"

    def fits(self, terms: CopyTerms) -> bool:
        """Tell whether it would do under these terms: it is large enough, and has the background.

        One for larger screens does: a display that is unplugged comes again.
        """
        recipe, made_for = self.plan.recipe, self.plan.screens
        if recipe.background and recipe.background != terms.background:
            return False
        if not made_for or not terms.screens:
            return True
        return _area(self.traits, terms.screens) <= _area(self.traits, made_for)


def plan_for(
    traits: FilmTraits,
    times_ns: NDArray[np.int64],
    terms: CopyTerms,
    failed: Said = NOTHING,
    speed: float | None = None,
) -> CopyPlan | None:
    """Return what copy a film gets on these terms; None when it is played, or refused, as it is.

    ``times_ns`` are its pictures' times from 0 on; ``failed`` is why it did not play as it is, and
    ``speed`` how many times real time this machine decoded it then.
    """
    if terms.rule == "never":
        return None
    reasons = _reasons(traits, failed)
    if not reasons and terms.rule == "auto":
        return None
    times = shown_times(traits, times_ns)
    rate = _rate(traits, times)
    size = _size(traits, speed if failed else None, terms.screens)
    notes = []
    lost = len(times) - len(np.unique(slots_of(times, traits.duration_ns, rate)))
    if lost:
        counts = {"count": lost, "whole": len(times)}
        notes.append(Said("{count} of its {whole} pictures come too fast to be shown", **counts))
    if traits.late_ns > LATEST_BEGIN_NS:
        late_s = traits.late_ns / SECOND
        notes.append(
            Said("{late_s:.2f} s of sound before its first picture are left out", late_s=late_s)
        )
    recipe = CopyRecipe(
        rate=(rate.numerator, rate.denominator),
        size=size,
        fields=traits.halved,
        background=terms.background if traits.alpha else "",
        transfer=traits.transfer,
        mirror=traits.mirrored,
        turn=traits.rotation,
        matrix="bt601" if _keeps_matrix(traits) else "bt709",
        full_range=traits.full_range and not traits.rgb and traits.transfer == "sdr",
    )
    smaller = size != _size(traits, speed if failed else None, ())
    screens = terms.screens if smaller else ()
    return CopyPlan(recipe, reasons or (Said("the layout asks for it"),), tuple(notes), screens)


def shown_times(traits: FilmTraits, times_ns: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return when each picture is on that the recipe turns out: of interlaced ones both halves."""
    return half_picture_times(times_ns, traits.duration_ns) if traits.halved else times_ns


def farthest_ns(plan: CopyPlan, traits: FilmTraits, times_ns: NDArray[np.int64]) -> int:
    """Return how far from its own time the copy shows a picture, at the most."""
    return off_ns(shown_times(traits, times_ns), plan.recipe.fps)


def _reasons(traits: FilmTraits, failed: Said) -> tuple[Said, ...]:
    rate = Fraction(*traits.rate)
    found = {
        Said("its file is of a kind that players read badly"): not traits.wrapped,
        Said("an edit list hides {count} of its pictures", count=traits.hidden): traits.hidden > 0,
        Said("its rate varies"): rate == 0,
        Said("{rate} pictures a second are more than 60", rate=_number(rate)): rate > FASTEST,
        Said("{rate} pictures a second are too few for the player", rate=_number(rate)): 0
        < rate
        < SLOWEST,
        Said(
            "its first picture comes {late_s:.2f} s after its sound",
            late_s=traits.late_ns / SECOND,
        ): traits.late_ns > LATEST_BEGIN_NS,
        Said("it is stored turned by {degrees} degrees", degrees=traits.rotation): traits.rotation
        != 0,
        Said("it is stored mirrored"): traits.mirrored,
        Said("its pictures are interlaced"): traits.halved,
        Said("its pictures are {width} x {height}", width=traits.width, height=traits.height): max(
            traits.width, traits.height
        )
        > LONGEST
        or min(traits.width, traits.height) > SHORTEST,
        Said("it is HDR ({transfer})", transfer=traits.transfer.upper()): traits.transfer != "sdr",
        Said("parts of its pictures are transparent"): traits.alpha,
        failed: bool(failed),
    }
    return tuple(reason for reason, holds in found.items() if holds)


def _rate(traits: FilmTraits, times: NDArray[np.int64]) -> Fraction:
    rate = Fraction(*traits.rate)
    if rate:
        return even_rate(2 * rate if traits.halved else rate)
    return rate_for(times)


def _area(traits: FilmTraits, screens: tuple[tuple[int, int], ...]) -> int:
    width, height = _size(traits, None, screens)
    return width * height


def _size(
    traits: FilmTraits, speed: float | None, screens: tuple[tuple[int, int], ...]
) -> tuple[int, int]:
    """The size of the upright picture in square pixels: none lost by its shape, and even.

    It is no larger than the largest screen asks for that it would have to cover. A film that is too
    much for the machine is made so much smaller that it is decoded with ease.
    """
    shape = Fraction(*traits.sar)
    width = traits.width * max(shape, Fraction(1))
    height = traits.height / min(shape, Fraction(1))
    if traits.rotation % 180:
        width, height = height, width
    fits = min(
        Fraction(1),
        LONGEST / Fraction(max(width, height)),
        SHORTEST / Fraction(min(width, height)),
    )
    if screens:
        covers = [max(Fraction(across) / width, Fraction(up) / height) for across, up in screens]
        fits = min(fits, max(covers))
    if speed is not None and speed < EASY:
        fits *= Fraction(math.sqrt(max(speed, SLOW) / EASY))
    return _even(width * fits), _even(height * fits)


def _even(length: Fraction | int) -> int:
    return max(16, int(length / 2 + Fraction(1, 2)) * 2)


def _keeps_matrix(traits: FilmTraits) -> bool:
    return traits.matrix == "bt601" and not traits.rgb and traits.transfer == "sdr"


def _number(rate: Fraction) -> str:
    return f"{float(rate):.3f}".rstrip("0").rstrip(".")


def plan_in_words(house: HouseCopy) -> str:
    """Say what a house copy is, and why it is made."""
    recipe = house.plan.recipe
    what = [f"{recipe.size[0]} x {recipe.size[1]}", f"{_number(recipe.fps)} pictures a second"]
    done = {
        "half pictures made whole": recipe.fields,
        f"laid over {recipe.background}": recipe.background != "",
        "tone-mapped to SDR": recipe.transfer != "sdr",
        "mirrored back": recipe.mirror,
        "turned upright": recipe.turn != 0,
        "as large as the largest screen shows it": house.plan.screens != (),
    }
    what += [words for words, holds in done.items() if holds]
    return f"{', '.join(what)}, since {' and '.join(house.plan.reasons)}"


def proof_in_words(house: HouseCopy) -> str:
    """Say how like its original a house copy is."""
    return (
        f"SSIM {house.ssim:.4f} on the mean, {house.worst_ssim:.4f} at"
        f" {clock_text(house.worst_ns)}; every picture within {house.off_ns / MILLISECOND:.1f} ms"
        " of its time"
    )
