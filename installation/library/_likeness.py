"""Measures how like two pictures are (SSIM), with FFmpeg's filter.

One of the files that import ``av``.
"""

from fractions import Fraction

import av
from av.video.format import VideoFormat
from av.video.frame import VideoFrame

_TICK = Fraction(1, 1000)


class Likeness:
    """Takes pairs of pictures of one size in 8 bit 4:2:0; ``found`` has the SSIM of each, 0 to 1.

    It is the mean over the planes, weighted by their samples (``All`` of FFmpeg's ``ssim``).
    """

    def __init__(self, width: int, height: int) -> None:
        self.found: list[float] = []
        self._graph = graph = av.filter.Graph()
        self._inputs = [
            graph.add_buffer(
                width=width, height=height, format=VideoFormat("yuv420p"), time_base=_TICK
            )
            for _ in range(2)
        ]
        meter, sink = graph.add("ssim"), graph.add("buffersink")
        for number, given in enumerate(self._inputs):
            given.link_to(meter, 0, number)
        meter.link_to(sink)
        graph.configure()
        self._pairs = 0

    def push(self, one: VideoFrame, other: VideoFrame) -> None:
        """Take a pair; neither is changed but in its time."""
        for given, frame in zip(self._inputs, (one, other), strict=True):
            frame.pts, frame.time_base = self._pairs, _TICK
            given.push(frame)
        self._pairs += 1
        self._drain()

    def end(self) -> list[float]:
        """Return what was found of all pairs."""
        for given in self._inputs:
            given.push(None)
        self._drain()
        return self.found

    def _drain(self) -> None:
        while True:
            try:
                pair = self._graph.pull()
            except (av.BlockingIOError, av.EOFError):
                return
            self.found.append(float(pair.metadata["lavfi.ssim.All"]))
