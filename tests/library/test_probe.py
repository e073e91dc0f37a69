"""The probe on films of every kind, good and bad, encoded on the spot."""

import random
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from library_films import MakeFilm, expected_print

from installation.errors import LibraryError
from installation.library import _reel as module
from installation.library import probe_head
from installation.library._probe import probe
from installation.model import FilmIndex

pytestmark = pytest.mark.foremost  # the AV1 encoder takes the highest rank

QUIET = {"x265-params": "log-level=none"}

KINDS = [
    ("h264.mp4", {}),
    ("h264.mkv", {"rate": Fraction(24000, 1001)}),
    ("h264.mov", {"rate": Fraction(30000, 1001), "audio_s": 1.0}),
    ("h264.m4v", {"rate": Fraction(60)}),
    ("b-frames.mp4", {"options": {"bf": "3", "b_strategy": "0"}}),
    ("odd.mkv", {"size": (65, 37), "pixel_format": "yuv444p"}),
    ("odd420.mkv", {"size": (75, 41), "codec": "ffv1"}),
    ("10-bit.mp4", {"codec": "libx265", "pixel_format": "yuv420p10le", "options": QUIET}),
    ("hevc.mkv", {"codec": "libx265", "options": QUIET, "rate": Fraction(25)}),
    ("vp9.webm", {"codec": "libvpx-vp9", "rate": Fraction(24000, 1001)}),
    ("av1.mkv", {"codec": "libsvtav1", "size": (128, 72), "options": {"preset": "12"}}),
    ("av1-10.mkv", {"codec": "libsvtav1", "size": (128, 72), "pixel_format": "yuv420p10le"}),
    ("prores.mov", {"codec": "prores_ks", "pixel_format": "yuv422p10le", "rate": Fraction(50)}),
    ("mpeg4.mp4", {"codec": "mpeg4", "rate": Fraction(25)}),
    ("full.mp4", {"pixel_format": "yuvj420p"}),
    ("rgb.mkv", {"codec": "ffv1", "pixel_format": "bgr0"}),
]


def check_pictures(index: FilmIndex) -> None:
    """Every picture is the one it should be, and nearer to itself than to its neighbours."""
    size = (index.facts.width, index.facts.height)
    wanted = np.stack([expected_print(k, *size) for k in range(index.facts.frames)]).astype(int)
    far = np.abs(index.prints.astype(int)[:, None] - wanted[None]).mean(axis=2)
    assert list(far.argmin(axis=1)) == list(range(index.facts.frames))
    assert far.diagonal().max() < 12


@pytest.mark.parametrize(("name", "recipe"), KINDS, ids=[name for name, _ in KINDS])
def test_every_picture_of_every_kind(make_film: MakeFilm, name: str, recipe: dict) -> None:
    index = probe(make_film(name, **recipe))
    facts, rate = index.facts, recipe.get("rate", Fraction(24))
    assert (facts.width, facts.height) == recipe.get("size", (64, 36))
    assert facts.rate == rate
    assert facts.frames == 24
    assert list(index.pts_ns) == [round(k * 10**9 / rate) for k in range(24)]
    assert facts.duration_ns == round(24 * 10**9 / rate)
    assert facts.audio == ("audio_s" in recipe)
    check_pictures(index)


def test_an_index_comes_back_as_it_was(make_film: MakeFilm) -> None:
    index = probe(make_film("a.mp4", chapters=[("arrival", 0), ("the kiss", 0.5)]))
    again = FilmIndex.from_bytes(index.to_bytes())
    assert again.facts == index.facts
    assert np.array_equal(again.pts_ns, index.pts_ns)
    assert np.array_equal(again.prints, index.prints)


def test_threads_change_nothing(make_film: MakeFilm) -> None:
    film = make_film("a.mp4", frames=60)
    assert np.array_equal(probe(film).prints, probe(film, threads=2).prints)


def test_progress_rises_to_the_end(make_film: MakeFilm) -> None:
    shares: list[float] = []
    probe(make_film("a.mp4", frames=60), shares.append)
    assert shares == sorted(shares)
    assert len(shares) == 60 and shares[-1] == 1.0 and shares[0] < 0.5


@pytest.mark.parametrize(
    ("recipe", "matrix", "full_range"),
    [
        ({}, "bt601", False),
        ({"size": (1280, 720), "frames": 2}, "bt709", False),
        ({"colorspace": 1}, "bt709", False),
        ({"colorspace": 6}, "bt601", False),
        ({"colorspace": 9}, "bt2020", False),
        ({"color_range": 2}, "bt601", True),
        ({"pixel_format": "yuvj420p"}, "bt601", True),
    ],
)
def test_matrix_and_range(make_film: MakeFilm, recipe: dict, matrix: str, full_range: bool) -> None:
    facts = probe(make_film("a.mp4", **recipe)).facts
    assert (facts.matrix, facts.full_range) == (matrix, full_range)


def test_full_range_luma_is_left_as_it_is(make_film: MakeFilm) -> None:
    check_pictures(probe(make_film("a.mp4", color_range=2)))


def test_chapters_count_from_the_first_picture(make_film: MakeFilm) -> None:
    film = make_film("a.mkv", chapters=[("arrival", 0), ("the kiss", 0.5)])
    assert probe(film).facts.chapters == (("arrival", 0), ("the kiss", 500_000_000))


def test_a_variable_rate_is_refused(make_film: MakeFilm) -> None:
    stamps = [0, 40, 80, 200, 240, 280, 320, 1000, 1040, 1080]
    film = make_film(
        "a.mp4", rate=Fraction(25), frames=10, stamps=stamps, time_base=Fraction(1, 1000)
    )
    assert refused(film).startswith("variable frame rate: not always 25 pictures a second")


def test_sound_longer_than_the_pictures_is_no_fault(make_film: MakeFilm) -> None:
    facts = probe(make_film("a.mkv", audio_s=3.0)).facts
    assert facts.audio and facts.duration_ns == 10**9


def refused(path: Path) -> str:
    with pytest.raises(LibraryError) as caught:
        probe(path)
    assert caught.value.advice and "\n" not in caught.value.message
    return caught.value.message


@pytest.mark.parametrize("name", ["a.mp4", "a.mkv", "a.mov", "a.webm"])
def test_a_cut_film_is_refused_wherever_it_is_cut(make_film: MakeFilm, name: str) -> None:
    codec = "libvpx-vp9" if name.endswith("webm") else "libx264"
    film = make_film(name, codec=codec, frames=72)
    whole = film.read_bytes()
    for share in (0.02, 0.3, 0.6, 0.8, 0.95, 0.99):
        film.write_bytes(whole[: int(len(whole) * share)])
        assert refused(film)


def test_where_a_cut_matroska_ends_is_said(make_film: MakeFilm) -> None:
    film = make_film("a.mkv", frames=72, audio_s=3.0)
    film.write_bytes(film.read_bytes()[: film.stat().st_size // 2])
    assert refused(film).startswith("truncated at 00:0")


def test_a_cut_film_with_its_table_in_front_is_refused(make_film: MakeFilm) -> None:
    film = make_film("a.mp4", frames=72, container_options={"movflags": "+faststart"})
    film.write_bytes(film.read_bytes()[: film.stat().st_size * 2 // 3])
    assert refused(film).startswith("truncated at 00:01.")


def test_a_matroska_cut_by_one_byte_is_refused(make_film: MakeFilm) -> None:
    film = make_film("a.mkv")
    film.write_bytes(film.read_bytes()[:-1])
    assert refused(film).startswith("truncated at 00:00.9")


def test_a_live_recording_declares_no_length_and_is_good(make_film: MakeFilm) -> None:
    film = make_film("a.webm", codec="libvpx-vp9", container_options={"live": "1"})
    assert probe(film).facts.frames == 24


def test_an_mp4_without_its_table_is_refused(make_film: MakeFilm) -> None:
    film = make_film("a.mp4", frames=72)
    film.write_bytes(film.read_bytes().replace(b"moov", b"free"))
    assert refused(film) == "not a whole file: its table of pictures is missing"


@pytest.mark.parametrize(
    ("name", "recipe"),
    [("a.mp4", {"options": {"bf": "2"}}), ("a.mkv", {"codec": "mpeg4"})],
    ids=["h264", "mpeg4"],
)
def test_damage_in_the_middle_is_refused(make_film: MakeFilm, name: str, recipe: dict) -> None:
    film = make_film(name, frames=72, **recipe)
    data = bytearray(film.read_bytes())
    middle = len(data) // 2
    data[middle - 400 : middle + 400] = random.Random(1).randbytes(800)
    film.write_bytes(data)
    assert refused(film).startswith(("damaged after 00:0", "truncated at 00:0"))


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"", "it is an empty file"), (b"Dear Anna, here is the film.\n" * 99, "not a film")],
    ids=["empty", "text"],
)
def test_what_is_no_film_is_refused(tmp_path: Path, content: bytes, reason: str) -> None:
    film = tmp_path / "a.mp4"
    film.write_bytes(content)
    assert refused(film).startswith(reason)


def test_random_bytes_never_do_more_than_refuse(tmp_path: Path) -> None:
    film = tmp_path / "a.mp4"
    chance = random.Random(7)
    for head in (b"", b"\0\0\0\x20ftypisom", b"\x1aE\xdf\xa3", b"\0\0\0\x01mdat"):
        film.write_bytes(head + chance.randbytes(5000))
        assert refused(film)


def test_a_missing_film_and_a_folder_are_refused(tmp_path: Path) -> None:
    assert refused(tmp_path / "gone.mp4").startswith("it cannot be read")
    assert refused(tmp_path).startswith("it is a folder of single pictures")


def test_sound_only_is_refused(tmp_path: Path, make_film: MakeFilm) -> None:
    import av

    film = tmp_path / "sound.mp4"
    with av.open(str(make_film("both.mp4", audio_s=1.0))) as both, av.open(str(film), "w") as out:
        source = both.streams.audio[0]
        target = out.add_stream_from_template(source)
        for packet in both.demux(source):
            if packet.size:
                packet.stream = target
                out.mux(packet)
    assert refused(film) == "there are no pictures in it, only sound"


def test_whole_groups_of_pictures_that_an_edit_list_hides_are_refused(
    tmp_path: Path, make_film: MakeFilm
) -> None:
    import av

    film = tmp_path / "trimmed.mp4"
    whole = make_film("whole.mp4", frames=120, options={"g": "24", "bf": "2"})
    with av.open(str(whole)) as source, av.open(str(film), "w") as target:
        stream = source.streams.video[0]
        copy = target.add_stream_from_template(stream)
        for packet in source.demux(stream):
            if packet.size:
                packet.pts -= int(2.5 / stream.time_base)
                packet.dts -= int(2.5 / stream.time_base)
                packet.stream = copy
                target.mux(packet)
    assert refused(film).startswith("an edit list hides ")


def test_what_is_no_mp4_or_matroska_inside_is_refused(make_film: MakeFilm) -> None:
    film = make_film("a.ts")
    assert refused(film).endswith("inside, whatever its name says")


def test_too_many_pictures_a_second_are_refused(make_film: MakeFilm) -> None:
    film = make_film("a.mp4", rate=120)
    assert refused(film) == "120 pictures a second are more than 60"


def test_a_picture_too_large_is_refused(make_film: MakeFilm) -> None:
    film = make_film("a.mp4", codec="mpeg4", size=(4112, 64), frames=2)
    assert refused(film) == "its pictures are 4112 x 64, the most is 4096 x 2304"


def test_a_turned_film_is_refused(make_film: MakeFilm) -> None:
    assert "turned by" in refused(make_film("a.mp4", rotation=90))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("ffconcat version 1.0\nfile whole.mp4\n", "inside, whatever its name says"),
        # FFmpeg takes none for a playlist that is not named like one
        (
            "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nwhole.mp4\n#EXT-X-ENDLIST\n",
            "not a film",
        ),
    ],
)
def test_a_list_of_other_files_leads_to_none_of_them(
    make_film: MakeFilm, content: str, told: str
) -> None:
    whole = make_film("whole.mp4")
    film = whole.with_name("list.mp4")
    film.write_text(content)
    for look in (probe, probe_head):
        with pytest.raises(LibraryError, match=told):
            look(film)


def test_the_head_of_a_good_film_is_good(make_film: MakeFilm) -> None:
    for name in ("a.mp4", "a.mkv", "a.mov", "a.m4v"):
        probe_head(make_film(name, audio_s=1.0))


def test_what_is_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    film = tmp_path / "a.mp4"
    with film.open("wb") as file:
        file.truncate(2 * 10**12)
    with pytest.raises(LibraryError, match="it is 2000 GB large, the most is 500 GB"):
        probe_head(film)


def test_what_is_too_long_is_refused_whatever_its_head_says(
    make_film: MakeFilm, monkeypatch: pytest.MonkeyPatch
) -> None:
    film = make_film("a.mkv", frames=240, options={"g": "24"})
    monkeypatch.setattr(module, "LONGEST_S", 5)
    with pytest.raises(LibraryError, match=r"it is 00:10\.000 long, the most is 00:05\.000"):
        probe_head(film)
    assert refused(film).startswith("it is 00:05.")  # it is not decoded to its end


def test_pictures_that_begin_long_after_the_sound_are_refused_with_the_reason(
    make_film: MakeFilm,
) -> None:
    late = [k + 10 for k in range(48)]  # 0.42 s
    film = make_film("a.mkv", frames=48, stamps=late, audio_s=2.0)
    assert refused(film).startswith("its first picture comes 0.4")
    assert probe(make_film("b.mkv", frames=48, stamps=[k + 2 for k in range(48)], audio_s=2.0))
    assert probe(make_film("c.mkv", frames=48, stamps=late))


def test_an_interlaced_film_is_refused_with_the_reason(make_film: MakeFilm) -> None:
    options = {"x264-params": "tff=1:interlaced=1"}
    film = make_film("a.mp4", options=options, size=(64, 64))
    assert refused(film).startswith("its pictures are interlaced")


def test_a_chapter_s_name_does_nothing_to_a_terminal(make_film: MakeFilm) -> None:
    film = make_film("a.mkv", frames=48, chapters=[("the\x1b[2J kiss", 0.5)])
    assert [name for name, _ in probe(film).facts.chapters] == ["the [2J kiss"]
