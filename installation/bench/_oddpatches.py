"""Flat patches of colour in odd films: what FFmpeg makes of them, beside what is on the glass.

One of the files that import ``av``. The patches stand still in every picture of a film, so that
they can be read at any instant.
"""

from collections.abc import Sequence
from pathlib import Path

import av
import numpy as np
from av.video.frame import VideoFrame
from numpy.typing import NDArray

from installation.bench._oddfilms import OddFilm, patch_places
from installation.rig import Rect, RootWindow

_MATRIX = {1: "bt709", 4: "fcc", 7: "smpte240m", 9: "bt2020"}
_USUAL = "bt601"
"""What FFmpeg takes for the matrix of pictures that do not say theirs."""
_TRANSFER = {16: "smpte2084", 18: "arib-std-b67"}


def converted(kind: OddFilm, film: Path) -> NDArray[np.int64]:
    """Return the patches of a film as FFmpeg converts them itself, (patches, 3) red, green, blue.

    HDR is toned down by FFmpeg's tone map.
    """
    first = film if film.is_file() else min(film.glob("kiss_*"))
    with av.open(str(first)) as source:
        frame = next(source.decode(video=0))
    width, height = kind.size
    marks = np.zeros((height, width, 3), np.uint8)
    for number, (x, y, across, down) in enumerate(patch_places((0, 0, width, height)), 1):
        marks[y : y + down, x : x + across] = number
    stored, pixels = kind.stored(marks)[..., 0], _rgb(frame)
    means = [pixels[stored == number].mean(axis=0) for number in range(1, int(stored.max()) + 1)]
    return np.rint(means).astype(np.int64)


def _rgb(frame: VideoFrame) -> NDArray[np.float64]:
    """Return a picture in red, green and blue, 0 to 255, by the filter with which FFmpeg scales.

    With 16 bits a colour, as FFmpeg has them on the way to a film's own format: asked for 8 bits of
    red, green and blue its tone map rounds before it maps, and is up to 16 of 255 off its own.
    """
    said = ["flags=bicubic+accurate_rnd+full_chroma_int"]
    if not frame.format.is_rgb:
        wide = frame.color_range == 2 or frame.format.name.startswith("yuvj")
        said.append(f"in_color_matrix={_MATRIX.get(int(frame.colorspace), _USUAL)}")
        said.append(f"in_range={'pc' if wide else 'tv'}")
    if int(frame.color_trc) in _TRANSFER:
        said.append(f"in_transfer={_TRANSFER[int(frame.color_trc)]}:in_primaries=bt2020")
        said.append("out_transfer=bt709:out_primaries=bt709:intent=perceptual")
    frame.colorspace = 2  # else the graph converts it before the filter that is told how to
    graph = av.filter.Graph()
    given = graph.add_buffer(
        width=frame.width,
        height=frame.height,
        format=frame.format,
        time_base=frame.time_base,
    )
    chain = [given, graph.add("scale", ":".join(said)), graph.add("format", "pix_fmts=rgb48le")]
    graph.link_nodes(*chain, graph.add("buffersink")).configure()
    given.push(frame)
    given.push(None)
    found = graph.pull()
    assert isinstance(found, VideoFrame)
    return found.to_ndarray() / 257


def seen(display: str, heads: Sequence[Rect]) -> NDArray[np.int64]:
    """Read the patches off the glass: (heads, patches, 3) red, green, blue."""
    found = []
    with RootWindow(display) as glass:
        for x, y, width, height in heads:
            pixels = glass.grab(x, y, width, height)
            means = [
                pixels[top : top + down, left : left + across].mean(axis=(0, 1))
                for left, top, across, down in patch_places((0, 0, width, height))
            ]
            found.append(np.rint(means).astype(np.int64))
    return np.stack(found)
