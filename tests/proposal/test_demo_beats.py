"""The bar: three demo iterations without beats, subtitles there: all within half a second.

The demo is drawn small and at eight pictures a second here, to be quick; its cuts, lines and sound
are those of the full one.
"""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from installation.cli import main as cli
from installation.demo.make import make_demo
from installation.library.portraits import Sitter, Studio
from installation.model.manifest import Manifest
from installation.model.yamledit import REMOVE, edit
from installation.model.yamlfile import load
from installation.proposal.propose import propose

pytestmark = pytest.mark.process
SECOND = 1_000_000_000


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Sitter]]:
    folder = tmp_path_factory.mktemp("demo")
    make_demo(folder / "versions", size=(96, 54), fps=8)
    studio = Studio(folder / "versions", folder / "state")
    return folder, {version.id: studio.sit(version) for version in studio.versions}


def test_every_beat_of_every_pair_is_within_half_a_second(
    demo: tuple[Path, dict[str, Sitter]],
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


def run(folder: Path, *words: str) -> int:
    places = ["--versions", str(folder / "versions"), "--state", str(folder / "state")]
    return cli.main(["versions", "beats", *words, *places])


def test_the_command_writes_what_is_likely_and_draws_it(
    demo: tuple[Path, dict[str, Sitter]], capsys: pytest.CaptureFixture[str]
) -> None:
    folder, sitters = demo
    path = folder / "versions" / "kiss-2-gen2" / "version.yaml"
    whole = path.read_text("utf-8")
    edit(path, {("beats",): REMOVE})
    without = path.read_text("utf-8")
    assert run(folder, "kiss-2-gen2", "--yes", "--picture", str(folder / "sheet.png")) == 0
    said = capsys.readouterr().out
    assert "8 beats written to" in said
    assert (folder / "sheet.png").read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    beats = load(path, Manifest).beats
    for name, at_ns in sitters["kiss-2-gen2"].beats:
        assert abs(beats[name] - at_ns) <= SECOND / 2
    # everything else is as it was
    new = path.read_text("utf-8")
    assert new.startswith(without)
    assert run(folder, "kiss-2-gen2", "--yes") == 0
    assert "has every beat" in capsys.readouterr().out
    path.write_text(whole, "utf-8")


def test_a_bare_film_gets_a_folder_and_says_what_it_is_not_sure_of(
    demo: tuple[Path, dict[str, Sitter]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = demo[0]
    shutil.copytree(folder / "versions" / "kiss-1-storyboard", tmp_path / "versions" / "kiss-1")
    film = tmp_path / "versions" / "kiss-3.mp4"
    shutil.copy(folder / "versions" / "kiss-3-lucid" / "film.mp4", film)
    shutil.copytree(folder / "state", tmp_path / "state")
    assert run(tmp_path, "kiss-3") == 1  # nobody is there to ask
    said = capsys.readouterr().out
    assert "kiss-3 has no subtitles" in said and "Nothing was written." in said
    assert film.exists()
    assert run(tmp_path, "kiss-3", "--yes") == 0
    assert not film.exists()
    found = load(tmp_path / "versions" / "kiss-3" / "version.yaml", Manifest)
    assert found.film == "kiss-3.mp4" and found.beats
    assert Studio(tmp_path / "versions", tmp_path / "state").version("kiss-3").beats


def test_what_cannot_be_is_said(
    demo: tuple[Path, dict[str, Sitter]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(demo[0], "kiss-2-gen") == 2
    assert "did you mean 'kiss-2-gen2'" in capsys.readouterr().err
    assert run(demo[0], "kiss-2-gen2", "--from", "kiss-2-gen2") == 2
