"""Says where the story is, by its beats, in the language of the panel. Pure."""

import math
from collections.abc import Sequence

from installation.panel._tongue import tr

HERE_S = 0.005
"""A story that stands at a beat was put there."""
Beats = Sequence[tuple[str, float]]


def beat_here(beats: Beats, story_s: float) -> str | None:
    """Return the beat that has come last."""
    passed = [name for name, at_s in beats if at_s <= story_s]
    return passed[-1] if passed else None


def story_place(beats: Beats, story_s: float) -> str:
    """Say between which beats the story is, and how soon the next one comes."""
    before = [(name, at_s) for name, at_s in beats if at_s <= story_s]
    after = [(name, at_s) for name, at_s in beats if at_s > story_s]
    if before and story_s - before[-1][1] < HERE_S:
        return tr("at '{beat}'", beat=before[-1][0])
    if before and after:
        left = math.ceil(after[0][1] - story_s)
        names = {"beat": before[-1][0], "next": after[0][0]}
        return tr("after '{beat}', {seconds} s to '{next}'", seconds=left, **names)
    if before:
        return tr("after '{beat}'", beat=before[-1][0])
    return tr("before '{beat}'", beat=after[0][0]) if after else ""
