"""A stage in theory: a clock that only moves when told, rings without memory, a glass that notes.

:func:`play` is the loop of :class:`installation.apps.stage.Stage` without its messages.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import partial
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from installation.link import RingPicture, RingShape
from installation.stage import RETRY_NS, Pace, Presenter, View
from installation.stage._schedule import Track
from installation.timeline import (
    LEAD_NS,
    PREPARE_NS,
    Entry,
    Look,
    Plan,
    Points,
    Programme,
    Take,
    entry_of,
    identity_map,
    run_at,
)
from installation.units import MILLISECOND, SECOND

SHAPE = RingShape(64, 36, 64, 36, (1, 1), "bt709", False)
FRAME_NS = SECOND // 24
START = SECOND
TAKE = Take(1, START, 1, 0)


def grid(seconds: float, fps: Fraction = Fraction(24)) -> NDArray[np.int64]:
    """When each picture of a film begins, as an index has it."""
    count = round(seconds * fps)
    return np.array([round(n * SECOND / fps) for n in range(count)], np.int64)


def track(version: str, pts_ns: NDArray[np.int64], duration_ns: int) -> Track:
    return Track(version, SHAPE, pts_ns, identity_map(duration_ns))


class FakeClock:
    """Sleeping is a jump."""

    def __init__(self, now_ns: int = 0) -> None:
        self.now_ns = now_ns

    def now(self) -> int:
        return self.now_ns

    def sleep_until(self, instant_ns: int) -> None:
        self.now_ns = max(self.now_ns, instant_ns)


@dataclass(frozen=True)
class Slot:
    """A picture that arrives in a ring at an instant."""

    take: int
    cycle: int
    story_ns: int
    frame: int
    arrives_ns: int
    leaving: bool = False


class FakeRing:
    """Has a picture from its arrival on. ``torn``: slots that are written over while read."""

    def __init__(self, clock: FakeClock, slots: Iterable[Slot] = ()) -> None:
        self.slots = list(slots)
        self.torn: set[tuple[int, int]] = set()
        self.claims = 0
        self.held: set[int] = set()
        self._clock = clock

    def candidates(self, take: int, cycle: int, leaving: bool = False) -> list[tuple[int, int]]:
        return sorted(
            (slot.story_ns, number)
            for number, slot in enumerate(self.slots)
            if (slot.take, slot.cycle, slot.leaving) == (take, cycle, leaving)
            and slot.arrives_ns <= self._clock.now_ns
        )

    def claim(self, slot: int) -> RingPicture | None:
        self.claims += 1
        self.held.add(slot)
        was = self.slots[slot]
        about = was.take, was.cycle, was.story_ns, was.frame, was.arrives_ns
        return RingPicture(slot, 2, *about, SHAPE, 0, was.leaving)

    def release(self, picture: RingPicture) -> bool:
        self.held.discard(picture.slot)
        return (picture.cycle, picture.frame) not in self.torn


class FakeCanvas:
    def __init__(self) -> None:
        self.aside: RingPicture | None = None
        self.drawn: RingPicture | None = None
        self.kept: RingPicture | None = None
        self.share = self.strength = 0.0
        self.holds = False

    def load(self, picture: RingPicture) -> None:
        self.aside = picture

    def take(self) -> None:
        self.drawn, self.aside = self.aside, self.drawn

    def keep(self) -> None:
        self.kept = self.drawn
        self.share = 1.0

    def keep_picture(self, picture: RingPicture) -> None:
        self.kept = picture

    def dissolve(self, share: float) -> None:
        self.share = share

    def dress(self, look: Look) -> None:
        self.look = look

    def say(self, words: object) -> None:
        self.words = words

    def tell(self, label: object, strength: float) -> None:
        self.label, self.strength = label, strength


@dataclass(frozen=True)
class Swap:
    """One swap: its instant, and (take, cycle, frame) by screen; None where nothing is yet."""

    at_ns: int
    pictures: Mapping[str, tuple[int, int, int] | None]
    waiting: bool
    light: float = 1.0

    def frames(self) -> list[int]:
        return [picture[2] if picture else -1 for picture in self.pictures.values()]


@dataclass
class FakeGlass:
    """Notes what is on it. ``draws_ns`` is how long drawing takes."""

    clock: FakeClock
    canvases: dict[str, FakeCanvas]
    pace: Pace = field(default_factory=Pace)
    draws_ns: int = 8 * MILLISECOND
    swaps: list[Swap] = field(default_factory=list)
    paints: int = 0
    _waiting: bool = False
    _light: float = 1.0
    _prepared: dict[str, tuple[int, int, int] | None] = field(default_factory=dict)

    def paint(self, waiting: bool, light: float) -> None:
        self._light = light
        self.paints += 1
        self._waiting = waiting
        self._prepared = {
            screen: (c.drawn.take, c.drawn.cycle, c.drawn.frame) if c.drawn else None
            for screen, c in self.canvases.items()
        }

    def finish(self) -> None:
        self.clock.now_ns += self.draws_ns

    def flip(self) -> None:
        """With vsync it blocks until the next refresh."""
        period = self.pace.period_ns
        if period is not None:
            steps = -(-(self.clock.now_ns - self.pace.phase_ns) // period)
            self.clock.now_ns = self.pace.phase_ns + steps * period
        self.swaps.append(Swap(self.clock.now_ns, dict(self._prepared), self._waiting, self._light))


@dataclass(frozen=True)
class Film:
    """A film of the line-up."""

    seconds: float = 2.0
    fps: Fraction = Fraction(24)

    @property
    def duration_ns(self) -> int:
        return round(self.seconds * SECOND)

    @property
    def pts_ns(self) -> NDArray[np.int64]:
        return grid(self.seconds, self.fps)


class Wall:
    """Screens, their rings, and a presenter to play them."""

    def __init__(self, films: Mapping[str, Film], pace: Pace | None = None) -> None:
        self.films = dict(films)
        self.clock = FakeClock()
        self.rings = {screen: FakeRing(self.clock) for screen in films}
        self.canvases = {screen: FakeCanvas() for screen in films}
        pace = pace or Pace()
        self.glass = FakeGlass(self.clock, self.canvases, pace)
        self.expected: dict[str, int] = {}
        """The picture that was due last, by screen."""
        self.presenter = Presenter(
            *(self.glass, self.clock, pace, self.track), expect=self._expect, news=self._news
        )
        self._told: Sequence[tuple[int, Programme]] = ()
        self.views = [View(s, self.canvases[s], self.rings[s]) for s in films]  # type: ignore[arg-type]
        self.presenter.arrange(self.views)
        self.tracks = {s: track(s, f.pts_ns, f.duration_ns) for s, f in films.items()}

    def _news(self) -> Programme | None:
        """Return what is heard just before a swap, and followed after it."""
        heard = [told for at_ns, told in self._told if at_ns <= self.clock.now_ns]
        newer = heard and heard[-1].revision > self.presenter.programme.revision
        return heard[-1] if newer else None

    def _follow(self, programme: Programme) -> None:
        self.presenter.programme = programme

    def _expect(self, screen: str, _index: str, frame: int) -> None:
        self.expected[screen] = frame

    def track(self, _index: str, version: str, _points: Points) -> Track:
        return self.tracks[version]

    def plan(self, from_cycle: int = 1) -> Plan:
        entries = {
            s: Entry(s, "hash", s, "film", s, identity_map(f.duration_ns))
            for s, f in self.films.items()
        }
        return Plan(from_cycle, max(f.duration_ns for f in self.films.values()), entries)

    def programme(self, *takes: Take, revision: int = 1) -> Programme:
        return Programme(revision, "boot", takes, None, (self.plan(),))

    def fill(
        self, take: Take, until_ns: int, but: Callable[[str, Slot], int | None] | None = None
    ) -> None:
        """Have players deliver a take's pictures a lead early.

        ``but`` may give a picture of a screen another instant of arrival, or None for none.
        """
        programme = self.programme(take)
        for screen, film in self.films.items():
            at_ns = take.at_ns
            while at_ns < until_ns:
                run = run_at(programme, at_ns)
                assert run is not None and entry_of(programme, run.cycle, screen)
                on = max(0, int(np.searchsorted(film.pts_ns, run.story_ns, side="right")) - 1)
                for frame in range(on, len(film.pts_ns)):
                    story_ns = int(film.pts_ns[frame])
                    due_ns = run.instant(story_ns)
                    if due_ns >= min(run.end_ns, until_ns) or story_ns > run.story_at(run.hold_ns):
                        break
                    slot = Slot(run.take, run.cycle, story_ns, frame, due_ns - LEAD_NS)
                    arrives_ns = but(screen, slot) if but else slot.arrives_ns
                    if arrives_ns is not None:
                        self.rings[screen].slots.append(replace(slot, arrives_ns=arrives_ns))
                at_ns = run.end_ns

    def play(
        self,
        until_ns: int,
        events: Sequence[tuple[int, Callable[[], None]]] = (),
        told: Sequence[tuple[int, Programme]] = (),
    ) -> list[Swap]:
        """Run the stage's loop; returns the swaps that it made meanwhile.

        ``told`` are programmes, by the instant at which they come.
        """
        self._told = told
        waiting = list(events)
        waiting += [(at_ns, partial(self._follow, programme)) for at_ns, programme in told]
        waiting.sort(key=lambda event: event[0])
        before = len(self.glass.swaps)
        presenter, clock = self.presenter, self.clock
        looks = 0
        while clock.now_ns < until_ns:
            looks += 1
            assert looks < 100_000, "the loop does not get on"
            while waiting and waiting[0][0] <= clock.now_ns:
                waiting.pop(0)[1]()
            target_ns = presenter.next_change(clock.now_ns)
            wake_ns = presenter.pace.swap_at(target_ns) - PREPARE_NS
            if waiting and waiting[0][0] < min(wake_ns, until_ns):
                clock.sleep_until(waiting[0][0])
                continue
            if target_ns >= until_ns:
                clock.sleep_until(until_ns)
                break
            clock.sleep_until(wake_ns)
            if not presenter.present(max(target_ns, clock.now_ns)):
                clock.now_ns += RETRY_NS
        self.looks = looks
        return self.glass.swaps[before:]


def three(seconds: float = 2.0, fps: Fraction = Fraction(24)) -> Wall:
    return Wall({screen: Film(seconds, fps) for screen in ("left", "centre", "right")})


def begin(
    wall: Wall,
    take: Take = TAKE,
    until_ns: int = START + 7 * SECOND,
    but: Callable[[str, Slot], int | None] | None = None,
) -> None:
    """The stage is up, the players deliver, the programme is known."""
    wall.fill(take, until_ns, but)
    wall.presenter.programme = wall.programme(take)


def ordered(swaps: list[Swap]) -> None:
    """Within a run no screen ever goes backwards, and runs follow each other."""
    for before, after in pairwise(swaps):
        assert after.at_ns >= before.at_ns
        for screen, picture in after.pictures.items():
            had = before.pictures[screen]
            assert had is None or (picture is not None and picture >= had)
