"""The bar: three demo iterations without their beats, with subtitles: all within half a second.

The demo is drawn small and at eight pictures a second here, to be quick; its cuts, lines and sound
are those of the full one.
"""

import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from installation.demo import make_demo
from installation.library import FeatureReader, FilmFeatures
from installation.model import Manifest, edit_yaml, load_yaml
from installation.model._yamledit import REMOVE
from installation.proposal import propose
from installation.store import ContentStore

pytestmark = [pytest.mark.process, pytest.mark.patient]
SECOND = 1_000_000_000
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, FilmFeatures]]:
    folder = tmp_path_factory.mktemp("demo")
    make_demo(folder / "versions", size=(96, 54), seconds=24, fps=8)
    studio = FeatureReader(folder / "versions", ContentStore(folder / "state"))
    return folder, {version.id: studio.sit(version) for version in studio.versions}


def test_every_beat_of_every_pair_is_within_half_a_second(
    demo: tuple[Path, dict[str, FilmFeatures]],
) -> None:
    portraits = {name: sitter.portrait("en") for name, sitter in demo[1].items()}
    assert len(portraits) == 3
    for model, told in portraits.items():
        for name, portrait in portraits.items():
            if name == model:
                continue
            truth = dict(portrait.beats)
            found = propose(told, replace(portrait, beats=()))
            assert [one.name for one in found] == list(truth)
            for one in found:
                off = (one.at_ns - truth[one.name]) / SECOND
                print(f"{name} by {model}: {one.name:<10} {off:+.2f} s, {one.confidence:.0%}")
                assert abs(off) <= 0.5, f"{one.name} of {name} by {model}"
                assert "subtitles" in one.grounds
            # without subtitles what is off is not called sure
            for one in propose(replace(told, cues=()), replace(portrait, beats=())):
                off = abs(one.at_ns - truth[one.name]) / SECOND
                assert off <= 0.5 or one.verdict != "sure"


def run(folder: Path, *words: str) -> tuple[int, str]:
    """Its exit code and what it says; nobody is there to ask."""
    command = [sys.executable, "-m", "installation", "versions", "beats", *words]
    command += ["--versions", str(folder / "versions"), "--state", str(folder / "state")]
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=110, cwd=ROOT
    )
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout + done.stderr


def test_the_command_writes_what_is_likely_and_draws_it(
    demo: tuple[Path, dict[str, FilmFeatures]],
) -> None:
    folder, sitters = demo
    path = folder / "versions" / "kiss-2-gen2" / "version.yaml"
    whole = path.read_text("utf-8")
    edit_yaml(path, {("beats",): REMOVE})
    without = path.read_text("utf-8")
    code, said = run(folder, "kiss-2-gen2", "--yes", "--picture", str(folder / "sheet.png"))
    assert code == 0, said
    assert "8 beats written to" in said
    assert (folder / "sheet.png").read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    beats = load_yaml(path, Manifest).beats
    for name, at_ns in sitters["kiss-2-gen2"].beats:
        assert abs(beats[name] - at_ns) <= SECOND / 2
    # everything else is as it was
    new = path.read_text("utf-8")
    assert new.startswith(without)
    code, said = run(folder, "kiss-2-gen2", "--yes")
    assert code == 0 and "has every beat" in said
    path.write_text(whole, "utf-8")


def test_a_bare_film_gets_a_folder_and_says_what_it_is_not_sure_of(
    demo: tuple[Path, dict[str, FilmFeatures]], tmp_path: Path
) -> None:
    folder = demo[0]
    shutil.copytree(folder / "versions" / "kiss-1-storyboard", tmp_path / "versions" / "kiss-1")
    film = tmp_path / "versions" / "kiss-3.mp4"
    shutil.copy(folder / "versions" / "kiss-3-lucid" / "film.mp4", film)
    shutil.copytree(folder / "state", tmp_path / "state")
    code, said = run(tmp_path, "kiss-3")
    assert code == 1
    assert "kiss-3 has no subtitles" in said and "Nothing was written." in said
    assert film.exists()
    code, said = run(tmp_path, "kiss-3", "--yes")
    assert code == 0, said
    assert not film.exists()
    found = load_yaml(tmp_path / "versions" / "kiss-3" / "version.yaml", Manifest)
    assert found.film == "kiss-3.mp4" and found.beats
    assert (
        FeatureReader(tmp_path / "versions", ContentStore(tmp_path / "state"))
        .version("kiss-3")
        .beats
    )


def test_what_cannot_be_is_said(demo: tuple[Path, dict[str, FilmFeatures]]) -> None:
    code, said = run(demo[0], "kiss-2-gen")
    assert code == 2 and "did you mean 'kiss-2-gen2'" in said
    assert run(demo[0], "kiss-2-gen2", "--from", "kiss-2-gen2")[0] == 2
