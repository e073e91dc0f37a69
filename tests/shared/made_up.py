"""Made-up pairs of films that tell one story; scenes, lines and sound in common, the rest not."""

from dataclasses import dataclass

import numpy as np

from installation.model import FilmFacts, FilmIndex, Subtitle
from installation.proposal import LOUDNESS_NS, Portrait

FPS = 24
SECOND = 1_000_000_000
SYLLABLES = ["ka", "ro", "min", "te", "lus", "va", "dor", "ine", "pes", "gra", "ul", "sto"]


@dataclass(frozen=True)
class Kinship:
    """How alike two tellings are: 1 is the same, 0 nothing in common."""

    words: float = 0.6
    looks: float = 0.5
    sound: float = 0.5
    pace: float = 0.15
    """How far a scene's length is from the other's, in the mean (log)."""


@dataclass(frozen=True)
class Story:
    """What both have in common."""

    lengths: np.ndarray
    looks: np.ndarray
    lines: list[list[tuple[float, float, list[str]]]]
    swell: np.ndarray


def word(rng: np.random.Generator) -> str:
    return "".join(rng.choice(SYLLABLES, rng.integers(2, 4)))


def story(rng: np.random.Generator, scenes: int = 8) -> Story:
    lengths = rng.uniform(2.5, 9.0, scenes)
    lines = []
    for length in lengths:
        at, said = rng.uniform(0.3, 1.0), []
        while at < length - 1.0:
            end = min(at + rng.uniform(0.9, 2.6), length - 0.1)
            said.append((at / length, end / length, [word(rng) for _ in range(rng.integers(2, 9))]))
            at = end + rng.uniform(0.2, 1.5)
        lines.append(said)
    looks = rng.normal(0, 1, (scenes, 144))
    swell = np.cumsum(rng.normal(0, 1, (scenes, 40)), axis=1)
    return Story(lengths, looks, lines, swell / swell.std())


def telling(rng: np.random.Generator, told: Story, kin: Kinship) -> Portrait:
    """One film of a story. Beats are at the beginnings of its scenes."""
    lengths = told.lengths * np.exp(rng.normal(0, kin.pace, len(told.lengths)))
    starts = np.concatenate([[0], np.cumsum(lengths)])
    frames = round(starts[-1] * FPS)
    prints = np.zeros((frames, 144))
    steps = int(starts[-1] * SECOND / LOUDNESS_NS)
    loud = np.zeros(steps)
    cues = []
    noise = np.cumsum(rng.normal(0, 1, steps))
    noise = (noise - noise.mean()) / noise.std()
    for k, start in enumerate(starts[:-1]):
        first, last = round(start * FPS), min(round(starts[k + 1] * FPS), frames)
        shots = rng.integers(1, 4)
        edges = np.sort(rng.uniform(0, 1, shots - 1))
        shot = np.searchsorted(edges, np.linspace(0, 1, last - first))
        own = rng.normal(0, 1, (shots, 144))
        drift = np.cumsum(rng.normal(0, 0.03, (last - first, 144)), axis=0)
        prints[first:last] = kin.looks * told.looks[k] + (1 - kin.looks) * own[shot] + drift
        low, high = int(start * 20), min(int(starts[k + 1] * 20), steps)
        curve = np.interp(np.linspace(0, 39, high - low), np.arange(40), told.swell[k])
        loud[low:high] = kin.sound * curve
        for begins, ends, words in told.lines[k]:
            kept = [w if rng.random() < kin.words else word(rng) for w in words]
            a = start + begins * lengths[k] + rng.normal(0, 0.1)
            b = start + ends * lengths[k]
            if rng.random() < 0.9:
                cues.append(Subtitle(max(round(a * SECOND), 0), round(b * SECOND), " ".join(kept)))
    loud = -30 + 8 * (loud + (1 - kin.sound) * noise)
    pts = np.round(np.arange(frames) * SECOND / FPS).astype(np.int64)
    facts = FilmFacts(
        1280, 720, (1, 1), (FPS, 1), "bt709", False, True, "h264", "yuv420p",
        round(frames * SECOND / FPS), frames,
    )  # fmt: skip
    luma = np.clip(110 + 32 * prints + rng.normal(0, 3, prints.shape), 0, 255).astype(np.uint8)
    beats = tuple((f"beat {k}", round(at * SECOND)) for k, at in enumerate(starts[:-1]))
    return Portrait(
        FilmIndex(facts, pts, luma), beats, tuple(sorted(c for c in cues if c.end_ns > c.start_ns)),
        loud.astype(np.float32),
    )  # fmt: skip
