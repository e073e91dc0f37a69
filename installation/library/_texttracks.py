"""Takes the text tracks out of a film, each as a file of subtitles that anybody can read."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import av
from av.subtitles.stream import SubtitleStream

from installation.errors import LibraryError
from installation.library._opening import language_of, open_film
from installation.units import MILLISECOND, SECOND

KINDS = {
    "subrip": "srt",
    "srt": "srt",
    "text": "srt",
    "mov_text": "srt",
    "webvtt": "srt",
    "ass": "ass",
    "ssa": "ass",
}
"""The ending of the file that each kind of track becomes; tracks of pictures are left alone."""
UNTOLD = "und"
"""The language of a track that does not tell it, as containers write that."""
_FORMAT = "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text"


class TextTrack(NamedTuple):
    """One track: its language, and its subtitles as a file with this ending."""

    language: str
    ending: str
    content: bytes


def text_tracks(film: Path) -> tuple[TextTrack, ...]:
    """The text tracks of a film, the first of each language. Times count from its first picture.

    Raises LibraryError when the film cannot be read.
    """
    try:
        with open_film(film, any_kind=True) as source:
            zero_ns = first_picture_ns(source)
            tracks = [s for s in source.streams.subtitles if s.codec_context.name in KINDS]
            rows: dict[int, list[tuple[int, int, bytes]]] = {track.index: [] for track in tracks}
            for packet in source.demux(tracks) if tracks else ():
                if packet.pts is None or packet.time_base is None or not packet.size:
                    continue
                start_ns = round(packet.pts * packet.time_base * SECOND) - zero_ns
                length_ns = round((packet.duration or 0) * packet.time_base * SECOND)
                row = start_ns, start_ns + length_ns, bytes(packet)
                rows[packet.stream.index].append(row)
            made = [_as_file(track, rows[track.index]) for track in tracks if rows[track.index]]
    except av.FFmpegError as fault:
        raise LibraryError(f"{film}: its subtitles cannot be read ({fault})") from fault
    return tuple({track.language: track for track in reversed(made)}.values())[::-1]


def first_picture_ns(source: av.container.InputContainer) -> int:
    """The time of a film's first picture by its own clock."""
    stream = source.streams.video[0] if source.streams.video else None
    if stream is None or stream.start_time is None or stream.time_base is None:
        return 0
    return round(stream.start_time * stream.time_base * SECOND)


def _as_file(track: SubtitleStream, rows: list[tuple[int, int, bytes]]) -> TextTrack:
    kind = track.codec_context.name
    language = language_of(track) or UNTOLD
    if KINDS[kind] == "ass":
        header = bytes(track.codec_context.extradata or b"").decode("utf-8", "replace")
        head = header.partition("[Events]")[0].replace("\x00", "").rstrip()
        lines = (f"{head}\n\n[Events]\n{_FORMAT}\n", *_dialogues(rows))
    else:
        lines = tuple(_subrip(rows, kind))
    return TextTrack(language, KINDS[kind], "".join(lines).encode())


def _dialogues(rows: list[tuple[int, int, bytes]]) -> Iterator[str]:
    for start_ns, end_ns, data in sorted(rows):
        fields = data.decode("utf-8", "replace").split(",", 2)
        if len(fields) < 3:  # damaged
            continue
        start, end = (_clock(at, 10, ".") for at in (start_ns, end_ns))
        rest = " ".join(fields[2].splitlines()).strip()  # a line of its own would be another event
        yield f"Dialogue: {fields[1]},{start},{end},{rest}\n"


def _subrip(rows: list[tuple[int, int, bytes]], kind: str) -> Iterator[str]:
    for number, (start_ns, end_ns, data) in enumerate(sorted(rows), 1):
        if kind == "mov_text":
            data = data[2 : 2 + int.from_bytes(data[:2], "big")]
        text = data.decode("utf-8", "replace").strip().replace("\r", "")
        start, end = (_clock(at, 1, ",") for at in (start_ns, end_ns))
        yield f"{number}\n{start} --> {end}\n{text}\n\n"


def _clock(at_ns: int, step_ms: int, point: str) -> str:
    """A time in steps of milliseconds, as SubRip (1) and Advanced SubStation (10) write it."""
    parts = max(0, at_ns) // MILLISECOND
    whole, fraction = divmod(parts, 1000)
    digits = 3 if step_ms == 1 else 2
    clock = f"{whole // 3600:02d}:{whole // 60 % 60:02d}:{whole % 60:02d}"
    return f"{clock}{point}{fraction // step_ms:0{digits}d}"
