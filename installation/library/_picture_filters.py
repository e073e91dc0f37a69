"""Turns a film's pictures into those that a house copy's recipe asks for, with FFmpeg's filters.

One of the files that import ``av``. HDR is tone-mapped by the colour management of libswscale
(FFmpeg 8): it knows both transfers, and needs no library that PyAV's wheel lacks.
"""

from collections.abc import Iterator
from fractions import Fraction

import av
import numpy as np
from av.filter.context import FilterContext
from av.video.frame import VideoFrame

from installation.model import CopyRecipe, FilmTraits

_MATRIX = {"bt601": "smpte170m", "bt709": "bt709", "bt2020": "bt2020nc"}
_TRANSFER = {"pq": "smpte2084", "hlg": "arib-std-b67"}
_TURN = {90: ("transpose", "dir=clock"), 270: ("transpose", "dir=cclock")}
_OVERLAY = "overlay"
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
        self._background = recipe.background
        self._graph: av.filter.Graph | None = None
        self._inputs: list[tuple[FilterContext, VideoFrame | None]] = []
        self._taken = 0

    def push(self, frame: VideoFrame) -> Iterator[VideoFrame]:
        """Take a picture, and return those that are done."""
        if self._graph is None:
            self._build(frame)
        # the graph turns a frame that says its matrix into one that says none before the first
        # filter, with a conversion that nobody asked for; the scaler is told which it is
        frame.colorspace = UNSAID
        for given, ground in self._inputs:
            shown = ground or frame
            shown.pts, shown.time_base = self._taken, _TICK
            given.push(shown)
        self._taken += 1
        yield from self._done()

    def flush(self) -> Iterator[VideoFrame]:
        """Return what is still on its way, after the last picture."""
        if self._graph is not None:
            for given, _ in self._inputs:
                given.push(None)
            yield from self._done()

    def _build(self, frame: VideoFrame) -> None:
        self._graph = graph = av.filter.Graph()
        last = _input(graph, frame)
        self._inputs = [(last, None)]
        for name, options in [*self._filters, ("buffersink", "")]:
            following = graph.add(name, options) if options else graph.add(name)
            if name == _OVERLAY:  # its first input is what lies below
                ground = _plain(frame.width, frame.height, self._background)
                below = _input(graph, ground)
                self._inputs.append((below, ground))
                below.link_to(following, 0, 0)
                last.link_to(following, 0, 1)
            else:
                last.link_to(following)
            last = following
        graph.configure()

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
    colours = ["flags=bicubic+accurate_rnd"]
    if not traits.rgb:
        colours.append(f"in_color_matrix={_MATRIX[traits.matrix]}")
        colours.append(f"in_range={'pc' if traits.full_range else 'tv'}")
    if recipe.transfer != "sdr":
        colours.append(f"in_transfer={_TRANSFER[recipe.transfer]}:in_primaries=bt2020")
        colours.append("out_transfer=bt709:out_primaries=bt709:intent=perceptual")
    found: list[tuple[str, str]] = []
    if recipe.background:
        found += [("scale", ":".join(colours)), ("format", "pix_fmts=gbrap")]
        found.append((_OVERLAY, "format=gbrp"))
        colours = colours[:1]
    if recipe.fields:
        found.append(("bwdif", "mode=send_field:parity=auto:deint=all"))
    if recipe.mirror:
        found.append(("hflip", ""))
    if recipe.turn == 180:
        found += [("hflip", ""), ("vflip", "")]
    elif recipe.turn:
        found.append(_TURN[recipe.turn])
    width, height = recipe.size
    scale = [f"w={width}:h={height}", *colours, f"out_color_matrix={_MATRIX[recipe.matrix]}"]
    scale.append(f"out_range={'pc' if recipe.full_range else 'tv'}")
    found.append(("scale", ":".join(scale)))
    found.append(("format", "pix_fmts=yuv420p"))
    return found


def _input(graph: av.filter.Graph, frame: VideoFrame) -> FilterContext:
    """Return an input of a graph for pictures like this one."""
    return graph.add_buffer(
        width=frame.width, height=frame.height, format=frame.format, time_base=_TICK
    )


def _plain(width: int, height: int, colour: str) -> VideoFrame:
    """Return a picture of one colour, ``#rrggbb``."""
    pixels = np.empty((height, width, 3), np.uint8)
    pixels[:] = tuple(bytes.fromhex(colour[1:]))
    return VideoFrame.from_ndarray(pixels, format="rgb24").reformat(format="gbrp")
