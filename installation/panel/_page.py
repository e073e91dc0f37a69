"""The panel's page as plain values: no Qt, no clock. Widgets compare them and draw."""

from dataclasses import dataclass
from enum import Enum

from installation.model import Order, Voice


class Sign(Enum):
    """The signs of how something is; each has a colour and a shape of its own, see style.py."""

    WELL = "well"
    NOTE = "note"
    STILL = "still"
    BUSY = "busy"
    CARE = "care"
    TROUBLE = "trouble"


@dataclass(frozen=True)
class Headline:
    """The one sentence that says whether all is well, and what there is to say about it."""

    sign: Sign
    sentence: str
    detail: str = ""


@dataclass(frozen=True)
class Card:
    """One screen: what plays on it, and how it does."""

    screen: str
    display: str
    title: str
    version: str
    sign: Sign
    word: str
    detail: str = ""
    speaks: bool = False
    level: int = 100


@dataclass(frozen=True)
class VoiceChoice:
    """A choice of who speaks: the order for it, its text, and whether it is so."""

    order: Voice
    text: str
    chosen: bool = False


@dataclass(frozen=True)
class WordsPress:
    """A press for the words on the wall: the order, what stands on it, its key."""

    order: Order
    text: str
    key: str


@dataclass(frozen=True)
class Mark:
    """A beat on the story's line; ``share`` is its place, 0 to 1. ``here`` if it is now."""

    name: str
    share: float
    at: str
    here: bool = False
    going: bool = False


@dataclass(frozen=True)
class StoryLine:
    """The story's line. Without a story (nothing plays) all of it is empty."""

    cycle: str = ""
    place: str = ""
    now: str = ""
    length: str = ""
    share: float = 0.0
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True)
class Button:
    """A button: the order that it gives, what stands on it, its key.

    ``can`` says whether there is anything to order, ``taken`` stands on it while it is ``busy``:
    pressed, and the show has not followed yet.
    """

    order: Order
    icon: str
    name: str
    hint: str
    can: bool
    taken: str = ""
    key: str = ""
    busy: bool = False

    @property
    def enabled(self) -> bool:
        """Tell whether it can be pressed: not twice for one thing."""
        return self.can and not self.busy

    @property
    def text(self) -> str:
        """Return what stands on it."""
        return self.taken if self.busy else self.name


@dataclass(frozen=True)
class Row:
    """A version in the list, or a machine, which has its screens in place of the ``version``.

    ``share`` is that of its arrival, 0 to 1, where it is on its way. ``order`` is what its button
    does, and ``press`` what stands on it; it has none without.
    """

    version: str
    title: str
    sign: Sign
    word: str
    detail: str = ""
    share: float | None = None
    order: Order | None = None
    press: str = ""


@dataclass(frozen=True)
class Page:
    """Everything that the panel shows. ``answer`` is what became of the last press, for a while."""

    title: str
    headline: Headline
    cards: tuple[Card, ...]
    story: StoryLine
    buttons: tuple[Button, ...]
    answer: str
    rows: tuple[Row, ...]
    notes: tuple[str, ...]
    voices: tuple[VoiceChoice, ...] = ()
    words: tuple[WordsPress, ...] = ()
    machines: tuple[Row, ...] = ()


def sentence(text: str) -> str:
    """Text with a full stop, and with a capital unless it begins with a name (``left: ...``)."""
    text = text.strip()
    first = text.partition(" ")[0]
    capital = text[:1].upper() if first.isalpha() else text[:1]
    return text and capital + text[1:] + ("" if text[-1] in ".!?:…" else ".")
