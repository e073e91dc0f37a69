"""The library with real files and real intakes."""

import shutil
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from library_films import MakeFilm
from suspended import suspend

from installation.library import ArrivalKind, Library, OwnFolder
from installation.library import _intake_process as intake_process
from installation.model import VersionState
from installation.store import ContentStore, digest
from installation.units import ns

pytestmark = [pytest.mark.process, pytest.mark.patient]

PATIENCE_S = 30


class Wall:
    """A library, polled as the controller polls it."""

    def __init__(self, root: Path) -> None:
        self.versions_dir, self.state_dir = root / "versions", root / "state"
        self.versions_dir.mkdir()
        self.bare = False
        self.library = self.open()

    def open(self) -> Library:
        store = ContentStore(self.state_dir)
        return Library(OwnFolder(self.versions_dir), store, settle_s=0.1, patience_s=1.5)

    def restart(self) -> None:
        self.library.close()
        self.library = self.open()

    def until(self, what: Callable[[], bool]) -> None:
        """Poll until something holds; fails when it never does."""
        ends = time.monotonic() + PATIENCE_S
        while not what():
            assert time.monotonic() < ends, (self.ids(), self.library.broken())
            self.library.poll(time.monotonic_ns(), self.bare)
            self.library.look()
            time.sleep(0.01)

    def ids(self) -> list[str]:
        return [ready.version.id for ready in self.library.versions()]

    def hashes(self) -> list[str]:
        return [ready.hash for ready in self.library.versions()]

    def at_rest(self) -> bool:
        return not self.library.progress()


def intakes() -> list[psutil.Process]:
    """The intakes that run; what other tests have left running does not count here."""
    below = psutil.Process().children()
    alive = [child for child in below if child.status() != psutil.STATUS_ZOMBIE]
    return [child for child in alive if intake_process.MODULE in child.cmdline()]


def later(wait_s: float) -> Callable[[], bool]:
    """True once so many seconds have passed."""
    ends = time.monotonic() + wait_s
    return lambda: time.monotonic() > ends


@pytest.fixture
def wall(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Wall]:
    monkeypatch.setattr(intake_process, "MODULE", "quick_intake")
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[1] / "shared"))
    wall = Wall(tmp_path)
    yield wall
    wall.library.close()
    assert not intakes()


def test_versions_come_in_order_and_are_there_at_once_the_next_time(
    wall: Wall, make_film: MakeFilm
) -> None:
    for name in ("kiss-10.mp4", "kiss-2.mkv", "kiss-3/film.mov"):
        make_film(f"versions/{name}", rate=25 if "10" in name else 24)
    manifest = wall.versions_dir / "kiss-3" / "version.yaml"
    manifest.write_text("title: The ball\nbeats: {kiss: 0.5}\n")
    wall.until(lambda: len(wall.ids()) == 3)
    assert wall.ids() == ["kiss-2", "kiss-3", "kiss-10"] and wall.at_rest()
    ball = wall.library.versions()[1]
    assert ball.version.title == "The ball" and ball.beats == (("kiss", ns(0.5)),)
    assert ball.speed == 9.0 and ball.loudness_lufs is None
    assert [name for name, _ in ball.thumbnails] == ["", "kiss"]
    assert all(path.exists() for _, path in ball.thumbnails)
    assert ball.hash == digest(ball.version.film)
    stored = ContentStore(wall.state_dir).indexes.get(ball.hash)
    assert stored and stored.facts == ball.facts and ball.index.exists()

    before = wall.library.versions()
    wall.restart()
    assert wall.library.poll(0) is True
    assert wall.library.versions() == before
    assert wall.library.poll(1) is False


def test_a_new_manifest_gets_its_thumbnails(wall: Wall, make_film: MakeFilm) -> None:
    make_film("versions/kiss-3/film.mov")
    manifest = wall.versions_dir / "kiss-3" / "version.yaml"
    manifest.write_text("title: The ball\nbeats: {kiss: 0.5}\n")
    wall.until(lambda: wall.ids() == ["kiss-3"] and wall.at_rest())
    manifest.write_text("title: The ball\nbeats: {kiss: 0.4, march: 0.75}\n")
    wall.until(lambda: [name for name, _ in wall.library.versions()[0].beats] == ["kiss", "march"])
    wall.until(lambda: all(path.exists() for _, path in wall.library.versions()[0].thumbnails))
    wall.until(lambda: not intakes())


def test_a_lost_or_damaged_index_is_made_again(wall: Wall, make_film: MakeFilm) -> None:
    make_film("versions/a.mp4")
    wall.until(lambda: wall.ids() == ["a"])
    index = wall.library.versions()[0].index
    whole = index.read_bytes()
    index.write_bytes(whole[:100])
    for left in ("index/.left.npz.x.tmp", "verdicts/.left.json.x.tmp", "thumbs/h/.1.jpg.x.tmp"):
        path = wall.state_dir / left
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"half")
    wall.restart()
    wall.library.poll(0)
    assert wall.ids() == []
    wall.until(lambda: wall.ids() == ["a"])
    assert index.read_bytes() == whole and list(index.parent.iterdir()) == [index]
    assert not list(wall.state_dir.rglob(".*.tmp"))


def test_what_is_lost_while_it_plays_is_made_again(wall: Wall, make_film: MakeFilm) -> None:
    make_film("versions/a.mp4")
    wall.until(lambda: wall.ids() == ["a"] and wall.at_rest())
    (ready,) = wall.library.versions()
    whole, picture = ready.index.read_bytes(), ready.thumbnails[0][1]
    ready.index.write_bytes(b"")
    picture.write_bytes(b"")
    wall.until(lambda: ready.index.read_bytes() == whole and wall.at_rest())
    assert wall.library.versions() == (ready,)
    wall.until(lambda: picture.stat().st_size > 0)
    ready.index.unlink()
    wall.until(lambda: ready.index.exists() and wall.at_rest())
    assert ready.index.read_bytes() == whole
    wall.until(lambda: not intakes())


def test_what_was_made_again_is_made_again_when_it_is_lost_once_more(
    wall: Wall, make_film: MakeFilm
) -> None:
    make_film("versions/a.mp4")
    wall.until(lambda: wall.ids() == ["a"] and wall.at_rest())
    (ready,) = wall.library.versions()
    picture = ready.thumbnails[0][1]
    for _ in range(3):
        picture.unlink()
        wall.until(picture.exists)
        wall.until(lambda: not intakes())
        wall.until(later(0.2))  # it is seen that nothing is lacking


def test_bad_versions_are_named_and_the_others_play(wall: Wall, make_film: MakeFilm) -> None:
    make_film("versions/good.mp4")
    cut = make_film("versions/cut.mkv", frames=72)
    cut.write_bytes(cut.read_bytes()[: cut.stat().st_size // 2])
    (wall.versions_dir / "zero.mp4").touch()
    (wall.versions_dir / "letter.mov").write_text("Dear Anna, here is the film.")
    make_film("versions/odd/film.mp4")
    (wall.versions_dir / "odd" / "version.yaml").write_text("titel: The ball\n")
    make_film("versions/late/film.mp4")
    (wall.versions_dir / "late" / "version.yaml").write_text("beats: {kiss: 0.5, end: 1.0}\n")
    wall.until(lambda: len(wall.library.broken()) == 5 and wall.at_rest())
    assert wall.ids() == ["good"]
    said = {broken.name: broken for broken in wall.library.broken()}
    assert said["cut.mkv"].fault.reason.startswith("truncated at 00:0")
    assert said["zero.mp4"].fault.reason == "it is an empty file"
    assert said["letter.mov"].fault.reason.startswith("not a film")
    assert "version.yaml:1: titel: is not known here" in said["odd"].fault.reason
    assert said["late"].fault.reason == (
        "beat 'end' at 00:01.000 lies after the end of the film, 00:01.000"
    )
    assert all(said[name].fault.advice for name in ("cut.mkv", "zero.mp4", "letter.mov"))


def test_replaced_renamed_deleted(wall: Wall, make_film: MakeFilm) -> None:
    film = make_film("versions/a.mp4")
    wall.until(lambda: wall.ids() == ["a"])
    (first,) = wall.hashes()
    make_film("new.mp4", frames=48).replace(film)
    wall.until(lambda: wall.hashes() not in ([], [first]))
    assert wall.library.versions()[0].facts.frames == 48
    film.rename(film.with_name("b.mp4"))
    wall.until(lambda: wall.ids() == ["b"])
    make_film("versions/c.mp4", frames=30)
    wall.until(lambda: wall.ids() == ["b", "c"])
    (wall.versions_dir / "b.mp4").unlink()
    wall.until(lambda: wall.ids() == ["c"])
    assert not wall.library.broken()


def test_a_film_that_is_still_copied_is_never_admitted_in_part(
    wall: Wall, make_film: MakeFilm
) -> None:
    whole = make_film("whole.mkv", frames=240).read_bytes()
    target = wall.versions_dir / "a.mkv"
    with target.open("wb", buffering=0) as file:
        for at in range(0, len(whole), len(whole) // 5 + 1):
            file.write(whole[at : at + len(whole) // 5 + 1])
            wall.until(later(0.25))  # longer than it takes to settle
            assert wall.hashes() in ([], [digest(target)])
    wall.until(lambda: wall.ids() == ["a"])
    assert wall.library.versions()[0].facts.frames == 240 and not wall.library.broken()


def test_a_folder_that_goes_and_comes_back(wall: Wall, make_film: MakeFilm, tmp_path: Path) -> None:
    make_film("versions/a.mp4")
    wall.until(lambda: wall.ids() == ["a"])
    before = wall.library.versions()
    wall.versions_dir.rename(tmp_path / "away")
    wall.until(lambda: "cannot be read" in wall.library.trouble())
    assert wall.library.lying() is None
    wall.versions_dir.mkdir()  # a share that is not mounted
    wall.until(lambda: "is empty" in wall.library.trouble())
    assert wall.library.lying() is None
    wall.until(later(0.5))
    assert wall.library.versions() == before
    wall.versions_dir.rmdir()
    (tmp_path / "away").rename(wall.versions_dir)
    wall.until(lambda: wall.library.trouble() == "")
    assert wall.library.versions() == before and wall.at_rest()
    assert ArrivalKind.GONE not in whats(wall)


def working(wall: Wall) -> psutil.Process:
    def at_work() -> bool:
        looked_at = any(a.state is VersionState.INDEXING for a in wall.library.progress())
        return looked_at and bool(intakes())  # one that was killed counts until the next look

    wall.until(at_work)
    (child,) = intakes()
    return child


def whats(wall: Wall) -> list[ArrivalKind]:
    return [event.what for event in wall.library.events()]


def test_what_happens_is_told_once(wall: Wall, make_film: MakeFilm) -> None:
    make_film("versions/a.mp4")
    wall.until(lambda: wall.ids() == ["a"])
    assert whats(wall) == [ArrivalKind.ARRIVED, ArrivalKind.SETTLED, ArrivalKind.ADMITTED]
    assert whats(wall) == []
    wall.restart()
    wall.library.poll(0)
    (recalled,) = wall.library.events()
    assert (recalled.what, recalled.version) == (ArrivalKind.RECALLED, "a")
    assert recalled.hash == wall.hashes()[0]


def test_a_quarantine_outlasts_a_restart_and_a_new_copy_is_looked_at_afresh(
    wall: Wall, make_film: MakeFilm
) -> None:
    cut = make_film("versions/cut.mkv", frames=72)
    whole = cut.read_bytes()
    cut.write_bytes(whole[: len(whole) // 2])
    wall.until(lambda: len(wall.library.broken()) == 1)
    before = wall.library.broken()
    wall.restart()
    wall.library.poll(time.monotonic_ns())
    assert wall.library.broken() == before and before[0].hash and not intakes()
    wall.library.again(before[0].name, time.monotonic_ns())
    assert wall.library.progress() and not wall.library.broken()
    wall.until(lambda: wall.library.broken() == before)  # by another intake: nothing was kept
    (wall.versions_dir / "new").write_bytes(whole[: len(whole) // 2])
    (wall.versions_dir / "new").replace(cut)
    wall.until(lambda: not wall.library.broken())
    cut.write_bytes(whole)
    wall.until(lambda: wall.ids() == ["cut"])


def test_a_film_that_somebody_writes_is_waited_for(wall: Wall, make_film: MakeFilm) -> None:
    film = make_film("versions/a.mp4")
    with film.open("ab"):
        wall.until(later(2.0))  # longer than any patience
        (arrival,) = wall.library.progress()
        assert arrival.state is VersionState.SETTLING and "open for writing" in arrival.hindrance
    wall.until(lambda: wall.ids() == ["a"])


def test_a_copier_that_pauses_is_waited_for_ever_longer(wall: Wall, make_film: MakeFilm) -> None:
    """The table in front: what is there opens as a film at any time."""
    whole = make_film(
        "whole.mp4", frames=240, container_options={"movflags": "+faststart"}
    ).read_bytes()
    target, part = wall.versions_dir / "a.mp4", len(whole) // 4 + 1
    for at, pause in zip(range(0, len(whole), part), (0.5, 1.0, 2.0, 0.0), strict=True):
        with target.open("ab", buffering=0) as file:
            file.write(whole[at : at + part])
        wall.until(later(pause))
        assert not wall.library.broken() and not intakes()
        if pause:
            assert wall.library.progress()[0].hindrance.endswith("MB are there")
    wall.until(lambda: wall.ids() == ["a"])
    assert ArrivalKind.QUARANTINED not in whats(wall)


def test_a_copier_that_gives_up_leaves_a_film_that_is_cut_short(
    wall: Wall, make_film: MakeFilm
) -> None:
    film = make_film("versions/a.mp4", frames=240, container_options={"movflags": "+faststart"})
    film.write_bytes(film.read_bytes()[: film.stat().st_size // 2])
    wall.until(lambda: len(wall.library.broken()) == 1)
    assert wall.library.broken()[0].fault.reason.startswith("truncated at 00:0")


def test_an_intake_that_is_killed_is_said_and_tried_again(wall: Wall, make_film: MakeFilm) -> None:
    make_film("versions/a.mp4", frames=1200)
    working(wall).kill()
    wall.until(lambda: "not yet" in wall.library.progress()[0].hindrance)
    assert not wall.library.broken()
    (waiting,) = wall.library.progress()
    assert waiting.state is VersionState.WAITING and waiting.hindrance == (
        "not yet: the intake was ended before it had seen all of it: by a hand, or as memory"
        " ran out"
    )
    told = [(event.what, event.text) for event in wall.library.events()]
    assert (ArrivalKind.PUT_OFF, waiting.hindrance) in told
    wall.library.look()
    wall.library.poll(time.monotonic_ns() + ns(31))
    wall.until(lambda: wall.ids() == ["a"])


def test_a_film_is_not_to_blame_for_hands_that_end_its_intake(
    wall: Wall, make_film: MakeFilm
) -> None:
    make_film("versions/a.mp4", frames=1200)
    after_s = 0
    for wait_s in (31, 61, 121, 241):
        working(wall).kill()
        wall.until(lambda: "not yet" in wall.library.progress()[0].hindrance)
        wall.library.look()
        after_s += wait_s
        wall.library.poll(time.monotonic_ns() + ns(after_s))
    wall.until(lambda: wall.ids() == ["a"])


def test_a_film_on_which_every_intake_crashes_is_to_blame_for_it(
    wall: Wall, make_film: MakeFilm
) -> None:
    film = make_film("versions/a.mp4", frames=1200)
    for wait_s in (31, 61, 0):
        child = working(wall)
        # it has told the hash by the time it decodes
        wall.until(lambda: wall.library.progress()[0].step == "decoding")
        child.send_signal(signal.SIGSEGV)
        wall.until(lambda: len(wall.library.broken()) == 1)
        if wait_s:
            wall.library.look()
            wall.library.poll(time.monotonic_ns() + ns(wait_s))
    wall.library.look()
    wall.library.poll(time.monotonic_ns() + ns(10_000))
    (broken,) = wall.library.broken()
    assert broken.hash == digest(film) and "crashed" in broken.fault.reason
    wall.restart()
    wall.library.poll(0)
    assert wall.library.broken() == (broken,)


def test_an_intake_that_hangs_is_ended(wall: Wall, make_film: MakeFilm) -> None:
    make_film("versions/a.mp4", frames=1200)
    child = working(wall)
    wall.until(lambda: wall.library.progress()[0].share > 0)  # it has spoken
    suspend(child)
    began_ns = time.monotonic_ns()
    for second in range(123):  # a longer gap is one in which nobody looked
        wall.library.poll(began_ns + ns(second))
    assert wall.library.progress()[0].hindrance == (
        "not yet: the intake stood still for 120 s: a disk that does not answer, or a hand, held it"
    )
    assert not child.is_running()


def test_a_film_deleted_or_closed_during_its_intake(wall: Wall, make_film: MakeFilm) -> None:
    film = make_film("versions/a.mp4", frames=1200)
    child = working(wall)
    film.unlink()
    wall.until(lambda: not child.is_running() or child.status() == psutil.STATUS_ZOMBIE)
    wall.until(wall.at_rest)
    assert wall.ids() == [] and not wall.library.broken()
    make_film("versions/b.mp4", frames=1200)
    child = working(wall)
    wall.library.close()
    assert not child.is_running()
    assert not [p for p in wall.state_dir.rglob("*") if p.is_file()]


def test_films_whose_rehearsal_runs_do_not_keep_others_waiting(
    wall: Wall, make_film: MakeFilm, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake_process, "MODULE", "installation.apps.intake")
    for name in ("a", "b"):
        make_film(f"versions/{name}.mp4", frames=72)
    wall.until(lambda: [a.step for a in wall.library.progress()] == ["rehearsing"] * 2)
    wall.library.close()


def test_no_descriptors_are_left(wall: Wall, make_film: MakeFilm) -> None:
    film = make_film("whole.mp4")
    shutil.copy(film, wall.versions_dir / "a.mp4")
    wall.until(lambda: wall.ids() == ["a"])
    before = len(list(Path("/proc/self/fd").iterdir()))
    for take in range(4):
        make_film("new.mp4", frames=12 + take).replace(wall.versions_dir / "a.mp4")
        wall.until(
            lambda take=take: [r.facts.frames for r in wall.library.versions()] == [12 + take]
        )
    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_a_bare_wall_has_its_first_film_before_that_is_rehearsed(
    wall: Wall, make_film: MakeFilm
) -> None:
    wall.bare = True
    wall.state_dir.mkdir(exist_ok=True)
    rehearsal = wall.state_dir / "rehearsal"
    rehearsal.touch()
    for name in ("a.mp4", "b.mp4"):
        shutil.copy(make_film(name, audio_s=1.0), wall.versions_dir / name)
    wall.until(lambda: wall.ids() == ["a"])
    (early,) = wall.library.versions()
    assert not early.rehearsed and len(early.sounds) == 1 and early.index.exists()
    wall.until(later(0.5))
    assert wall.ids() == ["a"] and len(wall.library.progress()) == 2
    rehearsal.unlink()
    wall.until(lambda: wall.at_rest() and wall.ids() == ["a", "b"])
    after = wall.library.versions()[0]
    assert after.rehearsed and (after.index, after.sounds) == (early.index, early.sounds)
