"""The intake worker: its lines, its verdicts, and what is left when it is killed."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import psutil
import pytest
from library_films import MakeFilm
from started_intake import ROOT, started_intake

from installation.apps import intake
from installation.library._probe import probe
from installation.model import FILM_SOUND, CopyTerms, Fault, Outcome, SoundSource
from installation.said import verbatim
from installation.store import ContentStore, ValueShelf, digest
from installation.units import SECOND


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[Outcome]:
    """What rehearsals say, from the first to the last; the last one stays."""
    answers = [Outcome(speed=9.0, warnings=(verbatim("odd"),))]

    def rehearse(*_: object) -> Outcome:
        return answers[0] if len(answers) == 1 else answers.pop(0)

    monkeypatch.setattr(intake, "rehearse", rehearse)
    return answers


def ending(film: Path, state: Path, beats_ns: Sequence[int] = ()) -> Outcome:
    return intake.Intake(film, ContentStore(state), beats_ns, "auto").ending()


def test_a_good_film_is_stored(make_film: MakeFilm, tmp_path: Path, said: list[Outcome]) -> None:
    film, state = make_film("a.mp4", frames=48, audio_s=2.0), tmp_path / "state"
    found = ending(film, state, [SECOND, 90 * SECOND])
    content, store = digest(film), ContentStore(state)
    assert found == store.verdicts.get(content) and found.hash == content
    stored = store.indexes.get(content)
    assert stored and stored.facts == probe(film).facts
    verdict = store.verdicts.get(content)
    assert verdict and (verdict.good, verdict.speed, verdict.warnings) == (True, 9.0, ("odd",))
    assert verdict.loudness_lufs is None and set(verdict.took_s) == {
        "hashing",
        "decoding",
        "rehearsing",
    }
    names = sorted(path.name for path in store.thumbnails(content).folder.iterdir())
    assert names == ["00000666.jpg", "00001000.jpg"]


def test_a_good_verdict_is_not_come_to_twice(
    make_film: MakeFilm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: list[Outcome]
) -> None:
    film = make_film("a.mp4", frames=48)
    first = ending(film, tmp_path)

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr(intake, "survey", refuse)
    assert ending(film, tmp_path, [SECOND]) == first
    store = ContentStore(tmp_path)
    assert store.thumbnails(first.hash).path("00001000.jpg").exists()  # a new beat's
    store.indexes.path(first.hash).write_bytes(b"damaged")
    assert not ending(film, tmp_path).good


def test_a_bad_film_is_looked_at_afresh_each_time(
    make_film: MakeFilm, tmp_path: Path, said: list[Outcome]
) -> None:
    film = make_film("a.mp4")
    said[:] = [
        Outcome(Fault(verbatim("the player leaves pictures out"), verbatim("Export it."))),
        said[0],
    ]
    found = ending(film, tmp_path)
    assert (found.good, found.fault.reason, found.again) == (
        False,
        "the player leaves pictures out",
        False,
    )
    kept = ContentStore(tmp_path).verdicts.get(found.hash)
    assert kept and (kept.good, kept.fault.reason, kept.fault.advice) == (
        False,
        found.fault.reason,
        "Export it.",
    )
    assert ending(film, tmp_path).good


@pytest.mark.parametrize("kind", ["again", "suspect"])
def test_a_rehearsal_that_came_to_nothing_is_no_verdict(
    make_film: MakeFilm, tmp_path: Path, said: list[Outcome], kind: str
) -> None:
    again, suspect = kind == "again", kind == "suspect"
    said[:] = [Outcome(Fault(verbatim("busy"), verbatim("Again.")), again=again, suspect=suspect)]
    found = ending(make_film("a.mp4"), tmp_path)
    assert getattr(found, kind) and not found.good
    assert ContentStore(tmp_path).verdicts.get(found.hash) is None


def test_a_bad_film_has_a_reason_and_advice(tmp_path: Path) -> None:
    film = tmp_path / "a.mp4"
    film.write_bytes(b"text")
    found = ending(film, tmp_path)
    assert (found.good, found.again) == (False, False) and found.fault.reason and found.fault.advice
    kept = ContentStore(tmp_path).verdicts.get(digest(film))
    assert kept and kept.fault.reason == found.fault.reason


def test_a_missing_film_and_a_full_disk_are_tried_again(
    make_film: MakeFilm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ending(tmp_path / "gone.mp4", tmp_path).again

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(ValueShelf, "put", full)
    found = ending(make_film("a.mp4"), tmp_path)
    assert (found.again, found.fault.reason) == (True, "No space left on device")


def test_a_full_disk_keeps_no_film_from_a_wall_that_shows_nothing(
    make_film: MakeFilm, tmp_path: Path, said: list[Outcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    film, state = make_film("a.mp4", frames=48, audio_s=2.0), tmp_path / "state"
    (tmp_path / "run").mkdir()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "run"))
    state.mkdir()
    sounds, decoded = [SoundSource(FILM_SOUND)], list[bool]()

    def vetted(early: bool) -> Outcome:
        tell = decoded.append if early else None
        return intake.Intake(
            film, ContentStore(state), (), "auto", sounds=sounds, decoded=tell
        ).ending()

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as filled:
        filled.setattr(os, "fsync", full)
        filled.setattr("installation.store._local_copy.LocalCopies.keep", full)
        assert vetted(early=True).good and decoded == [True]
        store = ContentStore(state)
        content = digest(film)
        assert store.verdicts.get(content) and store.indexes.get(content)
        assert store.sounds.of(content) == ()
        # where something plays, a film waits until all that belongs to it can be kept
        assert vetted(early=False).again
    assert [path for path in state.rglob("*") if path.is_file()] == []
    assert vetted(early=False).good and store.sounds.of(content)


def test_a_full_disk_does_not_hide_a_verdict(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    film = tmp_path / "a.mp4"
    film.write_bytes(b"text")
    monkeypatch.setattr(ValueShelf, "put", full)
    found = ending(film, tmp_path)
    assert found.fault.reason.startswith("not a film") and not found.again


def test_a_film_that_changes_while_it_is_read_is_not_stored(
    make_film: MakeFilm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    film = make_film("a.mp4")

    def grow(path: Path, *_: object, **__: object) -> object:
        with path.open("ab") as file:
            file.write(b"more")
        return probe(path)

    monkeypatch.setattr(intake, "survey", grow)
    found = ending(film, tmp_path)
    assert found.again and found.fault.reason == "it changed while it was read"
    assert not (tmp_path / "index").exists()


def test_a_film_that_needs_too_much_memory_is_suspect(
    make_film: MakeFilm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def eat(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr(intake, "survey", eat)
    found = ending(make_film("a.mp4"), tmp_path)
    assert found.suspect and "memory" in found.fault.reason


def test_a_bug_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def bug(*_: object) -> None:
        raise ZeroDivisionError("oh")

    film = tmp_path / "a.mp4"
    film.write_bytes(b"x")
    monkeypatch.setattr(intake, "film_digest", bug)
    assert ending(film, tmp_path).fault.reason == "the intake failed (ZeroDivisionError: oh)"


def test_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        intake.main([])
    assert ended.value.code == 2
    assert "usage" in capsys.readouterr().err


@pytest.mark.process
@pytest.mark.patient
def test_killed_anywhere_it_leaves_nothing_that_counts(make_film: MakeFilm, tmp_path: Path) -> None:
    film, state = make_film("a.mp4", frames=1200), tmp_path / "state"
    content, store = digest(film), ContentStore(state)
    # as it begins, hashes, decodes, rehearses: how many lines it has said, and how long ago
    for said, wait_s in ((0, 0.05), (0, 0.2), (1, 0.0), (3, 0.0), (3, 0.03), (4, 0.0), (4, 0.2)):
        with started_intake(film, state) as process:
            assert process.stdout
            for _ in range(said):
                assert process.stdout.readline()
            time.sleep(wait_s)
            process.kill()
        store.sweep()
        left = set(state.rglob("*.*")) if state.exists() else set()
        assert left <= {store.indexes.path(content)}  # no verdict: it counts for nothing
        assert (store.indexes.get(content) is not None) == bool(left)
        store.indexes.path(content).unlink(missing_ok=True)


@pytest.mark.process
@pytest.mark.patient
def test_it_ends_with_its_parent(make_film: MakeFilm, tmp_path: Path) -> None:
    film = make_film("a.mp4", frames=2400)
    program = (
        "import subprocess, sys, time\n"
        "command = [sys.executable, '-m', 'installation.apps.intake', *sys.argv[1:]]\n"
        "child = subprocess.Popen(command, stdout=subprocess.PIPE)\n"
        "child.stdout.readline()\n"
        "print(child.pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    command = [sys.executable, "-c", program, str(film), str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT) as parent:
        assert parent.stdout
        child = psutil.Process(int(parent.stdout.readline()))
        child.suspend()  # so that it cannot come to its end by itself
        parent.kill()
    _, alive = psutil.wait_procs([child], timeout=60)
    assert not alive


def test_a_film_can_be_played_before_its_rehearsal(
    make_film: MakeFilm, tmp_path: Path, said: list[Outcome]
) -> None:
    film, store = make_film("a.mp4", frames=48, audio_s=2.0), ContentStore(tmp_path / "state")
    content = digest(film)
    told: list[tuple[bool, bool, bool]] = []

    def decoded(playable: bool) -> None:
        index = store.indexes.get(content)
        told.append((playable, index is not None, bool(store.sounds.of(content))))
        assert store.verdicts.get(content) is None

    sounds = [SoundSource(FILM_SOUND)]
    early = intake.Intake(film, store, (), "auto", sounds=sounds, decoded=decoded)
    assert early.ending().good and told == [(True, True, True)]


def test_one_that_is_copied_first_cannot(
    make_film: MakeFilm, tmp_path: Path, said: list[Outcome]
) -> None:
    film = make_film("a.mp4", rate=8)
    told: list[bool] = []
    store, terms = ContentStore(tmp_path / "state"), CopyTerms("auto")
    found = intake.Intake(film, store, (), "auto", terms, decoded=told.append).ending()
    assert found.house is not None and told == [False]
