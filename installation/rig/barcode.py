"""A picture's number, written into the picture, so that the glass can be read. Pure.

A strip across the whole width holds two rows of 16 cells. The upper row is the picture's number
(12 bits) and the film's id (4 bits; a bench of many short films divides them otherwise), most
significant bit first, a bright cell for a one; the lower row is its inverse. A blend of two
pictures, or a tear within the strip, breaks a cell or the inverse and is known for what it is; a
black picture has no bright cell at all.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

CELLS: Final = 16
FILM_BITS: Final = 4
MAX_FRAMES: Final = 1 << (CELLS - FILM_BITS)
MAX_FILMS: Final = 1 << FILM_BITS
TOP, BOTTOM = 0.40, 0.52
"""Where the strip lies, in picture heights."""

BLACK: Final = -1
"""Read in place of a code: every point of the strip is black."""
UNREADABLE: Final = -2
"""Read in place of a code: neither black nor a whole barcode."""

_DARK_LUMA, _BRIGHT_LUMA = 16, 235
_DARK_BELOW, _BRIGHT_ABOVE, _BLACK_BELOW = 40, 215, 24
# places within a cell, in cells: away from its edges, where scaling and the codec blur
_ACROSS, _DOWN = (0.3, 0.7), (0.2, 0.5, 0.8)
POINTS: Final = 2 * CELLS * len(_ACROSS) * len(_DOWN)
"""How many points of a picture are looked at."""

_APART = 0.1
"""How far from none, half and all of it the share of a film that dissolves has to be."""
_OFF = 0.045
"""How far a cell of two films may be from what their bits and shares make."""
_BITS = np.arange(CELLS - 1, -1, -1)


def code(frame: int, film: int, film_bits: int = FILM_BITS) -> int:
    """The number that the cells hold; raises ValueError when one does not fit."""
    if not 0 <= frame < 1 << (CELLS - film_bits) or not 0 <= film < 1 << film_bits:
        raise ValueError(f"picture {frame} of film {film} does not fit a barcode")
    return frame << film_bits | film


def draw(luma: NDArray[np.uint8], frame: int, film: int, film_bits: int = FILM_BITS) -> None:
    """Write the strip into a luma plane, (height, width), limited range."""
    height, width = luma.shape
    bits = code(frame, film, film_bits) >> _BITS & 1
    row = np.where(bits[np.arange(width) * CELLS // width], _BRIGHT_LUMA, _DARK_LUMA)
    top, middle, bottom = (round(y * height) for y in (TOP, (TOP + BOTTOM) / 2, BOTTOM))
    luma[top:middle] = row
    luma[middle:bottom] = _BRIGHT_LUMA + _DARK_LUMA - row


def points(x: int, y: int, width: int, height: int) -> NDArray[np.intp]:
    """Return where to look in a picture that lies at a rectangle: (POINTS, 2) of x, y.

    In the order (row, cell, down, across), which :func:`read` expects.
    """
    row_height = (BOTTOM - TOP) / 2 * height
    grid = np.empty((2, CELLS, len(_DOWN), len(_ACROSS), 2))
    across = np.arange(CELLS)[:, None] + np.array(_ACROSS)
    down = np.arange(2)[:, None] + np.array(_DOWN)
    grid[..., 0] = x + across[None, :, None, :] * width / CELLS
    grid[..., 1] = y + TOP * height + down[:, None, :, None] * row_height
    return grid.reshape(POINTS, 2).astype(np.intp)


def read(luma: NDArray[np.uint8]) -> NDArray[np.int32]:
    """The codes in many samples: (..., POINTS) full-range luma to (...) codes.

    A code is BLACK, UNREADABLE, or what :func:`frames` and :func:`films` take apart.
    """
    cells = luma.reshape(*luma.shape[:-1], 2, CELLS, POINTS // (2 * CELLS))
    bright: NDArray[np.bool_] = np.asarray((cells > _BRIGHT_ABOVE).all(axis=-1))
    dark: NDArray[np.bool_] = np.asarray((cells < _DARK_BELOW).all(axis=-1))
    upper, lower = bright[..., 0, :] & dark[..., 1, :], dark[..., 0, :] & bright[..., 1, :]
    whole = (upper | lower).all(axis=-1)
    black = (luma < _BLACK_BELOW).all(axis=-1)
    codes = (upper.astype(np.int32) << _BITS).sum(axis=-1, dtype=np.int32)
    found: NDArray[np.int32] = np.where(whole, codes, np.where(black, BLACK, UNREADABLE))
    return found.astype(np.int32)


def frames(codes: NDArray[np.int32], film_bits: int = FILM_BITS) -> NDArray[np.int32]:
    """The pictures' numbers; BLACK and UNREADABLE stay what they are."""
    return np.where(codes < 0, codes, codes >> film_bits).astype(np.int32)


def films(codes: NDArray[np.int32], film_bits: int = FILM_BITS) -> NDArray[np.int32]:
    """The films' ids; BLACK and UNREADABLE stay what they are."""
    return np.where(codes < 0, codes, codes & ((1 << film_bits) - 1)).astype(np.int32)


def dissolved(
    luma: NDArray[np.uint8], leaving: int, coming: int, film_bits: int = FILM_BITS
) -> NDArray[np.int32]:
    """The pictures of two films that dissolve: (..., POINTS) full-range luma to (..., 2) numbers.

    ``leaving`` and ``coming`` are the films' ids, first the one that goes. How much of it is seen
    is read where those differ. UNREADABLE for both where that is nearly all, half or nothing, or
    where a cell or its inverse is not what two whole barcodes make.
    """
    cells = luma.reshape(*luma.shape[:-1], 2, CELLS, POINTS // (2 * CELLS)).mean(axis=-1) / 255
    ids = [(film >> _BITS[-film_bits:]) & 1 for film in (leaving, coming)]
    differ = np.flatnonzero(ids[0] != ids[1]) + CELLS - film_bits
    of_leaving = np.where(ids[0] > ids[1], 1.0, 0.0)[differ - (CELLS - film_bits)]
    upper = cells[..., 0, :]
    told = np.where(of_leaving > 0, upper[..., differ], 1 - upper[..., differ])
    share = told.mean(axis=-1)
    away = np.minimum(np.abs(share[..., None] - np.array([0.0, 0.5, 1.0])).min(axis=-1), 1.0)
    levels = np.stack([share * 0, 1 - share, share, share * 0 + 1], axis=-1)
    off = np.abs(upper[..., None] - levels[..., None, :])
    bits = off.argmin(axis=-1)  # 2 for a bright cell of the film that leaves, 1 of the other one
    whole = (off.min(axis=-1) < _OFF).all(axis=-1) & (away > _APART)
    whole &= (np.abs(upper + cells[..., 1, :] - 1) < 2 * _OFF).all(axis=-1)
    codes = np.stack([((bits >> n & 1) << _BITS).sum(axis=-1) for n in (1, 0)], axis=-1)
    mask = (1 << film_bits) - 1
    whole &= (codes[..., 0] & mask == leaving) & (codes[..., 1] & mask == coming)
    return np.where(whole[..., None], codes >> film_bits, UNREADABLE).astype(np.int32)
