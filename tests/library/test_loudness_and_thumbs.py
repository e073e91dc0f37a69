"""Loudness by EBU R128, and thumbnails of the right pictures."""

from pathlib import Path

import av
import numpy as np
import pytest
from library_films import MakeFilm, picture

from installation.library import Loudness, thumbs
from installation.library._probe import probe
from installation.model import thumbnail_name
from installation.store import ContentStore
from installation.units import SECOND


def tone(level: float, seconds: float, channels: int = 2, rate: int = 48000) -> Loudness:
    """What the meter says of a sine at 997 Hz."""
    meter = Loudness()
    layout = {1: "mono", 2: "stereo"}[channels]
    for at in range(0, int(seconds * rate), 1000):
        wave = level * np.sin(2 * np.pi * 997 * np.arange(at, at + 1000) / rate)
        frame = av.AudioFrame.from_ndarray(
            np.tile(wave.astype(np.float32), (channels, 1)), format="fltp", layout=layout
        )
        frame.sample_rate, frame.pts = rate, at
        meter.push(frame)
    return meter


@pytest.mark.parametrize("rate", [44100, 48000])
def test_the_reference_tone_of_the_standard(rate: int) -> None:
    """EBU Tech 3341, case 1: a stereo sine at -23 dBFS has -23 LUFS."""
    assert tone(10 ** (-23 / 20), 5, rate=rate).lufs() == pytest.approx(-23, abs=0.1)


def test_a_single_channel_is_quieter() -> None:
    assert tone(10 ** (-20 / 20), 5, channels=1).lufs() == pytest.approx(-23, abs=0.1)


def test_silence_and_no_sound_have_no_loudness() -> None:
    assert Loudness().lufs() is None
    assert tone(0.0, 2).lufs() is None


def test_the_sound_of_a_film_is_heard(make_film: MakeFilm) -> None:
    heard: list[av.AudioFrame] = []
    probe(make_film("a.mp4", audio_s=2.0, frames=48), hear=heard.append)
    assert sum(frame.samples for frame in heard) == pytest.approx(2 * 48000, abs=2100)


@pytest.mark.parametrize("name", ["a.mp4", "a.mkv"])
def test_thumbnails_show_the_pictures_at_their_places(
    make_film: MakeFilm, tmp_path: Path, name: str
) -> None:
    film = make_film(name, frames=72, size=(128, 72), options={"bf": "2", "g": "24"})
    index, shelf = probe(film), ContentStore(tmp_path).thumbnails("h")
    for at in (0, 30, 71):
        place = int(index.pts_ns[at]) + SECOND // 100
        thumbs.make(film, index.facts, [place], shelf)
        with av.open(str(shelf.path(thumbnail_name(place)))) as shown:
            seen = next(shown.decode(video=0)).to_ndarray(format="gray")
        assert seen.shape == (180, 320)
        wanted = {k: picture(k, 320, 180).astype(int) for k in range(max(0, at - 2), at + 3)}
        # the film is in limited range and its thumbnail in full range
        limited = seen.astype(int) * 219 // 255 + 16
        far = {k: float(np.abs(limited - luma).mean()) for k, luma in wanted.items()}
        assert min(far, key=far.__getitem__) == at


def test_a_thumbnail_that_is_there_is_not_made_again(make_film: MakeFilm, tmp_path: Path) -> None:
    film = make_film("a.mp4")
    index, shelf = probe(film), ContentStore(tmp_path).thumbnails("h")
    thumbs.make(film, index.facts, [0], shelf)
    before = shelf.path(thumbnail_name(0)).stat()
    thumbs.make(film, index.facts, [0, SECOND // 2], shelf)
    after = shelf.path(thumbnail_name(0)).stat()  # its st_atime is whoever's who read it
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert shelf.path(thumbnail_name(SECOND // 2)).exists()


def test_a_film_that_cannot_be_read_has_no_thumbnails(make_film: MakeFilm, tmp_path: Path) -> None:
    film = make_film("a.mp4")
    index, shelf = probe(film), ContentStore(tmp_path).thumbnails("h")
    film.write_bytes(b"nothing")
    thumbs.make(film, index.facts, [0], shelf)
    assert not shelf.folder.exists()
