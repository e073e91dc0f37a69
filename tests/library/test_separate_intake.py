"""`versions check`: the whole intake of a film that lies anywhere, admitting nothing."""

import time
from pathlib import Path

import psutil
import pytest
from library_films import MakeFilm, picture
from PIL import Image

from installation.cli import main
from installation.errors import LibraryError
from installation.library import Planned, SeparateIntake
from installation.library import _intake_process as intake_process
from installation.library._probe import probe
from installation.model import Ready, Refused


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the rehearsal, which plays in real time."""
    monkeypatch.setattr(intake_process, "MODULE", "quick_intake")
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[1] / "shared"))


def checked(path: Path, copy_to: Path | None = None) -> Ready | Refused | Planned | None:
    with SeparateIntake(path, copy_to=copy_to) as check:
        deadline = time.monotonic() + 20
        while not check.poll(time.monotonic_ns()):
            assert time.monotonic() < deadline
            time.sleep(0.02)
        assert check.progress[0] == 1.0
        return check.verdict


def test_a_good_film_is_good_and_nothing_is_left_of_it(make_film: MakeFilm, tmp_path: Path) -> None:
    film = make_film("anywhere/kiss-4.mp4", frames=24)
    before = sorted(tmp_path.rglob("*"))
    verdict = checked(film)
    assert isinstance(verdict, Ready)
    assert (verdict.version.id, verdict.facts.frames) == ("kiss-4", 24)
    assert sorted(tmp_path.rglob("*")) == before


def test_a_folder_is_checked_with_its_manifest(make_film: MakeFilm) -> None:
    film = make_film("kiss-5/film.mp4", frames=24)
    manifest = film.with_name("version.yaml")
    manifest.write_text("title: The ball\nbeats: {kiss: 0.5}\n")
    verdict = checked(film.parent)
    assert isinstance(verdict, Ready) and [name for name, _ in verdict.beats] == ["kiss"]
    manifest.write_text("title: The ball\nbeats: {kiss: 0:05}\n")
    verdict = checked(film.parent)
    assert isinstance(verdict, Refused) and "after the end of the film" in verdict.fault.reason
    manifest.write_text("titel: The ball\n")
    verdict = checked(film.parent)
    assert isinstance(verdict, Refused) and "did you mean 'title'" in verdict.fault.reason


def test_single_pictures_would_be_played_from_a_copy(tmp_path: Path) -> None:
    folder = tmp_path / "kiss-6"
    folder.mkdir()
    (folder / "version.yaml").write_text("rate: 12\n")
    for k in range(12):
        Image.fromarray(picture(k, 64, 36)).save(folder / f"kiss_{k:03d}.png")
    verdict = checked(folder)
    assert isinstance(verdict, Planned) and verdict.house.plan.recipe.rate == (24, 1)
    (folder / "kiss_005.png").unlink()
    verdict = checked(folder)
    assert isinstance(verdict, Refused) and "kiss_005.png is missing" in verdict.fault.reason


def test_what_is_no_version_is_said_to_be_none(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("later")
    for name in ("notes.txt", "gone.mp4"):
        with pytest.raises(LibraryError):
            SeparateIntake(tmp_path / name)


def test_a_check_that_is_given_up_ends_its_process(make_film: MakeFilm) -> None:
    film = make_film("a.mp4", frames=24)
    others = set(psutil.Process().children())  # an X server of another test, say
    with SeparateIntake(film) as check:
        assert not check.poll(time.monotonic_ns())
        (child,) = set(psutil.Process().children()) - others
    assert not child.is_running()


def test_the_command_tells_what_it_found(
    make_film: MakeFilm, capsys: pytest.CaptureFixture[str]
) -> None:
    film = make_film("kiss-4.mp4", frames=24)
    assert main(["versions", "check", str(film)]) == 0
    said = capsys.readouterr().out
    assert "kiss-4.mp4: good" in said and "64 x 36" in said and "9.0 times as fast" in said
    film.write_bytes(film.read_bytes()[:900])
    assert main(["versions", "check", str(film)]) == 1
    assert "would be refused: not a whole file" in capsys.readouterr().out


def test_a_film_that_needs_a_house_copy_is_told_so_and_gets_one_to_look_at(
    make_film: MakeFilm, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    film, copy = make_film("kiss-4.avi", codec="mpeg4", rate=12), tmp_path / "look.mov"
    assert main(["versions", "check", str(film)]) == 0
    said = capsys.readouterr().out
    assert "kiss-4.avi: would be played from a house copy" in said
    assert "64 x 36, 24 pictures a second, since its file is of a kind that players read" in said
    assert main(["versions", "check", str(film), "--copy", str(copy)]) == 0
    said = capsys.readouterr().out
    assert "kiss-4.avi: good" in said and "SSIM 0.99" in said
    assert probe(copy).facts.frames == 48
    assert main(["versions", "check", str(film), "--copy", str(copy)]) == 2  # it is there already


def test_a_plain_film_gets_a_house_copy_to_look_at_all_the_same(
    make_film: MakeFilm, tmp_path: Path
) -> None:
    verdict = checked(make_film("kiss-4.mp4"), tmp_path / "look.mov")
    assert isinstance(verdict, Ready) and verdict.house is not None
    assert verdict.house.plan.reasons == ("the layout asks for it",)
    assert probe(tmp_path / "look.mov").facts.frames == 24
