"""How the command line says no, and how long work speaks."""

import argparse
from pathlib import Path

import pytest

from installation.apps import FollowedLayout, OwnFiles, read_layout
from installation.apps._projectors import FollowedCalibrations
from installation.cli import _main as cli
from installation.cli import _progress as progress
from installation.errors import ConfigError
from installation.files import write_whole
from installation.kiosk import bad_check, doctor


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["paly"], "kiss: 'paly' is not known here; did you mean 'play'?"),
        (["bnech"], "did you mean 'bench'?"),
        (["versions", "lst"], "kiss versions: 'lst' is not known here; did you mean 'list'?"),
        (["blackout", "maybe"], "kiss blackout: 'maybe' is not known here; there are on, off,"),
        (["go"], "kiss go: PLACE is missing\n  `kiss go --help`"),
        (["play", "--cycles", "two"], "--cycles: should be a whole number, 0 or more, not 'two'"),
        (["report", "--days", "x"], "--days: should be a whole number, not 'x'"),
        (["demo", "--seconds", "x"], "--seconds: should be a number, not 'x'"),
        (["versions", "beats", "a", "--min-confidence", "x"], "between 0 and 1, not 'x'"),
    ],
)
def test_a_wrong_word_is_answered_with_the_right_one(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        cli.main(words)
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("words", [[], ["versions"]])
def test_without_a_command_all_of_them_are_shown(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        cli.main(words)
    told = capsys.readouterr().err
    assert "options:" in told and told.endswith(" is missing.\n")


def test_every_word_of_every_command_is_explained() -> None:
    def unexplained(parser: argparse.ArgumentParser) -> list[str]:
        found = []
        for action in parser._actions:
            if isinstance(action, argparse._SubParsersAction):
                for one in action.choices.values():
                    found += unexplained(one)
            elif action.metavar in ("DIR", "LAYOUT", "PATH") and not action.help:
                found.append(f"{parser.prog} {action.dest}")
        return found

    assert unexplained(cli.parser()) == []


class Terminal:
    """A terminal of a width; what was written to it."""

    def __init__(self) -> None:
        self.text = ""

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> None:
        self.text += text

    def flush(self) -> None:
        pass


def test_progress_stays_on_one_line_of_a_narrow_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    monkeypatch.setattr(progress, "_columns", lambda: 30)
    with progress.Meter("copying a film with a very long name.mp4") as meter:
        meter.say(0.5, 75.0, "still copying")
    lines = terminal.text.split("\r")
    assert lines[1].startswith("copying a film") and max(map(len, lines)) < 30


def test_a_layout_that_is_not_there_and_a_projector_that_is_not(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no such layout"):
        read_layout(tmp_path / "nosuch.yaml")
    text = "screens: [{name: left, display: {position: 1}, calibration: nosuch.yaml}]"
    layout, folder = tmp_path / "layout.yaml", tmp_path / "calibration"
    layout.write_text(text)
    folder.mkdir()
    (folder / "mine.yaml").touch()
    with pytest.raises(ConfigError) as caught:
        FollowedCalibrations(FollowedLayout(OwnFiles(), layout), folder, tmp_path, write_whole)
    assert "screen 'left' has it as its calibration\n  There are mine.yaml. " in str(caught.value)


def test_the_doctor_keeps_each_fault_of_a_layout_on_a_line_of_its_own() -> None:
    shown = doctor.table([bad_check("Layout", "x.yaml:1: one\nx.yaml:2: two", "")])
    assert "BAD  Layout  x.yaml:1: one\n             x.yaml:2: two\n" in shown
