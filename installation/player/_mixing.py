"""Renders what is heard at an instant: the sound of the screen's segment, at its gain.

A function of the programme like the pictures: at a seam, a restart or a pause the sound changes
with the sample that is due at that instant. Where the wave would jump (a seam, a pause, an end)
what was heard until then goes on for HEAL samples and gives way; where it has nothing more, the
jump itself is taken as an offset that dies away: no gap, and no click.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from installation.model import FILM_SOUND
from installation.player._segments import Segments
from installation.player._sound_file import CHANNELS, RATE, Sound, first_sample, instant_of
from installation.player._soundtrack import LegSound, Soundtrack
from installation.timeline import Programme

FADE = RATE // 5
"""Samples that a change of gain takes: 200 ms."""
HEAL = RATE // 200
_HEALING = np.cos(np.linspace(0, np.pi / 2, HEAL, endpoint=False, dtype=np.float32)) ** 2
_NOTHING = np.zeros(1, np.float32)


class _Joint(NamedTuple):
    """A joint between what was heard and what is heard: its source, and the last sample.

    ``before`` is what would have gone on; without it ``jump`` is the way from there to here.
    ``skipped``: the next sample does not follow the last one.
    """

    source: LegSound | None = None
    last: Sound = _NOTHING
    before: Sound | None = None
    jump: Sound = _NOTHING
    healed: int = HEAL
    skipped: bool = False


class GainRamp:
    """A gain that goes to its aim in FADE samples, along half a cosine."""

    def __init__(self) -> None:
        self._from = self._to = 0.0
        self._left = 0

    def copy(self) -> "GainRamp":
        """Another one that is where this one is."""
        made = GainRamp()
        made._from, made._to, made._left = self._from, self._to, self._left
        return made

    @property
    def silent(self) -> bool:
        """At rest, at no gain."""
        return self._left == 0 and self._to == 0.0

    def aim(self, gain: float) -> None:
        """Go to another gain, from wherever it is."""
        if gain != self._to:
            self._from, self._to, self._left = self._now(), gain, FADE

    def rest(self) -> None:
        """Begin again from silence: what was faded in before was not heard."""
        self._from, self._left = 0.0, FADE if self._to else 0

    def take(self, count: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
        """The next gains, (count, 1)."""
        left = np.maximum(self._left - np.arange(1, count + 1, dtype=np.float32), 0)
        share = (1 + np.cos(np.pi * left / FADE)) / 2
        self._left = max(0, self._left - count)
        gains: np.ndarray[tuple[int, ...], np.dtype[np.float32]] = (
            self._from + (self._to - self._from) * share[:, None]
        ).astype(np.float32)
        return gains

    def _now(self) -> float:
        share = (1 + np.cos(np.pi * self._left / FADE)) / 2
        return float(self._from + (self._to - self._from) * share)


Mark = tuple[GainRamp, _Joint]
"""Where a mixer stands, from :meth:`Mixer.mark`."""


class Mixer:
    """One screen's sound, sample by sample. One thread; ``programme`` may change between calls.

    ``sound`` is the name of the sound that is heard of its versions.
    """

    def __init__(
        self, screen: str, programme: Callable[[], Programme], sound: str = FILM_SOUND
    ) -> None:
        self.fade = GainRamp()
        self._screen = screen
        self._programme = programme
        self._soundtrack = Soundtrack(sound, FILM_SOUND, CHANNELS)
        self._legs = Segments(screen)
        self._followed = programme()
        self._joint = _Joint()

    def aim(self) -> bool:
        """Begin to fade when the programme asks for another gain.

        True when it has changed in anything that may be heard, since it was last asked.
        """
        before, now = self._followed, self._programme()
        self._followed = now
        self.fade.aim(now.gain(self._screen))
        return _told(before) != _told(now)

    def mark(self) -> Mark:
        """Return where it stands: between the sample that was rendered last and the next one."""
        return self.fade.copy(), self._joint

    def back_to(self, mark: Mark) -> None:
        """Stand where it stood, as if what was rendered since had not been."""
        self.fade, self._joint = mark[0].copy(), mark[1]

    def render(self, first: int, count: int) -> Sound:
        """The samples that are due from one on; those asked for before it are behind."""
        found = np.empty((count, CHANNELS), np.float32)
        done = 0
        while done < count:
            part = self._part(first + done, count - done)
            found[done : done + len(part)] = part
            done += len(part)
        return found * self.fade.take(count)

    def skip(self) -> None:
        """The next sample does not follow the last one; the jump is healed."""
        self._joint = self._joint._replace(source=None, skipped=True)

    def _part(self, first: int, count: int) -> Sound:
        """Samples of one leg."""
        programme, now_ns = self._programme(), instant_of(first)
        leg = self._legs.at(programme, now_ns)
        if leg is None:
            starts = [take.at_ns for take in programme.takes]
            return self._heal(first, None, _silence(min([count, *_upto(first, starts)])))
        if now_ns >= leg.silent_ns:
            part = _silence(min([count, *_upto(first, [leg.end_ns])]))
            return self._heal(first, None, part)
        count = min([count, *_upto(first, [leg.end_ns, leg.silent_ns])])
        sound = self._soundtrack.of(leg)
        begin, end = sound.span if sound else (first, first)
        if sound and begin <= first < end:
            count = min(count, end - first)
            return self._heal(first, sound, sound.read(first, count))
        if begin > first:
            count = min(count, begin - first)
        return self._heal(first, None, _silence(count))

    def _heal(self, first: int, source: LegSound | None, part: Sound) -> Sound:
        joint = self._joint
        if source != joint.source or joint.skipped:
            before = None if joint.skipped else _going_on(joint, first)
            joint = _Joint(source, joint.last, before, joint.last - part[0], 0)
        healing = _HEALING[joint.healed : joint.healed + len(part), None]
        if len(healing):
            done, healed = joint.healed, joint.healed + len(healing)
            going_on = (
                joint.before[done:healed] - part[: len(healing)]
                if joint.before is not None
                else joint.jump
            )
            part[: len(healing)] += healing * going_on
            joint = joint._replace(healed=healed)
        self._joint = joint._replace(last=part[-1].copy())
        return part


def _going_on(joint: _Joint, first: int) -> Sound | None:
    """Return what would be heard from a sample on; None when there is not enough more of it.

    A joint that is still healing goes on to do so: an order may come just after a seam.
    """
    done = joint.healed
    if joint.source is None:
        if done == HEAL:
            return None
        found = _silence(HEAL)
    else:
        begin, end = joint.source.span
        if not begin <= first <= end - HEAL:
            return None
        found = joint.source.read(first, HEAL)
    left = found[: HEAL - done]
    left += _HEALING[done:, None] * (
        joint.jump if joint.before is None else joint.before[done:] - left
    )
    return found


def _told(programme: Programme) -> tuple[object, ...]:
    """Return what may be heard of a programme."""
    return programme.takes, programme.plans, programme.heard, programme.shut


def _upto(first: int, instants_ns: list[int]) -> list[int]:
    """Return how many samples from one on come before each instant that is still ahead."""
    return [n for n in (first_sample(ns) - first for ns in instants_ns) if n > 0]


def _silence(count: int) -> Sound:
    return np.zeros((count, CHANNELS), np.float32)
