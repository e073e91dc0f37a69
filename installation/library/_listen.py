"""Reads a film's loudness and subtitles, for proposals of beats.

Reads with PyAV, as the probe does. Nothing here decides anything about a film.
"""

from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from installation.errors import LibraryError
from installation.library._opening import open_film
from installation.model import Subtitle, plain_words, subtitles_in_time
from installation.units import SECOND

RATE = 16_000
QUIET_DB = -60.0

_TEXT = {"subrip", "srt", "ass", "ssa", "mov_text", "webvtt", "text"}


def loudness(film: Path, step_ns: int) -> NDArray[np.float32]:
    """(values,) dB of full scale, one each ``step_ns`` from the first picture; empty without sound.

    Raises LibraryError when the film cannot be read.
    """
    parts: list[NDArray[np.float32]] = []
    begins = None
    try:
        with open_film(film, any_kind=True) as source:
            if not source.streams.audio:
                return np.empty(0, np.float32)
            zero = _first_picture_s(source)
            to = av.AudioResampler("flt", "mono", RATE)
            for frame in source.decode(source.streams.audio[0]):
                if begins is None and frame.pts is not None and frame.time_base:
                    begins = float(frame.pts * frame.time_base) - zero
                parts += [part.to_ndarray()[0] for part in to.resample(frame)]
            parts += [part.to_ndarray()[0] for part in to.resample(None)]
    except av.FFmpegError as fault:
        raise LibraryError(f"{film}: its sound cannot be read ({fault})") from fault
    if not parts:
        return np.empty(0, np.float32)
    late = round((begins or 0.0) * RATE)
    wave = np.concatenate([np.zeros(max(late, 0), np.float32), *parts])[max(-late, 0) :]
    step = RATE * step_ns // SECOND
    whole = wave[: len(wave) // step * step].reshape(-1, step)
    power = np.sqrt(np.square(whole, dtype=np.float64).mean(axis=1))
    return np.asarray(20 * np.log10(np.maximum(power, 10 ** (QUIET_DB / 20))), np.float32)


def _first_picture_s(source: av.container.InputContainer) -> float:
    stream = source.streams.video[0] if source.streams.video else None
    if stream is None or stream.start_time is None or stream.time_base is None:
        return 0.0
    return float(stream.start_time * stream.time_base)


def embedded_subtitles(film: Path) -> dict[str, tuple[Subtitle, ...]]:
    """The cues of the text tracks in a film, by language (``und`` when it is not told)."""
    found: dict[str, tuple[Subtitle, ...]] = {}
    try:
        with open_film(film, any_kind=True) as source:
            zero = round(_first_picture_s(source) * SECOND)
            tracks = [
                s
                for s in source.streams.subtitles
                if s.codec_context and s.codec_context.name in _TEXT
            ]
            cues: dict[int, list[Subtitle]] = {track.index: [] for track in tracks}
            for packet in source.demux(tracks) if tracks else ():
                if packet.pts is None or packet.time_base is None or not packet.size:
                    continue
                start = round(packet.pts * packet.time_base * SECOND) - zero
                length = round((packet.duration or 0) * packet.time_base * SECOND)
                kind = packet.stream.codec_context.name
                text = plain_words([_said(bytes(packet), kind)])
                cues[packet.stream.index].append(Subtitle(start, start + length, text))
            for track in tracks:
                language = track.language or "und"
                found.setdefault(language, subtitles_in_time(cues[track.index]))
    except av.FFmpegError as fault:
        raise LibraryError(f"{film}: its subtitles cannot be read ({fault})") from fault
    return {language: said for language, said in found.items() if said}


def _said(data: bytes, kind: str) -> str:
    """The words in one packet of a text track."""
    if kind == "mov_text":
        data = data[2 : 2 + int.from_bytes(data[:2], "big")]
    text = data.decode("utf-8", "replace")
    if kind in ("ass", "ssa"):
        text = text.split(",", 8)[-1].replace("\\N", " ").replace("\\n", " ")
    return text
