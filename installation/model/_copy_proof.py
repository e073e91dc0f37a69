"""Holds a house copy against its original: every picture, in its order, at its time. Pure."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from installation.model._cadence import clock_text
from installation.model._film import FilmIndex
from installation.model._house_copy import CopyRecipe
from installation.said import NOTHING, Said

LEAST_SSIM = 0.99
"""A copy whose pictures are less like the original's, on the mean, is none."""
ALIKE = 10.0
"""How far, in steps of 255, a picture's fingerprint may be from what the filters turned out. Noise
as the tests make it moves it by 4 at most; another picture of a textured film is 30 and more off.
"""
SURE = 2.0
"""By how much a picture has to be nearer to another's fingerprint to be taken for that one."""


def fault_of_copy(
    index: FilmIndex,
    recipe: CopyRecipe,
    slots: NDArray[np.int64],
    prints: NDArray[np.uint8],
    ssim: Sequence[float],
) -> Said:
    """Return what is wrong with a copy, in words; empty when nothing is.

    ``index`` is what a decode of the whole copy found, ``slots`` which picture of the original is
    on in each of its slots, ``prints`` (slots, 144) what the filters turned out for it, ``ssim``
    how like that each picture was when it was decoded again.
    """
    facts = index.facts
    if facts.frames != len(slots) or len(prints) != len(slots) or len(ssim) != len(slots):
        return Said(
            "it has {count} pictures, and should have {wanted}",
            count=facts.frames,
            wanted=len(slots),
        )
    if facts.rate != recipe.fps or (facts.width, facts.height) != recipe.size:
        return Said(
            "it is {width} x {height} at {rate} pictures a second",
            width=facts.width,
            height=facts.height,
            rate=f"{float(facts.rate):.5g}",
        )
    wanted = prints.astype(np.int16)
    found = index.prints.astype(np.int16)
    own = np.abs(found - wanted).mean(axis=1)
    strange = own > ALIKE
    for shift in (-1, 1):
        beside = np.abs(found - np.roll(wanted, shift, axis=0)).mean(axis=1)
        strange |= beside + SURE < own
    if strange.any():
        at = clock_text(index.begins(int(np.argmax(strange))))
        return Said("it shows another picture than the original at {at}", at=at)
    mean = float(np.mean(ssim))
    if mean < LEAST_SSIM:
        return Said(
            "its pictures are not like enough to the original's (SSIM {mean:.3f})", mean=mean
        )
    return NOTHING
