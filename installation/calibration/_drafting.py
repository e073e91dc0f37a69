"""Making calibrations by hand: what each key does to the drafts. Pure.

A corner moves as it is seen: on a screen whose picture is turned, ``up`` is the picture's up, and
``top left`` its top left. The values are the viewport's, as in the file.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Literal

from msgspec import structs

from installation.model import EFFECTS, Amount, Corners, Optics

Channel = Literal["all", "red", "green", "blue"]
CHANNELS: tuple[Channel, ...] = ("all", "red", "green", "blue")
CORNERS = ("top left", "top right", "bottom right", "bottom left")
"""As they are seen, clockwise; as numbers, 0 to 3."""
FIELDS = Corners.__struct_fields__
"""A file's names for the viewport's corners, in the same order."""
ARROWS = {"left": (-1, 0), "right": (1, 0), "up": (0, -1), "down": (0, 1)}
CORNER_KEYS = {"q": 0, "w": 1, "s": 2, "a": 3}
"""They lie on the keyboard as the corners do on the screen."""
COARSE = 10
DECIMALS = 6
"""Of a corner in a file: a hundredth of a pixel at any size."""

COLOUR_KEYS = {effect.key: name for name, effect in EFFECTS.items()}


class NoteKind(Enum):
    """The kinds of notes on a key, with their words in English."""

    SAVED = "saved"
    SAVED_SCREENS = "saved: {what}"
    NOT_WRITTEN = "{what}"
    CORNER_ENDS = "the corner is at its end"
    WOULD_FOLD = "no further: that would fold or flatten the picture"
    AMOUNT_ENDS = "{what} ends at {limit}"
    NOTHING_TO_UNDO = "nothing to undo"
    UNDONE = "undone"
    AS_FILE = "{what} is as its file says"
    PLAIN = "{what} is as the projector shows it, without calibration"


@dataclass(frozen=True)
class DraftNote:
    """A note on what a key came to.

    ``what`` is a screen, several, an effect or a fault, ``limit`` the end of an effect.
    """

    kind: NoteKind
    what: str = ""
    limit: float = 0.0

    def __str__(self) -> str:
        return self.kind.value.format(what=self.what, limit=f"{self.limit:g}")


class Wish(Enum):
    """A key's request to the keeper of the drafts."""

    NOTHING = auto()
    SAVE = auto()
    SAVE_AND_LEAVE = auto()
    LEAVE = auto()


@dataclass(frozen=True)
class AlignedScreen:
    """A screen to align: its viewport in pixels, and how far its picture is turned clockwise."""

    name: str
    width: int
    height: int
    rotation: int = 0


@dataclass(frozen=True)
class Drafts:
    """The state of an alignment. ``drafts`` and ``saved`` have one for each screen.

    ``channel`` is what a colour key changes, ``history`` what undo goes back to: (screen, draft).
    ``says`` is what the last key came to, if there is anything to say.
    """

    screens: tuple[AlignedScreen, ...]
    drafts: tuple[Optics, ...]
    saved: tuple[Optics, ...]
    chosen: int = 0
    corner: int = 0
    channel: Channel = "all"
    coarse: bool = False
    pattern: bool = True
    history: tuple[tuple[int, Optics], ...] = ()
    asks: bool = False
    """The next key answers whether to leave unsaved drafts behind."""
    says: DraftNote | None = None

    @property
    def screen(self) -> AlignedScreen:
        """The chosen one."""
        return self.screens[self.chosen]

    @property
    def draft(self) -> Optics:
        """The chosen screen's."""
        return self.drafts[self.chosen]

    @property
    def unsaved(self) -> tuple[int, ...]:
        """The screens whose draft is not what their file says."""
        pairs = enumerate(zip(self.drafts, self.saved, strict=True))
        return tuple(n for n, (draft, saved) in pairs if round_draft(draft) != round_draft(saved))

    @property
    def field(self) -> str:
        """The file's name for the chosen corner."""
        return FIELDS[(self.corner + self.screen.rotation // 90) % 4]

    @property
    def offset(self) -> tuple[float, float]:
        """The way that the chosen corner has moved, in pixels right and down, as it is seen."""
        screen = self.screen
        across, down = getattr(self.draft.corners, self.field)
        right, low = across * screen.width, down * screen.height
        for _ in range(screen.rotation // 90):  # back from the viewport's turn
            right, low = low, -right
        return right, low

    def kept(self, written: Mapping[int, Optics], says: DraftNote) -> "Drafts":
        """The same when some screens' files have been written, by their numbers."""
        saved = tuple(written.get(n, one) for n, one in enumerate(self.saved))
        drafts = tuple(written.get(n, one) for n, one in enumerate(self.drafts))
        return replace(self, saved=saved, drafts=drafts, says=says)


def press_key(state: Drafts, key: str) -> tuple[Drafts, Wish]:
    """Return what a key does; one that means nothing does nothing.

    Keys are letters, digits, ``enter escape tab backtab left right up down``, ``shift+up`` ...
    """
    if state.asks:
        return _answered(replace(state, asks=False, says=None), key)
    state = replace(state, says=None)
    if key == "enter":
        saved = replace(state, says=DraftNote(NoteKind.SAVED))
        return (state, Wish.SAVE) if state.unsaved else (saved, Wish.NOTHING)
    if key in ("escape", "x"):
        if state.unsaved:
            return replace(state, asks=True), Wish.NOTHING
        return state, Wish.LEAVE
    return _changed(state, key), Wish.NOTHING


def amount_text(amount: Amount) -> str:
    """Return an amount as people read it: one number, or those of red, green and blue."""
    values = amount if isinstance(amount, tuple) else (amount,)
    return " ".join(f"{value:g}" for value in (values if len(set(values)) > 1 else values[:1]))


def round_draft(draft: Optics) -> Optics:
    """A draft as it stands in a file."""
    return structs.replace(draft, corners=_in_file(draft.corners))


def _in_file(corners: Corners) -> Corners:
    offsets = structs.astuple(corners)
    return Corners(*((round(x, DECIMALS), round(y, DECIMALS)) for x, y in offsets))


def _answered(state: Drafts, key: str) -> tuple[Drafts, Wish]:
    if key in ("escape", "x"):
        return state, Wish.LEAVE
    return state, Wish.SAVE_AND_LEAVE if key == "enter" else Wish.NOTHING


def _changed(state: Drafts, key: str) -> Drafts:
    count = len(state.screens)
    arrow = key.removeprefix("shift+")
    if arrow in ARROWS:
        far = COARSE if state.coarse or arrow != key else 1
        across, down = ARROWS[arrow]
        return _moved(state, across * far, down * far)
    if key in ("tab", "backtab"):
        return replace(state, chosen=(state.chosen + (1 if key == "tab" else -1)) % count)
    if key.isdecimal() and 1 <= int(key) <= count:
        return replace(state, chosen=int(key) - 1)
    if key in CORNER_KEYS:
        return replace(state, corner=CORNER_KEYS[key])
    if key.lower() in COLOUR_KEYS:
        return _coloured(state, COLOUR_KEYS[key.lower()], 1 if key.isupper() else -1)
    simple: dict[str, Callable[[Drafts], Drafts]] = {
        "c": lambda s: replace(s, channel=CHANNELS[(CHANNELS.index(s.channel) + 1) % 4]),
        "f": lambda s: replace(s, coarse=not s.coarse),
        "p": lambda s: replace(s, pattern=not s.pattern),
        "u": _undone,
        "R": _reset,
    }
    return simple[key](state) if key in simple else state


def _moved(state: Drafts, across: int, down: int) -> Drafts:
    screen, field = state.screen, state.field
    for _ in range(screen.rotation // 90):  # as seen, turned clockwise with the picture
        across, down = -down, across
    was = getattr(state.draft.corners, field)
    now = (_within(was[0] + across / screen.width), _within(was[1] + down / screen.height))
    if now == was:
        return replace(state, says=DraftNote(NoteKind.CORNER_ENDS))
    corners = structs.replace(state.draft.corners, **{field: now})
    if corners.folded or _in_file(corners).folded:
        return replace(state, says=DraftNote(NoteKind.WOULD_FOLD))
    return _drafted(state, structs.replace(state.draft, corners=corners))


def _within(offset: float) -> float:
    return min(1.0, max(-1.0, offset))


def _coloured(state: Drafts, name: str, way: int) -> Drafts:
    effect, was = EFFECTS[name], state.draft.colour[name]

    def turned(amount: float) -> float:
        return min(effect.high, max(effect.low, round(amount + way * effect.step, 4)))

    now: Amount
    if isinstance(was, tuple):
        red, green, blue = (
            turned(one) if state.channel in ("all", channel) else one
            for channel, one in zip(CHANNELS[1:], was, strict=True)
        )
        now = red, green, blue
    else:  # one amount for the whole picture, whatever channel is chosen
        now = turned(was)
    if now == was:
        limit = effect.high if way > 0 else effect.low
        return replace(state, says=DraftNote(NoteKind.AMOUNT_ENDS, name, limit))
    return _drafted(state, structs.replace(state.draft, **{name: now}))


def _drafted(state: Drafts, made: Optics) -> Drafts:
    """Another draft for the chosen screen, that undo can take back."""
    drafts = (*state.drafts[: state.chosen], made, *state.drafts[state.chosen + 1 :])
    return replace(state, drafts=drafts, history=(*state.history, (state.chosen, state.draft)))


def _undone(state: Drafts) -> Drafts:
    if not state.history:
        return replace(state, says=DraftNote(NoteKind.NOTHING_TO_UNDO))
    *history, (screen, draft) = state.history
    drafts = (*state.drafts[:screen], draft, *state.drafts[screen + 1 :])
    undone, left = DraftNote(NoteKind.UNDONE), tuple(history)
    return replace(state, drafts=drafts, chosen=screen, history=left, says=undone)


def _reset(state: Drafts) -> Drafts:
    """Back to the file; from there, back to no calibration at all."""
    saved, kind = state.saved[state.chosen], NoteKind.AS_FILE
    if round_draft(state.draft) == round_draft(saved):
        saved, kind = Optics(), NoteKind.PLAIN
    if round_draft(state.draft) != round_draft(saved):
        state = _drafted(state, saved)
    return replace(state, says=DraftNote(kind, state.screen.name))
