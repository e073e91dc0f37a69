"""The thin parts around the drafts: keys as a terminal sends them, words, files."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from installation.calibration import AlignedScreen, Drafts, press_key
from installation.cli import _main as cli
from installation.cli._calibrating_words import KEYS, lines, parting
from installation.cli._terminal_keys import keys
from installation.model import Optics

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


def test_without_a_terminal_it_says_what_to_do(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert cli.main(["calibrate", "--state", str(tmp_path)]) == 2
    assert "ssh -t" in capsys.readouterr().err
