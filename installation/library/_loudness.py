"""Measures a film's integrated loudness by EBU R128 (ITU-R BS.1770), with FFmpeg's filter.

One of the files that import ``av``.
"""

import math
from fractions import Fraction

import av
from av.audio.frame import AudioFrame

SILENT_LUFS = -70.0
"""The gate of BS.1770: nothing at or below it is loudness."""


class Loudness:
    """Takes the sound of a film as it is decoded; about 0.3 % of a processor for stereo.

    The true peak, with ``with_peak``, takes some 2 % more.
    """

    def __init__(self, with_peak: bool = False) -> None:
        self._graph: av.filter.Graph | None = None
        self._kind: tuple[str, str, int] | None = None
        self._lufs = SILENT_LUFS
        self._peak = 0.0
        self._with_peak = with_peak

    def push(self, frame: AudioFrame) -> None:
        """Listen to some sound; that of another rate or layout than the first is passed over."""
        kind = (frame.format.name, frame.layout.name, frame.sample_rate)
        if self._kind is None:
            self._kind, self._graph = kind, _meter(*kind, self._with_peak)
        if self._graph is None or kind != self._kind:
            return
        self._graph.push(frame)
        self._drain()

    def lufs(self) -> float | None:
        """The integrated loudness of all that was heard; None for silence, or no sound at all."""
        if self._graph is None:
            return None
        self._graph.push(None)
        self._drain()
        self._graph = None
        return round(self._lufs, 1) if self._lufs > SILENT_LUFS else None

    @property
    def peak_db(self) -> float | None:
        """The true peak of what was heard, in dB of full scale; None for silence."""
        return round(20 * math.log10(self._peak), 2) if self._peak > 0 else None

    def _drain(self) -> None:
        assert self._graph is not None
        while True:
            try:
                found = self._graph.pull()
            except (av.BlockingIOError, av.EOFError):
                return
            # the last bit of sound, shorter than the filter's step, carries no figure
            self._lufs = float(found.metadata.get("lavfi.r128.I", self._lufs))
            self._peak = max(self._peak, float(found.metadata.get("lavfi.r128.true_peak", 0)))


def _meter(sample_format: str, layout: str, rate: int, with_peak: bool) -> av.filter.Graph:
    graph = av.filter.Graph()
    source = graph.add_abuffer(
        format=sample_format, sample_rate=rate, layout=layout, time_base=Fraction(1, rate)
    )
    peak = "true" if with_peak else "none"
    meter = graph.add("ebur128", f"metadata=1:framelog=quiet:peak={peak}")
    sink = graph.add("abuffersink")
    source.link_to(meter)
    meter.link_to(sink)
    graph.configure()
    return graph
