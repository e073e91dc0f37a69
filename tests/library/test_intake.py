"""The intake worker: its lines, its verdicts, and what is left when it is killed."""

import json
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from library_films import MakeFilm

import installation
from installation.apps import intake
from installation.library.digest import digest
from installation.library.index_store import IndexStore
from installation.library.probe import probe

ROOT = Path(installation.__file__).parent.parent


def start(film: Path, state: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "installation.apps.intake", str(film), str(state)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT)


def test_a_good_film_is_stored(make_film: MakeFilm, tmp_path: Path) -> None:
    film, state = make_film("a.mp4"), tmp_path / "state"
    found = intake.verdict(film, state)
    content = digest(film)
    assert found == {"ok": True, "hash": content, "index": f"{state}/index/{content}.npz"}
    stored = IndexStore(state).get(content)
    assert stored and stored.facts == probe(film).facts


def test_a_known_content_is_not_decoded_again(
    make_film: MakeFilm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    film = make_film("a.mp4")
    first = intake.verdict(film, tmp_path)

    def refuse(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(intake, "probe", refuse)
    assert intake.verdict(film, tmp_path) == first
    Path(first["index"]).write_bytes(b"damaged")
    assert intake.verdict(film, tmp_path)["ok"] is False


def test_a_bad_film_has_a_reason_and_advice(tmp_path: Path) -> None:
    film = tmp_path / "a.mp4"
    film.write_bytes(b"text")
    found = intake.verdict(film, tmp_path)
    assert (found["ok"], found["again"]) == (False, False) and found["reason"] and found["advice"]


def test_a_missing_film_and_a_full_disk_are_tried_again(
    make_film: MakeFilm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert intake.verdict(tmp_path / "gone.mp4", tmp_path)["again"] is True

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(IndexStore, "put", full)
    found = intake.verdict(make_film("a.mp4"), tmp_path)
    assert (found["again"], found["reason"]) == (True, "No space left on device")


def test_a_film_that_changes_while_it_is_read_is_not_stored(
    make_film: MakeFilm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    film = make_film("a.mp4")

    def grow(path: Path, progress: object) -> object:
        with path.open("ab") as file:
            file.write(b"more")
        return probe(path)

    monkeypatch.setattr(intake, "probe", grow)
    assert intake.verdict(film, tmp_path)["reason"] == "it changed while it was read"
    assert not (tmp_path / "index").exists()


def test_a_bug_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def bug(*_: object) -> None:
        raise ZeroDivisionError("oh")

    film = tmp_path / "a.mp4"
    film.write_bytes(b"x")
    monkeypatch.setattr(intake, "digest", bug)
    found = intake.verdict(film, tmp_path)
    assert found["reason"] == "the intake failed (ZeroDivisionError: oh)"


def test_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert intake.main([]) == 2
    assert "usage" in capsys.readouterr().err


@pytest.mark.process
def test_the_process_speaks_json_and_keeps_in_the_background(
    make_film: MakeFilm, tmp_path: Path
) -> None:
    film = make_film("a.mp4", frames=2400)
    with start(film, tmp_path / "state") as process:
        assert process.stdout and process.stderr
        lines = [json.loads(process.stdout.readline())]
        running = psutil.Process(process.pid)
        assert running.nice() >= 10
        assert running.ionice().ioclass == psutil.IOPRIO_CLASS_IDLE
        lines += [json.loads(line) for line in process.stdout]
        assert process.stderr.read() == b""
    assert process.returncode == 0
    shares = [line["progress"] for line in lines[:-1]]
    assert shares == sorted(shares) and all(0 <= share <= 1 for share in shares)
    assert lines[-1]["ok"] is True and Path(lines[-1]["index"]).exists()


@pytest.mark.process
def test_killed_anywhere_it_leaves_nothing_that_counts(make_film: MakeFilm, tmp_path: Path) -> None:
    film, state = make_film("a.mp4", frames=1200), tmp_path / "state"
    content, store = digest(film), IndexStore(state)
    for wait_s in (0.05, 0.2, 0.35, 0.5, 0.65):
        with start(film, state) as process:
            time.sleep(wait_s)
            process.kill()
        store.sweep()
        left = list(state.rglob("*.*")) if state.exists() else []
        assert left in ([], [store.path(content)])
        assert (store.get(content) is not None) == bool(left)
        store.path(content).unlink(missing_ok=True)


@pytest.mark.process
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
    _, alive = psutil.wait_procs([child], timeout=10)
    assert not alive
