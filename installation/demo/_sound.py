"""The soundtrack: a waltz that is heard through the house, a heart, boots, wind, and a voice.

Everything is laid on a ring as long as the film, echoes included, so the end runs into the
beginning as the pictures do.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from installation.demo._ball import WALTZ
from installation.demo._kiss import MOMENT
from installation.demo._march import STEPS
from installation.demo._screenplay import BEATS, LENGTH
from installation.demo._telling import place, story_at
from installation.demo._whispers import WHISPERS

Track = NDArray[np.float32]
Wave = NDArray[np.float64]
Speak = Callable[[int, str, int], Wave]
"""Speaks a line as an iteration does, see :func:`installation.demo._speech.speech`."""

RATE = 48_000
SPOKEN = 1.8
"""The voice's deviation, of that of all other sounds."""
LOUDNESS, PEAK = 0.040, 0.45
"""Deviation and highest sample of each soundtrack, of 1."""

CHORDS = ((38, 57, 62, 65), (43, 58, 62, 67), (45, 57, 61, 67), (38, 57, 62, 65),
          (41, 57, 60, 65), (46, 58, 62, 65), (45, 57, 61, 64), (38, 57, 62, 65))  # fmt: skip
MELODY = ((69, 0, 74), (74, 77, 74), (73, 0, 76), (74, 0, 0),
          (72, 0, 77), (77, 74, 70), (69, 73, 76), (74, 0, 0))  # fmt: skip


class Ring:
    """Two channels of a loop; what runs over its end goes on at its beginning."""

    def __init__(self, number: int, seconds: float) -> None:
        self.number, self.seconds = number, seconds
        self.samples = round(seconds * RATE)
        self.wave = np.zeros((2, self.samples))

    def place(self, story: float) -> float:
        """Return a story time in seconds; before the beginning is at the end of the round."""
        rounds, rest = divmod(story, LENGTH)
        return rounds * self.seconds + float(place(self.number, rest, self.seconds))

    def put(self, story: float, sound: Wave, gain: float, pan: float = 0.0) -> None:
        """Lay a sound at a story time; ``pan`` -1 is left, 1 right."""
        start = round(self.place(story) * RATE)
        at = (start + np.arange(len(sound))) % self.samples
        for channel, side in enumerate((np.cos, np.sin)):
            np.add.at(self.wave[channel], at, sound * gain * side((pan + 1) * np.pi / 4))

    def swell(self, points: list[tuple[float, float]]) -> Wave:
        """A gain over the whole ring from (story time, gain) points, closed at the seam."""
        story = story_at(self.number, np.arange(self.samples) / self.samples)
        times, gains = zip(*points, strict=True)
        return np.asarray(np.interp(story, times, gains, period=LENGTH))


def soundtrack(number: int, seconds: float, speak: Speak) -> Track:
    """The sound of generation ``number``: (2, samples) float32 within -1..1, at RATE."""
    rng = np.random.default_rng(300 + number)
    music, world = Ring(number, seconds), Ring(number, seconds)
    _waltz(music, number)
    distance = music.swell([(0, 0.06), (4.5, 0.22), (5.6, 1), (10.6, 1), (11.4, 0.34), (15, 0.10),
                            (16.5, 0), (31, 0), (31.5, 0.8), (35.5, 0.5)])  # fmt: skip
    muffled = _filtered(music.wave, lambda f: 1 / (1 + (f / 420) ** 2))
    openness = music.swell([(0, 0), (4.8, 0.1), (5.6, 1), (10.7, 1), (11.4, 0), (30, 0), (31, 0.8)])
    wave = 0.5 * distance * (muffled * 1.5 * (1 - openness) + music.wave * openness)
    _steps(world, rng)
    _heart(world)
    _kiss(world)
    _supper(world, rng)
    _air(world, rng)
    wave = _spoken(wave + world.wave, number, seconds, speak)
    wave = (_wax, _tape, _hall)[number - 1](wave, rng)
    # Equally loud in all three, and the few peaks rounded rather than cut.
    wave *= LOUDNESS / max(float(wave.std()), 1e-9)
    wave = PEAK * np.tanh(wave / PEAK)
    # A player may leave a gap at the seam: a breath of silence on both sides keeps it unheard.
    edge = min(RATE // 20, wave.shape[1] // 4)
    fade = 0.5 - 0.5 * np.cos(np.linspace(0, np.pi, edge))
    wave[:, :edge] *= fade
    wave[:, -edge:] *= fade[::-1]
    return np.asarray(wave, np.float32)


def _spoken(wave: Wave, number: int, seconds: float, speak: Speak) -> Wave:
    """The ring with the whispers over it, where there is a voice: all else steps back meanwhile."""
    voices, near = Ring(number, seconds), Ring(number, seconds)
    for said in WHISPERS[number - 1]:
        line = speak(number, said.ru, RATE)[: voices.samples]
        voices.put(said.start, line, 1.0)
        near.put(said.start, _edges(len(line), 0.2, 0.3), 1.0)
    if not voices.wave.any():
        return wave
    behind = wave * (1 - 0.45 * np.minimum(near.wave, 1))
    return np.asarray(behind + voices.wave * SPOKEN * wave.std())


def _note(key: float, seconds: float, bright: float, attack: float = 0.02) -> Wave:
    """A soft struck string: MIDI key, harmonics that die the sooner the higher they are."""
    t = np.arange(round(seconds * RATE)) / RATE
    f = 440 * 2 ** ((key - 69) / 12)
    wave = np.zeros_like(t)
    for h in range(1, 7):
        if f * h < RATE / 3:
            decay = np.exp(-t * (1.2 + 0.9 * h))
            wave += bright ** (h - 1) / h * np.sin(2 * np.pi * f * h * (1 + 0.0003 * h) * t) * decay
    return np.asarray(wave * _edges(len(t), attack, 0.08))


def _edges(samples: int, attack: float, release: float) -> Wave:
    """A gain that begins and ends at nothing, so that nothing clicks."""
    t = np.arange(samples) / RATE
    end = samples / RATE
    return np.asarray(np.clip(t / attack, 0, 1) ** 2 * np.clip((end - t) / release, 0, 1) ** 2)


def _noise(rng: np.random.Generator, seconds: float, low: float, high: float) -> Wave:
    """Noise between two frequencies, deviation 1."""
    raw = rng.standard_normal((1, max(round(seconds * RATE), 64)))
    band = _filtered(
        raw, lambda f: 1 / (1 + (f / high) ** 4) * (f / low) ** 2 / (1 + (f / low) ** 2)
    )
    return np.asarray(band[0] / band[0].std())


def _filtered(wave: Wave, response: Callable[[NDArray[Any]], NDArray[Any]]) -> Wave:
    """A ring through a filter given by its gain at each frequency in Hz."""
    f = np.fft.rfftfreq(wave.shape[1], 1 / RATE)
    return np.asarray(np.fft.irfft(np.fft.rfft(wave) * response(f), n=wave.shape[1]))


def _waltz(ring: Ring, number: int) -> None:
    bright = (0.75, 0.55, 0.45)[number - 1]
    beat = WALTZ / 3
    for bar in range(14):
        start = BEATS["ball"] - 2 * WALTZ + bar * WALTZ
        chord, tune = CHORDS[bar % 8], MELODY[bar % 8]
        ring.put(start, _note(chord[0], 1.4, bright), 0.50)
        for k, lateness in ((1, 0.0), (2, 0.012)):
            for key in chord[1:]:
                ring.put(start + k * beat + lateness, _note(key, 0.5, bright * 0.8), 0.11, -0.3)
        for k, key in enumerate(tune):
            if key:
                ring.put(start + k * beat, _note(key, 1.3, bright), 0.30, 0.25)
                ring.put(start + k * beat, _note(key + 12, 0.9, bright * 0.5), 0.06, 0.4)
    slow = (69, 74, 73, 76, 74, 72, 69)[: 5 + number // 2]
    for i, key in enumerate(slow):
        ring.put(BEATS["return"] + 0.6 + 0.62 * i, _note(key, 2.4, bright * 0.7), 0.30, 0.2)
    ring.put(BEATS["return"] + 0.6, _note(50, 3.0, bright), 0.30)
    ring.put(BEATS["return"] + 2.5, _note(45, 3.0, bright), 0.26)


def _steps(ring: Ring, rng: np.random.Generator) -> None:
    def thud(pitch: float, length: float, grit: float) -> Wave:
        t = np.arange(round(length * RATE)) / RATE
        body = np.sin(2 * np.pi * pitch * t * (1 - 0.8 * t)) * np.exp(-t * 26)
        scrape = _noise(rng, length, 600, 3500)[: len(t)] * np.exp(-t * 38) * grit
        return np.asarray((body + scrape) * _edges(len(t), 0.004, 0.03))

    for i in range(6):
        ring.put(0.4 + i * 0.87, thud(90, 0.22, 0.55), 0.10, 0.2 * (-1) ** i)
    for i in range(8):
        ring.put(11.3 + i * 0.53, thud(120, 0.18, 0.12), 0.16 - 0.01 * i, 0.25 * (-1) ** i)
    march, end = BEATS["march"] - 0.6, BEATS["return"] + 0.3
    for i in range(round((end - march) * STEPS)):
        loud = 0.62 * np.sin(np.pi * (i + 0.6) / ((end - march) * STEPS)) ** 0.5
        for man in range(5):
            late = 0.016 * abs(float(rng.standard_normal()))
            pan = float(rng.uniform(-0.7, 0.7))
            ring.put(march + i / STEPS + late, thud(64 + 5 * man, 0.26, 0.35), loud * 0.42, pan)


def _heart(ring: Ring) -> None:
    t = np.arange(round(0.30 * RATE)) / RATE
    knock = (
        np.sin(2 * np.pi * 52 * t * (1 - 0.5 * t)) * np.exp(-t * 15) * _edges(len(t), 0.012, 0.08)
    )
    at, pace = 13.6, 0.98
    while at < BEATS["supper"] - 0.3:
        near = np.exp(-(((at - BEATS["kiss"]) / 2.9) ** 2))
        ring.put(at, knock, 0.25 + 0.55 * near)
        ring.put(at + 0.24 * pace, knock, 0.16 + 0.36 * near)
        at += pace
        pace = max(pace * 0.955, 0.62)


def _kiss(ring: Ring) -> None:
    """A chord that opens with the light and is gone before one knows it; then peppermint."""
    moment = BEATS["dark room"] + MOMENT
    t = np.arange(round(3.4 * RATE)) / RATE
    swell = np.clip((t - 0.2) / 0.8, 0, 1) ** 2 * np.exp(-np.clip(t - 1.0, 0, None) * 1.5)
    swell *= _edges(len(t), 0.05, 0.5)
    for i, key in enumerate((50, 57, 62, 66, 69, 73, 78)):
        f = 440 * 2 ** ((key - 69) / 12)
        wave = np.sin(2 * np.pi * f * t) + 0.5 * np.sin(2 * np.pi * f * 1.003 * t + i)
        ring.put(moment - 0.9, wave * swell, 0.12, 0.7 * np.sin(2.4 * i))
    for i in range(9):
        key = (86, 93, 90, 98, 95)[i % 5]
        ring.put(
            moment + 0.5 + 0.17 * i, _note(key, 0.8, 0.3, 0.008), 0.045 * 0.9**i, -0.5 + 0.1 * i
        )


def _supper(ring: Ring, rng: np.random.Generator) -> None:
    start, length = BEATS["supper"] - 0.4, BEATS["march"] - BEATS["supper"] + 0.6
    real = ring.place(start + length) - ring.place(start)
    murmur = _noise(rng, real, 180, 520)
    talk = 0.6 + 0.4 * _noise(rng, real, 0.6, 4)
    fade = _edges(len(murmur), 0.3 * real, 0.3 * real)
    ring.put(start, murmur * np.clip(talk, 0, 2) * fade, 0.045, -0.4)
    ring.put(start, np.roll(murmur, 9000) * np.clip(talk[::-1], 0, 2) * fade, 0.045, 0.4)
    for i in range(7):
        at = start + 0.6 + 0.62 * i + float(rng.uniform(-0.2, 0.2))
        ring.put(
            at,
            _note(99 + float(rng.uniform(-3, 6)), 0.5, 0.35, 0.003),
            0.030,
            float(rng.uniform(-0.8, 0.8)),
        )
    for i, key in enumerate((50, 57, 65, 69)):
        ring.put(start + 0.4 + 0.03 * i, _note(key, 4.2, 0.4, 0.4), 0.16, 0.3 * i - 0.4)


def _air(ring: Ring, rng: np.random.Generator) -> None:
    """Wind and a low fifth under everything; at the seam nearly all that is left."""
    story = np.arange(ring.samples) / ring.samples
    wind = np.stack([_noise(rng, ring.samples / RATE, 120, 700)[: ring.samples] for _ in range(2)])
    gust = 0.7 + 0.3 * np.sin(2 * np.pi * (3 * story + 0.2)) * np.sin(2 * np.pi * 5 * story)
    level = ring.swell(
        [(0, 1), (5, 0.5), (6, 0.12), (15, 0.25), (21, 0.2), (26, 0.4), (27, 1), (33, 1.1)]
    )
    ring.wave += wind * gust * level * 0.022
    turns = ring.samples / RATE
    for key, pan in ((38, -0.3), (45, 0.3), (50, 0.0)):
        # Whole turns on the ring, so that the drone has no seam.
        cycles = round(440 * 2 ** ((key - 69) / 12) * turns)
        drone = np.sin(2 * np.pi * cycles * story) * (
            0.75 + 0.25 * np.cos(2 * np.pi * 4 * story + key)
        )
        depth = ring.swell(
            [(0, 1), (5, 0.6), (6.5, 0.15), (12, 0.7), (18, 1.2), (21, 0.5), (25, 0.4), (29, 0.9)]
        )
        ring.wave[0] += drone * depth * 0.042 * (1 - pan)
        ring.wave[1] += drone * depth * 0.042 * (1 + pan)


def _echo(wave: Wave, rng: np.random.Generator, length: float, dark: float) -> Wave:
    """The ring in a room: decaying noise, round and round."""
    samples = wave.shape[1]
    t = np.arange(samples) / RATE
    room = rng.standard_normal((2, samples)) * np.exp(-t / length * 6.9) * np.clip(t / 0.02, 0, 1)
    answer = np.fft.rfft(_filtered(room, lambda f: 1 / (1 + (f / dark) ** 2)))
    echo = np.fft.irfft(np.fft.rfft(wave) * answer, n=samples)
    return np.asarray(echo * wave.std() / max(float(echo.std()), 1e-12))


def _wax(wave: Wave, rng: np.random.Generator) -> Wave:
    """As from a cylinder: one channel, a narrow band, crackle."""
    mono = np.tile(wave.mean(axis=0), (2, 1))
    mono = _filtered(mono, lambda f: (f / 150) ** 2 / (1 + (f / 150) ** 2) / (1 + (f / 2600) ** 4))
    mono = np.tanh(mono / max(float(mono.std()), 1e-9) * 0.35) * 0.16
    crackle = np.zeros_like(mono)
    hits = rng.integers(0, wave.shape[1], max(wave.shape[1] // 4200, 1))
    np.add.at(crackle[0], hits, rng.exponential(0.5, len(hits)) * rng.choice((-1, 1), len(hits)))
    crackle[1] = crackle[0]
    crackle = _filtered(crackle, lambda f: (f / 900) / (1 + f / 900) / (1 + (f / 6000) ** 2))
    hiss = rng.standard_normal((1, wave.shape[1])) * 0.0035
    return np.asarray(mono + np.clip(crackle * 0.5, -0.10, 0.10) + hiss)


def _tape(wave: Wave, rng: np.random.Generator) -> Wave:
    """Everything floats: the pitch wavers, and the room is larger than the house."""
    samples = wave.shape[1]
    at = np.arange(samples)
    story = at / samples
    out = np.empty_like(wave)
    for channel in (0, 1):
        wow = 130 * np.sin(2 * np.pi * (23 * story + 0.3 * channel)) + 40 * np.sin(
            2 * np.pi * 71 * story
        )
        out[channel] = np.interp((at + wow) % samples, at, wave[channel], period=samples)
    out = _filtered(out, lambda f: 1 / (1 + (f / 3800) ** 2))
    return np.asarray(out * 0.62 + _echo(out, rng, 3.4, 2200) * 0.55)


def _hall(wave: Wave, rng: np.random.Generator) -> Wave:
    """Warm, wide and near."""
    warm = _filtered(wave, lambda f: (1 + 0.5 / (1 + (f / 220) ** 2)) / (1 + (f / 9000) ** 2))
    return np.asarray(warm + _echo(warm, rng, 1.9, 4200) * 0.28)
