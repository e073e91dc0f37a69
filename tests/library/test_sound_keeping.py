"""Sounds that are kept: where they begin, which track they are, how loud they are."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from installation.library import keep_sound
from installation.model import SoundFacts, SoundSource, gain_for
from installation.store import KeptSounds
from installation.units import SECOND

RATE, SECONDS, HZ = 48_000, 2, 400
CHANNELS = {"mono": 1, "stereo": 2, "5.1": 6}
Wave = np.ndarray[tuple[int, ...], np.dtype[np.float32]]


def tone(hz: float = HZ, level: float = 0.25) -> Wave:
    """A steady tone, and a beep at 1.5 s."""
    at = np.arange(SECONDS * RATE) / RATE
    beep = (at >= 1.5) & (at < 1.56)
    made: Wave = level * np.sin(2 * np.pi * hz * at) + 0.5 * beep * np.sin(2 * np.pi * 4000 * at)
    return made.astype(np.float32)


def film(
    path: Path,
    codec: str = "pcm_s16le",
    layout: str = "stereo",
    tracks: Sequence[tuple[str, Wave]] = (("", tone()),),
) -> Path:
    """A film of two small seconds, with sound tracks: (language, wave)."""
    with av.open(str(path), "w") as made:
        if path.suffix != ".wav":
            picture = made.add_stream("libx264", rate=24)
            picture.width, picture.height, picture.pix_fmt = 64, 36, "yuv420p"
        streams = [_track(made, codec, layout) for _ in tracks]
        for stream, (language, _) in zip(streams, tracks, strict=True):
            if language:
                stream.metadata["language"] = language
        if path.suffix != ".wav":
            for number in range(24 * SECONDS):
                frame = av.VideoFrame(64, 36, "yuv420p")
                frame.pts, frame.time_base = number, Fraction(1, 24)
                made.mux(picture.encode(frame))
            made.mux(picture.encode(None))
        for stream, (_, wave) in zip(streams, tracks, strict=True):
            for begin in range(0, len(wave), 1024):
                part = np.repeat(wave[begin : begin + 1024, None], CHANNELS[layout], 1)
                heard = av.AudioFrame.from_ndarray(part.reshape(1, -1), "flt", layout)
                heard.sample_rate, heard.pts, heard.time_base = RATE, begin, Fraction(1, RATE)
                made.mux(stream.encode(heard))
            made.mux(stream.encode(None))
    return path


def _track(made: av.container.OutputContainer, codec: str, layout: str) -> av.AudioStream:
    stream = made.add_stream(codec, rate=RATE, layout=layout)
    assert isinstance(stream, av.AudioStream)
    return stream


def kept(place: Path, source: SoundSource | None = None) -> tuple[SoundFacts, Wave]:
    """What an intake keeps of it, (n, channels)."""
    shelf = KeptSounds(place.parent / "sounds")
    facts = keep_sound(place, source or SoundSource(), SECONDS * SECOND, shelf, "name")
    assert shelf.facts.get("name") == facts
    if facts.fault:
        return facts, np.zeros((0, 2), np.float32)
    samples = np.fromfile(shelf.path("name"), np.int16).reshape(-1, facts.channels)
    assert len(samples) == facts.samples
    return facts, samples.astype(np.float32) / np.float32(32768)


def level(wave: Wave, hz: float) -> float:
    """How loud a frequency is in it."""
    at = np.arange(len(wave)) / RATE
    return float(2 * np.abs(np.mean(wave * np.exp(-2j * np.pi * hz * at))))


def late_samples(wave: Wave, hz: float = HZ) -> float:
    """By how many samples a tone comes late, by its phase."""
    at = np.arange(4800, 28_800)
    turn = np.angle(np.sum(wave[at] * np.exp(-2j * np.pi * hz * at / RATE))) + np.pi / 2
    return float(-turn / (2 * np.pi) * RATE / hz)


@pytest.mark.parametrize(
    ("name", "codec"),
    [
        *(("a.mp4", "aac"), ("a.mkv", "aac"), ("b.mp4", "libmp3lame"), ("b.mkv", "libmp3lame")),
        *(("c.mp4", "libopus"), ("c.mkv", "libopus"), ("d.mkv", "flac"), ("e.mov", "pcm_s16le")),
    ],
)
def test_the_first_sample_is_the_first_pictures_and_no_end_is_faded(
    tmp_path: Path, name: str, codec: str
) -> None:
    facts, wave = kept(film(tmp_path / name, codec))
    side = wave[:, 0]
    assert abs(late_samples(side)) < 0.5
    assert facts.samples == SECONDS * RATE
    usual = np.sqrt(np.mean(side[4800:28_800] ** 2))
    for edge in (side[:240], side[-240:]):  # 5 ms, two waves of the tone
        assert 20 * np.log10(np.sqrt(np.mean(edge**2)) / usual) > -1


def test_a_track_is_chosen_by_its_number_or_its_language(tmp_path: Path) -> None:
    tracks = [("eng", tone(300)), ("rus", tone(700))]
    place = film(tmp_path / "a.mkv", tracks=tracks)
    for source, hz in (
        *((SoundSource(), 300), (SoundSource(tracks=(2,)), 700)),
        *((SoundSource(language="ru"), 700), (SoundSource(language="en-gb"), 300)),
    ):
        facts, wave = kept(place, source)
        assert not facts.fault and level(wave[:, 0], hz) > 0.2, source


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        (SoundSource(tracks=(3,)), "track 3 is asked for, and it has 2 sound tracks"),
        (SoundSource(language="de"), "it has no sound track in de; there are: eng, rus"),
        (SoundSource(file="gone.wav"), "gone.wav cannot be read, or is not there"),
    ],
)
def test_a_sound_that_is_not_there_is_told(tmp_path: Path, source: SoundSource, fault: str) -> None:
    place = film(tmp_path / "a.mkv", tracks=[("eng", tone()), ("rus", tone())])
    assert kept(place, source)[0].fault == fault


def test_two_mono_tracks_of_one_language_are_left_and_right(tmp_path: Path) -> None:
    tracks = [("", tone(300)), ("", tone(700))]
    facts, wave = kept(film(tmp_path / "a.mov", layout="mono", tracks=tracks))
    assert facts.channels == 2
    heard = [[level(side, hz) for hz in (300, 700)] for side in wave.T]
    assert np.allclose(heard, [[0.25, 0], [0, 0.25]], atol=0.02)
    spoken = [("eng", tone(300)), ("rus", tone(700))]
    facts, wave = kept(film(tmp_path / "b.mkv", layout="mono", tracks=spoken))
    assert facts.channels == 1 and level(wave[:, 0], 300) > 0.2
    facts, wave = kept(tmp_path / "b.mkv", SoundSource(tracks=(2, 1)))
    assert level(wave[:, 0], 700) > 0.2 and level(wave[:, 1], 300) > 0.2


def test_a_file_beside_the_film_begins_with_it(tmp_path: Path) -> None:
    place = film(tmp_path / "a.mkv")
    other = film(tmp_path / "b.wav", tracks=[("", tone(700))])
    seen = other.stat()
    source = SoundSource("description", file=str(other), stamp=(seen.st_size, seen.st_mtime_ns))
    facts, wave = kept(place, source)
    assert not facts.fault and abs(late_samples(wave[:, 0], 700)) < 0.5
    notes = tmp_path / "notes.wav"
    notes.write_text("not sound")
    facts, _ = kept(place, SoundSource(file=str(notes), stamp=(1, 1)))
    assert facts.fault


def test_5_1_keeps_its_channels_and_is_measured_as_two_loudspeakers_play_it(
    tmp_path: Path,
) -> None:
    facts, wave = kept(film(tmp_path / "a.mkv", "flac", "5.1"))
    assert facts.channels == wave.shape[1] == 6
    stereo, _ = kept(film(tmp_path / "b.mkv", "flac", "stereo"))
    assert facts.lufs and stereo.lufs  # left, half the power of the centre, and of the back
    assert facts.lufs - stereo.lufs == pytest.approx(20 * np.log10(1 + 2**0.5), abs=0.2)
    assert facts.peak_db and facts.peak_db > 0 > 20 * np.log10(gain_for(facts, levelled=False))


def test_levelled_films_are_equally_loud(tmp_path: Path) -> None:
    loud = []
    for number, amplitude in enumerate((0.02, 0.1, 0.45)):
        tracks = [("", tone(997, amplitude))]
        facts, wave = kept(film(tmp_path / f"{number}.mkv", "flac", tracks=tracks))
        assert facts.lufs and facts.peak_db
        heard = wave * gain_for(facts, levelled=True)
        assert np.abs(heard).max() < 10 ** (-1 / 20)
        loud.append(facts.lufs + 20 * np.log10(gain_for(facts, levelled=True)))
    assert np.allclose(loud, -23, atol=0.05)
