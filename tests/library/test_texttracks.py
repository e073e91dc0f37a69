"""Text tracks inside of films: each comes out as a file of subtitles that can be read."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import pytest
from library_films import MakeFilm

from installation.errors import WordsError
from installation.library._texttracks import UNTOLD, _dialogues, text_tracks
from installation.units import MILLISECOND, SECOND
from installation.words import script_of

SRT = """1
00:00:00,100 --> 00:00:00,500
Он <i>ждал</i>.

2
00:00:00,600 --> 00:00:00,900
Two
rows
"""
ASS = """[Script Info]
ScriptType: v4.00+

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, \
Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, \
Alignment, MarginL, MarginR, MarginV, Encoding
Style: Loud,DejaVu Sans,20,&H000000FF,&H0,&H0,&H0,0,0,0,0,100,100,0,0,1,2,0,2,10,10,10,1

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
Dialogue: 0,0:00:00.10,0:00:00.50,Loud,,0,0,0,,Он {\\i1}ждал{\\i0}.
Dialogue: 0,0:00:00.60,0:00:00.90,Loud,,0,0,0,,Two\\Nrows
"""
SAYS = [(100, 500, "Он ждал."), (600, 900, "Two\nrows")]


def with_tracks(film: Path, made: Path, *texts: tuple[str, str]) -> Path:
    """The film with text tracks, (language, text): .srt or .ass, as the container has them."""
    with av.open(str(made), "w") as out, av.open(str(film)) as source:
        video = out.add_stream_from_template(source.streams.video[0])
        packets: list[Any] = []
        for number, (language, text) in enumerate(texts):
            file = made.with_name(f"{number}.{'ass' if text is ASS else 'srt'}")
            file.write_text(text)
            with av.open(str(file)) as words:
                if made.suffix == ".mp4":
                    track = out.add_mux_stream("mov_text")
                    track.time_base = Fraction(1, 1000)
                else:
                    track = out.add_stream_from_template(words.streams.subtitles[0])
                track.metadata["language"] = language
                for packet in words.demux(words.streams.subtitles[0]):
                    if packet.pts is None:
                        continue
                    data = bytes(packet)
                    if made.suffix == ".mp4":
                        data = len(data).to_bytes(2, "big") + data
                    copy: Any = av.Packet(data)
                    copy.pts = copy.dts = packet.pts
                    copy.duration, copy.time_base = packet.duration, packet.time_base
                    copy.stream = track
                    packets.append(copy)
        for picture in source.demux(source.streams.video[0]):
            if picture.dts is not None:
                picture.stream = video
                packets.append(picture)
        packets.sort(key=lambda p: p.dts * p.time_base)
        for one in packets:
            out.mux(one)
    return made


def said(content: bytes) -> list[tuple[int, int, str]]:
    lines = script_of(content).lines
    return [(one.start_ns // MILLISECOND, one.end_ns // MILLISECOND, one.text) for one in lines]


@pytest.mark.parametrize("ending", ["mkv", "mp4"])
def test_subrip_comes_out_of_both_containers(
    make_film: MakeFilm, tmp_path: Path, ending: str
) -> None:
    made = with_tracks(
        make_film("plain.mp4"), tmp_path / f"with.{ending}", ("rus", SRT), ("eng", SRT)
    )
    tracks = text_tracks(made)
    assert [(track.language, track.ending) for track in tracks] == [("rus", "srt"), ("eng", "srt")]
    assert [said(track.content) for track in tracks] == [SAYS, SAYS]


def test_substation_keeps_its_styles(make_film: MakeFilm, tmp_path: Path) -> None:
    made = with_tracks(make_film("plain.mp4"), tmp_path / "with.mkv", ("rus", ASS))
    (track,) = text_tracks(made)
    assert (track.language, track.ending) == ("rus", "ass")
    assert said(track.content) == SAYS
    assert "Style: Loud,DejaVu Sans" in script_of(track.content).document


def test_the_first_track_of_a_language_counts(make_film: MakeFilm, tmp_path: Path) -> None:
    other = SRT.replace("rows", "lines")
    made = with_tracks(make_film("plain.mp4"), tmp_path / "with.mkv", ("rus", SRT), ("rus", other))
    (track,) = text_tracks(made)
    assert said(track.content) == SAYS


@pytest.mark.parametrize(
    "language", ["../../../evil", "/tmp/evil", "ru\x1b[2J", "ru\nen", "x" * 300, "ru/en"]
)
def test_a_language_is_never_a_path_nor_a_line_of_its_own(
    make_film: MakeFilm, tmp_path: Path, language: str
) -> None:
    """A container may say anything, and the track becomes a file of that name."""
    made = with_tracks(make_film("plain.mp4"), tmp_path / "with.mkv", (language, SRT))
    with av.open(str(made)) as film:
        assert film.streams.subtitles[0].language == language  # nothing on the way has mended it
    (track,) = text_tracks(made)
    assert track.language == UNTOLD and said(track.content) == SAYS


def test_events_that_are_damaged_or_have_lines_of_their_own_stay_events() -> None:
    rows = [
        (0, SECOND, b"0,0,Default,,0,0,0,,Good"),
        (SECOND, 2 * SECOND, b"without a comma"),
        (2 * SECOND, 3 * SECOND, b"2,0,Default,,0,0,0,,Two\r\n[Fonts]\nDialogue: rows"),
    ]
    first, second = _dialogues(rows)
    assert first.endswith(",,Good\n") and second.count("\n") == 1


def test_a_film_without_text_has_none(make_film: MakeFilm) -> None:
    assert text_tracks(make_film("plain.mp4")) == ()
    with pytest.raises(WordsError):
        script_of(b"")
