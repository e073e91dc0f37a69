"""The making of a house copy: ended anywhere it goes on where it was; its sound; its room."""

import errno
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import av
import numpy as np
import pytest
from library_films import MakeFilm

import installation
from installation.apps import intake
from installation.errors import LibraryError
from installation.library import HouseCopying, survey
from installation.library import _house_copying as module
from installation.library._copy_part import PartEncoder, rows_of
from installation.library._probe import probe
from installation.model import CopyPlan, CopyRecipe, CopyTerms, Fault, HouseCopy, Outcome, plan_for
from installation.said import verbatim
from installation.store import ContentStore, digest

AUTO = CopyTerms("auto")
ROOT = Path(installation.__file__).parent.parent
SHARED = os.environ | {
    "PYTHONPATH": str(Path(__file__).parents[1] / "shared"),
    "OPENBLAS_NUM_THREADS": "1",
}


class Cut(BaseException):
    """A power cut, as far as Python can tell."""


def making(film: Path, room: Callable[[int], None] = lambda _: None) -> HouseCopying:
    found = survey(film)
    plan = plan_for(found.traits, found.times_ns, CopyTerms("always"))
    assert plan is not None
    return HouseCopying(film, found, plan, film.parent / "parts", room)


def test_ended_anywhere_it_goes_on_where_it_was(
    make_film: MakeFilm, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PART_S", 1)
    film = make_film("a.mp4", frames=120, options={"bf": "2"})
    target, parts = film.parent / "copy.mov", film.parent / "parts"
    whole, _ = making(film).make(film.parent / "straight.mov", lambda _: None)
    made = []

    def ends_at(limit: float) -> Callable[[float], None]:
        def progress(share: float) -> None:
            made.append(share)
            if share > limit:
                raise Cut

        return progress

    making(film).forget()
    for limit in (0.1, 0.3, 0.5, 0.7, 0.84):
        before = len(list(parts.glob("*.proof")))
        with pytest.raises(Cut):
            making(film).make(target, ends_at(limit))
        assert not target.exists()
        assert len(list(parts.glob("*.proof"))) >= before
    before = len(list(parts.glob("*.proof")))
    assert before == 4
    made.clear()
    house, index = making(film).make(target, made.append)
    assert min(made) > 0.8 * 0.85  # four of five seconds were there
    assert (house.ssim, index.facts.frames) == (whole.ssim, 120)
    assert target.read_bytes() == (film.parent / "straight.mov").read_bytes()


def test_half_pictures_go_on_where_they_were(
    make_film: MakeFilm, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The filter looks at the picture before, so it is shown that one again."""
    monkeypatch.setattr(module, "PART_S", 1)
    options = {"x264-params": "tff=1:interlaced=1"}
    film = make_film("a.mp4", frames=72, size=(64, 64), options=options)
    making(film).make(film.parent / "straight.mov", lambda _: None)
    making(film).forget()

    def progress(share: float) -> None:
        if share > 0.5:
            raise Cut

    with pytest.raises(Cut):
        making(film).make(film.parent / "copy.mov", progress)
    making(film).make(film.parent / "copy.mov", lambda _: None)
    assert (film.parent / "copy.mov").read_bytes() == (film.parent / "straight.mov").read_bytes()


def test_a_copy_without_room_is_not_begun_and_is_not_half_there(make_film: MakeFilm) -> None:
    film = make_film("a.mp4")

    def room(_: int) -> None:
        raise OSError(errno.ENOSPC, "no room")

    with pytest.raises(OSError, match="no room"):
        making(film, room).make(film.parent / "copy.mov", lambda _: None)
    assert not (film.parent / "copy.mov").exists()


def test_a_copy_that_is_not_like_its_original_is_none(
    make_film: MakeFilm, monkeypatch: pytest.MonkeyPatch
) -> None:
    film = make_film("a.mp4", frames=48)
    copying = making(film)
    turned = iter([0, 1])  # what was seen stays, what was wanted moves on by a picture
    monkeypatch.setattr(
        module, "rows_of", lambda prints: np.roll(rows_of(prints), next(turned), axis=0)
    )
    with pytest.raises(LibraryError, match="no house copy of it can be made: it shows another"):
        copying.make(film.parent / "copy.mov", lambda _: None)
    assert not (film.parent / "copy.mov").exists() and not (film.parent / "parts").exists()


def test_a_part_gets_more_bits_until_it_is_like_enough(
    make_film: MakeFilm, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PART_S", 1)
    monkeypatch.setattr(module, "QUALITIES", (48, 40, 10, 2))
    film = make_film("a.mkv", codec="ffv1", size=(256, 144), frames=48)
    tried: list[int] = []

    class Noting(PartEncoder):
        def __init__(self, file: BinaryIO, recipe: CopyRecipe, quality: int, threads: int) -> None:
            tried.append(quality)
            super().__init__(file, recipe, quality, threads)

    monkeypatch.setattr(module, "PartEncoder", Noting)
    house, _ = making(film).make(film.parent / "copy.mov", lambda _: None)
    assert house.ssim >= 0.99
    first = tried.index(tried[-1])
    assert first > 0 and tried[:first] == [48, 40][:first]
    assert tried[first:] == [tried[-1]] * 2  # the second part begins with what the first needed


def test_a_disk_that_gives_back_something_else_makes_no_copy(
    make_film: MakeFilm, monkeypatch: pytest.MonkeyPatch
) -> None:
    film = make_film("a.mp4", frames=48)
    copying, join = making(film), HouseCopying._join

    def joined(self: HouseCopying, target: Path) -> None:
        join(self, target)
        data = bytearray(target.read_bytes())
        data[data.index(b"mdat") + 200] ^= 1
        target.write_bytes(data)

    monkeypatch.setattr(HouseCopying, "_join", joined)
    with pytest.raises(OSError, match="not what is read back"):
        copying.make(film.parent / "copy.mov", lambda _: None)
    assert not (film.parent / "copy.mov").exists()


def with_tone(film: Path, codec: str, begins_s: float, layout: str = "stereo") -> Path:
    """Write a film of 2 s whose sound is a steady tone of 1 kHz from a moment on."""
    with av.open(str(film), "w") as out:
        stream = out.add_stream("libx264", rate=24, options={"bf": "2"})
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = 64, 36, "yuv420p"
        sound = out.add_stream(codec, rate=48000, layout=layout)
        assert isinstance(sound, av.AudioStream)
        for k in range(48):
            frame = av.VideoFrame(64, 36, "yuv420p")
            for plane in frame.planes:
                plane.update(bytes([40 + k * 4]) * plane.buffer_size)
            frame.pts = k
            out.mux(stream.encode(frame))
        out.mux(stream.encode())
        at = np.arange(96000) / 48000
        wave = np.where(at >= begins_s, 0.25 * np.sin(2 * np.pi * 1000 * at), 0)
        size = sound.codec_context.frame_size or 1024
        channels = len(sound.codec_context.layout.channels)
        for begin in range(0, len(wave) - size + 1, size):
            block = np.tile(wave[begin : begin + size].astype(np.float32), (channels, 1))
            samples = av.AudioFrame.from_ndarray(block, format="fltp", layout=layout)
            samples.sample_rate, samples.pts = 48000, begin
            out.mux(sound.encode(samples))
        out.mux(sound.encode())
    return film


def heard(film: Path) -> np.ndarray:
    """Return the first channel of a copy, in parts of 1."""
    with av.open(str(film)) as source:
        stream = source.streams.audio[0]
        channels = stream.codec_context.channels
        blocks = [f.to_ndarray().reshape(-1, channels) for f in source.decode(stream)]
    return np.concatenate(blocks)[:, 0] / 32768


SOUNDS = [("aac", ".mp4"), ("libmp3lame", ".mp4"), ("libmp3lame", ".mkv"), ("libopus", ".mkv")]


@pytest.mark.parametrize(("codec", "ending"), SOUNDS, ids=[f"{c}{e}" for c, e in SOUNDS])
def test_sound_begins_with_its_picture_and_has_no_dip(
    tmp_path: Path, codec: str, ending: str
) -> None:
    steady = with_tone(tmp_path / f"steady{ending}", codec, 0)
    making(steady).make(tmp_path / "copy.mov", lambda _: None)
    found = heard(tmp_path / "copy.mov")
    assert abs(len(found) - 96000) <= 2048
    windows = found[: len(found) // 240 * 240].reshape(-1, 240)
    level = np.sqrt((windows**2).mean(axis=1))
    at_rest = np.median(level)
    assert (20 * np.log10(level[:-10].clip(1e-6) / at_rest) > -1).all()

    making(steady).forget()
    late = with_tone(tmp_path / f"late{ending}", codec, 1.0)
    making(late).make(tmp_path / "copy.mov", lambda _: None)
    loud = np.flatnonzero(np.abs(heard(tmp_path / "copy.mov")) > 0.1)
    assert abs(loud[0] / 48000 - 1.0) <= 0.02


def test_five_channels_are_mixed_down_to_two(tmp_path: Path) -> None:
    film = with_tone(tmp_path / "a.mkv", "aac", 0, "5.1")
    making(film).make(tmp_path / "copy.mov", lambda _: None)
    with av.open(str(tmp_path / "copy.mov")) as source:
        assert source.streams.audio[0].codec_context.channels == 2
    assert 0.05 < np.abs(heard(tmp_path / "copy.mov")).max() <= 1


def test_an_intake_makes_the_copy_that_is_needed_and_remembers_it(
    make_film: MakeFilm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rehearsed: list[Path] = []

    def rehearse(film: Path, *_: object) -> Outcome:
        rehearsed.append(film)
        return Outcome(speed=9.0)

    monkeypatch.setattr(intake, "rehearse", rehearse)
    film, state = make_film("a.mp4", rotation=90, audio_s=1.0), tmp_path / "state"
    store = ContentStore(state)
    found = intake.Intake(film, store, (), "auto", AUTO).ending()
    assert found.good and found.house is not None and found.house.ssim >= 0.99
    copy = store.house_copies.path(found.house.name(found.hash))
    assert rehearsed == [copy] and found.house.hash == digest(copy) and found.hash == digest(film)
    index = store.indexes.get(found.plays)
    assert index and (index.facts.width, index.facts.height) == (36, 64)
    assert store.verdicts.get(found.hash) == found
    assert store.indexes.get(found.hash) is None  # nobody plays that
    assert not list(store.house_copies.folder.glob("*.parts"))
    assert intake.Intake(film, store, (), "auto", AUTO).ending() == found and len(rehearsed) == 1
    copy.unlink()
    assert intake.Intake(film, store, (), "auto", AUTO).ending().good and copy.exists()
    refused = intake.Intake(film, store, (), "auto", CopyTerms()).ending()
    assert refused.fault and "turned by" in refused.fault.reason and refused.fault.advice


def test_a_film_that_does_not_play_gets_a_copy_and_a_heavy_one_a_smaller(
    make_film: MakeFilm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = Fault(
        verbatim("it is more than this machine keeps up with"), verbatim("Export it smaller.")
    )

    def rehearse(film: Path, *_: object) -> Outcome:
        return Outcome(speed=9.0) if film.suffix == ".mov" else Outcome(slow, speed=0.4)

    monkeypatch.setattr(intake, "rehearse", rehearse)
    film = make_film("a.mp4", size=(256, 144))
    found = intake.Intake(film, ContentStore(tmp_path / "s"), (), "auto", AUTO).ending()
    assert found.good and found.house is not None
    assert found.house.plan.recipe.size == (132, 74)
    assert found.house.plan.reasons == (slow.reason,)
    assert (
        not intake.Intake(film, ContentStore(tmp_path / "t"), (), "auto", CopyTerms()).ending().good
    )


def test_a_plan_makes_nothing(make_film: MakeFilm, tmp_path: Path) -> None:
    film, store = make_film("a.avi", codec="mpeg4"), ContentStore(tmp_path / "state")
    found = intake.Intake(film, store, (), "auto", AUTO, only_plan=True).ending()
    assert found.good and found.house is not None and not found.house.hash
    assert isinstance(found.house.plan, CopyPlan) and isinstance(found.house, HouseCopy)
    assert not store.state_dir.exists()


@pytest.mark.process
@pytest.mark.patient
def test_killed_at_a_hundred_instants_no_half_copy_is_there_and_no_part_is_lost(
    make_film: MakeFilm, tmp_path: Path
) -> None:
    film = make_film("a.mp4", rate=8, frames=16)  # 2 s, 48 pictures, 8 parts
    words = [sys.executable, "-m", "killed_copying", str(film), str(tmp_path), "100", "1"]
    ran = subprocess.run(words, stdout=subprocess.PIPE, cwd=ROOT, env=SHARED, check=True)
    *kills, last = map(json.loads, ran.stdout.splitlines())
    assert len(kills) == 100
    assert {kill["frames"] for kill in kills} <= {0, 48}  # whole, if it is there at all
    assert all(kill["after"] >= kill["before"] for kill in kills)
    assert len({kill["after"] for kill in kills}) >= 6  # it was hit in many places
    assert last["wanted"] == last["found"]


@pytest.mark.process
def test_an_intake_that_is_killed_goes_on_with_the_copy(
    make_film: MakeFilm, tmp_path: Path
) -> None:
    film = make_film("a.mp4", rate=8, frames=400, size=(320, 180))  # 50 s, five parts
    state = tmp_path / "state"
    store, content = ContentStore(state), digest(film)
    words = [sys.executable, "-m", "quick_intake", str(film), str(state)]
    words += ["--house-copy", '{"rule": "auto"}']
    state.mkdir()
    held = state / "rehearsal"
    held.touch()  # one that is killed late, on a busy machine, has not ended before
    most = 0
    for wanted in (0.45, 0.65, 0.84):
        with subprocess.Popen(words, stdout=subprocess.PIPE, cwd=ROOT, env=SHARED) as process:
            assert process.stdout is not None
            for line in process.stdout:
                if json.loads(line).get("progress", 0) >= wanted:
                    break
            process.kill()
        assert store.verdicts.get(content) is None
        store.sweep()
        copies = list(store.house_copies.folder.glob("*.mov"))
        for copy in copies:
            assert probe(copy).facts.frames == 1200  # whole, if it is there at all
        parts = len(list(store.house_copies.folder.glob("*.parts/*.proof")))
        assert parts >= most or copies  # the parts go when the copy is there
        most = max(most, parts)
    assert most >= 2
    held.unlink()
    subprocess.run(words, stdout=subprocess.DEVNULL, cwd=ROOT, env=SHARED, check=True)
    verdict = store.verdicts.get(content)
    assert verdict and verdict.good and verdict.house
    copy = store.house_copies.path(verdict.house.name(content))
    assert digest(copy) == verdict.house.hash and probe(copy).facts.frames == 1200
