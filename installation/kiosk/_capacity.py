"""Reckons what a wall costs this machine, from what its parts were measured to cost. Pure.

A film's player costs what decoding costs; the stage what it takes to copy each picture out of its
ring, to draw it and to show the wall; the X server what a swap has it do. All of them share the
cores, but a film is decoded by one thread, and one thread draws.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

Size = tuple[int, int]
"""Width and height in pixels."""

RESIDENT_CORES = 0.06
"""What a show takes of a core beside its pictures: controller and launcher 0.02, what three players
and a stage look after 0.04; measured on two cores of 2.5 GHz, thread by thread."""
ROOM = 1.15
"""How many times as fast as a wall needs it a machine has to be: seams, intakes and the desktop
want some, too, and a swap that waits for a decoder is late."""


@dataclass(frozen=True, slots=True)
class FilmKind:
    """A kind of film by what it asks of a machine: its pictures' size, and how many a second."""

    size: Size
    fps: float

    @property
    def pixels(self) -> int:
        """Return how many pixels a picture has."""
        return self.size[0] * self.size[1]

    def __str__(self) -> str:
        return f"{self.size[0]}x{self.size[1]} at {self.fps:.4g}"


@dataclass(frozen=True, slots=True)
class DecodingCost:
    """The processor's seconds that a picture of a film takes until it lies in its ring.

    ``one_thread`` tells that they are spent one after the other, as without a card that decodes.
    """

    size: Size
    cpu_s: float
    one_thread: bool = True


@dataclass(frozen=True, slots=True)
class DrawingCost:
    """The seconds that one swap of a wall takes whose films are of a size.

    ``upload_s``, ``draw_s`` and ``swap_s`` are the time of the stage's one thread; of a swap that
    waits for the display's refresh only what is not waiting. ``cpu_s`` is the processor's time in
    the stage, threads of a driver included, ``server_s`` that in the X server.
    """

    size: Size
    screens: int
    upload_s: float
    draw_s: float
    swap_s: float
    cpu_s: float
    server_s: float


@dataclass(frozen=True, slots=True)
class WallParts:
    """All that was measured. ``decoding`` is of one film or more, ``drawing`` may be empty."""

    cores: int
    decoding: tuple[DecodingCost, ...]
    drawing: tuple[DrawingCost, ...]


@dataclass(frozen=True, slots=True)
class WallFit:
    """The verdict on a number of films of a kind.

    The three parts are in cores; ``share`` is of the whole machine, and may be more than 1.
    ``speed`` is how many times real time the machine manages, ``limit`` what keeps it from more.
    ``reckoned`` tells that no film of this size was decoded. ``copies`` is the size of house copies
    that would fit where the films do not.
    """

    screens: int
    kind: FilmKind
    decoding: float
    drawing: float
    server: float
    share: float
    speed: float
    limit: str
    reckoned: bool
    copies: Size | None = None

    @property
    def fits(self) -> bool:
        """Tell whether there is enough, and a little to spare."""
        return self.speed >= ROOM

    @property
    def tree(self) -> float:
        """Return the cores that the show's own processes take: all but the X server."""
        return self.decoding + self.drawing + RESIDENT_CORES


def judge(parts: WallParts, screens: int, kind: FilmKind) -> WallFit:
    """Reckon what so many films of a kind cost, one on each screen."""
    decode_s = _at(parts.decoding, kind.pixels, lambda cost: cost.cpu_s)

    def drawn(part: Callable[[DrawingCost], float]) -> float:
        return screens * _at(parts.drawing, kind.pixels, lambda cost: part(cost) / cost.screens)

    decoding = screens * decode_s * kind.fps
    drawing, server = drawn(lambda c: c.cpu_s) * kind.fps, drawn(lambda c: c.server_s) * kind.fps
    stage = drawn(lambda c: c.upload_s + c.draw_s + c.swap_s) * kind.fps
    alone = decode_s * kind.fps if any(cost.one_thread for cost in parts.decoding) else 0.0
    share = (decoding + drawing + server + RESIDENT_CORES) / parts.cores
    busy = {"all processors together": share, "decoding a film": alone, "drawing": stage}
    limit = max(busy, key=lambda name: busy[name])
    return WallFit(
        *(screens, kind, decoding, drawing, server, share),
        speed=1 / max(busy.values()),
        limit=limit,
        reckoned=all(cost.size != kind.size for cost in parts.decoding),
    )


def judge_with_copies(
    parts: WallParts, screens: int, kind: FilmKind, heights: Sequence[int]
) -> WallFit:
    """Judge, and say for films that do not fit which house copies would, the largest of some."""
    fit = judge(parts, screens, kind)
    if fit.fits:
        return fit
    width, height = kind.size
    for rows in sorted((rows for rows in heights if rows < height), reverse=True):
        size = round(width * rows / height / 2) * 2, rows
        if judge(parts, screens, FilmKind(size, kind.fps)).fits:
            return replace(fit, copies=size)
    return fit


def _at(
    costs: Sequence[DecodingCost | DrawingCost], pixels: int, of: Callable[..., float]
) -> float:
    """Return what a picture of so many pixels costs, never less than one of fewer.

    Between two that were measured it lies on the line between them; below the smallest, and above
    the largest, it goes with the pixels.
    """
    measured: dict[int, float] = {}
    for cost in costs:
        known = cost.size[0] * cost.size[1]
        measured[known] = max(measured.get(known, 0.0), of(cost))
    points = [(0, 0.0)]
    for known, value in sorted(measured.items()):
        points.append((known, max(value, points[-1][1])))
    for (left, low), (right, high) in pairwise(points):
        if pixels <= right:
            return low + (high - low) * (pixels - left) / (right - left)
    last, value = points[-1]
    return value * pixels / last if last else 0.0


def fit_in_words(fit: WallFit) -> str:
    """Say a verdict in a line."""
    films = f"{fit.screens} x {fit.kind}"
    share = f"{100 * fit.share:.0f} % of this machine"
    reckoned = " (reckoned: no such film is here)" if fit.reckoned else ""
    if fit.fits:
        return f"{films}: yes, {share}{reckoned}"
    if fit.speed >= 1:
        found = f"{films}: too little to spare, {share}{reckoned}"
    else:
        found = f"{films}: no, {fit.speed:.1f} x real time ({fit.limit}){reckoned}"
    if fit.copies is None:
        return found
    return f"{found}; house copies of {fit.copies[0]}x{fit.copies[1]} would do"
