"""The three cuts of the bench in theory: their plan, and a glass on which they meet."""

import numpy as np
from numpy.typing import NDArray

from installation.bench import _storyjudge as storyjudge
from installation.bench._storyfilms import BEATS, TELLINGS
from installation.rig import Samples, barcode
from installation.rig.stalls import STALL
from installation.timeline import Entry, Plan, Telling, Terms, lock_cut, on_picture, time_story
from installation.units import SECOND, ns

CYCLES = 2
BEGIN_NS = 100 * SECOND


def made_plan() -> Plan:
    tellings = [
        Telling(
            {
                name: on_picture(ns(at), (int(each.recipe.fps), 1))
                for name, at in zip(BEATS, each.seconds, strict=True)
            },
            ns(each.recipe.seconds),
        )
        for each in TELLINGS
    ]
    told = time_story(BEATS, tellings)
    entries = {}
    for n, each in enumerate(tellings, 1):
        cut = lock_cut(told, each.places, each.duration_ns, Terms())
        entries[f"screen{n}"] = Entry("v", "r", "", "f", "i", cut.points)
    return Plan(0, told.length_ns, entries, 0, told.beats)


PLAN = made_plan()
HEADS = [
    storyjudge.ExpectedHead(
        float(each.recipe.fps), each.recipe.frames, PLAN.entries[f"screen{n}"].points
    )
    for n, each in enumerate(TELLINGS, 1)
]
SAMPLES = np.arange(int((PLAN.cycle_ns * CYCLES / 1e9 + 2) * 96))
AT_NS = (BEGIN_NS - SECOND + SAMPLES * 1e9 / 96).astype(np.int64)


def perfect() -> NDArray[np.int32]:
    """What is on the glass; pictures that are due within 6 ms share a swap."""
    story_ns = (AT_NS - BEGIN_NS) % PLAN.cycle_ns
    for beat in PLAN.beats:
        story_ns[(story_ns < beat.story_ns) & (story_ns > beat.story_ns - 6_000_000)] = (
            beat.story_ns
        )
    return np.array([[head.frame_at(at) for head in HEADS] for at in story_ns.tolist()], np.int32)


def samples(shown: NDArray[np.int32], stalls: list[tuple[int, int]] | None = None) -> Samples:
    """A reading of the glass with these pictures."""
    bits = [[barcode.code(frame, n + 1) for n, frame in enumerate(row)] for row in shown.tolist()]
    codes = np.array(bits)[..., None] >> np.arange(15, -1, -1) & 1
    rows = np.stack([codes, 1 - codes], axis=2)[..., None] * np.ones(barcode.POINTS // 32)
    luma = (rows.reshape(*shown.shape, -1) * 255).astype(np.uint8)
    noise = np.array(stalls or [], STALL)
    at_ns = AT_NS[: len(shown)]
    return Samples(at_ns, np.zeros(len(at_ns), np.int64), luma, noise)
