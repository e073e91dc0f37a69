"""What the demo says, and whether it can be read."""

import os
from pathlib import Path

import numpy as np
import pytest
from stand_in import stand_in

from installation.demo._sound import RATE
from installation.demo._speech import PROGRAM, can_speak, speech
from installation.demo._telling import own_length, place
from installation.demo._whispers import LANGUAGES, WHISPERS, Language, subtitles
from installation.words import examine


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("number", [1, 2, 3])
def test_what_the_demo_says_is_read_with_ease(
    tmp_path: Path, number: int, language: Language
) -> None:
    file = tmp_path / "whispers.srt"
    file.write_text(subtitles(number, own_length(number, 36.0), language), "utf-8")
    assert examine(file).remarks == ()


@pytest.fixture
def voice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program in espeak-ng's place; the test writes it."""
    program = tmp_path / PROGRAM
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    return program


def test_without_a_voice_nothing_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not can_speak()
    assert not len(speech(1, "Темнота.", RATE))


def test_a_voice_that_fails_says_nothing(voice: Path) -> None:
    stand_in(voice, "exit 1")
    assert can_speak() and not len(speech(1, "Темнота.", RATE))


def test_a_line_is_spoken_at_its_own_length_from_its_first_sound(voice: Path) -> None:
    voice.write_text(f"""\
#!/usr/bin/env python3
import sys, wave
assert sys.stdin.buffer.read().decode() == "Темнота."
out = wave.open(sys.argv[sys.argv.index("-w") + 1], "wb")
out.setnchannels(1), out.setsampwidth(2), out.setframerate({RATE // 2})
quiet, loud = bytes(4800), b"".join(n.to_bytes(2, "little", signed=True) for n in [3000, -3000])
out.writeframes(quiet + loud * {RATE // 4} + quiet)
out.close()
""")
    voice.chmod(0o755)
    said = speech(1, "Темнота.", RATE)
    assert abs(len(said) - RATE) < 10
    assert np.isfinite(said).all() and 0.5 < said.std() <= 1.5 and abs(said[0]) < 0.1


@pytest.mark.process
@pytest.mark.patient
@pytest.mark.skipif(not can_speak(), reason="espeak-ng is not installed here")
@pytest.mark.parametrize("number", [1, 2, 3])
def test_no_line_is_still_spoken_when_the_next_one_begins(number: int) -> None:
    lines = WHISPERS[number - 1]
    starts = place(number, [line.start for line in lines], own_length(number, 36.0))
    for line, begins, following in zip(lines, starts, [*starts[1:], 99.0], strict=True):
        spoken_s = len(speech(number, line.ru, RATE)) / RATE
        assert 0.4 < spoken_s < following - begins, line
