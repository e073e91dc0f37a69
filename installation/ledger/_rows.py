"""The rows of the ledger: a closed set of frozen values; instants are UTC milliseconds.

``revision`` is a film's content hash everywhere, ``version`` its id at that time.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class BeganRow:
    """A controller has begun (after a start, a crash, an update of the software)."""

    at_ms: int
    boot: str
    title: str
    software: str
    policies: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class PictureRow:
    """A small picture of a film: what it shows and where, as JPEG or PNG."""

    label: str
    media_ns: int
    data: bytes


@dataclass(frozen=True)
class IterationRow:
    """A revision with its provenance as its manifest tells it, when it was admitted.

    Told again with another manifest it replaces what was known; the first ``at_ms`` stays.
    """

    at_ms: int
    revision: str
    version: str
    title: str
    iteration: float | None = None
    made: str = ""
    film: str = ""
    tools: tuple[tuple[str, str], ...] = ()
    notes: str = ""
    beats: tuple[tuple[str, int], ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)
    """What the film is, in words: size, rate, codec, loudness ..."""
    pictures: tuple[PictureRow, ...] = ()


@dataclass(frozen=True)
class ArrivalRow:
    """Something happened to an arrival: seen, settled, admitted, quarantined, gone ..."""

    at_ms: int
    name: str
    state: str
    revision: str = ""
    detail: str = ""


@dataclass(frozen=True)
class DecisionRow:
    """A decision about a version or a revision, and whose it was."""

    at_ms: int
    what: str
    version: str
    revision: str = ""
    screen: str = ""
    by: str = ""
    reason: str = ""


@dataclass(frozen=True)
class CycleBeganRow:
    """A cycle of the story has begun with a line-up: (version, revision) by screen.

    Told again for the same cycle (a controller has taken over) it changes nothing. ``at_ns`` is the
    same instant by that boot's clock, which nobody sets; lengths are reckoned by it.
    """

    at_ms: int
    boot: str
    cycle: int
    cycle_ms: int
    entries: Mapping[str, tuple[str, str]]
    at_ns: int | None = None


@dataclass(frozen=True)
class CycleEndedRow:
    """It is over. ``whole`` when the story came to its end without a jump.

    ``skew`` is the worst in pictures between screens of one rate; ``counts`` has late, held and
    skipped pictures of each screen, without those that missed none.
    """

    at_ms: int
    boot: str
    cycle: int
    whole: bool
    skew: int = 0
    counts: Mapping[str, tuple[int, int, int]] = field(default_factory=dict)
    at_ns: int | None = None


@dataclass(frozen=True)
class ClockRow:
    """The wall clock was set by ``step_ms`` (back if below 0); ``at_ms`` is by the new time.

    ``at_ns`` is the instant in that boot: what was noted before it was noted by the old time.
    """

    at_ms: int
    boot: str
    at_ns: int
    step_ms: int


@dataclass(frozen=True)
class BeatRow:
    """All screens have passed a beat: by how many pictures the worst was off it, below 0 if behind.

    ``screen`` is that one, or empty when all were exact. ``at_ns`` is the beat's instant in that
    boot; told again (a controller has taken over) it changes nothing.
    """

    at_ms: int
    boot: str
    at_ns: int
    cycle: int
    beat: str
    error: int = 0
    screen: str = ""


@dataclass(frozen=True)
class FaultRow:
    """Something broke: a process ended, a disk is full."""

    at_ms: int
    who: str
    what: str


@dataclass(frozen=True)
class MendedRow:
    """A fault, noted at ``at_ms``, is over: ``lasted_ms`` later, having come ``times`` meanwhile.

    It lasted by a clock that nobody sets.
    """

    at_ms: int
    who: str
    what: str
    lasted_ms: int
    times: int = 1


@dataclass(frozen=True)
class ReadingRow:
    """A reading of something that changes slowly, whose last value of each hour is kept.

    ``what`` is ``disk`` (``value`` is free bytes, ``who`` the folder) or ``lamp`` (hours,
    projector).
    """

    at_ms: int
    what: str
    who: str
    value: float


@dataclass(frozen=True)
class HouseRow:
    """The house has opened or closed."""

    at_ms: int
    who: str
    what: str


@dataclass(frozen=True)
class LanguageRow:
    """A screen shows subtitles in another language, or none; told again it changes nothing."""

    at_ms: int
    screen: str
    language: str


@dataclass(frozen=True)
class TextRow:
    """A version has another file of subtitles in a language; told again it changes nothing.

    ``hash`` is the file's content, empty for a text track of the film, which the film's has.
    """

    at_ms: int
    version: str
    language: str
    file: str
    hash: str = ""


@dataclass(frozen=True)
class OrderRow:
    """A person's order, where it came from (``command panel midi``...), and its answer."""

    at_ms: int
    what: str
    to: str
    by: str
    ok: bool
    answer: str


Row = (
    BeganRow
    | IterationRow
    | ArrivalRow
    | DecisionRow
    | CycleBeganRow
    | CycleEndedRow
    | ClockRow
    | BeatRow
    | FaultRow
    | MendedRow
    | ReadingRow
    | HouseRow
    | LanguageRow
    | TextRow
    | OrderRow
)
