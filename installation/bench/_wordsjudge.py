"""The judge of `bench words`: does every subtitle come and go with its own pictures? Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np
from numpy.typing import NDArray

from installation.bench._report import Bar, table
from installation.rig import NO_CUE, CueSpans, Faults, Together, barcode
from installation.units import SECOND

MOST_TOLD = 12
"""Of a version's stray words; --json has them all."""
CPU_MORE = 0.10
"""How much more of a processor the stage may take with words than without."""


@dataclass(frozen=True)
class StrayWord:
    """A sight of a picture with another word than its own, or without it: where, and when."""

    at_ns: int
    head: int
    frame: int
    said: int
    own: int


@dataclass(frozen=True)
class CuesSeen:
    """A film's subtitles: how many there are, were seen, and how often each at least.

    ``cues`` are those of whose pictures any was on the glass: a cut that is too long leaps.

    ``strays`` are sights of a picture with another word than its own, among ``pictures``; ``torn``
    is how many words could not be read.
    """

    film: int
    fps: float
    cues: int
    seen: int
    least: int
    pictures: int
    torn: int
    strays: tuple[StrayWord, ...] = ()


@dataclass(frozen=True)
class WordsCost:
    """The stage's processor seconds a second, stretch by stretch, without words and with them."""

    without: tuple[float, ...]
    with_words: tuple[float, ...]
    together: tuple[Together, ...]
    faults: Faults

    @property
    def more(self) -> float:
        """Return how much more it takes with words, as a share."""
        return median(self.with_words) / median(self.without) - 1

    @property
    def share(self) -> float:
        """Return how many samples with words had the same picture on all heads, at worst."""
        return min((part.share for part in self.together), default=0.0)


@dataclass(frozen=True)
class WordsFigures:
    """The figures of all; ``cost`` is None where it was not asked for, ``cues`` empty likewise.

    ``orders`` are those that were given meanwhile, each with its instant.
    """

    cycles: int
    cues: tuple[CuesSeen, ...]
    cost: WordsCost | None
    orders: tuple[tuple[str, int], ...] = ()


def cues_judged(
    frames: NDArray[np.int32],
    films: NDArray[np.int32],
    words: NDArray[np.int32],
    at_ns: NDArray[np.int64],
    written: Mapping[int, tuple[float, CueSpans]],
) -> tuple[CuesSeen, ...]:
    """Judge samples, (samples, heads) each: a picture's number, its film, and the word over it.

    ``written`` has each film's rate and subtitles by its id. Samples without a readable picture are
    another bench's; here they are left out.
    """
    found = []
    for film, (fps, spans) in written.items():
        own = np.zeros(barcode.MAX_FRAMES, np.int32)
        for number, (first, last) in spans.items():
            own[first : last + 1] = number
        pictures = torn = 0
        strays: list[StrayWord] = []
        reached: set[int] = set()
        sights = dict.fromkeys(spans, 0)
        for head in range(frames.shape[1]):
            there = (films[:, head] == film) & (frames[:, head] >= 0)
            shown, said, when_ns = frames[there, head], words[there, head], at_ns[there]
            changed = np.flatnonzero((np.diff(shown) != 0) | (np.diff(said) != 0)) + 1
            starts = np.concatenate([[0], changed]) if len(shown) else changed
            pictures += len(starts)
            reached.update(own[shown].tolist())
            for at in starts[said[starts] != own[shown[starts]]].tolist():
                frame = int(shown[at])
                strays.append(
                    StrayWord(int(when_ns[at]), head, frame, int(said[at]), int(own[frame]))
                )
            torn += int((said[starts] < NO_CUE).sum())
            come = np.flatnonzero(np.diff(said, prepend=NO_CUE) != 0)
            for number in said[come].tolist():
                if number in sights:
                    sights[number] += 1
        times = [sights[number] for number in sorted(reached - {NO_CUE})]
        seen = sum(count > 0 for count in times)
        least = min(times, default=0)
        strays.sort(key=lambda stray: stray.at_ns)
        found.append(CuesSeen(film, fps, len(times), seen, least, pictures, torn, tuple(strays)))
    return tuple(found)


def bars(found: WordsFigures) -> list[Bar]:
    """All that has to hold."""
    held = []
    if found.cues:
        cues, seen = sum(c.cues for c in found.cues), sum(c.seen for c in found.cues)
        off, least = sum(len(c.strays) for c in found.cues), min(c.least for c in found.cues)
        held += [
            Bar("subtitles seen, of all versions", f"{cues}", f"{seen}", seen == cues),
            Bar(
                "how often each, at least", f">= {found.cycles}", f"{least}", least >= found.cycles
            ),
            Bar("pictures with another word than their own", "0", f"{off}", off == 0),
        ]
    if found.cost:
        cost, share = found.cost, found.cost.share
        skipped = cost.faults.skipped
        held += [
            Bar("same picture on all heads, with words", "100 %", f"{share:.2%}", share == 1),
            Bar("skipped pictures, with words", "0", f"{skipped}", skipped == 0),
            Bar(
                "stage's processor time more with words",
                f"<= {CPU_MORE:.0%}",
                f"{cost.more:+.1%}",
                cost.more <= CPU_MORE,
            ),
        ]
    return held


def summary(found: WordsFigures) -> str:
    """The figures as tables."""
    parts = []
    if found.cues:
        rows: list[Sequence[str]] = [
            (
                "version",
                "pictures a second",
                "subtitles",
                "seen",
                "times",
                "pictures",
                "off",
                "torn",
            )
        ]
        for one in found.cues:
            counts = (one.cues, one.seen, one.least, one.pictures, len(one.strays), one.torn)
            rows.append((f"cut {one.film}", f"{one.fps:g}", *map(str, counts)))
        parts.append(table(rows))
        parts += [
            _stray_in_words(one, stray, found.orders)
            for one in found.cues
            for stray in one.strays[:MOST_TOLD]
        ]
    if found.cost:
        rows = [("stage, processor seconds a second", "median", "stretches")]
        for name, values in (
            ("without words", found.cost.without),
            ("with words", found.cost.with_words),
        ):
            rows.append((name, f"{median(values):.3f}", " ".join(f"{v:.3f}" for v in values)))
        parts.append(table(rows))
        faults = found.cost.faults
        parts.append(
            f"{sum(part.samples for part in found.cost.together)} samples with words: "
            f"{found.cost.share:.2%} same picture, {faults.skipped} skipped, {faults.held} held, "
            f"{faults.unreadable} unreadable"
        )
    return "\n\n".join(parts)


def _stray_in_words(one: CuesSeen, stray: StrayWord, orders: Sequence[tuple[str, int]]) -> str:
    said = f"with {stray.said}" if stray.said else "without a word"
    where = f"cut {one.film} on head {stray.head + 1}: picture {stray.frame} {said}"
    own = f"its own is {stray.own}" if stray.own else "it has none"
    before = [(name, at_ns) for name, at_ns in orders if at_ns <= stray.at_ns]
    if not before:
        return f"{where}; {own}"
    name, at_ns = before[-1]
    return f"{where}; {own}; {(stray.at_ns - at_ns) / SECOND:.2f} s after {name!r}"
