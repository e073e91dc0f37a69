"""Renders what is heard at an instant: the sound of the screen's segment, at its gain.

A function of the programme like the pictures: at a seam, a restart or a pause the sound changes
with the sample that is due at that instant. Where the wave would jump (a seam, a pause, an end)
what was heard until then goes on for HEAL samples and gives way; where it has nothing more, the
jump itself is taken as an offset that dies away: no gap, and no click.
"""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from installation.model import FILM_SOUND
from installation.player._ears import Ear, ScreenEar
from installation.player._segments import Segments
from installation.player._sound_file import CHANNELS, RATE, Sound, first_sample, instant_of
from installation.player._soundtrack import LegSound, Soundtrack
from installation.timeline import BY_STORY, Programme

FADE = RATE // 5
"""Samples that a change of gain takes: 200 ms."""
HAND_OVER = RATE * 6 // 100
"""The same where a beat hands over the voice: 60 ms, of which the beat is the middle."""
HEAL = RATE // 200
KNEE = 0.8
"""Where the peaks of several screens together begin to be rounded: -2 dB of full scale."""
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
    """A gain that goes to its aim in so many samples, along half a cosine."""

    def __init__(self) -> None:
        self._from = self._to = 0.0
        self._left, self._length = 0, FADE

    def copy(self) -> "GainRamp":
        """Another one that is where this one is."""
        made = GainRamp()
        made._from, made._to = self._from, self._to
        made._left, made._length = self._left, self._length
        return made

    @property
    def silent(self) -> bool:
        """At rest, at no gain."""
        return self._left == 0 and self._to == 0.0

    def aim(self, gain: float, length: int = FADE) -> None:
        """Go to another gain, from wherever it is."""
        if gain != self._to:
            self._from, self._to = self._now(), gain
            self._left = self._length = length

    def take(self, count: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
        """The next gains, (count, 1)."""
        left = np.maximum(self._left - np.arange(1, count + 1, dtype=np.float32), 0)
        share = (1 + np.cos(np.pi * left / self._length)) / 2
        self._left = max(0, self._left - count)
        gains: np.ndarray[tuple[int, ...], np.dtype[np.float32]] = (
            self._from + (self._to - self._from) * share[:, None]
        ).astype(np.float32)
        return gains

    def _now(self) -> float:
        share = (1 + np.cos(np.pi * self._left / self._length)) / 2
        return float(self._from + (self._to - self._from) * share)


Mark = tuple[GainRamp, _Joint]
"""Where a mixer stands, from :meth:`Mixer.mark`."""


class Mixer:
    """One screen's sound, sample by sample. One thread; ``programme`` may change between calls.

    ``sound`` is the name of the sound that is heard of its versions, ``ear`` says where, from how
    many ``loudspeakers``.
    """

    def __init__(
        self,
        screen: str,
        programme: Callable[[], Programme],
        sound: str = FILM_SOUND,
        ear: Ear | None = None,
        loudspeakers: int = CHANNELS,
    ) -> None:
        self.loudspeakers = loudspeakers
        self.fade = GainRamp()
        self._ear = ear or ScreenEar(screen)
        self._programme = programme
        self._soundtrack = Soundtrack(sound, FILM_SOUND, loudspeakers)
        self._legs = Segments(screen)
        self._followed = programme()
        self._joint = _Joint()

    def changed(self) -> bool:
        """Tell whether the programme has changed in what may be heard, since it was last asked."""
        before, now = self._followed, self._programme()
        self._followed = now
        return _told(before) != _told(now)

    @property
    def idle(self) -> bool:
        """Tell whether nothing is heard, and nothing will be as things stand."""
        return self.fade.silent and not self._ear.may_hear(self._programme())

    def begin(self) -> None:
        """Begin from silence: what was rendered before was not heard."""
        self.fade = GainRamp()
        self.skip()

    def mark(self) -> Mark:
        """Return where it stands: between the sample that was rendered last and the next one."""
        return self.fade.copy(), self._joint

    def back_to(self, mark: Mark) -> None:
        """Stand where it stood, as if what was rendered since had not been."""
        self.fade, self._joint = mark[0].copy(), mark[1]

    def render(self, first: int, count: int) -> Sound:
        """The samples that are due from one on; those asked for before it are behind."""
        ends = first, first + count - 1
        if self.fade.silent and not any(self._gain(sample) for sample in ends):
            self.skip()  # a sound at another pace takes 3 % of a core, heard or not
            return self._silence(count)
        found = np.empty((count, self.loudspeakers), np.float32)
        done = 0
        while done < count:
            part = self._part(first + done, count - done)
            found[done : done + len(part)] = part
            done += len(part)
        by_story = self._programme().heard.voice == BY_STORY
        for begin, end in self._stretches(first, count) if by_story else [(0, count)]:
            self.fade.aim(self._gain(first + begin), HAND_OVER if by_story else FADE)
            found[begin:end] *= self.fade.take(end - begin)
        return found

    def _stretches(self, first: int, count: int) -> list[tuple[int, int]]:
        """Return the parts of samples that have one gain each: a beat may be among them."""
        before = self._gain(first)
        if self._gain(first + count - 1) == before:
            return [(0, count)]
        at = bisect_left(range(count), True, key=lambda n: self._gain(first + n) != before)
        return [(0, at), (at, count)]

    def _gain(self, sample: int) -> float:
        """Return the gain that a sample is on its way to: a hand-over begins before its beat."""
        return self._ear.gain(self._programme(), instant_of(sample + HAND_OVER // 2))

    def skip(self) -> None:
        """The next sample does not follow the last one; the jump is healed."""
        self._joint = self._joint._replace(source=None, skipped=True)

    def _part(self, first: int, count: int) -> Sound:
        """Samples of one leg."""
        programme, now_ns = self._programme(), instant_of(first)
        leg = self._legs.at(programme, now_ns)
        if leg is None:
            starts = [take.at_ns for take in programme.takes]
            return self._heal(first, None, self._silence(min([count, *_upto(first, starts)])))
        if now_ns >= leg.silent_ns:
            part = self._silence(min([count, *_upto(first, [leg.end_ns])]))
            return self._heal(first, None, part)
        count = min([count, *_upto(first, [leg.end_ns, leg.silent_ns])])
        sound = self._soundtrack.of(leg)
        begin, end = sound.span if sound else (first, first)
        if sound and begin <= first < end:
            count = min(count, end - first)
            return self._heal(first, sound, sound.read(first, count))
        if begin > first:
            count = min(count, begin - first)
        return self._heal(first, None, self._silence(count))

    def _silence(self, count: int) -> Sound:
        return np.zeros((count, self.loudspeakers), np.float32)

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


class SoundMix:
    """The sounds of several screens as one, for a hearing loop. As a mixer; one thread."""

    def __init__(self, mixers: Sequence[Mixer]) -> None:
        self._mixers = mixers

    @property
    def loudspeakers(self) -> int:
        """Return how many channels it renders."""
        return self._mixers[0].loudspeakers

    def changed(self) -> bool:
        """Tell whether the programme has changed in what may be heard, since it was last asked."""
        # each has to be asked, or it would tell of the same change again
        changes = [mixer.changed() for mixer in self._mixers]
        return any(changes)

    @property
    def idle(self) -> bool:
        """Tell whether nothing is heard, and nothing will be as things stand."""
        return all(mixer.idle for mixer in self._mixers)

    def begin(self) -> None:
        """Begin from silence."""
        for mixer in self._mixers:
            mixer.begin()

    def skip(self) -> None:
        """The next sample does not follow the last one."""
        for mixer in self._mixers:
            mixer.skip()

    def mark(self) -> list[Mark]:
        """Return where it stands: between the sample that was rendered last and the next one."""
        return [mixer.mark() for mixer in self._mixers]

    def back_to(self, marks: list[Mark]) -> None:
        """Stand where it stood, as if what was rendered since had not been."""
        for mixer, mark in zip(self._mixers, marks, strict=True):
            mixer.back_to(mark)

    def render(self, first: int, count: int) -> Sound:
        """The samples that are due from one on; those asked for before it are behind."""
        found = self._mixers[0].render(first, count)
        if len(self._mixers) == 1:
            return found
        for mixer in self._mixers[1:]:
            found += mixer.render(first, count)
        return rounded(found)


def rounded(wave: Sound) -> Sound:
    """Round the peaks above KNEE, so that none is above 1, where the device would cut it off."""
    above = np.maximum(np.abs(wave) - KNEE, 0)
    soft = KNEE + (1 - KNEE) * np.tanh(above / (1 - KNEE))
    found: Sound = np.where(above > 0, np.copysign(soft, wave), wave).astype(np.float32)
    return found


def _going_on(joint: _Joint, first: int) -> Sound | None:
    """Return what would be heard from a sample on; None when there is not enough more of it.

    A joint that is still healing goes on to do so: an order may come just after a seam.
    """
    done = joint.healed
    if joint.source is None:
        if done == HEAL:
            return None
        found = np.zeros((HEAL, len(joint.last)), np.float32)
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
