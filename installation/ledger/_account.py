"""The account of a span of time for the conservator: what was shown, when, where, and how well."""

from dataclasses import dataclass, field

from installation.ledger._rows import PictureRow

PAUSE_MS = 60_000
"""A wall that was dark for longer than this begins another stretch of a line-up."""


@dataclass(frozen=True)
class OnScreen:
    """A revision's time on one screen: first and last instant (UTC, ms), sum, cycles."""

    screen: str
    first_ms: int
    last_ms: int
    sum_ms: int
    cycles: int


@dataclass(frozen=True)
class VersionEvent:
    """Something that happened to or was decided about a version."""

    at_ms: int
    what: str
    by: str = ""
    detail: str = ""
    ok: bool = True
    """False for an order that was refused."""


@dataclass(frozen=True)
class FaultEvent(VersionEvent):
    """Something broke, ``times`` before it was over; ``lasted_ms`` is None if that was not seen."""

    lasted_ms: int | None = None
    times: int = 1


@dataclass(frozen=True)
class HourReading:
    """The reading at the end of an hour: of ``what`` (``disk lamp``), of which one."""

    at_ms: int
    what: str
    who: str
    value: float


@dataclass(frozen=True)
class TextAccount:
    """A file of subtitles that a version had from an instant on; ``hash`` is its content."""

    at_ms: int
    language: str
    file: str
    hash: str


@dataclass(frozen=True)
class IterationAccount:
    """One revision: its provenance, its way in, and where it was shown in the span."""

    revision: str
    version: str
    title: str
    iteration: float | None
    made: str
    film: str
    admitted_ms: int
    tools: tuple[tuple[str, str], ...]
    notes: str
    beats: tuple[tuple[str, int], ...]
    facts: dict[str, str]
    history: tuple[VersionEvent, ...]
    shown: tuple[OnScreen, ...]
    pictures: tuple[PictureRow, ...]
    texts: tuple[TextAccount, ...] = ()


@dataclass(frozen=True)
class LineupStretch:
    """A line-up as long as it stood: (version, revision) by screen."""

    first_ms: int
    last_ms: int
    cycles: int
    entries: dict[str, tuple[str, str]]


@dataclass(frozen=True)
class Quality:
    """The quality of the span's cycles on the wall.

    ``whole`` ones ran from the beginning to the end; ``clean`` ones missed no picture anywhere.
    ``skew`` is the worst between screens, in pictures; the rest are sums of pictures.
    """

    cycles: int = 0
    whole: int = 0
    clean: int = 0
    skew: int = 0
    late: int = 0
    held: int = 0
    skipped: int = 0
    sum_ms: int = 0


@dataclass(frozen=True)
class BeatAccount:
    """A beat: how often the screens passed it, how often all of them with its own picture.

    ``worst`` is how far off one ever was, in pictures, below 0 if behind; ``screen`` is that one.
    """

    beat: str
    passes: int
    exact: int
    worst: int = 0
    screen: str = ""


@dataclass(frozen=True)
class ClockStep:
    """The wall clock was set: when, by the new time, and by how much, back if below 0.

    ``machine`` is whose, in an account of several.
    """

    at_ms: int
    step_ms: int
    machine: str = ""


@dataclass(frozen=True)
class WallQuality:
    """The quality of one machine's wall, in an account of several; None where it is ``missing``.

    ``missing`` says why, in words.
    """

    machine: str
    quality: Quality | None
    missing: str = ""


@dataclass(frozen=True)
class Account:
    """Everything about a span, from ``first_ms`` up to ``last_ms`` (UTC, ms).

    ``clock`` are the steps of the wall clock. What was shown is told by the time that the clock was
    set to, however often; other instants as they were noted.
    """

    title: str
    first_ms: int
    last_ms: int
    starts: tuple[int, ...]
    iterations: tuple[IterationAccount, ...]
    stretches: tuple[LineupStretch, ...]
    quality: Quality
    beats: tuple[BeatAccount, ...]
    arrivals: tuple[VersionEvent, ...]
    faults: tuple[FaultEvent, ...]
    house: tuple[VersionEvent, ...]
    actions: tuple[VersionEvent, ...]
    screens: tuple[str, ...] = field(default=())
    clock: tuple[ClockStep, ...] = ()
    readings: tuple[HourReading, ...] = ()
    languages: tuple[VersionEvent, ...] = ()
    """The subtitles' languages by screen (``by``), from the one that the span began with on."""
    walls: tuple[WallQuality, ...] = ()
    """Those of all machines, in an account of several; ``quality`` is then the least of them."""
