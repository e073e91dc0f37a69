"""Reads dissolves off the glass: two films on one head, each with its barcode. Pure."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from installation.rig import barcode


@dataclass(frozen=True)
class Dissolved:
    """One film that dissolved into another one on a head, as far as both could be read.

    ``samples`` that were quiet and readable; ``apart``: of these, with films of equal pictures at
    two places. ``leaving`` and ``coming``: how many different pictures of each were seen.
    """

    head: int
    samples: int
    apart: int
    leaving: int
    coming: int


def dissolves(
    luma: NDArray[np.uint8], films: NDArray[np.int32], quiet: NDArray[np.bool_], bits: int
) -> list[Dissolved]:
    """Find the dissolves of a run, and read them.

    ``luma`` is (samples, heads, points), ``films`` (samples, heads) the film that was alone on the
    glass. What lies between two of them is a dissolve, if it is longer than a picture's change.
    """
    found = []
    for head in range(films.shape[1]):
        alone = np.flatnonzero(films[:, head] >= 0)
        for before, after in pairwise(alone.tolist()):
            leaving, coming = int(films[before, head]), int(films[after, head])
            if after - before < 10 or leaving == coming:
                continue
            within = slice(before + 1, after)
            pairs = barcode.dissolved(luma[within, head], leaving, coming, bits)
            pairs = pairs[quiet[within] & (pairs >= 0).all(axis=1)]
            apart = int((pairs[:, 0] != pairs[:, 1]).sum())
            counts = [len(np.unique(pairs[:, n])) for n in (0, 1)]
            found.append(Dissolved(head, len(pairs), apart, *counts))
    return found
