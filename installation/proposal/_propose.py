"""Proposals: where a version's beats are, by another version's, each with a confidence. Pure.

The confidence is the probability, under the model of :mod:`installation.proposal._pairing`, that
the place is within half a second. Tests hold it against many made-up pairs of films.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from installation.proposal import _evidence as evidence
from installation.proposal import _pairing as pairing
from installation.proposal._cuts import SceneChange, scene_changes
from installation.proposal._evidence import Grid, Portrait
from installation.proposal._wording import fold_words
from installation.units import SECOND

Floats = NDArray[np.float64]

STEP_NS = SECOND // 10
MOST_STEPS = 4000
"""Longer films are laid beside each other in longer steps."""

WITHIN_S = 0.5
"""What a confidence speaks of: the place is no further off than this."""

SURE, LIKELY = 0.8, 0.5
"""From here on it is sure, or likely; below it is not sure."""

SNAP_S = 0.35
"""A place this near to where a change of scene puts it goes there."""

CEILING = 0.99


@dataclass(frozen=True)
class Proposal:
    """A beat's place: ``there_ns`` in the version that has it, ``at_ns`` in the one that lacks it.

    ``confidence`` 0..1; ``grounds`` are what speaks for it: subtitles, cut, pictures, sound.
    """

    name: str
    there_ns: int
    at_ns: int
    confidence: float
    grounds: tuple[str, ...]

    @property
    def verdict(self) -> str:
        """The confidence in words."""
        if self.confidence >= SURE:
            return "sure"
        return "likely" if self.confidence >= LIKELY else "not sure"


def propose(model: Portrait, film: Portrait) -> tuple[Proposal, ...]:
    """Return where the beats of ``model`` that ``film`` lacks are in it, in the order of time.

    Beats that both have by the same name (without case and accents) hold the two together.
    """
    had = {fold_words(name): at_ns for name, at_ns in film.beats}
    missing = [(name, at_ns) for name, at_ns in model.beats if fold_words(name) not in had]
    if not missing:
        return ()
    longest = max(model.index.facts.duration_ns, film.index.facts.duration_ns)
    step_ns = max(STEP_NS, -(-longest // MOST_STEPS))
    rows = Grid(model.index.facts.duration_ns, step_ns)
    columns = Grid(film.index.facts.duration_ns, step_ns)
    changes = scene_changes(model.index), scene_changes(film.index)
    tables = _tables(model, film, rows, columns, changes)
    whole = np.sum(list(tables.values()), axis=0)
    held = [(at, had[fold_words(name)]) for name, at in model.beats if fold_words(name) in had]
    for there_ns, at_ns in held:
        whole[rows.at(there_ns)] += _held_at(columns, at_ns)
    step_s = step_ns / SECOND
    chances = pairing.posterior(whole, step_s, [rows.at(at_ns) for _, at_ns in missing])
    found = []
    for (name, there_ns), chance in zip(missing, chances, strict=True):
        at_ns, confidence = _place(chance, columns, step_s)
        # a beat between two steps: the same part of a step behind
        at_ns += there_ns - rows.at(there_ns) * step_ns
        at_ns, cut = _snapped(there_ns, at_ns, *changes)
        if there_ns < model.index.facts.frame_ns and at_ns <= WITHIN_S * SECOND:
            at_ns = 0  # the first picture is the first picture
        at_ns = min(max(at_ns, 0), int(film.index.pts_ns[-1]))
        grounds = _grounds(tables, rows.at(there_ns), columns.at(at_ns), step_s, cut)
        found.append(Proposal(name, there_ns, at_ns, min(confidence, CEILING), grounds))
    return tuple(found)


def _tables(
    model: Portrait,
    film: Portrait,
    rows: Grid,
    columns: Grid,
    changes: tuple[tuple[SceneChange, ...], tuple[SceneChange, ...]],
) -> dict[str, Floats]:
    """Return the tables of evidence, each weighed by what it tells about these two films."""
    tables = {
        "subtitles": evidence.words(model.cues, film.cues, rows, columns),
        "cut": evidence.changes(*changes, rows, columns),
        "pictures": evidence.pictures(model, film, rows, columns),
        "sound": evidence.loudness(model, film, rows, columns),
    }
    step_s = rows.step_ns / SECOND
    return {name: table * _worth(table, step_s) for name, table in tables.items()}


def _worth(table: Floats, step_s: float) -> float:
    """0..1: how much better the films fit than one of them does played backwards.

    What fits no better tells nothing, however alike single moments look.
    """
    if not table.any():
        return 0.0
    gain = pairing.support(table, step_s) - pairing.support(table[:, ::-1], step_s)
    return float(1 / (1 + np.exp(-(np.clip(gain, -50, 50) - 4) / 2)))


def _held_at(columns: Grid, at_ns: int) -> Floats:
    off = (np.arange(columns.steps) - at_ns / columns.step_ns) * columns.step_ns / SECOND
    return np.asarray(np.maximum(-0.5 * np.square(off / 0.1), -200.0))


def _place(chance: Floats, columns: Grid, step_s: float) -> tuple[int, float]:
    """The place with the most probability within reach, and how much that is."""
    reach = max(round(WITHIN_S / step_s), 1)
    padded = np.pad(chance, reach)
    around = np.convolve(padded, np.ones(2 * reach + 1), "valid")
    best = int(around.argmax())
    low, high = max(best - reach, 0), min(best + reach + 1, len(chance))
    part = chance[low:high]
    mean = float((np.arange(low, high) * part).sum() / max(part.sum(), 1e-300))
    return round(mean * columns.step_ns), float(around[best])


def _snapped(
    there_ns: int, at_ns: int, first: tuple[SceneChange, ...], second: tuple[SceneChange, ...]
) -> tuple[int, bool]:
    """A place as far from a change of scene as the beat is in the model, when one is so near."""
    near = [cut for cut in first if abs(cut.at_ns - there_ns) <= SECOND]
    best, held = SNAP_S * SECOND, at_ns
    for cut in near:
        for other in second:
            put = other.at_ns + there_ns - cut.at_ns
            off = abs(put - at_ns) / (0.5 + min(cut.strength, other.strength))
            if off < best:
                best, held = off, put
    return held, held != at_ns


def _grounds(
    tables: dict[str, Floats], row: int, column: int, step_s: float, cut: bool
) -> tuple[str, ...]:
    """Return what speaks for it nearby, along the straight line through the place."""
    reach = round(3.0 / step_s)
    told = []
    for name, table in tables.items():
        along = [
            float(table[row + k, max(column + k - 2, 0) : column + k + 3].max())
            for k in range(-reach, reach + 1)
            if 0 <= row + k < table.shape[0] and 0 <= column + k < table.shape[1]
        ]
        if cut if name == "cut" else sum(along) > 1.0:
            told.append(name)
    return tuple(told)
