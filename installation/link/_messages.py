"""The show's closed vocabulary: every message that one of its processes sends to another.

Frozen, typed, tagged by name; :mod:`installation.link._codec` turns each into bytes and back.
"""

from typing import Literal

from msgspec import Struct

from installation.model import (
    CaptionStyle,
    Optics,
    Order,
    Override,
    ShowState,
    Triple,
    VersionOrder,
)
from installation.said import NOTHING, Said
from installation.timeline import Programme
from installation.units import MILLISECOND


class Message(Struct, frozen=True, tag=True):
    """The base of all messages."""


# from a player or the stage to the controller


class DeckStatus(Struct, frozen=True):
    """One deck: its state's name, and the run that it is cued for or plays."""

    state: str
    take: int = -1
    cycle: int = -1
    version: str = ""


class PlayerStatus(Message, frozen=True):
    """A player's life signs, a few times a second.

    ``cued`` is the serial of the pending cue that stands ready, or of none -1; ``came_ns`` is the
    instant since when its pictures come, one after the other. ``lead_ms`` is how
    early pictures arrive (the worst of late). Counters run from the process's start. ``sound`` says
    why a screen that should be heard is not, ``routes`` the same of each further way of sound that
    it serves; one that ``lacks_room`` has no memory for pictures.
    """

    screen: str
    pid: int
    revision: int
    cued: int = -1
    version: str = ""
    frame: int = -1
    lead_ms: float = 0.0
    pictures: int = 0
    late: int = 0
    repeated: int = 0
    skipped: int = 0
    unidentified: int = 0
    recoveries: int = 0
    decoder: str = ""
    decks: tuple[DeckStatus, ...] = ()
    fault: Said = NOTHING
    sound: Said = NOTHING
    routes: dict[str, Said] = {}
    came_ns: int = 0
    lacks_room: bool = False


class ScreenShown(Struct, frozen=True):
    """The picture that the stage shows on one screen, and counters from the process's start.

    ``due`` pictures were to be shown by the programme, ``shown`` ones were; ``overdue`` ones of
    them came on the glass when the next one was due already.
    """

    version: str = ""
    frame: int = -1
    story_ns: int = 0
    late: int = 0
    held: int = 0
    skipped: int = 0
    shown: int = 0
    due: int = 0
    overdue: int = 0


class BeatPassed(Struct, frozen=True):
    """A beat's passing on a screen: the picture on it, and the one that belongs there.

    ``at_ns`` is the instant at which the beat was to come, ``error`` is in pictures, below 0 when
    the screen was behind.
    """

    at_ns: int
    cycle: int
    beat: str
    screen: str
    version: str
    frame: int
    expected: int
    error: int


class StageStatus(Message, frozen=True):
    """The stage's life signs.

    ``skew`` is the most that two screens of one frame rate differed by, in pictures, at any swap;
    ``recent_skew`` since the last life signs. ``looks`` counts how often it has looked what is due,
    ``refreshes`` how often it has swapped.
    """

    pid: int
    revision: int
    looks: int = 0
    refreshes: int = 0
    late_flips: int = 0
    skew: int = 0
    recent_skew: int = 0
    vsync: bool = False
    refresh_ms: float = 0.0
    renderer: str = ""
    playing: bool = False
    screens: dict[str, ScreenShown] = {}
    beats: tuple[BeatPassed, ...] = ()
    fault: Said = NOTHING


class RemotePort(Struct, frozen=True):
    """A port that the remote's process holds open."""

    port: str
    part: str = ""


class RemoteStatus(Message, frozen=True):
    """The remote's life signs. Counters run from the process's start.

    ``ports`` are those that are open, ``missing`` says what should be there and is not, in words.
    ``heard`` counts messages, ``junk`` what was no message, ``orders`` what was passed on.
    """

    pid: int
    revision: int
    ports: tuple[RemotePort, ...] = ()
    missing: tuple[Said, ...] = ()
    heard: int = 0
    junk: int = 0
    orders: int = 0
    fault: Said = NOTHING


class DoorStatus(Message, frozen=True):
    """The door's life signs. Counters run from the process's start.

    ``url`` is where it listens, empty while it cannot; ``missing`` says why, in words. ``watching``
    counts the phones and pages that are told of changes, ``asked`` the requests, ``refused`` those
    of them that were answered with no, ``orders`` what was passed on.
    """

    pid: int
    url: str = ""
    missing: tuple[Said, ...] = ()
    watching: int = 0
    asked: int = 0
    refused: int = 0
    orders: int = 0


# from the controller to players, stage, remote and door


class Follow(Message, frozen=True):
    """The programme, whole, whenever it changes and to whoever says hello."""

    programme: Programme


class ViewportPlace(Struct, frozen=True):
    """A screen's rectangle in the stage window, and how its picture lies in it.

    The rectangle is in pixels from the window's top left corner; ``optics`` is what the screen's
    projector needs, ``captions`` and ``labels`` are the looks of its words.
    """

    screen: str
    ring: str
    x: int
    y: int
    width: int
    height: int
    fit: Literal["contain", "cover", "stretch"] = "contain"
    rotation: int = 0
    background: Triple = (0.0, 0.0, 0.0)
    optics: Optics = Optics()
    captions: CaptionStyle = CaptionStyle()
    labels: CaptionStyle = CaptionStyle()


class Arrange(Message, frozen=True):
    """The stage's viewports; sent to a stage that says hello and whenever they change.

    ``window`` is the stage window's rectangle (x, y, width, height) on the X screen; ``title``
    asks for an ordinary window with that title instead of one over everything. ``notice`` is what
    a wall that waits for its first film says. ``refresh_ms`` is what an earlier stage measured: the
    refresh period, 0 for no vsync; None when it is not known and has to be tried. ``thumbnails``
    is the file for the wall's small pictures; without one there are none.
    """

    window: tuple[int, int, int, int]
    places: tuple[ViewportPlace, ...]
    title: str = ""
    notice: str = ""
    refresh_ms: float | None = None
    thumbnails: str = ""


class Draft(Struct, frozen=True):
    """A projector's calibration as somebody is just making it."""

    screen: str
    optics: Optics = Optics()


LEASE_NS = 1200 * MILLISECOND
"""How long an alignment stays on the glass when nobody renews it."""


class Alignment(Message, frozen=True):
    """An alignment of the projectors; from a command, and handed on to the stage.

    ``drafts`` hold in place of the calibration that their screens have, ``pattern`` in place of
    the films. The pattern tells the chosen ``screen``, and of that one a corner: 0 to 3, clockwise
    from the top left of an upright picture. It ends by itself at the instant ``until_ns``, at most
    LEASE_NS ahead, or when another message has an earlier one: whoever sends it renews it, and may
    die.
    """

    drafts: tuple[Draft, ...]
    pattern: bool
    screen: str
    corner: int
    until_ns: int


class Leave(Message, frozen=True):
    """End, in order."""


class Glance(Message, frozen=True):
    """The show at a glance, for the remote's lamps; sent to it whenever any of it changes.

    The door takes it for a sign that there is something new.

    ``state`` is the status's, ``step`` is ``well`` (all screens in step), ``busy`` (being cued) or
    ``care`` (a screen needs a look). ``voices`` are the screens that have the voice, by what
    ``voice`` says; ``levels`` are the screens' volumes in percent, in the layout's order,
    ``hearing`` those of further ways of sound, and ``muted`` the names of what is silent; ``beats``
    are (name, story ns); ``master`` is the lock light of a master's timecode.
    """

    state: ShowState = ShowState.WAITING
    step: Literal["well", "busy", "care"] = "busy"
    dark: bool = False
    master: str = ""
    voices: tuple[str, ...] = ()
    voice: str = "none"
    levels: dict[str, int] = {}
    hearing: dict[str, int] = {}
    muted: tuple[str, ...] = ()
    beats: tuple[tuple[str, int], ...] = ()


# from a command, the remote or the door to the controller


class OrderGiven(Message, frozen=True):
    """A person has given an order.

    ``at_ns`` is when, where that is known: one that was long on its way is not carried out.
    ``ref`` comes back in the answer. ``by`` names who, where the door knows it by their key.
    """

    order: Order
    at_ns: int = 0
    ref: int = 0
    by: str = ""


class AskStatus(Message, frozen=True):
    """Somebody asks for the show's status; the answer has it as ``data``."""


class Chase(Message, frozen=True):
    """A master's timecode: the story time at an instant, and on from there if it runs.

    ``story_ns`` is None for a master of which only is known that it does not run; below 0 the story
    has not begun. ``serial`` rises with every start, stop and jump; ``light`` is the lock light in
    words, and empty when there is no code.
    """

    story_ns: int | None
    at_ns: int
    running: bool
    serial: int
    light: str


class Reply(Message, frozen=True):
    """The answer to whoever asked; ``text`` is for a person, ``data`` the status as JSON.

    ``undo`` is the order that takes back what was just decided; None when none does.
    """

    ok: bool
    text: Said = NOTHING
    data: str = ""
    ref: int = 0
    undo: VersionOrder | None = None


class Hello(Message, frozen=True):
    """A player (``role`` is its screen), the stage, the remote or the door asks for its orders."""

    role: str
    pid: int


# from a machine's controller to those of the other machines, and from them to it


class ScreenReady(Struct, frozen=True):
    """A screen of another machine: the cue that it stands ready for, and since when pictures come.

    ``came_ns`` is in the machines' common time. One without a ``player`` is not waited for.
    """

    screen: str
    player: bool = False
    cued: int = -1
    came_ns: int = 0


class MachineDecisions(Message, frozen=True):
    """All that people have decided on a machine: about versions, as the library writes it down.

    ``house`` is the last order to open or close.
    """

    data: bytes
    house: Override = Override()


class MachineStatus(Message, frozen=True):
    """A machine's life signs, a few times a second, and at once when a screen stands ready.

    ``revision`` is that of the programme which it plays by, and its own if it ``writes``. ``films``
    are the content hashes that it could play at once. ``bound_ns`` is how far its clock may be off
    the others', None where nobody keeps it; ``trusted``: its instants mean the same as theirs.
    ``at_ns`` is when it was said, in the common time, and ``late_ns`` how long words of each other
    machine took to it of late, at the least: by what two say of each other their clocks compare.
    """

    machine: str
    revision: int
    writes: bool = False
    screens: tuple[ScreenReady, ...] = ()
    films: tuple[str, ...] = ()
    bound_ns: int | None = None
    trusted: bool = False
    at_ns: int = 0
    late_ns: dict[str, int] = {}


class AskReport(Message, frozen=True):
    """A machine is asked for its account of a span of days, in ms of UTC. Nothing changes by it."""

    first_ms: int
    last_ms: int


STAGE = "stage"
REMOTE = "remote"
DOOR = "door"
