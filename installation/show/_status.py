"""The show's status: one frozen snapshot, for commands, the panel and who asks over the link.

Numbers and enums; :mod:`installation.show.status_words` makes words of them, last.
"""

from typing import NamedTuple

import msgspec
from msgspec import Struct, field

from installation.link import BeatPassed
from installation.model import BOUNDARY, HouseNow, IntakeStep, ShowState, VersionState
from installation.power import PowerAnswer
from installation.said import NOTHING, Said, packed, unpacked


class ScreenStatus(Struct, frozen=True):
    """One screen.

    ``story_s`` is where its picture begins in the story, ``lead_ms`` how early its pictures come,
    at worst in the last quarter second. ``late`` pictures came after their instant, ``held`` ones
    were not there at theirs, ``skipped`` ones were never shown; ``unidentified`` ones were none of
    its film's, and are left out. ``level`` is in percent; ``sound`` is why a screen is not heard.
    ``size`` is its viewport's width and height in pixels, 0 without a display. ``slow`` says that
    visitors see fewer pictures on it than its film has, or see them late, and why. ``language`` is
    its subtitles', empty for none.
    """

    screen: str
    display: str
    pid: int | None
    version: str
    title: str
    frame: int
    story_s: float
    lead_ms: float = 0.0
    late: int = 0
    held: int = 0
    skipped: int = 0
    unidentified: int = 0
    recoveries: int = 0
    restarts: int = 0
    decoder: str = ""
    fault: Said = field(default_factory=Said)
    speaks: bool = False
    level: int = 100
    muted: bool = False
    sound: Said = field(default_factory=Said)
    size: tuple[int, int] = (0, 0)
    slow: Said = field(default_factory=Said)
    language: str = ""


class RouteStatus(Struct, frozen=True):
    """A further way of sound: its level in percent, and why it is not heard, if it is not."""

    name: str
    level: int
    muted: bool = False
    sound: Said = field(default_factory=Said)


class StageReport(Struct, frozen=True):
    """The stage. ``skew`` is the most that two screens differed by at any swap, in pictures.

    It has looked ``looks`` times what is due, and swapped ``refreshes`` times.
    """

    pid: int | None
    refreshes: int = 0
    late_flips: int = 0
    skew: int = 0
    vsync: bool = False
    refresh_ms: float = 0.0
    renderer: str = ""
    restarts: int = 0
    looks: int = 0


class RemoteReport(Struct, frozen=True):
    """The remote: what is plugged in, what is missed, and what has come from it."""

    pid: int | None
    ports: tuple[str, ...]
    missing: tuple[Said, ...]
    heard: int
    junk: int
    orders: int
    restarts: int


class DoorReport(Struct, frozen=True):
    """The door: where it listens, why it cannot, and what has come to it."""

    pid: int | None
    url: str
    missing: tuple[Said, ...]
    watching: int
    asked: int
    refused: int
    orders: int
    restarts: int


class MachineSeen(Struct, frozen=True):
    """One of several machines, as this one sees it; ``here`` is this one itself.

    ``away_s`` is how long one that is not ``there`` has not been heard, None if it never was.
    ``leads``: it writes the programme. ``follows``: what it plays is of the same writer as here.
    ``bound_ms`` is how far its clock may be off the others', None where nobody keeps it;
    ``offset_ms`` is how far ahead of this one's it was found to be, None while that is not known.
    ``films`` counts those that it could play at once, ``lacks`` those that only others have.
    """

    name: str
    here: bool
    there: bool
    leads: bool
    follows: bool
    screens: tuple[str, ...] = ()
    bound_ms: float | None = None
    trusted: bool = False
    away_s: float | None = None
    offset_ms: float | None = None
    films: int = 0
    lacks: int = 0


class ProjectorStatus(Struct, frozen=True):
    """A projector on the network: its last word on its power, None before the first one.

    ``hours`` is how long lamp and filter have been used, ``trouble`` what is wrong, in words.
    """

    name: str
    power: PowerAnswer | None = None
    hours: Said = field(default_factory=Said)
    trouble: Said = field(default_factory=Said)


class Standing(NamedTuple):
    """A decision about a revision that was found good, and why if it is set aside."""

    state: VersionState = VersionState.READY
    reason: Said = NOTHING


class VersionStatus(Struct, frozen=True):
    """A version, and what stands in its way if anything does.

    ``reason`` says why it is not looked at yet, cannot be played, or is set aside, and ``advice``
    what to do about it. ``step`` is what its intake is at, ``share`` how much of all steps is done,
    0 to 1, ``eta_s`` how long the rest takes as far as that is known. ``revision`` is its film's
    content hash; ``screens`` are those that show it. ``pictures`` are its small pictures, the
    poster's first: (beat, name of a JPEG file in the content store's folder of that revision).
    ``file`` is what is played of it, once it is admitted.
    """

    id: str
    title: str
    state: VersionState
    reason: Said = field(default_factory=Said)
    advice: Said = field(default_factory=Said)
    step: IntakeStep | None = None
    share: float = 0.0
    eta_s: float | None = None
    revision: str = ""
    screens: tuple[str, ...] = ()
    pictures: tuple[tuple[str, str], ...] = ()
    file: str = ""


class ComingLineUp(Struct, frozen=True):
    """Another line-up that waits: which version each screen shows then.

    ``at`` is where it takes over: ``now`` (as soon as all screens are ready), ``boundary`` or a
    beat's name.
    """

    screens: dict[str, str]
    at: str


class ShowStatus(Struct, frozen=True):
    """Everything.

    ``voice`` is ``all``, ``none``, the screen that speaks, or ``story`` while it is handed over by
    beats, which ``voice_by_story`` says that it can be. ``hearing`` are the further ways of sound.
    ``master`` is the lock light of a master's timecode, in words. ``folder`` has the versions,
    ``calibration`` the projectors' files; ``layout`` is the layout's file. ``aligning``: `kiss
    calibrate` has the screens.
    """

    title: str
    state: ShowState
    cycle: int
    story_s: float
    cycle_s: float
    beat: str
    revision: int
    uptime_s: float
    controller_pid: int
    screens: tuple[ScreenStatus, ...]
    stage: StageReport
    versions: tuple[VersionStatus, ...] = ()
    beats: tuple[tuple[str, float], ...] = ()
    notes: tuple[Said, ...] = ()
    pinned: dict[str, str] = {}
    folder: str = ""
    voice: str = "none"
    voice_by_story: bool = False
    hearing: tuple[RouteStatus, ...] = ()
    overall: RouteStatus = field(default_factory=lambda: RouteStatus("all", 100))
    """Everything together: its level makes each screen and way of sound softer."""
    dark: bool = False
    master: str = ""
    remote: RemoteReport | None = None
    layout: str = ""
    calibration: str = ""
    aligning: bool = False
    passed: tuple[BeatPassed, ...] = ()
    """What each screen showed at the beats that came last."""
    projectors: tuple[ProjectorStatus, ...] = ()
    house: HouseNow | None = None
    """None where the layout has no hours, and nobody has ordered anything of the house."""
    coming: ComingLineUp | None = None
    swap_at: str = BOUNDARY
    """Where a line-up takes over when nobody orders anything else."""
    languages: tuple[str, ...] = ()
    """Those of the subtitles that can be ordered."""
    labelled: bool = False
    """A screen has a label that can be ordered."""
    door: DoorReport | None = None
    """None where the layout has no door."""
    machines: tuple[MachineSeen, ...] = ()
    """All machines of a layout for several, in its order."""


def to_json(status: ShowStatus) -> str:
    """The snapshot as one line of JSON."""
    return msgspec.json.encode(status, enc_hook=packed).decode()


def status_from_json(text: str) -> ShowStatus:
    """The snapshot that a controller sent."""
    return msgspec.json.decode(text, type=ShowStatus, dec_hook=unpacked)
