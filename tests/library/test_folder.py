"""Looks into the versions folder: in this thread, and by a process that may hang."""

import os
import select
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from own_threads import waiting_less_than
from suspended import suspend

from installation.apps.folder import BEHIND
from installation.library import FolderProcess, OwnFolder
from installation.library import _folder_process as folder_process
from installation.library._folder import FolderLook, VersionsFolder
from installation.link import _aside_process as aside_process
from installation.store import NameTaken, SecondName, stamp_of
from installation.units import SECOND, ns

pytestmark = [pytest.mark.process, pytest.mark.patient]

Open = Callable[[], VersionsFolder]


@pytest.fixture(params=[OwnFolder, FolderProcess])
def folder(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[VersionsFolder]:
    (tmp_path / "versions").mkdir()
    made: VersionsFolder = request.param(tmp_path / "versions")
    yield made
    made.close()


@pytest.fixture
def process(tmp_path: Path) -> Iterator[FolderProcess]:
    (tmp_path / "versions").mkdir()
    made = FolderProcess(tmp_path / "versions")
    yield made
    made.close()


def answer(folder: VersionsFolder, names: tuple[str, ...] = ()) -> FolderLook:
    folder.ask(names, time.monotonic_ns())
    ends = time.monotonic() + 20
    while (look := folder.looked(time.monotonic_ns())) is None:
        assert time.monotonic() < ends
        time.sleep(0.005)
    assert not folder.busy
    return look


def looker() -> psutil.Process:
    """The process that looks."""
    alive = (c for c in psutil.Process().children() if c.status() != psutil.STATUS_ZOMBIE)
    return next(c for c in alive if folder_process.MODULE in c.cmdline())


def test_it_comes_behind_the_show_once_that_can_begin(process: FolderProcess) -> None:
    answer(process)
    behind = min(os.getpriority(os.PRIO_PROCESS, 0) + BEHIND, 19)
    ends = time.monotonic() + 20
    while looker().nice() != behind:
        assert time.monotonic() < ends
        time.sleep(0.005)


def test_both_see_the_same(folder: VersionsFolder, tmp_path: Path) -> None:
    versions = tmp_path / "versions"
    (versions / "kiss-2").mkdir()
    (versions / "kiss-2" / "version.yaml").write_text(
        "title: The ball\nmade: 2024-03-21\nbeats: {kiss: 0.5}\nsubtitles: {en: a.srt}\n"
    )
    (versions / "kiss-2" / "film.mp4").write_text("film")
    (versions / "kiss-3.mp4").touch()
    os.mkfifo(versions / "kiss-4.mp4")
    odd = Path(os.fsdecode(os.fsencode(versions) + b"/kiss-\xff"))
    odd.mkdir()
    (odd / "a.mp4").touch()
    look = answer(folder, ("kiss-3.mp4", "kiss-4.mp4", "gone"))
    assert look == OwnLook(versions, ("kiss-3.mp4",))
    against = look.against["kiss-3.mp4"]
    assert against is not None and against.why == "nothing is in it yet"
    (versions / "kiss-3.mp4").unlink()
    assert len(answer(folder).candidates) == 3


def OwnLook(versions: Path, names: tuple[str, ...]) -> FolderLook:  # noqa: N802 - reads as a value
    own = OwnFolder(versions)
    own.ask(names, 0)
    look = own.looked(0)
    assert look is not None
    return look


def test_a_folder_that_is_not_there_is_said(folder: VersionsFolder, tmp_path: Path) -> None:
    (tmp_path / "versions").rmdir()
    assert "cannot be read" in answer(folder).trouble
    (tmp_path / "versions").mkdir()
    assert answer(folder) == FolderLook()


def test_it_says_by_itself_when_something_happens(process: FolderProcess, tmp_path: Path) -> None:
    answer(process)
    time.sleep(0.3)
    process.stirred()
    (tmp_path / "versions" / "a.mp4").touch()
    assert select.select([process], [], [], 60)[0]
    assert process.stirred() and not process.waits


def test_one_that_ends_is_replaced(process: FolderProcess) -> None:
    answer(process)
    before = looker().pid
    os.kill(before, signal.SIGKILL)
    looks: list[FolderLook] = []
    now, ends = time.monotonic_ns(), time.monotonic() + 20
    while not looks:
        assert time.monotonic() < ends
        now += SECOND // 10
        if not process.busy:
            process.ask((), now)
        looks += filter(None, [process.looked(now)])
        time.sleep(0.01)
    assert looker().pid != before and not process.trouble


def test_one_that_hangs_is_left_behind_and_said(process: FolderProcess) -> None:
    answer(process)
    held = looker()
    suspend(held)
    now = time.monotonic_ns()
    process.ask((), now)
    for _ in range(100):
        now += SECOND // 10
        with waiting_less_than(0.1):
            assert process.looked(now) is None
    assert process.trouble == "" and held.is_running()
    assert process.looked(now + ns(0.2)) is None
    assert "has not answered for 10 s" in process.trouble
    assert process.busy
    for _ in range(2000):
        now += SECOND // 10
        if not process.busy:
            process.ask((), now)
        if process.looked(now) is not None:
            break
        time.sleep(0.005)
    assert process.trouble == "" and looker().pid != held.pid


def test_a_controller_that_stood_still_blames_nobody(process: FolderProcess) -> None:
    answer(process)
    suspend(looker())
    now = time.monotonic_ns()
    process.ask((), now)
    assert process.looked(now + ns(3600)) is None
    assert process.trouble == ""
    looker().resume()
    ends = time.monotonic() + 60
    while process.looked(now + ns(3600)) is None:
        assert time.monotonic() < ends


def test_no_more_are_started_than_a_disk_may_hold(
    process: FolderProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = psutil.Process().children()
    monkeypatch.setattr(aside_process, "AT_LOOSE", 0)
    process.ask((), 0)
    assert process.looked(ns(600)) is None
    assert psutil.Process().children() == before


def test_questions_fit_into_a_pipe() -> None:
    some = folder_process._some([f"{n:04}{'x' * 200}.mp4" for n in range(1000)])
    assert 10 < len(some) < 40 and some[0].startswith("0000")
    assert folder_process._some(["x" * 40_000]) == ("x" * 40_000,)


def test_more_films_than_a_pipe_has_room_for_get_their_second_names(
    process: FolderProcess, tmp_path: Path
) -> None:
    film = tmp_path / "versions" / "a.mp4"
    film.write_text("film")
    names = [tmp_path / "films" / f"{n}-{'x' * 200}.mp4" for n in range(200)]
    for name in names:
        process.give(SecondName(film, tmp_path / "a.spare", name), time.monotonic_ns())
    taken: list[NameTaken] = []
    while len(taken) < len(names):
        assert select.select([process], [], [], 60)[0]
        process.stirred()
        taken += process.given()
    assert [one.name for one in taken] == names and process.trouble == ""
    assert all(one.stamp == stamp_of(film) for one in taken)


def test_a_film_is_given_its_second_name(folder: VersionsFolder, tmp_path: Path) -> None:
    film, held = tmp_path / "versions" / "a.mp4", tmp_path / "state" / "films"
    film.write_text("film")
    good = SecondName(film, held / "h.spare", held / "h-a.mp4")
    none = SecondName(tmp_path / "gone.mp4", held / "g.spare", held / "g-b.mp4")
    given: list[NameTaken] = []
    for name in (good, none):
        folder.give(name, time.monotonic_ns())
    ends = time.monotonic() + 20
    while len(given) < 2:
        assert time.monotonic() < ends
        folder.looked(time.monotonic_ns())
        given += folder.given()
        time.sleep(0.005)
    assert given == [
        NameTaken(good.name, stamp_of(good.name)),
        NameTaken(none.name, why="No such file or directory"),
    ]
    film.unlink()
    assert good.name.read_text() == "film"


def test_names_that_a_folder_does_not_give_are_refused(
    process: FolderProcess, tmp_path: Path
) -> None:
    answer(process)
    suspend(looker())
    now = time.monotonic_ns()
    film, name = tmp_path / "versions" / "a.mp4", tmp_path / "a.mp4"
    process.give(SecondName(film, tmp_path / "a.spare", name), now)
    while not (given := process.given()):
        assert now < time.monotonic_ns() + ns(60)
        now += SECOND // 10
        process.looked(now)
    assert given == (NameTaken(name, why="the folder does not answer"),)
    assert "has not answered" in process.trouble
