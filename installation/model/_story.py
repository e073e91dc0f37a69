"""The ``story`` of a layout: its beats, their timing, and what a cut does that does not fit."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from installation.model._manifest import BeatTime, Word
from installation.model._naming import did_you_mean, folded
from installation.model._yamlfile import Real, Record
from installation.model._yamltext import Path, YamlFault

SLOWEST, FASTEST = 0.5, 2.0
"""The widest bounds of stretch: beyond them a voice is not understood any more."""

MEDIAN = "median"
"""The timing that is made of the whole line-up's; any other word is a version's id."""


def _bounds(value: Any) -> Any:
    if not isinstance(value, list) or len(value) != 2:
        raise ValueError("should be the slowest and the fastest, as [0.85, 1.15]")
    return value


def _around_one(value: tuple[float, float]) -> tuple[float, float]:
    slowest, fastest = value
    if not SLOWEST <= slowest <= 1 <= fastest <= FASTEST:
        raise ValueError(f"should be {SLOWEST:g} to 1, and 1 to {FASTEST:g}")
    return value


def _named(beats: tuple[str, ...]) -> tuple[str, ...]:
    if not beats:
        raise ValueError("should name the story's beats in order")
    return beats


class Story(Record):
    """The story that all versions tell. ``times`` and ``length``, if given, are its own timing.

    ``label`` is what a screen says while its version lacks a beat, whose name is put for BEAT.
    """

    beats: Annotated[tuple[Word, ...], AfterValidator(_named)]
    timing: Word | None = None
    times: dict[Word, BeatTime] | None = None
    length: BeatTime | None = None
    stretch: Annotated[tuple[Real, Real], BeforeValidator(_bounds), AfterValidator(_around_one)] = (
        Field(default=(0.85, 1.15))
    )
    waiting: Literal["hold", "slow", "breathe", "title"] = "hold"
    missing: Literal["dim", "hold"] = "dim"
    label: Word | None = None

    def problems(self, at: Path) -> Iterator[YamlFault]:
        """Return what is wrong between the keys, for a story that stands at a path in its file."""
        seen: dict[str, str] = {}
        for i, name in enumerate(self.beats):
            other = seen.setdefault(folded(name), name)
            if other is not name or self.beats.index(name) != i:
                yield YamlFault((*at, "beats", i), f"is the same name as {other!r}")
        if self.times is not None:
            yield from self._given(at, self.times)
        elif self.length is not None:
            yield YamlFault((*at, "length"), "is for a story with 'times'")

    def _given(self, at: Path, times: Mapping[str, int]) -> Iterator[YamlFault]:
        if self.timing is not None:
            yield YamlFault((*at, "timing"), "is not for a story whose 'times' are given")
        if self.length is None:
            yield YamlFault((*at, "times"), "need a 'length' beside them: when the story ends")
        known = {folded(name): name for name in self.beats}
        for name in times:
            if folded(name) not in known:
                yield YamlFault((*at, "times", name), f"is no beat{did_you_mean(name, self.beats)}")
        placed = {folded(name): time for name, time in times.items()}
        before = -1
        for name in self.beats:
            time = placed.get(folded(name))
            if time is None:
                yield YamlFault((*at, "times"), f"say nothing of {name!r}")
            elif time <= before:
                yield YamlFault((*at, "times"), f"{name!r} does not come after the beat before it")
            before = max(before, time or 0)
        if self.length is not None and self.length <= before:
            yield YamlFault((*at, "length"), "should be after the last beat")
