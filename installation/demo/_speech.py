"""Speaks the demo's lines, in Russian, by espeak-ng: offline, and not where that is not there."""

import shutil
import subprocess
import tempfile
import wave
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

PROGRAM = "espeak-ng"
_VOICES = (("ru", 165, 30), ("ru+whisper", 165, 45), ("ru+m3", 160, 50))
"""For each iteration, text-to-speech of its time: the voice, words a minute, pitch (0 to 99)."""
_PATIENCE_S = 60
"""A line takes 0.1 s, but may wait beside other work. What is left out stays so: films are kept."""
_EDGE = 240


def can_speak() -> bool:
    """Tell whether there is a voice on this machine."""
    return shutil.which(PROGRAM) is not None


def speech(number: int, text: str, rate: int) -> NDArray[np.float64]:
    """Speak a line as iteration ``number`` does: samples of deviation 1, ``rate`` a second.

    Empty when the voice fails: a demo that does not speak is still one.
    """
    voice, pace, pitch = _VOICES[number - 1]
    text = text.replace("\n", " ").replace(". ", ", ")  # a full stop would be a second of silence
    with tempfile.TemporaryDirectory(prefix="kiss-speech-") as folder:
        file = Path(folder) / "line.wav"
        command = [PROGRAM, "-v", voice, "-s", str(pace), "-p", str(pitch), "-w", str(file)]
        try:
            subprocess.run(
                command, input=text.encode(), capture_output=True, check=True, timeout=_PATIENCE_S
            )
            with wave.open(str(file)) as spoken:
                own_rate = spoken.getframerate()
                samples = np.frombuffer(spoken.readframes(spoken.getnframes()), np.int16)
        except (OSError, subprocess.SubprocessError, wave.Error, EOFError):
            return np.zeros(0)
    heard = np.flatnonzero(np.abs(samples) > 200)
    if not len(heard):
        return np.zeros(0)
    part = samples[heard[0] : heard[-1] + 1].astype(np.float64)
    said = _resampled(part, round(len(part) * rate / own_rate))
    rise = np.minimum(1, np.arange(len(said)) / _EDGE)
    return np.asarray(said / said.std() * rise * rise[::-1])


def _resampled(samples: NDArray[np.float64], count: int) -> NDArray[np.float64]:
    """The same wave in more samples, by its spectrum."""
    return np.asarray(np.fft.irfft(np.fft.rfft(samples), count) * (count / len(samples)))
