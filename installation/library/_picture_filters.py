"""Turns a film's pictures into those that a house copy's recipe asks for, with FFmpeg's filters.

One of the files that import ``av``. HDR is tone-mapped by the colour management of libswscale
(FFmpeg 8): it knows both transfers, and needs no library that PyAV's wheel lacks.
"""

from collections.abc import Iterator
from fractions import Fraction

import av
from av.video.frame import VideoFrame

from installation.model import CopyRecipe, FilmTraits

_MATRIX = {"bt601": "smpte170m", "bt709": "bt709", "bt2020": "bt2020nc"}
_TRANSFER = {"pq": "smpte2084", "hlg": "arib-std-b67"}
_TURN = {90: ("transpose", "dir=clock"), 270: ("transpose", "dir=cclock")}
UNSAID = 2
"""AVCOL_SPC_UNSPECIFIED."""
_TICK = Fraction(1, 1000)
"""Of the pictures' numbers, which serve as their times: the filters care for the order only."""


class PictureFilters:
    """Takes a film's pictures one by one; what comes out is whole, upright, SDR and 8 bit 4:2:0.

    Each picture comes out once; of interlaced ones both halves do, each made whole.
    """

    def __init__(self, traits: FilmTraits, recipe: CopyRecipe) -> None:
        self._filters = _filters(traits, recipe)
        self._graph: av.filter.Graph | None = None
        self._taken = 0

    def push(self, frame: VideoFrame) -> Iterator[VideoFrame]:
        """Take a picture, and return those that are done."""
        if self._graph is None:
            self._graph = _graph(frame, self._filters)
        frame.pts, frame.time_base = self._taken, _TICK
        # the graph turns a frame that says its matrix into one that says none before the first
        # filter, with a conversion that nobody asked for; the scaler is told which it is
        frame.colorspace = UNSAID
        self._taken += 1
        self._graph.push(frame)
        yield from self._done()

    def flush(self) -> Iterator[VideoFrame]:
        """Return what is still on its way, after the last picture."""
        if self._graph is not None:
            self._graph.push(None)
            yield from self._done()

    def _done(self) -> Iterator[VideoFrame]:
        assert self._graph is not None
        while True:
            try:
                found = self._graph.pull()
            except (av.BlockingIOError, av.EOFError):
                return
            assert isinstance(found, VideoFrame)
            yield found


def _filters(traits: FilmTraits, recipe: CopyRecipe) -> list[tuple[str, str]]:
    """Return the filters in their order, each with its options."""
    found: list[tuple[str, str]] = []
    if recipe.fields:
        found.append(("bwdif", "mode=send_field:parity=auto:deint=all"))
    if recipe.alpha:  # colours times their opacity are what is seen over black
        found.append(("premultiply", "inplace=1"))
    if recipe.mirror:
        found.append(("hflip", ""))
    if recipe.turn == 180:
        found += [("hflip", ""), ("vflip", "")]
    elif recipe.turn:
        found.append(_TURN[recipe.turn])
    width, height = recipe.size
    scale = [f"w={width}:h={height}:flags=bicubic+accurate_rnd"]
    if not traits.rgb:
        scale.append(f"in_color_matrix={_MATRIX[traits.matrix]}")
        scale.append(f"in_range={'pc' if traits.full_range else 'tv'}")
    scale.append(f"out_color_matrix={_MATRIX[recipe.matrix]}")
    scale.append(f"out_range={'pc' if recipe.full_range else 'tv'}")
    if recipe.transfer != "sdr":
        scale.append(f"in_transfer={_TRANSFER[recipe.transfer]}:in_primaries=bt2020")
        scale.append("out_transfer=bt709:out_primaries=bt709:intent=perceptual")
    found.append(("scale", ":".join(scale)))
    found.append(("format", "pix_fmts=yuv420p"))
    return found


def _graph(frame: VideoFrame, filters: list[tuple[str, str]]) -> av.filter.Graph:
    graph = av.filter.Graph()
    last = graph.add_buffer(
        width=frame.width, height=frame.height, format=frame.format, time_base=_TICK
    )
    for name, options in [*filters, ("buffersink", "")]:
        following = graph.add(name, options) if options else graph.add(name)
        last.link_to(following)
        last = following
    graph.configure()
    return graph
