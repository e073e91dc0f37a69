"""What speaks against a film that stands still."""

import os
from pathlib import Path

import pytest
from library_films import MakeFilm

from installation.library._container import missing
from installation.library._intake_state import Hindrance
from installation.library._sampletable import last_samples, reaches_ns
from installation.library._settle import hindrances, writers

FRONT = {"movflags": "+faststart"}
TABLE_LAST = ("back.mp4", "a.mov")
"""Whose last bytes may well be zeros."""
KINDS = [
    ("back.mp4", {"audio_s": 3.0}),
    ("front.mp4", {"container_options": FRONT, "audio_s": 3.0}),
    ("a.mov", {"codec": "prores_ks", "pixel_format": "yuv422p10le"}),
    ("a.mkv", {"audio_s": 3.0}),
    ("a.webm", {"codec": "libvpx-vp9"}),
]


def hindrance(film: Path) -> Hindrance | None:
    return hindrances([film])[film]


@pytest.mark.parametrize(("name", "recipe"), KINDS, ids=[name for name, _ in KINDS])
def test_a_whole_film_lacks_nothing_and_any_part_of_it_does(
    make_film: MakeFilm, name: str, recipe: dict
) -> None:
    film = make_film(name, frames=72, **recipe)
    assert missing(film) == "" and hindrance(film) is None
    whole = film.read_bytes()
    for share in (0.0, 0.001, 0.02, 0.3, 0.6, 0.8, 0.95):
        film.write_bytes(whole[: int(len(whole) * share)])
        assert missing(film), share


@pytest.mark.parametrize(("name", "recipe"), KINDS, ids=[name for name, _ in KINDS])
def test_a_film_whose_length_was_set_before_its_content_came(
    make_film: MakeFilm, name: str, recipe: dict
) -> None:
    film = make_film(name, frames=72, **recipe)
    whole = film.read_bytes()
    assert missing(film) == ""
    ends = [len(whole) * share // 100 for share in (0, 30, 60, 80, 95)]
    ends += [len(whole) - 2000, len(whole) - 20]
    ends += [] if name in TABLE_LAST else [len(whole) - 1]
    for there in ends:
        film.write_bytes(whole[:there] + bytes(len(whole) - there))
        assert missing(film), there


def test_a_copy_is_told_in_megabytes(make_film: MakeFilm) -> None:
    film = make_film("a.mp4", frames=240, container_options=FRONT)
    whole = film.read_bytes()
    film.write_bytes(whole[: len(whole) // 2])
    assert missing(film) == f"{len(whole) / 2e6:.1f} of {len(whole) / 1e6:.1f} MB are there"


def test_a_recording_that_goes_on_may_still_grow(make_film: MakeFilm) -> None:
    live = make_film("a.webm", codec="libvpx-vp9", container_options={"live": "1"})
    assert "may still be growing" in missing(live)
    pieces = make_film("a.mp4", container_options={"movflags": "frag_keyframe+empty_moov"})
    pieces.write_bytes(pieces.read_bytes()[: pieces.read_bytes().rindex(b"mfra") - 4])
    assert "may still be growing" in missing(pieces)


def test_what_is_no_film_lacks_nothing(tmp_path: Path) -> None:
    film = tmp_path / "letter.mp4"
    film.write_text("Dear Anna, here is the film.")
    assert hindrance(film) is None


def test_a_file_that_cannot_be_read_is_waited_for(tmp_path: Path) -> None:
    against = hindrance(tmp_path / "gone.mp4")
    assert against and "cannot be read" in against.why and not against.until_it_ends


def test_damaged_tables_are_no_tables(make_film: MakeFilm) -> None:
    film = make_film("a.mp4", frames=72, container_options=FRONT)
    data = film.read_bytes()
    begin = data.index(b"moov") - 4
    moov = data[begin : begin + int.from_bytes(data[begin : begin + 4], "big")]
    assert len(last_samples(moov)) == 1 and reaches_ns(moov, len(data)) is None
    half = reaches_ns(moov, len(data) // 2)
    assert half is not None and 0 < half < 3 * 10**9
    for at in range(0, len(moov), 3):
        for value in (0, 255):
            broken = bytearray(moov)
            broken[at : at + 4] = bytes([value] * 4)
            last_samples(bytes(broken))
            reaches_ns(bytes(broken), 1000)


def test_boxes_in_boxes_without_end_are_the_intake_s_to_judge(tmp_path: Path) -> None:
    film = tmp_path / "a.mp4"
    boxes = b"".join((8 * (3000 - n)).to_bytes(4, "big") + b"moov" for n in range(3000))
    film.write_bytes(b"\0\0\0\x10ftypisom\0\0\0\0" + boxes)
    assert hindrance(film) is None


def test_whoever_writes_it_is_named(tmp_path: Path) -> None:
    film = tmp_path / "a.mp4"
    with film.open("wb") as file:
        file.write(b"half")
        who = writers([film])[film]
        assert who.endswith(f"(process {os.getpid()})")
        against = hindrance(film)
        assert against and against.until_it_ends and "open for writing" in against.why
    assert not writers([film])


def test_readers_and_writers_of_others_do_not_count(tmp_path: Path) -> None:
    film, other = tmp_path / "a.mp4", tmp_path / "there" / "a.mp4"
    other.parent.mkdir()
    film.write_bytes(b"film")
    with film.open("rb"), other.open("wb"):
        assert not writers([film])


def test_a_file_that_was_renamed_while_it_is_written_is_still_written(tmp_path: Path) -> None:
    with (tmp_path / "a.part").open("wb"):
        (tmp_path / "a.part").rename(tmp_path / "a.mp4")
        assert writers([tmp_path / "a.mp4"])


def test_what_cannot_be_looked_at_is_passed_over(tmp_path: Path) -> None:
    film, proc = tmp_path / "a.mp4", tmp_path / "proc"
    film.touch()
    (proc / "12").mkdir(parents=True)  # a process that has gone
    (proc / "13" / "fd").mkdir(parents=True)
    (proc / "13" / "fd" / "3").symlink_to(film)  # one whose flags cannot be read
    assert not writers([film], proc)
    assert not writers([tmp_path / "gone"], proc)
