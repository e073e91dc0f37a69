"""The thin parts around the drafts: keys as a terminal sends them, words, files."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from installation.calibration import AlignedScreen, Drafts, press_key
from installation.cli import _main as cli
from installation.cli import _projector_files as projector_files
from installation.cli._calibrating_words import KEYS, lines, parting
from installation.cli._projector_files import write
from installation.cli._terminal_keys import keys
from installation.errors import ConfigError
from installation.model import (
    Changes,
    Corners,
    Layout,
    Optics,
    edit_yaml,
    load_calibration,
    load_yaml,
)

LAYOUT = """\
# ours
screens:
  - {name: left, display: {position: 1}, calibration: old.yaml}   # by the door
  - name: right      # the new one
    display: {position: 2}

voice: left
"""
OLD = """\
# hung in spring
gain: [1.0, 0.98, 0.91]   # too blue
corners:
  bottom_left: [0.012, -0.006]   # the shelf
"""
DRAFT = Optics(
    corners=Corners(bottom_left=(0.0125, -0.006), top_right=(-1 / 640, 0.0)),
    gain=(1.0, 0.98, 0.92),
    gamma=(1.1, 1.1, 1.1),
    saturation=0.9,
)


# keys


@pytest.mark.parametrize(
    ("text", "found", "rest"),
    [
        ("qG1", ["q", "G", "1"], ""),
        ("\r\t\x1b[Z\x03", ["enter", "tab", "backtab", "escape"], ""),
        ("\x1b[A\x1bOB\x1b[1;2C\x1b[d", ["up", "down", "shift+right", "shift+left"], ""),
        ("\x1b[15~\x1b[1;5Ax", ["x"], ""),  # F5, Ctrl-Up
        ("\x1b", [], "\x1b"),
        ("a\x1b[1;", ["a"], "\x1b[1;"),
        ("\x1bx", ["escape", "x"], ""),
        ("\x00\x1a\x7f", [], ""),
    ],
)
def test_keys_as_terminals_send_them(text: str, found: list[str], rest: str) -> None:
    assert keys(text) == (found, rest)


@given(st.text(alphabet=[*"\x1b[O1;2~ABCDZqx\r\t\x03é\x00"], max_size=30))
def test_any_text_is_keys_and_nothing_is_read_twice(text: str) -> None:
    found, rest = keys(text)
    assert text.endswith(rest) and len(found) <= len(text)
    assert all(len(key) == 1 or key.isascii() for key in found)


# words


def test_the_live_lines_say_where_one_stands() -> None:
    screens = (AlignedScreen("left", 640, 360), AlignedScreen("right", 1080, 1920, 90))
    state = Drafts(screens, (Optics(),) * 2, (Optics(),) * 2)
    assert lines(state) == (
        "[1 left] 2 right   pattern, steps of 1 pixel",
        " top left in its place; gain 1  gamma 1  black 0  saturation 1",
        " saved",
    )
    for key in ("shift+right", "up", "c", "G", "f", "p"):
        state, _ = press_key(state, key)
    assert lines(state, "blackout") == (
        "[1 left*] 2 right   film, steps of 10 pixels",
        " top left 10 right, 1 up; gain 1.01 1 1  gamma 1  black 0  saturation 1  (red alone)",
        " * not saved: blackout",
    )
    state, _ = press_key(state, "x")
    assert "not saved: left. Enter" in lines(state)[2]
    turned = replace(state, asks=False, coarse=False)
    for key in ("2", "right"):
        turned, _ = press_key(turned, key)
    assert "top left 1 right" in lines(turned)[1]
    assert max(map(len, KEYS.splitlines())) < 80


def test_the_last_word_is_what_was_saved_where() -> None:
    screens = (AlignedScreen("left", 640, 360), AlignedScreen("right", 640, 360))
    state = Drafts(screens, (Optics(),) * 2, (Optics(),) * 2)
    assert parting(state, {}) == ""
    state, _ = press_key(replace(state, chosen=1), "G")
    assert parting(state, {"left": "c/left.yaml"}) == "left: c/left.yaml\nnot saved: right"


# files


@pytest.fixture
def layout(tmp_path: Path) -> Path:
    (tmp_path / "calibration").mkdir()
    (tmp_path / "calibration" / "old.yaml").write_text(OLD)
    (tmp_path / "layout.yaml").write_text(LAYOUT)
    return tmp_path / "layout.yaml"


def test_a_file_gets_what_has_changed_and_keeps_the_rest(layout: Path) -> None:
    folder = layout.parent / "calibration"
    assert write(layout, folder, "left", DRAFT) == folder / "old.yaml"
    made = load_calibration(folder / "old.yaml")
    assert made.corners.top_right == (-0.001563, 0.0)  # a millionth of the screen
    assert made.corners.bottom_left == (0.0125, -0.006)
    assert made.colour == DRAFT.colour
    text = (folder / "old.yaml").read_text()
    assert text.startswith("# hung in spring\ngain: [1.0, 0.98, 0.92]   # too blue\n")
    assert "# the shelf" in text and "gamma: 1.1\n" in text and "black" not in text
    assert "saturation: 0.9\n" in text
    assert layout.read_text() == LAYOUT
    write(layout, folder, "left", Optics())
    assert load_calibration(folder / "old.yaml") == Optics()


def test_a_screen_without_a_file_gets_one_and_the_layout_its_name(layout: Path) -> None:
    folder = layout.parent / "calibration"
    (folder / "right.yaml").write_text("gain: 0.3\n")  # somebody else's
    assert write(layout, folder, "right", DRAFT) == folder / "right-2.yaml"
    after = load_yaml(layout, Layout)
    assert [screen.calibration for screen in after.screens] == ["old.yaml", "right-2.yaml"]
    text = layout.read_text()
    assert "# ours" in text and "# by the door" in text and "# the new one" in text
    assert text.endswith("voice: left\n")
    made, text = load_calibration(folder / "right-2.yaml"), (folder / "right-2.yaml").read_text()
    assert made.gamma == DRAFT.gamma and "kiss calibrate" in text
    assert "  bottom_left: [0.0125, -0.006]\n" in text and "gain: [1.0, 0.98, 0.92]\n" in text
    assert (folder / "right.yaml").read_text() == "gain: 0.3\n"


def test_screens_that_share_a_file_part(layout: Path) -> None:
    folder = layout.parent / "calibration"
    text = LAYOUT.replace("2}\n", "2}\n    calibration: old.yaml\n")
    layout.write_text(text)
    assert write(layout, folder, "right", DRAFT) == folder / "right.yaml"
    assert layout.read_text() == text.replace("    calibration: old", "    calibration: right")
    assert (folder / "old.yaml").read_text() == OLD
    assert load_calibration(folder / "right.yaml").gain == DRAFT.gain
    layout.write_text(text)
    assert write(layout, folder, "right", Optics()) == folder / "right-2.yaml"
    assert load_calibration(folder / "right-2.yaml") == Optics()


def test_what_cannot_be_written_is_said_and_leaves_nothing_behind(
    layout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = layout.parent / "calibration"
    with pytest.raises(ConfigError, match="no screen 'middle'"):
        write(layout, folder, "middle", DRAFT)
    (folder / "old.yaml").write_text("gain: high\n")
    with pytest.raises(ConfigError, match="should be a number"):
        write(layout, folder, "left", DRAFT)
    nowhere = layout.parent / "layout.yaml"  # a folder that is a file
    with pytest.raises(ConfigError, match="cannot be written"):
        write(layout, nowhere, "right", DRAFT)

    def full(path: Path, changes: Changes) -> None:
        if path == layout:
            raise OSError(28, "No space left on device", str(path))
        edit_yaml(path, changes)

    monkeypatch.setattr(projector_files, "edit_yaml", full)
    with pytest.raises(ConfigError, match="cannot be written: No space"):
        write(layout, folder, "right", DRAFT)
    assert not (folder / "right.yaml").exists()


def test_without_a_terminal_it_says_what_to_do(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert cli.main(["calibrate", "--state", str(tmp_path)]) == 2
    assert "ssh -t" in capsys.readouterr().err
