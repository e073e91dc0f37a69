"""Films as large as anybody wants: ten seconds of noise, over and over, nothing encoded again."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from installation.errors import KissError
from installation.rig import Recipe

_CLIP = Recipe(9, 10.0)
_BITS_A_SECOND = 8_000_000


def large_film(path: Path, size: int, cache: Path, table_first: bool = False) -> None:
    """Write a film of about so many bytes; ``table_first`` is for an MP4's table of pictures."""
    options = {"movflags": "faststart"} if table_first else {}
    with av.open(str(path), "w", options=options) as out, av.open(str(_clip(cache))) as clip:
        pictures = clip.streams.video[0]
        stream, base = out.add_stream_from_template(pictures), Fraction(pictures.time_base or 1)
        packets = [packet for packet in clip.demux(pictures) if packet.dts is not None]
        times = [(p.pts or 0, p.dts or 0, p.duration or 0) for p in packets]
        step = sum(duration for _, _, duration in times)
        if not step:
            raise KissError("the clip does not say how long its pictures are")
        for number in range(max(1, round(size / sum(p.size for p in packets)))):
            for packet, (pts, dts, duration) in zip(packets, times, strict=True):
                # muxing a packet leaves it with the container's units
                packet.stream, packet.time_base = stream, base
                packet.pts, packet.dts = pts + number * step, dts + number * step
                packet.duration = duration
                out.mux(packet)


def _clip(cache: Path) -> Path:
    """Ten seconds of noise, at a film's usual bit rate; made once and kept."""
    path = cache / f"noise-{_CLIP.name}.mp4"
    if path.exists():
        return path
    cache.mkdir(parents=True, exist_ok=True)
    part, chance = path.with_suffix(".part"), np.random.default_rng(_CLIP.film)
    with av.open(str(part), "w", format="mp4") as out:
        options = {"preset": "ultrafast", "g": str(2 * _CLIP.fps), "threads": "1"}
        stream = out.add_stream("libx264", rate=_CLIP.fps, options=options)
        stream.width, stream.height, stream.pix_fmt = _CLIP.width, _CLIP.height, "yuv420p"
        stream.bit_rate = stream.codec_context.bit_rate_tolerance = _BITS_A_SECOND
        for number in range(_CLIP.frames):
            planes = chance.integers(16, 235, (_CLIP.height * 3 // 2, _CLIP.width), np.uint8)
            frame = av.VideoFrame.from_ndarray(planes, format="yuv420p")
            frame.pts = number
            out.mux(stream.encode(frame))
        out.mux(stream.encode())
    return part.replace(path)
